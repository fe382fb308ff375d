-- Who is meant by each id in the sheets: the stored person, a settled claim, or a new person.
CREATE OR REPLACE TEMP TABLE by_key AS
SELECT key, person_id FROM settled
UNION ALL
SELECT key, substr(key, 4) FROM unsettled
UNION ALL
SELECT DISTINCT m.key, m.id FROM mention AS m ANTI JOIN claimant AS c ON c.key = m.key
WHERE m.id IS NOT NULL;

INSERT INTO spelling
SELECT DISTINCT coalesce(merged.stands_for, k.person_id), k.person_id, m.email, m.fold, m.org
FROM mention AS m JOIN by_key AS k ON k.key = m.key
LEFT JOIN merged ON merged.person_id = k.person_id;

CREATE OR REPLACE TEMP TABLE claimant AS
SELECT DISTINCT key, email FROM mention
WHERE id IS NULL AND email IS NOT NULL AND email NOT IN (
    SELECT email FROM spelling WHERE email IS NOT NULL
);

CREATE OR REPLACE TEMP TABLE taken AS SELECT person_id FROM spelling WHERE false;
