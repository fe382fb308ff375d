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
