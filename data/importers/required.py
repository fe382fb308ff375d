"""What a row needs so that it says something, as far as the row alone decides.

Whether an id that a row names is in the log is asked where rows are matched, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.log_format import Sheet

__all__ = ["Need", "needs", "unmet"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a row must say: in at least one of these columns."""

    what: str
    columns: tuple[str, ...]


def _who(sheet: Sheet, role: str) -> tuple[str, ...]:
    """Return the columns that say who a person is, the name first and the id last."""
    parts = ("name", "email")
    told = [c.name for c in sheet.columns if c.role == role and c.part in parts]
    return (*told, *(c for c in (f"{role}_id",) if c in sheet.names))


_TOLD_BY = {
    # interview_id alone is enough to say whose row it is and with whom.
    "referrals": ("interview_id",),
    "follow_ups": ("interview_id", "referral_id"),
    "opportunities": ("interview_id",),
}
_MADE_BY_US = {
    # Ids that a person who writes by hand leaves to us.
    "interviews": "interview_id",
    "referrals": "referral_id",
    "follow_ups": "follow_up_id",
    "opportunities": "opportunity_id",
    "notes": "note_id",
    "cohorts": "cohort_id",
    "people": "person_id",
    "destinations": "",
    "seekers": "",
}


def needs(sheet: Sheet) -> tuple[Need, ...]:
    """Return what each row of a sheet of the log format must say."""
    told_by = _TOLD_BY.get(sheet.name, ())
    found = []
    if any(column.role == "seeker" for column in sheet.columns):
        found.append(Need("seeker", (*_who(sheet, "seeker"), *told_by)))
    match sheet.name:
        case "interviews":
            found.append(Need("contact", _who(sheet, "contact")))
            found.append(Need("date", sheet.dates))
        case "referrals":
            found.append(Need("person who named", (*_who(sheet, "from"), *told_by)))
            found.append(Need("person named", (*_who(sheet, "referred"), "lead")))
        case "follow_ups":
            found.append(Need("contact", (*_who(sheet, "contact"), *told_by)))
        case "opportunities":
            found.append(Need("date", (*sheet.dates, *told_by)))
        case "seekers":
            found.append(Need("cohort", ("cohort", "cohort_id")))
        case "people":
            found.append(Need("person", ("name", "email", "person_id")))
        case "notes":
            found.append(Need("person or cohort", ("person_id", "cohort_id")))
    ours = _MADE_BY_US.get(sheet.name)
    found.extend(
        Need(column.label or column.name, (column.name,))
        for column in sheet.columns
        if column.column
        and column.column.required
        and not column.inline
        and not (column.ident and ours is not None)
        and column.name != ours
    )
    return tuple(found)


def unmet(sheet: Sheet, filled: Mapping[str, Mask], rows: int) -> Iterator[tuple[Need, Mask]]:
    """Yield each need with the rows that leave it blank, where there are any."""
    for need in needs(sheet):
        met = np.zeros(rows, np.bool_)
        for column in need.columns:
            if column in filled:
                met |= filled[column]
        if not met.all():
            yield need, ~met
