"""The referral graph goes out with its attributes and comes back in other programs."""

import datetime as dt

import networkx as nx
import pytest

from analysis.graph import referral_graph
from data.errors import NotAllowedError
from data.exported_graph import export_graph
from data.log import Log
from tests.data.full_log import ROWS

READ = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}


def graph(*, reverse=False):
    nodes = [
        ("b", {"name": "Bo & <Co>\x00", "asked": 2, "met": True, "held_on": "2026-03-01"}),
        ("a", {"name": "李 小龍", "asked": 1, "met": False}),
        ("c", {"asked": 0, "met": False}),
    ]
    edges = [("b", "c", {"count": 2, "made_on": "2026-03-02"}), ("a", "b", {"count": 1})]
    made = nx.DiGraph(as_of="2026-03-03")
    made.add_nodes_from(nodes[::-1] if reverse else nodes)
    made.add_edges_from(edges[::-1] if reverse else edges)
    return made


@pytest.mark.parametrize("ending", READ)
def test_nodes_edges_and_attributes_come_back(tmp_path, ending):
    back = READ[ending](export_graph(graph(), tmp_path / f"g{ending}"))
    assert back.is_directed()
    assert set(back.edges) == {("a", "b"), ("b", "c")}
    assert (back.nodes["b"]["name"], back.nodes["a"]["name"]) == ("Bo & <Co>", "李 小龍")
    assert (back.nodes["b"]["met"], back.nodes["b"]["held_on"]) == (True, "2026-03-01")
    assert [back.nodes[n]["asked"] for n in "abc"] == [1, 2, 0]
    assert back.edges["b", "c"]["made_on"] == "2026-03-02"
    assert "held_on" not in back.nodes["a"]
    assert "made_on" not in back.edges["a", "b"]


@pytest.mark.parametrize("ending", READ)
def test_the_graph_of_a_log_goes_out_and_comes_back(tmp_path, ending):
    log = Log.from_frames({name: rows for name, rows in ROWS.items() if name != "seekers"})
    whole = referral_graph(log)
    back = READ[ending](export_graph(whole, tmp_path / f"g{ending}"))
    assert {*back.edges} == {*whole.edges}
    for node, values in whole.nodes(data=True):
        assert {name: back.nodes[node][name] for name in values} == values


@pytest.mark.parametrize("ending", READ)
def test_equal_graphs_give_equal_files(tmp_path, ending):
    one = export_graph(graph(), tmp_path / f"1{ending}")
    other = export_graph(graph(reverse=True), tmp_path / f"2{ending}")
    assert one.read_bytes() == other.read_bytes()
    assert str(dt.date.today().year).encode() + b"-" not in one.read_bytes().replace(
        b"2026-03", b""
    )


@pytest.mark.parametrize("name", ["graph.csv", "graph"])
def test_other_endings_are_refused(tmp_path, name):
    with pytest.raises(NotAllowedError, match="written as"):
        export_graph(graph(), tmp_path / name)


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "g.gexf").write_text("mine")
    with pytest.raises(NotAllowedError, match="nothing is overwritten"):
        export_graph(graph(), tmp_path / "g.gexf")
    assert [p.name for p in tmp_path.iterdir()] == ["g.gexf"]


def test_an_empty_graph_is_a_file_too(tmp_path):
    assert len(nx.read_graphml(export_graph(nx.DiGraph(), tmp_path / "g.graphml"))) == 0
