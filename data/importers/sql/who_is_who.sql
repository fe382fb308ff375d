-- Who is meant by each mention.
CREATE OR REPLACE TEMP TABLE who AS
SELECT m.row_id, m.role, m.nth, k.person_id
FROM mention AS m JOIN by_key AS k ON k.key = m.key
UNION ALL
SELECT m.row_id, m.role, m.nth, b.person_id
FROM mention AS m JOIN (
    SELECT seeker, fold, org, person_id FROM by_name
    UNION ALL
    SELECT g.seeker, g.fold, g.org, n.person_id
    FROM unknown_group AS g JOIN new_people AS n ON n.key = g.key
) AS b
    ON b.seeker = coalesce(m.seeker, '') AND b.fold = m.fold AND b.org IS NOT DISTINCT FROM m.org
WHERE m.key IS NULL;

-- Names that could be several people, told by the first row that has them.
CREATE OR REPLACE TEMP TABLE doubtful_name AS
SELECT arg_min(m.role, m.row_id) AS role, min(m.row_id) AS row_id, u.fold AS name
FROM unknown AS u JOIN mention AS m
    ON coalesce(m.seeker, '') = u.seeker AND m.fold = u.fold AND m.org IS NOT DISTINCT FROM u.org
WHERE u.doubtful AND m.key IS NULL
GROUP BY u.seeker, u.fold, u.org
ORDER BY row_id LIMIT 100;

-- What is asked for later; a million mentions take room.
CREATE OR REPLACE TEMP TABLE told_name AS
SELECT row_id, role, nth, name, fold FROM mention WHERE role IN ('named', 'referrer');

DROP TABLE mention;

DROP TABLE by_key;

DROP TABLE by_name;

DROP TABLE bare;

DROP TABLE claimed_name;

DROP TABLE claimant;

DROP TABLE unknown_group;
