-- names_given: the people named become referrals made in that conversation.
CREATE OR REPLACE TEMP TABLE conversation AS
SELECT
    i.interview_id, i.seeker_id, i.contact_id, stands_for(i.seeker_id) AS seeker,
    stands_for(i.contact_id) AS contact, i.referral_id,
    coalesce(i.requested_on, i.held_on, i.answered_on, i.cancelled_on) AS approach_on,
    coalesce(i.held_on, i.answered_on) AS told_on,
    coalesce(i.held_on, i.answered_on, i.requested_on, i.cancelled_on) AS dated_on,
    list_contains(
        string_split(coalesce(i.approximate, ''), ';'),
        CASE WHEN i.held_on IS NOT NULL THEN 'held_on' ELSE 'answered_on' END
    ) AS rough,
    i.thanked
FROM interviews AS i SEMI JOIN cell USING (interview_id);

CREATE OR REPLACE TEMP TABLE wanted AS
SELECT
    c.interview_id, c.seeker_id, c.contact_id AS from_id, stands_for(w.person_id) AS referred,
    min(w.person_id) AS referred_id, c.told_on AS made_on, any_value(c.rough) AS rough
FROM cell
JOIN conversation AS c USING (interview_id)
JOIN who AS w ON w.row_id = cell.named_row AND w.role = 'named'
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE stored_named AS
SELECT r.*, stands_for(r.referred_id) AS referred
FROM referrals AS r JOIN cell ON cell.interview_id = r.inline_of
WHERE r.interview_id = r.inline_of AND cell.named_row IS NOT NULL;

CREATE OR REPLACE TEMP TABLE gone_referrals AS
SELECT n.referral_id, cell.named_row AS row_id
FROM stored_named AS n
JOIN cell ON cell.interview_id = n.inline_of
JOIN sheet_interviews AS s ON s.row_id = cell.named_row
LEFT JOIN names_before AS b ON b.interview_id = n.inline_of
ANTI JOIN wanted AS w ON w.interview_id = n.inline_of AND w.referred = n.referred
WHERE s.names_given IS NOT NULL OR b.names_given <> s.names_given__number;

CREATE OR REPLACE TEMP TABLE changed_referrals AS
SELECT
    n.referral_id, w.from_id, w.made_on, CASE WHEN w.rough AND w.made_on IS NOT NULL
    THEN 'made_on' END AS approximate, cell.named_row AS row_id
FROM stored_named AS n
JOIN wanted AS w ON w.interview_id = n.inline_of AND w.referred = n.referred
JOIN cell ON cell.interview_id = n.inline_of
WHERE n.made_on IS DISTINCT FROM w.made_on OR stands_for(n.from_id) <> stands_for(w.from_id);

-- A referral of one's own in the sheet of referrals says it already.
CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT w.interview_id || chr(31) || w.referred AS key
FROM wanted AS w
ANTI JOIN stored_named AS n ON n.inline_of = w.interview_id AND n.referred = w.referred
ANTI JOIN (
    SELECT
        stands_for(seeker_id) AS seeker, stands_for(from_id) AS referrer,
        stands_for(referred_id) AS referred, made_on
    FROM referrals WHERE inline_of IS NULL AND EXISTS (FROM wanted)
) AS own
    ON own.seeker = stands_for(w.seeker_id) AND own.referrer = stands_for(w.from_id)
    AND own.referred = w.referred AND own.made_on IS NOT DISTINCT FROM w.made_on;
