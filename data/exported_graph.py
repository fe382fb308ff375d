"""The referral graph as a file for other programs: GraphML (Gephi, yEd, igraph) or GEXF (Gephi)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.errors import NotAllowedError
from data.store.copying import new_file, put_in_place, refuse_existing

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GRAPH_ENDINGS", "export_graph"]

GRAPH_ENDINGS = (".graphml", ".gexf")

Value: TypeAlias = bool | int | float | str

# What XML 1.0 cannot say at all.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graph(graph: nx.DiGraph, path: str | os.PathLike[str]) -> Path:
    """Write a graph with the attributes of its nodes and edges.

    Attributes are text, numbers and yes/no, each of one type throughout, as
    ``analysis.graph.referral_graph`` makes them. Equal graphs give equal files.

    Raises ``NotAllowedError`` when the file exists or its name ends in neither ``.graphml`` nor
    ``.gexf``, and ``LogbookError`` when it cannot be written.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in GRAPH_ENDINGS:
        raise NotAllowedError(
            "A graph is written as .graphml or .gexf.", where=str(target), fix="Name it so."
        )
    refuse_existing(target)
    ordered = _in_order(graph)
    with new_file(target) as beside:
        if ending == ".graphml":
            _write_graphml(ordered, beside)
        else:
            _write_gexf(ordered, beside)
        put_in_place(beside, target)
    return target


def _write_graphml(graph: nx.DiGraph, path: Path) -> None:
    from networkx.readwrite.graphml import write_graphml_xml

    write_graphml_xml(graph, path, prettyprint=True)


def _write_gexf(graph: nx.DiGraph, path: Path) -> None:
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(graph)
    for element in writer.xml.iter("meta"):  # says when it was written
        element.attrib.pop("lastmodifieddate", None)
    with path.open("wb") as file:
        writer.write(file)


def _in_order(graph: nx.DiGraph) -> nx.DiGraph:
    """Return the graph with nodes and edges in order, and text that XML can say."""
    ordered = graph.__class__(**graph.graph)
    for node, values in sorted(graph.nodes(data=True)):
        ordered.add_node(node, **_sayable(values))
    for start, end, values in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        ordered.add_edge(start, end, **_sayable(values))
    return ordered


def _sayable(values: dict[str, Value]) -> dict[str, Value]:
    return {
        name: _NO_XML.sub("", value) if isinstance(value, str) else value
        for name, value in values.items()
    }
