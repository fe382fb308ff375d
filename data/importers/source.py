"""Files in, typed sheets out: workbooks, text with separators, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.admission import TEXT_ENDINGS, WORKBOOK_ENDINGS, kind_of
from data.importers.cells import CellError, read_email
from data.importers.csv_text import read_csv
from data.importers.date_order import DATE_ORDERS, DateOrder
from data.importers.headers import OWN_PAGES, choose_sheet, sheet_by_name
from data.importers.sheets import RawSheet, Refusal, SheetWarning, TypedSheet
from data.importers.typed import read_typed
from data.importers.workbook import read_workbook
from data.log_format import SHEETS, TRACKER_COLUMNS, Sheet
from data.names import fold_header

__all__ = ["read_sources"]


@dataclass(frozen=True, slots=True)
class _Asked:
    as_of: date
    date_order: DateOrder | None
    seeker: str | None


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
) -> list[TypedSheet]:
    """Return the sheets of files and folders, read as the log format says.

    ``as_of`` is the last day on which anything may have happened. ``date_order`` (``DMY``, ``MDY``,
    ``YMD``) holds for every date that is not written year first or with the month's name; without
    it each column's values decide. ``seeker`` (an e-mail address or a name) says whose the rows
    are that do not say it themselves.

    A file or sheet that cannot be understood is in the list with ``refused``. Sheets that hold no
    log are left out with a warning on the first sheet of their path. Raises ``FileRefusedError``
    for an unknown ``date_order`` or a ``seeker`` that is no valid address.
    """
    asked = _Asked(as_of, _known_order(date_order), _known_seeker(seeker))
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
        files = _files_of(path)
    except (FileRefusedError, OSError) as error:
        return [_refused(path.name, _format_of(path), error)]
    for file in files:
        _read_file(file, asked, found)
    if not found.sheets:
        return found.refusals
    # In a folder or workbook that holds a log, what holds none is worth a warning, no refusal.
    first = found.sheets[0]
    found.sheets[0] = replace(first, warnings=(*found.warnings, *first.warnings))
    return found.sheets


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in TEXT_ENDINGS + WORKBOOK_ENDINGS
        and not file.name.startswith((".", "~$"))
    )
    if not files:
        raise FileRefusedError(
            "The folder holds no CSV file and no workbook.",
            where=path.name,
            fix=f"Put files into it that end in {', '.join(TEXT_ENDINGS + WORKBOOK_ENDINGS)}.",
        )
    return files


def _format_of(path: Path) -> Literal["csv", "xlsx"]:
    return "xlsx" if path.suffix.lower() in WORKBOOK_ENDINGS else "csv"


def _raw_sheets(path: Path) -> list[RawSheet]:
    """Return the sheets of a file; its first bytes, not its name, say that it is a workbook."""
    if kind_of(path) == "text":
        return [read_csv(path)]
    sheets = [sheet for sheet in read_workbook(path) if sheet.headers]
    if not sheets:
        raise FileRefusedError(
            "The workbook is empty.", where=path.name, fix="Hand in one with a row of headers."
        )
    return sheets


def _read_file(path: Path, asked: _Asked, found: _Found) -> None:
    before = len(found.sheets)
    _read_sheets(path, asked, found)
    found.sheets[before:] = [replace(sheet, path=path) for sheet in found.sheets[before:]]


def _read_sheets(path: Path, asked: _Asked, found: _Found) -> None:
    try:
        raws = _raw_sheets(path)
    except (FileRefusedError, OSError) as error:
        found.sheets.append(_refused(path.name, _format_of(path), error))
        return
    ignored = []
    for raw in raws:
        name = raw.sheet or path.stem
        if fold_header(name) in OWN_PAGES:
            ignored.append(name)
            continue
        sheet, why = choose_sheet(name, raw.headers)
        if sheet is None:
            _left_out(raw, name, found)
        else:
            found.sheets.append(_read_sheet(raw, sheet, why, asked))
    if ignored and found.sheets and found.sheets[-1].file == path.name:
        found.sheets[-1].decisions["ignored"] = ignored


def _read_sheet(raw: RawSheet, sheet: Sheet, why: str, asked: _Asked) -> TypedSheet:
    chosen = {"read_as": sheet.name, "because_of_its": why}
    try:
        typed = read_typed(
            raw, sheet, as_of=asked.as_of, date_order=asked.date_order, seeker=asked.seeker
        )
    except FileRefusedError as error:
        refused = _refused(raw.file, raw.format, error, sheet=raw.sheet, table=sheet.name)
        proposal = {"seeker_may_be": raw.sheet or Path(raw.file).stem}
        return replace(refused, decisions={**raw.decisions, **chosen, **proposal})
    return replace(typed, decisions={**typed.decisions, **chosen})


def _left_out(raw: RawSheet, name: str, found: _Found) -> None:
    """Note a sheet that names none of the known columns."""
    named = sheet_by_name(name)
    wanted = named.names if named else TRACKER_COLUMNS
    there = ", ".join(header for header in raw.headers if header)[:120]
    reason = f"No header row found: row {raw.header_row} ({there}) names no columns of a log."
    fix = f"Put headers such as {', '.join(wanted[:6])} into the first row."
    if named is None:
        fix += f" Other sheets: {', '.join(key for key in SHEETS if key != 'interviews')}."
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
    if isinstance(error, FileRefusedError):
        refusal = Refusal(" ".join(filter(None, (error.what, error.why))), error.fix)
    else:
        refusal = Refusal(
            f"The file cannot be read: {error.strerror or error}.", "See whether it is there."
        )
    return TypedSheet(
        file=file,
        sheet=sheet,
        format=format,
        table=table,
        row_numbers=np.empty(0, np.int64),
        columns=pa.table({}),
        refused=refusal,
    )
