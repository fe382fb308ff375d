CREATE OR REPLACE TEMP TABLE natural_row AS
SELECT row_id, referral_id AS id, joined(
    stands_for(seeker_id), stands_for(from_id), stands_for(referred_id), fold(lead),
    made_on::VARCHAR
) AS key
FROM whole_referrals;

CREATE OR REPLACE TEMP TABLE natural_stored AS
SELECT referral_id AS id, joined(
    stands_for(seeker_id), stands_for(from_id), stands_for(referred_id), fold(lead),
    made_on::VARCHAR
) AS key
FROM referrals WHERE EXISTS (FROM natural_row WHERE id IS NULL);
