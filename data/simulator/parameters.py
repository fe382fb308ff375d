"""What a simulation is told: the true parameters of every cohort, and what its log leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from data.simulator.draws import Delay

__all__ = ["Answers", "CohortParameters", "Faults", "Simulation"]


@dataclass(frozen=True, slots=True)
class Answers:
    """How requests of one source end: accepted, declined, else silence."""

    accepted: float
    declined: float


_ANSWERS: Mapping[str, Answers] = MappingProxyType(
    {
        "referral": Answers(0.76, 0.12),
        "own_network": Answers(0.74, 0.10),
        "alumni": Answers(0.60, 0.14),
        "association": Answers(0.48, 0.16),
        "event": Answers(0.50, 0.12),
        "cold": Answers(0.30, 0.20),
    }
)

_START_DELAY = Delay(9, 2)
_ACTED_DELAY = Delay(9, 2)
_ANSWER_DELAY = Delay(4, 1)
_HELD_DELAY = Delay(10, 3, least=1)
_REPEAT_DELAY = Delay(60, 4, least=14)
_PAUSE = Delay(35, 3, least=10)
_STAGE_DELAY = Delay(11, 2, least=1)
_THANKS_DELAY = Delay(1.6, 1)


@dataclass(frozen=True, slots=True)
class CohortParameters:
    """The true parameters of one cohort. Shares are probabilities, delays are in days.

    *Roster*: ``seekers``, of whom ``late_share`` joins within ``late_weeks``; the last
    ``never_start`` join in the last four of these weeks and never ask anybody. *Own supply*: each
    seeker asks ``own_contacts`` people (negative binomial, dispersion 3) of own finding, the first
    after ``start_delay``, then with exponential gaps of mean ``own_gap_days``; ``own_sources``
    weighs where they come from. *Names*: at a meeting names are asked for with ``asked_share``,
    then their number is negative binomial (``names``, ``names_k``); else the host offers with
    ``offered_share`` (Poisson, ``offered_names``).
    A name is new to the seeker with ``new_share``; it is asked with ``acted_share`` after
    ``acted_delay``, else handed to another seeker with ``hand_off_share``, else given up with
    ``waived_share``. *Requests* end as ``answers`` says. An accepted one is held unless cancelled
    (``cancelled_share``). A decline names people (Poisson, ``decline_names``).
    """

    name: str
    program: str
    starts_on: date
    ends_on: date
    seekers: int
    advisors: tuple[str, ...]
    industries: tuple[str, ...] = ()
    late_share: float = 0.2
    late_weeks: int = 10
    never_start: int = 0
    capacity_per_week: int = 4
    own_contacts: float = 5.0
    own_gap_days: float = 14.0
    own_sources: tuple[tuple[str, float], ...] = (
        ("own_network", 0.45),
        ("alumni", 0.2),
        ("association", 0.12),
        ("event", 0.11),
        ("cold", 0.12),
    )
    start_delay: Delay = _START_DELAY
    asked_share: float = 1.0
    names: float = 2.0
    names_k: float = 1.5
    offered_share: float = 0.1
    offered_names: float = 1.2
    new_share: float = 0.8
    acted_share: float = 0.75
    acted_delay: Delay = _ACTED_DELAY
    hand_off_share: float = 0.08
    waived_share: float = 0.15
    introducer_share: float = 0.0
    orphan_share: float = 0.0
    lead_share: float = 0.06
    lead_acted_share: float = 0.4
    answers: Mapping[str, Answers] = field(default_factory=lambda: _ANSWERS)
    answer_delay: Delay = _ANSWER_DELAY
    held_delay: Delay = _HELD_DELAY
    cancelled_share: float = 0.05
    decline_names: float = 0.35
    repeat_share: float = 0.08
    repeat_delay: Delay = _REPEAT_DELAY
    repeat_names: float = 0.7
    pause_mean_weeks: float = 30.0
    pause: Delay = _PAUSE
    leave_mean_weeks: float = 150.0
    opportunity_share: float = 0.12
    applied_share: float = 0.7
    interviewed_share: float = 0.6
    offered_job_share: float = 0.5
    accepted_share: float = 0.8
    stage_delay: Delay = _STAGE_DELAY
    thanked_share: float = 0.85
    thanks_delay: Delay = _THANKS_DELAY
    note_share: float = 0.25
    connect_share: float = 0.5
    outcome_told_share: float = 0.45
    news_share: float = 0.6
    nudged_share: float = 0.5
    not_recorded: tuple[str, ...] = ()

    @property
    def names_per_meeting(self) -> float:
        """Names per first conversation, ν."""
        asked = self.asked_share * self.names
        return asked + (1 - self.asked_share) * self.offered_share * self.offered_names

    @property
    def referral_held_share(self) -> float:
        """Probability that a request that came of a referral is held."""
        return self.answers["referral"].accepted * (1 - self.cancelled_share)

    @property
    def R(self) -> float:
        """Meetings that a meeting leads to while the search goes on, given all the time it needs.

        With a = acted_share + (1 - acted_share) hand_off_share, h the share of requests held, d
        declined and δ names per decline, a new name leads to x = a (h + d δ new_share x) meetings;
        so R = new_share x (ν + names at repeat conversations) + lead_share lead_acted_share x / a.
        A capacity that binds, pauses and ends of search are not part of it.
        """
        acted = self.acted_share + (1 - self.acted_share) * self.hand_off_share
        declined = self.answers["referral"].declined * self.decline_names * self.new_share
        per_request = self.referral_held_share / (1 - acted * declined)
        names = self.names_per_meeting
        names += self.repeat_share * (1 - self.cancelled_share) * self.repeat_names
        leads = self.lead_share * self.lead_acted_share
        return per_request * (self.new_share * acted * names + leads)


@dataclass(frozen=True, slots=True)
class Faults:
    """What people do not write down, as probabilities. ``Faults()`` is a faultless log."""

    referral_id_missing: float = 0.0
    referral_undated: float = 0.0
    referral_lost: float = 0.0
    names_given_blank: float = 0.0
    cell_blank: float = 0.0
    requested_on_missing: float = 0.0
    follow_up_undated: float = 0.0


_FAULTLESS = Faults()


@dataclass(frozen=True, slots=True)
class Simulation:
    """A whole simulation: its cohorts, its last day, and what its log leaves out.

    ``shared_share`` is the probability that a person new to a seeker is somebody whom another
    seeker knows already. With ``weekdays`` requests, answers and conversations that fall on a
    weekend move to Monday.
    """

    last_day: date
    cohorts: tuple[CohortParameters, ...]
    faults: Faults = _FAULTLESS
    shared_share: float = 0.25
    weekdays: bool = True
