"""Files in, typed sheets out: workbooks, text with separators, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.cells import CellError, read_email
from data.importers.date_order import DATE_ORDERS, DateOrder
from data.importers.files import files_of, format_of, raw_sheets, refusal_of
from data.importers.grid import Overrides, with_overrides
from data.importers.headers import OWN_PAGES, sheet_by_name
from data.importers.plan import SheetPlan
from data.importers.planned import prepared
from data.importers.planning import plan_sheets
from data.importers.saved_mappings import Mapping as SavedMapping
from data.importers.sheets import RawSheet, SheetWarning, TypedSheet
from data.importers.typed import read_typed
from data.log_format import SHEETS, TRACKER_COLUMNS
from data.names import fold_header

__all__ = ["read_sources"]

Plans = Mapping[tuple[Path, str | None], SheetPlan]


@dataclass(frozen=True, slots=True)
class _Asked:
    as_of: date
    date_order: DateOrder | None
    seeker: str | None
    plans: Plans
    mappings: Sequence[SavedMapping]
    overrides: Overrides


@dataclass(slots=True)
class _Found:
    """What one path gave: sheets that are read, and what was left out."""

    sheets: list[TypedSheet] = field(default_factory=list)
    warnings: list[SheetWarning] = field(default_factory=list)
    refusals: list[TypedSheet] = field(default_factory=list)


def read_sources(
    paths: Iterable[Path | str],
    *,
    as_of: date,
    date_order: str | None = None,
    seeker: str | None = None,
    plans: Iterable[SheetPlan] = (),
    mappings: Sequence[SavedMapping] = (),
    overrides: Overrides | None = None,
) -> list[TypedSheet]:
    """Return the sheets of files and folders, read as the log format says.

    ``as_of`` is the last day on which anything may have happened. ``date_order`` (``DMY``, ``MDY``,
    ``YMD``) holds for every date that is not written year first or with the month's name; without
    it each column's values decide. ``seeker`` (an e-mail address or a name) says whose the rows
    are that do not say it themselves. ``plans`` say what sheets and columns are; for a sheet that
    has none, one is made that asks ``mappings`` first, and of it only what is sure is read.
    ``overrides`` are texts that stand instead of cells.

    A file or sheet that cannot be understood is in the list with ``refused``. Sheets that hold no
    log are left out with a warning on the first sheet of their path. Raises ``FileRefusedError``
    for an unknown ``date_order`` or a ``seeker`` that is no valid address.
    """
    given = {(plan.path, plan.sheet): plan for plan in plans}
    order, whose = _known_order(date_order), _known_seeker(seeker)
    asked = _Asked(as_of, order, whose, given, mappings, overrides or {})
    sheets: list[TypedSheet] = []
    for path in map(Path, paths):
        sheets.extend(_read_path(path, asked))
    return sheets


def _known_order(date_order: str | None) -> DateOrder | None:
    if date_order is None or date_order in DATE_ORDERS:
        return date_order
    raise FileRefusedError(
        f'"{date_order}" is no order of day, month and year.', fix="Say DMY, MDY or YMD."
    )


def _known_seeker(seeker: str | None) -> str | None:
    if seeker is None or not (seeker := seeker.strip()):
        return None
    if "@" in seeker:
        try:
            return read_email(seeker)
        except CellError as error:
            raise FileRefusedError(error.reason, where=seeker, fix=error.fix) from error
    return seeker


def _read_path(path: Path, asked: _Asked) -> list[TypedSheet]:
    found = _Found()
    try:
        files = files_of(path)
    except (FileRefusedError, OSError) as error:
        return [_refused(path.name, format_of(path), error)]
    for file in files:
        _read_file(file, asked, found)
    if not found.sheets:
        return found.refusals
    # In a folder or workbook that holds a log, what holds none is worth a warning, no refusal.
    first = found.sheets[0]
    found.sheets[0] = replace(first, warnings=(*found.warnings, *first.warnings))
    return found.sheets


def _read_file(path: Path, asked: _Asked, found: _Found) -> None:
    before = len(found.sheets)
    _read_sheets(path, asked, found)
    found.sheets[before:] = [replace(sheet, path=path) for sheet in found.sheets[before:]]


def _read_sheets(path: Path, asked: _Asked, found: _Found) -> None:
    try:
        raws = [with_overrides(raw, path, asked.overrides) for raw in raw_sheets(path)]
    except (FileRefusedError, OSError) as error:
        found.sheets.append(_refused(path.name, format_of(path), error))
        return
    ignored = []
    for raw, proposed in zip(raws, plan_sheets(raws, path, asked.mappings), strict=True):
        name = raw.sheet or path.stem
        given = asked.plans.get((path, raw.sheet))
        plan = given or proposed
        if (
            (given and not given.use)
            or (not given and fold_header(name) in OWN_PAGES)
            or (not plan.use and plan.table and not plan.header_rows)
        ):
            ignored.append(name)
        elif plan.use and plan.table:
            found.sheets.append(_read_sheet(raw, plan, asked, by_person=given is not None))
        else:
            _left_out(raw, name, plan, found)
    if ignored and found.sheets and found.sheets[-1].file == path.name:
        found.sheets[-1].decisions["ignored"] = ignored


_BECAUSE = {"Its name says so.": "name", "Its columns say so.": "columns"}
_WHOSE = frozenset({"seeker", "seeker_email", "seeker_id", "seeker_first_name", "seeker_last_name"})


def _read_sheet(raw: RawSheet, plan: SheetPlan, asked: _Asked, *, by_person: bool) -> TypedSheet:
    chosen = {"read_as": plan.table, "because_of_its": _BECAUSE.get(plan.why, plan.why)}
    orders = (plan.date_order, asked.date_order)
    try:
        seeker = _seeker_of(plan, asked, by_person=by_person)
        ready = prepared(raw, plan)
        typed = read_typed(
            ready.raw,
            SHEETS[plan.table],
            as_of=asked.as_of,
            date_order=_known_order(
                next((o for o in orders[:: 1 if by_person else -1] if o), None)
            ),
            seeker=seeker,
            headers=ready.headers,
        )
    except FileRefusedError as error:
        refused = _refused(raw.file, raw.format, error, sheet=raw.sheet, table=plan.table)
        proposal = {"seeker_may_be": plan.seeker or raw.sheet or Path(raw.file).stem}
        return replace(refused, decisions={**raw.decisions, **chosen, **proposal})
    if seeker and seeker != asked.seeker:
        chosen |= {"seeker": seeker, "seeker_because": plan.seeker_why}
    warnings = (*ready.warnings, *typed.warnings)
    decisions = {**typed.decisions, **chosen, **ready.decisions}
    return replace(typed, warnings=warnings, decisions=decisions)


def _seeker_of(plan: SheetPlan, asked: _Asked, *, by_person: bool) -> str | None:
    """Return whose the rows are that do not say it: what a person said, else what is sure."""
    proposed = _known_seeker(plan.seeker) if plan.seeker_sure else None
    if any(column.meaning in _WHOSE for column in plan.columns):
        return asked.seeker
    return (proposed or asked.seeker) if by_person else (asked.seeker or proposed)


def _left_out(raw: RawSheet, name: str, plan: SheetPlan, found: _Found) -> None:
    """Note a sheet that names none of the known columns, or too few of them."""
    if plan.table and plan.missing:
        fix = "Nothing, if it holds no log; else say on the Import page what its columns mean."
        row = max(plan.header_rows, default=raw.header_row)
        reason = f"Left out. {plan.why}"
        found.warnings.append(SheetWarning(raw.sheet or raw.file, row, "", "", reason, fix))
        return
    named = sheet_by_name(name)
    wanted = named.names if named else TRACKER_COLUMNS
    there = ", ".join(header for header in raw.headers if header)[:120]
    reason = f"No header row found: row {raw.header_row} ({there}) names no columns of a log."
    fix = f"Put headers such as {', '.join(wanted[:6])} into the first row."
    if named is None:
        fix += f" Other sheets: {', '.join(key for key in SHEETS if key != 'interviews')}."
        fix += " Or say on the Import page what the columns mean." if plan.table else ""
    error = FileRefusedError(reason, fix=fix)
    found.refusals.append(_refused(raw.file, raw.format, error, sheet=raw.sheet))
    found.warnings.append(
        SheetWarning(raw.sheet or raw.file, raw.header_row, "", "", f"Left out. {reason}", fix)
    )


def _refused(
    file: str,
    format: Literal["csv", "xlsx"],  # noqa: A002
    error: FileRefusedError | OSError,
    *,
    sheet: str | None = None,
    table: str = "",
) -> TypedSheet:
    return TypedSheet(
        file=file,
        sheet=sheet,
        format=format,
        table=table,
        row_numbers=np.empty(0, np.int64),
        columns=pa.table({}),
        refused=refusal_of(error),
    )
