"""What is owed, in plain words."""

from __future__ import annotations

from dashboard.text.pictures import counted, in_words

__all__ = ["RULES", "STATES", "TO_DO", "gaps_sentence"]

RULES = {
    "thank_you_email": "a thank-you",
    "thank_you_note": "a handwritten note",
    "connect": "an invitation to connect",
    "act_on_referral": "a first message",
    "tell_referrer": "news of what came of the name",
    "tell_advice_used": "word on how the advice was used",
    "keep_in_touch": "a sign of life",
    "good_news": "the good news",
    "nudge": "one polite reminder",
    "thank_for_answer": "thanks for the answer",
    "ask_for_another_name": "a question for another name",
    "first_request": "has not started",
    "gone_quiet": "has gone quiet",
}
"""What somebody waits for, by rule; the last two are said of a seeker."""

TO_DO = {
    "thank_you_email": "Thank {whom}",
    "thank_you_note": "Write {whom} a note",
    "connect": "Connect with {whom}",
    "act_on_referral": "Ask {whom} for a conversation",
    "tell_referrer": "Tell {whom} what came of {about}",
    "tell_advice_used": "Tell {whom} how the advice was used",
    "keep_in_touch": "Write to {whom} again",
    "good_news": "Tell {whom} the good news",
    "nudge": "Remind {whom}, once",
    "thank_for_answer": "Thank {whom} for the answer",
    "ask_for_another_name": "Ask {whom} for another name",
    "first_request": "Choose a first person to ask",
    "gone_quiet": "Ask how it goes",
}
"""What is to be done, by rule."""

STATES = {
    "overdue": "late",
    "due": "now",
    "later": "later",
    "done": "done",
    "done_late": "done, late",
    "waived": "let go",
    "snoozed": "put off",
    "given_up": "given up",
    "unrecorded": "not noted in this log",
}
"""How it stands, by state."""


def gaps_sentence(
    thanks: int, names: int, *, noted: bool, seekers_with_half: int, seekers: int = 0
) -> str:
    """Return how many thank-yous and first messages are late, and with how many seekers.

    ``noted`` says whether the log notes thanks; ``seekers_with_half`` is the fewest seekers who
    hold half of what is late, ``seekers`` how many hold any of it (0: not told).

    >>> gaps_sentence(14, 31, noted=True, seekers_with_half=5, seekers=20)
    '14 thank-yous and 31 first messages are late. Five seekers hold half of them.'
    >>> gaps_sentence(2, 1, noted=True, seekers_with_half=1, seekers=1)
    '2 thank-yous and 1 first message are late, all with one seeker.'
    >>> gaps_sentence(0, 1, noted=False, seekers_with_half=1)
    'This log does not note thanks. 1 name waits for a first message.'
    """
    waits = "waits" if names == 1 else "wait"
    asked = f"{counted(names, 'name')} {waits} for a first message." if names else ""
    if not noted:
        return f"This log does not note thanks. {asked or 'No name waits to be asked.'}"
    if not thanks:
        return f"Everyone has been thanked. {asked or 'No name waits to be asked.'}"
    late = [counted(thanks, "thank-you")]
    late += [counted(names, "first message")] if names else []
    told = f"{' and '.join(late)} {'is' if thanks + names == 1 else 'are'} late"
    if thanks + names == 1:
        return f"{told}."
    if seekers == 1:
        return f"{told}, all with one seeker."
    return f"{told}.{_half(thanks + names, seekers_with_half)}"


def _half(late: int, seekers: int) -> str:
    """Return who holds half, where that says more than how many there are."""
    if not seekers or 2 * seekers >= late:
        return ""
    noun = "seeker holds" if seekers == 1 else "seekers hold"
    return f" {in_words(seekers).capitalize()} {noun} half of them."
