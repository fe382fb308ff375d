"""The pages' questions by plain means: networkx for the forest, pandas groupby for rows.

Only questions that both can be asked are answered: the trees and their components with a DiGraph,
people met, requests by state, names per conversation and thanks by the week from raw tables. Debts
and their due dates have no plain counterpart here, so the ratio flatters networkx.
"""

import datetime as dt
import time

import networkx as nx
import numpy as np
import pandas as pd

from data.log import Log
from tests.benchmarks.plain_forest import plain_forest

__all__ = ["plain_page"]


def plain_page(log: Log, as_of: dt.date) -> tuple[dict, dict]:
    """Return the seconds of graph and rows, and figures to compare."""
    start = time.process_time()
    trees = forest_until(log, as_of)
    graph, told = time.process_time() - start, figures_of(trees)
    start = time.process_time()
    met = rows(log, pd.Timestamp(as_of))
    return {"graph": graph, "rows": time.process_time() - start}, told | {"met": met}


def forest_until(log: Log, as_of: dt.date) -> nx.DiGraph:
    """Return the forest of the meetings held by then, as a graph (credit never changes later)."""
    every = plain_forest(log)
    interviews = log.whole("interviews")
    held = dict(zip(interviews["interview_id"], interviews["held_on"], strict=True))
    graph = nx.DiGraph()
    for child, parent in zip(every["interview_id"], every["parent_id"], strict=True):
        if held[child] <= pd.Timestamp(as_of):
            graph.add_node(child)
            if isinstance(parent, str):
                graph.add_edge(parent, child)
    return graph


def figures_of(graph: nx.DiGraph) -> dict:
    order = list(nx.topological_sort(graph))
    generation: dict = {}
    below = dict.fromkeys(order, 0)
    for node in order:
        above = next(graph.predecessors(node), None)
        generation[node] = 0 if above is None else generation[above] + 1
    for node in reversed(order):
        for above in graph.predecessors(node):
            below[above] += below[node] + 1
    sizes = [len(part) for part in nx.weakly_connected_components(graph)]
    assert sum(sizes) == len(order)
    return {
        "meetings": len(order),
        "generations": max(generation.values(), default=0),
        "descendants": sum(below.values()),
        "offspring": graph.number_of_edges(),
    }


def rows(log: Log, day: pd.Timestamp) -> int:
    asked = log.whole("interviews")
    known = asked[asked["requested_on"].fillna(asked["held_on"]) <= day]
    held = known[known["held_on"] <= day]
    state = np.where(known["held_on"] <= day, "held", known["answer"].fillna("pending"))
    known.groupby(["seeker_id", state]).size()
    held.groupby("contact_id")["seeker_id"].nunique()
    told = log.whole("referrals")
    told = told[told["made_on"] <= day]
    held.merge(told, on="interview_id").groupby("interview_id").size()
    sent = log.whole("follow_ups")
    sent[sent["done_on"] <= day].groupby(pd.Grouper(key="done_on", freq="7D")).size()
    unthanked = held[~held["interview_id"].isin(sent["interview_id"])]
    unthanked.groupby("seeker_id").size().nlargest(8)
    return held["contact_id"].nunique()
