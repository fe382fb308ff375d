-- Rows of their own: referrals, follow-ups, opportunities and notes, complete but for their ids.
-- Conversations of this import are in the log by now.
CREATE OR REPLACE TEMP MACRO joined(a, b, c, d, e) AS
    coalesce(a, '') || chr(31) || coalesce(b, '') || chr(31) || coalesce(c, '') || chr(31)
    || coalesce(d, '') || chr(31) || coalesce(e, '');

-- A row that says who named somebody, and not in which conversation: the seeker's latest request
-- with that person up to that day; without a day, the only one. Else it came by an introducer.
CREATE OR REPLACE TEMP TABLE named_by AS
SELECT s.row_id, s.made_on, w.person_id AS from_id, whose.seeker,
    coalesce(merged.stands_for, w.person_id) AS referrer
FROM sheet_referrals AS s
JOIN who AS w ON w.row_id = s.row_id AND w.role = 'from'
JOIN whose ON whose.row_id = s.row_id
LEFT JOIN merged ON merged.person_id = w.person_id
WHERE s.interview_id IS NULL AND s.from_id IS NULL;

CREATE OR REPLACE TEMP TABLE request_day AS
SELECT
    i.interview_id, coalesce(a.stands_for, i.seeker_id) AS seeker,
    coalesce(b.stands_for, i.contact_id) AS contact,
    coalesce(i.requested_on, i.held_on, i.answered_on, i.cancelled_on) AS approach_on,
    i.held_on, i.answered_on, i.approximate
FROM interviews AS i
LEFT JOIN merged AS a ON a.person_id = i.seeker_id
LEFT JOIN merged AS b ON b.person_id = i.contact_id
WHERE EXISTS (FROM named_by)
    AND coalesce(a.stands_for, i.seeker_id) IN (SELECT seeker FROM named_by);

CREATE OR REPLACE TEMP TABLE made_in AS
SELECT
    n.row_id,
    CASE
        WHEN any_value(n.made_on) IS NOT NULL
            THEN max({'d': r.approach_on, 'i': r.interview_id}).i
        WHEN count(*) = 1 THEN any_value(r.interview_id)
    END AS interview_id
FROM named_by AS n JOIN request_day AS r ON r.seeker = n.seeker AND r.contact = n.referrer
WHERE n.made_on IS NULL OR r.approach_on <= n.made_on
GROUP BY n.row_id;

CREATE OR REPLACE TEMP VIEW whole_referrals AS
SELECT
    s.row_id, s.referral_id, whose.seeker_id, coalesce(f.person_id, i.contact_id) AS from_id,
    coalesce(s.interview_id, m.interview_id) AS interview_id, r.person_id AS referred_id,
    s.lead, s.made_on, s.kind, s.waived_on, s.waived_reason, s.inline_of, s.approximate
FROM sheet_referrals AS s
JOIN whose ON whose.row_id = s.row_id
LEFT JOIN interviews AS i ON i.interview_id = s.interview_id
LEFT JOIN made_in AS m ON m.row_id = s.row_id
LEFT JOIN who AS f ON f.row_id = s.row_id AND f.role = 'from'
LEFT JOIN who AS r ON r.row_id = s.row_id AND r.role = 'referred';

CREATE OR REPLACE TEMP VIEW whole_follow_ups AS
SELECT
    s.row_id, s.follow_up_id, whose.seeker_id,
    coalesce(w.person_id, i.contact_id, r.from_id) AS contact_id, s.interview_id, s.referral_id,
    s.kind, s.done_on, s.note, s.inline_of, s.approximate
FROM sheet_follow_ups AS s
JOIN whose ON whose.row_id = s.row_id
LEFT JOIN interviews AS i ON i.interview_id = s.interview_id
LEFT JOIN referrals AS r ON r.referral_id = s.referral_id
LEFT JOIN who AS w ON w.row_id = s.row_id AND w.role = 'contact';

CREATE OR REPLACE TEMP VIEW whole_opportunities AS
SELECT s.* EXCLUDE (seeker, seeker_email, seeker_id), whose.seeker_id
FROM sheet_opportunities AS s JOIN whose ON whose.row_id = s.row_id;
