"""A simulated log: its tables, its sheets in the log format, its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.log import Log
from data.log_format import SHEETS, FileColumn, Sheet
from data.simulator.truth import Truth

__all__ = ["SimulatedLog"]

_YES_NO = {True: "yes", False: "no"}
_LINES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class SimulatedLog:
    """A log made by the simulator, and the truth behind it."""

    tables: dict[str, pd.DataFrame]
    truth: Truth

    def log(self) -> Log:
        """Return the log as it would be read from a logbook, as of the simulation's last day."""
        return Log.from_frames(
            self.tables, as_of=self.truth.simulation.last_day, revision=1, ordered=True
        )

    @property
    def sheets(self) -> dict[str, pd.DataFrame]:
        """The sheets of the log format that have rows: file columns in order, blank ones left out.

        Ids of people stand beside their names, as in an export.
        """
        return {sheet.name: self._sheet(sheet) for sheet in self._filled()}

    def write(self, folder: Path) -> list[Path]:
        """Write the sheets as CSV files (UTF-8, LF) into the folder, and return their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for sheet in self._filled():
            path = folder / f"{sheet.name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(_csv(self._sheet(sheet)))
            written.append(path)
        return written

    def _filled(self) -> list[Sheet]:
        return [sheet for sheet in SHEETS.values() if len(self.tables.get(sheet.table, ()))]

    def _sheet(self, sheet: Sheet) -> pd.DataFrame:
        rows = self.tables[sheet.table]
        told: dict[str, pd.Series] = {}
        places: dict[str, np.ndarray] = {}
        for column in sheet.columns:
            if column.role == "cohort":
                names = self.tables["cohorts"].set_index("cohort_id")["name"]
                told[column.name] = rows["cohort_id"].map(names)
            elif column.role and not column.ident:
                told[column.name] = self._person(rows, column, places)
            elif column.column is not None and column.column.name in rows:
                told[column.name] = rows[column.column.name]
        if sheet.attributes and "seeker_attributes" in self.tables:
            told |= self._attributes(rows)
        return pd.DataFrame(told).dropna(axis="columns", how="all")

    def _person(
        self, rows: pd.DataFrame, column: FileColumn, places: dict[str, np.ndarray]
    ) -> pd.Series:
        """Return what a column tells of the person in its role; ``places`` is found once a role."""
        people = self.tables["people"]
        key = f"{column.role}_id" if f"{column.role}_id" in rows else "person_id"
        if key not in places:
            places[key] = pd.Index(people["person_id"]).get_indexer(pd.Index(rows[key]))
        told = people[column.part].array.take(places[key], allow_fill=True)
        return pd.Series(told, index=rows.index)

    def _attributes(self, rows: pd.DataFrame) -> dict[str, pd.Series]:
        told = self.tables["seeker_attributes"]
        return {
            f"attribute: {attribute}": rows["person_id"].map(group.set_index("person_id")["value"])
            for attribute, group in told.groupby("attribute", sort=True)
        }


def _csv(frame: pd.DataFrame) -> Iterator[str]:
    """Yield a frame as CSV text, quoted only where it must be, in columns rather than rows.

    (pandas takes minutes for a million rows, and pyarrow's writer quotes every text.)
    """
    yield ",".join(frame.columns) + "\n"
    for start in range(0, len(frame), _LINES_AT_ONCE):
        part = frame.iloc[start : start + _LINES_AT_ONCE]
        cells = [_cells(part[name]) for name in part.columns]
        lines = pc.binary_join_element_wise(*cells, pa.scalar(",", pa.large_string()))
        yield "\n".join(lines.to_pylist()) + "\n"


def _cells(values: pd.Series) -> pa.Array:
    """Return the text of a column's cells; blank is empty."""
    if values.dtype == "boolean":
        values = values.map(_YES_NO).astype("str")
    if str(values.dtype).startswith("datetime64"):
        values = values.dt.strftime("%Y-%m-%d")
    text = pa.array(values, from_pandas=True).cast(pa.large_string()).fill_null("")
    if isinstance(text, pa.ChunkedArray):
        text = text.combine_chunks()
    special = pc.match_substring_regex(text, '[",\r\n]')
    doubled = pc.replace_substring(text, '"', '""')
    mark = pa.scalar('"', pa.large_string())
    none = pa.scalar("", pa.large_string())
    quoted = pc.binary_join_element_wise(mark, doubled, mark, none)
    return pc.if_else(special, quoted, text)
