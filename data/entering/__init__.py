"""Entering by hand: acts on a logbook, each written whole, listed, and taken back at will.

Every act has an id and stands in ``imports`` beside the imports, with what was done in words; the
rows that it makes carry its id, what it changes or deletes is in ``changes``. So one way of taking
back (:mod:`data.entering.taking_back`) serves what was imported and what was entered.
"""

from __future__ import annotations

from data.entering.acts import Act, Signature
from data.entering.debts import mark_done, snooze, waive
from data.entering.entry import save_entry
from data.entering.notes import add_note, add_review, finish_note
from data.entering.people import do_not_contact, let_rest
from data.entering.persons import correct_person, join_people, part_people
from data.entering.rows import Record
from data.entering.saving import Edit, save_rows
from data.entering.taking_back import undo_act

__all__ = [
    "Act",
    "Edit",
    "Record",
    "Signature",
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
