-- What stands against taking an act back (undone_act: its import_id and
-- recorded_at, and the act that it undid itself, if it is an undo: what that one had deleted came back
-- by it).
-- Acts without effect any more: those that were undone, and the undoing ones.
CREATE OR REPLACE TEMP TABLE undoing AS
WITH RECURSIVE chain AS (
    SELECT import_id, undone_import_id, 0 AS undone_by
    FROM imports AS i WHERE undone_import_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM imports AS j WHERE j.undone_import_id = i.import_id)
    UNION ALL
    SELECT i.import_id, i.undone_import_id, chain.undone_by + 1
    FROM imports AS i JOIN chain ON chain.undone_import_id = i.import_id
    WHERE i.undone_import_id IS NOT NULL
)
SELECT import_id, undone_import_id FROM chain WHERE undone_by % 2 = 0;

CREATE OR REPLACE TEMP TABLE without_effect AS
SELECT import_id FROM undoing UNION SELECT undone_import_id FROM undoing;

CREATE OR REPLACE TEMP TABLE other_change AS
SELECT change_id, in_table, json(row_key)::VARCHAR AS row_key, act, import_id, before, after
FROM changes
WHERE import_id IS NULL OR (
    import_id NOT IN (SELECT import_id FROM undone_act)
    AND import_id NOT IN (SELECT import_id FROM without_effect)
);

CREATE OR REPLACE TEMP TABLE inserted AS
SELECT 'cohorts' AS in_table, json_object('cohort_id', t.cohort_id)::VARCHAR AS row_key
FROM cohorts AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'cohorts')
UNION ALL
SELECT 'people', json_object('person_id', t.person_id)::VARCHAR
FROM people AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'people')
UNION ALL
SELECT 'seekers', json_object('person_id', t.person_id, 'cohort_id', t.cohort_id)::VARCHAR
FROM seekers AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'seekers')
UNION ALL
SELECT 'seeker_attributes',
    json_object('person_id', t.person_id, 'attribute', t.attribute)::VARCHAR
FROM seeker_attributes AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'seeker_attributes')
UNION ALL
SELECT 'interviews', json_object('interview_id', t.interview_id)::VARCHAR
FROM interviews AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'interviews')
UNION ALL
SELECT 'referrals', json_object('referral_id', t.referral_id)::VARCHAR
FROM referrals AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'referrals')
UNION ALL
SELECT 'follow_ups', json_object('follow_up_id', t.follow_up_id)::VARCHAR
FROM follow_ups AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'follow_ups')
UNION ALL
SELECT 'opportunities', json_object('opportunity_id', t.opportunity_id)::VARCHAR
FROM opportunities AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'opportunities')
UNION ALL
SELECT 'destinations', json_object('person_id', t.person_id, 'known_on', t.known_on)::VARCHAR
FROM destinations AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'destinations')
UNION ALL
SELECT 'debt_decisions', json_object(
    'rule', t.rule, 'seeker_id', t.seeker_id, 'contact_id', t.contact_id,
    'interview_id', t.interview_id, 'referral_id', t.referral_id, 'decided_on', t.decided_on
)::VARCHAR
FROM debt_decisions AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'debt_decisions')
UNION ALL
SELECT 'notes', json_object('note_id', t.note_id)::VARCHAR
FROM notes AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'notes')
UNION ALL
SELECT 'same_person', json_object(
    'person_id', t.person_id, 'is_person_id', t.is_person_id, 'decided_on', t.decided_on
)::VARCHAR
FROM same_person AS t SEMI JOIN undone_act USING (import_id)
WHERE EXISTS (FROM other_change WHERE in_table = 'same_person')
UNION ALL
SELECT in_table, json(row_key)::VARCHAR FROM changes
WHERE after IS NULL AND import_id IN (SELECT undone_import_id FROM undone_act);

CREATE OR REPLACE TEMP TABLE changed_since AS
SELECT c.in_table, c.row_key, c.act, c.import_id FROM other_change AS c
SEMI JOIN inserted AS i ON i.in_table = c.in_table AND i.row_key = c.row_key
UNION
-- Rows that the act inserted and a later one deleted: that one could not bring them back later.
SELECT c.in_table, c.row_key, c.act, c.import_id FROM other_change AS c
WHERE c.after IS NULL
    AND json_extract_string(c.before, 'import_id') IN (SELECT import_id FROM undone_act)
UNION
SELECT c.in_table, c.row_key, c.act, c.import_id
FROM other_change AS c
JOIN (SELECT * FROM changes SEMI JOIN undone_act USING (import_id)) AS own
    ON own.in_table = c.in_table AND json(own.row_key)::VARCHAR = c.row_key
    AND own.change_id < c.change_id
WHERE own.before IS NULL OR c.before IS NULL
    OR list_has_any(json_keys(own.before), json_keys(c.before));
