"""What is owed around an answer: a nudge while there is none, thanks and a question after a no."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.debts.acts import done_by
from analysis.debts.owed import Owed, by_what, ended, first_days, flags_of, owed
from analysis.debts.sources import Sources

__all__ = ["owed_to_those_asked"]


def owed_to_those_asked(known: Sources) -> list[Owed]:
    """Return ``nudge``, ``thank_for_answer`` and ``ask_for_another_name``."""
    acts = known.acts
    thanks = done_by(
        _after_no(known, "thank_for_answer"), acts, ["thank_you_email"], link="interview"
    )
    another = done_by(
        _after_no(known, "ask_for_another_name"), acts, ["asked_for_name"], link="interview"
    )
    return [_nudges(known), thanks, _named_anyway(another, known)]


def _nudges(known: Sources) -> Owed:
    """Return a nudge for every request; an answer or a cancellation ends it, silence lifts it."""
    asked, own = known.asked, known.own_rows
    waiting = own[~np.isnat(asked.requested_on[own])]
    answered_on, cancelled_on = asked.answered_on[waiting], asked.cancelled_on[waiting]
    silent_on = asked.silent_on[waiting]
    debts = owed(
        "nudge",
        asked.seeker[waiting],
        asked.requested_on[waiting],
        contact=asked.contact[waiting],
        pair=asked.pair[waiting],
        interview=asked.interview[waiting],
        exact=~known.rough("requested_on")[waiting],
        lifted_on=silent_on,
        lifted_by=by_what([~np.isnat(silent_on)], ["silence"]),
        **ended(
            (answered_on, asked.answered[waiting] | ~np.isnat(answered_on), "answer"),
            (cancelled_on, ~np.isnat(cancelled_on), "cancelled"),
        ),
    )
    return done_by(debts, known.acts, ["nudge"], link="interview")


def _after_no(known: Sources, rule: str) -> Owed:
    asked, own = known.asked, known.own_rows
    declined = own[asked.declined[own]]
    return owed(
        rule,
        asked.seeker[declined],
        asked.answered_on[declined],
        contact=asked.contact[declined],
        pair=asked.pair[declined],
        interview=asked.interview[declined],
        exact=~known.rough("answered_on")[declined],
    )


def _named_anyway(debts: Owed, known: Sources) -> Owed:
    """Return the debts with those done in whose declined request a name was given."""
    names, count = known.named, known.log.ids.count("interview")
    made = first_days(names.interview, names.dated_on, count)
    named = flags_of(names.interview, count)[debts.interview] & ~debts.acted
    return replace(
        debts,
        acted=debts.acted | named,
        acted_on=np.where(named, made[debts.interview], debts.acted_on),
        acted_by=np.where(named, by_what([named], ["referral"]), debts.acted_by),
    )
