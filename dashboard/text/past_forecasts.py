"""Words for past forecasts: how right they were, and what to bear in mind."""

from __future__ import annotations

from dashboard.text.pictures import counted

__all__ = ["LATE_ENTRIES", "OF_FURTHER", "forecast_name", "record_sentence"]

OF_FURTHER = "Further conversations per conversation"
"""What the corrected figure is called beside forecasts of weeks."""

LATE_ENTRIES = (
    "Past days are read as things stood, with entries that were made later and that nobody had at"
    " the time; real forecasts would have known a little less. Forecasts of neighboring days share"
    " conversations, so that ten of them prove less than ten separate ones."
)
"""What is said wherever the record is shown."""


def forecast_name(weeks: int | None) -> str:
    """Return what was forecast.

    >>> forecast_name(8)
    'Conversations of the next 8 weeks'
    """
    return OF_FURTHER if weeks is None else f"Conversations of the next {counted(weeks, 'week')}"


def record_sentence(weeks: int | None, right: int, n: int) -> str:
    """Return how often what happened lay in the likely range.

    >>> record_sentence(12, 9, 11)
    'Conversations of the next 12 weeks: right 9 times in 11.'
    >>> record_sentence(4, 0, 0)
    'Conversations of the next 4 weeks: no past forecast can be checked yet.'
    """
    name = forecast_name(weeks)
    if not n:
        return f"{name}: no past forecast can be checked yet."
    times = "once" if right == 1 else f"{right} times"
    return f"{name}: right {times} in {n}."
