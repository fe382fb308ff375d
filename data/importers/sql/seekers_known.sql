-- Whose each row is: told in the row, else by the conversation or referral that it names.
CREATE OR REPLACE TEMP TABLE row_seeker AS
SELECT m.row_id, k.person_id AS seeker_id
FROM seeker_cells AS m JOIN seeker_known AS k
    ON k.id IS NOT DISTINCT FROM m.id
    AND k.written IS NOT DISTINCT FROM m.email
    AND k.name IS NOT DISTINCT FROM m.name;

CREATE OR REPLACE TEMP TABLE told_interview AS
SELECT s.interview_id, arg_min(r.seeker_id, s.row_id) AS seeker_id
FROM sheet_interviews AS s JOIN row_seeker AS r ON r.row_id = s.row_id
WHERE s.interview_id IS NOT NULL GROUP BY s.interview_id;

CREATE OR REPLACE TEMP TABLE by_interview AS
SELECT t.row_id, coalesce(i.seeker_id, told.seeker_id) AS seeker_id
FROM (
    SELECT row_id, interview_id FROM sheet_referrals
    UNION ALL SELECT row_id, interview_id FROM sheet_follow_ups
    UNION ALL SELECT row_id, interview_id FROM sheet_opportunities
) AS t
LEFT JOIN interviews AS i ON i.interview_id = t.interview_id
LEFT JOIN told_interview AS told ON told.interview_id = t.interview_id
ANTI JOIN row_seeker AS r ON r.row_id = t.row_id
WHERE coalesce(i.seeker_id, told.seeker_id) IS NOT NULL;

INSERT INTO row_seeker SELECT row_id, seeker_id FROM by_interview;

INSERT INTO row_seeker
SELECT f.row_id, any_value(coalesce(r.seeker_id, known.seeker_id))
FROM sheet_follow_ups AS f
LEFT JOIN referrals AS r ON r.referral_id = f.referral_id
LEFT JOIN (
    SELECT s.referral_id, r.seeker_id
    FROM sheet_referrals AS s JOIN row_seeker AS r ON r.row_id = s.row_id
) AS known ON known.referral_id = f.referral_id
ANTI JOIN row_seeker AS s ON s.row_id = f.row_id
WHERE coalesce(r.seeker_id, known.seeker_id) IS NOT NULL
GROUP BY f.row_id;

CREATE OR REPLACE TEMP TABLE whose AS
SELECT r.row_id, r.seeker_id, coalesce(merged.stands_for, r.seeker_id) AS seeker
FROM row_seeker AS r LEFT JOIN merged ON merged.person_id = r.seeker_id;

DROP TABLE row_seeker;
