"""Meetings with the time they have had: known answers, and all again one meeting at a time."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corrected import delays, meetings_in_time, newest_entries, offspring_fit, seen
from analysis.figures import Figures
from analysis.follow_up import search_ends
from data.columns import TABLES
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs
from tests.analysis.debts_by_hand import rough, rows
from tests.analysis.logs import day
from tests.analysis.small import figures, met, named, on

ENTRIES = ("interviews", "referrals", "follow_ups", "opportunities")


def newest_by_hand(log):
    """Each seeker's newest entry of their cohort, with plain loops."""
    own = {}
    for table in ENTRIES:
        for row in rows(log.table(table)):
            days = [row[c] for c in TABLES[table].happened if row[c]]
            for day_ in days:
                own[row["seeker_id"]] = max(own.get(row["seeker_id"], day_), day_)
    member = {}
    for row in rows(log.table("seekers")):
        member.setdefault(row["person_id"], set()).add(row["cohort_id"])
    for seeker in own:
        member.setdefault(seeker, {"nobody's"})
    found = {}
    for seeker, cohorts in member.items():
        days = [own[s] for s, theirs in member.items() if s in own and theirs & cohorts]
        if days:
            found[seeker] = max(days)
    return found


def by_hand(log):
    """Return meetings and delays: dictionaries by id, in plain loops over the forest."""
    of = Figures(log)
    ends = {s: d.date() for s, d in search_ends(log).items()}
    newest = newest_by_hand(log)
    asked = {row["interview_id"]: row for row in rows(log.table("interviews"))}
    trees = rows(of.whole_forest)
    meetings, waits = {}, []
    for meeting in trees:
        if not meeting["selected"]:
            continue
        seeker = meeting["seeker_id"]
        until = min(log.as_of, ends.get(seeker, log.as_of), newest.get(seeker, log.as_of))
        maturity = (until - meeting["held_on"]).days
        if maturity < 0:
            continue
        id_ = meeting["interview_id"]
        children = [m for m in trees if m["parent_id"] == id_ and m["held_on"] <= until]
        meetings[id_] = (maturity, len(children))
        for child in children:
            ids = (id_, child["interview_id"])
            if not any(rough(asked[i], "held_on") for i in ids):
                waits.append((id_, (child["held_on"] - meeting["held_on"]).days, maturity))
    return meetings, sorted(waits)


def check(log):
    of = Figures(log)
    found, waits = meetings_in_time(of), delays(of)
    meetings, expected = by_hand(log)
    told = zip(found["interview_id"], found["maturity"], found["offspring"], strict=True)
    assert {i: (m, z) for i, m, z in told} == meetings
    assert found["interview_id"].tolist() == of.forest["interview_id"].take(found["row"]).tolist()
    assert sorted(waits.itertuples(index=False, name=None)) == expected
    assert {s: d.date() for s, d in newest_entries(log).items()} == newest_by_hand(log)


@given(busy_logs, st.integers(0, LAST).map(day), st.sampled_from([(), ("k1",)]))
def test_meetings_and_delays_are_those_found_one_by_one(tables, as_of, cohorts):
    check(Log.from_frames(tables, as_of=as_of, cohorts=cohorts))


def test_a_meeting_is_watched_until_its_search_ended():
    of = figures(
        interviews=[
            met(1, "ann", 60, source="cold"),
            met(2, "bob", 50),
            met(3, "cleo", 10),
            met(4, "dan", 5, "t", source="cold"),
        ],
        referrals=[named(1, "ann", "bob", "i1"), named(2, "ann", "cleo", "i1")],
        cohorts=[{"cohort_id": "c", "name": "Spring"}],
        seekers=[
            {"person_id": "s", "cohort_id": "c", "left_on": on(30)},
            {"person_id": "t", "cohort_id": "c"},
        ],
    )
    found = meetings_in_time(of).set_index("interview_id")
    # Held after the search had ended: no longer counted, neither itself nor as a further one.
    assert found["maturity"].to_dict() == {"i1": 30, "i2": 20, "i4": 0}
    assert found["offspring"].to_dict() == {"i1": 1, "i2": 0, "i4": 0}
    assert delays(of)["days"].tolist() == [10]


def test_an_old_log_has_had_no_time_since_its_newest_entry():
    log = figures(interviews=[met(1, "ann", 60), met(2, "bob", 50)]).log
    later = Figures(log.at(as_of=log.as_of + dt.timedelta(days=300)))
    assert meetings_in_time(later)["maturity"].tolist() == [10, 0]


def test_days_known_to_the_month_only_tell_nothing_of_delays():
    of = figures(
        interviews=[met(1, "ann", 60), met(2, "bob", 50, approximate="held_on")],
        referrals=[named(1, "ann", "bob", "i1")],
    )
    assert meetings_in_time(of)["offspring"].tolist() == [1, 0]
    assert delays(of).empty


def test_an_empty_log_has_the_reason_instead():
    of = figures()
    assert meetings_in_time(of).empty
    assert delays(of).empty
    assert newest_entries(of.log).empty
    assert offspring_fit(of).reason == "too_few"
    assert seen(of).shape == (0,)


def test_a_young_log_is_corrected_upward():
    # Each of 40 meetings leads to one more thirty days later: true R is 1 for them.
    roots = [met(n, f"c{n}", 25 + n, seeker=f"s{n % 8}", source="cold") for n in range(40)]
    children, names = [], []
    for n in range(40):
        if 25 + n >= 30:
            children.append(met(100 + n, f"d{n}", n - 5, seeker=f"s{n % 8}"))
            names.append(named(n, f"c{n}", f"d{n}", f"i{n}", seeker=f"s{n % 8}"))
    of = figures(interviews=roots + children, referrals=names)
    fit = offspring_fit(of)
    assert fit.reason is None
    assert fit.naive == pytest.approx(35 / 75)
    assert fit.R.value > 1.5 * fit.naive
    shares = seen(of)
    assert shares.shape == (75,)
    assert np.all((shares >= 0) & (shares <= 1))
