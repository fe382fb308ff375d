CREATE OR REPLACE TEMP TABLE target AS
SELECT n.row_id, coalesce(n.id, k.id, f.id) AS id
FROM natural_row AS n
LEFT JOIN known_key AS k ON k.key = n.key AND n.id IS NULL
LEFT JOIN new_ids AS f ON f.key = n.key AND n.id IS NULL;

CREATE OR REPLACE TEMP VIEW ready_referrals AS
SELECT w.row_id, t.id AS row_key, t.id AS referral_id, w.* EXCLUDE (row_id, referral_id)
FROM whole_referrals AS w JOIN target AS t ON t.row_id = w.row_id;

CREATE OR REPLACE TEMP VIEW ready_follow_ups AS
SELECT w.row_id, t.id AS row_key, t.id AS follow_up_id, w.* EXCLUDE (row_id, follow_up_id)
FROM whole_follow_ups AS w JOIN target AS t ON t.row_id = w.row_id;

CREATE OR REPLACE TEMP VIEW ready_opportunities AS
SELECT w.row_id, t.id AS row_key, t.id AS opportunity_id, w.* EXCLUDE (row_id, opportunity_id)
FROM whole_opportunities AS w JOIN target AS t ON t.row_id = w.row_id;

CREATE OR REPLACE TEMP VIEW ready_notes AS
SELECT
    s.row_id, t.id AS row_key, t.id AS note_id, s.* EXCLUDE (row_id, note_id, approximate)
FROM sheet_notes AS s JOIN target AS t ON t.row_id = s.row_id;
