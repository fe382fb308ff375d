"""Whose name a column of names has: the seeker's, the contact's, the referrer's, or a new one's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.importers.drafts import Draft
from data.importers.guesses import days_of
from data.importers.header_words import EITHER_REFERRAL, Word
from data.importers.office_names import names_text
from data.names import fold_name

__all__ = ["settle_people", "settle_referrals"]

Settle = Callable[[Draft, str], bool]

_ENOUGH_ROWS = 4
_OFTEN = 0.5
_PARTS = ("first_name", "last_name")


def _claiming(drafts: Sequence[Draft], *meanings: str, weak: bool | None = None) -> list[Draft]:
    return [draft for draft in drafts if draft.means(*meanings, weak=weak)]


def _repeats(draft: Draft) -> bool:
    """Whether few names have many rows, as those of seekers do."""
    return len(draft.values) >= _ENOUGH_ROWS and draft.values.repeats >= _OFTEN


def settle_people(drafts: Sequence[Draft], settle: Settle) -> None:
    """Settle which names and addresses are the seeker's and which are the contact's."""
    _complete_parts(drafts)
    has_seeker = any(
        d.meaning in {"seeker", "seeker_first_name"} or d.means("seeker", "seeker_first_name")
        for d in drafts
    )
    contact = any(d.meaning == "contact_name" for d in drafts) or bool(
        _claiming(drafts, "contact_name", weak=False)
    )
    parts = _claiming(drafts, *(f"contact_{part}" for part in _PARTS))
    names = [d for d in _claiming(drafts, "contact_name", weak=True) if len(d.values)]
    if contact and parts:
        _are_seekers(parts, has_seeker=has_seeker, settle=settle)
        has_seeker = True
    elif parts:
        for draft in parts:
            settle(draft, draft.word.meaning if draft.word else "")
        contact = True
    if contact:
        _are_seekers(names, has_seeker=has_seeker, settle=settle)
    elif len(names) > 1 and not has_seeker:
        _which_is_whose(names, settle)
    elif names and _repeats(names[0]) and not has_seeker:
        names[0].doubt(
            "seeker",
            "The same names stand in many rows: seekers or contacts? Another column must"
            " tell whom they met.",
        )
    _settle_addresses(drafts, settle)


def _complete_parts(drafts: Sequence[Draft]) -> None:
    """Take "Name" beside "First name" for the last name, and the other way round."""
    for part, other in (_PARTS, _PARTS[::-1]):
        told = _claiming(drafts, f"contact_{part}")
        if len(told) == 1 and not _claiming(drafts, f"contact_{other}"):
            beside = [
                d
                for d in _claiming(drafts, "contact_name", weak=True)
                if abs(d.position - told[0].position) == 1
            ]
            if len(beside) == 1 and beside[0].word:
                beside[0].word = Word(f"contact_{other}", beside[0].word.language)


def _are_seekers(names: Sequence[Draft], *, has_seeker: bool, settle: Settle) -> None:
    """Settle that names are the seeker's where another column has the contact's."""
    for draft in names:
        told = draft.word.meaning if draft.word else ""
        meaning = told.replace("contact_name", "seeker").replace("contact_", "seeker_")
        if has_seeker:
            draft.doubt("", "Other columns tell the seeker and the contact already: who is this?")
        elif _repeats(draft) and settle(draft, meaning):
            draft.reason = "These names repeat, and another column has the person met: the seeker."
        elif not draft.settled:
            draft.doubt(meaning, "Another column has the person met, so this may be the seeker.")


def _which_is_whose(names: Sequence[Draft], settle: Settle) -> None:
    """Settle which of several columns of names repeats, and so is the seeker's."""
    ordered = sorted(names, key=lambda draft: draft.values.repeats)
    if _repeats(ordered[-1]) and not _repeats(ordered[0]) and len(ordered) == 2:  # noqa: PLR2004
        if settle(ordered[-1], "seeker"):
            ordered[-1].reason = "These names repeat: the seeker."
        if settle(ordered[0], "contact_name"):
            ordered[0].reason = "These names differ from row to row: the person met."
        return
    for draft in names:
        draft.doubt("contact_name" if draft is ordered[0] else "seeker", "Whose names are these?")


def _settle_addresses(drafts: Sequence[Draft], settle: Settle) -> None:
    """Settle whose address "Email" is where rows tell both a seeker and a contact."""
    addresses = [d for d in _claiming(drafts, "contact_email", weak=True) if len(d.values)]
    strong = any(
        d.meaning == "contact_email" or d.means("contact_email", weak=False) for d in drafts
    )
    seekers = [d for d in drafts if d.meaning == "seeker" or d.means("seeker")]
    if not addresses or not seekers or strong:
        return
    if len(addresses) > 1:
        return
    (address,) = addresses
    whose = dict(seekers[0].values.cells)
    by_seeker: dict[str, set[str]] = {}
    for place, text in address.values.cells:
        by_seeker.setdefault(fold_name(whose.get(place, "")), set()).add(text.lower())
    per_seeker = [len(told) for name, told in by_seeker.items() if name]
    if any(count > 1 for count in per_seeker) and settle(address, "contact_email"):
        address.reason = "One seeker's rows have different addresses: those of the people met."
    elif not address.settled and len(address.values) > len(per_seeker) and per_seeker:
        if settle(address, "seeker_email"):
            address.reason = "Each seeker has one and the same address in all rows."
    elif not address.settled:
        address.doubt("contact_email", "Is it the seeker's address or the contact's?")


def settle_referrals(drafts: Sequence[Draft], settle: Settle) -> None:
    """Settle whether "Referral" tells who named this person, or who was named by this person."""
    either = _claiming(drafts, EITHER_REFERRAL)
    either = [draft for draft in either if len(draft.values)]
    given = any(d.meaning == "names_given" for d in drafts)
    by = any(d.meaning == "referred_by" for d in drafts)
    for draft in either:
        if len(either) > 1 and not given:
            if settle(draft, "names_given"):
                draft.reason = "Several such columns in one row: the people named there."
        else:
            _settle_referral(draft, drafts, settle, given=given, by=by)


def _settle_referral(
    draft: Draft, drafts: Sequence[Draft], settle: Settle, *, given: bool, by: bool
) -> None:
    if draft.values.kind() == "yes_no":
        draft.doubt("", "Yes and no tell neither who referred nor who was named.")
        return
    earlier, later = _votes(draft, drafts)
    counts = draft.values.share(_is_count_or_several)
    if counts > 0 and not given and not earlier and settle(draft, "names_given"):
        draft.reason = "Numbers, or several names in one cell: the people named there."
    elif later > 1 and not earlier and not given and settle(draft, "names_given"):
        draft.reason = "People named here are met in later rows."
    elif earlier > 1 and not later and not by and settle(draft, "referred_by"):
        draft.reason = "People named here were met in earlier rows."
    elif not draft.settled:
        proposed = "referred_by" if (earlier > later or given) and not by else "names_given"
        draft.doubt(
            "" if given and by else proposed,
            "Is it who referred the seeker to this person, or whom this person named?",
        )


def _is_count_or_several(text: str) -> bool:
    told = names_text(text)
    return text.isdigit() or ";" in told or text.casefold() in {"none", "nobody"}


def _votes(draft: Draft, drafts: Sequence[Draft]) -> tuple[int, int]:
    """Return how many of the people named were met in earlier rows, and in later ones."""
    contacts = [d for d in drafts if d.meaning == "contact_name" or d.means("contact_name")]
    if not contacts:
        return 0, 0
    when = _order(drafts)
    met: dict[str, int] = {}
    for place, text in contacts[0].values.cells:
        rank = when.get(place, place)
        met[fold_name(text)] = min(rank, met.get(fold_name(text), rank))
    earlier = later = 0
    for place, text in draft.values.cells:
        for name in names_text(text).split(";"):
            there = met.get(fold_name(name))
            earlier += there is not None and there < when.get(place, place)
            later += there is not None and there > when.get(place, place)
    return earlier, later


def _order(drafts: Sequence[Draft]) -> dict[int, int]:
    """Return the day of each row where a column of dates tells it; rows may be in any order."""
    dates = [d for d in drafts if d.meaning == "held_on" or d.means("held_on")]
    return days_of(dates[0].values) if dates else {}
