CREATE OR REPLACE TEMP TABLE natural_row AS
SELECT row_id, opportunity_id AS id, joined(
    stands_for(seeker_id), interview_id, kind, fold(organization), opened_on::VARCHAR
) AS key
FROM whole_opportunities;

CREATE OR REPLACE TEMP TABLE natural_stored AS
SELECT opportunity_id AS id, joined(
    stands_for(seeker_id), interview_id, kind, fold(organization), opened_on::VARCHAR
) AS key
FROM opportunities WHERE EXISTS (FROM natural_row WHERE id IS NULL);
