"""Ways to an organization: who was met or named there, and who is never offered."""

from analysis.ways import organizations_known, ways_to
from tests.analysis.small import figures, met, named, on, workers

TABLES = {
    "people": workers(a="Quay", b="QUAY", c="quay ", d="Mill", e="Quay", x=None),
    "interviews": [met(1, "a", 20, source="cold"), met(2, "b", 9), met(3, "x", 8)],
    "referrals": [
        named(1, "a", "b", "i1", 20), named(2, "b", "c", "i2", 9), named(3, "a", "d", "i1", 20),
    ],
}  # fmt: skip


def people(**more):
    return [p | more.get(p["person_id"], {}) for p in TABLES["people"]]


def test_those_met_first_then_the_open_doors_with_who_named_them():
    ways = ways_to(figures(**TABLES), "quay")
    assert ways["person_id"].to_list() == ["b", "a", "c"]
    assert ways["met"].to_list() == [True, True, False]
    assert ways["through_id"].fillna("").to_list() == ["a", "", "b"]
    assert ways["day"].dt.date.to_list() == [on(9), on(20), on(9)]


def test_organizations_are_those_of_people_met_or_named_each_spelled_once():
    assert organizations_known(figures(**TABLES)) == ["Mill", "QUAY"]
    assert organizations_known(figures()) == []


def test_who_asked_not_to_be_contacted_or_rests_is_never_offered():
    silent = people(a={"do_not_contact_on": on(1)}, c={"do_not_contact_on": on(1)},
                    b={"resting_until": on(-3)})  # fmt: skip
    assert ways_to(figures(**{**TABLES, "people": silent}), "quay").empty
    rested = people(b={"resting_until": on(1)})
    assert "b" in set(ways_to(figures(**{**TABLES, "people": rested}), "Quay")["person_id"])


def test_a_wish_of_later_does_not_reach_back():
    later = people(a={"do_not_contact_on": on(1)})
    then = figures(as_of=on(10), **{**TABLES, "people": later})
    assert ways_to(then, "quay")["person_id"].to_list() == ["a", "b"]


def test_nobody_there():
    assert ways_to(figures(**TABLES), "Nowhere").empty
    assert ways_to(figures(), "Quay").empty
