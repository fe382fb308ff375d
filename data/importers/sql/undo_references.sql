-- Rows of other acts that speak of rows which the act inserted. Everything else in the log may name
-- a referral that is not there, so only rows that came with or after the act count for those.
CREATE OR REPLACE TEMP TABLE lost AS
SELECT 'person' AS kind, person_id AS id FROM people SEMI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'interview', interview_id FROM interviews SEMI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'referral', referral_id FROM referrals SEMI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'referral', json_extract_string(row_key, 'referral_id') FROM changes
WHERE in_table = 'referrals' AND after IS NULL
    AND import_id IN (SELECT undone_import_id FROM undone_act)
UNION ALL
SELECT 'cohort', cohort_id FROM cohorts SEMI JOIN undone_act USING (import_id);

CREATE OR REPLACE TEMP TABLE reference AS
SELECT 'seekers' AS in_table, person_id AS row_key, import_id, recorded_at,
    unnest(['person', 'cohort']) AS kind, unnest([person_id, cohort_id]) AS id
FROM seekers ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'seeker_attributes', person_id, import_id, recorded_at, 'person', person_id
FROM seeker_attributes ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'interviews', interview_id, import_id, recorded_at,
    unnest(['person', 'person', 'referral']), unnest([seeker_id, contact_id, referral_id])
FROM interviews ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'referrals', referral_id, import_id, recorded_at,
    unnest(['person', 'person', 'person', 'interview', 'interview']),
    unnest([seeker_id, from_id, referred_id, interview_id, inline_of])
FROM referrals ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'follow_ups', follow_up_id, import_id, recorded_at,
    unnest(['person', 'person', 'interview', 'interview', 'referral']),
    unnest([seeker_id, contact_id, interview_id, inline_of, referral_id])
FROM follow_ups ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'opportunities', opportunity_id, import_id, recorded_at,
    unnest(['person', 'interview', 'interview']), unnest([seeker_id, interview_id, inline_of])
FROM opportunities ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'destinations', person_id, import_id, recorded_at, 'person', person_id
FROM destinations ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'debt_decisions', rule, import_id, recorded_at,
    unnest(['person', 'person', 'interview', 'referral']),
    unnest([seeker_id, contact_id, interview_id, referral_id])
FROM debt_decisions ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'notes', note_id, import_id, recorded_at, unnest(['person', 'cohort']),
    unnest([person_id, cohort_id])
FROM notes ANTI JOIN undone_act USING (import_id)
UNION ALL
SELECT 'same_person', person_id, import_id, recorded_at, 'person',
    unnest([person_id, is_person_id])
FROM same_person ANTI JOIN undone_act USING (import_id);

CREATE OR REPLACE TEMP TABLE speaking_of AS
SELECT DISTINCT r.in_table, r.row_key, r.import_id
FROM reference AS r SEMI JOIN lost AS l ON l.kind = r.kind AND l.id = r.id
WHERE r.kind <> 'referral' OR r.recorded_at >= (SELECT recorded_at FROM undone_act);
