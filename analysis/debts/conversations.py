"""What is owed to a host after a conversation: thanks, a connection, word of advice used."""

from __future__ import annotations

import numpy as np

from analysis.debts.acts import done_by
from analysis.debts.owed import Flags, Numbers, Owed, owed
from analysis.debts.sources import Sources

__all__ = ["owed_to_hosts"]


def owed_to_hosts(known: Sources) -> list[Owed]:
    """Return ``thank_you_email``, ``thank_you_note``, ``connect`` and ``tell_advice_used``.

    Thanks are owed for every conversation, a connection once to every host (one made before counts
    as well), word of advice used where ``advice`` is filled.
    """
    asked, acts = known.asked, known.acts
    held = known.own_rows[~np.isnat(asked.held_on[known.own_rows])]
    met, advised = held[asked.meeting[held]], held[_advised(known, held)]
    return [
        done_by(
            _after(known, held, "thank_you_email"), acts, ["thank_you_email"], link="interview"
        ),
        done_by(_after(known, held, "thank_you_note"), acts, ["thank_you_note"], link="interview"),
        done_by(_after(known, met, "connect"), acts, ["connect"], since_ever=True),
        done_by(
            _after(known, advised, "tell_advice_used"), acts, ["advice_used"], link="interview"
        ),
    ]


def _advised(known: Sources, held: Numbers) -> Flags:
    advice = known.log.table("interviews")["advice"]
    if not advice.notna().any():
        return np.zeros(len(held), dtype=np.bool_)
    told: Flags = (advice.take(held).fillna("").str.strip() != "").to_numpy(dtype=np.bool_)
    return told


def _after(known: Sources, held: Numbers, rule: str) -> Owed:
    asked = known.asked
    return owed(
        rule,
        asked.seeker[held],
        asked.held_on[held],
        contact=asked.contact[held],
        pair=asked.pair[held],
        interview=asked.interview[held],
        exact=~known.rough("held_on")[held],
    )
