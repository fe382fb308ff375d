-- Ids or e-mail addresses that nobody stored has: each may be one person stored without it, told by
-- e-mail, else name and organization, else name within the seeker's rows. Only if exactly one person
-- fits, and no other claimant fits that person; two e-mail addresses never fit.
CREATE OR REPLACE TEMP TABLE has_email AS
SELECT person_id, bool_or(email IS NOT NULL) AS has_email FROM spelling GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE claimed_name AS
SELECT DISTINCT c.key, c.email, m.seeker, m.fold, m.org
FROM claimant AS c
JOIN (SELECT * FROM mention SEMI JOIN spelling USING (fold)) AS m ON m.key = c.key;

CREATE OR REPLACE TEMP TABLE claim AS
SELECT key, person_id, min(rule) AS rule
FROM (
    SELECT c.key, s.person_id, 1 AS rule
    FROM claimant AS c JOIN spelling AS s ON s.email = c.email
    UNION ALL
    SELECT n.key, s.person_id, 2
    FROM claimed_name AS n JOIN spelling AS s ON s.fold = n.fold AND s.org = n.org
    JOIN has_email AS h ON h.person_id = s.person_id
    WHERE n.email IS NULL OR NOT h.has_email
    UNION ALL
    SELECT n.key, l.person_id, 3
    FROM claimed_name AS n JOIN link AS l ON l.seeker = n.seeker AND l.fold = n.fold
    JOIN has_email AS h ON h.person_id = l.person_id
    WHERE n.email IS NULL OR NOT h.has_email
) AS c
ANTI JOIN taken USING (person_id)
GROUP BY key, person_id;

CREATE OR REPLACE TEMP TABLE best_claim AS
SELECT key, person_id FROM claim QUALIFY rule = min(rule) OVER (PARTITION BY key);

CREATE OR REPLACE TEMP TABLE settled AS
SELECT key, min(person_id) AS person_id FROM best_claim
WHERE person_id IN (
    SELECT person_id FROM best_claim GROUP BY person_id HAVING count(DISTINCT key) = 1
)
GROUP BY key HAVING count(DISTINCT person_id) = 1;

CREATE OR REPLACE TEMP TABLE unsettled AS
SELECT key, email FROM claimant ANTI JOIN settled USING (key);
