CREATE OR REPLACE TEMP TABLE interview_target AS
SELECT row_id, id FROM incoming WHERE id IS NOT NULL
UNION ALL
SELECT row_id, id FROM fit
UNION ALL
SELECT g.row_id, n.id FROM new_group AS g JOIN new_ids AS n ON n.key = g.key;

CREATE OR REPLACE TEMP VIEW ready_interviews AS
SELECT
    s.row_id, t.id AS row_key, t.id AS interview_id, whose.seeker_id, who.person_id AS contact_id,
    s.* EXCLUDE (
        row_id, interview_id, seeker, seeker_email, contact_name, contact_email, organization,
        title, industry, referred_by, names_given, names_given__number, thanked, thanked__said,
        thanked__approximate, came_of_it, seeker_id, contact_id
    ),
    s.names_given__number AS names_given,
    CASE WHEN NOT s.thanked__said THEN false END AS thanked
FROM sheet_interviews AS s
JOIN interview_target AS t ON t.row_id = s.row_id
JOIN whose ON whose.row_id = s.row_id
JOIN who ON who.row_id = s.row_id AND who.role = 'contact';
