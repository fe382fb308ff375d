"""The invented people of Saltmere, a harbor city that is on no map."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from data.names import fold_name
from data.simulator.draws import Draws

__all__ = ["City", "Person", "city_words"]

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans("łøðđıæœß", "loddiaos")
_MIXED_MARRIAGES = 0.07
_SAME_INDUSTRY = 0.6
_WITHOUT_EMAIL = 0.06


@cache
def city_words() -> dict[str, Any]:
    """Return the names, organizations and phrases of the city (``city.toml``)."""
    text = resources.files("data.simulator").joinpath("city.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who lives in the city; compared by identity, numbered in the order of appearance."""

    number: int
    name: str
    email: str | None
    organization: str | None
    title: str
    industry: str | None
    location: str

    @property
    def person_id(self) -> str:
        """The id in the log."""
        return f"P{self.number:04d}"


def _address(name: str, domain: str) -> str:
    local = fold_name(name).translate(_PLAIN).replace(" ", ".")
    return f"{local}@{domain}"


def _domain(organization: str) -> str:
    words = fold_name(organization).replace("&", " ").split()
    return "-".join(word for word in words if word not in ("of", "and")) + ".example"


class City:
    """Makes people as they are needed and remembers who is known to whom."""

    def __init__(self, draws: Draws, shared_share: float) -> None:
        self._draws = draws
        self._shared_share = shared_share
        self._taken: set[str] = set()
        self._industries = {part["name"]: part for part in city_words()["industry"]}
        self.people: list[Person] = []
        self.hosts: list[Person] = []

    @property
    def industries(self) -> tuple[str, ...]:
        """Names of the industries."""
        return tuple(self._industries)

    def _name(self) -> str:
        cultures = city_words()["names"]
        for attempt in range(10_000):
            culture = self._draws.pick(cultures)
            given = self._draws.pick(culture["given"])
            mixed = self._draws.chance(_MIXED_MARRIAGES)
            family = self._draws.pick((self._draws.pick(cultures) if mixed else culture)["family"])
            name = f"{given} {family}"
            if attempt > len(cultures):
                # A city so large that first and family name no longer tell people apart.
                name = f"{given} {self._draws.pick(culture['family'])}-{family}"
            if fold_name(name) not in self._taken:
                self._taken.add(fold_name(name))
                return name
        raise RuntimeError("The city has run out of names.")

    def seeker(self) -> Person:
        """Return a new person who looks for work."""
        name = self._name()
        words = city_words()
        person = Person(
            number=len(self.people) + 1,
            name=name,
            email=_address(name, "example.org"),
            organization=None,
            title=self._draws.pick(words["seekers"]["titles"]),
            industry=None,
            location=self._draws.pick(words["districts"]),
        )
        self.people.append(person)
        return person

    def mint(self, near: str | None = None) -> Person:
        """Return a new professional, as a rule of the industry ``near``."""
        stays = near is not None and self._draws.chance(_SAME_INDUSTRY)
        industry = str(near) if stays else self._draws.pick(self.industries)
        part = self._industries[industry]
        name = self._name()
        organization = self._draws.pick(part["organizations"])
        mail = not self._draws.chance(_WITHOUT_EMAIL)
        person = Person(
            number=len(self.people) + 1,
            name=name,
            email=_address(name, _domain(organization)) if mail else None,
            organization=organization,
            title=self._draws.pick(part["titles"]),
            industry=industry,
            location=self._draws.pick(city_words()["districts"]),
        )
        self.people.append(person)
        self.hosts.append(person)
        return person

    def stranger(self, known: set[Person], near: str | None = None) -> Person:
        """Return somebody not in ``known``: often a host of others, the longest known first."""
        if self.hosts and self._draws.chance(self._shared_share):
            for _ in range(12):
                person = self.hosts[int(len(self.hosts) * self._draws.uniform() ** 1.6)]
                if person not in known:
                    return person
        return self.mint(near)

    def hire(self, person: Person, organization: str) -> None:
        """Let a seeker start work: from now on somebody whom others may ask."""
        for part in self._industries.values():
            if organization in part["organizations"]:
                person.organization, person.industry = organization, part["name"]
                person.title = self._draws.pick(part["titles"])
        self.hosts.append(person)
