-- Every table with one text that tells a row: its id, or the parts of its key.
CREATE OR REPLACE TEMP VIEW stored_cohorts AS
SELECT cohort_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM cohorts;

CREATE OR REPLACE TEMP VIEW stored_people AS
SELECT person_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM people;

CREATE OR REPLACE TEMP VIEW stored_seekers AS
SELECT person_id || chr(31) || cohort_id AS row_key, * EXCLUDE (recorded_at, import_id)
FROM seekers;

CREATE OR REPLACE TEMP VIEW stored_seeker_attributes AS
SELECT person_id || chr(31) || attribute AS row_key, * EXCLUDE (recorded_at, import_id)
FROM seeker_attributes;

CREATE OR REPLACE TEMP VIEW stored_interviews AS
SELECT interview_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM interviews;

CREATE OR REPLACE TEMP VIEW stored_referrals AS
SELECT referral_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM referrals;

CREATE OR REPLACE TEMP VIEW stored_follow_ups AS
SELECT follow_up_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM follow_ups;

CREATE OR REPLACE TEMP VIEW stored_opportunities AS
SELECT opportunity_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM opportunities;

CREATE OR REPLACE TEMP VIEW stored_destinations AS
SELECT person_id || chr(31) || known_on AS row_key, * EXCLUDE (recorded_at, import_id)
FROM destinations;

CREATE OR REPLACE TEMP VIEW stored_debt_decisions AS
SELECT
    concat_ws(
        chr(31), rule, seeker_id, coalesce(contact_id, ''), coalesce(interview_id, ''),
        coalesce(referral_id, ''), decided_on
    ) AS row_key,
    * EXCLUDE (recorded_at, import_id)
FROM debt_decisions;

CREATE OR REPLACE TEMP VIEW stored_notes AS
SELECT note_id AS row_key, * EXCLUDE (recorded_at, import_id) FROM notes;

CREATE OR REPLACE TEMP VIEW stored_same_person AS
SELECT
    person_id || chr(31) || is_person_id || chr(31) || decided_on AS row_key,
    * EXCLUDE (recorded_at, import_id)
FROM same_person;

-- What the sheets tell that needs no more than who is who.
CREATE OR REPLACE TEMP VIEW ready_people AS
SELECT
    s.row_id, w.person_id AS row_key, w.person_id, s.* EXCLUDE (row_id, person_id, approximate)
FROM sheet_people AS s JOIN who AS w ON w.row_id = s.row_id AND w.role = 'person';

CREATE OR REPLACE TEMP VIEW ready_debt_decisions AS
SELECT
    concat_ws(
        chr(31), rule, seeker_id, coalesce(contact_id, ''), coalesce(interview_id, ''),
        coalesce(referral_id, ''), decided_on
    ) AS row_key,
    * EXCLUDE (approximate)
FROM sheet_debt_decisions;
