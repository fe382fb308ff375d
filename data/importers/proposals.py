"""What each column of an office's sheet means, proposed from its header and its values.

A saved mapping decides before the log format's own headers, those before words that mean the same,
and these before values. A word alone is not believed: most of the column's values must be readable
as what it says. Whatever stays open is unsure: it is not read until a person has said what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from data.importers.drafts import Draft
from data.importers.faults import column_letters
from data.importers.guesses import Values, file_column, read_as
from data.importers.header_rows import HeaderRows
from data.importers.header_words import EITHER_REFERRAL, LANGUAGES, NOTHING, Word, word_for
from data.importers.headers import match_headers
from data.importers.office_names import is_person, names_text
from data.importers.office_values import LEFT_BLANK
from data.importers.plan import JOINED, ColumnPlan, shown_header
from data.importers.proposed_people import settle_people, settle_referrals
from data.log_format import SHEETS
from data.names import fold_header

__all__ = ["exact_columns", "header_keys", "propose_columns"]

_MOSTLY, _HALF = 0.8, 0.5
_STRICT = frozenset({"choice", "yes_no"})
_LOOK_LIKE = {
    "date": ("dates", ("held_on", "requested_on", "made_on", "joined_on")),
    "email": ("e-mail addresses", ("contact_email", "seeker_email")),
    "yes_no": ("yes and no", ("thanked",)),
    "person": ("names of people", ("contact_name", "seeker", "names_given")),
    "long text": ("notes", ("notes",)),
}


def header_keys(headers: Sequence[str]) -> list[str]:
    """Return what a saved mapping calls the columns: folded headers, repeated ones numbered.

    >>> header_keys(["Name", "Date of meeting", "NAME", ""])
    ['name', 'dateofmeeting', 'name#2', 'column4']
    """
    keys: list[str] = []
    before: Counter[str] = Counter()
    for position, header in enumerate(headers, start=1):
        key = fold_header(header) or f"column{position}"
        keys.append(f"{key}#{before[key] + 1}" if before[key] else key)
        before[key] += 1
    return keys


def label_of(table: str, meaning: str) -> str:
    """Return what people call a column of the log format."""
    return file_column(table, meaning).label or meaning


def exact_columns(headers: Sequence[str], table: str, values: Sequence[Values]) -> list[ColumnPlan]:
    """Return the columns of a sheet that has the log format's own headers."""
    found = match_headers(headers, SHEETS[table])
    meanings = {place: name for name, places in found.known.items() for place in places}
    drafts = []
    for position, header in enumerate(headers):
        draft = Draft(position, header, values[position])
        if meaning := meanings.get(position):
            draft.read(meaning, "This is our own name for it.")
        elif header or len(draft.values):
            draft.leave("Nothing tells what this column is.")
        drafts.append(draft)
    return _plans(drafts)


def propose_columns(
    found: HeaderRows, table: str, values: Sequence[Values], mapping: Mapping[str, str], name: str
) -> list[ColumnPlan]:
    """Return what each column means; ``mapping`` (by header key) comes from the one called so."""
    drafts = _drafts(found, table, values)
    for draft, key in zip(drafts, header_keys(found.headers), strict=True):
        if meaning := mapping.get(key):
            draft.read(meaning, f'The saved mapping "{name}" says so.')
        elif key in mapping:
            draft.leave(f'The saved mapping "{name}" leaves it out.')
        elif not draft.header and not len(draft.values):
            draft.leave("The column is empty.")
        elif draft.means(NOTHING) or (
            not fold_header(draft.header) and draft.values.kind() == "number"
        ):
            draft.leave("The log has no place for it.")
    if table == "interviews":
        settle_people(drafts, lambda draft, meaning: _settle(draft, table, meaning))
    _settle_words(drafts, table, weak=False)
    if table == "interviews":
        settle_referrals(drafts, lambda draft, meaning: _settle(draft, table, meaning))
    _settle_words(drafts, table, weak=True)
    _settle_values(drafts, table)
    return _plans(drafts)


def _drafts(found: HeaderRows, table: str, values: Sequence[Values]) -> list[Draft]:
    own = match_headers(found.telling, SHEETS[table])
    meanings = {place: name for name, places in own.known.items() for place in places}
    drafts = []
    for position, header in enumerate(found.headers):
        draft = Draft(position, header, values[position])
        if position in meanings:
            draft.word, draft.own = Word(meanings[position], "en"), True
        elif found.telling[position]:
            draft.word = _by_kind(word_for(found.telling[position], table), draft.values)
        drafts.append(draft)
    return drafts


def _by_kind(word: Word | None, values: Values) -> Word | None:
    """Return the word; "Met" and "Interviewed" above days tell when, not whom."""
    if word is not None and word.meaning == "contact_name" and values.kind() == "date":
        return Word("held_on", word.language, weak=True)
    return word


def _reason(draft: Draft, table: str, meaning: str) -> str:
    label = label_of(table, meaning)
    if draft.own:
        return "This is our own name for it."
    if draft.word and draft.word.weak:
        return f'Here "{draft.header}" can only be "{label}", and the values fit.'
    foreign = draft.word is not None and draft.word.language != "en"
    where = f" in {LANGUAGES[draft.word.language]}" if draft.word and foreign else ""
    return f'"{draft.header}" means "{label}"{where}.'


def _settle(draft: Draft, table: str, meaning: str) -> bool:
    """Settle what a header says if the values can be read so, else that it is in doubt."""
    column = file_column(table, meaning) if not meaning.startswith("attribute") else None
    weak = draft.word is not None and draft.word.weak
    kept = meaning in LEFT_BLANK and not weak
    least = _MOSTLY if column and (weak or column.type in _STRICT) and not kept else _HALF
    share = draft.values.fits(column) if column else 1.0
    if weak and column and column.type == "names":
        share = draft.values.share(lambda text: all(map(is_person, names_text(text).split("; "))))
    if len(draft.values) and column and share < least:
        label, example = (
            column.label or meaning,
            draft.values.misfit(column) or draft.values.texts[0],
        )
        bad = len(draft.values) - round(share * len(draft.values))
        draft.doubt(
            meaning if share >= _HALF else "",
            f'The header says "{label}", but {bad} of {len(draft.values)} values cannot be read'
            f' so, such as "{example[:40]}".',
        )
        return False
    as_read = read_as(draft.values, column) if column and column.type == "choice" else ""
    draft.read(meaning, f"{_reason(draft, table, meaning)} {as_read}".rstrip())
    return True


def _settle_words(drafts: Sequence[Draft], table: str, *, weak: bool) -> None:
    """Settle what headers say: each meaning for one column, or for several that are joined."""
    taken = {draft.meaning for draft in drafts if draft.meaning}
    meant: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.word and draft.means(draft.word.meaning, weak=weak):
            meant.setdefault(draft.word.meaning, []).append(draft)
    for meaning, claims in meant.items():
        if meaning == EITHER_REFERRAL:
            continue
        if weak:
            claims = [draft for draft in claims if len(draft.values)]  # noqa: PLW2901
        if meaning in JOINED and not weak:
            for draft in claims:
                _settle(draft, table, meaning)
        elif meaning in taken:
            label = label_of(table, meaning)
            for draft in claims:
                draft.doubt("", f'Another column says "{label}" already.')
        else:
            _settle_one(claims, table, meaning)


def _settle_one(claims: list[Draft], table: str, meaning: str) -> None:
    """Settle which of several columns has a meaning that only one can have."""
    column = file_column(table, meaning)
    misfits = [d for d in claims if len(d.values) and d.values.fits(column) < _HALF]
    if len(misfits) < len(claims):  # what cannot be read so does not contest it
        for draft in misfits:
            _settle(draft, table, meaning)
        claims = [draft for draft in claims if not draft.settled]
    filled = [draft for draft in claims if len(draft.values)] or claims[:1]
    own = [draft for draft in filled if draft.own]
    if not filled:
        return
    first, *others = own or filled
    same = [d for d in others if d.values.cells == first.values.cells]
    numbered = all(d.header.rstrip("#. 0123456789") != d.header for d in others)
    label = label_of(table, meaning)
    if len(same) == len(others) or (numbered and meaning not in {"held_on", "requested_on"}):
        _settle(first, table, meaning)
        for draft in claims:
            if draft is not first and not draft.settled:
                draft.leave(f'"{first.header}" says "{label}" already.')
        return
    names = " and ".join(f'"{draft.header}"' for draft in filled)
    for draft in claims:
        draft.doubt(meaning if draft is first else "", f'{names} could all be "{label}".')


def _settle_values(drafts: Sequence[Draft], table: str) -> None:
    """Say what the values of the remaining columns look like; none of them is read."""
    taken = {draft.meaning or draft.proposed for draft in drafts}
    for draft in drafts:
        if draft.settled:
            continue
        if not len(draft.values):
            draft.leave("The column is empty.")
            continue
        looks, meanings = _LOOK_LIKE.get(draft.values.kind(), ("", ()))
        names = SHEETS[table].names
        free = [m for m in meanings if m in names and m not in taken]
        if free:
            taken.add(free[0])
            draft.doubt(free[0], f"The values look like {looks}, but the header does not say more.")
        elif draft.word is not None and draft.word.meaning in names:
            draft.doubt(draft.word.meaning, "The header could mean several things.")
        else:
            draft.doubt("", "Neither the header nor the values tell what it is.")


def _plans(drafts: Sequence[Draft]) -> list[ColumnPlan]:
    folded = [fold_header(draft.header) for draft in drafts]
    keys = header_keys([draft.header for draft in drafts])
    return [
        ColumnPlan(
            draft.position,
            shown_header(
                draft.header,
                column_letters(draft.position),
                twice=bool(draft.header) and folded.count(folded[place]) > 1,
            ),
            draft.meaning,
            draft.reason,
            draft.sure,
            draft.proposed,
            draft.values.examples,
            key=keys[place],
        )
        for place, draft in enumerate(drafts)
        if draft.header or len(draft.values)
    ]
