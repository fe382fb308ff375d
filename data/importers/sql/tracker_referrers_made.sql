CREATE OR REPLACE TEMP TABLE made_referrals AS
SELECT
    row_number() OVER () AS number, w.row_id, n.id AS referral_id, w.seeker_id, w.from_id,
    w.made_in AS interview_id, w.contact_id AS referred_id, w.made_on, w.owner AS inline_of,
    CASE WHEN w.rough THEN 'made_on' END AS approximate
FROM wanted AS w JOIN new_ids AS n ON n.key = w.key;

CREATE OR REPLACE TEMP TABLE further_people AS
SELECT r.from_id AS person_id, min(m.name) AS name
FROM referrer AS r JOIN told_name AS m ON m.row_id = r.row_id AND m.role = 'referrer' AND m.nth = r.nth
WHERE r.from_id NOT IN (SELECT person_id FROM people)
GROUP BY r.from_id;

-- The referral that each of these requests came from: the first one told.
CREATE OR REPLACE TEMP TABLE came_by AS
SELECT
    r.interview_id, arg_min(coalesce(e.referral_id, s.referral_id, n.id), r.nth) AS referral_id,
    any_value(r.row_id) AS row_id
FROM referrer AS r
LEFT JOIN existing AS e USING (interview_id, nth)
LEFT JOIN to_make AS t USING (interview_id, nth)
LEFT JOIN stored_referrer AS s ON s.inline_of = t.owner AND s.referrer = t.referrer
LEFT JOIN new_ids AS n ON n.key = t.owner || chr(31) || t.referrer
WHERE r.row_id NOT IN (SELECT row_id FROM sheet_interviews WHERE referral_id IS NOT NULL)
GROUP BY r.interview_id;
