-- Mentions by name alone. First who has this name and organization, among everybody; then who has
-- this name within the seeker's rows. People without an e-mail address come before those with one:
-- they are what such a mention made in an earlier import.
CREATE OR REPLACE TEMP TABLE has_email AS
SELECT person_id, bool_or(email IS NOT NULL) AS has_email, bool_or(org IS NOT NULL) AS has_org
FROM spelling GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE bare AS
SELECT DISTINCT coalesce(seeker, '') AS seeker, fold, org FROM mention WHERE key IS NULL;

-- A seeker's one contact of that name whose organization is not known yet is who is told of here:
-- the cell has been filled in since.
CREATE OR REPLACE TEMP TABLE filled_in AS
SELECT bare.seeker, bare.fold, bare.org
FROM bare
JOIN link ON link.seeker = bare.seeker AND link.fold = bare.fold
JOIN has_email AS h ON h.person_id = link.person_id
WHERE bare.org IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT link.person_id) = 1 AND NOT bool_or(h.has_email OR h.has_org);

CREATE OR REPLACE TEMP TABLE fits_everywhere AS
SELECT DISTINCT bare.seeker, bare.fold, bare.org, s.person_id, h.has_email
FROM bare
JOIN spelling AS s ON s.fold = bare.fold AND s.org = bare.org
JOIN has_email AS h ON h.person_id = s.person_id
ANTI JOIN filled_in AS f
    ON f.seeker = bare.seeker AND f.fold = bare.fold AND f.org = bare.org;

CREATE OR REPLACE TEMP TABLE by_name AS
SELECT seeker, fold, org, min(person_id) AS person_id
FROM (
    SELECT * FROM fits_everywhere
    QUALIFY has_email = bool_and(has_email) OVER (PARTITION BY seeker, fold, org)
)
GROUP BY seeker, fold, org HAVING count(*) = 1;

INSERT INTO link
SELECT seeker, person_id, fold FROM by_name WHERE seeker <> '';

CREATE OR REPLACE TEMP TABLE fits_here AS
SELECT
    bare.seeker, bare.fold, bare.org, link.person_id,
    min(
        CASE
            WHEN h.has_email THEN 3
            WHEN s.org IS NOT DISTINCT FROM bare.org THEN 1
            ELSE 2
        END
    ) AS distance
FROM bare
ANTI JOIN by_name AS b
    ON b.seeker = bare.seeker AND b.fold = bare.fold AND b.org IS NOT DISTINCT FROM bare.org
JOIN link ON link.seeker = bare.seeker AND link.fold = bare.fold
JOIN has_email AS h ON h.person_id = link.person_id
JOIN spelling AS s ON s.person_id = link.person_id AND s.fold = bare.fold
GROUP BY ALL;

-- Entries of a roster of people with nothing but a name are who is stored with nothing but it.
INSERT INTO fits_here
SELECT DISTINCT bare.seeker, bare.fold, bare.org, s.person_id, 1
FROM bare JOIN spelling AS s ON s.fold = bare.fold
JOIN has_email AS h ON h.person_id = s.person_id
WHERE bare.seeker = '' AND bare.org IS NULL AND NOT h.has_email AND NOT h.has_org;

CREATE OR REPLACE TEMP TABLE nearest AS
SELECT
    seeker, fold, org, distance, min(person_id) AS person_id, count(DISTINCT person_id) AS people
FROM (
    SELECT * FROM fits_here
    QUALIFY distance = min(distance) OVER (PARTITION BY seeker, fold, org)
)
GROUP BY seeker, fold, org, distance;

-- Several that nothing in the sheet tells apart (distance 1): the first, and a warning. Other
-- doubts are not merged.
INSERT INTO by_name
SELECT seeker, fold, org, person_id FROM nearest WHERE people = 1 OR distance = 1;

-- The rest are new people: one for a name and organization; within a seeker's rows one for a name,
-- unless it could be several.
CREATE OR REPLACE TEMP TABLE unknown AS
SELECT
    bare.seeker, bare.fold, bare.org,
    n.seeker IS NOT NULL AS doubtful,
    bare.org IS NOT NULL
    AND count(*) OVER (PARTITION BY bare.fold, bare.org) > 1 AS shared
FROM bare
ANTI JOIN by_name AS b
    ON b.seeker = bare.seeker AND b.fold = bare.fold AND b.org IS NOT DISTINCT FROM bare.org
LEFT JOIN nearest AS n
    ON n.seeker = bare.seeker AND n.fold = bare.fold AND n.org IS NOT DISTINCT FROM bare.org;

CREATE OR REPLACE TEMP TABLE unknown_group AS
SELECT
    seeker, fold, org,
    CASE
        WHEN shared OR (doubtful AND org IS NOT NULL)
            THEN 'organization ' || fold || chr(31) || org
        WHEN doubtful THEN 'name ' || seeker || chr(31) || fold
        WHEN count(*) FILTER (shared) OVER here = 0 THEN 'name ' || seeker || chr(31) || fold
        WHEN count(*) FILTER (shared) OVER here = 1
            THEN 'organization ' || fold || chr(31) || max(org) FILTER (shared) OVER here
        WHEN org IS NOT NULL THEN 'organization ' || fold || chr(31) || org
        ELSE 'name ' || seeker || chr(31) || fold
    END AS key
FROM unknown
WINDOW here AS (PARTITION BY seeker, fold);

CREATE OR REPLACE TEMP TABLE unsettled AS SELECT DISTINCT key FROM unknown_group;
