"""The measure catalog: known answers, a second method, honesty, and independence of ids."""

import datetime as dt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures import Figures
from analysis.load import contact_load
from analysis.measures import CATALOG, measures
from analysis.open_doors import open_doors
from analysis.unseen import chao1
from data.errors import UnknownNameError
from data.log import Log
from tests.analysis.figures_by_hand import figures_by_hand
from tests.analysis.logs import SPAN, day, days, log_of, logs, many


def met(number, contact, on, **more):
    return {
        "interview_id": f"i{number}", "seeker_id": "s", "contact_id": contact, "held_on": on,
        **more,
    }  # fmt: skip


def named(number, giver, person, made_in, **more):
    return {
        "referral_id": f"r{number}", "seeker_id": "s", "from_id": giver, "referred_id": person,
        "interview_id": made_in, **more,
    }  # fmt: skip


def ann_bob_cleo(**selection):
    """Ann, met 5 Jan, names Bob and Dora; Bob declines and names Cleo, who is met on 25 Jan."""
    people = [
        {"person_id": key, "name": key, "organization": org, "industry": "Port"}
        for key, org in (
            ("s", None),
            ("ann", "Quay"),
            ("bob", "QUAY"),
            ("cleo", "Mill"),
            ("dora", None),
        )
    ]
    return Log.from_frames(
        {
            "people": people,
            "cohorts": [{"cohort_id": "k", "name": "Spring"}],
            "seekers": [{"person_id": "s", "cohort_id": "k"}, {"person_id": "t", "cohort_id": "k"}],
            "interviews": [
                met(1, "ann", "2026-01-05", source="own_network", names_given=2),
                {
                    "interview_id": "i2", "seeker_id": "s", "contact_id": "bob",
                    "requested_on": "2026-01-07", "answered_on": "2026-01-10", "answer": "declined",
                },
                met(3, "cleo", "2026-01-25", requested_on="2026-01-12", names_asked="asked"),
            ],
            "referrals": [
                named(1, "ann", "bob", "i1"),
                named(2, "ann", "dora", "i1"),
                named(3, "bob", "cleo", "i2"),
            ],
        },
        as_of=dt.date(2026, 2, 1),
        **selection,
    )  # fmt: skip


def test_the_figures_of_the_designs_example():
    found = measures(ann_bob_cleo())
    values = {key: found[key].value for key in found}
    assert values["reach.contacts_met"] == 2
    assert values["reach.contacts_named"] == 3
    assert values["reach.open_doors"] == 1  # Dora; Bob has declined
    assert values["reach.organizations"] == 2
    assert values["reach.generations"] == 1
    assert values["reach.started_share"] == 0.5  # t has asked nobody
    assert values["reach.yes_share"] == pytest.approx(2 / 3)
    assert values["reach.introduced_share"] == 0.5
    assert values["multiplication.referrals_per_meeting"] == 1.0  # two, and none
    assert values["multiplication.new_share"] == 1.0
    assert values["multiplication.R_naive"] == 0.5
    assert values["multiplication.zero_share"] == 0.5


def test_every_measure_has_a_value_or_the_reason_why_not_and_says_what_it_is():
    for log in (Log.from_frames({}), ann_bob_cleo(), log_of(many(1, 5))):
        for key, found in measures(log).items():
            assert (found.value is None) == (found.reason is not None), key
            assert found.definition.endswith(".")
            assert found.value is None or found.value == found.value  # no NaN
            if found.low is not None and found.value is not None:
                assert found.low <= found.value + 1e-12, key
            assert found.unit != "share" or found.value is None or 0 <= found.value <= 1


@given(logs)
def test_the_figures_equal_those_worked_out_row_by_row(tables):
    log = log_of(tables)
    by_hand = figures_by_hand(log)
    found = measures(log, by_hand)
    for key, value in by_hand.items():
        assert found[key].value == (value if value is None else pytest.approx(value)), key


def test_the_same_on_many_worlds_side_by_side():
    log = log_of(many(2, 40))
    by_hand = figures_by_hand(log)
    for key, found in measures(log, by_hand).items():
        assert found.value == pytest.approx(by_hand[key]), key


# Debts and habits have their own proofs and cost time on a small log: here they are compared on
# the larger logs only. `make check` draws more of both.
CHEAP = [key for key in CATALOG if not key.startswith(("follow_up.", "practices."))]
seeds = st.integers(0, 10**6)


def drawn(seed):
    """Mostly a small log with the figures that are cheap; each fourth time a large one with all."""
    return ([*CATALOG], many(seed, 12)) if seed % 4 == 0 else (CHEAP, many(seed, 1))


FEW = settings(max_examples=settings.default.max_examples // 2)


@FEW
@given(seeds, days)
def test_the_figures_on_a_day_equal_those_of_a_log_cut_on_that_day(seed, as_of):
    keys, tables = drawn(seed)
    whole = log_of(tables, as_of=as_of)
    known = {
        name: whole.table(name)
        for name in ("people", "cohorts", "seekers", "interviews", "referrals")
    }
    cut = Log.from_frames(known, as_of=as_of)
    replayed, physically = measures(whole, keys), measures(cut, keys)
    for key, found in replayed.items():
        assert found.value == physically[key].value or found.value == pytest.approx(
            physically[key].value
        ), key
        assert found.reason == physically[key].reason, key


def renamed(tables, random):
    """The same log under other ids, its rows in another order."""
    ids = {}

    def new(old):
        if old is None:
            return None
        return ids.setdefault(old, f"{random.random():.12f}")

    columns = {
        "person_id", "seeker_id", "contact_id", "from_id", "referred_id", "interview_id",
        "referral_id", "cohort_id",
    }  # fmt: skip
    fresh = {
        name: [{k: new(v) if k in columns else v for k, v in row.items()} for row in rows]
        for name, rows in tables.items()
    }
    for rows in fresh.values():
        random.shuffle(rows)
    return fresh


@FEW
@given(seeds)
def test_no_figure_depends_on_ids_or_the_order_of_rows(seed):
    keys, tables = drawn(seed)
    first = measures(log_of(tables), keys)
    second = measures(log_of(renamed(tables, Random(seed))), keys)
    for key, found in first.items():
        assert (found.value, found.low, found.high, found.n, found.reason) == (
            second[key].value,
            second[key].low,
            second[key].high,
            second[key].n,
            second[key].reason,
        ), key


def test_a_selection_counts_its_own_seekers_and_keeps_the_credit_of_all():
    log = log_of(many(3, 10), cohorts=["1.k1"])
    assert measures(log)["reach.contacts_met"].value == figures_by_hand(log)["reach.contacts_met"]
    assert measures(log)["reach.contacts_met"].scope == "1.k1"


def test_a_log_of_nothing_but_held_requests_withholds_the_share_of_answers():
    rows = [met(n, f"c{n}", "2026-01-05", requested_on="2026-01-02") for n in range(20)]
    log = Log.from_frames({"interviews": rows})
    assert measures(log)["reach.yes_share"].reason == "only_held_logged"
    fewer = Log.from_frames({"interviews": rows[:19]})
    assert measures(fewer)["reach.yes_share"].value == 1.0


def test_a_conversation_that_tells_no_names_is_unknown_and_not_none():
    rows = [met(1, "a", "2026-01-05"), met(2, "b", "2026-01-06", names_given=0)]
    found = measures(Log.from_frames({"interviews": rows}))
    names = found["multiplication.referrals_per_meeting"]
    assert (names.value, names.n, names.left_out) == (0.0, 1, 1)
    unsaid = measures(Log.from_frames({"interviews": rows[:1]}))
    assert unsaid["multiplication.referrals_per_meeting"].reason == "not_recorded"


def test_unknown_origins_give_bounds_that_hold_the_figure():
    rows = [
        met(1, "a", "2026-01-05", source="cold"),
        met(2, "b", "2026-01-06"),
        met(3, "c", "2026-01-07"),
    ]
    found = measures(Log.from_frames({"interviews": rows}))["multiplication.R_naive"]
    bounds = {group.group: group.estimate.value for group in found.by}
    assert (found.value, found.left_out) == (0.0, 2)
    assert bounds == {"counted as none": 0.0, "counted as all": pytest.approx(2 / 3)}


def test_chao1_equals_the_formula_of_its_author():
    # f1 = 4, f2 = 2: 4² / (2 · 2) = 4 (Chao 1984, eq. 2); without twice-seen: f1 (f1 − 1) / 2
    assert chao1([1, 1, 1, 1, 2, 2, 3]).value == 4
    assert chao1([1, 1, 1]).value == 3
    assert chao1([2, 2]).value == 0
    assert chao1([0]).reason == "no_units"


def test_chao1_equals_the_published_estimate_of_the_girdled_spiders():
    # iNEXT, data "spider", site Girdled: 26 species, f1 = 12, f2 = 4, n = 168 individuals;
    # asymptotic richness 43.893, with the factor (n - 1)/n that Chao 1984 leaves out
    unseen = chao1([1] * 12 + [2] * 4 + [5] * 10)
    assert unseen.n == 26
    assert 26 + unseen.value * 167 / 168 == pytest.approx(43.893, abs=0.0005)


def test_chao1_finds_a_known_number_when_chances_are_equal_and_stays_below_when_they_are_not():
    rng = np.random.default_rng(4)
    found = {"equal": [], "unequal": []}
    for _ in range(200):
        # 3,000 contacts; how often each is met is Poisson, the model of Chao 1984
        for kind, mean in (("equal", 1.0), ("unequal", rng.gamma(1.0, 1.0, size=3000))):
            seen = rng.poisson(mean, size=3000)
            found[kind].append(chao1(seen).value + (seen > 0).sum())
    # its small-sample bias is about unseen/f2 + 1, here 3 of 3,000
    assert np.mean(found["equal"]) == pytest.approx(3000, abs=8)
    assert np.mean(found["unequal"]) < 2500


def test_an_open_door_closes_when_met_declined_given_up_or_not_to_be_contacted():
    tables = {
        "people": [{"person_id": p, "name": p} for p in "abcd"]
        + [{"person_id": "e", "name": "e", "do_not_contact_on": "2026-01-06"}],
        "interviews": [
            met(1, "a", "2026-01-05"),
            met(2, "b", "2026-01-09"),
            {
                "interview_id": "i3", "seeker_id": "s", "contact_id": "c",
                "requested_on": "2026-01-06", "answered_on": "2026-01-07", "answer": "declined",
            },
        ],
        "referrals": [
            named(1, "a", "b", "i1"),
            named(2, "a", "c", "i1"),
            named(3, "a", "d", "i1", waived_on="2026-01-08"),
            named(4, "a", "e", "i1"),
            named(5, "a", "f", "i1"),
        ],
    }  # fmt: skip
    log = Log.from_frames(tables, as_of=dt.date(2026, 1, 10))
    assert list(open_doors(Figures(log))["referred_id"]) == ["f"]
    early = log.at(as_of=dt.date(2026, 1, 5))
    assert set(open_doors(Figures(early))["referred_id"]) == {"b", "c", "d", "e", "f"}


def test_the_load_counts_thirty_days_against_the_persons_own_limit():
    asked = [
        {"interview_id": f"i{n}", "seeker_id": f"s{n}", "contact_id": "a", "requested_on": on}
        for n, on in enumerate(["2026-01-01", "2026-01-20", "2026-01-25", "2026-01-30"])
    ]
    for limit, over in ((None, 1), (3, 0), (1, 1)):
        log = Log.from_frames(
            {
                "interviews": asked,
                "people": [{"person_id": "a", "name": "a", "asks_per_month": limit}],
            },
            as_of=dt.date(2026, 1, 31),
        )
        figures = Figures(log)
        assert contact_load(figures)[0].requests == 3  # 1 January is thirty days ago: out
        assert measures(figures, ["reach.load"])["reach.load"].value == over


def test_an_unknown_measure_is_named_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no measure “reach.pepole”.*reach.contacts_met"):
        measures(Log.from_frames({}), ["reach.pepole"])


def test_keys_are_those_of_the_catalog_and_in_its_order():
    assert list(measures(Log.from_frames({}))) == list(CATALOG)
    assert all(definition.key == key for key, definition in CATALOG.items())


def test_the_reading_is_the_same_from_figures_already_made():
    log = log_of(many(5, 3), as_of=day(SPAN))
    assert measures(Figures(log)) == measures(log)


def test_nobody_is_scored_by_narrowing_the_selection_to_one_seeker():
    log = log_of(many(3, 10))
    one = log.at(cohorts=["1.k1"])
    assert len(one.seeker_ids) == 1
    for key, found in measures(one).items():
        rate = found.unit == "share" or key.startswith("multiplication.")
        assert found.value is None if rate else found.low is None, key
    assert measures(one)["multiplication.R_naive"].reason == "one_seeker_only"


def test_a_log_of_one_seeker_has_its_figures():
    rows = [met(n, who, "2026-01-05", source="cold") for n, who in enumerate("ab")]
    log = Log.from_frames({"interviews": rows})
    assert measures(log)["multiplication.R_naive"].value == 0.0
