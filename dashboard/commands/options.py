"""Options that commands share, and what was asked for with them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from dashboard.places import own_logbook_path

__all__ = ["Asked", "as_json", "day", "logbook", "reading", "writing"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command was asked for: which logbook, up to which day, which cohorts, for whom.

    ``as_of`` is None when no day was said.
    """

    logbook: Path
    as_json: bool
    as_of: dt.date | None = None
    cohorts: tuple[str, ...] = ()


def day(text: str) -> dt.date:
    """Return the day that was written, such as 2026-03-31."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"“{text}” is no day. Write it as 2026-03-31.") from error


logbook = click.option(
    "--logbook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The logbook; without it the one in ONWARD_LOGBOOK, else in your user data folder.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
_as_of = click.option(
    "--as-of",
    type=day,
    metavar="DATE",
    help="Read the log up to this day (default: today; in the sample, its last day).",
)
_cohorts = click.option(
    "--cohort",
    "cohorts",
    multiple=True,
    metavar="NAME",
    help="Only this cohort; may be given several times.",
)


def writing(command: F) -> F:
    """Give a command the options of those that write; it is handed one :class:`Asked`."""
    return logbook(as_json(_handed_over(command)))


def reading(command: F) -> F:
    """Give a command the options of those that read; it is handed one :class:`Asked`."""
    return logbook(_as_of(_cohorts(as_json(_handed_over(command)))))


def _handed_over(command: F) -> F:
    @functools.wraps(command)
    @click.pass_context
    def called(
        ctx: click.Context,
        /,
        *,
        logbook: Path | None,
        as_json: bool,
        as_of: dt.date | None = None,
        cohorts: tuple[str, ...] = (),
        **rest: object,
    ) -> object:
        named = logbook or ctx.find_root().params.get("logbook") or own_logbook_path()
        return command(Asked(Path(named).expanduser(), as_json, as_of, cohorts), **rest)

    return cast(F, called)
