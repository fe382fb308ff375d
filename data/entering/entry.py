"""One conversation from the quick form, with the follow-ups that were done as well, as one act."""

from __future__ import annotations

from collections.abc import Sequence

from data.columns import TABLES
from data.entering.acts import Act, Entering, Signature, entering
from data.entering.rows import Record
from data.entering.saving import take_rows
from data.errors import NotAllowedError
from data.logbook import Logbook

__all__ = ["save_entry"]

_WRITTEN = """
SELECT i.interview_id, i.seeker_id, i.contact_id, i.held_on
FROM interviews AS i JOIN interview_target AS t ON t.id = i.interview_id
"""


def save_entry(
    logbook: Logbook,
    wanted: Record,
    also_done: Sequence[str],
    signed: Signature,
    *,
    new_contact: bool = False,
) -> Act:
    """Save one conversation: a new one or, as in a sheet, what came of an open request.

    ``wanted`` has cells of the grid, and may say by ``seeker_id`` and ``contact_id`` who is meant;
    ``also_done`` are kinds of follow-up that were done on the day of the conversation.
    ``new_contact`` says that the contact is somebody else than anybody of that name in the log;
    an address that is in the log is that person all the same.

    Raises ``ProblemsError`` with every problem, ``NotAllowedError`` when the log says all of this
    already.
    """
    with entering(logbook, signed) as act:
        told = _with_new_contact(act, wanted) if new_contact else wanted
        new = take_rows(act, {0: told}) > 0
        _add_follow_ups(act, also_done)
        act.named("1 conversation added" if new else "1 conversation brought up to date")
    return act.done


_KNOWN_ADDRESS = "SELECT 1 FROM people WHERE lower(email) = lower(?)"


def _with_new_contact(act: Entering, wanted: Record) -> Record:
    """Make the contact first: by the name alone the importer would take it for the one it knows."""
    address = wanted.get("contact_email", "")
    name = wanted.get("contact_name", "").strip()
    if not name or (address and len(act.writing.read(_KNOWN_ADDRESS, [address]))):
        return wanted
    person_id = act.signed.new_id()
    act.writing.insert("people", [{"person_id": person_id, "name": name}])
    return wanted | {"contact_id": person_id}


def _add_follow_ups(act: Entering, kinds: Sequence[str]) -> None:
    unknown = set(kinds) - set(TABLES["follow_ups"].column("kind").choices)
    if unknown:
        raise NotAllowedError("This is no kind of follow-up.", where=", ".join(sorted(unknown)))
    (row,) = act.writing.read(_WRITTEN).to_pylist()
    done_on = row.pop("held_on")
    act.writing.insert(
        "follow_ups",
        [
            row | {"follow_up_id": act.signed.new_id(), "kind": kind, "done_on": done_on}
            for kind in kinds
        ],
    )
