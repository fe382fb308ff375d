"""Coverage: what a log can and cannot answer. Not recorded is not no.

For each cohort and each thing that a log may tell: is it told of all, of some, or of none of the
rows, and which column of the log format would complete it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.figures import Figures, once
from data.lookup import is_among, place_of, shared_codes

__all__ = ["ASPECTS", "Aspect", "coverage"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing a log may tell.

    ``answer`` is the question it serves (reach, multiplication, follow_up, conversion), ``column``
    the column of the log format that tells it, ``told`` reads which rows tell it: a boolean series
    indexed by seeker. An aspect that is ``sparse`` is told as soon as one row tells it, because
    most rows have nothing to tell.
    """

    name: str
    answer: str
    label: str
    sheet: str
    column: str
    told: Callable[[Figures], pd.Series]
    sparse: bool = False


def _by_seeker(rows: pd.DataFrame, told: pd.Series) -> pd.Series:
    return pd.Series(told.to_numpy(dtype=bool), index=pd.Index(rows["seeker_id"].array))


def _held(figures: Figures) -> pd.DataFrame:
    return figures.interviews[figures.interviews["held_on"].notna()]


def _origin(figures: Figures) -> pd.Series:
    meetings = figures.forest
    known = meetings["source"].notna() | meetings["referral_id"].notna() | meetings["orphan"]
    return _by_seeker(meetings, known)


def _names(figures: Figures) -> pd.Series:
    held = _held(figures)
    named = is_among(held["interview_id"], figures.referrals["interview_id"])
    return _by_seeker(held, held["names_given"].notna() | held["names_asked"].notna() | named)


def _filled(column: str) -> Callable[[Figures], pd.Series]:
    return lambda figures: _by_seeker(_held(figures), _held(figures)[column].notna())


def _asked(figures: Figures) -> pd.Series:
    rows = figures.interviews
    return _by_seeker(rows, rows["requested_on"].notna())


def _answered(figures: Figures) -> pd.Series:
    rows = figures.interviews
    unheld = rows["held_on"].isna()
    return _by_seeker(rows, unheld & (rows["answered_on"].notna() | rows["answer"].notna()))


def _thanks(figures: Figures) -> pd.Series:
    held = _held(figures)
    sent = figures.follow_ups[figures.follow_ups["kind"] == "thank_you_email"]
    pair = ["seeker_id", "contact_id"]
    mine, thanked = shared_codes(held[pair], sent[pair])
    return _by_seeker(held, held["thanked"].notna() | np.isin(mine, thanked))


def _opportunities(figures: Figures) -> pd.Series:
    held = _held(figures)
    found = is_among(held["seeker_id"], figures.opportunities["seeker_id"])
    return _by_seeker(held, pd.Series(found))


def _about(part: str) -> Callable[[Figures], pd.Series]:
    def told(figures: Figures) -> pd.Series:
        meetings = figures.forest
        known = pd.Series(figures.of_people(meetings["contact_id"], part))
        return _by_seeker(meetings, known.notna())

    return told


def _joined(figures: Figures) -> pd.Series:
    roster = figures.roster
    return pd.Series(roster["joined_on"].notna().to_numpy(), index=roster["person_id"].to_numpy())


ASPECTS: tuple[Aspect, ...] = (
    Aspect("origin", "multiplication", "how people were found", "interviews", "source", _origin),
    Aspect("names", "multiplication", "the names given", "interviews", "names_given", _names),
    Aspect("asked", "reach", "when people were asked", "interviews", "requested_on", _asked),
    Aspect("answers", "reach", "refusals", "interviews", "answer", _answered, sparse=True),
    Aspect(
        "organization",
        "reach",
        "where people work",
        "interviews",
        "organization",
        _about("organization"),
    ),
    Aspect("industry", "reach", "their industry", "interviews", "industry", _about("industry")),
    Aspect("thanks", "follow_up", "thanks", "interviews", "thanked", _thanks, sparse=True),
    Aspect("advice", "follow_up", "advice", "interviews", "advice", _filled("advice"), sparse=True),
    Aspect(
        "opportunities",
        "conversion",
        "what came of it",
        "interviews",
        "came_of_it",
        _opportunities,
        sparse=True,
    ),
    Aspect(
        "direction",
        "conversion",
        "direction found",
        "interviews",
        "direction",
        _filled("direction"),
    ),
    Aspect("joined", "conversion", "when seekers joined", "seekers", "joined_on", _joined),
)


@once
def coverage(figures: Figures) -> pd.DataFrame:
    """Return what the selected cohorts' logs tell: one row per cohort and aspect.

    Columns: cohort_id and cohort (blank for seekers on no roster), aspect, answer, label, sheet,
    column, state (``yes``, ``partly``, ``no``, or ``nothing`` when there are no rows yet that could
    tell), told (rows that tell it) and n (rows that could).

    An aspect of which most rows have nothing to tell (thanks, refusals, opportunities) is ``yes``
    as soon as one row tells it.
    """
    members = figures.roster[["person_id", "cohort_id", "cohort"]].drop_duplicates()
    by_cohort = members.groupby(["cohort_id", "cohort"], dropna=False)
    number, cohorts = by_cohort.ngroup().to_numpy(), list(by_cohort.groups)
    columns = ["cohort_id", "cohort", "aspect", "answer", "label", "sheet", "column"]
    rows = [
        (*cohort, a.name, a.answer, a.label, a.sheet, a.column, *_state(a, *counts))
        for a in ASPECTS
        for cohort, *counts in zip(
            cohorts, *_counted(a.told(figures), members["person_id"], number), strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[*columns, "state", "told", "n"])


def _counted(
    told: pd.Series, members: pd.Series, number: npt.NDArray[np.int64]
) -> tuple[list[int], list[int]]:
    """Return for each cohort how many rows of its members tell it, and how many there are.

    ``number`` is the number of each member's cohort.
    """
    seeker, people = pd.factorize(told.index.array)
    place = place_of(members, people)
    weights = (np.bincount(seeker, told, len(people)), np.bincount(seeker, None, len(people)))
    known, n = (np.bincount(number, np.append(w, 0)[place]).astype(int) for w in weights)
    return known.tolist(), n.tolist()


def _state(aspect: Aspect, known: int, n: int) -> tuple[str, int, int]:
    if n == 0:
        return "nothing", 0, 0
    if known == 0:
        return "no", 0, n
    return ("yes" if aspect.sparse or known == n else "partly"), known, n
