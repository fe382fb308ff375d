"""What the guides to informational interviews say of each habit, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

__all__ = ["STANCES", "Guide", "Saying", "guides", "notes", "sayings", "sayings_in_short"]

Stance = Literal["for", "careful", "against", "sign"]

STANCES: Mapping[Stance, str] = {
    "for": "do it",
    "careful": "do it with care",
    "against": "do not",
    "sign": "a good sign",
}


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its title, and by whom."""

    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What one guide says of one habit, and whether it promises that it brings something."""

    habit: str
    guide: str
    stance: Stance
    promises: bool
    says: str


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("dashboard.text").joinpath("guides.toml").read_text("utf-8"))


def guides() -> dict[str, Guide]:
    """Return the guides by key."""
    return {key: Guide(**told) for key, told in _file()["guides"].items()}


def notes() -> dict[str, str]:
    """Return what is to be said beside a habit, by habit."""
    return {habit: told["note"] for habit, told in _file()["habits"].items() if "note" in told}


def sayings(habit: str) -> tuple[Saying, ...]:
    """Return what the guides say of a habit, in the order of the guides."""
    told = _file()["habits"].get(habit, {})
    return tuple(Saying(habit, guide, **told[guide]) for guide in guides() if guide in told)


def sayings_in_short(habit: str) -> str:
    """Return in a few words what the guides say of a habit.

    >>> sayings_in_short("thanked_soon")
    '4 advise it, 2 promise more'
    >>> sayings_in_short("names_asked"), sayings_in_short("asked_resume_review")
    ('3 advise it, 2 with care', '1 advises against it')
    """
    told = sayings(habit)
    stances = [saying.stance for saying in told]
    careful = stances.count("careful")
    promised = sum(saying.promises for saying in told if saying.stance == "for")
    parts = [
        _part(stances.count("for") + careful, "advises it", "advise it"),
        _part(stances.count("against"), "advises against it", "advise against it"),
        _part(stances.count("sign"), "takes it for a good sign", "take it for a good sign"),
        _part(careful, "with care", "with care")
        or _part(promised, "promises more", "promise more"),
    ]
    return ", ".join(part for part in parts if part)


def _part(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
