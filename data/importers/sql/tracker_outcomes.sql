-- thanked and came_of_it: a thank-you by mail, and an opportunity, of that conversation.
CREATE OR REPLACE TEMP TABLE thanks AS
SELECT
    c.interview_id, c.seeker_id, c.contact_id, s.thanked__said AS said, s.thanked AS done_on,
    CASE WHEN s.thanked__approximate THEN 'done_on' END AS approximate, s.row_id
FROM cell
JOIN conversation AS c USING (interview_id)
JOIN sheet_interviews AS s ON s.row_id = cell.thanked_row;

CREATE OR REPLACE TEMP TABLE stored_thanks AS
SELECT f.* FROM follow_ups AS f SEMI JOIN thanks AS t ON t.interview_id = f.inline_of
WHERE f.kind = 'thank_you_email';

CREATE OR REPLACE TEMP TABLE gone_follow_ups AS
SELECT s.follow_up_id, t.row_id
FROM stored_thanks AS s JOIN thanks AS t ON t.interview_id = s.inline_of WHERE NOT t.said;

CREATE OR REPLACE TEMP TABLE changed_follow_ups AS
SELECT s.follow_up_id, t.contact_id, t.done_on, t.approximate, t.row_id
FROM stored_thanks AS s JOIN thanks AS t ON t.interview_id = s.inline_of
WHERE t.said AND (
    (t.done_on, t.approximate) IS DISTINCT FROM (s.done_on, s.approximate)
    OR stands_for(t.contact_id) <> stands_for(s.contact_id)
);

CREATE OR REPLACE TEMP TABLE thanks_again AS
SELECT interview_id, row_id FROM thanks
SEMI JOIN (SELECT interview_id FROM conversation WHERE NOT thanked) USING (interview_id)
WHERE said;

CREATE OR REPLACE TEMP TABLE outcome AS
SELECT
    c.interview_id, c.seeker_id, s.came_of_it AS kind, c.dated_on AS opened_on,
    CASE WHEN c.rough THEN 'opened_on' END AS approximate, s.row_id
FROM cell
JOIN conversation AS c USING (interview_id)
JOIN sheet_interviews AS s ON s.row_id = cell.outcome_row;

CREATE OR REPLACE TEMP TABLE stored_outcome AS
SELECT o.* FROM opportunities AS o SEMI JOIN outcome AS t ON t.interview_id = o.inline_of;

CREATE OR REPLACE TEMP TABLE changed_opportunities AS
SELECT s.opportunity_id, t.kind, t.opened_on, t.row_id
FROM stored_outcome AS s JOIN outcome AS t ON t.interview_id = s.inline_of
WHERE (t.kind, t.opened_on) IS DISTINCT FROM (s.kind, s.opened_on);

CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT 'thanks ' || t.interview_id AS key
FROM thanks AS t
ANTI JOIN stored_thanks AS s ON s.inline_of = t.interview_id
ANTI JOIN (SELECT * FROM follow_ups WHERE inline_of IS NULL AND referral_id IS NULL) AS own
    ON own.interview_id = t.interview_id AND own.kind = 'thank_you_email'
    AND own.done_on IS NOT DISTINCT FROM t.done_on
WHERE t.said
UNION ALL
SELECT 'outcome ' || o.interview_id
FROM outcome AS o
ANTI JOIN stored_outcome AS s ON s.inline_of = o.interview_id
ANTI JOIN (SELECT * FROM opportunities WHERE inline_of IS NULL AND organization IS NULL) AS own
    ON own.interview_id = o.interview_id AND own.kind = o.kind
    AND own.opened_on IS NOT DISTINCT FROM o.opened_on;
