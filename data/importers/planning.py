"""Plans: what each sheet of a file is, where its headers are, and what its columns mean.

A saved mapping that recognizes the sheet decides first, then headers that are the log format's own,
then other words for them, then values. See :mod:`data.importers.plan` for what a person corrects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import FileRefusedError
from data.importers.column_orders import DATES
from data.importers.files import files_of, format_of, raw_sheets, refusal_of
from data.importers.grid import Overrides, Row, first_rows, with_overrides
from data.importers.guesses import Values, file_column
from data.importers.header_rows import HeaderRows, find_headers, headers_in
from data.importers.header_words import NOTHING, word_for
from data.importers.headers import OWN_PAGES, match_headers
from data.importers.office_years import (
    Year,
    lacks_year,
    values_with_year,
    year_told,
)
from data.importers.plan import SheetPlan
from data.importers.planned import completed
from data.importers.proposals import exact_columns, header_keys, propose_columns
from data.importers.saved_mappings import Mapping, best_mapping, given_for
from data.importers.sheets import RawSheet
from data.importers.table_choice import LOG, choose_table
from data.importers.whose_log import Whose, from_names, from_titles, one_sheet_each
from data.log_format import SHEETS
from data.names import fold_header

__all__ = ["plan_files", "plan_sheets", "with_header_row", "with_table"]

_SAMPLE = 240
_TOP = 30


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is settled before proposals are made."""

    mappings: Sequence[Mapping] = ()
    at: tuple[int, ...] = ()
    table: str = ""


def plan_files(
    paths: Iterable[Path | str],
    *,
    mappings: Sequence[Mapping] = (),
    overrides: Overrides | None = None,
) -> tuple[SheetPlan, ...]:
    """Return a plan of every sheet of files and folders; nothing is written.

    A file that cannot be read is in the list with ``refused``. ``mappings`` are asked first;
    ``overrides`` are texts that stand instead of cells.
    """
    plans: list[SheetPlan] = []
    for path in map(Path, paths):
        try:
            files = files_of(path)
        except (FileRefusedError, OSError) as error:
            plans.append(_refused(path, error))
            continue
        for file in files:
            try:
                raws = [with_overrides(raw, file, overrides or {}) for raw in raw_sheets(file)]
            except (FileRefusedError, OSError) as error:
                plans.append(_refused(file, error))
            else:
                pairs = zip(plan_sheets(raws, file, mappings), raws, strict=True)
                plans += [completed(plan, raw) for plan, raw in pairs]
    return tuple(plans)


def _refused(path: Path, error: FileRefusedError | OSError) -> SheetPlan:
    refusal = refusal_of(error)
    kind = format_of(path)
    return SheetPlan(path, path.name, None, kind, "", refusal.reason, use=False, refused=refusal)


def plan_sheets(
    raws: Sequence[RawSheet], path: Path, mappings: Sequence[Mapping] = ()
) -> list[SheetPlan]:
    """Return a plan of every sheet of one file, from its first rows."""
    plans = [_plan(raw, path, mappings) for raw in raws]
    if one_sheet_each(plans):
        plans = [_own_sheet(plan) if plan.asks_seeker else plan for plan in plans]
    whole = {plan.table for plan in plans if plan.use and not plan.missing}
    return [
        _not_used(plan) if plan.office and plan.missing and whole & {plan.table, LOG} else plan
        for plan in plans
    ]


def _own_sheet(plan: SheetPlan) -> SheetPlan:
    why = "Each sheet has the name of one person, and like headers."
    whose = from_names(plan.path, plan.sheet)
    name = whose.seeker if whose else plan.seeker
    return replace(plan, seeker=name, seeker_why=why, seeker_sure=True)


def _not_used(plan: SheetPlan) -> SheetPlan:
    why = f"No column tells the {' or the '.join(plan.missing)}; another sheet has the log."
    return replace(plan, use=False, why=why)


def _plan(raw: RawSheet, path: Path, mappings: Sequence[Mapping]) -> SheetPlan:
    sample = tuple(first_rows(raw, _SAMPLE))
    top = tuple(row for row in sample if any(cell.strip() for cell in row[1]))[:_TOP]
    bare = SheetPlan(path, raw.file, raw.sheet, raw.format, "", "", top=top, sample=sample)
    if fold_header(raw.sheet or path.stem) in OWN_PAGES:
        return replace(bare, why="A page of explanations.", use=False)
    return _proposed(bare, _Asked(mappings))


def with_header_row(plan: SheetPlan, rows: int | tuple[int, ...]) -> SheetPlan:
    """Return the plan with its headers in another row, or in two; columns are proposed anew.

    Raises ``KeyError`` when the row is not among the first rows of the sheet.
    """
    at = (rows,) if isinstance(rows, int) else tuple(rows)
    if headers_in(plan.sample, at) is None:
        raise KeyError(rows)
    return _keeping_words(plan, _proposed(plan, _Asked(at=at)))


def with_table(plan: SheetPlan, table: str) -> SheetPlan:
    """Return the plan of a sheet that is another table of the log format; empty: left out."""
    if not table:
        return replace(plan, table="", why="You said so.", use=False, columns=())
    if table not in SHEETS:
        raise KeyError(table)
    found = _proposed(plan, _Asked(at=plan.header_rows, table=table))
    return replace(_keeping_words(plan, found), why="You said so.", use=True)


def _keeping_words(before: SheetPlan, plan: SheetPlan) -> SheetPlan:
    """Return a plan made anew, with what a person has said about the sheet as a whole."""
    if before.seeker_sure and before.seeker_why == "You said so.":
        plan = plan.with_seeker(before.seeker)
    return replace(plan, date_order=before.date_order, kept_rows=before.kept_rows)


def _proposed(bare: SheetPlan, asked: _Asked) -> SheetPlan:
    """Return the plan with its table, header rows, columns and seeker proposed."""
    rows = bare.sample
    mapping, found = _recognized(rows, asked)
    name = bare.sheet or bare.path.stem
    table, why = (
        (mapping.table, f'The saved mapping "{mapping.name}" says so.')
        if mapping
        else ((asked.table, "You said so.") if asked.table else choose_table(name, found))
    )
    values = _values(rows, found)
    plan = replace(bare, table=table, why=why, use=True, header_rows=found.rows, mapping="")
    if not table:
        return _by_values(plan, found, values)
    exact = not mapping and found.rows == (rows[0][0],) and _is_exact(found, table)
    if exact:
        columns = exact_columns(found.headers, table, values)
        plan = replace(plan, columns=tuple(columns), office=False)
    else:
        known = dict(mapping.columns) if mapping else {}
        year = year_told(bare.path, bare.sheet, _above(rows, found))
        lacking = {p for p, v in enumerate(values) if year and lacks_year(v, year.year)}
        if year:
            values = [
                values_with_year(v, year.year) if p in lacking else v for p, v in enumerate(values)
            ]
        columns = propose_columns(found, table, values, known, mapping.name if mapping else "")
        plan = replace(plan, columns=tuple(columns), office=True)
        plan = _of_year(plan, year, lacking) if year else plan
    if mapping:
        plan = replace(plan, mapping=mapping.name, date_order=mapping.date_order)
    return _with_whose(plan, found, mapping)


def _recognized(rows: Sequence[Row], asked: _Asked) -> tuple[Mapping | None, HeaderRows]:
    """Return the mapping that recognizes a sheet, if any does, and where its headers are."""
    if asked.at and (given := headers_in(rows, asked.at)):
        return None, given
    plain = find_headers(rows)
    if mapping := best_mapping(asked.mappings, header_keys(_filled(plain))):
        return mapping, plain
    for mapping in asked.mappings:
        found = find_headers(rows, mapping.reads)
        if mapping.recognizes(header_keys(_filled(found))):
            return mapping, found
    return None, plain


def _filled(found: HeaderRows) -> list[str]:
    return [header for header in found.headers if header]


def _values(rows: Sequence[Row], found: HeaderRows) -> list[Values]:
    last = max(found.rows, default=0)
    below = [cells for number, cells in rows if number > last]
    return [Values.of([cells[p] for cells in below]) for p in range(len(found.headers))]


def _is_exact(found: HeaderRows, table: str) -> bool:
    """Whether headers are the log format's own, or mean nothing in any language."""
    unknown = match_headers(found.headers, SHEETS[table]).unknown
    words = [word_for(found.headers[p], table) for p in unknown]
    return not any(word is not None and word.meaning != NOTHING for word in words)


def _by_values(plan: SheetPlan, found: HeaderRows, values: Sequence[Values]) -> SheetPlan:
    """Return the plan of a sheet without known headers: a log only if its values look like one."""
    kinds = {value.kind() for value in values if len(value)}
    if not {"date", "person"} <= kinds:
        why = "No row names columns of a log."
        return replace(plan, why=why, use=False, columns=())
    columns = propose_columns(found, "interviews", values, {}, "")
    why = "No headers are known, but there are names and dates: say what the columns mean."
    told = replace(plan, table="interviews", why=why, use=False, columns=tuple(columns))
    return _with_whose(replace(told, office=True), found, None)


def _above(rows: Sequence[Row], found: HeaderRows) -> list[Row]:
    return [row for row in rows if row[0] < min(found.rows, default=0)]


def _of_year(plan: SheetPlan, year: Year, lacking: Collection[int]) -> SheetPlan:
    """Return the plan whose days without a year are of this one, and say so with each column."""
    columns = tuple(
        replace(column, reason=f"{column.reason} Days without a year: {year.year}, {year.why}.")
        if column.position in lacking
        and column.meaning
        and file_column(plan.table, column.meaning).type in DATES
        else column
        for column in plan.columns
    )
    return replace(plan, columns=columns, year=year.year, year_why=year.why) if lacking else plan


def _with_whose(plan: SheetPlan, found: HeaderRows, mapping: Mapping | None) -> SheetPlan:
    """Return the plan with whose log it may be, when no column tells."""
    if not replace(plan, use=True, seeker="").asks_seeker:
        return plan
    whose = from_titles(_above(plan.sample, found))
    if whose is None or not whose.sure:
        whose = from_names(plan.path, plan.sheet) or whose
    if mapping and (told := _mapped(mapping, plan, whose)):
        whose = told
    if whose is None:
        return plan
    return replace(plan, seeker=whose.seeker, seeker_why=whose.why, seeker_sure=whose.sure)


def _mapped(mapping: Mapping, plan: SheetPlan, whose: Whose | None) -> Whose | None:
    """Return whose log it is as a saved mapping tells it."""
    why = f'The saved mapping "{mapping.name}" says so.'
    if mapping.seeker_from == "given" and mapping.seeker:
        same = mapping.given_for == given_for(plan.file, plan.sheet)
        if same or whose is None:
            return Whose(mapping.seeker, why, sure=same)
    if mapping.seeker_from in {"sheet", "file", "title"} and whose is not None:
        return Whose(whose.seeker, whose.why, sure=True)
    return None
