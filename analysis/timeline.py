"""The timeline: everything that happened with one person, on its day or in its month."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.figures import Figures
from data.lookup import place_of

__all__ = ["COLUMNS", "LINES", "SILENT_AFTER", "contact_timeline", "seeker_timeline"]

LINES = ("asked", "met", "named", "thanked", "opportunity", "agreed")
"""The lines of a timeline: requests, conversations, names, follow-ups, opportunities, notes."""

COLUMNS: dict[str, str] = {
    "line": "str",
    "what": "str",
    "day": "datetime64[s]",
    "month": "bool",
    "seeker_id": "str",
    "person_id": "str",
    "other_id": "str",
    "about": "str",
    "row_id": "str",
}
"""Columns of a timeline, with their types.

``line``: one of :data:`LINES`; ``what`` happened: of requests ``said_yes``, ``declined``,
``silent``, ``waiting`` or ``cancelled``; of conversations ``met``, ``met_again`` or ``planned``; of
names ``named``; a follow-up's kind; of opportunities ``opened``, ``applied``, ``interviewed``,
``offered``, ``accepted`` or ``closed``; of notes ``agreed`` or ``kept``. ``day`` (NaT: done on an
unknown day), ``month``: only its month is known. ``person_id``: the contact concerned;
``other_id``: who was named; ``about``: an organization, or what a lead is to.
"""

SILENT_AFTER = 21
"""Days after which a request without an answer is told as silence (DESIGN §5, ``nudge``)."""

_STEPS = ("opened", "applied", "interviewed", "offered", "accepted", "closed")


def seeker_timeline(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return what happened with a seeker by the as-of date, in order; what is undated comes last.

    One row per event; columns as in :data:`COLUMNS`. What was agreed stands on the day on which it
    is due, which may lie ahead, as may a conversation that is planned.
    """
    mine = {
        name: frame[(frame["seeker_id"] == seeker_id).to_numpy()]
        for name, frame in _tables(figures).items()
    }
    return _in_order([*_events(figures, mine), _agreed(figures, seeker_id)])


def contact_timeline(figures: Figures, contact_id: str) -> pd.DataFrame:
    """Return what happened with a contact by the as-of date, in order; undated events come last.

    One row per event of any selected seeker; columns as in :data:`COLUMNS`. Names are those that
    the contact gave, and the contact's own when others gave it.
    """
    tables = _tables(figures)
    requests, named = tables["requests"], tables["referrals"]
    asked = requests[(requests["contact_id"] == contact_id).to_numpy()]
    is_about = ((named["from_id"] == contact_id) | (named["referred_id"] == contact_id)).to_numpy()
    done, found = tables["follow_ups"], tables["opportunities"]
    mine = {
        "requests": asked,
        "referrals": named[is_about],
        "follow_ups": done[(done["contact_id"] == contact_id).to_numpy()],
        "opportunities": found[found["interview_id"].isin(asked["interview_id"])],
    }
    return _in_order(_events(figures, mine))


def _tables(figures: Figures) -> dict[str, pd.DataFrame]:
    return {
        "requests": figures.requests,
        "referrals": figures.referrals,
        "follow_ups": figures.follow_ups,
        "opportunities": figures.opportunities,
    }


def _events(figures: Figures, mine: dict[str, pd.DataFrame]) -> list[pd.DataFrame]:
    told = _rough(mine["requests"]["interview_id"], "interview_id", figures.interviews)
    return [
        *_of_requests(figures, mine["requests"], told),
        _of_names(figures, mine["referrals"]),
        _of_follow_ups(mine["follow_ups"]),
        *_of_opportunities(figures, mine["opportunities"]),
    ]


def _of_requests(figures: Figures, rows: pd.DataFrame, rough: pd.Series) -> list[pd.DataFrame]:
    """Return when somebody was asked, and when they were met or are to be."""
    limit = pd.Timestamp(figures.log.as_of)
    waits = (rows["state"] == "pending").to_numpy()
    silent = waits & (rows["requested_on"] < limit - pd.Timedelta(days=SILENT_AFTER)).to_numpy()
    said = rows["state"].replace({"pending": "waiting", "accepted": "said_yes", "held": "said_yes"})
    said = said.mask(silent, "silent")
    asked = _frame(rows, "asked", said, rows["requested_on"], rough)
    held = (rows["state"] == "held").to_numpy()
    again = np.where(rows["meeting"], "met", "met_again")
    met = _frame(rows, "met", pd.Series(again, index=rows.index), rows["held_on"], rough)
    plans = figures.interviews[["interview_id", "scheduled_for"]]
    place = place_of(rows["interview_id"], plans["interview_id"])
    day = pd.Series(plans["scheduled_for"].array.take(place, allow_fill=True), index=rows.index)
    ahead = ((rows["state"] == "accepted") & (day > limit)).to_numpy()
    planned = _frame(rows, "met", "planned", day, rough)
    dated = rows["requested_on"].notna().to_numpy()
    return [asked[dated | ~held], met[held], planned[ahead]]


def _of_names(figures: Figures, rows: pd.DataFrame) -> pd.DataFrame:
    known = figures.credited.referrals
    place = place_of(rows["referral_id"], known["referral_id"])
    day = pd.Series(known["dated_on"].array.take(place, allow_fill=True), index=rows.index)
    day = rows["made_on"].fillna(day)
    own = _rough(rows["referral_id"], "referral_id", figures.log.table("referrals"))
    of_row = _rough(rows["interview_id"], "interview_id", figures.interviews)
    of_row = of_row.str.replace("held_on", "made_on")  # names are dated like their conversation
    rough = own.where(rows["made_on"].notna(), of_row)
    columns = {"person_id": rows["from_id"], "other_id": rows["referred_id"], "about": rows["lead"]}
    return _frame(rows, "named", "named", day, rough, **columns)


def _of_follow_ups(rows: pd.DataFrame) -> pd.DataFrame:
    return _frame(rows, "thanked", rows["kind"], rows["done_on"], rows["approximate"])


def _of_opportunities(figures: Figures, rows: pd.DataFrame) -> list[pd.DataFrame]:
    place = place_of(rows["interview_id"], figures.interviews["interview_id"])
    contact = figures.interviews["contact_id"].array.take(place, allow_fill=True)
    columns = {"person_id": contact, "about": rows["organization"].fillna(rows["kind"])}
    steps = []
    for step in _STEPS:
        event = _frame(
            rows, "opportunity", step, rows[f"{step}_on"], rows["approximate"], **columns
        )
        steps.append(event[event["day"].notna()])
    return steps


def _agreed(figures: Figures, seeker_id: str) -> pd.DataFrame:
    notes = figures.log.table("notes")
    is_mine = (notes["person_id"] == seeker_id) & (notes["kind"] == "agreement")
    mine = notes[is_mine & notes["due_on"].notna()]
    rows = mine.rename(columns={"note_id": "row_id"}).assign(seeker_id=seeker_id)
    what = pd.Series(np.where(rows["done_on"].notna(), "kept", "agreed"), index=rows.index)
    return _frame(rows, "agreed", what, rows["due_on"], None)


_KEY_OF = {
    "asked": "interview_id",
    "met": "interview_id",
    "named": "referral_id",
    "thanked": "follow_up_id",
    "opportunity": "opportunity_id",
    "agreed": "row_id",
}


def _frame(
    rows: pd.DataFrame,
    line: str,
    what: Any,  # noqa: ANN401  # a word, or a column of words
    day: pd.Series,
    rough: pd.Series | None,
    **columns: Any,  # noqa: ANN401
) -> pd.DataFrame:
    """Return events of one line; ``rough`` names the dates known to the month only."""
    is_rough = np.zeros(len(rows), dtype=np.bool_)
    if rough is not None and day.name is not None:
        names = rough.fillna("").astype("str").str.split(";")
        is_rough = np.array([str(day.name) in told for told in names], dtype=np.bool_)
    told = {
        "line": line,
        "what": what,
        "day": day,
        "month": is_rough,
        "seeker_id": rows["seeker_id"],
        "person_id": rows.get("contact_id"),
        "row_id": rows[_KEY_OF[line]],
        **columns,
    }
    frame = {
        name: pd.Series(told.get(name), index=rows.index, dtype=dtype)
        for name, dtype in COLUMNS.items()
    }
    return pd.DataFrame(frame, index=rows.index)


def _rough(ids: pd.Series, key: str, table: pd.DataFrame) -> pd.Series:
    """Return which dates of each row are known to the month only, as the table notes it."""
    place = place_of(ids, table[key])
    return pd.Series(table["approximate"].array.take(place, allow_fill=True), index=ids.index)


def _in_order(events: list[pd.DataFrame]) -> pd.DataFrame:
    told = pd.concat(events, ignore_index=True)
    rank = told["line"].map({line: place for place, line in enumerate(LINES)})
    told = told.assign(rank=rank).sort_values(
        ["day", "rank", "row_id"], kind="stable", na_position="last", ignore_index=True
    )
    return told[list(COLUMNS)].astype(COLUMNS)
