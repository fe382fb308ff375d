"""The measure catalog: every figure that is shown anywhere, once.

Pages, notebooks, commands, exports and the glossary read it, so all show the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from analysis import (
    cascade,
    conversion,
    gaps,
    multiplication,
    practice_measures,
    reach,
    reproduction_measures,
    stakes,
    time_measures,
)
from analysis.credit import Credit
from analysis.definitions import Definition, Group, Measure, measure
from analysis.figures import Figures
from analysis.policy import Policies, Policy
from data.errors import UnknownNameError
from data.log import Log

__all__ = ["CATALOG", "Definition", "Group", "Measure", "measures"]

CATALOG: dict[str, Definition] = {
    definition.key: definition
    for definition in (
        *reach.DEFINITIONS,
        *reproduction_measures.DEFINITIONS,
        *multiplication.DEFINITIONS,
        *cascade.DEFINITIONS,
        *gaps.DEFINITIONS,
        *stakes.DEFINITIONS,
        *conversion.DEFINITIONS,
        *time_measures.DEFINITIONS,
        *practice_measures.DEFINITIONS,
    )
}
"""Every measure by key, in the order in which lists show them."""


def measures(
    log: Log | Figures,
    keys: Iterable[str] | None = None,
    *,
    credited: Credit | None = None,
    policy: Policy | Policies | None = None,
) -> dict[str, Measure]:
    """Return the measures of a log, by key: all of the catalog, or those asked for.

    ``log`` may be :class:`~analysis.figures.Figures` already made. ``credited`` spares working out
    the credit again for another selection of the same revision.

    Raises ``UnknownNameError`` for a key that the catalog does not have.
    """
    figures = log if isinstance(log, Figures) else Figures(log, credited=credited, policy=policy)
    chosen = list(CATALOG) if keys is None else list(keys)
    unknown = [key for key in chosen if key not in CATALOG]
    if unknown:
        raise UnknownNameError(
            f"There is no measure “{unknown[0]}”.", fix=f"Measures: {', '.join(CATALOG)}."
        )
    return {key: figures.remember(key, partial(measure, CATALOG[key], figures)) for key in chosen}
