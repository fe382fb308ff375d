"""The contract of columns: every column of the logbook, written once.

Schema checks, importers, forms, the template, masking and the data dictionary are made from
``TABLES``, so none of them can drift from another.

A column is *known from* the earliest filled date among ``known_from`` (columns of its own table);
when the tuple is empty, or none of those dates is filled, it is known together with its row. A row
is visible from the earliest filled date among ``Table.row_from``; rows without such a date follow
the rules that :mod:`data.log` gives for their table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["LOG_TABLES", "SERVICE_TABLES", "TABLES", "Column", "ColumnType", "Table"]

ColumnType = Literal["id", "person", "text", "name", "email", "date", "whole", "yes_no", "choice"]

ANSWERED = ("answered_on", "held_on")
HELD = ("held_on",)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type and what may stand in it.

    ``type`` is ``person`` for a reference to ``people``, ``id`` for any other identifier, ``name``
    for short text about a person or an organization, ``text`` for free text. ``plan`` marks dates
    that may lie ahead. ``private`` marks free text that never leaves in shareable output.
    """

    name: str
    type: ColumnType
    label: str
    help: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    known_from: tuple[str, ...] = ()
    plan: bool = False
    private: bool = False
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, its key, its natural key and the dates that make a row visible."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    natural_key: tuple[str, ...] = ()
    row_from: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises ``KeyError`` when the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def of_type(self, *types: ColumnType) -> tuple[str, ...]:
        """Return the names of the columns that have one of the types."""
        return tuple(column.name for column in self.columns if column.type in types)

    @property
    def happened(self) -> tuple[str, ...]:
        """Names of the dates that tell what has happened: all dates but plans."""
        return tuple(c.name for c in self.columns if c.type == "date" and not c.plan)


def _id(name: str, label: str, *, required: bool = False, help: str = "") -> Column:  # noqa: A002
    return Column(name, "id", label, help, required=required)


def _person(name: str, label: str, *, required: bool = True) -> Column:
    return Column(name, "person", label, required=required)


def _day(name: str, label: str, help: str = "") -> Column:  # noqa: A002
    """Return a date that is known on its own day."""
    return Column(name, "date", label, help, known_from=(name,))


def _plan(name: str, label: str, help: str = "", known: tuple[str, ...] = ()) -> Column:  # noqa: A002
    return Column(name, "date", label, help, plan=True, known_from=known)


def _held(name: str, type: ColumnType, label: str, help: str = "", **more: object) -> Column:  # noqa: A002
    """Return a column that tells of the conversation: known once it was held."""
    return Column(name, type, label, help, known_from=HELD, **more)  # type: ignore[arg-type]


_APPROXIMATE = Column(
    "approximate", "text", "approximate dates", "dates known to the month only, by column name"
)
_INLINE_OF = Column(
    "inline_of",
    "id",
    "told in row",
    "the conversation's row in which this was told in line; empty: a row of its own",
)

_COHORTS = Table(
    "cohorts",
    (
        _id("cohort_id", "cohort id", required=True),
        Column("name", "name", "cohort", "what the office calls the group", required=True),
        Column("program", "name", "program"),
        _plan("starts_on", "starts on"),
        _plan("ends_on", "ends on"),
    ),
    key=("cohort_id",),
    natural_key=("name",),
)

_PEOPLE = Table(
    "people",
    (
        _person("person_id", "person id"),
        Column("name", "name", "name"),
        Column("email", "email", "e-mail"),
        Column("organization", "name", "organization"),
        Column("title", "name", "job title"),
        Column("industry", "name", "industry"),
        Column("location", "name", "location"),
        Column("linkedin_url", "name", "LinkedIn address"),
        Column("prefers", "name", "prefers", "how this person likes to be asked"),
        Column("asks_per_month", "whole", "asks a month", "the person's own limit", low=0, high=99),
        _plan("resting_until", "resting until", "no new requests until then"),
        _day("do_not_contact_on", "do not contact since", "asked not to be contacted any more"),
        Column("also_named", "name", "also named", "other names with this e-mail address, by ;"),
    ),
    key=("person_id",),
)

_SEEKERS = Table(
    "seekers",
    (
        _person("person_id", "seeker id"),
        _id("cohort_id", "cohort id", required=True),
        Column("advisor", "name", "advisor"),
        Column("joined_on", "date", "joined on"),
        _day("left_on", "left on"),
        Column("goal", "text", "goal", private=True),
        Column("capacity_per_week", "whole", "capacity a week", low=0, high=99),
        _APPROXIMATE,
    ),
    key=("person_id", "cohort_id"),
    natural_key=("person_id", "cohort_id"),
    row_from=("joined_on",),
)

_SEEKER_ATTRIBUTES = Table(
    "seeker_attributes",
    (
        _person("person_id", "seeker id"),
        Column("attribute", "name", "attribute", required=True),
        Column("value", "name", "value", required=True),
    ),
    key=("person_id", "attribute"),
    natural_key=("person_id", "attribute"),
)

_INTERVIEWS = Table(
    "interviews",
    (
        _id("interview_id", "conversation id", required=True),
        _person("seeker_id", "seeker id"),
        _person("contact_id", "contact id"),
        Column(
            "source",
            "choice",
            "how found",
            "how the seeker came to this person",
            ("referral", "own_network", "alumni", "association", "event", "cold", "other"),
        ),
        _id("referral_id", "referral id", help="the referral that this request came from"),
        Column("requested_on", "date", "asked on"),
        _day("answered_on", "answered on"),
        Column("answer", "choice", "answer", "", ("accepted", "declined"), known_from=ANSWERED),
        _plan("scheduled_for", "planned for", known=ANSWERED),
        _day("held_on", "met on", "the day of the conversation"),
        _day("cancelled_on", "cancelled on"),
        Column("mode", "choice", "how", "", ("in_person", "phone", "video"), known_from=ANSWERED),
        Column(
            "minutes_planned", "whole", "minutes planned", known_from=ANSWERED, low=1, high=1440
        ),
        _held("minutes_actual", "whole", "minutes", low=1, high=1440),
        _held("goal_stated", "text", "goal stated", private=True),
        _held("researched", "yes_no", "researched before"),
        _held("questions_prepared", "whole", "questions prepared", low=0, high=200),
        _held("questions_sent_ahead", "yes_no", "questions sent ahead"),
        _held("on_time", "yes_no", "on time"),
        _held("ran_over", "choice", "ran over", choices=("no", "host_wished", "we_did")),
        _held(
            "names_asked", "choice", "names asked for", choices=("offered", "asked", "not_asked")
        ),
        _held("names_given", "whole", "names given", "blank: unknown; 0: none", low=0, high=200),
        _held(
            "thanked", "yes_no", "thanked", "kept only as no: a thank-you is a follow-up of its own"
        ),
        _held("asked_for_job", "choice", "asked for a job", choices=("no", "asked", "host_raised")),
        _held(
            "asked_resume_review",
            "choice",
            "asked for a résumé review",
            choices=("no", "asked", "host_offered"),
        ),
        _held("advice", "text", "advice", private=True),
        _held(
            "direction",
            "choice",
            "direction",
            "what it did to the seeker's plans",
            choices=("confirmed", "changed", "ruled_out", "none"),
        ),
        _held("highlights", "text", "highlights", private=True),
        _held("reflection", "text", "reflection", private=True),
        _held("notes", "text", "notes", private=True),
        _APPROXIMATE,
    ),
    key=("interview_id",),
    natural_key=("seeker_id", "contact_id", "requested_on", "held_on"),
    row_from=("requested_on", "answered_on", "held_on", "cancelled_on"),
)

_REFERRALS = Table(
    "referrals",
    (
        _id("referral_id", "referral id", required=True),
        _person("seeker_id", "seeker id"),
        _person("from_id", "named by id"),
        _id("interview_id", "conversation id", help="where it was made; empty: an introducer"),
        _person("referred_id", "person named id", required=False),
        Column("lead", "name", "lead", "an organization or an opening instead of a person"),
        Column("made_on", "date", "named on"),
        Column("kind", "choice", "kind", "", ("name", "introduction", "lead")),
        _day("waived_on", "given up on"),
        Column("waived_reason", "text", "why given up", known_from=("waived_on",), private=True),
        _INLINE_OF,
        _APPROXIMATE,
    ),
    key=("referral_id",),
    natural_key=("seeker_id", "from_id", "referred_id", "lead", "made_on"),
    row_from=("made_on",),
)

_FOLLOW_UPS = Table(
    "follow_ups",
    (
        _id("follow_up_id", "follow-up id", required=True),
        _person("seeker_id", "seeker id"),
        _person("contact_id", "contact id"),
        _id("interview_id", "conversation id"),
        _id("referral_id", "referral id"),
        Column(
            "kind",
            "choice",
            "kind",
            "",
            (
                "thank_you_email",
                "thank_you_note",
                "connect",
                "advice_used",
                "referral_outcome",
                "update",
                "gave_back",
                "success_news",
                "nudge",
                "asked_for_name",
            ),
            required=True,
        ),
        Column("done_on", "date", "done on", "empty: done, day unknown"),
        Column("note", "text", "note", private=True),
        _INLINE_OF,
        _APPROXIMATE,
    ),
    key=("follow_up_id",),
    natural_key=("seeker_id", "contact_id", "interview_id", "referral_id", "kind", "done_on"),
    row_from=("done_on",),
)

_OPPORTUNITIES = Table(
    "opportunities",
    (
        _id("opportunity_id", "opportunity id", required=True),
        _person("seeker_id", "seeker id"),
        _id("interview_id", "conversation id"),
        Column(
            "kind",
            "choice",
            "kind",
            "",
            (
                "good_word",
                "advance_notice",
                "unadvertised_role",
                "temporary_work",
                "project",
                "job_opening",
            ),
            required=True,
        ),
        Column("organization", "name", "organization"),
        _day("opened_on", "opened on"),
        _day("applied_on", "applied on"),
        _day("interviewed_on", "interviewed on"),
        _day("offered_on", "offered on"),
        _day("accepted_on", "accepted on"),
        _day("closed_on", "closed on"),
        Column("closed_reason", "text", "why closed", known_from=("closed_on",), private=True),
        _INLINE_OF,
        _APPROXIMATE,
    ),
    key=("opportunity_id",),
    natural_key=("seeker_id", "interview_id", "kind", "organization", "opened_on"),
    row_from=(
        "opened_on",
        "applied_on",
        "interviewed_on",
        "offered_on",
        "accepted_on",
        "closed_on",
    ),
)

_DESTINATIONS = Table(
    "destinations",
    (
        _person("person_id", "seeker id"),
        Column(
            "category",
            "choice",
            "first destination",
            "first-destination category of NACE",
            ("employed", "service", "military", "continuing_education", "seeking", "not_seeking"),
            required=True,
        ),
        Column("organization", "name", "organization"),
        _plan("started_on", "started on"),
        Column("known_on", "date", "known on", required=True),
        Column("source", "name", "told by"),
        _APPROXIMATE,
    ),
    key=("person_id", "known_on"),
    natural_key=("person_id", "known_on"),
    row_from=("known_on",),
)

_DEBT_DECISIONS = Table(
    "debt_decisions",
    (
        Column("rule", "name", "rule", required=True),
        _person("seeker_id", "seeker id"),
        _person("contact_id", "contact id", required=False),
        _id("interview_id", "conversation id"),
        _id("referral_id", "referral id"),
        Column("decision", "choice", "decision", "", ("waived", "snoozed"), required=True),
        Column("decided_on", "date", "decided on", required=True),
        _plan("until", "until"),
        Column("reason", "text", "reason", private=True),
    ),
    key=("rule", "seeker_id", "contact_id", "interview_id", "referral_id", "decided_on"),
    natural_key=("rule", "seeker_id", "contact_id", "interview_id", "referral_id", "decided_on"),
    row_from=("decided_on",),
)

_NOTES = Table(
    "notes",
    (
        _id("note_id", "note id", required=True),
        _person("person_id", "person id", required=False),
        _id("cohort_id", "cohort id"),
        Column("kind", "choice", "kind", "", ("session", "review", "agreement"), required=True),
        Column("noted_on", "date", "noted on", required=True),
        Column("text", "text", "text", private=True),
        _plan("due_on", "due on"),
        _day("done_on", "done on"),
    ),
    key=("note_id",),
    natural_key=("person_id", "cohort_id", "kind", "noted_on", "text"),
    row_from=("noted_on",),
)

_SAME_PERSON = Table(
    "same_person",
    (
        _person("person_id", "person id"),
        _person("is_person_id", "is person id"),
        Column("decided_on", "date", "decided on", required=True),
        Column("undone_on", "date", "undone on"),
    ),
    key=("person_id", "is_person_id", "decided_on"),
    natural_key=("person_id", "is_person_id", "decided_on"),
)

_SERVICE = (
    Table(
        "imports",
        (
            _id("import_id", "import id", required=True),
            Column("as_of", "date", "as of", required=True),
            Column("undone_import_id", "id", "undid import"),
            Column("act", "name", "act", "import, entering or undo", required=True),
            Column("label", "name", "what was done", "in words, without names"),
            Column("who", "name", "who"),
        ),
        key=("import_id",),
    ),
    Table(
        "import_files",
        (
            _id("import_id", "import id", required=True),
            Column("file", "name", "file", required=True),
            Column("sha256", "name", "sha-256", required=True),
            Column("rows", "whole", "rows"),
            Column("accepted", "whole", "new"),
            Column("updated", "whole", "updated"),
            Column("duplicates", "whole", "known already"),
            Column("rejected", "whole", "rejected"),
        ),
        key=("import_id", "file"),
    ),
    Table(
        "changes",
        (
            _id("change_id", "change id", required=True),
            Column("act", "name", "act", required=True),
            Column("who", "name", "who"),
            Column("in_table", "name", "table", required=True),
            Column("row_key", "text", "row", required=True),
            Column("before", "text", "before (JSON)"),
            Column("after", "text", "after (JSON); empty: deleted"),
        ),
        key=("change_id",),
    ),
    Table(
        "policies",
        (
            _plan("valid_from", "valid from"),
            Column("toml", "text", "policy", required=True),
        ),
        key=("valid_from",),
    ),
    Table(
        "mappings",
        (
            Column("name", "name", "name", required=True),
            Column("mapping", "text", "mapping (JSON)", required=True),
        ),
        key=("name",),
    ),
    Table(
        "settings",
        (
            Column("setting", "name", "setting", required=True),
            Column("value", "text", "value", required=True),
        ),
        key=("setting",),
    ),
)

LOG_TABLES: tuple[str, ...] = (
    "cohorts",
    "people",
    "seekers",
    "seeker_attributes",
    "interviews",
    "referrals",
    "follow_ups",
    "opportunities",
    "destinations",
    "debt_decisions",
    "notes",
    "same_person",
)
SERVICE_TABLES: tuple[str, ...] = tuple(table.name for table in _SERVICE)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _COHORTS,
        _PEOPLE,
        _SEEKERS,
        _SEEKER_ATTRIBUTES,
        _INTERVIEWS,
        _REFERRALS,
        _FOLLOW_UPS,
        _OPPORTUNITIES,
        _DESTINATIONS,
        _DEBT_DECISIONS,
        _NOTES,
        _SAME_PERSON,
        *_SERVICE,
    )
}
