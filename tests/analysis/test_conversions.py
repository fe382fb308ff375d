"""What came of it, in a word: each finding where it must and must not be said."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.conversions import conversion_finding, directions, kinds, stages, weeks_to_first
from analysis.credit import credit
from analysis.figures import Figures
from analysis.funnel import UNITS, funnel, seekers_at
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs
from tests.analysis.debts_by_hand import rows
from tests.analysis.logs import day
from tests.analysis.small import DAY, figures, met, named, on

FEW = settings(max_examples=6)


def found(number, made_in, seeker="s", **more):
    return {
        "opportunity_id": f"o{number}", "seeker_id": seeker, "interview_id": made_in,
        "kind": "good_word", "opened_on": on(3), **more,
    }  # fmt: skip


@FEW
@given(busy_logs, st.integers(0, LAST).map(day))
def test_seekers_at_a_stage_are_those_of_the_funnel(tables, on_day):
    log = Log.from_frames(tables, as_of=on_day, cohorts=("k1",))
    at = seekers_at(Figures(log).sources)
    counts = funnel(log, "seeker").set_index("stage")["reached"]
    assert at.sum().to_dict() == counts.to_dict()
    assert list(at.index) == list(log.seeker_ids)


@FEW
@given(busy_logs, st.integers(0, LAST).map(day))
def test_the_numbers_equal_those_counted_seeker_by_seeker(tables, on_day):
    log = Log.from_frames(tables, as_of=on_day)
    of = Figures(log)
    told = conversion_finding(of).numbers
    at = seekers_at(Figures(log).sources)
    offered = set(at.index[at["offer"]])
    meetings = {(m["seeker_id"], m["contact_id"]): m for m in rows(of.forest)}
    by_id = {i["interview_id"]: i for i in rows(of.requests)}
    introduced, unsaid = set(), set()
    for o in rows(of.opportunities):
        if o["seeker_id"] not in offered or not (o["offered_on"] or o["accepted_on"]):
            continue
        talk = by_id.get(o["interview_id"])
        meeting = talk and meetings.get((talk["seeker_id"], talk["contact_id"]))
        if meeting and (meeting["referral_id"] or meeting["orphan"]):
            introduced.add(o["seeker_id"])
        elif not meeting or not meeting["source"]:
            unsaid.add(o["seeker_id"])
    assert told["offers_introduced"] == len(introduced)
    assert told["offers_unknown"] == len(unsaid - introduced)
    assert told["offers_introduced"] + told["offers_unknown"] <= told["offers"]
    plain = Counter(o["kind"] or "" for o in rows(of.opportunities))
    assert dict(zip(kinds(of)["kind"], kinds(of)["found"], strict=True)) == plain


@FEW
@given(busy_logs, st.integers(0, LAST).map(day))
def test_weeks_to_the_first_one_of_others_by_plain_loops(tables, on_day):
    log = Log.from_frames(tables, as_of=on_day, cohorts=("k1",))
    joined, first = {}, {}
    for s in rows(log.at(cohorts=()).roster()):
        if s["joined_on"]:
            joined[s["person_id"]] = min(s["joined_on"], joined.get(s["person_id"], dt.date.max))
    steps = ("opened_on", "applied_on", "interviewed_on", "offered_on", "accepted_on")
    for o in rows(log.table("opportunities")):
        dates = [o[column] for column in steps if o[column]]
        if dates:
            first[o["seeker_id"]] = min(*dates, first.get(o["seeker_id"], dt.date.max))
    days = sorted(
        (first[s] - joined[s]).days
        for s in first
        if s in joined and s not in set(log.seeker_ids) and first[s] >= joined[s]
    )
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2 if days else 0
    assert weeks_to_first(Figures(log)) == (round(middle / 7), len(days))


def test_directions_counts_every_conversation_once():
    rows_ = [met(1, "a", 9, direction="changed"), met(2, "a", 8, direction="none"), met(3, "b", 7)]
    assert directions(figures(interviews=rows_)).to_dict() == {
        "confirmed": 0, "changed": 1, "ruled_out": 0, "none": 1, "not_noted": 1,
    }  # fmt: skip


ROWS = [met(1, "a", 60, source="cold"), met(2, "b", 40), met(3, "c", 20, "t", source="cold")]
NAMES = [named(1, "a", "b", "i1", 60)]


@pytest.mark.parametrize(
    ("opportunities", "key", "offers", "introduced", "unknown"),
    [
        ([], "not_noted", 0, 0, 0),
        ([found(1, "i1")], "few", 0, 0, 0),
        ([found(n, "i2") for n in range(5)], "told", 0, 0, 0),
        ([found(1, "i2", offered_on=on(1))], "few", 1, 1, 0),
        ([found(1, "i3", "t", offered_on=on(1))], "few", 1, 0, 0),
        ([found(1, None, offered_on=on(1))], "few", 1, 0, 1),
    ],
)
def test_what_is_said(opportunities, key, offers, introduced, unknown):
    told = conversion_finding(
        figures(interviews=ROWS, referrals=NAMES, opportunities=opportunities)
    )
    n = told.numbers
    assert (told.key, n["offers"], n["offers_introduced"], n["offers_unknown"]) == (
        key, offers, introduced, unknown,
    )  # fmt: skip
    assert (n["met"], n["seekers"]) == (2, 2)


def test_nobody_and_nobody_met():
    assert conversion_finding(figures()).key == "nobody"
    listed = {"cohorts": [{"cohort_id": "k", "name": "K"}],
              "seekers": [{"person_id": p, "cohort_id": "k"} for p in "st"]}  # fmt: skip
    assert conversion_finding(figures(**listed)).key == "nobody_met"


def test_none_yet_where_others_in_the_log_have_found_some():
    tables = {
        "interviews": ROWS,
        "opportunities": [found(1, "i1", opened_on=on(18))],
        "cohorts": [{"cohort_id": "k", "name": "K"}, {"cohort_id": "l", "name": "L"}],
        "seekers": [
            {"person_id": "s", "cohort_id": "l", "joined_on": on(81)},
            {"person_id": "t", "cohort_id": "k", "joined_on": on(30)},
            {"person_id": "u", "cohort_id": "k", "joined_on": on(31)},
        ],
    }
    told = conversion_finding(Figures(Log.from_frames(tables, as_of=DAY, cohorts=("k",))))
    assert told.key == "none_yet"
    n = told.numbers
    assert (n["weeks"], n["others"], n["searching"], n["week"]) == (9, 1, 2, 5)  # 63 days


def test_one_seeker_of_several_has_counts_only():
    tables = {
        "interviews": ROWS,
        "opportunities": [found(1, "i1")],
        "cohorts": [{"cohort_id": "k", "name": "K"}],
        "seekers": [{"person_id": "s", "cohort_id": "k"}],
    }
    one = Figures(Log.from_frames(tables, as_of=DAY, cohorts=("k",)))
    assert conversion_finding(one).key == "one_seeker"
    for unit in UNITS:
        told = stages(one, unit)
        assert told[["share", "low", "high"]].isna().all(axis=None)
        assert set(told["reason"]) == {"one_seeker_only"}


def test_stages_of_which_the_log_says_nothing_are_not_told():
    untold = {s for s, told in stages(figures(interviews=[met(1, "a", 9)]), "request")[
        ["stage", "told"]].itertuples(index=False) if not told}  # fmt: skip
    assert untold == {
        "referred_on", "next_meeting", "opportunity", "interview", "offer", "accepted",
    }  # fmt: skip
    of = figures(interviews=[*ROWS], referrals=NAMES, opportunities=[found(1, "i1")])
    for unit in UNITS:
        told = stages(of, unit)
        assert told["told"].all()
        counts = ["entered", "reached", "open", "dropped"]
        assert told[counts].equals(funnel(of.log, unit, credit(of.log))[counts])
