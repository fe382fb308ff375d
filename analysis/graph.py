"""The referral graph: who named whom, as a networkx graph."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from analysis.credit import Credit, credit
from analysis.forest import by_contact, forest
from analysis.requests import requests
from data.log import Log

__all__ = ["EDGE_ATTRIBUTES", "NODE_ATTRIBUTES", "referral_graph"]

NODE_ATTRIBUTES = {
    "name": "the person's name",
    "role": "seeker, contact, or both",
    "organization": "where the person works",
    "industry": "the person's industry",
    "asked": "requests by selected seekers",
    "met": "whether a selected seeker has met this person",
    "held_on": "the first meeting with a selected seeker (ISO date)",
    "seekers": "selected seekers who have met this person",
    "generation": "meetings above the highest of these meetings",
    "offspring": "meetings that these meetings led to",
    "descendants": "meetings below these meetings, each counted once",
    "named": "referrals of this person to selected seekers",
}
"""Attributes of nodes. What is unknown, or has not happened, is left out: no value is None."""

EDGE_ATTRIBUTES = {
    "count": "referrals of this person by that one",
    "seekers": "seekers to whom they were made",
    "seeker": "names of these seekers, in alphabetical order, joined by '; '",
    "made_on": "the first of them (ISO date)",
    "credited": "whether a request made by then is credited to one of them",
    "fresh": "whether one of them named a person new to the seeker",
    "introducer": "whether all were made outside any logged conversation",
}
"""Attributes of edges. A day that is unknown is left out."""


def referral_graph(log: Log, credited: Credit | None = None) -> nx.DiGraph:
    """Return the referrals known by the as-of date as a directed graph of people.

    An edge goes from the person who named to the person named; referrals of one person by the same
    other are one edge. Nodes are the people whom the selected seekers know: those seekers, all whom
    they asked, all who named or were named to them, keyed by person_id; leads have no node. With
    cohorts selected, an edge is there when it was made to a selected seeker or handed off to one.
    Referrals that earn nothing (late, twice, to oneself) are in the graph.

    Attributes are text, numbers and yes/no, so that every networkx writer takes them:
    :data:`NODE_ATTRIBUTES` and :data:`EDGE_ATTRIBUTES`. There is no free text, no e-mail address
    and no id but the key. Nodes and edges are in the order of their keys.

    >>> log = Log.from_frames({
    ...     "interviews": [
    ...         {"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...          "held_on": "2026-01-05"}],
    ...     "referrals": [
    ...         {"referral_id": "r", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
    ...          "referred_id": "bob"}]})
    >>> graph = referral_graph(log)
    >>> list(graph.edges), graph.nodes["ann"]["met"], graph.nodes["bob"]["met"]
    ([('ann', 'bob')], True, False)
    """
    known = credit(log) if credited is None else credited
    asked = requests(log, known)
    asked = asked[asked["selected"]]
    told = _referrals(log, known, asked)
    names = log.whole("people").set_index("person_id")["name"]
    nodes = _nodes(log, known, asked, told)
    edges = _edges(told, names)
    graph = nx.DiGraph(as_of=log.as_of.isoformat())
    graph.add_nodes_from(zip(nodes.index, _records(nodes), strict=True))
    graph.add_edges_from(
        (giver, named, record)
        for (giver, named), record in zip(edges.index, _records(edges), strict=True)
    )
    return graph


def _referrals(log: Log, known: Credit, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the referrals of people made to the selected seekers, or handed off to them."""
    told = known.referrals[
        known.referrals["referral_id"].isin(log.table("referrals")["referral_id"])
        & known.referrals["referred_id"].notna()
    ]
    credits_ = known.credits
    by_now = credits_["interview_id"].isin(asked["interview_id"])
    by_now &= credits_["approach_on"] <= np.datetime64(log.as_of, "s")
    earning = credits_.loc[by_now, "referral_id"].dropna()
    credited = told["referral_id"].isin(earning)
    selected = told["seeker_id"].isin(log.seeker_ids)
    return told.assign(credited=credited)[selected | credited]


def _nodes(log: Log, known: Credit, asked: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    trees = forest(log, known)
    hosts = by_contact(trees[trees["selected"]]).set_index("contact_id")
    seekers = pd.Index(log.seeker_ids)
    contacts = pd.Index(
        pd.concat([asked["contact_id"], told["from_id"], told["referred_id"]]).dropna().unique()
    )
    keys = seekers.union(contacts).union(pd.Index(told["seeker_id"].unique())).sort_values()
    people = log.whole("people").set_index("person_id")
    people = people[["name", "organization", "industry"]].reindex(keys)
    giver = keys.isin(seekers) | keys.isin(told["seeker_id"])
    return people.assign(
        role=np.select([giver & keys.isin(contacts), giver], ["both", "seeker"], "contact"),
        asked=_counts(asked["contact_id"], keys),
        met=keys.isin(hosts.index),
        held_on=hosts["held_on"].reindex(keys).dt.strftime("%Y-%m-%d"),
        seekers=hosts["meetings"].reindex(keys, fill_value=0),
        generation=hosts["generation"].reindex(keys).astype("Int64"),
        offspring=hosts["offspring"].reindex(keys, fill_value=0),
        descendants=hosts["descendants"].reindex(keys, fill_value=0),
        named=_counts(told["referred_id"], keys),
    )[list(NODE_ATTRIBUTES)]


def _edges(told: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    named = told.assign(seeker=told["seeker_id"].map(names))
    edges = named.groupby(["from_id", "referred_id"]).agg(
        count=("referral_id", "size"),
        seekers=("seeker_id", "nunique"),
        seeker=("seeker", lambda called: "; ".join(sorted(called.dropna().unique())) or None),
        made_on=("dated_on", "min"),
        credited=("credited", "any"),
        fresh=("fresh", "any"),
        introducer=("introducer", "all"),
    )
    return edges.assign(made_on=edges["made_on"].dt.strftime("%Y-%m-%d"))[list(EDGE_ATTRIBUTES)]


def _counts(ids: pd.Series, keys: pd.Index) -> pd.Series:
    return ids.value_counts().reindex(keys, fill_value=0)


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows as dictionaries of plain values, without those that are missing."""
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {str(name): value for name, value in record.items() if value is not None}
        for record in plain
    ]
