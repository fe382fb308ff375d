-- Before the conversations of this import are written: which rows tell what in line (the last one
-- that fills a cell counts), and how many names were stored.
CREATE OR REPLACE TEMP TABLE naming AS
SELECT DISTINCT inline_of AS interview_id FROM referrals
WHERE inline_of IS NOT NULL AND interview_id = inline_of;

-- A number of names, or none, matters here only where names were told before.
CREATE OR REPLACE TEMP TABLE cell AS
SELECT
    t.id AS interview_id,
    max(s.row_id) FILTER (
        s.names_given__number IS NOT NULL AND (len(s.names_given) > 0 OR n.interview_id IS NOT NULL)
    ) AS named_row,
    max(s.row_id) FILTER (len(s.referred_by) > 0) AS referrer_row,
    max(s.row_id) FILTER (s.thanked__said IS NOT NULL) AS thanked_row,
    max(s.row_id) FILTER (s.came_of_it IS NOT NULL) AS outcome_row
FROM sheet_interviews AS s JOIN interview_target AS t ON t.row_id = s.row_id
LEFT JOIN naming AS n ON n.interview_id = t.id
WHERE (s.names_given__number IS NOT NULL AND n.interview_id IS NOT NULL)
    OR len(s.names_given) > 0 OR len(s.referred_by) > 0
    OR s.thanked__said IS NOT NULL OR s.came_of_it IS NOT NULL
GROUP BY t.id;

CREATE OR REPLACE TEMP TABLE names_before AS
SELECT interview_id, names_given FROM interviews SEMI JOIN cell USING (interview_id);

CREATE OR REPLACE TEMP TABLE stored_cell AS
SELECT * FROM cell SEMI JOIN interviews USING (interview_id);
