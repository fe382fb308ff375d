"""What pages enter: acts of ``data.entering`` with the window's clock, ids and user.

Every function here saves one act and remembers it, so that ``components.undo.offer_undo`` can say
so and offer to take it back. Each raises ``OnwardError`` with the reason when nothing was saved.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from dashboard import state
from data import entering
from data.entering import Act, Signature
from data.logbook import Logbook, open_logbook

__all__ = [
    "acting_day",
    "add_note",
    "do_not_contact",
    "finish_note",
    "let_rest",
    "mark_done",
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


def finish_note(logbook: Path, note_id: str, day: dt.date) -> Act:
    """Note that what was agreed was done on ``day``."""
    return _saved(entering.finish_note(_book(logbook), note_id, day, _signed()))


def let_rest(logbook: Path, person_id: str, until: dt.date | None) -> Act:
    """Ask nothing of a person until a day; None ends the rest."""
    return _saved(entering.let_rest(_book(logbook), person_id, until, _signed()))


def do_not_contact(logbook: Path, person_id: str, since: dt.date | None) -> Act:
    """Note since when a person wishes not to be contacted; None: may be contacted again."""
    return _saved(entering.do_not_contact(_book(logbook), person_id, since, _signed()))


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
