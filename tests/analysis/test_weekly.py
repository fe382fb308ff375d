"""Weekly counts by hand, and at the edges of weeks."""

import datetime as dt

from analysis.figures import Figures
from analysis.weekly import event_days, weekly
from tests.analysis.logs import day, log_of, many
from tests.analysis.small import DAY, figures, met, named, on, thanked


def test_weeks_end_on_the_as_of_date():
    rows = [met(n, f"c{n}", days) for n, days in enumerate([0, 6, 7, 13, 14, 83, 84])]
    weeks = weekly(figures(interviews=rows))
    assert weeks.index[-1].date() == DAY
    assert len(weeks) == 12
    assert list(weeks["conversations"]) == [1, *[0] * 8, 1, 2, 2]


def test_every_kind_by_hand():
    of = Figures(log_of(many(7, 20), as_of=day(13)))
    for name, days in event_days(of).items():
        told = weekly(of, 3)[name].to_list()
        ends = [day(13) - dt.timedelta(days=7 * back) for back in (2, 1, 0)]
        plain = [d.date() for d in days]
        assert told == [sum(end - dt.timedelta(days=7) < d <= end for d in plain) for end in ends]
    held = [d.date() for d in of.interviews["held_on"].dropna()]
    assert weekly(of, 3)["conversations"].sum() == len([d for d in held if d > day(-8)])


def test_only_new_names_count_and_thanks_of_both_kinds():
    tables = {
        "interviews": [met(1, "a", 5), met(2, "b", 3)],
        "referrals": [named(1, "a", "c", "i1", 5), named(2, "b", "c", "i2", 3),
                      named(3, "a", "b", "i1", 5)],
        "follow_ups": [thanked(1, "a", "i1", 4),
                       thanked(2, "b", "i2", 2) | {"kind": "thank_you_note"},
                       thanked(3, "b", "i2", 2) | {"kind": "connect"}],
    }  # fmt: skip
    last = weekly(figures(**tables)).iloc[-1]
    assert (last["names"], last["thanks"]) == (2, 2)


def test_months_without_a_day_are_in_no_week():
    tables = {
        "interviews": [met(1, "a", 5, approximate="held_on")],
        "referrals": [named(1, "a", "c", "i1"),
                      named(2, "a", "d", "i1", 5, approximate="made_on")],
        "follow_ups": [thanked(1, "a", "i1", 4) | {"approximate": "done_on"}],
        "opportunities": [{"opportunity_id": "o", "seeker_id": "s", "kind": "project",
                           "opened_on": on(5), "approximate": "opened_on"}],
    }  # fmt: skip
    assert weekly(figures(**tables)).to_numpy().sum() == 0


def test_an_opportunity_is_found_on_the_first_of_its_days():
    row = {"opportunity_id": "o", "seeker_id": "s", "kind": "project", "offered_on": on(1)}
    assert weekly(figures(opportunities=[row]))["opportunities"].to_list()[-2:] == [0, 1]
    row |= {"applied_on": on(8)}
    assert weekly(figures(opportunities=[row]))["opportunities"].to_list()[-2:] == [1, 0]


def test_an_empty_log_has_empty_weeks():
    assert weekly(figures()).to_numpy().sum() == 0
