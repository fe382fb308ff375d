-- Which conversation each row of the sheet is: a stored one, one told by its id, or a new one.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    s.row_id, s.interview_id AS id, whose.seeker,
    coalesce(merged.stands_for, who.person_id) AS contact,
    s.requested_on, s.held_on, coalesce(s.answered_on, s.cancelled_on) AS other_on,
    s.requested_on IS NOT NULL AND s.held_on IS NULL AND s.answered_on IS NULL
    AND s.answer IS NULL AND s.cancelled_on IS NULL AS open
FROM sheet_interviews AS s
JOIN whose ON whose.row_id = s.row_id
JOIN who ON who.row_id = s.row_id AND who.role = 'contact'
LEFT JOIN merged ON merged.person_id = who.person_id;

CREATE OR REPLACE TEMP VIEW without_id AS SELECT * EXCLUDE (id) FROM incoming WHERE id IS NULL;

CREATE OR REPLACE TEMP TABLE known_interview AS
SELECT
    i.interview_id AS id, coalesce(s.stands_for, i.seeker_id) AS seeker,
    coalesce(c.stands_for, i.contact_id) AS contact, i.requested_on, i.held_on,
    coalesce(i.answered_on, i.cancelled_on) AS other_on,
    i.requested_on IS NOT NULL AND i.held_on IS NULL AND i.answered_on IS NULL
    AND i.answer IS NULL AND i.cancelled_on IS NULL AS open
FROM interviews AS i
LEFT JOIN merged AS s ON s.person_id = i.seeker_id
LEFT JOIN merged AS c ON c.person_id = i.contact_id
WHERE EXISTS (FROM without_id)
UNION ALL
SELECT n.id, n.seeker, n.contact, n.requested_on, n.held_on, n.other_on, n.open
FROM incoming AS n ANTI JOIN interviews AS i ON i.interview_id = n.id
WHERE n.id IS NOT NULL AND EXISTS (FROM without_id);

-- 1: asked on the same day. 2: held on the same day, and the day of asking is blank on one side.
-- 3: the conversation that an open request led to. 4: only answered or cancelled, on the same day.
CREATE OR REPLACE TEMP TABLE fitting AS
SELECT DISTINCT w.row_id, k.id, 1 AS rule
FROM without_id AS w JOIN known_interview AS k
    ON k.seeker = w.seeker AND k.contact = w.contact AND k.requested_on = w.requested_on
UNION ALL
SELECT DISTINCT w.row_id, k.id, 2
FROM without_id AS w JOIN known_interview AS k
    ON k.seeker = w.seeker AND k.contact = w.contact AND k.held_on = w.held_on
WHERE w.requested_on IS NULL OR k.requested_on IS NULL
UNION ALL
SELECT DISTINCT w.row_id, k.id, 3
FROM without_id AS w JOIN known_interview AS k
    ON k.seeker = w.seeker AND k.contact = w.contact
WHERE k.open AND w.requested_on IS NULL AND w.held_on >= k.requested_on
UNION ALL
SELECT DISTINCT w.row_id, k.id, 4
FROM without_id AS w JOIN known_interview AS k
    ON k.seeker = w.seeker AND k.contact = w.contact AND k.other_on = w.other_on
WHERE w.requested_on IS NULL AND w.held_on IS NULL
    AND k.requested_on IS NULL AND k.held_on IS NULL;

CREATE OR REPLACE TEMP TABLE fit AS
SELECT row_id, any_value(id) AS id, any_value(rule) AS rule
FROM (SELECT * FROM fitting QUALIFY rule = min(rule) OVER (PARTITION BY row_id))
GROUP BY row_id HAVING count(*) = 1;

-- An open request led to one conversation: the first after it.
DELETE FROM fit WHERE rule = 3 AND row_id NOT IN (
    SELECT unnest(rows) FROM (
        SELECT list(f.row_id) AS rows
        FROM fit AS f JOIN without_id AS w ON w.row_id = f.row_id
        WHERE f.rule = 3
        GROUP BY f.id, w.held_on
        QUALIFY w.held_on = min(w.held_on) OVER (PARTITION BY f.id)
    )
);

-- A contact known by name alone has got the address of somebody else who is stored: the same day and
-- name of the same seeker are the same row, now told of that person.
INSERT INTO fit
SELECT w.row_id, any_value(i.interview_id), 5
FROM without_id AS w
ANTI JOIN fit AS f ON f.row_id = w.row_id
JOIN (SELECT * FROM sheet_interviews WHERE contact_email IS NOT NULL) AS s
    ON s.row_id = w.row_id
JOIN interviews AS i ON stands_for(i.seeker_id) = w.seeker
    AND coalesce(i.requested_on, i.held_on) = coalesce(w.requested_on, w.held_on)
JOIN (SELECT * FROM people WHERE email IS NULL) AS p ON p.person_id = i.contact_id
WHERE fold(p.name) = fold(s.contact_name)
GROUP BY w.row_id HAVING count(DISTINCT i.interview_id) = 1;

-- The other rows, grouped by the same rules among themselves.
CREATE OR REPLACE TEMP TABLE unfitted AS
SELECT
    w.*,
    CASE
        WHEN requested_on IS NOT NULL THEN 'asked ' || (requested_on - DATE '1900-01-01')
        WHEN held_on IS NOT NULL THEN 'held ' || (held_on - DATE '1900-01-01')
        ELSE 'other ' || (other_on - DATE '1900-01-01')
    END AS day
FROM without_id AS w ANTI JOIN fit USING (row_id);

CREATE OR REPLACE TEMP TABLE held_only AS
SELECT DISTINCT seeker, contact, held_on, day FROM unfitted
WHERE requested_on IS NULL AND held_on IS NOT NULL;

CREATE OR REPLACE TEMP TABLE same_conversation AS
SELECT h.seeker, h.contact, h.day, min(u.day) AS of_day
FROM held_only AS h
JOIN (SELECT * FROM unfitted WHERE requested_on IS NOT NULL) AS u
    ON u.seeker = h.seeker AND u.contact = h.contact AND u.held_on = h.held_on
GROUP BY ALL HAVING count(DISTINCT u.day) = 1;

INSERT INTO same_conversation
SELECT h.seeker, h.contact, min(h.day), min(r.day)
FROM (
    SELECT * FROM held_only ANTI JOIN same_conversation USING (seeker, contact, day)
) AS h
JOIN (
    SELECT seeker, contact, day, requested_on
    FROM unfitted SEMI JOIN held_only USING (seeker, contact)
    WHERE requested_on IS NOT NULL
    GROUP BY ALL HAVING bool_and(open)
) AS r ON r.seeker = h.seeker AND r.contact = h.contact AND r.requested_on <= h.held_on
GROUP BY h.seeker, h.contact
HAVING count(DISTINCT h.day) = 1 AND count(DISTINCT r.day) = 1;

-- A group is told by its first row; 128 bits of the key stand for it.
CREATE OR REPLACE TEMP TABLE new_group AS
SELECT unnest(rows) AS row_id, key
FROM (
    SELECT list(u.row_id) AS rows, min(u.row_id) AS key
    FROM unfitted AS u LEFT JOIN same_conversation AS s
        ON s.seeker = u.seeker AND s.contact = u.contact AND s.day = u.day
    GROUP BY md5_number(
        u.seeker || chr(31) || u.contact || chr(31) || coalesce(s.of_day, u.day)
    )
);

CREATE OR REPLACE TEMP TABLE unsettled AS SELECT DISTINCT key FROM new_group;

DROP TABLE unfitted;
