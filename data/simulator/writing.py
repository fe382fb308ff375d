"""A simulated log: its tables, its sheets in the log format, its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.log import Log
from data.log_format import SHEETS, FileColumn, Sheet
from data.simulator.truth import Truth

__all__ = ["SimulatedLog"]

_YES_NO = {True: "yes", False: "no"}


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
        filled = {name: sheet for name, sheet in SHEETS.items() if len(self._rows(sheet))}
        return {name: self._sheet(sheet) for name, sheet in filled.items()}

    def write(self, folder: Path) -> list[Path]:
        """Write the sheets as CSV files (UTF-8, LF) into the folder, and return their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, frame in self.sheets.items():
            path = folder / f"{name}.csv"
            flags = frame.select_dtypes("boolean").columns
            text = frame.assign(**{flag: frame[flag].map(_YES_NO) for flag in flags})
            text.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d")
            written.append(path)
        return written

    def _rows(self, sheet: Sheet) -> pd.DataFrame:
        return self.tables.get(sheet.table, pd.DataFrame())

    def _sheet(self, sheet: Sheet) -> pd.DataFrame:
        rows = self._rows(sheet)
        told = {column.name: self._cells(rows, column) for column in sheet.columns}
        frame = pd.DataFrame({name: cells for name, cells in told.items() if cells is not None})
        if sheet.attributes and "seeker_attributes" in self.tables:
            groups = self.tables["seeker_attributes"].pivot_table(
                index="person_id", columns="attribute", values="value", aggfunc="first"
            )
            for attribute in groups.columns:
                frame[f"attribute: {attribute}"] = rows["person_id"].map(groups[attribute])
        return frame.dropna(axis="columns", how="all")

    def _cells(self, rows: pd.DataFrame, column: FileColumn) -> pd.Series | None:
        """Return the cells of one file column, or nothing when the tables do not tell them."""
        if column.role == "cohort":
            names = self.tables["cohorts"].set_index("cohort_id")["name"]
            return rows["cohort_id"].map(names)
        if column.role and not column.ident:
            role = f"{column.role}_id"
            ids = rows[role if role in rows else "person_id"]
            return ids.map(self.tables["people"].set_index("person_id")[column.part])
        if column.column is not None and column.column.name in rows:
            return rows[column.column.name]
        return None
