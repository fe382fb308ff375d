"""What is true of a simulation: who really led to whom, and what multiplied how much."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.simulator.course import Course, Lived
from data.simulator.parameters import Simulation

__all__ = ["Truth", "truth_of"]


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth behind a simulated log.

    ``meetings``: one row a first conversation, with interview_id, parent_id (the meeting that it
    really came of, conduits passed over; missing for a root), cohort, generation, offspring.
    ``cohorts``: one row a cohort, with its meetings and roots, ``R`` (while the search goes on,
    given time: :attr:`CohortParameters.R`), ``R_lived`` (offspring per meeting up to the last day),
    and names per meeting, new, acted and held share, true and as lived.
    """

    meetings: pd.DataFrame
    cohorts: pd.DataFrame
    simulation: Simulation


def truth_of(course: Course, simulation: Simulation) -> Truth:
    """Return the truth behind a course."""
    meetings = _meetings(course)
    return Truth(meetings, _cohorts(course, meetings, simulation), simulation)


def _meetings(course: Course) -> pd.DataFrame:
    held = [r for r in course.requests if r.held_on is not None and r.repeat_of is None]
    generation: dict[Lived, int] = {}
    offspring: dict[Lived, int] = dict.fromkeys(held, 0)
    for meeting in sorted(held, key=lambda r: (r.held_on or 0, r.number)):
        parent = meeting.parent
        generation[meeting] = 0 if parent is None else generation[parent] + 1
        if parent is not None:
            offspring[parent] += 1
    return pd.DataFrame(
        {
            "interview_id": [f"I{m.number:04d}" for m in held],
            "parent_id": [f"I{m.parent.number:04d}" if m.parent else None for m in held],
            "cohort": [m.search.cohort.name for m in held],
            "generation": [generation[m] for m in held],
            "offspring": [offspring[m] for m in held],
        }
    ).astype({"interview_id": "str", "parent_id": "str", "cohort": "str"})


def _cohorts(course: Course, meetings: pd.DataFrame, simulation: Simulation) -> pd.DataFrame:
    rows = []
    for cohort in simulation.cohorts:
        own = meetings[meetings["cohort"] == cohort.name]
        named = [n for n in course.named if n.search.cohort is cohort and n.referred is not None]
        at_meetings = [n for n in named if n.request is not None and n.request.held_on is not None]
        fresh = [n for n in at_meetings if n.fresh]
        sent = [
            r for r in course.requests
            if r.search.cohort is cohort and r.cause is not None and r.cause.referred is not None
        ]  # fmt: skip
        rows.append(
            {
                "cohort": cohort.name,
                "meetings": len(own),
                "roots": int(own["parent_id"].isna().sum()),
                "R": cohort.R,
                "R_lived": _ratio(int(own["offspring"].sum()), len(own)),
                "names_per_meeting": cohort.names_per_meeting,
                "names_per_meeting_lived": _ratio(len(at_meetings), len(own)),
                "new_share": cohort.new_share,
                "new_share_lived": _ratio(len(fresh), len(at_meetings)),
                "acted_share": cohort.acted_share,
                "acted_share_lived": _ratio(sum(n.acted for n in fresh), len(fresh)),
                "held_share": cohort.referral_held_share,
                "held_share_lived": _ratio(sum(r.held_on is not None for r in sent), len(sent)),
            }
        )
    return pd.DataFrame(rows)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
