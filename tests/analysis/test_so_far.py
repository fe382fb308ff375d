"""What may be said of multiplication without a fit: each finding where it must and must not be."""

import datetime as dt

import pytest

from analysis.figures import Figures
from analysis.so_far import multiplication_finding, so_far_by
from data.log import Log
from tests.analysis.small import DAY, figures, met, named, on


def chain(meetings, led_to, days=100, seekers=("s", "t"), **more):
    """So many meetings, of which so many were named in the one before."""
    rows, names = [], []
    for n in range(meetings):
        seeker = seekers[n % len(seekers)]
        rows.append(met(n, f"c{n}", days - n % 40, seeker, names_given=0, **more))
    for n in range(led_to):
        giver = n % (meetings // 2)
        person = len(seekers) * (meetings // (2 * len(seekers))) + n
        names.append(
            named(n, f"c{giver}", f"c{person}", f"i{giver}", seeker=rows[person]["seeker_id"])
        )
        rows[person]["held_on"] = on(5)
        rows[giver]["held_on"] = on(days)
    return {"interviews": rows, "referrals": names}


def found(**tables):
    return multiplication_finding(figures(**tables))


def test_no_conversation():
    assert found().key == "nobody_met"


def test_where_nothing_is_said_of_how_people_were_found():
    told = found(interviews=[met(n, f"c{n}", 9) for n in range(30)])
    assert (told.key, told.numbers["meetings"], told.numbers["unknown"]) == ("not_recorded", 30, 30)


def test_too_early_below_twenty_conversations_or_five_that_they_led_to():
    assert found(**chain(19, 6, source="cold")).key == "too_early"
    assert found(**chain(40, 4, source="cold")).key == "too_early"
    told = found(**chain(40, 5, source="cold"))
    assert (told.key, told.tone) == ("so_far", "plain")
    assert told.numbers["led_to"] == 5


def test_no_verdict_on_a_young_cohort_however_little_it_has_led_to():
    told = found(**chain(60, 6, days=45, source="cold"))
    assert told.key == "so_far"
    assert told.numbers["young"] == 60


def test_a_log_whose_trees_are_all_its_own_is_never_above_ten():
    """Every further conversation is one of the conversations: 1 − roots ÷ meetings."""
    rows = [met(0, "c0", 200, source="cold")]
    rows += [met(n, f"c{n}", 200 - n) for n in range(1, 121)]
    names = [
        named(n, f"c{(n - 1) // 3}", f"c{n}", f"i{(n - 1) // 3}") for n in range(1, 121)
    ]  # each leads to three
    told = found(interviews=rows, referrals=names)
    assert (told.key, told.numbers["led_to"], told.numbers["meetings"]) == ("so_far", 120, 121)


def test_growing_needs_an_interval_above_ten():
    """Names handed to others count: the selected conversations may lead to more than they are."""
    rows = [met(n, f"c{n}", 100, "s", source="cold") for n in range(20)]
    children = [met(100 + n, f"d{n}", 40, "t") for n in range(60)]
    names = [named(n, f"c{n % 20}", f"d{n}", f"i{n % 20}") for n in range(60)]
    for n, row in enumerate(children):
        row["referral_id"] = f"r{n}"
    tables = {
        "interviews": rows + children,
        "referrals": names,
        "cohorts": [{"cohort_id": "k", "name": "K"}],
        "seekers": [{"person_id": "s", "cohort_id": "k"}, {"person_id": "u", "cohort_id": "k"}],
    }
    log = Log.from_frames(tables, as_of=DAY, cohorts=("k",))
    told = multiplication_finding(Figures(log))
    assert (told.key, told.tone) == ("growing", "good")
    assert told.numbers["likely_low"] > 10
    assert told.numbers["led_to"] == 60


def test_a_search_that_is_over_is_told_and_not_judged():
    tables = chain(40, 10, source="cold")
    seekers = [{"person_id": p, "cohort_id": "k", "left_on": on(1)} for p in "st"]
    cohorts = [{"cohort_id": "k", "name": "K"}]
    assert found(**tables, seekers=seekers, cohorts=cohorts).key == "ended"
    seekers[0]["left_on"] = None
    assert found(**tables, seekers=seekers, cohorts=cohorts).key == "so_far"


def test_one_seeker_of_several_has_counts_only():
    tables = chain(60, 10, source="cold")
    tables |= {
        "cohorts": [{"cohort_id": "k", "name": "K"}],
        "seekers": [{"person_id": "s", "cohort_id": "k"}],
    }
    one = Figures(Log.from_frames(tables, as_of=DAY, cohorts=("k",)))
    assert one.singles_out
    assert multiplication_finding(one).key == "one_seeker"
    assert so_far_by(one, "source")["each"].isna().all()
    assert so_far_by(one, "source")["meetings"].tolist() == [30]


def test_unknown_origins_give_bounds():
    tables = chain(40, 10, source="cold")
    for row in tables["interviews"][10:20]:
        row["source"] = None
    told = found(**tables).numbers
    assert (told["unknown"], told["led_to"], told["most"]) == (10, 10, 5)


@pytest.mark.parametrize("days", [0, 59, 60])
def test_conversations_of_the_last_sixty_days_are_young(days):
    rows = so_far_by(figures(interviews=[met(1, "a", days, source="cold")]), "month")
    assert rows["young"].tolist() == [days < 60]
    assert rows["group"].tolist() == [f"{DAY - dt.timedelta(days=days):%Y-%m}"]
