CREATE OR REPLACE TEMP TABLE natural_row AS
SELECT row_id, note_id AS id, joined(
    stands_for(person_id), cohort_id, kind, noted_on::VARCHAR, text
) AS key
FROM sheet_notes;

CREATE OR REPLACE TEMP TABLE natural_stored AS
SELECT note_id AS id, joined(
    stands_for(person_id), cohort_id, kind, noted_on::VARCHAR, text
) AS key
FROM notes WHERE EXISTS (FROM natural_row WHERE id IS NULL);
