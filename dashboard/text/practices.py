"""What the page Practices says: its sentence, its rows, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.definitions import Measure
from analysis.intervals import Estimate
from analysis.offspring import LEAST_MEETINGS, LEAST_OFFSPRING
from analysis.practices import LEAST, LEAST_SEEKERS, Practice, Practices
from dashboard.text.pictures import counted, in_words

__all__ = [
    "DOING",
    "HOW",
    "LEGEND",
    "MANY_SHOWN",
    "QUESTION",
    "expected_names",
    "of_ten",
    "practices_sentence",
    "untold",
]

DOING = {
    "names_asked": "asking for names",
    "thanked_soon": "thanking within a day",
    "handwritten_note": "a handwritten note",
    "researched": "looking the host up before",
    "questions_prepared": "having five questions or more ready",
    "questions_sent_ahead": "sending questions ahead",
    "on_time": "being on time",
    "host_ran_over": "a host who lets the talk run over",
    "we_ran_over": "running over",
    "asked_for_job": "asking for a job",
    "asked_resume_review": "asking for a résumé review",
    "in_person": "meeting in person",
    "introduced": "coming by introduction",
}
"""Each habit as something that goes with more or fewer further conversations."""

QUESTION = "Which habits go with more conversations? So many times as many as without"
"""What the figures of habits answer, and how they are read."""

MANY_SHOWN = 3
"""So many habits are named in the sentence; more are counted."""

LEGEND = (
    "Full dots stand out from chance, hollow ones do not; the true figure likely lies on the line."
    " Of those that stand out, about one in ten may still be chance. Seekers tell their habits"
    " themselves, and what goes with more conversations need not bring them about."
)

HOW = (
    (
        "Seekers note their habits themselves. Keen people have several of them, and easy hosts"
        " make them easy: a habit may go with more conversations without bringing them about."
    ),
    (
        "Each habit is compared by itself, over the conversations of which it is noted, beside how"
        " the person was found (by introduction, own network, other), how they met, and the"
        " cohort. A conversation that had little time so far counts with the share of further"
        " ones that can have come by now. Conversations of one seeker are taken to be alike."
    ),
    (
        f"A habit is compared from {LEAST} conversations of {LEAST_SEEKERS} seekers with it, and"
        " as many without it, on. Several habits are looked at, so each p value is adjusted"
        " (Benjamini–Hochberg); those below 0.10 stand out. Ranges are not adjusted: one in ten"
        " misses the truth."
    ),
    (
        "Who offered names unasked counts as not asked; a host who raised the job or the résumé,"
        " as not asked for it; running over is compared with ending on time."
    ),
)
"""How we know, in sentences, before the figures."""


def practices_sentence(found: Practices) -> str:
    """Return what the page says first.

    >>> practices_sentence(Practices((), 0, 0, 0, "too_few"))
    'No conversation yet, so there are no habits to compare.'
    """
    if not found.meetings:
        return "No conversation yet, so there are no habits to compare."
    if found.reason == "one_seeker_only":
        return "For one seeker habits are not compared. The checklist is for everyone."
    if not any(row.done + row.not_done for row in found.rows if row.habit != "introduced"):
        return (
            "This log does not note habits: who was asked for names, which questions were ready,"
            " who was thanked."
        )
    if found.reason:
        return _too_early(found)
    if found.standing_out:
        return _standing_out(found.standing_out)
    return _none_stands_out(found)


def _none_stands_out(found: Practices) -> str:
    if not found.compared:
        return "No habit can be compared yet: each was done too rarely, or nearly every time."
    return (
        f"No habit stands out from chance so far: {counted(len(found.compared), 'habit')}"
        f" compared, over {counted(found.meetings, 'conversation')}."
    )


def _too_early(found: Practices) -> str:
    if found.reason == "too_few":
        return (
            f"Too early to compare habits: {counted(found.meetings, 'conversation')}"
            f" and {found.offspring:,} that they led to; we need {LEAST_MEETINGS}"
            f" and {LEAST_OFFSPRING}."
        )
    if found.reason == "window_too_short":
        return "Too early to compare habits: even the first conversations had too little time."
    return "Habits cannot be compared: too little is known of when one conversation led to another."


def _standing_out(rows: Sequence[Practice]) -> str:
    more = [row for row in rows if (row.ratio.value or 0) > 1]
    fewer = [row for row in rows if row not in more][::-1]
    if not more:
        return f"{_go_with(fewer, 'fewer')} A log cannot tell why."
    keen = "do it more" if len(more) == 1 else "do both" if len(more) == 2 else "do them all"  # noqa: PLR2004
    first = f"{_go_with(more, 'more')} It may be that keen people {keen}."
    if not fewer:
        return first
    goes = "goes" if len(fewer) == 1 else "go"
    return f"{first} {in_words(len(fewer)).capitalize()} {goes} with fewer: {_listed(fewer)}."


def _go_with(rows: Sequence[Practice], which: str) -> str:
    if len(rows) == 1:
        said = DOING[rows[0].habit]
        return f"{said[0].upper()}{said[1:]} goes with {which} further conversations here."
    many = in_words(len(rows)).capitalize()
    return f"{many} habits go with {which} further conversations here: {_listed(rows)}."


def _listed(rows: Sequence[Practice]) -> str:
    names = [DOING[row.habit] for row in rows[:MANY_SHOWN]]
    if len(rows) > MANY_SHOWN:
        names.append(f"{in_words(len(rows) - MANY_SHOWN)} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, and {names[-1]}"


def of_ten(estimate: Estimate) -> str:
    """Return a ratio as further conversations where conversations without the habit lead to ten.

    >>> of_ten(Estimate(1.84, 1.2, 2.61)), of_ten(Estimate(0.986, 0.962, 1.011))
    ('18, likely 12 to 26', '9.9, likely 9.6 to 10.1')
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return ""
    digits = 0 if estimate.high - estimate.low > _CLOSE else 1
    low, value = (f"{10 * each:,.{digits}f}" for each in (estimate.low, estimate.value))
    if estimate.high > _MOST:
        return f"{value}, likely {low} to {10 * _MOST} or more"
    return f"{value}, likely {low} to {10 * estimate.high:,.{digits}f}"


_CLOSE, _MOST = 0.2, 100


def untold(row: Practice) -> str:
    """Return in a few words why a habit is not compared, with the counts; nothing when it is."""
    why = row.ratio.reason
    if why is None:
        return ""
    known = row.done + row.not_done
    if not known:
        return "not noted in this log"
    counts = f"{row.done:,} with it, {row.not_done:,} without"
    few_done, few_not = row.done < LEAST, row.not_done < LEAST
    told = {
        "never_done": f"not once in {counted(known, 'conversation')}",
        "always_done": f"every time: {counted(known, 'conversation')}",
        "few_with": f"{counts}: too few" if few_done else _few(row.done, row.seekers_done, "with"),
        "few_without": f"{counts}: too few"
        if few_not
        else _few(row.not_done, row.seekers_not, "without"),
        "none_led_on": f"{counts}: {_none_led_on(row)}",
        "few_led_to": f"{counts}; only {row.led_to_done + row.led_to_not:,} led on",
        "tied": f"{counts}: not to be told apart",
    }
    return told.get(why, counts)


def _few(conversations: int, seekers: int, side: str) -> str:
    return f"{conversations:,} {side} it, of {counted(seekers, 'seeker')} only"


def _none_led_on(row: Practice) -> str:
    return "those with it led to none" if not row.led_to_done else "those without led to none"


def expected_names(names: Estimate | Measure) -> str:
    """Return what the guides expect of a conversation in names, beside this log's own figure.

    >>> expected_names(Estimate(1.84, 1.5, 2.2))
    'The guides expect two or three names from a conversation; here it is 1.8 so far.'
    """
    if names.value is None:
        return ""
    return (
        "The guides expect two or three names from a conversation;"
        f" here it is {names.value:.1f} so far."
    )
