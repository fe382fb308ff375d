"""Rows that are one: a stored row and what the sheets tell of it, one after another.

All rows of one identity lie together, the stored one first, the sheets' in their order. Each filled
cell replaces what stood before; a blank one never erases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import TABLES
from data.importers.outcomes import DUPLICATE, NEW, UPDATED, CellChange

__all__ = ["Merged", "merge_rows"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of rows that are one: rows to insert, rows to update, and each row's outcome."""

    new: pa.Table
    changed: pa.Table
    row_ids: Ints
    outcomes: npt.NDArray[np.int8]
    changes: list[CellChange]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the rows of one identity begin and end; which rows are stored ones."""

    begins: Ints
    """For each row, the position of the first row of its identity."""
    ends: Ints
    """For each identity, the position of its last row."""
    stored: Bools

    def before(self, valid: Bools) -> tuple[Ints, Ints]:
        """Return for each row the last filled position before it, and up to it; -1 for none."""
        here = np.where(valid, np.arange(len(valid)), -1)
        upto = np.maximum.accumulate(here) if len(here) else here
        upto = np.where(upto >= self.begins, upto, -1)
        earlier = np.concatenate([[-1], upto[:-1]]) if len(upto) else upto
        return np.where(earlier >= self.begins, earlier, -1), upto


def merge_rows(table: str, rows: pa.Table, *, listed: int = 1_000) -> Merged:
    """Merge rows that are sorted by ``number`` (the identity), stored rows first.

    ``rows`` has the table's columns and ``row_id`` (null for stored rows).
    """
    layout = _laid_out(rows)
    final: dict[str, pa.Array] = {}
    changed = np.zeros(len(rows), np.bool_)
    changes: list[CellChange] = []
    row_ids = rows["row_id"].to_numpy()
    rough = _rough_dates(table, rows)
    for name in TABLES[table].names:
        if name == "approximate":
            continue
        differs, final[name], before = _merged_column(rows[name], layout, rough.get(name))
        changed |= differs
        if name not in TABLES[table].key and len(changes) < listed:
            changes += _listed(name, rows[name], row_ids, before, differs, listed - len(changes))
    if "approximate" in TABLES[table].names:
        final["approximate"] = _told_rough(rough, layout, rows)
    whole = pa.table({name: final[name] for name in TABLES[table].names})
    is_first = (np.arange(len(rows)) == layout.begins) & ~layout.stored
    outcomes = np.where(is_first, NEW, np.where(changed, UPDATED, DUPLICATE)).astype(np.int8)
    known = layout.stored[layout.begins[layout.ends]]
    touched = np.zeros(len(rows) + 1, np.int64)
    touched[1:] = np.cumsum(changed)
    any_change = touched[layout.ends + 1] > touched[layout.begins[layout.ends]]
    told = ~layout.stored
    return Merged(
        whole.filter(pa.array(~known)),
        whole.filter(pa.array(known & any_change)),
        row_ids[told].astype(np.int64),
        outcomes[told],
        changes,
    )


def _laid_out(rows: pa.Table) -> _Layout:
    number = rows["number"].to_numpy()
    first = (
        np.concatenate([[True], number[1:] != number[:-1]]) if len(number) else np.zeros(0, bool)
    )
    begins = np.maximum.accumulate(np.where(first, np.arange(len(number)), 0))
    ends = np.append(np.flatnonzero(first)[1:] - 1, len(number) - 1) if len(number) else begins
    return _Layout(begins, ends.astype(np.int64), rows["row_id"].is_null().to_numpy())


def _merged_column(
    column: pa.ChunkedArray, layout: _Layout, rough: Bools | None
) -> tuple[Bools, pa.Array, pa.Array]:
    """Return which rows change the value, each identity's final value, and the value before."""
    values = column.combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks)
    valid = values.is_valid().to_numpy(zero_copy_only=False)
    earlier, upto = layout.before(valid)
    before = values.take(_positions(earlier))
    same = pc.fill_null(pc.equal(values, before), fill_value=False).to_numpy(zero_copy_only=False)
    if rough is not None:
        same &= rough == rough[np.maximum(earlier, 0)]
    begun = np.arange(len(valid)) == layout.begins
    return valid & ~same & ~begun, values.take(_positions(upto[layout.ends])), before


def _positions(positions: Ints) -> pa.Array:
    return pa.array(positions, mask=positions < 0)


def _listed(
    name: str,
    column: pa.ChunkedArray,
    row_ids: npt.NDArray[np.float64],
    before: pa.Array,
    differs: Bools,
    most: int,
) -> list[CellChange]:
    return [
        CellChange(int(row_ids[i]), name, before[i].as_py(), column[i].as_py())
        for i in np.flatnonzero(differs)[:most].tolist()
    ]


def _rough_dates(table: str, rows: pa.Table) -> dict[str, Bools]:
    """Return for each date column which rows know it to the month only."""
    if "approximate" not in TABLES[table].names:
        return {}
    marks = pc.fill_null(pc.binary_join_element_wise("", rows["approximate"], "", ";"), "")
    return {
        name: pc.match_substring(marks, f";{name};").to_numpy()
        for name in TABLES[table].of_type("date")
    }


def _told_rough(rough: dict[str, Bools], layout: _Layout, rows: pa.Table) -> pa.Array:
    """Return each identity's dates known to the month, as ``approximate`` keeps them."""
    told = np.full(len(layout.ends), None, dtype=object)
    for name, marks in rough.items():
        if not marks.any():
            continue
        valid = rows[name].is_valid().to_numpy()
        _, upto = layout.before(valid)
        last = upto[layout.ends]
        for i in np.flatnonzero((last >= 0) & marks[np.maximum(last, 0)]).tolist():
            told[i] = f"{told[i]};{name}" if told[i] else name
    return pa.array(told, pa.string())
