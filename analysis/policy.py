"""The follow-up policy: which debts there are, when they are due, how days are counted.

A policy is a small TOML text that an office can edit. The shipped one is ``policy.toml`` beside
this module. A logbook may hold versions of it, each valid from a day on; a debt keeps the version
that was valid on the day on which it was opened, so that a new policy moves no due date.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

import numpy as np
import pandas as pd

from data.errors import OnwardError
from data.log import Log

__all__ = [
    "RULES",
    "Pause",
    "Policies",
    "Policy",
    "PolicyError",
    "Rule",
    "default_policy",
    "due_on",
    "policies_of",
    "read_policy",
]

Weight = Literal["required", "recommended", "advisor"]

RULES: tuple[str, ...] = (
    "thank_you_email",
    "thank_you_note",
    "connect",
    "act_on_referral",
    "tell_referrer",
    "tell_advice_used",
    "keep_in_touch",
    "good_news",
    "nudge",
    "thank_for_answer",
    "ask_for_another_name",
    "first_request",
    "gone_quiet",
)
"""Every rule that a policy may have, in the order in which pages and commands name them."""

_WEIGHTS = ("required", "recommended", "advisor")
_TOP = {"business_days", "grace_days", "pauses", "rules"}
_EVERY_RULE = {"on", "days", "weight", "business_days", "grace_days"}
_OF_RULE = {"nudge": {"given_up_after"}, "keep_in_touch": {"most_per_year"}}
_MOST_DAYS = 3660
_MOST_PAUSE = 366


class PolicyError(OnwardError):
    """A policy that cannot be read; the message lists every problem at once."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its due date and weight.

    ``days`` run from the event that opens the debt to its due date; on ``grace_days`` more it is
    still due and not overdue. ``given_up_after`` (rule ``nudge``): days after which a request
    without an answer is given up. ``most_per_year`` (rule ``keep_in_touch``): touches after which
    a contact is left in peace.
    """

    name: str
    days: int
    weight: Weight
    on: bool = True
    business_days: bool = False
    grace_days: int = 0
    given_up_after: int = 21
    most_per_year: int = 3

    @property
    def acts(self) -> Literal["seeker", "advisor"]:
        """Who acts: the seeker, or the advisor by a word with the seeker."""
        return "advisor" if self.weight == "advisor" else "seeker"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted, first and last included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Policy:
    """A follow-up policy: its rules by name, and the pauses in which no day is counted."""

    rules: Mapping[str, Rule]
    pauses: tuple[Pause, ...] = ()

    def rule(self, name: str) -> Rule | None:
        """Return the rule of that name, or None when the policy does not have it."""
        rule = self.rules.get(name)
        return rule if rule is not None and rule.on else None


@dataclass(frozen=True, slots=True)
class Policies:
    """Versions of a policy, each valid from a day on; ``first`` holds before all of them."""

    first: Policy
    later: tuple[tuple[dt.date, Policy], ...] = field(default=())

    def in_force(self, opened: np.ndarray) -> Iterator[tuple[np.ndarray, Policy]]:
        """Yield, version by version, which of the opening days it holds for, and the version.

        An unknown day (NaT) belongs to the first version.
        """
        versions = sorted(self.later, key=lambda version: version[0])
        begins = np.array([day for day, _ in versions], dtype="datetime64[s]")
        number = np.searchsorted(begins, opened, side="right")
        number[np.isnat(opened)] = 0
        for place, policy in enumerate([self.first, *(policy for _, policy in versions)]):
            yield np.flatnonzero(number == place), policy


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """Return the policy that Onward ships.

    >>> default_policy().rules["thank_you_email"].days
    1
    """
    return read_policy(files("analysis").joinpath("policy.toml").read_text("utf-8"))


def policies_of(log: Log) -> Policies:
    """Return the versions of the policy that a log holds, after the shipped one.

    Raises :class:`PolicyError` when a stored version cannot be read.
    """
    stored = log.whole("policies")
    versions = tuple(
        (day.date(), read_policy(toml))
        for day, toml in zip(stored["valid_from"], stored["toml"], strict=True)
        if not pd.isna(day)
    )
    undated = [
        toml for day, toml in zip(stored["valid_from"], stored["toml"], strict=True) if pd.isna(day)
    ]
    return Policies(read_policy(undated[-1]) if undated else default_policy(), versions)


def read_policy(toml: str) -> Policy:
    r"""Return the policy that a TOML text states; what it leaves out is as shipped.

    Raises :class:`PolicyError` with every problem of the text.

    >>> read_policy("[rules.connect]\non = false").rule("connect") is None
    True
    """
    try:
        told = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError("The policy is not valid TOML.", why=f"{error}.") from error
    problems = _problems(told)
    if problems:
        raise PolicyError("The policy cannot be used.", why=" ".join(problems))
    return _policy(told)


def _policy(told: Mapping[str, Any]) -> Policy:
    everywhere = {key: told[key] for key in ("business_days", "grace_days") if key in told}
    rules = told.get("rules", {})
    # Only the shipped text itself states every rule; reading it must not ask for itself.
    shipped = {} if set(rules) == set(RULES) else default_policy().rules
    named = {
        name: replace(_rule(name, rules.get(name, {}), shipped), **everywhere) for name in RULES
    }
    own = {name: _own(rules.get(name, {})) for name in RULES}
    pauses = tuple(Pause(pause["from"], pause["to"]) for pause in told.get("pauses", ()))
    return Policy({name: replace(named[name], **own[name]) for name in RULES}, pauses)


def _rule(name: str, told: Mapping[str, Any], shipped: Mapping[str, Rule]) -> Rule:
    if name in shipped:
        return shipped[name]
    return Rule(name, told["days"], cast("Weight", told["weight"]))


def _own(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key in Rule.__dataclass_fields__}


def _problems(told: Mapping[str, Any]) -> list[str]:
    problems = [f"Unknown entry “{key}”." for key in sorted(set(told) - _TOP)]
    problems += _wrong_counting("the policy", told)
    rules = told.get("rules", {})
    if not isinstance(rules, Mapping):
        return [*problems, "“rules” is not a table."]
    for name, rule in rules.items():
        problems += _wrong_rule(name, rule)
    return problems + _wrong_pauses(told.get("pauses", []))


def _wrong_rule(name: str, rule: Any) -> list[str]:  # noqa: ANN401  # anything TOML may hold
    if name not in RULES:
        return [f"Unknown rule “{name}”; rules are {', '.join(RULES)}."]
    if not isinstance(rule, Mapping):
        return [f"Rule {name} is not a table."]
    known = _EVERY_RULE | _OF_RULE.get(name, set())
    problems = [f"Rule {name} has no entry “{key}”." for key in sorted(set(rule) - known)]
    problems += _wrong_counting(f"rule {name}", rule)
    if rule.get("weight", "required") not in _WEIGHTS:
        problems.append(f"The weight of rule {name} is one of {', '.join(_WEIGHTS)}.")
    if not isinstance(rule.get("on", True), bool):
        problems.append(f"“on” of rule {name} is true or false.")
    return problems


def _wrong_counting(where: str, told: Mapping[str, Any]) -> list[str]:
    problems = [
        f"“{key}” of {where} is a whole number from 0 to {_MOST_DAYS}."
        for key in ("days", "grace_days", "given_up_after", "most_per_year")
        if key in told and not _is_count(told[key])
    ]
    if not isinstance(told.get("business_days", False), bool):
        problems.append(f"“business_days” of {where} is true or false.")
    return problems


def _is_count(value: Any) -> bool:  # noqa: ANN401  # anything TOML may hold
    return type(value) is int and 0 <= value <= _MOST_DAYS


def _wrong_pauses(pauses: Any) -> list[str]:  # noqa: ANN401  # anything TOML may hold
    if not isinstance(pauses, list):
        return ["“pauses” is a list of from and to."]
    return [
        f"Pause {number} is from a day to a day not before it, at most {_MOST_PAUSE} days."
        for number, pause in enumerate(pauses, 1)
        if not _is_pause(pause)
    ]


def _is_pause(pause: Any) -> bool:  # noqa: ANN401  # anything TOML may hold
    if not isinstance(pause, Mapping) or set(pause) != {"from", "to"}:
        return False
    first, last = pause["from"], pause["to"]
    if type(first) is not dt.date or type(last) is not dt.date:
        return False
    return 0 <= (last - first).days < _MOST_PAUSE


def due_on(
    opened: np.ndarray, days: int, *, business_days: bool = False, pauses: tuple[Pause, ...] = ()
) -> np.ndarray:
    """Return the day that lies ``days`` counted days after each opening day.

    ``opened`` and the result are ``datetime64[s]`` at midnight, NaT where unknown. Counted are all
    days but those of pauses and, with ``business_days``, Saturdays and Sundays. Zero days after a
    day that is not counted is the next one that is.

    >>> friday = np.array(["2026-11-20"], dtype="datetime64[s]")
    >>> [str(due_on(friday, 1, business_days=b)[0])[:10] for b in (False, True)]
    ['2026-11-21', '2026-11-23']
    """
    due = np.full(len(opened), np.datetime64("NaT"), dtype="datetime64[s]")
    known = ~np.isnat(opened)
    due[known] = np.busday_offset(
        opened[known].astype("datetime64[D]"),
        days,
        roll="backward" if days else "forward",
        weekmask="1111100" if business_days else "1111111",
        holidays=_days_of(pauses),
    )
    return due


def _days_of(pauses: tuple[Pause, ...]) -> np.ndarray:
    days = [
        np.arange(np.datetime64(p.first), np.datetime64(p.last) + 1, dtype="datetime64[D]")
        for p in pauses
    ]
    return np.concatenate([*days, np.array([], dtype="datetime64[D]")])
