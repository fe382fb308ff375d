"""What commands print: sentences and tables for people, JSON for programs, errors on the side.

On standard output there is what was asked for; progress and errors are on the other stream.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from data.errors import OnwardError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "plain",
    "print_json",
    "print_rows",
    "print_table",
    "progress",
    "records",
    "say",
    "tell_error",
    "waiting",
]

_WIDE = 160

Progress = Callable[[str, float], None]


# What a terminal would carry out instead of showing it.
_CONTROLS = {number: None for number in (*range(32), *range(127, 160)) if chr(number) != "\n"}


def say(*lines: str) -> None:
    """Print sentences."""
    for line in lines:
        click.echo(line.translate(_CONTROLS))


def tell_error(error: OnwardError) -> None:
    """Say what went wrong, where, why and how to mend it."""
    click.echo(f"Error: {error.what}", err=True)
    for part in (error.where, error.why, error.fix):
        if part:
            click.echo(f"  {part.translate(_CONTROLS)}", err=True)


def print_table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    right: Iterable[str] = (),
) -> None:
    """Print a table; ``right`` names the columns of numbers. Without rows nothing is printed."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[_shown(cell) for cell in row] for row in rows]
    if not cells:
        return
    numbers_in = set(right)
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    for name in head:
        is_number = name in numbers_in
        table.add_column(
            Text(name),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    # Names and values are text of others: no markup, no links, no colors come from them.
    Console(width=_width(), markup=False, emoji=False, highlight=False).print(table)


def _width() -> int | None:
    """Return the width to print at: of the terminal; of a page in landscape where there is none."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else _WIDE


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell).translate(_CONTROLS).replace("\n", " ")


def plain(value: object) -> object:
    """Return a value as JSON can say it: days as text, what is missing as None.

    >>> plain(float("nan")), plain(dt.date(2026, 3, 2)), plain(("a", 1))
    (None, '2026-03-02', ['a', 1])
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return _record(value)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    import numpy as np
    import pandas as pd

    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record; an end that is infinite is null, and ``open`` says which one."""
    told = {name: plain(value) for name, value in record.items()}
    for name, value in list(told.items()):
        if isinstance(value, float) and math.isinf(value):
            told |= {name: None, "open": "high" if value > 0 else "low"}
    return told


def print_json(value: object) -> None:
    """Print one value as JSON."""
    click.echo(_dumped(plain(value), indent=2))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as records of plain values: what is missing is None."""
    columns = [[plain(value) for value in frame[name].tolist()] for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print records as a JSON list, one record to a line."""
    between = "["
    for row in rows:
        click.echo(f"{between}\n{_dumped(_record(row))}", nl=False)
        between = ","
    click.echo("[]" if between == "[" else "\n]")


def _dumped(value: object, indent: int | None = None) -> str:
    narrow = not (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=narrow, indent=indent, allow_nan=False)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal that something is being done."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Give what shows on a terminal how far work has come; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=1.0)

        def told(what: str, share: float) -> None:
            shown.update(task, description=what, completed=share)

        yield told
