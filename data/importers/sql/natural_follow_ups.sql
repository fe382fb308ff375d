CREATE OR REPLACE TEMP TABLE natural_row AS
SELECT row_id, follow_up_id AS id, joined(
    stands_for(seeker_id) || chr(31) || stands_for(contact_id), interview_id, referral_id, kind,
    done_on::VARCHAR
) AS key
FROM whole_follow_ups;

CREATE OR REPLACE TEMP TABLE natural_stored AS
SELECT follow_up_id AS id, joined(
    stands_for(seeker_id) || chr(31) || stands_for(contact_id), interview_id, referral_id, kind,
    done_on::VARCHAR
) AS key
FROM follow_ups WHERE EXISTS (FROM natural_row WHERE id IS NULL);
