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
