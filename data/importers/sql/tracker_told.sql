-- What the cells that tell something in line say of stored conversations, as the log has it now.
CREATE OR REPLACE TEMP TABLE told_in_line AS
SELECT
    c.named_row AS row_id, 'names_given' AS column_name,
    string_agg(p.name, '; ' ORDER BY p.name) AS told
FROM stored_cell AS c
JOIN referrals AS r ON r.inline_of = c.interview_id AND r.interview_id = r.inline_of
JOIN people AS p ON p.person_id = r.referred_id
WHERE c.named_row IS NOT NULL
GROUP BY c.named_row
UNION ALL
SELECT c.referrer_row, 'referred_by', string_agg(p.name, '; ' ORDER BY p.name)
FROM stored_cell AS c
JOIN (
    SELECT inline_of AS interview_id, from_id FROM referrals
    WHERE inline_of IS NOT NULL AND interview_id IS DISTINCT FROM inline_of
    UNION
    SELECT i.interview_id, r.from_id FROM interviews AS i JOIN referrals AS r USING (referral_id)
) AS r ON r.interview_id = c.interview_id
JOIN people AS p ON p.person_id = r.from_id
WHERE c.referrer_row IS NOT NULL
GROUP BY c.referrer_row
UNION ALL
SELECT
    c.thanked_row, 'thanked',
    coalesce(
        min(CASE
            WHEN f.follow_up_id IS NULL THEN NULL
            WHEN f.done_on IS NULL THEN 'yes'
            WHEN f.approximate IS NULL THEN strftime(f.done_on, '%Y-%m-%d')
            ELSE strftime(f.done_on, '%Y-%m')
        END),
        CASE WHEN NOT any_value(i.thanked) THEN 'no' END
    )
FROM stored_cell AS c
JOIN interviews AS i ON i.interview_id = c.interview_id
LEFT JOIN follow_ups AS f ON f.inline_of = c.interview_id AND f.kind = 'thank_you_email'
WHERE c.thanked_row IS NOT NULL
GROUP BY c.thanked_row
UNION ALL
SELECT c.outcome_row, 'came_of_it', min(o.kind)
FROM stored_cell AS c
JOIN opportunities AS o ON o.inline_of = c.interview_id
WHERE c.outcome_row IS NOT NULL
GROUP BY c.outcome_row;
