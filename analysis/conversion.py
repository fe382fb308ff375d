"""Conversion: what came of the conversations, and what was known of it in the end.

References
----------
.. [1] NACE, Standards and Protocols for the Collection and Dissemination of Graduating Student
   Initial Career Outcomes Information: knowledge rate and career outcomes rate.
"""

from __future__ import annotations

import pandas as pd

from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures
from analysis.intervals import Estimate, share
from analysis.rates import rate
from analysis.reach import everything_held

__all__ = ["DEFINITIONS", "credited_opportunities", "latest_destinations"]

PLACED = ("employed", "service", "military", "continuing_education")


def latest_destinations(figures: Figures) -> pd.DataFrame:
    """Return the latest known first destination of each selected seeker who has one."""
    known = figures.destinations.sort_values(["person_id", "known_on"], kind="stable")
    return known.drop_duplicates("person_id", keep="last").reset_index(drop=True)


def credited_opportunities(figures: Figures) -> pd.DataFrame:
    """Return the opportunities whose conversation came by an introduction.

    The columns of ``opportunities``, with ``meeting_id``: the first conversation of the pair, and
    ``generation``: how many meetings stand above it.
    """
    found = figures.opportunities.merge(
        figures.requests[["interview_id", "contact_id"]], on="interview_id", how="inner"
    )
    meetings = figures.forest[
        ["seeker_id", "contact_id", "interview_id", "generation", "referral_id", "orphan"]
    ].rename(columns={"interview_id": "meeting_id", "referral_id": "came_by"})
    found = found.merge(meetings, on=["seeker_id", "contact_id"], how="inner")
    return found[found["came_by"].notna() | found["orphan"]].reset_index(drop=True)


def _held_share(figures: Figures) -> Reading:
    asked = figures.requests["state"]
    held, ended = int((asked == "held").sum()), int(asked.isin(["declined", "cancelled"]).sum())
    if everything_held(figures.requests):
        return Reading(Estimate(None, n=len(asked), reason="only_held_logged"))
    reason = "no_units" if asked.empty else "no_answers"
    return Reading(
        share(held, held + ended, reason_if_none=reason), left_out=len(asked) - held - ended
    )


def _direction_share(figures: Figures) -> Reading:
    held = figures.interviews[figures.interviews["held_on"].notna()]
    told = held["direction"].dropna()
    if len(held) and told.empty:
        return Reading(Estimate(None, reason="not_recorded"), left_out=len(held))
    groups = tuple(
        Group("direction", str(kind), share(int(count), len(told)))
        for kind, count in told.value_counts().sort_index().items()
    )
    found = int((told != "none").sum())
    return Reading(share(found, len(told)), groups, len(held) - len(told))


def _opportunity_share(figures: Figures) -> Reading:
    if figures.opportunities.empty and len(figures.seekers):
        return Reading(Estimate(None, n=len(figures.seekers), reason="none_recorded"))
    found = figures.opportunities["seeker_id"].nunique()
    return Reading(share(found, len(figures.seekers), reason_if_none="no_roster"))


def _meetings_per_opportunity(figures: Figures) -> Reading:
    meetings = figures.forest
    if figures.opportunities.empty:
        return Reading(Estimate(None, n=len(meetings), reason="none_recorded"))
    counts = figures.opportunities.groupby("seeker_id").size()
    met = meetings.groupby("seeker_id").size()
    per_seeker = pd.DataFrame({"found": counts, "met": met}).fillna(0)
    per_seeker = per_seeker[per_seeker["met"] > 0]
    found = rate(per_seeker["found"], per_seeker["met"])
    if not found.value:
        return Reading(Estimate(None, n=len(meetings), reason="none_recorded"))
    low = 1 / found.high if found.high else None
    high = 1 / found.low if found.low else None
    return Reading(Estimate(1 / found.value, low, high, found.level, len(meetings)))


def _credited(figures: Figures) -> Reading:
    found = credited_opportunities(figures)
    groups = tuple(
        Group("kind", str(kind), Estimate(float(count), n=len(figures.opportunities)))
        for kind, count in found["kind"].value_counts().sort_index().items()
    )
    return Reading(Estimate(float(len(found)), n=len(figures.opportunities)), groups)


def _knowledge_rate(figures: Figures) -> Reading:
    if figures.destinations.empty and len(figures.seekers):
        return Reading(Estimate(None, n=len(figures.seekers), reason="not_recorded"))
    known = len(latest_destinations(figures))
    return Reading(share(known, len(figures.seekers), reason_if_none="no_roster"))


def _career_outcomes_rate(figures: Figures) -> Reading:
    known = latest_destinations(figures)["category"]
    if known.empty:
        return Reading(Estimate(None, reason="not_recorded"))
    looking = known[known != "not_seeking"]
    placed = int(looking.isin(PLACED).sum())
    return Reading(
        share(placed, len(looking), reason_if_none="no_units"), left_out=len(known) - len(looking)
    )


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "conversion.held_share",
        "requests that became a conversation",
        "share",
        "Of the requests that were decided, those that were held.",
        "held ÷ (held + declined or cancelled); Wilson interval",
        _held_share,
        exclusions="Requests still open: silence is not a no.",
    ),
    Definition(
        "conversion.direction_share",
        "direction found",
        "share",
        "Conversations that confirmed, changed or ruled out a direction.",
        "direction other than none ÷ conversations with a direction noted; Wilson interval",
        _direction_share,
        exclusions="Conversations without a note of direction.",
    ),
    Definition(
        "conversion.opportunity_share",
        "seekers with an opportunity",
        "share",
        "Seekers who have found at least one opportunity so far, of all seekers.",
        "seekers with an opportunity ÷ seekers on the roster; Wilson interval",
        _opportunity_share,
    ),
    Definition(
        "conversion.meetings_per_opportunity",
        "conversations per opportunity",
        "conversations",
        "How many conversations there were for each opportunity.",
        "meetings ÷ opportunities of seekers who have met somebody; interval of the inverse rate,"
        " widened for seekers who differ",
        _meetings_per_opportunity,
    ),
    Definition(
        "conversion.credited_opportunities",
        "opportunities by introduction",
        "opportunities",
        "Opportunities that came of a conversation that somebody's introduction had opened.",
        "opportunities whose conversation's meeting has a credited referral or is an orphan",
        _credited,
        exclusions="Opportunities that name no conversation.",
    ),
    Definition(
        "conversion.knowledge_rate",
        "outcomes known",
        "share",
        "Seekers whose first destination is known, of all seekers.",
        "known outcomes ÷ seekers on the roster; Wilson interval",
        _knowledge_rate,
        source="NACE standards; 65 % is their floor",
    ),
    Definition(
        "conversion.career_outcomes_rate",
        "found their place",
        "share",
        "Seekers in work, service, the military or further education, of those who were looking.",
        "(employed + service + military + continuing education) ÷ (known − not seeking); Wilson",
        _career_outcomes_rate,
        exclusions="Seekers of unknown destination, and those not seeking.",
        source="NACE standards",
    ),
)
