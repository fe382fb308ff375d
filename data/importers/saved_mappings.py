"""Saved mappings: what the columns of one office's sheets mean, told once and used every week.

A mapping recognizes the next file of its kind by its headers, whatever their order and wherever
they stand; columns that are new since are proposed as in any other file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from data.errors import FileRefusedError
from data.importers.plan import JOINED, MORE_MEANINGS, SheetPlan
from data.log_format import SHEETS
from data.logbook import Logbook
from data.names import fold_name

__all__ = [
    "Mapping",
    "best_mapping",
    "forget_mapping",
    "given_for",
    "mapping_of",
    "read_mapping",
    "refuse_unused",
    "save_mapping",
    "saved_mappings",
]

_VERSION = 1
_LARGEST = 1_000_000
_WHOSE = ("column", "sheet", "file", "title", "given")
_ATTRIBUTE = "attribute: "


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of one kind of sheet mean.

    ``columns`` pairs each folded header with its meaning, empty when it is not read.
    ``seeker_from`` says where it stands whose log it is; ``seeker`` is who, when that was given for
    the file and sheet called ``given_for``.
    """

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]
    date_order: str = ""
    seeker_from: str = "column"
    seeker: str = ""
    given_for: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """The headers that a sheet of this kind must have."""
        return frozenset(key for key, meaning in self.columns if meaning)

    def recognizes(self, keys: Iterable[str]) -> float:
        """Return the share of a sheet's headers that are known here; 0 when it is another kind."""
        there = set(keys)
        known = dict(self.columns).keys() & there
        share = len(known) / len(there) if there else 0.0
        return share if self.reads and self.reads <= there and share >= 0.5 else 0.0  # noqa: PLR2004

    def to_json(self) -> str:
        """Return the mapping as the file that ``onward import --map`` reads."""
        told: dict[str, Any] = {"onward_mapping": _VERSION}
        told |= asdict(self) | {"columns": dict(self.columns)}
        return json.dumps(told, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Return the mapping of a file; raises ``FileRefusedError`` when it is none."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _no_mapping(f"It is not JSON: {str(error)[:80]}.") from error
        if not isinstance(told, dict) or told.get("onward_mapping") != _VERSION:
            raise _no_mapping('It does not begin with "onward_mapping": 1.')
        columns = told.get("columns")
        if not isinstance(columns, dict) or not all(
            isinstance(meaning, str) for meaning in columns.values()
        ):
            raise _no_mapping('"columns" must pair headers with their meaning.')
        texts = {
            name: told.get(name, default)
            for name, default in (
                ("name", ""),
                ("table", "interviews"),
                ("date_order", ""),
                ("seeker_from", "column"),
                ("seeker", ""),
                ("given_for", ""),
            )
        }
        if not all(isinstance(value, str) for value in texts.values()):
            raise _no_mapping("Everything but the columns is text.")
        mapping = cls(columns=tuple(columns.items()), **texts)
        _check(mapping)
        return mapping


def _no_mapping(why: str) -> FileRefusedError:
    return FileRefusedError(
        "This is no mapping of columns.",
        why=why,
        fix="Save one on the Import page, and hand in that file.",
    )


def _check(mapping: Mapping) -> None:
    if mapping.table not in SHEETS:
        raise _no_mapping(f'There is no sheet "{mapping.table}"; there are: {", ".join(SHEETS)}.')
    known = {*SHEETS[mapping.table].names, *MORE_MEANINGS, ""}
    for header, meaning in mapping.columns:
        if meaning not in known and not meaning.startswith(_ATTRIBUTE):
            raise _no_mapping(f'"{header}" is said to be "{meaning}", which there is not.')
    meanings = [meaning for _, meaning in mapping.columns if meaning and meaning not in JOINED]
    if twice := sorted({meaning for meaning in meanings if meanings.count(meaning) > 1}):
        raise _no_mapping(f"Two columns are said to be {', '.join(twice)}.")
    if mapping.date_order not in {"", "DMY", "MDY", "YMD"}:
        raise _no_mapping(f'"{mapping.date_order}" is no order: say DMY, MDY or YMD.')
    if mapping.seeker_from not in _WHOSE:
        raise _no_mapping(f'"seeker_from" must be one of {", ".join(_WHOSE)}.')


def mapping_of(plan: SheetPlan, name: str) -> Mapping:
    """Return what a plan says of its columns as a mapping; unsure ones are left to be proposed."""
    source = "column"
    if plan.seeker and plan.seeker_sure:
        why = plan.seeker_why
        source = "title" if "row" in why.lower() else "sheet" if "sheet" in why else "given"
        source = "file" if why.startswith("The file") else source
    return Mapping(
        name,
        plan.table,
        tuple((c.key, c.meaning) for c in plan.columns if c.sure),
        plan.date_order,
        source,
        plan.seeker if source == "given" else "",
        given_for(plan.file, plan.sheet) if source == "given" else "",
    )


def read_mapping(file: Path) -> Mapping:
    """Return the mapping in a file; raises ``FileRefusedError`` when there is none in it."""
    try:
        if file.stat().st_size > _LARGEST:
            raise _no_mapping("It is too large to be one.")
        mapping = Mapping.from_json(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError) as error:
        raise _no_mapping(f"It cannot be read as text: {str(error)[:80]}.") from error
    return mapping if mapping.name else replace(mapping, name=file.stem)


def refuse_unused(mappings: Sequence[Mapping], used: Iterable[object]) -> None:
    """Raise ``FileRefusedError`` for a mapping that is not among those used."""
    names = set(used)
    for mapping in mappings:
        if mapping.name not in names:
            raise FileRefusedError(
                f'The mapping "{mapping.name}" fits none of the sheets.',
                why=f"It needs these headers: {', '.join(sorted(mapping.reads))}.",
                fix="Hand in the sheets that it was made for, or leave the mapping away.",
            )


def given_for(file: str, sheet: str | None) -> str:
    """Return what tells that it is the same log again: names without numbers and versions.

    >>> given_for("Maria tracker (2).xlsx", "Log") == given_for("Maria tracker.xlsx", "Log")
    True
    """
    words = fold_name(file.rpartition(".")[0] or file).split()
    kept = [word for word in words if not word.isdigit() and word not in {"copy", "v", "final"}]
    return f"{' '.join(kept)}|{fold_name(sheet or '')}"


def best_mapping(mappings: Sequence[Mapping], keys: Sequence[str]) -> Mapping | None:
    """Return the mapping that knows most of a sheet's headers; the first of equal ones."""
    shares = [mapping.recognizes(keys) for mapping in mappings]
    best = max(range(len(shares)), key=lambda i: shares[i], default=None)
    return mappings[best] if best is not None and shares[best] else None


def save_mapping(logbook: Logbook, mapping: Mapping, *, now: dt.datetime) -> None:
    """Keep a mapping under its name; one that has the name already is replaced."""
    row = [{"name": mapping.name, "mapping": mapping.to_json()}]
    with logbook.writing(now=now, act="save mapping") as writing:
        if mapping.name in writing.read(_ALL)["name"].to_pylist():
            writing.update("mappings", row)
        else:
            writing.insert("mappings", row)


def forget_mapping(logbook: Logbook, name: str, *, now: dt.datetime) -> None:
    """Forget a saved mapping; nothing happens when there is none of that name."""
    with logbook.writing(now=now, act="forget mapping") as writing:
        if name in writing.read(_ALL)["name"].to_pylist():
            writing.delete("mappings", [{"name": name}])


_ALL = "SELECT name, mapping FROM mappings ORDER BY name"


def saved_mappings(logbook: Logbook) -> tuple[Mapping, ...]:
    """Return the mappings of a logbook, by name; what cannot be read any more is left out."""
    found = []
    for row in logbook.read(_ALL).to_pylist():
        with suppress(FileRefusedError):
            found.append(replace(Mapping.from_json(row["mapping"]), name=row["name"]))
    return tuple(found)
