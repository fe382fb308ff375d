"""Credit and the forest once more, one row at a time, from the words of the design.

Slow and plain on purpose: the second method to which the arrays are compared.
"""

import datetime as dt
from dataclasses import dataclass, field

import networkx as nx

from data.names import fold_email, fold_name

__all__ = ["Hand", "by_hand"]

LATE = dt.date.max


@dataclass
class Hand:
    """What was worked out by hand: per request, per meeting, per referral."""

    credited: dict[str, str | None] = field(default_factory=dict)
    rule: dict[str, str] = field(default_factory=dict)
    forest: dict[str, dict] = field(default_factory=dict)
    fresh: dict[str, bool] = field(default_factory=dict)


class Book:
    def __init__(self, tables: dict[str, list[dict]]) -> None:
        self.requests = {row["interview_id"]: row for row in tables["interviews"]}
        self.referrals = {row["referral_id"]: row for row in tables.get("referrals", [])}
        self.people = {row["person_id"]: row for row in tables.get("people", [])}

    def called(self, person):
        row = self.people.get(person, {})
        return fold_name(row.get("name") or ""), fold_email(row.get("email") or "")

    def approach(self, request):
        return request.get("requested_on") or request.get("held_on")

    def made_in(self, referral):
        return self.requests.get(referral.get("interview_id"))

    def dated(self, referral):
        told = self.made_in(referral) or {}
        return referral.get("made_on") or told.get("held_on") or told.get("answered_on")

    def passes(self, referral, request):
        on, dated = self.approach(request), self.dated(referral)
        if on is None or dated is None or dated > on:
            return False
        if referral["from_id"] == request["contact_id"]:
            return False
        if referral.get("interview_id") is None:
            return True
        told = self.made_in(referral)
        if told is None or self.approach(told) is None:
            return False
        return self.approach(told) <= on

    def credit(self, request):
        named = self.referrals.get(request.get("referral_id"))
        named_here = named and named.get("referred_id") in {None, request["contact_id"]}
        if named_here and self.passes(named, request):
            return named, "named"
        candidates = [
            r
            for r in self.referrals.values()
            if r["seeker_id"] == request["seeker_id"]
            and r.get("referred_id") == request["contact_id"]
            and self.passes(r, request)
        ]
        if candidates:
            return min(candidates, key=self.precedence), "inferred"
        if request.get("referral_id") is not None or request.get("source") == "referral":
            return None, "orphan"
        return None, "none"

    def precedence(self, referral):
        told = self.made_in(referral)
        approach = self.approach(told) if told else LATE
        return self.dated(referral), approach, *self.called(referral["from_id"])


def by_hand(tables: dict[str, list[dict]], as_of: dt.date) -> Hand:
    book, hand = Book(tables), Hand()
    credits_ = {i: book.credit(request) for i, request in book.requests.items()}
    for i, (referral, rule) in credits_.items():
        hand.credited[i] = referral and referral["referral_id"]
        hand.rule[i] = rule
    first = _first_conversations(book, credits_)
    parent, way = {}, {}
    for i in first.values():
        parent[i], way[i] = _parent(book, credits_, first, i)
    for cycle in _cycles(parent):
        parent[min(cycle, key=lambda i: _earliest(book, i))] = None
    held = {i for i in first.values() if book.requests[i]["held_on"] <= as_of}
    hand.forest = _trees(book, credits_, parent, way, held)
    hand.fresh = {i: _is_fresh(book, r) for i, r in book.referrals.items()}
    return hand


def _first_conversations(book, credits_):
    def order(i):
        request, (referral, _) = book.requests[i], credits_[i]
        dated = book.dated(referral) if referral else LATE
        called = book.called(referral["from_id"]) if referral else ()
        return request["held_on"], book.approach(request), dated, called

    pairs = {}
    for i, request in book.requests.items():
        if request.get("held_on"):
            pairs.setdefault((request["seeker_id"], request["contact_id"]), []).append(i)
    return {pair: min(ids, key=order) for pair, ids in pairs.items()}


def _parent(book, credits_, first, child):
    """Return the parent (None: a root) and the number of credited referrals up to it."""
    met, steps, at = {child}, 0, child
    while True:
        referral, _ = credits_[at]
        told = referral and book.made_in(referral)
        if not told:
            return None, 0
        steps, at = steps + 1, told["interview_id"]
        meeting = first.get((told["seeker_id"], told["contact_id"]))
        if meeting and book.requests[meeting]["held_on"] <= book.requests[child]["held_on"]:
            return meeting, steps
        if at in met:
            return None, 0
        met.add(at)


def _cycles(parent):
    graph = nx.DiGraph((p, child) for child, p in parent.items() if p is not None)
    return list(nx.simple_cycles(graph))


def _earliest(book, i):
    request = book.requests[i]
    return request["held_on"], book.called(request["contact_id"]), book.called(request["seeker_id"])


def _trees(book, credits_, parent, way, held):
    graph = nx.DiGraph()
    graph.add_nodes_from(held)
    graph.add_weighted_edges_from((parent[i], i, way[i]) for i in held if parent[i] is not None)
    rows = {}
    for i in held:
        above = nx.ancestors(graph, i)
        root = next((a for a in above if graph.in_degree(a) == 0), i)
        referral, rule = credits_[i]
        told = referral and book.made_in(referral)
        rows[i] = {
            "parent_id": parent[i],
            "direct_parent_id": told and told["interview_id"],
            "inferred": rule == "inferred",
            "conduit": parent[i] is not None and way[i] > 1,
            "orphan": rule == "orphan",
            "generation": len(above),
            "hops": nx.shortest_path_length(graph, root, i, weight="weight"),
            "offspring": graph.out_degree(i),
            "descendants": len(nx.descendants(graph, i)),
            "root_id": root,
        }
    return rows


def _is_fresh(book, referral):
    dated, person, seeker = book.dated(referral), referral.get("referred_id"), referral["seeker_id"]
    if dated is None or person in {None, seeker, referral["from_id"]}:
        return False
    for request in book.requests.values():
        if (request["seeker_id"], request["contact_id"]) == (seeker, person):
            days = ("requested_on", "answered_on", "held_on", "cancelled_on")
            if min(request[d] for d in days if request.get(d)) < dated:
                return False

    def order(other):
        told = book.made_in(other)
        approach = (book.approach(told) or LATE) if told else LATE
        return book.dated(other), book.called(other["from_id"]), approach

    others = [
        r
        for r in book.referrals.values()
        if (r["seeker_id"], r.get("referred_id")) == (seeker, person)
        and book.dated(r)
        and r["from_id"] != person
    ]
    return min(others, key=order) is referral
