"""The measures that need time: what happens to new names, and by when things happen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from analysis.definitions import Definition, Group, Groups, Reading
from analysis.factors import HORIZON, factors
from analysis.factors_by import GROUPINGS, factors_by
from analysis.figures import Figures
from analysis.incidence import Incidence
from analysis.intervals import Estimate
from analysis.timing import first_opportunity, generation_interval, thanking

__all__ = ["DEFINITIONS"]

_AALEN_JOHANSEN = "Aalen, Johansen 1978, https://www.jstor.org/stable/4615704"


def _factor(name: str, days: str, figures: Figures) -> Reading:
    found = factors(figures)
    estimate: Estimate = getattr(found, name)
    if estimate.value is None:
        return Reading(estimate, (), found.left_out)
    read = getattr(found, days)
    within = Group("within days", str(read), Estimate(float(read)))
    groups = Groups(lambda: [within, *_breakdown(name, estimate.level, figures)])
    return Reading(estimate, groups, found.left_out)


def _breakdown(name: str, level: float, figures: Figures) -> list[Group]:
    groups = []
    for grouping in GROUPINGS:
        rows = factors_by(figures, grouping)
        for row in rows[rows["factor"] == name].itertuples():
            reason = row.reason if isinstance(row.reason, str) else None
            value, low, high = (None,) * 3 if reason else (row.value, row.low, row.high)
            known = Estimate(value, low, high, level, row.n, reason)
            groups.append(Group(grouping, row.group, known))
    return groups


def _break_even(figures: Figures) -> Reading:
    found = factors(figures)
    told, left_out = found.break_even, found.meetings - found.noted
    if told.value is not None and told.value > 1:
        told = Estimate(None, n=told.n, reason="too_few_new_names")
    if told.high is not None and told.high > 1:  # perhaps not even all of them would do
        told = replace(told, high=math.inf)
    return Reading(told, (), left_out)


def _median(curve: Callable[[Figures], Incidence], units: int, figures: Figures) -> Reading:
    found = curve(figures)
    return Reading(found.median(), (), units - found.n)


def _days_to_thanks(figures: Figures) -> Reading:
    owed = figures.debts["rule"] == "thank_you_email"
    states = figures.debts["state"][owed]
    reading = _median(thanking, int(owed.sum()), figures)
    if reading.estimate.reason == "no_units" and len(states):
        return Reading(Estimate(None, reason="not_recorded"), (), reading.left_out)
    return reading


def _days_to_opportunity(figures: Figures) -> Reading:
    seekers = len(figures.seekers)
    if figures.opportunities.empty and seekers:
        return Reading(Estimate(None, n=seekers, reason="none_recorded"))
    reading = _median(first_opportunity, seekers, figures)
    if reading.estimate.reason == "no_units" and seekers:
        return Reading(Estimate(None, reason="not_recorded"), (), reading.left_out)
    return reading


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "multiplication.acted_on_share",
        "new names acted on",
        "share",
        f"How many new names are asked within {HORIZON} days of being given, by the seeker or by"
        " another seeker to whom the name was handed. In a young log: within as many days as it"
        " can tell.",
        "cumulative incidence (Aalen–Johansen) from made_on; waived and the end of the search"
        " compete, silence stays at risk; influence functions summed by seeker, Wilson interval of"
        " as many units as the variance is worth",
        lambda figures: _factor("acted_on", "acted_days", figures),
        exclusions="Names of which the day is known to the month only, and those given after the"
        " search had ended.",
        source=_AALEN_JOHANSEN,
    ),
    Definition(
        "multiplication.held_share",
        "people asked who are met",
        "share",
        f"Of the new names that were asked, how many are met within {HORIZON} days of the first"
        " request. In a young log: within as many days as it can tell.",
        "cumulative incidence (Aalen–Johansen) from the first request of a fresh referral, by"
        " referral; declined and not asked again, cancelled and the end of the search compete,"
        " silence stays at risk; influence functions summed by seeker, Wilson interval of as many"
        " units as the variance is worth",
        lambda figures: _factor("held", "held_days", figures),
        exclusions="Requests of which the day is known to the month only.",
        source=_AALEN_JOHANSEN,
    ),
    Definition(
        "multiplication.break_even",
        "new names to be met for ten to lead to ten",
        "share",
        "Which part of the new names would have to be met for each conversation to lead to another"
        " one. Above all of them: there are too few new names.",
        "acted × held = 1 ÷ (ν × new share), other routes left aside; interval of a product by"
        " recovered variances",
        _break_even,
        exclusions="Conversations of which the log does not say whether anybody was named.",
        source="interval: Zou, Donner 2008, doi 10.1002/sim.3095",
    ),
    Definition(
        "multiplication.generation_interval_days",
        "days from one conversation to the next",
        "days",
        "Half of the conversations that a conversation leads to have come within so many days.",
        "median of the law of delays in whole days, min d: G(d + 1) ≥ ½, right-truncated, fitted"
        " jointly with R; profile likelihood of the delays, widened for seekers who differ",
        lambda figures: Reading(generation_interval(figures)),
        exclusions="Days known to the month only, and what came after the search had ended.",
        source="Kalbfleisch, Lawless 1991, Statistica Sinica 1:19",
    ),
    Definition(
        "follow_up.median_days_to_thanks",
        "days until half are thanked",
        "days",
        "Half of the hosts are thanked by mail within so many days of the conversation.",
        "median of the cumulative incidence of thank_you_email from held_on (Kaplan–Meier when"
        " nothing lifts it), clustered by seeker; the earliest day where it is flat at one half",
        _days_to_thanks,
        exclusions="Thanks of unknown day; cohorts whose logs note no thanks; days known to the"
        " month only.",
        source="Kaplan, Meier 1958, doi 10.1080/01621459.1958.10501452",
    ),
    Definition(
        "conversion.median_days_to_first_opportunity",
        "days until half have an opportunity",
        "days",
        "Half of the seekers have found a first opportunity within so many days of joining.",
        "median of the cumulative incidence from joined_on (Aalen–Johansen); a search that ended"
        " without one competes; the earliest day where it is flat at one half",
        _days_to_opportunity,
        exclusions="Seekers of whom the day of joining is unknown, or who had one before.",
        source=_AALEN_JOHANSEN,
    ),
)
