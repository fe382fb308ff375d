-- Folded names, as data.names.fold_name folds them. Plain ASCII is folded here; other texts are
-- folded in Python, once each, and looked up in foreign_names.
CREATE OR REPLACE TEMP TABLE foreign_texts AS
SELECT DISTINCT text FROM (
    SELECT unnest([seeker, contact_name, organization]) AS text FROM sheet_interviews
    UNION ALL SELECT unnest(referred_by) FROM sheet_interviews
    UNION ALL SELECT unnest(names_given) FROM sheet_interviews
    UNION ALL SELECT unnest([seeker, from_name, referred_name, organization, lead])
        FROM sheet_referrals
    UNION ALL SELECT unnest([seeker, contact_name]) FROM sheet_follow_ups
    UNION ALL SELECT unnest([seeker, organization]) FROM sheet_opportunities
    UNION ALL SELECT seeker FROM sheet_destinations
    UNION ALL SELECT unnest([seeker, cohort]) FROM sheet_seekers
    UNION ALL SELECT unnest([name, organization]) FROM sheet_people
    UNION ALL SELECT name FROM sheet_cohorts
    UNION ALL SELECT unnest([name, organization]) FROM people
    UNION ALL SELECT name FROM cohorts
    UNION ALL SELECT lead FROM referrals
    UNION ALL SELECT organization FROM opportunities
) WHERE NOT regexp_full_match(text, '[ -~]*');
