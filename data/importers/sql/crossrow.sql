-- What is wrong with rows only beside other rows: row_id, problem, value.
CREATE OR REPLACE TEMP TABLE told_conversation AS
SELECT s.interview_id, arg_min(whose.seeker, s.row_id) AS seeker
FROM sheet_interviews AS s JOIN whose ON whose.row_id = s.row_id
WHERE s.interview_id IS NOT NULL GROUP BY s.interview_id;

CREATE OR REPLACE TEMP TABLE known_conversation AS
SELECT interview_id, stands_for(seeker_id) AS seeker FROM interviews
UNION ALL
SELECT t.interview_id, t.seeker FROM told_conversation AS t
ANTI JOIN interviews AS i ON i.interview_id = t.interview_id;

CREATE OR REPLACE TEMP TABLE telling AS
SELECT row_id, 'referral_id' AS column_name, referral_id AS id, interview_id, seeker_id
FROM sheet_referrals
UNION ALL
SELECT row_id, 'follow_up_id', follow_up_id, interview_id, seeker_id FROM sheet_follow_ups
UNION ALL
SELECT row_id, 'opportunity_id', opportunity_id, interview_id, seeker_id FROM sheet_opportunities;

CREATE OR REPLACE TEMP TABLE own_id AS
SELECT 'referral_id' AS column_name, referral_id AS id, stands_for(seeker_id) AS seeker
FROM referrals WHERE referral_id IN (SELECT referral_id FROM sheet_referrals)
UNION ALL
SELECT 'follow_up_id', follow_up_id, stands_for(seeker_id)
FROM follow_ups WHERE follow_up_id IN (SELECT follow_up_id FROM sheet_follow_ups)
UNION ALL
SELECT 'opportunity_id', opportunity_id, stands_for(seeker_id)
FROM opportunities WHERE opportunity_id IN (SELECT opportunity_id FROM sheet_opportunities);

CREATE OR REPLACE TEMP TABLE first_told AS
SELECT t.column_name, t.id, arg_min(whose.seeker, t.row_id) AS seeker
FROM telling AS t JOIN whose ON whose.row_id = t.row_id
WHERE t.id IS NOT NULL GROUP BY t.column_name, t.id;

CREATE OR REPLACE TEMP TABLE known_person AS
SELECT person_id FROM people
UNION SELECT person_id FROM seeker_known WHERE fold IS NOT NULL OR email IS NOT NULL
UNION SELECT person_id FROM sheet_people WHERE person_id IS NOT NULL
UNION SELECT id FROM named_id;

CREATE OR REPLACE TEMP TABLE person_reference AS
SELECT row_id, seeker_id AS id FROM sheet_interviews WHERE seeker_id IS NOT NULL
UNION ALL SELECT row_id, contact_id FROM sheet_interviews WHERE contact_id IS NOT NULL
UNION ALL
SELECT row_id, unnest([seeker_id, from_id, referred_id]) FROM sheet_referrals
UNION ALL SELECT row_id, unnest([seeker_id, contact_id]) FROM sheet_follow_ups
UNION ALL SELECT row_id, seeker_id FROM sheet_opportunities
UNION ALL SELECT row_id, seeker_id FROM sheet_destinations
UNION ALL SELECT row_id, seeker_id FROM sheet_seekers
UNION ALL SELECT row_id, unnest([seeker_id, contact_id]) FROM sheet_debt_decisions
UNION ALL SELECT row_id, person_id FROM sheet_notes
UNION ALL SELECT row_id, unnest([person_id, is_person_id]) FROM sheet_same_person;

CREATE OR REPLACE TEMP TABLE problem AS
SELECT s.row_id, 'interview of another seeker' AS problem, s.interview_id AS value
FROM sheet_interviews AS s
JOIN whose ON whose.row_id = s.row_id
JOIN known_conversation AS k ON k.interview_id = s.interview_id
WHERE k.seeker <> whose.seeker
UNION ALL
SELECT t.row_id, t.column_name || ' of another seeker', t.id
FROM telling AS t
JOIN whose ON whose.row_id = t.row_id
JOIN (
    SELECT * FROM own_id
    UNION ALL
    SELECT f.* FROM first_told AS f ANTI JOIN own_id USING (column_name, id)
) AS k ON k.column_name = t.column_name AND k.id = t.id
WHERE k.seeker <> whose.seeker
UNION ALL
SELECT t.row_id, 'unknown interview', t.interview_id
FROM telling AS t ANTI JOIN known_conversation AS k ON k.interview_id = t.interview_id
WHERE t.interview_id IS NOT NULL
UNION ALL
SELECT t.row_id, 'in an interview of another seeker', t.interview_id
FROM telling AS t
JOIN whose ON whose.row_id = t.row_id
JOIN known_conversation AS k ON k.interview_id = t.interview_id
WHERE t.seeker_id IS NULL AND k.seeker <> whose.seeker
UNION ALL
SELECT s.row_id, 'unknown referral', s.referral_id
FROM sheet_follow_ups AS s
ANTI JOIN (
    SELECT referral_id FROM referrals UNION SELECT referral_id FROM sheet_referrals
) AS k ON k.referral_id = s.referral_id
WHERE s.interview_id IS NULL AND (
    (s.contact_name IS NULL AND s.contact_email IS NULL AND s.contact_id IS NULL)
    OR s.row_id NOT IN (SELECT row_id FROM whose)
)
UNION ALL
SELECT p.row_id, 'unknown person', p.id
FROM person_reference AS p ANTI JOIN known_person AS k ON k.person_id = p.id
WHERE p.id IS NOT NULL
UNION ALL
SELECT row_id, 'unknown cohort', cohort_id FROM (
    SELECT row_id, cohort_id FROM sheet_notes
    UNION ALL SELECT row_id, cohort_id FROM sheet_seekers WHERE cohort IS NULL
) WHERE cohort_id IS NOT NULL AND cohort_id NOT IN (
    SELECT cohort_id FROM cohorts
    UNION SELECT cohort_id FROM sheet_cohorts WHERE cohort_id IS NOT NULL
    UNION SELECT cohort_id FROM sheet_seekers WHERE cohort_id IS NOT NULL AND cohort IS NOT NULL
)
UNION ALL
SELECT
    s.row_id, 'earlier than requested',
    strftime(coalesce(least(s.held_on, s.answered_on), i.held_on, i.answered_on), '%Y-%m-%d')
FROM sheet_interviews AS s
JOIN interview_target AS t ON t.row_id = s.row_id
JOIN interviews AS i ON i.interview_id = t.id
WHERE i.approximate IS NULL AND s.approximate IS NULL
    AND coalesce(s.requested_on, i.requested_on)
    > least(coalesce(s.held_on, i.held_on), coalesce(s.answered_on, i.answered_on));
