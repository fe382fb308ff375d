-- Mentions by name alone; by_name will say who is meant.
CREATE OR REPLACE TEMP TABLE bare AS
SELECT DISTINCT coalesce(seeker, '') AS seeker, fold, org FROM mention WHERE key IS NULL;

CREATE OR REPLACE TEMP TABLE by_name AS
SELECT seeker, fold, org, ''::VARCHAR AS person_id FROM bare WHERE false;
