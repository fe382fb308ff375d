"""What pages enter: acts of ``data.entering`` with the window's clock, ids and user.

Every function here saves one act and remembers it, so that ``components.undo.offer_undo`` can say
so and offer to take it back. Each raises ``OnwardError`` with the reason when nothing was saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import state
from data import entering
from data.entering import Act, Edit, Record, Signature
from data.importers.date_order import DateOrder
from data.logbook import Logbook, open_logbook

__all__ = [
    "acting_day",
    "add_note",
    "add_review",
    "correct_person",
    "do_not_contact",
    "finish_note",
    "join_people",
    "let_rest",
    "mark_done",
    "part_people",
    "save_entry",
    "save_rows",
    "snooze",
    "undo_act",
    "waive",
]


def acting_day() -> dt.date:
    """Return the day on which what is decided now counts: the day looked at, at most today.

    So a decision is seen on the page on which it was made, whatever day that shows.
    """
    return min(state.today(), state.selection().as_of)


def mark_done(logbook: Path, debts: pd.DataFrame, day: dt.date) -> Act:
    """Note that these rows of ``Figures.debts`` were settled on ``day``."""
    return _saved(entering.mark_done(_book(logbook), debts, day, _signed()))


def waive(logbook: Path, debts: pd.DataFrame, reason: str) -> Act:
    """Decide that these rows of ``Figures.debts`` need not be settled."""
    day = acting_day()
    return _saved(entering.waive(_book(logbook), debts, reason, day=day, signed=_signed()))


def snooze(logbook: Path, debts: pd.DataFrame, until: dt.date, reason: str = "") -> Act:
    """Put these rows of ``Figures.debts`` off until a day."""
    day, signed = acting_day(), _signed()
    return _saved(entering.snooze(_book(logbook), debts, until, reason, day=day, signed=signed))


def add_note(
    logbook: Path,
    *,
    kind: str,
    text: str,
    person_id: str | None = None,
    cohort_id: str | None = None,
    due_on: dt.date | None = None,
) -> Act:
    """Keep a note (``session``, ``review``, ``agreement``) about a person or a cohort."""
    act = entering.add_note(
        _book(logbook),
        kind=kind,
        text=text,
        day=acting_day(),
        signed=_signed(),
        person_id=person_id,
        cohort_id=cohort_id,
        due_on=due_on,
    )
    return _saved(act)


def add_review(logbook: Path, cohort_ids: Sequence[str], text: str) -> Act:
    """Keep that these cohorts were reviewed together, with what was decided."""
    day, signed = acting_day(), _signed()
    return _saved(entering.add_review(_book(logbook), cohort_ids, text, day=day, signed=signed))


def finish_note(logbook: Path, note_id: str, day: dt.date) -> Act:
    """Note that what was agreed was done on ``day``."""
    return _saved(entering.finish_note(_book(logbook), note_id, day, _signed()))


def let_rest(logbook: Path, person_id: str, until: dt.date | None) -> Act:
    """Ask nothing of a person until a day; None ends the rest."""
    return _saved(entering.let_rest(_book(logbook), person_id, until, _signed()))


def do_not_contact(logbook: Path, person_id: str, since: dt.date | None) -> Act:
    """Note since when a person wishes not to be contacted; None: may be contacted again."""
    return _saved(entering.do_not_contact(_book(logbook), person_id, since, _signed()))


def save_rows(logbook: Path, changes: Sequence[Edit], date_order: DateOrder | None = None) -> Act:
    """Save edited, new and deleted conversations."""
    act = entering.save_rows(_book(logbook), changes, _signed(), date_order=date_order)
    return _saved(act)


def save_entry(
    logbook: Path, wanted: Record, also_done: Sequence[str], *, new_contact: bool
) -> Act:
    """Save a conversation of the quick form, with the follow-ups that were done as well."""
    act = entering.save_entry(_book(logbook), wanted, also_done, _signed(), new_contact=new_contact)
    return _saved(act)


def correct_person(
    logbook: Path, person_id: str, *, read: dict[str, Any], wanted: dict[str, Any]
) -> Act:
    """Correct what is stored of a person."""
    act = entering.correct_person(
        _book(logbook), person_id, read=read, wanted=wanted, signed=_signed()
    )
    return _saved(act)


def join_people(logbook: Path, person_id: str, is_person_id: str) -> Act:
    """Decide that two entries are one person; the second one's name stands."""
    day, signed = acting_day(), _signed()
    act = entering.join_people(_book(logbook), person_id, is_person_id, day=day, signed=signed)
    return _saved(act)


def part_people(logbook: Path, person_id: str, is_person_id: str) -> Act:
    """Decide that two entries that were taken for one person are two people after all."""
    day, signed = acting_day(), _signed()
    act = entering.part_people(_book(logbook), person_id, is_person_id, day=day, signed=signed)
    return _saved(act)


def undo_act(logbook: Path, act_id: str) -> Act:
    """Take an act back, as a new act."""
    return _saved(entering.undo_act(_book(logbook), act_id, _signed()))


def _book(path: Path) -> Logbook:
    return open_logbook(path, create=True)


def _signed() -> Signature:
    return Signature(state.now(), state.new_id, state.user())


def _saved(act: Act) -> Act:
    state.remember_act((act.act_id, act.label))
    return act
