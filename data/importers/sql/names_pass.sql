-- One pass over the mentions by name alone that are still open. First who has this name and
-- organization, among everybody; then who has this name within the seeker's rows. People without an
-- e-mail address come before those with one: they are what such a mention made in an earlier import.
-- What is settled tells more names and organizations, so passes follow until nothing is added.
CREATE OR REPLACE TEMP TABLE has_email AS
SELECT person_id, bool_or(email IS NOT NULL) AS has_email, bool_or(org IS NOT NULL) AS has_org
FROM spelling GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE open_name AS
SELECT bare.* FROM bare ANTI JOIN by_name AS b
    ON b.seeker = bare.seeker AND b.fold = bare.fold AND b.org IS NOT DISTINCT FROM bare.org;

-- A seeker's one contact of that name whose organization is not known yet is who is told of here:
-- the cell has been filled in since.
CREATE OR REPLACE TEMP TABLE filled_in AS
SELECT o.seeker, o.fold, o.org
FROM open_name AS o
JOIN link ON link.seeker = o.seeker AND link.fold = o.fold
JOIN has_email AS h ON h.person_id = link.person_id
WHERE o.org IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT link.person_id) = 1 AND NOT bool_or(h.has_email OR h.has_org);

CREATE OR REPLACE TEMP TABLE fits_everywhere AS
SELECT DISTINCT o.seeker, o.fold, o.org, s.person_id, h.has_email
FROM open_name AS o
JOIN spelling AS s ON s.fold = o.fold AND s.org = o.org
JOIN has_email AS h ON h.person_id = s.person_id
ANTI JOIN filled_in AS f ON f.seeker = o.seeker AND f.fold = o.fold AND f.org = o.org;

CREATE OR REPLACE TEMP TABLE settled_name AS
SELECT seeker, fold, org, min(person_id) AS person_id
FROM (
    SELECT * FROM fits_everywhere
    QUALIFY has_email = bool_and(has_email) OVER (PARTITION BY seeker, fold, org)
)
GROUP BY seeker, fold, org HAVING count(*) = 1;

INSERT INTO link SELECT seeker, person_id, fold FROM settled_name WHERE seeker <> '';

CREATE OR REPLACE TEMP TABLE fits_here AS
SELECT
    o.seeker, o.fold, o.org, link.person_id,
    min(
        CASE
            WHEN h.has_email THEN 3
            WHEN s.org IS NOT DISTINCT FROM o.org THEN 1
            ELSE 2
        END
    ) AS distance
FROM open_name AS o
ANTI JOIN settled_name AS b ON b.seeker = o.seeker AND b.fold = o.fold AND b.org = o.org
JOIN link ON link.seeker = o.seeker AND link.fold = o.fold
JOIN has_email AS h ON h.person_id = link.person_id
JOIN spelling AS s ON s.person_id = link.person_id AND s.fold = o.fold
GROUP BY ALL;

-- Entries of a roster of people with nothing but a name are who is stored with nothing but it.
INSERT INTO fits_here
SELECT DISTINCT o.seeker, o.fold, o.org, s.person_id, 1
FROM open_name AS o JOIN spelling AS s ON s.fold = o.fold
JOIN has_email AS h ON h.person_id = s.person_id
WHERE o.seeker = '' AND o.org IS NULL AND NOT h.has_email AND NOT h.has_org;

CREATE OR REPLACE TEMP TABLE nearest AS
SELECT
    seeker, fold, org, distance, min(person_id) AS person_id, count(DISTINCT person_id) AS people
FROM (
    SELECT * FROM fits_here
    QUALIFY distance = min(distance) OVER (PARTITION BY seeker, fold, org)
)
GROUP BY seeker, fold, org, distance;

-- Several that nothing in the sheet tells apart (distance 1): the first. Other doubts are not merged.
INSERT INTO settled_name
SELECT seeker, fold, org, person_id FROM nearest WHERE people = 1 OR distance = 1;

INSERT INTO by_name SELECT * FROM settled_name;

INSERT INTO link
SELECT seeker, person_id, fold FROM settled_name
ANTI JOIN link USING (seeker, person_id, fold) WHERE seeker <> '';

INSERT INTO spelling
SELECT DISTINCT n.person_id, n.person_id, NULL, n.fold, n.org
FROM settled_name AS n
ANTI JOIN spelling AS s ON s.person_id = n.person_id AND s.fold = n.fold AND s.org = n.org
WHERE n.org IS NOT NULL;
