"""What the import page says of files and rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.text.pictures import counted

__all__ = ["DATE_ORDERS", "decided", "done_sentence", "import_sentence"]

DATE_ORDERS = {
    "DMY": "day first: 31/12/2026",
    "MDY": "month first: 12/31/2026",
    "YMD": "year first: 2026/12/31",
}

Report = Mapping[str, Any]


def _totals(report: Report) -> tuple[int, int]:
    rows = sum(file["rows"] for file in report["files"])
    rejected = sum(
        len({(r["sheet"], r["row"]) for r in file["rejected"] if r["row"]})
        for file in report["files"]
    )
    return rows, rejected


def import_sentence(report: Report) -> str:
    """Return how many of the rows are ready, and how many need a person.

    >>> file = {"rows": 34, "rejected": [{"sheet": None, "row": 4}, {"sheet": None, "row": 4}]}
    >>> import_sentence({"files": [file]})
    '33 of 34 rows are ready; 1 needs you.'
    """
    rows, rejected = _totals(report)
    if not rows:
        return "Nothing could be read yet; here is why."
    if not rejected:
        ready = "The row is" if rows == 1 else f"All {rows:,} rows are"
        return f"{ready} ready."
    need = "needs" if rejected == 1 else "need"
    return f"{rows - rejected:,} of {rows:,} rows are ready; {rejected:,} {need} you."


def done_sentence(report: Report) -> str:
    """Return what an accepted import did."""
    accepted = sum(file["accepted"] for file in report["files"])
    updated = sum(file["updated"] for file in report["files"])
    known = sum(file["duplicates"] for file in report["files"])
    if not report["written"]:
        return "Nothing was written: every row was known already." if known else "Nothing written."
    parts = [f"{counted(accepted, 'new row')}"]
    if updated:
        parts.append(f"{updated:,} updated")
    if known:
        parts.append(f"{known:,} known already")
    return f"Done: {', '.join(parts)}."


def decided(file: Report) -> str:
    """Return what reading a file decided, for people."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}"
        for name, value in (file.get("decisions") or {}).items()
        if value not in (None, "", [], {})
    )


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
