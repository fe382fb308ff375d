-- Folded names, as data.names.fold_name folds them, where every name is plain ASCII.
CREATE OR REPLACE TEMP MACRO fold(t) AS CASE
    WHEN regexp_full_match(t, '[A-Za-z0-9]+( [A-Za-z0-9]+)*') THEN lower(t)
    ELSE coalesce(
        nullif(
            trim(
                regexp_replace(
                    regexp_replace(lower(t), '[''.`]', '', 'g'), '[^a-z0-9]+', ' ', 'g'
                )
            ),
            ''
        ),
        t
    )
END;
