CREATE OR REPLACE TEMP TABLE made_referrals AS
SELECT
    row_number() OVER () AS number, cell.named_row AS row_id, n.id AS referral_id, w.seeker_id,
    w.from_id, w.interview_id, w.referred_id, w.made_on, 'name' AS kind,
    w.interview_id AS inline_of,
    CASE WHEN w.rough AND w.made_on IS NOT NULL THEN 'made_on' END AS approximate
FROM wanted AS w
JOIN new_ids AS n ON n.key = w.interview_id || chr(31) || w.referred
JOIN cell ON cell.interview_id = w.interview_id;
