-- Who is meant by each e-mail address: who has it, a settled claim, or a new person (new_people).
INSERT INTO by_key
SELECT key, person_id FROM settled
UNION ALL
SELECT key, person_id FROM new_people
UNION ALL
SELECT m.key, min(s.person_id)
FROM (
    SELECT DISTINCT key, email FROM mention WHERE id IS NULL AND email IS NOT NULL
) AS m
ANTI JOIN claimant AS c ON c.key = m.key
JOIN spelling AS s ON s.email = m.email
GROUP BY m.key;

-- Names matter from here on only beside mentions by name alone.
CREATE OR REPLACE TEMP TABLE bare_fold AS SELECT DISTINCT fold FROM mention WHERE key IS NULL;

INSERT INTO spelling
SELECT DISTINCT k.person_id, k.person_id, m.email, m.fold, m.org
FROM mention AS m JOIN by_key AS k ON k.key = m.key WHERE m.id IS NULL AND m.fold IN (SELECT fold FROM bare_fold);

INSERT INTO link
SELECT DISTINCT m.seeker, coalesce(merged.stands_for, k.person_id), m.fold
FROM mention AS m JOIN by_key AS k ON k.key = m.key
LEFT JOIN merged ON merged.person_id = k.person_id
WHERE m.seeker IS NOT NULL AND m.fold IN (SELECT fold FROM bare_fold);
