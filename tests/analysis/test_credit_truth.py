"""Credit worked out from a log is what really happened, as far as the log tells it."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.forest import forest
from data.sample import SIMULATION, sample
from data.simulator import Faults, simulate, simulate_large

ALIKE = ("parent_id", "generation", "offspring")


def _beside(simulated):
    """Return the forest of the log beside the truth, in the order of the interview ids."""
    found = forest(simulated.log())
    true = simulated.truth.meetings
    both = true.merge(found, on="interview_id", suffixes=("_true", ""), validate="one_to_one")
    assert len(both) == len(found) == len(true)
    return both


@pytest.mark.parametrize("seed", range(4))
def test_parents_of_a_faultless_log_are_the_true_ones(seed):
    faultless = replace(SIMULATION, faults=Faults())
    both = _beside(simulate(faultless, np.random.default_rng(seed)))
    assert both["conduit"].any()
    for column in ALIKE:
        told, true = both[column], both[f"{column}_true"]
        assert (told.eq(true) | (told.isna() & true.isna())).all(), column


def test_a_missing_referral_id_is_made_good_by_inference():
    faulty = replace(SIMULATION, faults=Faults(referral_id_missing=1.0, referral_undated=0.2))
    both = _beside(simulate(faulty, np.random.default_rng(1)))
    same = both["parent_id"].eq(both["parent_id_true"])
    same |= both["parent_id"].isna() & both["parent_id_true"].isna()
    # What cannot be inferred without ids: names handed to another seeker, and leads.
    assert same.mean() > 0.95
    assert both["inferred"].sum() == both["parent_id"].notna().sum() + _introduced(both)


def _introduced(both):
    return int((both["inferred"] & both["parent_id"].isna()).sum())


def test_only_lost_referrals_part_the_sample_from_its_truth():
    both = _beside(sample())
    parted = both[both["parent_id"].fillna("") != both["parent_id_true"].fillna("")]
    assert parted["parent_id"].isna().all()
    assert len(parted) <= 0.02 * len(both)


def test_parents_of_a_large_log_are_the_true_ones():
    both = _beside(simulate_large(4_000, np.random.default_rng(3)))
    for column in ALIKE:
        told, true = both[column], both[f"{column}_true"]
        assert (told.eq(true) | (told.isna() & true.isna())).all(), column
