-- Everybody whom the sheets name, besides the seekers themselves. seeker is whose row it is; key is
-- what tells the person for certain, if anything does.
CREATE OR REPLACE TEMP TABLE mention AS
SELECT
    t.row_id, t.role, t.nth, whose.seeker, t.id, lower(t.email) AS email,
    CASE WHEN t.role IN ('named', 'referrer') THEN t.name END AS name,
    fold(t.name) AS fold, fold(t.organization) AS org,
    coalesce('id ' || t.id, lower(t.email)) AS key
FROM (
    SELECT
        row_id, 'contact' AS role, 0 AS nth, contact_id AS id, contact_email AS email,
        contact_name AS name, organization
    FROM sheet_interviews
    UNION ALL
    SELECT row_id, 'referrer', unnest(range(len(referred_by))), NULL, NULL, unnest(referred_by), NULL
    FROM sheet_interviews
    UNION ALL
    SELECT row_id, 'named', unnest(range(len(names_given))), NULL, NULL, unnest(names_given), NULL
    FROM sheet_interviews
    UNION ALL
    -- A conversation says who named somebody; only without one the row's own name counts.
    SELECT row_id, 'from', 0, from_id, from_email, from_name, NULL
    FROM sheet_referrals WHERE interview_id IS NULL OR from_id IS NOT NULL
    UNION ALL
    SELECT row_id, 'referred', 0, referred_id, referred_email, referred_name, organization
    FROM sheet_referrals
    UNION ALL
    SELECT row_id, 'contact', 0, contact_id, contact_email, contact_name, NULL
    FROM sheet_follow_ups
    UNION ALL
    SELECT row_id, 'person', 0, person_id, email, name, organization FROM sheet_people
) AS t LEFT JOIN whose ON whose.row_id = t.row_id
WHERE t.id IS NOT NULL OR t.email IS NOT NULL OR t.name IS NOT NULL;

INSERT INTO spelling
SELECT k.person_id, k.person_id, k.email, k.fold, NULL FROM seeker_known AS k
ANTI JOIN spelling AS s
    ON s.person_id = k.person_id AND s.email IS NOT DISTINCT FROM k.email
    AND s.fold IS NOT DISTINCT FROM k.fold;

-- Under which names each seeker has people already, in stored rows.
CREATE OR REPLACE TEMP TABLE link AS
SELECT DISTINCT pair.seeker, spelling.person_id, spelling.fold
FROM (
    SELECT coalesce(merged.stands_for, p.seeker_id) AS seeker, p.person_id
    FROM (
        SELECT seeker_id, contact_id AS person_id FROM interviews
        UNION SELECT seeker_id, from_id FROM referrals
        UNION SELECT seeker_id, referred_id FROM referrals WHERE referred_id IS NOT NULL
        UNION SELECT seeker_id, contact_id FROM follow_ups
    ) AS p LEFT JOIN merged ON merged.person_id = p.seeker_id
) AS pair
SEMI JOIN whose ON whose.seeker = pair.seeker
JOIN spelling ON spelling.own_id = pair.person_id
WHERE spelling.fold IS NOT NULL;

CREATE OR REPLACE TEMP TABLE told_by_id AS
SELECT DISTINCT s.person_id FROM spelling AS s SEMI JOIN mention AS m ON m.id = s.own_id;

CREATE OR REPLACE TEMP TABLE claimant AS
SELECT key, max(email) AS email FROM mention
WHERE id IS NOT NULL AND id NOT IN (SELECT own_id FROM spelling) GROUP BY key;

-- Two ids in the sheets are two people: whom another id tells already, a new id does not take.
CREATE OR REPLACE TEMP TABLE taken AS SELECT person_id FROM told_by_id;

-- Ids that come with a name or an address somewhere in the sheets.
CREATE OR REPLACE TEMP TABLE named_id AS
SELECT DISTINCT id FROM mention WHERE id IS NOT NULL AND (fold IS NOT NULL OR email IS NOT NULL);
