-- Cohorts, rosters and what belongs to a person, ready to be compared with what is stored.
CREATE OR REPLACE TEMP TABLE row_cohort AS
SELECT c.row_id, coalesce(c.id, k.id, n.id) AS cohort_id, c.name
FROM cohort_name AS c
LEFT JOIN known_cohort AS k ON k.fold = c.fold
LEFT JOIN new_ids AS n ON n.key = c.fold;

CREATE OR REPLACE TEMP VIEW ready_cohorts AS
SELECT c.row_id, c.cohort_id AS row_key, c.cohort_id, s.* EXCLUDE (row_id, cohort_id, approximate)
FROM sheet_cohorts AS s JOIN row_cohort AS c ON c.row_id = s.row_id;

-- Named in a roster only.
CREATE OR REPLACE TEMP TABLE further_cohorts AS
SELECT cohort_id, min(name) AS name FROM row_cohort
WHERE row_id NOT IN (SELECT row_id FROM sheet_cohorts)
    AND cohort_id NOT IN (SELECT cohort_id FROM cohorts)
    AND cohort_id NOT IN (
        SELECT c.cohort_id FROM row_cohort AS c SEMI JOIN sheet_cohorts AS s ON s.row_id = c.row_id
    )
GROUP BY cohort_id;

CREATE OR REPLACE TEMP VIEW ready_seekers AS
SELECT
    s.row_id, w.seeker_id || chr(31) || c.cohort_id AS row_key, w.seeker_id AS person_id,
    c.cohort_id, s.* EXCLUDE (row_id, seeker, seeker_email, cohort, seeker_id, cohort_id)
FROM sheet_seekers AS s
JOIN whose AS w ON w.row_id = s.row_id
JOIN row_cohort AS c ON c.row_id = s.row_id;

CREATE OR REPLACE TEMP VIEW ready_seeker_attributes AS
SELECT
    a.row_id, w.seeker_id || chr(31) || a.attribute AS row_key, w.seeker_id AS person_id,
    a.attribute, a.value
FROM told_attributes AS a JOIN whose AS w ON w.row_id = a.row_id;

CREATE OR REPLACE TEMP VIEW ready_destinations AS
SELECT
    s.row_id, w.seeker_id || chr(31) || s.known_on AS row_key, w.seeker_id AS person_id,
    s.* EXCLUDE (row_id, seeker, seeker_email, seeker_id)
FROM sheet_destinations AS s JOIN whose AS w ON w.row_id = s.row_id;

CREATE OR REPLACE TEMP VIEW ready_same_person AS
SELECT
    person_id || chr(31) || is_person_id || chr(31) || decided_on AS row_key,
    * EXCLUDE (approximate)
FROM sheet_same_person;
