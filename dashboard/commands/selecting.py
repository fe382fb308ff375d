"""The log that a command was asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.commands.clock import now
from dashboard.commands.options import Asked

if TYPE_CHECKING:
    from data.log import Log

__all__ = ["read_log"]


def read_log(asked: Asked) -> Log:
    """Return the log with the selection asked for.

    Without a day that is today; in the sample, whose people live in a time of their own, the
    newest entry. Raises ``LogbookError`` when there is no such logbook or it cannot be read, and
    ``UnknownNameError`` for a cohort that it does not have.
    """
    from data.logbook import open_logbook

    log = open_logbook(asked.logbook).log(cohorts=asked.cohorts)
    day = asked.as_of or (log.as_of if log.is_sample else now().date())
    return log.at(as_of=day)
