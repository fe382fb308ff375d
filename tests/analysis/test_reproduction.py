"""R, k and what follows from them, read from logs: known answers and second methods."""

import math

import numpy as np
import pytest
from scipy.stats import nbinom

from analysis.branching import extinction_ahead, proportion_transmission
from analysis.corrected import meetings_in_time, offspring_fit, seen
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures
from analysis.measures import measures
from analysis.pooling import pool_rates
from analysis.reproduction import GROUPINGS, R_by, unknown_as_all
from data.log import Log
from tests.analysis.grown import grown
from tests.analysis.small import DAY, figures, met, named, on

KEYS = tuple(
    f"multiplication.{key}"
    for key in (
        "R",
        "k",
        "share_from_top_20",
        "proportion_80",
        "extinction_probability",
        "doubling_days",
    )
)


@pytest.fixture(scope="module")
def growing():
    return figures(**grown(1, 1.5, first=24, days=120))


@pytest.fixture(scope="module")
def dwindling():
    return figures(**grown(2, 0.6, first=80))


def test_a_log_that_grows_says_how_fast(growing):
    found = measures(growing, KEYS)
    fit = offspring_fit(growing)
    assert found["multiplication.R"].value == fit.R.value > 1
    assert found["multiplication.R"].low < 1.5 < found["multiplication.R"].high
    ends = found["multiplication.extinction_probability"]
    assert ends.low <= ends.value <= ends.high < 0.5
    twice = found["multiplication.doubling_days"]
    # About R grows to R² within a mean delay: ln 2 / ln R delays, a little less for their spread.
    about = fit.law.mean * math.log(2) / math.log(fit.R.value)
    assert 0.6 * about < twice.value < 1.1 * about
    assert twice.low < twice.value < twice.high
    few = found["multiplication.proportion_80"]
    assert few.value == proportion_transmission(fit.R.value, fit.k.value)
    assert few.low < few.value < few.high


def test_a_log_that_dwindles_comes_to_an_end(dwindling):
    found = measures(dwindling, KEYS)
    assert found["multiplication.R"].high < 1
    assert found["multiplication.extinction_probability"].value == 1
    assert found["multiplication.doubling_days"].reason == "not_growing"


def test_what_the_top_fifth_led_to_is_counted_by_sorting(growing):
    counts = sorted(growing.forest["offspring"], reverse=True)
    many = 0.2 * len(counts)
    top = sum(min(1, max(0, many - place)) * z for place, z in enumerate(counts))
    found = measures(growing, ["multiplication.share_from_top_20"])
    assert found["multiplication.share_from_top_20"].value == pytest.approx(top / sum(counts))


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_groups_add_up_and_are_pooled_by_the_formula(growing, grouping):
    told, meetings = R_by(growing, grouping), meetings_in_time(growing)
    assert told["meetings"].sum() == len(meetings)
    assert told["led_to"].sum() == meetings["offspring"].sum()
    fit, had = offspring_fit(growing), seen(growing)
    by = {
        "month": [str(day)[:7] for day in meetings["held_on"]],
        "generation": meetings["generation"].tolist(),
        "source": meetings["source"].tolist(),
    }[grouping]
    counts, exposure = dict.fromkeys(told["group"], 0.0), dict.fromkeys(told["group"], 0.0)
    for group, z, g in zip(by, meetings["offspring"], had, strict=True):
        weight = 1 / (1 + fit.R.value * g / fit.k.value) / max(1, fit.design_effect)
        counts[group] += weight * z
        exposure[group] += weight * g
    pooled = pool_rates([*counts.values()], [*exposure.values()]).groups
    for row, group in zip(told.itertuples(), pooled, strict=True):
        if row.seekers > 1:
            assert (row.R, row.low, row.high) == pytest.approx((group.value, group.low, group.high))
        else:
            assert math.isnan(row.R)


def test_one_group_of_all_is_the_whole():
    told = grown(3, 1.0, k=3.0)
    of = figures(
        **{**told, "interviews": [{**row, "source": "cold"} for row in told["interviews"]]}
    )
    alone = R_by(of, "source").iloc[0]
    fit = offspring_fit(of)
    assert pytest.approx(fit.R.value, rel=0.02) == alone.R


def test_a_group_that_leads_to_three_times_as_many_is_told_from_the_other():
    few, many = grown(4, 0.4, first=120), grown(5, 1.2, first=60)
    rows = [{**row, "seeker_id": "x" + row["seeker_id"]} for row in few["interviews"]]
    names = [{**row, "seeker_id": "x" + row["seeker_id"]} for row in few["referrals"]]
    for row in (*rows, *names):
        for key in row:
            if key.endswith("_id") and key != "seeker_id" and row[key]:
                row[key] = "x" + row[key]
    people = sorted({row["seeker_id"] for row in (*rows, *many["interviews"])})
    of = figures(
        interviews=rows + many["interviews"],
        referrals=names + many["referrals"],
        seeker_attributes=[
            {"person_id": p, "attribute": "program", "value": "few" if p[0] == "x" else "many"}
            for p in people
        ],
    )
    told = R_by(of, "program").set_index("group")
    assert told.loc["few", "high"] < told.loc["many", "low"]
    groups = measures(of, ["multiplication.R"])["multiplication.R"].by
    assert {g.group for g in groups if g.by == "program"} == {"few", "many"}


def test_of_a_group_of_one_seeker_there_are_counts_only(growing):
    forest = growing.forest
    people = forest["seeker_id"].unique()
    tables = {table: growing.log.whole(table) for table in ("interviews", "referrals")}
    of = Figures(
        Log.from_frames(
            tables
            | {
                "seeker_attributes": [
                    {"person_id": p, "attribute": "program", "value": "a" if p == "s0" else "b"}
                    for p in people
                ]
            },
            as_of=DAY,
        )
    )
    told = R_by(of, "program").set_index("group")
    assert told.loc["a", "reason"] == ONE_SEEKER
    assert np.isnan(told.loc["a", "R"])
    assert told.loc["a", "meetings"] == (forest["seeker_id"] == "s0").sum()


def test_an_unknown_grouping_is_refused(growing):
    with pytest.raises(ValueError, match="month, generation, source"):
        R_by(growing, "shoe size")


def test_of_one_seeker_of_several_there_are_counts_only():
    told = grown(6, 1.5, seekers=2)
    log = figures(
        **told,
        cohorts=[{"cohort_id": "c", "name": "One"}, {"cohort_id": "d", "name": "Two"}],
        seekers=[{"person_id": "s0", "cohort_id": "c"}, {"person_id": "s1", "cohort_id": "d"}],
    ).log
    found = measures(Figures(log.at(cohorts=["c"])), KEYS)
    assert {m.reason for m in found.values()} <= {ONE_SEEKER, "not_growing", "too_few"}
    assert all(m.value is None and not m.by for m in found.values())


def test_unknown_origins_give_bounds():
    told = grown(7, 1.0)
    for row in told["interviews"][:10]:  # first contacts, of which nothing is said
        row["source"] = None
    of = figures(**told)
    fit = offspring_fit(of)
    assert unknown_as_all(of) == pytest.approx(fit.R.value * (1 + 10 / fit.offspring))
    bounds = measures(of, ["multiplication.R"])["multiplication.R"].by[:2]
    assert [b.estimate.value for b in bounds] == [fit.R.value, unknown_as_all(of)]
    assert unknown_as_all(figures(**grown(7, 1.0))) is None


ODD = {
    "nothing": {},
    "one meeting": {"interviews": [met(1, "ann", 9)]},
    "all zeros": {"interviews": [met(n, f"c{n}", n, f"s{n % 3}", source="own_network")
                                 for n in range(40)]},
    "nothing known": {"interviews": [met(n, f"c{n}", n, f"s{n % 3}") for n in range(40)]},
    "all on one day": grown(8, 1.2, days=1),
    "one giant host": {
        "interviews": [
            met(n, f"c{n}", 60 + 30 * (n == 0), f"s{n % 5}", source="cold") for n in range(60)
        ],
        "referrals": [named(n, "c0", f"c{n}", "i0", seeker=f"s{n % 5}") for n in range(1, 60)],
    },
    "all mature": grown(9, 0.8, days=4000),
    "all immature": grown(10, 1.0, first=300, days=6),
    "all ended": {
        **grown(11, 0.8),
        "cohorts": [{"cohort_id": "c", "name": "One", "ends_on": on(1)}],
        "seekers": [{"person_id": f"s{n}", "cohort_id": "c"} for n in range(6)],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_number_with_its_interval_or_the_reason(name):
    of = figures(**ODD[name])
    for measure in measures(of, KEYS).values():
        assert (measure.value is None) == (measure.reason is not None)
        for end in (measure.value, measure.low, measure.high):
            assert end is None or not math.isnan(end)
        if measure.low is not None:
            assert measure.low <= measure.value <= measure.high
        for group in measure.by:
            assert group.estimate.value is None or not math.isnan(group.estimate.value)
    for grouping in GROUPINGS:
        told = R_by(of, grouping)
        assert (told["R"].isna() == told["reason"].notna()).all()


def test_reasons():
    def why(name, key):
        return measures(figures(**ODD[name]), KEYS)[f"multiplication.{key}"].reason

    assert why("nothing", "R") == "too_few"
    assert why("all zeros", "R") == "too_few"
    assert why("nothing known", "R") == "not_recorded"
    assert why("nothing known", "share_from_top_20") == "not_recorded"
    assert why("all zeros", "share_from_top_20") == "no_introduced_meetings"
    assert why("all ended", "extinction_probability") == "ended"


def test_a_simulated_future_ends_as_often_as_it_says(growing):
    """Each meeting's own future, drawn from what is known of it, generation by generation."""
    fit, meetings, had = offspring_fit(growing), meetings_in_time(growing), seen(growing)
    few = (had < 0.9).nonzero()[0][:3]  # a few young ones, so that some futures do end
    R, k = fit.R.value, fit.k.value
    rng = np.random.default_rng(5)
    ended = 0
    for _ in range(2000):
        rates = rng.gamma(k + meetings["offspring"].to_numpy()[few], 1 / (k / R + had[few]))
        alive = int(rng.poisson(rates * (1 - had[few])).sum())
        while 0 < alive < 200:
            alive = int(nbinom.rvs(k * alive, k / (k + R), random_state=rng))
        ended += alive == 0
    expected = extinction_ahead(meetings["offspring"].to_numpy()[few], had[few], R, k)
    error = math.sqrt(expected * (1 - expected) / 2000)
    assert ended / 2000 == pytest.approx(expected, abs=4 * error)
