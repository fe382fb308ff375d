"""Where everybody of a chain stands: on a line behind who named them, further names below."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.template import plain
from dashboard.text.persons import more_names

__all__ = ["MOST_ROWS", "ChainPlan", "chain_plan"]

MOST_ROWS = 40
"""Rows that are drawn at the most; the table has everybody."""

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
