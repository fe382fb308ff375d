"""The four factors: names per meeting, how many are new, are acted on, and are met.

Their product is what meetings lead to by new names of their own; *other routes* (names given with a
decline, to other seekers, twice, or before) lead up to R. Whether a name is acted on or a person is
met takes time: these two are cumulative incidences, in which silence stays at risk and the end of a
search competes (SCIENCE §1).

References
----------
.. [1] Aalen, Johansen 1978, Scand. J. Stat. 5:141, https://www.jstor.org/stable/4615704.
.. [2] Zou, Donner 2008, Stat. Med. 27:1693, doi 10.1002/sim.3095 (interval of the product).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from analysis.corrected import offspring_fit
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures, once
from analysis.four_factors import (
    EVER,
    HORIZON,
    NAMES,
    Part,
    acting_of,
    four_of,
    holding_of,
    part_of,
    withheld,
)
from analysis.incidence import HAPPENED, WAITING, Incidence
from analysis.intervals import Estimate
from analysis.products import inverse, product
from analysis.rates import mean_count

__all__ = ["HORIZON", "NAMES", "Factors", "Part", "acting", "factors", "holding", "part_of"]


@dataclass(frozen=True, slots=True)
class Factors:
    """The four factors and what they come to.

    - ``referrals_per_meeting`` (ν): people named ÷ meetings of which the log says whether anybody
      was named; ``new_share``: fresh ones ÷ names written down;
    - ``acted_on``: share of fresh names that are acted on within ``acted_days`` of being named;
      ``held``: share of those acted on who are met within ``held_days`` of being asked. The days
      are 120, or as many as the log has been watched for;
    - ``by_new_names``: their product;
    - ``R``: while the search goes on, given time (:func:`analysis.corrected.offspring_fit`); or,
      when nothing is open any more (``settled``), offspring per meeting as lived;
    - ``ended``: what is missing in the product because searches ended: R is while they go on.
      0 when settled;
    - ``other_routes``: R − product − ended, by which the identity is exact. Meetings of which the
      names are unknown count as leading to none by them;
    - ``break_even``: which share of the new names must be met for ten conversations to lead to ten,
      by new names alone: 1 ÷ (ν × new_share). Above 1: not even all of them would do.

    ``meetings`` held while the search went on; of ``noted`` the log says whether anybody was named.
    ``left_out``: new names of which the day is known to the month only.
    """

    referrals_per_meeting: Estimate
    new_share: Estimate
    acted_on: Estimate
    held: Estimate
    by_new_names: Estimate
    R: Estimate
    ended: Estimate
    other_routes: Estimate
    break_even: Estimate
    acted_days: int
    held_days: int
    meetings: int
    noted: int
    left_out: int
    settled: bool

    @property
    def four(self) -> dict[str, Estimate]:
        """The four factors by name, in their order."""
        return {name: getattr(self, name) for name in NAMES}


@once
def acting(figures: Figures) -> Incidence:
    """Return by which day how many new names are acted on: days since the name was given.

    Happened: this seeker asked the person, or the name was handed to another seeker, who did.
    Competing: given up, or the search ended. Clustered by seeker. Names of which the day is known
    to the month only are left out.
    """
    return acting_of(part_of(figures).names, until=EVER)


@once
def holding(figures: Figures) -> Incidence:
    """Return by which day how many of those acted on are met: days since the first request.

    Happened: a conversation with that person was held. Competing: declined and not asked again,
    cancelled, or the search ended; silence stays at risk. Clustered by seeker. Requests of which
    the day is known to the month only are left out.
    """
    return holding_of(part_of(figures).names, until=EVER)


@once
def factors(figures: Figures) -> Factors:
    """Return the four factors of the selection.

    For one seeker of several there are no shares: every reason is ``one_seeker_only``. Other
    reasons: ``no_units``; ``no_names`` (nobody was named); ``none_asked``; ``not_recorded``
    (nothing says whether anybody was named); ``only_held_logged`` (of at least 20 requests all were
    held: names asked in vain are not in the log, so neither acted_on nor held is known);
    ``window_too_short`` (watched for less than 28 days); for what is made of R those of the fit.
    """
    found = _factors(part_of(figures), offspring_fit(figures).R)
    return _nothing_told(found, ONE_SEEKER) if figures.singles_out else found


def _factors(part: Part, R: Estimate) -> Factors:
    four, *days = four_of(part)
    made = product(*four.values())
    meetings, noted = len(part.meetings), int(part.meetings["names"].notna().sum())
    settled = bool(meetings) and _nothing_open(part.names)
    if settled:
        R = mean_count(part.meetings["offspring"], part.meetings["seeker_id"])
    ended = Estimate(0.0, n=made.n) if settled else _ended(part, four, made, days)
    return Factors(
        **withheld(four, part),
        by_new_names=made,
        R=R,
        ended=ended,
        other_routes=_other_routes(R, made, ended, noted / meetings if meetings else 0.0),
        break_even=inverse(product(*list(four.values())[:2]), "no_names"),
        acted_days=days[0],
        held_days=days[1],
        meetings=meetings,
        noted=noted,
        left_out=int((part.names["fresh"] & part.names["named_roughly"]).sum()),
        settled=settled,
    )


def _nothing_open(names: pd.DataFrame) -> bool:
    fresh = names[names["fresh"]]
    unmet = (fresh["acted"] == HAPPENED) & (fresh["held"] == WAITING)
    return not (unmet | (fresh["acted"] == WAITING)).any()


def _ended(part: Part, four: dict[str, Estimate], made: Estimate, days: list[int]) -> Estimate:
    """Return by how much more the product would be if no search had ended."""
    if made.value is None:
        return made
    going_on = product(
        *list(four.values())[:2],
        acting_of(part.names, "wait").by(days[0]),
        holding_of(part.names, "wait").by(days[1]),
    )
    if going_on.value is None:
        return going_on
    return Estimate(going_on.value - made.value, n=made.n)


def _other_routes(R: Estimate, made: Estimate, ended: Estimate, noted: float) -> Estimate:
    if R.value is None or made.value is None or ended.value is None:
        reason = made.reason or ended.reason or R.reason
        return Estimate(None, n=R.n, reason=reason)
    return Estimate(R.value - (made.value + ended.value) * noted, n=R.n)


def _nothing_told(found: Factors, reason: str) -> Factors:
    """Return nothing but how many units there are."""
    told: Any = {
        part.name: Estimate(None, n=value.n, reason=reason)
        for part in fields(found)
        if isinstance(value := getattr(found, part.name), Estimate)
    }
    return replace(found, **told)
