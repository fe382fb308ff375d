-- Conversations as the sheets tell them; told_interviews is the sheet beside who and which it is.
CREATE OR REPLACE TEMP VIEW ready_interviews AS
SELECT
    row_id, target AS row_key, target AS interview_id, of_seeker AS seeker_id,
    of_contact AS contact_id,
    * EXCLUDE (
        row_id, target, of_seeker, of_contact, interview_id, seeker, seeker_email, contact_name,
        contact_email, organization, title, industry, referred_by, names_given,
        names_given__number, thanked, thanked__said, thanked__approximate, came_of_it, seeker_id,
        contact_id
    ),
    names_given__number AS names_given,
    CASE WHEN NOT thanked__said THEN false END AS thanked
FROM told_interviews;
