"""The chain as a small tree: everybody on a line behind who named them, further names below."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.map_marks import SYMBOLS
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.persons import STATES, more_names

__all__ = ["MOST_ROWS", "ChainPlan", "chain_chart", "chain_plan"]

MOST_ROWS = 40
"""Rows that are drawn at the most; the table has everybody."""

_ROW = 34
_HIGH_ROW = 48
"""Pixels of a row; the second where a name takes two lines."""

_WIDE = 800
_LABEL = 150
_LETTER = 6.3
"""Pixels: the picture on a narrow page, the last label, a letter."""

_FOOT = 14
_LEGEND_ROOM = 58
"""Pixels below the last row, and above the first."""

_BESIDE = 5
"""Pixels beside a label that stay free."""
_FOLDED = 3
"""Names from one person, not asked yet, that are drawn one by one; further ones share a mark."""

_BELOW = 2
"""Generations below a contact that are drawn."""

_NOT_ASKED = ("open", "let_go")


@dataclass(frozen=True, slots=True)
class ChainPlan:
    """Where everybody of a chain stands.

    ``marks``: one row per mark: label, said (for the hover), state (one of
    :data:`analysis.chain.STATES`, ``seeker`` or ``more``), person_id, kind, here, x (column), row,
    parent (position in ``marks``, −1 for none). ``left_out``: people who are not drawn.
    """

    marks: pd.DataFrame
    left_out: int


def chain_plan(people: pd.DataFrame, *, by_seeker: bool = False) -> ChainPlan:
    """Place a chain: the first name given stands behind the giver, further ones on rows below.

    ``people`` has the columns of :data:`analysis.chain.COLUMNS` and ``name``, ``said``, ``seeker``.
    With ``by_seeker`` a mark of the seeker stands before each tree, and of those who followed
    ``here`` two generations are drawn. When there are more rows than can be drawn, the latest trees
    are.
    """
    if by_seeker:
        near = _near(people)
        cut = len(people) - len(near)
        marks = _folded(_with_seekers(near))
    else:
        cut, marks = 0, _folded(people.assign(kind="contact"))
    placed = _placed(marks, latest_first=False)
    if len(placed) and placed["row"].max() >= MOST_ROWS:
        placed = _placed(marks, latest_first=True)
    drawn = placed[placed["row"] < MOST_ROWS]
    left = placed[placed["row"] >= MOST_ROWS]
    return ChainPlan(drawn.reset_index(drop=True), cut + int((left["kind"] == "contact").sum()))


def _near(people: pd.DataFrame) -> pd.DataFrame:
    """Leave out who stands more than two generations below ``here``."""
    below: list[int] = []
    for here, parent in zip(people["here"], people["parent"], strict=True):
        above = below[parent] if parent >= 0 else -1
        below.append(0 if here else above + 1 if above >= 0 else -1)
    kept = pd.Series(below, index=people.index) <= _BELOW
    place = kept.cumsum() - 1
    rows = people[kept]
    parent = [int(place.iloc[above]) if above >= 0 else -1 for above in rows["parent"]]
    return rows.assign(parent=parent).reset_index(drop=True)


def _with_seekers(people: pd.DataFrame) -> pd.DataFrame:
    """Put a row for the seeker before the trees of each."""
    parts, start = [], 0
    for seeker_id, rows in people.groupby("seeker_id", sort=False):
        head = rows.iloc[[0]].assign(
            name=rows["seeker"].iloc[0], said="", state="seeker", parent=-1, kind="seeker",
            here=False, person_id=seeker_id,
        )  # fmt: skip
        shift = start - int(rows.index[0]) + 1
        parent = (rows["parent"] + shift).where(rows["parent"] >= 0, start)
        parts += [head, rows.assign(parent=parent, kind="contact")]
        start += len(rows) + 1
    return pd.concat(parts, ignore_index=True) if parts else people.assign(kind="contact")


def _folded(people: pd.DataFrame) -> pd.DataFrame:
    """Let names of one giver that nobody has asked share a mark when they are many."""
    has_below = people.index.isin(people["parent"])
    leaf = people["state"].isin(_NOT_ASKED) & ~has_below & ~people["here"] & (people["parent"] >= 0)
    turn = people[leaf].groupby("parent").cumcount()
    size = people[leaf].groupby("parent")["state"].transform("size")
    many = size > _FOLDED
    shared = turn.index[many & (turn == _FOLDED - 1)]
    gone = turn.index[many & (turn >= _FOLDED)]
    people = people.copy()
    for row in shared:
        rest = people.loc[leaf & (people["parent"] == people.loc[row, "parent"])].iloc[
            _FOLDED - 1 :
        ]
        people.loc[row, "name"] = more_names(len(rest))
        people.loc[row, "said"] = "<br>".join(plain(name, 60) for name in rest["name"].head(12))
        people.loc[row, ["state", "person_id"]] = ["more", None]
    kept = people.drop(index=gone)
    place = pd.Series(range(len(kept)), index=kept.index)
    parent = kept["parent"].map(place).fillna(-1).astype(int)
    return kept.assign(parent=parent).reset_index(drop=True)


def _placed(marks: pd.DataFrame, *, latest_first: bool) -> pd.DataFrame:
    below: dict[int, list[int]] = {}
    for mark, parent in enumerate(marks["parent"].tolist()):
        below.setdefault(parent, []).append(mark)
    roots = below.get(-1, [])[:: -1 if latest_first else 1]
    order, rows, columns, row = [], [], [], -1
    stack = [(root, 0, True) for root in reversed(roots)]
    while stack:
        mark, column, new_row = stack.pop()
        row += new_row
        order.append(mark)
        rows.append(row)
        columns.append(column)
        children = below.get(mark, [])
        stack += [(child, column + 1, place > 0) for place, child in enumerate(children)][::-1]
    place = {mark: at for at, mark in enumerate(order)}
    placed = marks.take(order).reset_index(drop=True)
    parent = [place.get(above, -1) for above in placed["parent"]]
    return placed.assign(row=rows, x=columns, parent=parent)


def chain_chart(plan: ChainPlan, *, theme: Theme) -> go.Figure:
    """Draw the chain; every mark carries the person_id and kind of whom a click opens."""
    color = palette(theme)
    marks = plan.marks
    columns = int(marks["x"].max()) + 1 if len(marks) else 1
    right = max(0.96, _LABEL / (_WIDE - _LABEL) * (columns - 1))
    labels = _labels(marks, _WIDE / (columns - 1 + right))
    marks = marks.assign(y=_heights(marks["row"], labels))
    figure = go.Figure(_links(marks, color))
    figure.add_trace(_texts(marks, labels, color))
    states = [state for state in [*_LEGEND, *STATES] if (marks["state"] == state).any()]
    for state in states:
        # What is named like that on its own mark needs no second word for the same ring.
        told = state != "more" or "open" not in states
        figure.add_trace(_marks(marks[marks["state"] == state], state, color, told=told))
    foot = (marks["y"].max() if len(marks) else 0.0) + _FOOT
    figure.update_layout(
        template=template(theme),
        height=int(foot) + _LEGEND_ROOM,
        margin={"l": 10, "r": 10, "t": _LEGEND_ROOM - 8, "b": 8},
        xaxis={"visible": False, "range": [-0.06, columns - 1 + right]},
        yaxis={"visible": False, "range": [foot, 0]},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 1,
            "yanchor": "top", "itemclick": False, "itemdoubleclick": False,
            "font": {"size": 12, "color": color.quiet},
        },
    )  # fmt: skip
    return figure


_LEGEND = {"seeker": "seeker", "more": "further names, not asked"}


def _links(marks: pd.DataFrame, color: Palette) -> go.Scatter:
    """Draw who named whom, with a corner where the row changes."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, y, parent in zip(marks["x"], marks["y"], marks["parent"], strict=True):
        if parent >= 0:
            from_x, from_y = marks["x"].iloc[parent], marks["y"].iloc[parent]
            xs += [from_x, from_x, x, None]
            ys += [from_y, y, y, None]
    line = {"color": color.link, "width": 1.6}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _room(marks: pd.DataFrame) -> pd.Series:
    """Columns up to the next mark on the row: the room for a label."""
    ordered = marks.sort_values(["row", "x"])
    following = ordered.groupby("row")["x"].shift(-1)
    return (following - ordered["x"]).fillna(3).reindex(marks.index)


def _heights(rows: pd.Series, labels: list[str]) -> pd.Series:
    """Return how far below the top each mark stands, in pixels."""
    high = pd.Series(["<br>" in label for label in labels], index=rows.index, dtype=bool)
    needs = high.groupby(rows).any().map({True: _HIGH_ROW, False: _ROW}).astype(float)
    return rows.map(needs.sort_index().cumsum()).astype(float)


def _labels(marks: pd.DataFrame, column: float) -> list[str]:
    """Return the name beside each mark, in two lines where need be; ``column`` in pixels."""
    letters = ((_room(marks) * column - _BESIDE) / _LETTER).astype(int)
    return [
        _label(row, max(6, room))
        for row, room in zip(marks.itertuples(index=False), letters, strict=True)
    ]


def _texts(marks: pd.DataFrame, labels: list[str], color: Palette) -> go.Scatter:
    """Write the names; marks of one size that nobody sees keep them on one height."""
    return go.Scatter(
        x=marks["x"],
        y=marks["y"],
        mode="markers+text",
        text=labels,
        textposition="top right",
        textfont={"size": 13, "color": color.ink},
        marker={"size": 12, "opacity": 0},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}, "textfont": {"color": color.ink}},
    )


def _marks(here: pd.DataFrame, state: str, color: Palette, *, told: bool) -> go.Scatter:
    return go.Scatter(
        x=here["x"],
        y=here["y"],
        mode="markers",
        name=_LEGEND.get(state) or STATES[state],
        showlegend=told,
        marker={
            "opacity": 1,
            **_look(state, color),
            "size": [_size(state) * (1.5 if h else 1) for h in here["here"]],
        },
        customdata=[
            [kind, person] if isinstance(person, str) else []
            for kind, person in zip(here["kind"], here["person_id"], strict=True)
        ],
        hovertext=[_hover(row) for row in here.itertuples(index=False)],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _label(row: object, letters: int) -> str:
    name = " ".join(row.name.split())  # type: ignore[attr-defined]
    first, *rest = wrap(name, letters, break_long_words=False, break_on_hyphens=False) or [""]
    lines = [first, " ".join(rest)] if rest else [first]
    told = "<br>".join(plain(line, letters) for line in lines)
    bold = row.here or row.state == "seeker"  # type: ignore[attr-defined]
    return f"<b>{told}</b>" if bold else told


def _hover(row: object) -> str:
    head = f"<b>{plain(row.name, 60)}</b>"  # type: ignore[attr-defined]
    told = row.said if row.state == "more" else plain(row.said, 160)  # type: ignore[attr-defined]
    return f"{head}<br>{told}" if told else head


_HOLLOW = {
    "planned": "held",
    "open": "accent",
    "waiting": "accent",
    "silent": "quiet",
    "more": "accent",
}


def _look(state: str, color: Palette) -> dict[str, object]:
    paper = {"color": color.paper, "width": 1}
    if state in SYMBOLS or state == "met":
        outcome = "held" if state == "met" else state
        return {"symbol": SYMBOLS[outcome], "color": color.outcome(outcome), "line": paper}
    if state in {"declined", "cancelled"}:
        symbol = "x-thin" if state == "declined" else "line-ew"
        return {"symbol": symbol, "line": {"color": color.quiet, "width": 2.2}}
    if state in _HOLLOW:
        line = {"color": getattr(color, _HOLLOW[state]), "width": 2}
        symbol = "circle-open-dot" if state == "waiting" else "circle"
        fill = color.accent if state == "waiting" else color.paper
        return {"symbol": symbol, "color": fill, "line": line}
    symbol = {"seeker": "square-open", "introducer": "circle", "let_go": "circle-open"}[state]
    return {"symbol": symbol, "color": color.quiet, "line": {"color": color.quiet, "width": 1.6}}


def _size(state: str) -> float:
    return {"accepted": 16.0, "introducer": 8.0, "let_go": 8.0, "declined": 9.0}.get(state, 11.0)
