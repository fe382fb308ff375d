"""Credit: the referral that each request came from (DESIGN §4).

Worked out on the *whole* log, once per revision; as-of date and cohorts only choose what is counted
afterwards, because credit never changes later: everything that decides it had happened by the day
of the approach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.credit_problems import credit_problems, first_problem
from analysis.credit_rules import PROBLEMS, RULES, Credited, credited
from analysis.freshness import fresh, outcomes
from analysis.ledger import ABSENT, Ledger, Positions, as_dates, ledger, taken
from analysis.levels import levels
from analysis.parents import Parents, parents
from data.log import Log

__all__ = ["Credit", "credit"]


@dataclass(frozen=True, slots=True)
class Credit:
    """What the whole log credits to whom, whatever the as-of date and cohorts.

    ``credits``: one row per request, sorted by interview_id: interview_id, seeker_id, contact_id,
    approach_on (requested_on, else held_on), referral_id (credited; blank: none), made_in (the
    request in which that referral was made; blank: an introducer's, or none), rule (``named``,
    ``inferred``, ``orphan``, ``none``), handed_off (the referral was made to another seeker),
    meeting (the first conversation of its pair, on whatever day), problem (why the referral in
    ``referral_id`` earns nothing; blank when there is none).

    ``referrals``: one row per referral, sorted by referral_id: referral_id, seeker_id, from_id,
    interview_id, referred_id, lead, dated_on (made_on, else its request's held_on, else
    answered_on), fresh, introducer, first_requested_on and first_held_on (by this seeker, of this
    person, from that day on), handed_off_on (first approach by another seeker credited to it),
    earned (some request is credited to it), problem. Dates are those of the whole log: read one
    that lies after the as-of date as *not yet*.

    ``meetings``: one row per first conversation, sorted by interview_id: the columns of
    :func:`analysis.forest.forest` that never change. ``parents``: shape (meetings,), the position
    of each one's parent in ``meetings``, −1 for a root.

    ``came_by`` and ``made_in``: shape (credits,), the position in ``referrals`` of the referral
    that each request is credited to, and in ``credits`` of the request in which that was made;
    ``first_of_pair``: the position in ``credits`` of the first conversation of its pair. Negative
    where there is none.

    ``problems``: what :func:`analysis.credit_problems.credit_problems` lists.
    """

    credits: pd.DataFrame
    referrals: pd.DataFrame
    meetings: pd.DataFrame
    parents: Positions
    came_by: Positions
    made_in: Positions
    first_of_pair: Positions
    problems: pd.DataFrame


def credit(log: Log) -> Credit:
    """Return which referral each request of the whole log came from, and what follows from it.

    1. *Named*: ``referral_id`` exists, names this contact (or is a lead), is dated on or before the
       approach, comes from somebody else than this contact, and was made in a request approached on
       or before then (or by an introducer). Another seeker's referral counts too: a hand-off.
    2. *Inferred*, when nothing is named that passes: the earliest referral of this contact to the
       same seeker that passes the same tests; ties by the referrer's approach date (an introducer,
       who has none, comes last), then by the referrer's folded name and e-mail.
    3. *Orphan*: nothing found, yet ``referral_id`` is filled or the source is ``referral``.

    A request without an approach date is credited to nothing, and what was named in it earns
    nothing.

    >>> log = Log.from_frames({
    ...     "interviews": [
    ...         {"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...          "held_on": "2026-01-05"},
    ...         {"interview_id": "2", "seeker_id": "s", "contact_id": "bob",
    ...          "held_on": "2026-01-10"}],
    ...     "referrals": [
    ...         {"referral_id": "r", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
    ...          "referred_id": "bob"}]})
    >>> credit(log).credits[["interview_id", "referral_id", "rule"]].to_numpy().tolist()
    [['1', nan, 'none'], ['2', 'r', 'inferred']]
    """
    book = ledger(log)
    credits_ = credited(book)
    forest = parents(book, credits_)
    interviews, referrals = log.whole("interviews"), log.whole("referrals")
    made_in = taken(book.referrals.made_in, credits_.referral)
    ids = interviews["interview_id"].array
    credited_id = taken(referrals["referral_id"].array, credits_.referral)
    return Credit(
        credits=_credits(interviews, book, credits_, forest).assign(
            referral_id=credited_id, made_in=taken(ids, made_in)
        )[list(_CREDITS)],
        referrals=_referrals(referrals, book, credits_),
        meetings=_meetings(interviews, credits_, forest).assign(
            direct_parent_id=taken(ids, made_in[forest.request]),
            referral_id=credited_id[forest.request],
        )[list(_MEETINGS)],
        parents=forest.parent,
        came_by=credits_.referral,
        made_in=made_in,
        first_of_pair=_first_of_pair(book, forest),
        problems=credit_problems(log, book, credits_, forest),
    )


_CREDITS = (
    "interview_id",
    "seeker_id",
    "contact_id",
    "approach_on",
    "referral_id",
    "made_in",
    "rule",
    "handed_off",
    "meeting",
    "problem",
)
_MEETINGS = (
    "interview_id",
    "parent_id",
    "direct_parent_id",
    "inferred",
    "conduit",
    "orphan",
    "generation",
    "hops",
    "root_id",
    "seeker_id",
    "contact_id",
    "held_on",
    "source",
    "referral_id",
)


def _first_of_pair(book: Ledger, forest: Parents) -> Positions:
    first = np.full(book.pairs + 1, ABSENT)
    first[book.requests.pair[forest.request]] = forest.request
    first[-1] = ABSENT
    return first[book.requests.pair]


def _words(words: tuple[str, ...], codes: Positions) -> pd.array:
    """Return the word for each code, blank for the empty one."""
    values = pd.array([word or None for word in words], dtype="str")
    return values.take(codes)


def _credits(
    interviews: pd.DataFrame, book: Ledger, credits_: Credited, forest: Parents
) -> pd.DataFrame:
    requests = book.requests
    for_seeker = taken(book.referrals.seeker, credits_.referral)
    meeting = np.zeros(len(requests), dtype=np.bool_)
    meeting[forest.request] = True
    return interviews[["interview_id", "seeker_id", "contact_id"]].assign(
        approach_on=as_dates(requests.approach),
        rule=_words(RULES, credits_.rule),
        handed_off=(credits_.referral >= 0) & (for_seeker != requests.seeker),
        meeting=meeting,
        problem=_words(PROBLEMS, credits_.problem),
    )


def _referrals(referrals: pd.DataFrame, book: Ledger, credits_: Credited) -> pd.DataFrame:
    became = outcomes(book, credits_)
    earned = np.zeros(len(referrals), dtype=np.bool_)
    earned[credits_.referral[credits_.referral >= 0]] = True
    columns = ["referral_id", "seeker_id", "from_id", "interview_id", "referred_id", "lead"]
    return referrals[columns].assign(
        dated_on=as_dates(book.referrals.dated),
        fresh=fresh(book),
        introducer=book.referrals.made_in == ABSENT,
        first_requested_on=as_dates(became.first_requested),
        first_held_on=as_dates(became.first_held),
        handed_off_on=as_dates(became.handed_off),
        earned=earned,
        problem=first_problem(book),
    )


def _meetings(interviews: pd.DataFrame, credits_: Credited, forest: Parents) -> pd.DataFrame:
    rule = credits_.rule[forest.request]
    columns = ["interview_id", "seeker_id", "contact_id", "held_on", "source"]
    meetings = interviews[columns].take(forest.request).reset_index(drop=True)
    ids = meetings["interview_id"].array
    height = levels(forest.parent, forest.steps)
    return meetings.assign(
        parent_id=taken(ids, forest.parent),
        inferred=rule == RULES.index("inferred"),
        conduit=forest.steps > 1,
        orphan=rule == RULES.index("orphan"),
        generation=height.generation,
        hops=height.hops,
        root_id=taken(ids, height.root),
    )
