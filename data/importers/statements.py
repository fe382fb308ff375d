"""The importer's SQL: static text in files beside this one, one step a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from data.store.transaction import Transaction

__all__ = ["carry_out", "statements"]


@cache
def statements(step: str) -> tuple[str, ...]:
    """Return the statements of a step, in order; each ends with ``;`` at the end of a line."""
    text = files("data.importers").joinpath("sql", f"{step}.sql").read_text(encoding="utf-8")
    return tuple(part for part in text.split(";\n") if part.strip())


def carry_out(writing: Transaction, step: str, values: Sequence[object] = ()) -> None:
    """Carry out a step that makes temporary tables only; nothing of the log changes."""
    for statement in statements(step):
        writing.aside(statement, values)
