CREATE OR REPLACE TEMP TABLE interview_target AS
SELECT row_id, id FROM incoming WHERE id IS NOT NULL
UNION ALL
SELECT row_id, id FROM fit
UNION ALL
SELECT g.row_id, n.id FROM new_group AS g JOIN new_ids AS n ON n.key = g.key;
