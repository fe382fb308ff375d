-- Everybody who is stored, in folded form. person_id is the entry that stands for the person
-- after the office's merges; a merged entry adds its spelling.
CREATE OR REPLACE TEMP MACRO stands_for(person) AS
    coalesce((SELECT merged.stands_for FROM merged WHERE merged.person_id = person), person);

CREATE OR REPLACE TEMP TABLE spelling AS
SELECT
    coalesce(merged.stands_for, people.person_id) AS person_id,
    people.person_id AS own_id,
    lower(people.email) AS email,
    fold(people.name) AS fold,
    fold(people.organization) AS org
FROM people LEFT JOIN merged ON merged.person_id = people.person_id;

CREATE OR REPLACE TEMP TABLE stored_seeker AS
SELECT DISTINCT coalesce(merged.stands_for, s.person_id) AS person_id
FROM (
    SELECT person_id FROM seekers
    UNION SELECT seeker_id FROM interviews
    UNION SELECT seeker_id FROM referrals
    UNION SELECT seeker_id FROM follow_ups
    UNION SELECT seeker_id FROM opportunities
    UNION SELECT person_id FROM destinations
) AS s LEFT JOIN merged ON merged.person_id = s.person_id;

CREATE OR REPLACE TEMP VIEW seeker_cells AS
SELECT row_id, seeker_id AS id, seeker_email AS email, seeker AS name FROM sheet_interviews
UNION ALL SELECT row_id, seeker_id, seeker_email, seeker FROM sheet_referrals
UNION ALL SELECT row_id, seeker_id, seeker_email, seeker FROM sheet_follow_ups
UNION ALL SELECT row_id, seeker_id, seeker_email, seeker FROM sheet_opportunities
UNION ALL SELECT row_id, seeker_id, seeker_email, seeker FROM sheet_destinations
UNION ALL SELECT row_id, seeker_id, seeker_email, seeker FROM sheet_seekers;

-- Each way in which the sheets tell a seeker.
CREATE OR REPLACE TEMP TABLE seeker_told AS
SELECT id, email AS written, lower(email) AS email, name, fold(name) AS fold, row_id
FROM (SELECT id, email, name, min(row_id) AS row_id FROM seeker_cells GROUP BY id, email, name)
WHERE id IS NOT NULL OR email IS NOT NULL OR name IS NOT NULL;
