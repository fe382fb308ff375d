-- What the sheets tell of a person, row by row; rosters of people (sheet_people) are told apart.
CREATE OR REPLACE TEMP VIEW described AS
SELECT
    of_contact AS person_id, row_id,
    coalesce(held_on, requested_on, answered_on, cancelled_on) AS told_on, contact_name AS name,
    contact_email AS email, organization, title, industry
FROM told_interviews
UNION ALL
SELECT
    w.person_id, t.row_id, coalesce(t.told_on, DATE '0001-01-01'), t.name, t.email, t.organization,
    t.title, t.industry
FROM (
    SELECT
        row_id, 'referred' AS role, made_on AS told_on, referred_name AS name,
        referred_email AS email, organization, title, industry
    FROM sheet_referrals
    UNION ALL
    SELECT row_id, 'from', NULL, from_name, from_email, NULL, NULL, NULL FROM sheet_referrals
    UNION ALL
    SELECT row_id, 'contact', NULL, contact_name, contact_email, NULL, NULL, NULL
    FROM sheet_follow_ups
) AS t JOIN who AS w ON w.row_id = t.row_id AND w.role = t.role
UNION ALL
SELECT w.person_id, m.row_id, DATE '0001-01-01', m.name, NULL, NULL, NULL, NULL
FROM told_name AS m JOIN who AS w ON w.row_id = m.row_id AND w.role = m.role AND w.nth = m.nth
WHERE m.role = 'named'
UNION ALL
SELECT k.person_id, t.row_id, DATE '0001-01-01', t.name, t.written, NULL, NULL, NULL
FROM seeker_told AS t JOIN seeker_known AS k
    ON k.id IS NOT DISTINCT FROM t.id
    AND k.written IS NOT DISTINCT FROM t.written
    AND k.name IS NOT DISTINCT FROM t.name;

CREATE OR REPLACE TEMP TABLE rostered AS
SELECT DISTINCT person_id FROM who WHERE role = 'person';

-- The latest word on each; of words of one day always the same one, whatever the order of rows.
CREATE OR REPLACE TEMP MACRO latest(told_on, word) AS
    (told_on - DATE '0001-01-01')::BIGINT * 1099511627776 + (hash(word) >> 24)::BIGINT;

CREATE OR REPLACE TEMP TABLE description AS
SELECT
    person_id, max(told_on) AS told_on,
    arg_max(name, latest(told_on, name)) AS name,
    arg_max(email, latest(told_on, email)) AS email,
    arg_max(organization, latest(told_on, organization)) AS organization,
    arg_max(title, latest(told_on, title)) AS title,
    arg_max(industry, latest(told_on, industry)) AS industry,
    min(name) FILTER (email IS NOT NULL) AS first_name,
    max(name) FILTER (email IS NOT NULL) AS last_name
FROM described ANTI JOIN rostered USING (person_id)
GROUP BY person_id;

-- One address with two names: one person, and worth a word.
CREATE OR REPLACE TEMP TABLE two_names AS
SELECT
    d.person_id, d.email, least(d.first_name, p.name) AS name, greatest(d.last_name, p.name)
    AS other_name
FROM description AS d
LEFT JOIN people AS p ON p.person_id = d.person_id AND p.name <> p.email
WHERE d.email IS NOT NULL AND least(d.first_name, p.name) <> greatest(d.last_name, p.name);

-- Of people who are stored: what differs. A blank never erases; an address or name that is stored
-- stays (other spellings are the same person); an older word does not undo a later one.
CREATE OR REPLACE TEMP TABLE last_word AS
SELECT contact_id AS person_id, max(coalesce(held_on, requested_on)) AS told_on
FROM interviews WHERE contact_id IN (SELECT person_id FROM description) GROUP BY contact_id;

CREATE OR REPLACE TEMP TABLE person_word AS
SELECT
    p.person_id,
    CASE WHEN p.name IS NULL OR p.name = p.email THEN coalesce(d.name, p.name) ELSE p.name END
        AS name,
    coalesce(p.email, d.email) AS email,
    CASE WHEN d.told_on < l.told_on THEN coalesce(p.organization, d.organization)
        ELSE coalesce(d.organization, p.organization) END AS organization,
    CASE WHEN d.told_on < l.told_on THEN coalesce(p.title, d.title)
        ELSE coalesce(d.title, p.title) END AS title,
    CASE WHEN d.told_on < l.told_on THEN coalesce(p.industry, d.industry)
        ELSE coalesce(d.industry, p.industry) END AS industry
FROM description AS d JOIN people AS p ON p.person_id = d.person_id
LEFT JOIN last_word AS l ON l.person_id = d.person_id;

CREATE OR REPLACE TEMP TABLE person_update AS
SELECT w.* FROM person_word AS w JOIN people AS p ON p.person_id = w.person_id
WHERE (w.name, w.email, w.organization, w.title, w.industry)
    IS DISTINCT FROM (p.name, p.email, p.organization, p.title, p.industry);

-- The rows that told it.
CREATE OR REPLACE TEMP TABLE telling_row AS
SELECT DISTINCT d.row_id
FROM described AS d
JOIN person_update AS u ON u.person_id = d.person_id
JOIN people AS p ON p.person_id = d.person_id
WHERE (d.name = u.name AND u.name IS DISTINCT FROM p.name)
    OR (d.email = u.email AND u.email IS DISTINCT FROM p.email)
    OR (d.organization = u.organization AND u.organization IS DISTINCT FROM p.organization)
    OR (d.title = u.title AND u.title IS DISTINCT FROM p.title)
    OR (d.industry = u.industry AND u.industry IS DISTINCT FROM p.industry);
