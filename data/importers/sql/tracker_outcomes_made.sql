CREATE OR REPLACE TEMP TABLE made_follow_ups AS
SELECT
    row_number() OVER () AS number, t.row_id, n.id AS follow_up_id, t.seeker_id, t.contact_id,
    t.interview_id, 'thank_you_email' AS kind, t.done_on, t.interview_id AS inline_of,
    t.approximate
FROM thanks AS t JOIN new_ids AS n ON n.key = 'thanks ' || t.interview_id;

CREATE OR REPLACE TEMP TABLE made_opportunities AS
SELECT
    row_number() OVER () AS number, o.row_id, n.id AS opportunity_id, o.seeker_id, o.interview_id,
    o.kind, o.opened_on, o.interview_id AS inline_of, o.approximate
FROM outcome AS o JOIN new_ids AS n ON n.key = 'outcome ' || o.interview_id;
