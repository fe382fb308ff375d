"""Open doors: people who were named and whom nobody has met yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.owed import Flags, flags_of
from analysis.debts.sources import Sources
from analysis.figures import Figures, once

__all__ = ["names_told", "open_doors"]


@once
def names_told(figures: Figures) -> bool:
    """Return whether the log says anything of names given: one, or that there were none.

    A log without conversations has had none to tell of.
    """
    known = figures.interviews
    held = known["held_on"].notna()
    said = held & (known["names_given"].notna() | known["names_asked"].notna())
    return not held.any() or len(figures.sources.own_names) > 0 or bool(said.any())


@once
def open_doors(figures: Figures) -> pd.DataFrame:
    """Return the open doors: people named to a seeker and neither met, declined nor given up.

    One row per seeker and person, by the first referral: referral_id, seeker_id, from_id,
    interview_id, referred_id, dated_on, first_requested_on. People who asked not to be contacted
    are no doors.
    """
    known = figures.sources
    named, asked, own = known.named, known.asked, known.own_rows
    over = own[~np.isnat(asked.held_on[own]) | asked.declined[own]]
    is_door = (named.referred >= 0) & (named.referred != named.seeker)
    is_door &= np.isnat(named.waived_on) & np.isnat(named.handed_off_on)
    is_door &= ~flags_of(asked.pair[over], known.log.ids.pairs)[named.pair]
    is_door &= ~_do_not_contact(known)[named.referred]
    rows = np.flatnonzero(is_door)
    rows = rows[np.argsort(named.dated_on[rows], kind="stable")]
    _, first = np.unique(named.pair[rows], return_index=True)
    columns = ["referral_id", "seeker_id", "from_id", "interview_id", "referred_id", "dated_on"]
    rows = rows[np.sort(first)]
    doors = figures.credited.referrals[columns].take(named.row[rows]).reset_index(drop=True)
    return doors.assign(first_requested_on=named.first_requested_on[rows])


def _do_not_contact(known: Sources) -> Flags:
    """Return which people asked not to be contacted; the last one, for nobody, did not."""
    ids, people = known.log.ids, known.log.table("people")
    person = ids.of("people", "person_id")[known.log.rows("people")]
    return flags_of(person[people["do_not_contact_on"].notna().to_numpy()], ids.count("person"))
