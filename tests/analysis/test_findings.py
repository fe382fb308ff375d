"""Findings: each is said where it holds and not where it does not; its numbers are the log's."""

import pytest

from analysis.findings import reach_finding, week, week_finding
from dashboard.text.sentences import sentence
from tests.analysis.small import asked, figures, met, named, on, thanked


def of_reach(own=0, introduced=0, cold=0, unknown=0, hosts=1):
    """So many meetings; the introduced ones are each named by one of the first hosts in turn."""
    rows, names = [], []
    for n in range(own + cold + unknown):
        source = "own_network" if n < own else "cold" if n < own + cold else None
        rows.append(met(f"a{n}", f"a{n}", 60, source=source))
    for n in range(introduced):
        giver = n % hosts
        rows.append(met(f"b{n}", f"b{n}", 30, source="referral"))
        names.append(named(n, f"a{giver}", f"b{n}", f"ia{giver}", 50))
    return reach_finding(figures(interviews=rows, referrals=names))


def test_nobody_met():
    found = reach_finding(figures(interviews=[asked(1, "a", 3)]))
    assert found.key == "nobody_met"
    assert sentence(found) == "Nobody has been met yet. No door is open."
    assert of_reach(cold=1).key != "nobody_met"


def test_origins_are_missing_from_half_on():
    missing = of_reach(cold=2, unknown=2)
    assert (missing.key, missing.tone) == ("origin_missing", "too_little")
    assert sentence(missing) == "4 conversations. How people were found is missing for 2."
    assert sentence(of_reach(unknown=3)) == (
        "3 conversations. This log does not say how people were found."
    )
    assert of_reach(cold=3, unknown=2).key == "met"


def test_no_verdict_below_twenty_conversations():
    assert (of_reach(own=19).key, of_reach(own=19).tone) == ("met", "plain")
    assert (of_reach(own=20).key, of_reach(own=20).tone) == ("own_network", "bad")


def test_their_own_network_is_said_only_when_the_interval_lies_below_one_half():
    # Wilson, 90 %: 6 of 20 beyond reaches to .484, 7 of 20 to .533
    assert of_reach(own=14, cold=6).key == "own_network"
    assert of_reach(own=13, cold=7).key == "met"
    found = of_reach(own=16, introduced=4)
    assert sentence(found) == (
        "20 conversations, but 16 in our own network; 4 depend on one host alone."
    )


def test_one_host_is_said_from_ten_and_from_one_half_on():
    found = of_reach(cold=10, introduced=10, hosts=1)
    assert (found.key, found.tone) == ("one_host", "bad")
    assert sentence(found) == (
        "20 conversations; of the 10 that came by introduction, 10 go back to one host alone."
    )
    assert of_reach(cold=11, introduced=9, hosts=1).key == "met"
    assert of_reach(cold=10, introduced=20, hosts=2).key == "one_host"
    assert of_reach(cold=10, introduced=21, hosts=3).key == "met"


def test_what_was_reached_with_its_doors():
    tables = {
        "people": [{"person_id": p, "name": p, "organization": "Quay"} for p in "abc"],
        "interviews": [met(1, "a", 9, source="cold"), met(2, "b", 3, source="referral")],
        "referrals": [named(1, "a", "b", "i1", 9), named(2, "a", "c", "i1", 9)],
    }
    assert sentence(reach_finding(figures(**tables))) == (
        "We have met 2 people in 1 organization; half of the conversations came by introduction."
        " 1 door is open."
    )
    del tables["referrals"][1]
    assert sentence(reach_finding(figures(**tables))).endswith("No door is open.")


def test_a_log_without_names_is_not_said_to_have_no_open_door():
    found = reach_finding(figures(interviews=[met(1, "a", 9, source="cold")]))
    assert sentence(found).endswith("This log does not say who was named.")


def good(**more):
    tables = {
        "interviews": [met(1, "a", 3, source="cold", names_asked="asked")],
        "follow_ups": [thanked(1, "a", "i1", 2)],
    }
    return figures(**{**tables, **more})


def test_a_good_week():
    found = week_finding(good())
    assert (found.key, found.tone) == ("good_week", "good")
    assert sentence(found) == "A good week: 1 conversation, 0 new names, everyone thanked."


def test_everyone_is_thanked_only_when_nobody_may_still_be():
    young = good(interviews=[met(1, "a", 3), met(2, "b", 0)])
    assert sentence(week_finding(young)) == (
        "A good week: 2 conversations, 0 new names, no thanks overdue."
    )


def test_a_week_is_not_good_where_thanks_are_not_noted_even_if_all_are_young():
    for days in (0, 3):
        found = week_finding(figures(interviews=[met(1, "a", days)]))
        assert found.key == "quiet_week"
        assert sentence(found) == (
            "1 conversation this week, and nothing that this log notes is overdue."
        )


def test_a_week_is_not_good_for_a_cohort_that_notes_thanks_beside_one_that_does_not():
    seekers = [{"person_id": p, "cohort_id": f"k{p}", "joined_on": on(9)} for p in "st"]
    both = good(
        cohorts=[{"cohort_id": "ks", "name": "S"}, {"cohort_id": "kt", "name": "T"}],
        seekers=seekers,
        interviews=[met(1, "a", 3), met(2, "b", 3, "t")],
    )
    assert week(both)["thanks_noted"] == 0
    assert week_finding(both).key != "good_week"


def test_late_thanks_come_before_a_good_week():
    found = week_finding(good(interviews=[met(1, "a", 3), met(2, "b", 2)]))
    assert (found.key, found.tone) == ("waiting", "bad")
    assert sentence(found) == "1 thank-you is late. Start with this one."


@pytest.mark.parametrize(("days", "waits"), [(21, False), (22, True)])
def test_somebody_has_gone_quiet_after_three_weeks(days, waits):
    rows = [met(1, "a", 1, "t"), met(2, "b", days, "s")]
    sent = [thanked(1, "a", "i1", 1, "t"), thanked(2, "b", "i2", days, "s")]
    found = week_finding(good(interviews=rows, follow_ups=sent))
    assert found.numbers["quiet"] == waits
    assert (found.key == "waiting") is waits


def test_seekers_who_have_not_started_are_seekers_in_the_sentence():
    seekers = [{"person_id": p, "cohort_id": "k", "joined_on": on(20)} for p in "xy"]
    lucky = {"opportunity_id": "o", "seeker_id": "z", "kind": "good_word", "opened_on": on(1)}
    of = figures(cohorts=[{"cohort_id": "k", "name": "K"}], seekers=seekers, opportunities=[lucky])
    found = week_finding(of)
    assert sentence(found) == "2 seekers have not started. Start with these two."


def test_the_log_that_ended_and_the_log_that_has_not_begun():
    ended = week_finding(good(interviews=[met(1, "a", 30)], follow_ups=[]))
    assert (ended.key, ended.day) == ("stale", on(30))
    assert week_finding(good(interviews=[met(1, "a", 7)], follow_ups=[])).key != "stale"
    assert week_finding(good(interviews=[met(1, "a", 8)], follow_ups=[])).key == "stale"
    assert sentence(week_finding(figures())) == "Nothing had happened in this log by that day."


def test_a_quiet_week():
    found = week_finding(good(interviews=[met(1, "a", 7)], follow_ups=[thanked(1, "a", "i1", 6)]))
    assert sentence(found) == "A quiet week: no conversation, and nothing is overdue."


def test_days_known_to_the_month_only_are_in_no_week():
    rows = [met(1, "a", 5, approximate="held_on"), met(2, "b", 5)]
    assert week(good(interviews=rows))["conversations"] == 1
