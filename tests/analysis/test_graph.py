"""The referral graph: nodes, edges, attributes, and that every writer takes them."""

import io

import networkx as nx
from hypothesis import given

from analysis.forest import forest
from analysis.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, referral_graph
from data.log import Log
from tests.analysis.logs import day, days, log_of, logs, many

TABLES = {
    "people": [
        {"person_id": "s", "name": "Sam", "email": "sam@example.org"},
        {"person_id": "t", "name": "Tess"},
        {"person_id": "a", "name": "Ann", "organization": "Museum", "industry": "Arts"},
        {"person_id": "b", "name": "Bob"},
    ],
    "cohorts": [{"cohort_id": "k", "name": "Spring"}],
    "seekers": [{"person_id": "t", "cohort_id": "k", "joined_on": "2026-01-01"}],
    "interviews": [
        {"interview_id": "1", "seeker_id": "s", "contact_id": "a", "held_on": "2026-01-05"},
        {
            "interview_id": "2",
            "seeker_id": "t",
            "contact_id": "b",
            "held_on": "2026-01-20",
            "referral_id": "r",
        },
    ],
    "referrals": [
        {
            "referral_id": r,
            "seeker_id": "s",
            "from_id": "a",
            "interview_id": "1",
            "referred_id": named,
            "lead": lead,
        }
        for r, named, lead in (("q", "b", None), ("r", "b", None), ("l", None, "a job"))
    ],
}


def test_people_are_nodes_and_referrals_of_one_by_one_are_an_edge():
    graph = referral_graph(Log.from_frames(TABLES))
    assert list(graph.nodes) == ["a", "b", "s", "t"]
    assert graph.nodes["a"] == {
        "name": "Ann",
        "role": "contact",
        "organization": "Museum",
        "industry": "Arts",
        "asked": 1,
        "met": True,
        "held_on": "2026-01-05",
        "seekers": 1,
        "generation": 0,
        "offspring": 1,
        "descendants": 1,
        "named": 0,
    }
    assert graph.nodes["s"]["role"] == "seeker"
    assert dict(graph.edges) == {
        ("a", "b"): {
            "count": 2,
            "seekers": 1,
            "seeker": "Sam",
            "made_on": "2026-01-05",
            "credited": True,
            "fresh": True,
            "introducer": False,
        }
    }


def test_a_hand_off_is_in_the_graph_of_the_cohort_that_took_it():
    graph = referral_graph(Log.from_frames(TABLES, cohorts=["Spring"]))
    assert list(graph.edges) == [("a", "b")]
    assert graph.edges["a", "b"]["count"] == 1
    assert graph.nodes["b"]["met"]
    assert not graph.nodes["a"]["met"]


def test_before_the_hand_off_the_edge_is_not_credited():
    graph = referral_graph(Log.from_frames(TABLES, as_of=day(10)))
    assert not graph.edges["a", "b"]["credited"]
    assert graph.nodes["b"]["met"] is False
    assert "held_on" not in graph.nodes["b"]


def test_an_empty_log_has_an_empty_graph():
    assert len(referral_graph(Log.from_frames({}))) == 0


@given(logs, days)
def test_attributes_are_those_documented_plain_and_without_ids_or_addresses(tables, on):
    graph = referral_graph(log_of(tables, as_of=on))
    ids = set(graph) | {row["interview_id"] for row in tables["interviews"]}
    for attributes, documented in (
        (graph.nodes.values(), NODE_ATTRIBUTES),
        (graph.edges.values(), EDGE_ATTRIBUTES),
    ):
        for found in attributes:
            assert set(found) <= set(documented)
            assert all(type(value) in {str, int, bool} for value in found.values())
            texts = [value for value in found.values() if isinstance(value, str)]
            assert not ids & set(texts)
            assert not any("@" in text for text in texts)
    nx.write_graphml(graph, io.BytesIO())
    nx.write_gexf(graph, io.BytesIO())


def test_edges_are_the_referrals_and_met_people_the_hosts():
    tables = many(5, 200)
    log = log_of(tables)
    graph, trees = referral_graph(log), forest(log)
    told = [row for row in tables["referrals"] if row["referred_id"] is not None]
    assert set(graph.edges) == {(row["from_id"], row["referred_id"]) for row in told}
    assert sum(count for *_, count in graph.edges.data("count")) == len(told)
    assert {key for key, met in graph.nodes.data("met") if met} == set(trees["contact_id"])
    assert sum(dict(graph.nodes.data("offspring")).values()) == trees["offspring"].sum()
