"""Taking an act back, as a new act."""

from __future__ import annotations

from data.entering.acts import Act, Signature
from data.errors import NotAllowedError
from data.importers.undo import BuiltUponError, undo_import
from data.logbook import Logbook

__all__ = ["undo_act"]


def undo_act(logbook: Logbook, act_id: str, signed: Signature) -> Act:
    """Take an act back, whether imported or entered: rows it made go, others are as before it.

    The undoing is an act of its own, and can be taken back too. What is returned is what can be
    taken back next: the undoing or, where an undoing was taken back, the act in force again.

    Raises ``UnknownNameError`` when there is no such act; ``NotAllowedError`` when it was taken
    back before, and when later acts changed the same rows or speak of them: those acts are listed.
    """
    try:
        report = undo_import(logbook, act_id, now=signed.now, new_id=signed.new_id, who=signed.who)
    except BuiltUponError as error:
        raise _in_words(error) from error
    brought_back = logbook.read(_BROUGHT_BACK, [act_id])["undone_import_id"].to_pylist()
    if brought_back and brought_back[0]:
        return Act(brought_back[0], "Brought back")
    return Act(report.import_id, "Taken back")


_BROUGHT_BACK = "SELECT undone_import_id FROM imports WHERE import_id = ?"


def _in_words(error: BuiltUponError) -> NotAllowedError:
    told = "; ".join(error.acts) or "what was entered by hand"
    return NotAllowedError(
        "This cannot be taken back any more: later acts build on it.",
        why=f"They changed or speak of the same rows: {told}.",
        fix="Take those acts back first, the latest first.",
    )
