"""The simulator does what its parameters say, and writes it down in the log format."""

from dataclasses import replace
from datetime import date
from math import inf, sqrt

import numpy as np
import pandas as pd
import pytest

from data.columns import TABLES
from data.log_format import SHEETS
from data.names import fold_name
from data.simulator import (
    CohortParameters,
    Delay,
    Faults,
    Simulation,
    simulate,
    simulate_large,
)
from data.simulator.draws import Draws
from data.simulator.large import LARGE

# Nothing but the branching: no pause, nobody leaves, nobody is hired, nobody waits for a free week.
PURE = CohortParameters(
    name="Pure",
    program="Test",
    starts_on=date(2020, 1, 6),
    ends_on=date(2030, 1, 4),
    seekers=300,
    advisors=("A",),
    capacity_per_week=1000,
    own_contacts=4.0,
    asked_share=0.9,
    names=1.6,
    names_k=0.8,
    new_share=0.8,
    acted_share=0.7,
    repeat_share=0.0,
    lead_share=0.0,
    pause_mean_weeks=inf,
    leave_mean_weeks=inf,
    opportunity_share=0.0,
)
SIMULATION = Simulation(date(2024, 12, 31), (PURE,))


@pytest.fixture(scope="module")
def pure():
    return simulate(SIMULATION, np.random.default_rng(5))


def test_the_same_seed_gives_the_same_log(pure):
    again = simulate(SIMULATION, np.random.default_rng(5))
    for name, frame in pure.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])
    other = simulate(SIMULATION, np.random.default_rng(6))
    assert not other.tables["interviews"].equals(pure.tables["interviews"])


def test_no_interview_is_named_after_a_hidden_clock(pure):
    for name, frame in pure.tables.items():
        for column in TABLES[name].happened:
            assert not (frame[column] > pd.Timestamp(SIMULATION.last_day)).any(), (name, column)


@pytest.mark.parametrize(("mean", "k"), [(0.3, 0.2), (2.0, 0.5), (3.0, inf)])
def test_counts_follow_the_negative_binomial(mean, k):
    draws = Draws(np.random.default_rng(2))
    counts = np.array([draws.negative_binomial(mean, k) for _ in range(20_000)])
    variance = mean + mean**2 / k
    assert abs(counts.mean() - mean) < 3 * sqrt(variance / len(counts))
    # P(0) = (1 + R/k)^-k, Lloyd-Smith et al. 2005.
    zero = np.exp(-mean) if k == inf else (1 + mean / k) ** -k
    assert abs((counts == 0).mean() - zero) < 3 * sqrt(zero * (1 - zero) / len(counts))


def test_delays_have_their_mean_and_least():
    draws = Draws(np.random.default_rng(3))
    days = np.array([draws.days(Delay(9, 2, least=3)) for _ in range(20_000)])
    assert days.min() >= 3
    # Cut to whole days, a delay loses half a day on average (variance mean^2 / shape).
    assert abs(days.mean() - (3 + 9 - 0.5)) < 3 * sqrt(81 / 2 / len(days)) + 0.01


def test_shares_are_those_of_the_parameters(pure):
    lived = pure.truth.cohorts.iloc[0]
    meetings = lived["meetings"]
    assert meetings > 1500
    asked = PURE.asked_share * (PURE.names + PURE.names**2 * (1 / PURE.names_k + 1))
    bound = 3 * sqrt(asked / meetings)
    assert abs(lived["names_per_meeting_lived"] - PURE.names_per_meeting) < bound
    for share in ("acted_share", "held_share"):
        true = lived[share]
        bound = 3 * sqrt(true * (1 - true) / (meetings / 2))
        if share == "acted_share":  # a name handed off was acted on as well
            true += (1 - true) * PURE.hand_off_share
        assert abs(lived[f"{share}_lived"] - true) < bound, share
    # The first name a seeker is given is always new: a little more than the parameter.
    assert PURE.new_share - 0.03 < lived["new_share_lived"] < PURE.new_share + 0.06


def test_a_finished_simulation_multiplies_by_its_true_number(pure):
    lived = pure.truth.cohorts.iloc[0]
    offspring = pure.truth.meetings["offspring"]
    assert PURE.R < 1
    # In a finished forest offspring per meeting is 1 - roots / meetings (SCIENCE 1).
    assert lived["R_lived"] == pytest.approx(1 - lived["roots"] / lived["meetings"])
    # Five years are enough for all of it; first names being new adds a little.
    assert abs(lived["R_lived"] - PURE.R) < 3 * offspring.std() / sqrt(len(offspring)) + 0.02


def test_generations_follow_from_parents(pure):
    meetings = pure.truth.meetings.set_index("interview_id")
    children = meetings[meetings["parent_id"].notna()]
    above = meetings["generation"].reindex(children["parent_id"]).to_numpy()
    assert (children["generation"].to_numpy() == above + 1).all()
    assert (meetings["generation"][meetings["parent_id"].isna()] == 0).all()
    assert meetings["offspring"].sum() == len(children)


def test_requests_answers_and_conversations_come_in_order(pure):
    rows = pure.tables["interviews"]
    for earlier, later in (("requested_on", "answered_on"), ("answered_on", "held_on")):
        both = rows[[earlier, later]].dropna()
        assert (both[earlier] <= both[later]).all()
    assert (rows["answer"][rows["held_on"].notna()] == "accepted").all()
    assert (rows["requested_on"].dt.day_of_week < 5).all()


def test_capacity_holds_back_requests():
    busy = replace(PURE, seekers=20, capacity_per_week=1, names=3.0, own_gap_days=1.0)
    log = simulate(Simulation(date(2020, 9, 30), (busy,)), np.random.default_rng(1))
    rows = log.tables["interviews"].sort_values(["seeker_id", "requested_on"])
    gaps = rows.groupby("seeker_id")["requested_on"].diff().dropna()
    assert gaps.min() >= pd.Timedelta(days=7)


def test_what_a_life_contains():
    """Everything that credit has to deal with occurs when the parameters say so."""
    lively = replace(
        PURE,
        seekers=60,
        never_start=3,
        introducer_share=0.5,
        orphan_share=0.1,
        lead_share=0.2,
        repeat_share=0.2,
        hand_off_share=0.5,
        opportunity_share=0.3,
        leave_mean_weeks=60,
        pause_mean_weeks=20,
    )
    faults = Faults(
        referral_id_missing=0.1,
        referral_undated=0.1,
        referral_lost=0.05,
        names_given_blank=0.1,
        cell_blank=0.1,
        requested_on_missing=0.1,
        follow_up_undated=0.1,
    )
    simulation = Simulation(date(2021, 6, 30), (lively,), faults)
    tables = simulate(simulation, np.random.default_rng(4)).tables
    requests, named = tables["interviews"], tables["referrals"]
    assert set(tables["seekers"]["person_id"]) - set(requests["seeker_id"])
    assert requests["held_on"].notna().any()
    assert requests["requested_on"].isna().any()
    assert requests["cancelled_on"].notna().any()
    repeats = requests.groupby(["seeker_id", "contact_id"])["held_on"].count()
    assert (repeats > 1).any()
    assert named["interview_id"].isna().any(), "introducers"
    assert named["made_on"].isna().any()
    assert named["waived_on"].notna().any()
    assert set(named["kind"]) == {"name", "introduction", "lead"}
    assert (named["lead"].notna() == (named["kind"] == "lead")).all()
    by_decline = requests[requests["answer"] == "declined"]["interview_id"]
    assert named["interview_id"].isin(by_decline).any()
    credited = requests.merge(named, on="referral_id", suffixes=("", "_named"))
    assert (credited["seeker_id"] != credited["seeker_id_named"]).any(), "hand-offs"
    in_log = requests["referral_id"].isin(named["referral_id"])
    assert (~in_log & requests["referral_id"].notna()).any(), "orphans"
    assert tables["opportunities"]["accepted_on"].notna().any()
    assert (tables["destinations"]["category"] == "employed").any()
    pairs = requests[["seeker_id", "contact_id"]].drop_duplicates()
    assert pairs["contact_id"].duplicated().any(), "shared hosts"


def test_nobody_asks_after_the_search_ended():
    hired = replace(PURE, seekers=80, opportunity_share=0.5)
    tables = simulate(Simulation(date(2021, 1, 1), (hired,)), np.random.default_rng(7)).tables
    accepted = tables["opportunities"].dropna(subset="accepted_on")
    ended = accepted.groupby("seeker_id")["accepted_on"].min()
    assert len(ended) > 10
    rows = tables["interviews"]
    after = rows["seeker_id"].map(ended)
    for column in ("requested_on", "held_on"):
        assert not (rows[column] > after).any()


def test_people_can_be_told_apart(pure):
    people = pure.tables["people"]
    assert people["person_id"].is_unique
    assert people["name"].map(fold_name).is_unique
    assert people["email"].dropna().is_unique
    assert people["email"].dropna().str.fullmatch(r"[a-z.]+@(example\.org|[a-z-]+\.example)").all()


def test_sheets_are_those_of_the_log_format(pure):
    for name, frame in pure.sheets.items():
        own = [c for c in frame.columns if not c.startswith("attribute: ")]
        assert own == [c for c in SHEETS[name].names if c in set(own)], name
    rows = pure.sheets["interviews"]
    people = pure.tables["people"].set_index("person_id")
    assert (rows["contact_name"] == people["name"].reindex(rows["contact_id"]).to_numpy()).all()
    assert "attribute: background" in pure.sheets["seekers"]


def test_files_quote_only_what_must_be_quoted(tmp_path):
    log = simulate(
        Simulation(date(2020, 6, 30), (replace(PURE, name='Spring, "late"', seekers=3),)),
        np.random.default_rng(1),
    )
    log.write(tmp_path)
    text = (tmp_path / "cohorts.csv").read_text(encoding="utf-8")
    assert text == (
        "cohort_id,name,program,starts_on,ends_on\n"
        'C1,"Spring, ""late""",Test,2020-01-06,2030-01-04\n'
    )
    for name, frame in log.sheets.items():
        read = pd.read_csv(tmp_path / f"{name}.csv", dtype=str, keep_default_na=False)
        assert list(read.columns) == list(frame.columns)
        assert len(read) == len(frame)
        assert b"\r" not in (tmp_path / f"{name}.csv").read_bytes()


def test_a_large_log_has_as_many_requests_as_asked_for():
    large = simulate_large(5_000, np.random.default_rng(1))
    rows = large.tables["interviews"]
    assert len(rows) == 5_000
    assert rows["requested_on"].is_monotonic_increasing
    pairs = rows.merge(large.truth.meetings, on="interview_id")[["seeker_id", "contact_id"]]
    assert not pairs.duplicated().any(), "a meeting is the first conversation of its pair"
    given = rows["names_given"].dropna()
    assert abs(given.mean() - LARGE.names) < 0.25
    assert large.log().as_of == date(2026, 11, 13)


def test_a_large_log_can_be_written(tmp_path):
    large = simulate_large(300, np.random.default_rng(2))
    written = {path.stem: pd.read_csv(path, dtype=str) for path in large.write(tmp_path)}
    assert len(written["interviews"]) == 300
    assert written["referrals"]["referred_email"].notna().all()
