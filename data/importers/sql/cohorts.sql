-- Cohorts are told by their folded name.
CREATE OR REPLACE TEMP TABLE cohort_name AS
SELECT row_id, cohort_id AS id, fold(name) AS fold, name FROM sheet_cohorts
UNION ALL
SELECT row_id, cohort_id, fold(cohort), cohort FROM sheet_seekers
WHERE cohort IS NOT NULL OR cohort_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE known_cohort AS
SELECT fold, min(id) AS id
FROM (
    SELECT fold(name) AS fold, cohort_id AS id FROM cohorts
    UNION ALL SELECT fold, id FROM cohort_name WHERE id IS NOT NULL AND fold IS NOT NULL
) GROUP BY fold;

CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT DISTINCT fold AS key FROM cohort_name
WHERE id IS NULL AND fold NOT IN (SELECT fold FROM known_cohort);
