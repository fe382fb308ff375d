-- A row without an id is the one stored row with its natural key, else the one row of the sheet that
-- has that key and an id, else a new row; rows of the sheet with the same key are one.
CREATE OR REPLACE TEMP TABLE known_key AS
SELECT key, any_value(id) AS id
FROM (
    SELECT DISTINCT key, id FROM (
        SELECT key, id FROM natural_stored
        UNION ALL
        SELECT n.key, n.id FROM natural_row AS n ANTI JOIN natural_stored AS s ON s.id = n.id
        WHERE n.id IS NOT NULL AND EXISTS (FROM natural_row WHERE id IS NULL)
    )
)
GROUP BY key HAVING count(*) = 1;

CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT DISTINCT key FROM natural_row ANTI JOIN known_key USING (key) WHERE id IS NULL;
