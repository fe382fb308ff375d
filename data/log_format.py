"""The log format: the sheets that people fill in and that export writes.

Each sheet is a table of :data:`data.columns.TABLES` told in names instead of ids. A file column
either *is* a column of that table (``column``), or says who a person is (``role`` and ``part``),
or is told in line with a conversation (``inline``). Export writes ids as well (``ident``), so that
export → import is exact; people need not fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.columns import TABLES, Column, ColumnType

__all__ = ["SHEETS", "TRACKER_COLUMNS", "FileColumn", "FileType", "Sheet"]

FileType = ColumnType | Literal["names", "names_or_number", "date_or_yes_no"]

TRACKER_COLUMNS = ("seeker", "contact_name", "held_on", "referred_by", "names_given", "thanked")
"""The six columns that give all four answers."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a sheet.

    ``name`` is the header as export writes it; ``type`` how a cell is read; ``column`` the table's
    column that it fills, if any. ``role`` (``seeker``, ``contact``, ``from``, ``referred``,
    ``person``, ``is_person``) and ``part`` (``id``, ``name``, ``email``, ``organization``, …) say
    whose name it is. ``inline`` marks what the tracker row tells of other tables.
    """

    name: str
    type: FileType
    column: Column | None = None
    role: str = ""
    part: str = ""
    inline: bool = False
    ident: bool = False
    label: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the table it fills and its columns in the order in which export writes them."""

    name: str
    table: str
    columns: tuple[FileColumn, ...]
    dates: tuple[str, ...] = ()
    attributes: bool = False

    def column(self, name: str) -> FileColumn:
        """Return the file column of that name; raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the file columns, in order."""
        return tuple(column.name for column in self.columns)


def _who(role: str, name: str, email: str) -> tuple[FileColumn, ...]:
    return (
        FileColumn(name, "name", role=role, part="name", label=name.replace("_", " ")),
        FileColumn(email, "email", role=role, part="email", label=email.replace("_", " ")),
    )


def _about(role: str) -> tuple[FileColumn, ...]:
    people = TABLES["people"]
    return tuple(
        FileColumn(part, "name", role=role, part=part, label=people.column(part).label)
        for part in ("organization", "title", "industry")
    )


def _own(table: str, *names: str) -> tuple[FileColumn, ...]:
    """Return the named columns of a table as file columns."""
    columns = [TABLES[table].column(name) for name in names]
    return tuple(
        FileColumn(c.name, c.type, column=c, label=c.label, help=c.help, ident=c.type == "person")
        for c in columns
    )


def _from_on(table: str, first: str, *, without: tuple[str, ...] = ()) -> tuple[FileColumn, ...]:
    """Return the columns of a table from ``first`` on, as file columns."""
    names = TABLES[table].names
    return _own(table, *(n for n in names[names.index(first) :] if n not in without))


def _ids(table: str, *names: str) -> tuple[FileColumn, ...]:
    return tuple(
        FileColumn(c.name, c.type, column=c, label=c.label, ident=True)
        for c in (TABLES[table].column(name) for name in names)
    )


_BACKGROUND = ("approximate", "inline_of")

_REFERRED_BY = FileColumn(
    "referred_by",
    "names",
    inline=True,
    label="referred by",
    help="who named this person to the seeker; several names with ;",
)
_NAMES_GIVEN = FileColumn(
    "names_given",
    "names_or_number",
    column=TABLES["interviews"].column("names_given"),
    inline=True,
    label="names given",
    help="the people named in this conversation, with ; between them, or none, or how many",
)
_THANKED = FileColumn(
    "thanked",
    "date_or_yes_no",
    column=TABLES["interviews"].column("thanked"),
    inline=True,
    label="thanked",
    help="the day of the thank-you, or yes, or no",
)
_CAME_OF_IT = FileColumn(
    "came_of_it",
    "choice",
    column=TABLES["opportunities"].column("kind"),
    inline=True,
    label="came of it",
    help="an opportunity that came of this conversation",
)

_INTERVIEWS = Sheet(
    "interviews",
    "interviews",
    (
        *_own("interviews", "interview_id"),
        *_who("seeker", "seeker", "seeker_email"),
        *_who("contact", "contact_name", "contact_email"),
        *_about("contact"),
        *_from_on("interviews", "source", without=("names_given", "thanked", *_BACKGROUND)),
        _REFERRED_BY,
        _NAMES_GIVEN,
        _THANKED,
        _CAME_OF_IT,
        *_ids("interviews", "seeker_id", "contact_id"),
    ),
    dates=("requested_on", "answered_on", "held_on", "cancelled_on"),
)

_REFERRALS = Sheet(
    "referrals",
    "referrals",
    (
        *_own("referrals", "referral_id", "interview_id"),
        *_who("seeker", "seeker", "seeker_email"),
        *_who("from", "from_name", "from_email"),
        *_who("referred", "referred_name", "referred_email"),
        *_about("referred"),
        *_from_on("referrals", "lead", without=_BACKGROUND),
        *_ids("referrals", "seeker_id", "from_id", "referred_id", "inline_of"),
    ),
    dates=("made_on",),
)

_FOLLOW_UPS = Sheet(
    "follow_ups",
    "follow_ups",
    (
        *_own("follow_ups", "follow_up_id", "interview_id", "referral_id"),
        *_who("seeker", "seeker", "seeker_email"),
        *_who("contact", "contact_name", "contact_email"),
        *_from_on("follow_ups", "kind", without=_BACKGROUND),
        *_ids("follow_ups", "seeker_id", "contact_id", "inline_of"),
    ),
    dates=("done_on",),
)

_OPPORTUNITIES = Sheet(
    "opportunities",
    "opportunities",
    (
        *_own("opportunities", "opportunity_id"),
        *_who("seeker", "seeker", "seeker_email"),
        *_own("opportunities", "interview_id"),
        *_from_on("opportunities", "kind", without=_BACKGROUND),
        *_ids("opportunities", "seeker_id", "inline_of"),
    ),
    dates=TABLES["opportunities"].row_from,
)

_DESTINATIONS = Sheet(
    "destinations",
    "destinations",
    (
        *_who("seeker", "seeker", "seeker_email"),
        *_from_on("destinations", "category", without=_BACKGROUND),
        FileColumn(
            "seeker_id",
            "person",
            column=TABLES["destinations"].column("person_id"),
            ident=True,
            label="seeker id",
        ),
    ),
    dates=("known_on",),
)

_SEEKERS = Sheet(
    "seekers",
    "seekers",
    (
        *_who("seeker", "seeker", "seeker_email"),
        FileColumn("cohort", "name", role="cohort", part="name", label="cohort"),
        *_from_on("seekers", "advisor", without=_BACKGROUND),
        FileColumn(
            "seeker_id",
            "person",
            column=TABLES["seekers"].column("person_id"),
            ident=True,
            label="seeker id",
        ),
        *_ids("seekers", "cohort_id"),
    ),
    attributes=True,
)


def _every(table: str) -> Sheet:
    return Sheet(table, table, _own(table, *TABLES[table].names), TABLES[table].row_from)


SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        _INTERVIEWS,
        _REFERRALS,
        _FOLLOW_UPS,
        _OPPORTUNITIES,
        _DESTINATIONS,
        _SEEKERS,
        _every("people"),
        _every("cohorts"),
        _every("debt_decisions"),
        _every("notes"),
        _every("same_person"),
    )
}
"""The sheets by name, in the order in which export writes them."""
