"""Attention: who is listed, in which order, and that nobody is scored."""

import pandas as pd

from analysis.attention import MOST, REASONS, attention
from analysis.figures import Figures
from tests.analysis.logs import day, log_of, many
from tests.analysis.small import asked, figures, met, named, on, thanked

OF = {
    "thank_you_email": "thanks", "act_on_referral": "names", "tell_referrer": "news",
    "good_news": "news", "nudge": "nudges", "gone_quiet": "gone_quiet",
    "first_request": "not_started",
}  # fmt: skip


def by_hand(of):
    rows = {}
    for debt in of.debts.to_dict("records"):
        if debt["state"] == "overdue":
            mine = rows.setdefault(debt["seeker_id"], dict.fromkeys(REASONS, 0) | {"since": []})
            mine[OF[debt["rule"]]] += 1
            mine["since"].append(debt["due_on"])
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
        assert row["since"] == min(mine["since"])


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
        assert list(listed.columns) == ["seeker_id", *REASONS, "waiting", "since"]


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
