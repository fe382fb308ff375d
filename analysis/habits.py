"""Habits: what is noted of how each conversation went, as yes, no or not known.

The habits are those that guides to informational interviews speak of. They are told by the seekers
themselves. *Missing is not no*: a blank cell is unknown, and so are thanks where a cohort's log
notes none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corrected import meetings_in_time
from analysis.debts.acts import done_by
from analysis.debts.owed import Flags, Owed, owed
from analysis.debts.records import is_recorded
from analysis.figures import Figures, once
from analysis.origins import origins
from data.lookup import is_among, place_of

__all__ = ["HABITS", "Habit", "habits_of"]

MANY_QUESTIONS = 5
"""From how many questions on somebody came with questions: one guide expects five to ten."""
SOON, WITHIN_A_WEEK = 1, 7
"""Days within which thanks are soon, and a note is a note after this conversation."""

Told = npt.NDArray[np.float64]
"""One entry per meeting: 1 yes, 0 no, NaN not known."""


@dataclass(frozen=True, slots=True)
class Habit:
    """One habit: its name, the columns of the log format that tell it, and how it is read.

    ``part_of`` names the circumstance (``mode`` or ``source``) that the habit itself is.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Figures], Told]
    part_of: str = ""


@once
def _own(figures: Figures) -> pd.DataFrame:
    """Return the meetings' own conversations, in the order of the meetings."""
    rows = figures.interviews
    place = place_of(meetings_in_time(figures)["interview_id"], rows["interview_id"])
    return rows.take(place).reset_index(drop=True)


def _cells(figures: Figures, column: str) -> pd.Series:
    return _own(figures)[column]


def _choice(column: str, yes: str, no: tuple[str, ...]) -> Callable[[Figures], Told]:
    def read(figures: Figures) -> Told:
        said = _cells(figures, column)
        return _told((said == yes).to_numpy(), said.isin(no).to_numpy())

    return read


def _ticked(column: str) -> Callable[[Figures], Told]:
    return lambda figures: _cells(figures, column).to_numpy(dtype=np.float64, na_value=np.nan)


def _told(yes: Flags, no: Flags) -> Told:
    return np.select([yes, no], [1.0, 0.0], np.nan)


def _questions(figures: Figures) -> Told:
    said = _cells(figures, "questions_prepared").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(said), np.nan, said >= MANY_QUESTIONS)


def _introduced(figures: Figures) -> Told:
    found = origins(figures).take(meetings_in_time(figures)["row"])
    return _told(
        (found == "introduced").to_numpy(), found.isin(["own_network", "other"]).to_numpy()
    )


def _sent(rule: str, kinds: tuple[str, ...], days: int) -> Callable[[Figures], Told]:
    def read(figures: Figures) -> Told:
        meetings = meetings_in_time(figures)
        if meetings.empty or not _notes_thanks(figures):
            return np.full(len(meetings), np.nan)
        known = figures.sources
        sent = done_by(_opened(figures, rule), known.acts, kinds, link="interview")
        waited = (sent.acted_on - sent.opened_on) / np.timedelta64(1, "D")
        yes = sent.acted & (waited <= days)
        no = np.where(sent.acted, waited > days, meetings["maturity"].to_numpy() >= days)
        noted = is_recorded(sent, figures.log, known.acts) & sent.exact
        no = no & ~(~sent.acted & _blank_beside_a_no(figures))
        return np.where(noted, _told(yes, no.astype(np.bool_)), np.nan)

    return read


def _notes_thanks(figures: Figures) -> bool:
    """Return whether the log has any word of thanks, before anything is worked out."""
    return not figures.log.table("follow_ups").empty or bool(_said_no(figures).any())


def _said_no(figures: Figures) -> Flags:
    said = figures.log.table("interviews")["thanked"]
    return said.eq(False).fillna(False).to_numpy(dtype=np.bool_)  # noqa: FBT003


def _opened(figures: Figures, rule: str) -> Owed:
    """Return the thanks that each meeting calls for, in the order of the meetings."""
    known, meetings = figures.sources, meetings_in_time(figures)
    asked = known.asked
    at = place_of(meetings["interview_id"], figures.log.table("interviews")["interview_id"])
    return owed(
        rule,
        asked.seeker[at],
        asked.held_on[at],
        contact=asked.contact[at],
        pair=asked.pair[at],
        interview=asked.interview[at],
        exact=~known.rough("held_on")[at],
    )


def _blank_beside_a_no(figures: Figures) -> Flags:
    """Return the meetings whose seeker's cohort says *not thanked* of some, and nothing of this.

    Where a sheet says no, a blank is not a no.
    """
    rows, meetings = figures.log.table("interviews"), meetings_in_time(figures)
    said_no = rows.loc[_said_no(figures), "seeker_id"]
    if said_no.empty:
        return np.zeros(len(meetings), dtype=np.bool_)
    members = figures.log.table("seekers")
    cohorts = members.loc[is_among(members["person_id"], said_no), "cohort_id"]
    among = members.loc[is_among(members["cohort_id"], cohorts), "person_id"]
    outside = ~is_among(meetings["seeker_id"], members["person_id"])
    any_outside = bool((~is_among(said_no, members["person_id"])).any())
    says_no = is_among(meetings["seeker_id"], among) | (outside & any_outside)
    blank: Flags = _cells(figures, "thanked").isna().to_numpy()
    return says_no & blank


HABITS: dict[str, Habit] = {
    habit.name: habit
    for habit in (
        Habit(
            "names_asked",
            ("names_asked",),
            _choice("names_asked", "asked", ("offered", "not_asked")),
        ),
        Habit(
            "thanked_soon",
            ("thanked",),
            _sent("thank_you_email", ("thank_you_email", "thank_you_note"), SOON),
        ),
        Habit(
            "handwritten_note",
            ("kind",),
            _sent("thank_you_note", ("thank_you_note",), WITHIN_A_WEEK),
        ),
        Habit("researched", ("researched",), _ticked("researched")),
        Habit("questions_prepared", ("questions_prepared",), _questions),
        Habit("questions_sent_ahead", ("questions_sent_ahead",), _ticked("questions_sent_ahead")),
        Habit("on_time", ("on_time",), _ticked("on_time")),
        Habit("host_ran_over", ("ran_over",), _choice("ran_over", "host_wished", ("no",))),
        Habit("we_ran_over", ("ran_over",), _choice("ran_over", "we_did", ("no",))),
        Habit(
            "asked_for_job",
            ("asked_for_job",),
            _choice("asked_for_job", "asked", ("no", "host_raised")),
        ),
        Habit(
            "asked_resume_review",
            ("asked_resume_review",),
            _choice("asked_resume_review", "asked", ("no", "host_offered")),
        ),
        Habit("in_person", ("mode",), _choice("mode", "in_person", ("phone", "video")), "mode"),
        Habit("introduced", ("source", "referral_id"), _introduced, "source"),
    )
}
"""Every habit by name, in the order in which lists show them.

- ``names_asked``: the seeker asked for names; a host who offered them unasked counts as not asked,
  because nobody can say whom the host would have named.
- ``thanked_soon``: thanks by mail or note on the day of the conversation or the day after.
- ``handwritten_note``: a note within a week.
- ``questions_prepared``: five questions or more; ``questions_sent_ahead``: sent before.
- ``host_ran_over``, ``we_ran_over``: each against conversations that ended on time.
- ``asked_for_job``, ``asked_resume_review``: a host who raised it counts as not asked.
- ``in_person`` against phone and video; ``introduced`` against every other way of finding people.
"""


@once
def habits_of(figures: Figures) -> pd.DataFrame:
    """Return what is noted of the habits of each meeting: 1 yes, 0 no, NaN not known.

    One row per row of :func:`analysis.corrected.meetings_in_time`, one column per name of
    :data:`HABITS`. The habits are those of the meeting itself, not of later conversations with the
    same person. Of the last days, when there was no time yet, thanks are unknown unless they were
    sent; so are undated ones, those known to the month only, and those of cohorts whose log holds
    none of their kind (:func:`analysis.debts.records.recorded_kinds`), or says *no* elsewhere and
    nothing here.
    """
    meetings = meetings_in_time(figures)
    told = {name: habit.read(figures) for name, habit in HABITS.items()}
    return pd.DataFrame(told, index=meetings.index, columns=list(HABITS))
