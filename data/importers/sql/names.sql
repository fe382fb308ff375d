-- Texts that are not plain ASCII (more bytes than characters): they are folded in Python, once each,
-- and looked up in foreign_names.
CREATE OR REPLACE TEMP MACRO is_foreign(text) AS strlen(text) > length(text);

CREATE OR REPLACE TEMP TABLE foreign_texts AS
SELECT seeker AS text FROM sheet_interviews WHERE is_foreign(seeker)
UNION SELECT contact_name FROM sheet_interviews WHERE is_foreign(contact_name)
UNION SELECT organization FROM sheet_interviews WHERE is_foreign(organization)
UNION
SELECT text FROM (SELECT unnest(referred_by) AS text FROM sheet_interviews)
WHERE is_foreign(text)
UNION
SELECT text FROM (SELECT unnest(names_given) AS text FROM sheet_interviews)
WHERE is_foreign(text)
UNION
SELECT text FROM (
    SELECT unnest([seeker, from_name, referred_name, organization, lead]) AS text
    FROM sheet_referrals
    UNION ALL SELECT unnest([seeker, contact_name]) FROM sheet_follow_ups
    UNION ALL SELECT unnest([seeker, organization]) FROM sheet_opportunities
    UNION ALL SELECT seeker FROM sheet_destinations
    UNION ALL SELECT unnest([seeker, cohort]) FROM sheet_seekers
    UNION ALL SELECT unnest([name, organization]) FROM sheet_people
    UNION ALL SELECT name FROM sheet_cohorts
    UNION ALL SELECT name FROM cohorts
    UNION ALL SELECT lead FROM referrals
    UNION ALL SELECT organization FROM opportunities
) WHERE is_foreign(text)
UNION SELECT name FROM people WHERE is_foreign(name)
UNION SELECT organization FROM people WHERE is_foreign(organization);
