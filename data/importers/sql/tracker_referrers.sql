-- referred_by: looked for among the seeker's earlier contacts; attached to that person's existing
-- referral of this contact; only if there is none, one is made.
CREATE OR REPLACE TEMP TABLE request_day AS
SELECT
    i.interview_id, stands_for(i.seeker_id) AS seeker, stands_for(i.contact_id) AS contact,
    coalesce(i.requested_on, i.held_on, i.answered_on, i.cancelled_on) AS approach_on,
    i.held_on, i.answered_on,
    list_contains(string_split(coalesce(i.approximate, ''), ';'), 'held_on') AS rough
FROM interviews AS i
WHERE EXISTS (FROM cell WHERE referrer_row IS NOT NULL)
    AND stands_for(i.seeker_id) IN (SELECT seeker FROM conversation);

CREATE OR REPLACE TEMP TABLE told_referrer AS
SELECT
    c.interview_id, m.row_id, m.nth, m.fold, c.seeker_id, c.seeker, c.contact_id, c.contact,
    c.approach_on, w.person_id AS told_id, stands_for(w.person_id) AS told
FROM cell
JOIN conversation AS c USING (interview_id)
JOIN told_name AS m ON m.row_id = cell.referrer_row AND m.role = 'referrer'
JOIN who AS w ON w.row_id = m.row_id AND w.role = 'referrer' AND w.nth = m.nth;

CREATE OR REPLACE TEMP TABLE earlier_contact AS
SELECT t.interview_id, t.nth, min(r.contact) AS referrer
FROM told_referrer AS t
JOIN request_day AS r
    ON r.seeker = t.seeker AND r.approach_on <= t.approach_on AND r.contact <> t.contact
JOIN (SELECT DISTINCT person_id, fold FROM spelling) AS s
    ON s.person_id = r.contact AND s.fold = t.fold
GROUP BY t.interview_id, t.nth HAVING count(DISTINCT r.contact) = 1;

-- The latest conversation before this approach; without one, the latest request.
CREATE OR REPLACE TEMP TABLE latest_word AS
SELECT
    t.interview_id, t.nth,
    arg_max(
        r.interview_id,
        ((r.held_on IS NOT NULL AND r.held_on <= t.approach_on)::INTEGER,
        CASE WHEN r.held_on <= t.approach_on THEN r.held_on ELSE r.approach_on END,
        r.interview_id)
    ) AS made_in
FROM told_referrer AS t
LEFT JOIN earlier_contact AS e USING (interview_id, nth)
JOIN request_day AS r
    ON r.seeker = t.seeker AND r.contact = coalesce(e.referrer, t.told)
    AND r.approach_on <= t.approach_on AND r.contact <> t.contact
GROUP BY t.interview_id, t.nth;

CREATE OR REPLACE TEMP TABLE referrer AS
SELECT
    t.*, coalesce(e.referrer, t.told_id) AS from_id, coalesce(e.referrer, t.told) AS referrer,
    q.interview_id AS made_in,
    CASE
        WHEN q.held_on <= t.approach_on THEN q.held_on
        WHEN q.answered_on <= t.approach_on THEN q.answered_on
        ELSE t.approach_on
    END AS made_on,
    coalesce(q.rough AND q.held_on <= t.approach_on, false) AS rough
FROM told_referrer AS t
LEFT JOIN earlier_contact AS e USING (interview_id, nth)
LEFT JOIN latest_word AS l USING (interview_id, nth)
LEFT JOIN request_day AS q ON q.interview_id = l.made_in;

-- What this cell or a later row made in line does not count as existing.
CREATE OR REPLACE TEMP TABLE existing AS
SELECT
    f.interview_id, f.nth,
    arg_min(
        r.referral_id,
        (coalesce(r.made_on, q.held_on, q.answered_on, f.approach_on), r.referral_id)
    ) AS referral_id
FROM referrer AS f
JOIN (
    SELECT
        referral_id, stands_for(seeker_id) AS seeker, stands_for(from_id) AS referrer,
        stands_for(referred_id) AS contact, interview_id, made_on, inline_of
    FROM referrals WHERE EXISTS (FROM referrer)
) AS r ON r.seeker = f.seeker AND r.referrer = f.referrer AND r.contact = f.contact
LEFT JOIN interviews AS q ON q.interview_id = r.interview_id
LEFT JOIN request_day AS owner
    ON owner.interview_id = r.inline_of AND r.interview_id IS DISTINCT FROM r.inline_of
WHERE coalesce(r.made_on, q.held_on, q.answered_on, f.approach_on) <= f.approach_on
    AND (
        owner.interview_id IS NULL
        OR (owner.approach_on, owner.interview_id) < (f.approach_on, f.interview_id)
    )
GROUP BY f.interview_id, f.nth;

CREATE OR REPLACE TEMP TABLE to_make AS
SELECT
    f.*,
    first_value(f.interview_id) OVER (
        PARTITION BY f.seeker, f.referrer, f.contact ORDER BY f.approach_on, f.interview_id
    ) AS owner
FROM referrer AS f ANTI JOIN existing AS e USING (interview_id, nth);

CREATE OR REPLACE TEMP TABLE wanted AS
SELECT
    owner || chr(31) || referrer AS key, owner, referrer, seeker_id, any_value(from_id) AS from_id,
    contact_id, made_in, made_on, any_value(rough) AS rough, any_value(row_id) AS row_id
FROM to_make WHERE interview_id = owner
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE stored_referrer AS
SELECT r.*, stands_for(r.from_id) AS referrer, cell.referrer_row AS row_id
FROM referrals AS r JOIN cell ON cell.interview_id = r.inline_of
WHERE r.interview_id IS DISTINCT FROM r.inline_of AND cell.referrer_row IS NOT NULL;

CREATE OR REPLACE TEMP TABLE gone_referrals AS
SELECT s.referral_id, s.row_id
FROM stored_referrer AS s
ANTI JOIN wanted AS w ON w.owner = s.inline_of AND w.referrer = s.referrer;

CREATE OR REPLACE TEMP TABLE changed_referrals AS
SELECT
    s.referral_id, w.made_in AS interview_id, w.contact_id AS referred_id, w.made_on,
    CASE WHEN w.rough THEN 'made_on' END AS approximate, s.row_id
FROM stored_referrer AS s JOIN wanted AS w ON w.owner = s.inline_of AND w.referrer = s.referrer
WHERE (w.made_in, w.made_on) IS DISTINCT FROM (s.interview_id, s.made_on)
    OR stands_for(s.referred_id) <> stands_for(w.contact_id);

CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT w.key FROM wanted AS w
ANTI JOIN stored_referrer AS s ON s.inline_of = w.owner AND s.referrer = w.referrer;
