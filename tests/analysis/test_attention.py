"""Attention: who is listed, in which order, and that nobody is scored."""

import pandas as pd
import pytest

from analysis.attention import LONG_SILENT, MOST, REASONS, attention
from analysis.figures import Figures
from tests.analysis.logs import day, log_of, many
from tests.analysis.small import asked, figures, met, named, on, thanked

OF = {
    "thank_you_email": "thanks", "act_on_referral": "names", "tell_referrer": "news",
    "good_news": "news", "nudge": "nudges", "gone_quiet": "gone_quiet",
    "first_request": "not_started",
}  # fmt: skip


COLUMNS = ["waiting", "silent_days", "ended", "since"]


def by_hand(of):
    rows = {}
    for debt in of.debts.to_dict("records"):
        if debt["state"] == "overdue":
            mine = rows.setdefault(debt["seeker_id"], dict.fromkeys(REASONS, 0) | {"since": []})
            mine[OF[debt["rule"]]] += 1
            mine["since"].append(debt["due_on"])
            if debt["rule"] in {"gone_quiet", "first_request"}:
                mine["silent"] = debt["opened_on"]
    return rows


def test_the_counts_are_those_of_the_overdue_debts():
    of = Figures(log_of(many(11, 12), as_of=day(60)))
    listed = attention(of, most=None)
    expected = by_hand(of)
    assert set(listed["seeker_id"]) == set(expected)
    assert len(expected) > MOST
    for row in listed.to_dict("records"):
        mine = expected[row["seeker_id"]]
        assert {key: row[key] for key in REASONS} == {key: mine[key] for key in REASONS}
        assert row["waiting"] == sum(mine[key] for key in REASONS)
        silent = mine["gone_quiet"] or mine["not_started"]
        assert row["since"] == (mine["silent"] if silent else min(mine["since"]))
        assert row["silent_days"] == ((day(60) - row["since"].date()).days if silent else 0)


def test_at_most_eight_and_the_silent_first():
    of = Figures(log_of(many(11, 12), as_of=day(60)))
    everybody = attention(of, most=None)
    assert len(attention(of)) == MOST
    pd.testing.assert_frame_equal(attention(of), everybody.head(MOST))
    silent = (everybody["gone_quiet"] + everybody["not_started"]) > 0
    assert list(silent) == sorted(silent, reverse=True)
    for _, rows in everybody.groupby(silent):
        assert list(rows["waiting"]) == sorted(rows["waiting"], reverse=True)


def test_nothing_overdue_lists_nobody_with_the_same_columns():
    for of in (figures(), figures(interviews=[met(1, "a", 0)])):
        listed = attention(of)
        assert listed.empty
        assert list(listed.columns) == ["seeker_id", *REASONS, *COLUMNS]


def test_somebody_who_asked_not_to_be_contacted_waits_for_nothing():
    tables = {
        "interviews": [met(1, "a", 20, source="cold"), met(2, "b", 19), asked(3, "d", 12)],
        "referrals": [named(1, "a", "c", "i1", 20)],
        # one reminder to somebody else: the log notes reminders
        "follow_ups": [thanked(1, "b", "i2", 19), thanked(2, "b", None, 30) | {"kind": "nudge"}],
    }
    people = [{"person_id": p, "name": p} for p in "abcd"]
    row = attention(figures(people=people, **tables)).iloc[0]
    assert (row["thanks"], row["names"], row["nudges"]) == (1, 1, 1)
    people = [p | {"do_not_contact_on": on(18)} for p in people]
    assert attention(figures(people=people, **tables)).empty


def quiet(number, seeker, days):
    """Somebody who met and thanked one person, and was not heard of since."""
    contact = f"c{number}"
    rows = met(number, contact, days, seeker, source="cold")
    return rows, thanked(number, contact, f"i{number}", days, seeker)


@pytest.mark.parametrize(("days", "first"), [(LONG_SILENT - 1, "s"), (LONG_SILENT, "t")])
def test_whoever_has_been_silent_for_months_comes_after_those_who_go_on(days, first):
    silent, sent = quiet(1, "s", days)
    rows = [silent, met(2, "x", 5, "t", source="cold"), met(3, "y", 4, "t", source="cold")]
    of = figures(interviews=rows, follow_ups=[sent, thanked(2, "z", None, 6, "t")])
    listed = attention(of)
    assert set(listed["seeker_id"]) == {"s", "t"}
    assert listed["seeker_id"][0] == first
    row = listed.set_index("seeker_id").loc["s"]
    assert (row["silent_days"], row["since"].date()) == (days, on(days))


def test_searches_that_ended_come_last_and_only_their_thanks_and_news_are_told():
    seekers = [
        {"person_id": "e", "cohort_id": "k", "left_on": on(30)},
        {"person_id": "g", "cohort_id": "k"},
    ]
    rows = [met(n, f"c{n}", 60, "e", source="cold") for n in range(1, 6)]
    rows += [met(9, "d", 5, "g", source="cold"), met(10, "f", 4, "g", source="cold")]
    sent = [thanked(1, "c1", "i1", 60, "e"), thanked(2, "f", "i10", 4, "g")]
    named_then = [named(1, "c1", "later", "i1", 60, seeker="e")]
    of = figures(
        cohorts=[{"cohort_id": "k", "name": "K"}],
        seekers=seekers,
        interviews=rows,
        follow_ups=sent,
        referrals=named_then,
    )
    listed = attention(of)
    assert list(listed["seeker_id"]) == ["g", "e"]
    assert list(listed["ended"]) == [False, True]
    ended = listed.iloc[1]
    assert (ended["thanks"], ended["names"], ended["gone_quiet"]) == (4, 0, 0)
