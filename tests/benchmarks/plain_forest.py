"""The forest with dictionaries and networkx: what the arrays are timed against.

The same definitions, written as one would for a thousand requests, each step linear in the log.
"""

import networkx as nx
import pandas as pd

from data.log import Log

__all__ = ["plain_forest"]


def plain_forest(log: Log) -> pd.DataFrame:
    """Return interview_id, parent_id, generation, offspring, descendants and root_id."""
    requests = records(log.whole("interviews"))
    referrals = records(log.whole("referrals"))
    by_id = {row["interview_id"]: row for row in requests}
    credited = credits_of(requests, referrals, by_id)
    first = {}
    for row in requests:
        pair = row["seeker_id"], row["contact_id"]
        if row["held_on"] and (pair not in first or row["held_on"] < first[pair]["held_on"]):
            first[pair] = row
    graph = nx.DiGraph()
    graph.add_nodes_from(row["interview_id"] for row in first.values())
    for row in first.values():
        above = parent_of(row, credited, by_id, first)
        if above:
            graph.add_edge(above["interview_id"], row["interview_id"])
    return measured(graph)


def records(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def approach(row: dict):
    return row["requested_on"] or row["held_on"]


def dated(referral: dict, told: dict | None):
    return referral["made_on"] or (told and (told["held_on"] or told["answered_on"]))


def passes(referral: dict, row: dict, by_id: dict) -> bool:
    told = by_id.get(referral["interview_id"])
    on = dated(referral, told)
    if not on or on > approach(row) or referral["from_id"] == row["contact_id"]:
        return False
    return told is None or approach(told) <= approach(row)


def credits_of(requests: list[dict], referrals: list[dict], by_id: dict) -> dict:
    known = {row["referral_id"]: row for row in referrals}
    of_pair: dict = {}
    for row in referrals:
        of_pair.setdefault((row["seeker_id"], row["referred_id"]), []).append(row)
    credited = {}
    for row in requests:
        named = known.get(row["referral_id"])
        if named and named["referred_id"] == row["contact_id"] and passes(named, row, by_id):
            credited[row["interview_id"]] = named
            continue
        candidates = of_pair.get((row["seeker_id"], row["contact_id"]), [])
        found = [r for r in candidates if passes(r, row, by_id)]
        if found:
            credited[row["interview_id"]] = min(
                found, key=lambda r: dated(r, by_id.get(r["interview_id"]))
            )
    return credited


def parent_of(child: dict, credited: dict, by_id: dict, first: dict) -> dict | None:
    at, met = child, set()
    while at["interview_id"] in credited and at["interview_id"] not in met:
        met.add(at["interview_id"])
        at = by_id.get(credited[at["interview_id"]]["interview_id"])
        if at is None:
            return None
        meeting = first.get((at["seeker_id"], at["contact_id"]))
        if meeting and meeting["held_on"] <= child["held_on"]:
            return meeting
    return None


def measured(graph: nx.DiGraph) -> pd.DataFrame:
    parent, generation, root, below = {}, {}, {}, dict.fromkeys(graph, 0)
    order = list(nx.topological_sort(graph))
    for node in order:
        above = next(graph.predecessors(node), None)
        parent[node] = above
        generation[node] = 0 if above is None else generation[above] + 1
        root[node] = node if above is None else root[above]
    for node in reversed(order):
        if parent[node] is not None:
            below[parent[node]] += below[node] + 1
    rows = {
        "interview_id": order,
        "parent_id": [parent[node] for node in order],
        "generation": [generation[node] for node in order],
        "offspring": [graph.out_degree(node) for node in order],
        "descendants": [below[node] for node in order],
        "root_id": [root[node] for node in order],
    }
    return pd.DataFrame(rows).sort_values("interview_id", ignore_index=True)
