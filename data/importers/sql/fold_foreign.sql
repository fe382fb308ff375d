-- Folded names, as data.names.fold_name folds them; what is not plain ASCII was folded there, once for
-- each text.
CREATE OR REPLACE TEMP MACRO fold(t) AS CASE
    WHEN regexp_full_match(t, '[A-Za-z0-9]+( [A-Za-z0-9]+)*') THEN lower(t)
    WHEN strlen(t) = length(t) THEN coalesce(
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
    ELSE coalesce(
        nullif((SELECT folded FROM foreign_names WHERE foreign_names.text = t), ''), t
    )
END;
