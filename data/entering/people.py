"""What contacts ask for: a rest, or not to be contacted any more."""

from __future__ import annotations

import datetime as dt

from data.entering.acts import Act, Signature, entering
from data.logbook import Logbook

__all__ = ["do_not_contact", "let_rest"]


def let_rest(
    logbook: Logbook,
    person_id: str,
    until: dt.date | None,
    signed: Signature,
) -> Act:
    """Ask nothing of a person until a day; None ends the rest.

    Raises ``LogbookError`` when the person is gone, ``NotAllowedError`` when nothing would change.
    """
    label = "A contact rests" if until else "A contact's rest ended"
    with entering(logbook, signed, label=label) as act:
        act.writing.update("people", [{"person_id": person_id, "resting_until": until}])
    return act.done


def do_not_contact(
    logbook: Logbook,
    person_id: str,
    since: dt.date | None,
    signed: Signature,
) -> Act:
    """Note since when a person wishes not to be contacted; None: may be contacted again.

    Raises ``LogbookError`` when the person is gone, ``NotAllowedError`` when nothing would change.
    """
    label = "A contact is not to be contacted" if since else "A contact may be contacted again"
    with entering(logbook, signed, label=label) as act:
        act.writing.update("people", [{"person_id": person_id, "do_not_contact_on": since}])
    return act.done
