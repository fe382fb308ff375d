"""The forest: the design's example, every rule, a second method, and what never changes."""

import datetime as dt
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from analysis.credit import credit
from analysis.forest import by_contact, forest
from data.log import Log
from tests.analysis.by_hand import by_hand
from tests.analysis.logs import SPAN, day, days, log_of, logs, many

FIGURES = [
    "parent_id",
    "direct_parent_id",
    "inferred",
    "conduit",
    "orphan",
    "generation",
    "hops",
    "offspring",
    "descendants",
    "root_id",
]


def rows_of(trees):
    found = trees.set_index("interview_id")[FIGURES].astype(object)
    return found.where(found.notna(), None).to_dict("index")


def met(i, contact, on, seeker="s", **more):
    return {"interview_id": i, "seeker_id": seeker, "contact_id": contact, "held_on": on, **more}


def told(r, giver, named, made_in=None, seeker="s", **more):
    row = {"referral_id": r, "seeker_id": seeker, "from_id": giver, "referred_id": named}
    return {**row, "interview_id": made_in, **more}


def grown(interviews, referrals, people=(), **selection):
    names = [{"person_id": key, "name": name} for key, name in people]
    tables = {"interviews": interviews, "referrals": referrals, "people": names}
    return forest(Log.from_frames(tables, **selection)).set_index("interview_id")


ANN_BOB_CLEO = (
    [
        met("ann", "Ann", "2026-01-05"),
        met("bob", "Bob", None, requested_on="2026-01-06", answered_on="2026-01-10"),
        met("cleo", "Cleo", "2026-01-25"),
    ],
    [told("1", "Ann", "Bob", "ann"), told("2", "Bob", "Cleo", "bob")],
)


def test_the_example_of_the_design():
    trees = grown(*ANN_BOB_CLEO)
    cleo, ann = trees.loc["cleo"], trees.loc["ann"]
    assert list(trees.index) == ["ann", "cleo"]
    assert (cleo["parent_id"], cleo["direct_parent_id"], cleo["root_id"]) == ("ann", "bob", "ann")
    assert (cleo["generation"], cleo["hops"], cleo["conduit"]) == (1, 2, True)
    assert (ann["offspring"], ann["descendants"], ann["generation"], ann["hops"]) == (1, 1, 0, 0)


def test_a_host_met_later_than_the_child_is_a_conduit_and_on_the_same_day_the_parent():
    interviews, referrals = ANN_BOB_CLEO
    for bob_met, parent in (("2026-01-26", "ann"), ("2026-01-25", "bob"), ("2026-01-11", "bob")):
        row = interviews[1] | {"held_on": bob_met}
        referral = referrals[1] | {"made_on": "2026-01-10"}
        trees = grown([interviews[0], row, interviews[2]], [referrals[0], referral])
        assert trees.loc["cleo", "parent_id"] == parent


def test_a_referral_of_a_repeat_conversation_counts_for_the_pairs_meeting():
    trees = grown(
        [
            met("1", "Ann", "2026-01-05"),
            met("2", "Ann", "2026-02-05"),
            met("3", "Bob", "2026-03-01"),
        ],
        [told("r", "Ann", "Bob", "2")],
    )
    assert list(trees.index) == ["1", "3"]
    assert (trees.loc["3", "parent_id"], trees.loc["3", "direct_parent_id"]) == ("1", "2")
    assert not trees.loc["3", "conduit"]


def test_an_introducer_and_an_orphan_are_roots_and_told_apart():
    trees = grown(
        [
            met("1", "Ann", "2026-01-05"),
            met("2", "Bob", "2026-01-06", source="referral"),
            met("3", "Cleo", "2026-01-07", source="cold"),
        ],
        [told("r", "Uncle", "Ann", made_on="2026-01-01")],
    )
    assert trees["parent_id"].isna().all()
    assert trees["orphan"].tolist() == [False, True, False]
    assert trees["referral_id"].tolist()[0] == "r"
    assert trees["hops"].tolist() == [0, 0, 0]


def test_a_way_through_conduits_that_ends_nowhere_is_a_root():
    trees = grown(
        [met("1", "Bob", None, requested_on="2026-01-02"), met("2", "Cleo", "2026-01-09")],
        [told("r", "Bob", "Cleo", "1", made_on="2026-01-03")],
    )
    assert trees.loc["2", ["parent_id", "direct_parent_id", "root_id"]].tolist()[1:] == ["1", "2"]
    assert pd.isna(trees.loc["2", "parent_id"])
    assert not trees.loc["2", "conduit"]
    assert not trees.loc["2", "orphan"]


def test_conduits_that_name_each_other_on_one_day_end_nowhere():
    trees = grown(
        [
            met("1", "Ann", None, requested_on="2026-01-02"),
            met("2", "Bob", None, requested_on="2026-01-02"),
            met("3", "Cleo", "2026-01-09"),
        ],
        [
            told("a", "Ann", "Bob", "1", made_on="2026-01-02"),
            told("b", "Bob", "Ann", "2", made_on="2026-01-02"),
            told("c", "Bob", "Cleo", "2", made_on="2026-01-03"),
        ],
    )
    assert pd.isna(trees.loc["3", "parent_id"])


@pytest.mark.parametrize("names", [("Zed", "Amy"), ("Amy", "Zed")])
def test_a_cycle_of_one_day_is_cut_at_the_name_that_comes_first_and_reported(names):
    interviews = [met("1", "a", "2026-01-05"), met("2", "b", "2026-01-05")]
    referrals = [told("x", "a", "b", "1"), told("y", "b", "a", "2")]
    people = [{"person_id": key, "name": name} for key, name in zip("ab", names, strict=True)]
    log = Log.from_frames({"interviews": interviews, "referrals": referrals, "people": people})
    trees = forest(log).set_index("interview_id")
    root = "1" if names[0] == "Amy" else "2"
    assert trees["root_id"].tolist() == [root, root]
    assert trees["parent_id"].isna().sum() == 1
    problems = credit(log).problems
    cycle = problems[problems["problem"] == "credit_cycle"]
    assert cycle["ids"].tolist() == [(root, "2" if root == "1" else "1")]


@pytest.mark.parametrize(
    ("hosts", "seekers", "root"),
    [(("Amy", "Bea"), ("Zoe", "Abe"), "1"), (("Amy", "Amy"), ("Zoe", "Abe"), "2")],
)
def test_a_cycle_between_seekers_is_cut_by_the_hosts_name_then_by_the_seekers(hosts, seekers, root):
    interviews = [
        met("1", "a", "2026-01-05", seeker="s", referral_id="y"),
        met("2", "b", "2026-01-05", seeker="t", referral_id="x"),
    ]
    referrals = [told("x", "a", "b", "1"), told("y", "b", "a", "2", seeker="t")]
    people = zip("abst", (*hosts, *seekers), strict=True)
    trees = grown(interviews, referrals, people)
    assert trees["root_id"].tolist() == [root, root]


def test_a_meeting_that_leads_to_itself_is_a_root_and_reported():
    interviews = [
        met("1", "Ann", None, requested_on="2026-01-01", answered_on="2026-01-02"),
        met("2", "Bob", None, requested_on="2026-01-03", answered_on="2026-01-04"),
        met("3", "Ann", "2026-01-09", requested_on="2026-01-05"),
    ]
    referrals = [told("x", "Ann", "Bob", "1"), told("y", "Bob", "Ann", "2")]
    log = Log.from_frames({"interviews": interviews, "referrals": referrals})
    assert forest(log)["parent_id"].isna().all()
    problems = credit(log).problems
    assert problems.loc[problems["problem"] == "credit_cycle", "ids"].tolist() == [("3",)]


def test_a_hand_off_has_its_parent_with_the_other_seeker():
    trees = grown(
        [met("1", "Ann", "2026-01-05"), met("2", "Bob", "2026-01-20", seeker="t", referral_id="r")],
        [told("r", "Ann", "Bob", "1")],
    )
    assert trees.loc["2", "parent_id"] == "1"


def test_a_cohort_selects_and_leaves_the_trees_alone():
    interviews = [
        met("1", "Ann", "2026-01-05"),
        met("2", "Bob", "2026-01-20", seeker="t", referral_id="r"),
    ]
    tables = {
        "interviews": interviews,
        "referrals": [told("r", "Ann", "Bob", "1")],
        "cohorts": [{"cohort_id": "k", "name": "Spring"}],
        "seekers": [{"person_id": "t", "cohort_id": "k", "joined_on": "2026-01-01"}],
    }
    trees = forest(Log.from_frames(tables, cohorts=["Spring"]))
    assert trees["selected"].tolist() == [False, True]
    assert trees["offspring"].tolist() == [1, 0]


def test_an_empty_log_has_an_empty_forest_with_the_same_columns():
    empty, full = forest(Log.from_frames({})), grown(*ANN_BOB_CLEO).reset_index()
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)
    assert list(empty.dtypes) == list(full.dtypes)


def test_a_contact_below_itself_counts_each_meeting_once():
    interviews = [
        met("1", "Ann", "2026-01-05"),
        met("2", "Bob", "2026-01-06"),
        met("3", "Ann", "2026-01-07", seeker="t", referral_id="y"),
        met("4", "Cleo", "2026-01-08", seeker="t"),
    ]
    referrals = [
        told("x", "Ann", "Bob", "1"),
        told("y", "Bob", "Ann", "2"),
        told("z", "Ann", "Cleo", "3", seeker="t"),
    ]
    trees = forest(Log.from_frames({"interviews": interviews, "referrals": referrals}))
    ann = by_contact(trees).set_index("contact_id").loc["Ann"]
    assert (ann["meetings"], ann["offspring"], ann["descendants"]) == (2, 2, 3)
    assert ann["held_on"] == pd.Timestamp("2026-01-05")


def test_a_long_chain_of_meetings_and_of_conduits():
    # 3,000 people each naming the next; every second one never answers.
    start = dt.date(2020, 1, 1)
    on = [start + dt.timedelta(days=n) for n in range(3000)]
    interviews = [
        met(f"{n:04}", f"p{n}", on[n] if n % 2 == 0 else None, requested_on=on[n])
        for n in range(3000)
    ]
    referrals = [
        told(f"{n:04}", f"p{n}", f"p{n + 1}", f"{n:04}", made_on=on[n]) for n in range(2999)
    ]
    trees = grown(interviews, referrals)
    assert trees["generation"].tolist() == list(range(1500))
    assert trees["hops"].tolist() == [2 * n for n in range(1500)]
    assert trees["descendants"].tolist() == list(range(1499, -1, -1))


@pytest.mark.parametrize("seed", range(6))
def test_equals_the_plain_method_on_many_random_logs(seed, thorough):
    # 6 × 120 small logs in `make test`, 6 × 480 in `make check`; forty beside each other at a time.
    for part in range(12 if thorough else 3):
        tables = many(1000 * seed + part, 40)
        log = log_of(tables)
        known = credit(log)
        for on in (SPAN, 5):
            hand = by_hand(tables, day(on))
            assert rows_of(forest(log.at(as_of=day(on)), known)) == hand.forest


@given(logs, days)
def test_equals_the_plain_method(tables, on):
    assert rows_of(forest(log_of(tables, as_of=on))) == by_hand(tables, on).forest


def cut(log, on):
    """A log that holds only what was known on that day."""
    names = ("people", "cohorts", "seekers", "interviews", "referrals")
    earlier = log.at(as_of=on)
    return Log.from_frames({name: earlier.table(name) for name in names}, as_of=on)


@pytest.mark.parametrize("seed", range(3))
def test_credit_never_changes_later(seed):
    log = log_of(many(100 + seed, 300))
    known, whole = credit(log), forest(log)
    for on in range(SPAN):
        then = forest(log.at(as_of=day(on)), known)
        pd.testing.assert_frame_equal(then, forest(cut(log, day(on))))
        kept = whole[whole["held_on"] <= pd.Timestamp(day(on))].reset_index(drop=True)
        same = ["offspring", "descendants"]
        pd.testing.assert_frame_equal(then.drop(columns=same), kept.drop(columns=same))
        children = kept["parent_id"].value_counts()
        counted = kept["interview_id"].map(children).fillna(0).astype(np.int64)
        assert then["offspring"].tolist() == counted.tolist()


def renamed(tables, random):
    """The same log under other ids, in another order of rows; and the way back."""
    columns = ("person_id", "seeker_id", "contact_id", "from_id", "referred_id")
    kinds = {"interview_id": "interview_id", "referral_id": "referral_id"}
    kinds |= dict.fromkeys(columns, "person_id")
    new = {}
    for rows in tables.values():
        for row in rows:
            for column, kind in kinds.items():
                if row.get(column) is not None:
                    new.setdefault((kind, row[column]), f"{random.random():.12f}")
    other = {
        name: [
            {c: new.get((kinds.get(c), value), value) for c, value in row.items()} for row in rows
        ]
        for name, rows in tables.items()
    }
    for rows in other.values():
        random.shuffle(rows)
    return other, {value: old for (_, old), value in new.items()}


@pytest.mark.parametrize("seed", range(3))
def test_no_figure_depends_on_ids_or_the_order_of_rows(seed):
    tables = many(200 + seed, 300)
    other, back = renamed(tables, Random(seed))
    expected, found = rows_of(forest(log_of(tables))), rows_of(forest(log_of(other)))
    ids = ("parent_id", "direct_parent_id", "root_id")
    assert expected == {
        back[i]: row | {column: back.get(row[column]) for column in ids} for i, row in found.items()
    }
    fresh = credit(log_of(tables)).referrals.set_index("referral_id")["fresh"].to_dict()
    now = credit(log_of(other)).referrals.set_index("referral_id")["fresh"].to_dict()
    assert fresh == {back[i]: value for i, value in now.items()}
