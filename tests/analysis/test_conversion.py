"""Conversion: known answers by hand, and reasons where nothing is told."""

import pytest

from analysis.conversion import credited_opportunities, latest_destinations
from analysis.measures import measures
from tests.analysis.small import asked, figures, met, named, on


def found(**tables):
    told = measures(figures(**tables))
    return {k.removeprefix("conversion."): m for k, m in told.items() if k[:10] == "conversion"}


def opportunity(number, made_in, seeker="s", **more):
    return {
        "opportunity_id": f"o{number}", "seeker_id": seeker, "interview_id": made_in,
        "kind": "good_word", "opened_on": on(1), **more,
    }  # fmt: skip


def test_requests_that_became_conversations():
    rows = [
        met(1, "a", 9), met(2, "b", 8),
        asked(3, "c", 7, answered_on=on(6), answer="declined"),
        asked(4, "d", 7, cancelled_on=on(5)),
        asked(5, "e", 7), asked(6, "f", 7, answered_on=on(6), answer="accepted"),
    ]  # fmt: skip
    share = found(interviews=rows)["held_share"]
    assert (share.value, share.n, share.left_out) == (0.5, 4, 2)


def test_when_only_conversations_are_logged_the_share_is_withheld():
    rows = [met(n, f"c{n}", 9) for n in range(20)]
    assert found(interviews=rows)["held_share"].reason == "only_held_logged"
    assert found(interviews=rows[:19])["held_share"].value == 1.0
    waiting = found(interviews=[asked(1, "a", 3)])["held_share"]
    assert waiting.reason is not None
    assert found()["held_share"].reason == "no_units"


def test_direction():
    rows = [met(1, "a", 9, direction="changed"), met(2, "b", 8, direction="none"), met(3, "c", 7)]
    share = found(interviews=rows)["direction_share"]
    assert (share.value, share.n, share.left_out) == (0.5, 2, 1)
    assert {g.group: g.estimate.value for g in share.by} == {"changed": 0.5, "none": 0.5}
    assert found(interviews=rows[2:])["direction_share"].reason == "not_recorded"


def test_opportunities_and_the_conversations_behind_them():
    rows = [met(1, "a", 20, source="cold"), met(2, "b", 9), met(3, "b", 5), met(4, "c", 4, "t")]
    told = found(
        interviews=rows,
        referrals=[named(1, "a", "b", "i1", 20)],
        opportunities=[opportunity(1, "i3"), opportunity(2, "i1"), opportunity(3, None)],
    )
    assert told["opportunity_share"].value == 0.5
    assert told["meetings_per_opportunity"].value == 1.0  # three meetings, three opportunities
    assert told["credited_opportunities"].value == 1  # in a repeat conversation with b
    none = found(interviews=rows)
    for key in ("opportunity_share", "meetings_per_opportunity"):
        assert none[key].reason == "none_recorded"


def test_an_opportunity_goes_back_to_the_first_conversation_of_its_pair():
    of = figures(
        interviews=[met(1, "a", 20), met(2, "b", 9), met(3, "b", 5)],
        referrals=[named(1, "a", "b", "i1", 20)],
        opportunities=[opportunity(1, "i3")],
    )
    row = credited_opportunities(of).iloc[0]
    assert (row["meeting_id"], row["generation"], row["came_by"]) == ("i2", 1, "r1")


def test_first_destinations():
    known = [
        ("s", "seeking", 9), ("s", "employed", 3), ("t", "not_seeking", 5), ("u", "seeking", 5),
    ]  # fmt: skip
    tables = {
        "interviews": [met(n, "a", 20, seeker) for n, seeker in enumerate("stuv")],
        "destinations": [
            {"person_id": p, "category": c, "known_on": on(days)} for p, c, days in known
        ],
    }
    told = found(**tables)
    assert told["knowledge_rate"].value == 0.75
    assert (told["career_outcomes_rate"].value, told["career_outcomes_rate"].n) == (0.5, 2)
    assert told["career_outcomes_rate"].left_out == 1
    assert set(latest_destinations(figures(**tables))["category"]) == {
        "employed", "not_seeking", "seeking",
    }  # fmt: skip
    assert found(interviews=tables["interviews"])["knowledge_rate"].reason == "not_recorded"


def test_the_interval_of_conversations_per_opportunity_is_that_of_the_inverse_rate():
    rows = [met(n, f"c{n}", 9, f"s{n % 4}") for n in range(40)]
    ops = [opportunity(n, None, f"s{n}") for n in range(4)]
    told = found(interviews=rows, opportunities=ops)["meetings_per_opportunity"]
    # four events in forty, seekers alike: Garwood, 90 %, 1.366 to 9.154
    assert told.value == 10
    assert (told.low, told.high) == (pytest.approx(40 / 9.154, abs=0.01),
                                     pytest.approx(40 / 1.366, abs=0.05))  # fmt: skip
