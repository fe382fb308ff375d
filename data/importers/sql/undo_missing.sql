-- Rows that taking an act back brought back or gave their values again (brought_back: in_table and
-- the first column of their key) and that speak of somebody or something which is gone by now, with
-- the act that took it away.
CREATE OR REPLACE TEMP TABLE gone AS
SELECT DISTINCT r.in_table, r.row_key, r.kind, r.id
FROM reference AS r SEMI JOIN brought_back AS b
    ON b.in_table = r.in_table AND b.row_key = r.row_key
WHERE r.id IS NOT NULL AND (
    (r.kind = 'person' AND r.id NOT IN (SELECT person_id FROM people))
    OR (r.kind = 'interview' AND r.id NOT IN (SELECT interview_id FROM interviews))
    OR (r.kind = 'cohort' AND r.id NOT IN (SELECT cohort_id FROM cohorts))
);

CREATE OR REPLACE TEMP TABLE speaking_of_the_gone AS
SELECT g.in_table, g.row_key, g.kind, arg_max(c.import_id, c.change_id) AS import_id
FROM gone AS g LEFT JOIN changes AS c
    ON c.after IS NULL AND json_extract_string(c.row_key, '$.' || g.kind || '_id') = g.id
    AND c.in_table = CASE g.kind
        WHEN 'person' THEN 'people' WHEN 'interview' THEN 'interviews' ELSE 'cohorts'
    END
GROUP BY g.in_table, g.row_key, g.kind, g.id;
