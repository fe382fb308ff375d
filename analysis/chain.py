"""The chain: who led to whom for one seeker, or through one contact, as a tree of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.figures import Figures
from analysis.timeline import SILENT_AFTER
from data.lookup import place_of

__all__ = ["COLUMNS", "STATES", "Chain", "contact_chain", "seeker_chain"]

STATES = (
    "accepted",
    "offer",
    "opportunity",
    "met",
    "planned",
    "waiting",
    "silent",
    "declined",
    "cancelled",
    "open",
    "let_go",
    "introducer",
)
"""How it stands with a person of a chain, the furthest first: what came of the conversation; the
answer to the request; a name that is open or was let go; somebody who only gave names."""

COLUMNS: dict[str, str] = {
    "seeker_id": "str",
    "person_id": "str",
    "about": "str",
    "parent": "int64",
    "depth": "int64",
    "state": "str",
    "day": "datetime64[s]",
    "here": "bool",
}
"""Columns of a chain, with their types.

``parent``: the row of who named them, −1 for none; it stands above them. ``depth``: how many stand
above. ``day``: met, asked or named on. ``about``: what a lead is to. ``here``: the contact whose
chain it is."""

SEEKERS = 12
"""How many seekers' chains are gathered for one contact at the most, the latest first."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain, one row per person in the order of a tree; ``left_out`` seekers are not in it."""

    people: pd.DataFrame
    left_out: int = 0


def seeker_chain(figures: Figures, seeker_id: str) -> Chain:
    """Return everybody whom a seeker asked or was named, each below who named them first.

    Who named somebody is the credited referral of the first conversation (else of the first
    request); for a name that nobody has asked, the earliest referral. Who only gave names stands
    above them as ``introducer``. Siblings are in the order of their days. A circle, which only ties
    on one day can make, is cut at its earliest member.
    """
    asked = _asked(figures, seeker_id)
    named = _named(figures, seeker_id, asked)
    people = pd.concat([asked, named], ignore_index=True)
    unknown = people["from_id"].dropna()
    unknown = unknown[~unknown.isin(people["person_id"])].drop_duplicates()
    first = people.groupby("from_id")["day"].min()
    givers = pd.DataFrame({"person_id": unknown, "state": "introducer"})
    givers["day"] = first.reindex(unknown).to_numpy()
    everybody = pd.concat([people, givers], ignore_index=True)
    return Chain(
        _as_tree(everybody.sort_values(["day", "person_id"], ignore_index=True), seeker_id)
    )


def contact_chain(figures: Figures, contact_id: str) -> Chain:
    """Return for each seeker of a contact who led to the contact, and who followed.

    Of each seeker's chain only the contact, those above and those below remain; seekers stand one
    after another, the one with the latest request first.
    """
    seekers = _seekers_of(figures, contact_id)
    parts = [
        _through(seeker_chain(figures, seeker).people, contact_id) for seeker in seekers[:SEEKERS]
    ]
    starts = np.cumsum([0, *(len(part) for part in parts)])
    moved = [
        part.assign(parent=part["parent"].where(part["parent"] < 0, part["parent"] + start))
        for part, start in zip(parts, starts, strict=False)
    ]
    rows = pd.concat(moved, ignore_index=True) if moved else _nobody()
    return replace(Chain(rows), left_out=max(0, len(seekers) - SEEKERS))


def _seekers_of(figures: Figures, contact_id: str) -> list[str]:
    requests, named = figures.requests, figures.referrals
    asked = requests[(requests["contact_id"] == contact_id).to_numpy()]
    is_about = ((named["from_id"] == contact_id) | (named["referred_id"] == contact_id)).to_numpy()
    told = pd.concat(
        [
            asked[["seeker_id", "approach_on"]].rename(columns={"approach_on": "day"}),
            named.loc[is_about, ["seeker_id", "dated_on"]].rename(columns={"dated_on": "day"}),
        ]
    )
    latest = told.groupby("seeker_id")["day"].max().reset_index()
    ordered = latest.sort_values(["day", "seeker_id"], ascending=[False, True])
    return [str(seeker) for seeker in ordered["seeker_id"]]


def _asked(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return one row per contact asked: state, day and who named them."""
    rows = figures.requests
    rows = rows[(rows["seeker_id"] == seeker_id).to_numpy()].assign(about=None)
    rows = rows.assign(state=_state(figures, rows), day=rows["held_on"].fillna(rows["approach_on"]))
    rank = rows["state"].map({state: place for place, state in enumerate(STATES)})
    # The furthest of several requests tells how it stands; of equal ones the latest.
    rows = rows.assign(rank=rank).sort_values(["rank", "day"], ascending=[True, False])
    best = rows.drop_duplicates("contact_id").set_index("contact_id")
    first = rows.sort_values(["meeting", "approach_on"], ascending=[False, True], kind="stable")
    first = first.drop_duplicates("contact_id").set_index("contact_id")
    credits_, known = figures.credited.credits, figures.credited.referrals
    credit = credits_["referral_id"].array.take(
        place_of(first["interview_id"], credits_["interview_id"]), allow_fill=True
    )
    giver = known["from_id"].array.take(place_of(credit, known["referral_id"]), allow_fill=True)
    best["from_id"] = pd.Series(giver, index=first.index)
    best.loc[first.index, "day"] = first["held_on"].fillna(first["approach_on"])
    best.index.name = "person_id"
    return best.reset_index()[["person_id", "about", "from_id", "state", "day"]]


def _state(figures: Figures, rows: pd.DataFrame) -> pd.Series:
    limit = pd.Timestamp(figures.log.as_of)
    found = figures.opportunities
    by_row = found.groupby("interview_id")[["accepted_on", "offered_on"]].count()
    came = by_row.reindex(rows["interview_id"]).to_numpy()
    silent = (rows["requested_on"] < limit - pd.Timedelta(days=SILENT_AFTER)).to_numpy()
    state = rows["state"].to_numpy(dtype=object)
    held, pending = state == "held", state == "pending"
    said = np.select(
        [
            held & (came[:, 0] > 0),
            held & (came[:, 1] > 0),
            held & ~np.isnan(came[:, 0]),
            held,
            state == "accepted",
            pending & silent,
            pending,
        ],
        ["accepted", "offer", "opportunity", "met", "planned", "silent", "waiting"],
        state,
    )
    return pd.Series(said, index=rows.index, dtype="str")


def _named(figures: Figures, seeker_id: str, asked: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person or lead named and not asked, by the earliest referral."""
    rows = figures.referrals
    mine = rows[(rows["seeker_id"] == seeker_id).to_numpy()]
    own = mine["referred_id"].isin([*asked["person_id"], seeker_id])
    mine = mine[~own & (mine["referred_id"] != mine["from_id"])].sort_values(
        ["dated_on", "referral_id"]
    )
    led = mine["referred_id"].isna() & (mine["first_requested_on"].notna() | mine["lead"].isna())
    mine = mine[~led]
    who = mine["referred_id"].fillna("lead " + mine["referral_id"])
    gone = mine["waived_on"].notna() | mine["handed_off_on"].notna()
    told = mine.assign(
        person_id=who,
        about=mine["lead"].where(mine["referred_id"].isna()),
        state=np.where(gone, "let_go", "open"),
        day=mine["dated_on"],
    )
    return told.drop_duplicates("person_id")[["person_id", "about", "from_id", "state", "day"]]


def _as_tree(rows: pd.DataFrame, seeker_id: str) -> pd.DataFrame:
    """Return the rows in the order of a tree; they come in the order of their days."""
    above = place_of(rows["from_id"], rows["person_id"])
    below: dict[int, list[int]] = {}
    for row, parent in enumerate(above.tolist()):
        below.setdefault(parent, []).append(row)
    order = list(_walk(below, len(rows)))
    place = {row: at for at, (row, _, _) in enumerate(order)}
    taken = rows.take([row for row, _, _ in order]).reset_index(drop=True)
    told = taken.assign(
        seeker_id=seeker_id,
        parent=[place.get(parent, -1) for _, parent, _ in order],
        depth=[depth for _, _, depth in order],
        here=False,
        person_id=taken["person_id"].where(taken["about"].isna()),
    )
    return told.reindex(columns=[*COLUMNS]).astype(COLUMNS)


def _walk(below: dict[int, list[int]], size: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, parent and depth, parents first; a circle begins with its first row."""
    seen: set[int] = set()
    for start in [*below.get(-1, []), *range(size)]:
        stack = [] if start in seen else [(start, -1, 0)]
        while stack:
            row, parent, depth = stack.pop()
            if row in seen:
                continue
            seen.add(row)
            yield row, parent, depth
            stack += [(child, row, depth + 1) for child in reversed(below.get(row, []))]


def _through(rows: pd.DataFrame, contact_id: str) -> pd.DataFrame:
    """Return the contact's row with those above and below."""
    parents = rows["parent"].tolist()
    here = (rows["person_id"] == contact_id).to_numpy()
    kept = here.copy()
    for row in np.flatnonzero(here).tolist():
        at = parents[row]
        while at >= 0:
            kept[at] = True
            at = parents[at]
    below = here.copy()
    for row, parent in enumerate(parents):
        below[row] |= parent >= 0 and below[parent]
    kept |= below
    place = np.where(kept, np.cumsum(kept) - 1, -1)
    left = rows[kept].reset_index(drop=True)
    moved = [int(place[parent]) if parent >= 0 else -1 for parent in left["parent"]]
    return left.assign(parent=moved, here=here[kept])


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})
