"""Notes of one-to-ones and reviews, and what was agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from data.columns import TABLES
from data.entering.acts import Act, Signature, entering, refuse_missing
from data.errors import NotAllowedError
from data.logbook import Logbook

__all__ = ["add_note", "add_review", "finish_note"]

_LABELS = {"session": "A note", "review": "A review", "agreement": "An agreement"}


def add_note(
    logbook: Logbook,
    *,
    kind: str,
    text: str,
    day: dt.date,
    signed: Signature,
    person_id: str | None = None,
    cohort_id: str | None = None,
    due_on: dt.date | None = None,
) -> Act:
    """Keep a note about a person or a cohort: ``session``, ``review`` or ``agreement``.

    Raises ``NotAllowedError`` when it says nothing or is about nobody, for an unknown kind, for a
    day to come, and when the person or cohort is not in the log.
    """
    _refuse_wrong(kind, text, day, signed.now.date(), about=bool(person_id) + bool(cohort_id))
    with entering(logbook, signed, label=f"{_LABELS[kind]} kept") as act:
        refuse_missing(act.writing, "people", [person_id])
        refuse_missing(act.writing, "cohorts", [cohort_id])
        note = {
            "note_id": signed.new_id(),
            "person_id": person_id,
            "cohort_id": cohort_id,
            "kind": kind,
            "noted_on": day,
            "text": text.strip(),
            "due_on": due_on,
        }
        act.writing.insert("notes", [note])
    return act.done


def add_review(
    logbook: Logbook, cohort_ids: Sequence[str], text: str, *, day: dt.date, signed: Signature
) -> Act:
    """Keep, as one act, that these cohorts were reviewed together, with what was decided.

    Raises as :func:`add_note` does.
    """
    _refuse_wrong("review", text, day, signed.now.date(), about=min(len(cohort_ids), 1))
    with entering(logbook, signed, label=f"{_LABELS['review']} kept") as act:
        refuse_missing(act.writing, "cohorts", cohort_ids)
        notes = [
            {
                "note_id": signed.new_id(),
                "cohort_id": cohort_id,
                "kind": "review",
                "noted_on": day,
                "text": text.strip(),
            }
            for cohort_id in cohort_ids
        ]
        act.writing.insert("notes", notes)
    return act.done


def _refuse_wrong(kind: str, text: str, day: dt.date, today: dt.date, *, about: int) -> None:
    if kind not in TABLES["notes"].column("kind").choices:
        raise NotAllowedError(f'"{kind}" is no kind of note.', fix="Say session or agreement.")
    if not text.strip():
        raise NotAllowedError("The note says nothing yet.", fix="Write what is to be kept.")
    if about != 1:
        raise NotAllowedError("A note is about one person or one cohort.", fix="Choose one.")
    if day > today:
        raise NotAllowedError("A note is of a day that has come.", fix="Choose an earlier day.")


def finish_note(
    logbook: Logbook,
    note_id: str,
    day: dt.date,
    signed: Signature,
) -> Act:
    """Note that what was agreed was done on ``day``.

    Raises ``LogbookError`` when the note is gone, ``NotAllowedError`` for a day to come and when
    the note says so already.
    """
    if day > signed.now.date():
        raise NotAllowedError("That day has not come yet.", fix="Choose today or an earlier day.")
    with entering(logbook, signed, label="An agreement done") as act:
        act.writing.update("notes", [{"note_id": note_id, "done_on": day}])
    return act.done
