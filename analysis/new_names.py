"""New names: what became of each person newly named in a conversation, and by which day.

The units of the two factors that need time (SCIENCE §1): whether a new name is acted on, and
whether a request that came of it is held. Each is decided, ruled out, or still waiting.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.cascade import names_at_meetings
from analysis.corrected import meetings_in_time
from analysis.debts.acts import is_approximate
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.incidence import HAPPENED, OTHERWISE, WAITING
from analysis.stages.referrals import ways
from data.lookup import is_among, place_of

__all__ = ["names_in_time"]

Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

_NEVER = np.datetime64("NaT", "D")
_LIFTED = ("waived", "decision", "do_not_contact")


@once
def names_in_time(figures: Figures) -> pd.DataFrame:
    """Return the people named at the meetings of :func:`analysis.corrected.meetings_in_time`.

    One row per referral of a person made in a conversation of such a meeting's pair while the
    search went on:

    - referral_id, seeker_id, ``at`` (position of the meeting in ``meetings_in_time``), ``named_on``
      (DESIGN §4), ``fresh`` (new to the seeker); the rest is told of fresh ones only:
    - ``acted`` (as :mod:`analysis.incidence` has it: 1 asked by this seeker, or by another one to
      whom the name was handed; 2 given up or the search ended; 0 still waiting), ``acted_days``
      from named_on, ``acted_on``;
    - ``held`` (1 a request that came of the name was held; 2 all were declined or cancelled, or the
      search ended; 0 waiting, silence too), ``held_days`` from acted_on: of those acted on;
    - ``acting_ended``, ``holding_ended``: it is ruled out by the end of the search alone;
    - ``named_roughly``, ``acted_roughly``: the day from which days are counted is known to the
      month only.

    What was asked after it had been given up counts as asked, and a decline after which the person
    was asked again is none. Nothing counts after the day until which the meeting is watched. A name
    handed on is met when the other seeker meets the person.
    """
    meetings = meetings_in_time(figures)
    made, at_all = names_at_meetings(figures)
    place = np.full(len(figures.forest), -1)
    place[meetings["row"]] = np.arange(len(meetings))
    at = place[at_all]
    ended = _ends(figures, made["seeker_id"])
    until = _watched(meetings)[at] if len(meetings) else np.full(len(made), _NEVER)
    # A search that is known to have ended is known to have come to nothing until that day.
    until = np.where(np.isnat(ended), until, ended)
    named_on = _days(made["dated_on"])
    kept = (at >= 0) & ~(named_on > until)
    names = made[["referral_id", "seeker_id", "fresh"]][kept].reset_index(drop=True)
    names = names.assign(at=at[kept], named_on=named_on[kept].astype("datetime64[s]"))
    names["fresh"] = names["fresh"].astype(np.bool_)
    return _with_outcomes(figures, names, made[kept], until[kept], ended[kept])


def _with_outcomes(
    figures: Figures, names: pd.DataFrame, made: pd.DataFrame, until: Dates, ended: Dates
) -> pd.DataFrame:
    named_on = _days(names["named_on"])
    acted_on = np.fmin(_days(made["first_requested_on"]), _days(made["handed_off_on"]))
    given_up = _given_up(figures, names["referral_id"])
    acted, acted_until = _outcome(acted_on, given_up, ended, until)
    held_on, refused_on, dead_on = _requests_of(figures, names["referral_id"])
    held, held_until = _outcome(held_on, dead_on, ended, until)
    return names.assign(
        acted=acted,
        acted_days=_between(named_on, acted_until),
        acted_on=np.where(acted == HAPPENED, acted_on, _NEVER).astype("datetime64[s]"),
        held=np.where(acted == HAPPENED, held, WAITING),
        held_days=np.where(acted == HAPPENED, _between(acted_on, held_until), 0),
        acting_ended=(acted == OTHERWISE) & ~(given_up <= until),
        holding_ended=(acted == HAPPENED) & (held == OTHERWISE) & ~(refused_on <= until),
        named_roughly=_named_roughly(figures, names["referral_id"]),
        acted_roughly=_asked_roughly(figures, names["referral_id"]),
    )


def _outcome(
    happened: Dates, ruled_out: Dates, ended: Dates, until: Dates
) -> tuple[npt.NDArray[np.int64], Dates]:
    """Return what became of each, and on which day it was decided or seen last."""
    it_did = happened <= until
    other = np.fmin(np.where(ruled_out <= until, ruled_out, _NEVER), ended)
    outcome = np.where(it_did, HAPPENED, np.where(np.isnat(other), WAITING, OTHERWISE))
    day = np.where(it_did, happened, np.where(np.isnat(other), until, other))
    return outcome.astype(np.int64), day


def _watched(meetings: pd.DataFrame) -> Dates:
    days = meetings["maturity"].to_numpy().astype("timedelta64[D]")
    return _days(meetings["held_on"]) + days


def _ends(figures: Figures, seekers: pd.Series) -> Dates:
    """Return when each one's search ended, NaT while it goes on."""
    ends = search_ends(figures.log)
    return np.append(_days(ends), _NEVER)[place_of(seekers, ends.index)]


def _given_up(figures: Figures, names: pd.Series) -> Dates:
    """Return when each name was given up: waived, let go by a decision, or not to be contacted."""
    owed = figures.debts[["rule", "referral_id", "closed_by", "closed_on"]]
    lifted = owed[(owed["rule"] == "act_on_referral") & owed["closed_by"].isin(_LIFTED)]
    return np.append(_days(lifted["closed_on"]), _NEVER)[place_of(names, lifted["referral_id"])]


def _requests_of(figures: Figures, names: pd.Series) -> tuple[Dates, Dates, Dates]:
    """Return when a request that came of each name was first held, and when none was left.

    The second: all were declined or cancelled; the third: or waited when their seeker's search
    ended. NaT: not so far.
    """
    followed = _followed(figures)
    name = place_of(followed["referral_id"], names)
    followed, name = followed[name >= 0], name[name >= 0]
    asked = figures.whole_requests
    asked = asked.iloc[place_of(followed["interview_id"], asked["interview_id"])]
    held_on = _days(asked["held_on"])
    declined = np.fmax(_days(asked["answered_on"]), _days(asked["approach_on"]))
    refused_on = np.where(asked["state"] == "declined", declined, _days(asked["cancelled_on"]))
    dead_on = np.fmin(refused_on, _ends(figures, asked["seeker_id"]))
    many = len(names)
    return (
        _earliest(name, held_on, many),
        _latest(name, refused_on, many),
        _latest(name, dead_on, many),
    )


@once
def _followed(figures: Figures) -> pd.DataFrame:
    """Return which requests followed each name: referral_id, interview_id."""
    return ways(figures.sources).requests[["referral_id", "interview_id"]]


def _earliest(place: npt.NDArray[np.int64], days: Dates, many: int) -> Dates:
    told = ~np.isnat(days)
    return _folded(np.minimum, place[told], days[told], many)


def _latest(place: npt.NDArray[np.int64], days: Dates, many: int) -> Dates:
    """Return the latest day of each, NaT where one of them has none."""
    told = ~np.isnat(days)
    found = _folded(np.maximum, place[told], days[told], many)
    found[place[~told]] = _NEVER
    return found


def _folded(fold: np.ufunc, place: npt.NDArray[np.int64], days: Dates, many: int) -> Dates:
    found = np.full(many, _NEVER)
    found[place] = days
    fold.at(found, place, days)
    return found


def _named_roughly(figures: Figures, names: pd.Series) -> Flags:
    """Return for which names the day of naming is known to the month only."""
    table, asked = figures.log.table("referrals"), figures.log.table("interviews")
    rows = table.iloc[place_of(names, table["referral_id"])]
    rough = asked.loc[is_approximate(asked, "held_on"), "interview_id"]
    undated = rows["made_on"].isna().to_numpy()
    return is_approximate(rows, "made_on") | (undated & is_among(rows["interview_id"], rough))


def _asked_roughly(figures: Figures, names: pd.Series) -> Flags:
    """Return for which names the day of a request that followed is known to the month only."""
    asked = figures.log.table("interviews")
    undated = asked["requested_on"].isna().to_numpy()
    rough = is_approximate(asked, "requested_on") | (undated & is_approximate(asked, "held_on"))
    if not rough.any():
        return np.zeros(len(names), dtype=np.bool_)
    followed = _followed(figures)
    flagged = is_among(followed["interview_id"], asked.loc[rough, "interview_id"])
    return is_among(names, followed.loc[flagged, "referral_id"])


def _between(start: Dates, end: Dates) -> npt.NDArray[np.int64]:
    """Return whole days from one to the other; a rough day may lie before: 0 then."""
    return np.maximum((end - start).astype(np.int64), 0)


def _days(values: pd.Series) -> Dates:
    return values.to_numpy().astype("datetime64[D]")
