"""Large simulations, wave by wave on arrays: who asked whom, who named whom, when."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.simulator.draws import Delay
from data.simulator.parameters import CohortParameters

__all__ = ["NOBODY", "SOURCES", "Waves"]

NOBODY = -1
SOURCES = ("referral", "own_network", "alumni", "association", "event", "cold")
_YEARS_OF_DAYS = 1095
_OWN_SHARE = 0.06
_FEW = 0.01
_BITS = 32
_LIVED = (
    "seeker", "contact", "source", "cause", "repeat_of", "asked", "answered", "accepted",
    "declined", "held", "names", "parent", "generation",
)  # fmt: skip


class Waves:
    """Requests and namings of a whole city. People and seekers are numbers, days are ordinals.

    Seekers join evenly over the three years before the last day. ``requests`` has one row a
    request, ``named`` one row a naming; a date that lies after the last day is ``NOBODY``.
    """

    def __init__(
        self,
        count: int,
        parameters: CohortParameters,
        rng: np.random.Generator,
        *,
        seekers: int,
        last_day: int,
        shared_share: float,
    ) -> None:
        self._p = parameters
        self._rng = rng
        self._last_day = last_day
        self._shared_share = shared_share
        self.seekers = seekers
        self.joined = np.sort(last_day - rng.integers(0, _YEARS_OF_DAYS, seekers))
        self.people = seekers
        self._known = np.empty(0, np.int64)
        self._given = np.empty(0, np.int64)
        self._held = np.empty(0, np.int64)
        self._parent = np.empty(0, np.int64)
        self._generation = np.empty(0, np.int64)
        self._namings = 0
        waves, named = self._live(count)
        self.requests = pd.concat(waves, ignore_index=True)
        self.named = pd.concat(named, ignore_index=True)

    def _live(self, count: int) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
        waves: list[pd.DataFrame] = []
        named: list[pd.DataFrame] = []
        wave, sent = self._own(int(count * _OWN_SHARE)), 0
        while sent < count:
            if len(wave) < _FEW * count:
                wave = pd.concat([wave, self._own(int(count * _FEW) + 1)], ignore_index=True)
            wave = self._outcome(wave.head(count - sent), sent)
            fresh = self._names(wave, sent)
            waves.append(wave)
            named.append(fresh)
            repeats = self._repeats(wave, sent)
            sent += len(wave)
            wave = pd.concat([self._asked(fresh), repeats], ignore_index=True)
        return waves, named

    def _days(self, delay: Delay, size: int) -> np.ndarray:
        waited = self._rng.gamma(delay.shape, delay.mean / delay.shape, size)
        return delay.least + waited.astype(np.int64)

    def _mint(self, size: int) -> np.ndarray:
        """Return people for as many namings: new ones, and some that are known to the city."""
        shared = (self._rng.random(size) < self._shared_share) & (self.people > self.seekers)
        contact = self.people + np.cumsum(~shared) - 1
        old = self._rng.integers(self.seekers, max(self.people, self.seekers + 1), size)
        self.people += int((~shared).sum())
        return np.where(shared, old, contact)

    def _first(self, seeker: np.ndarray, contact: np.ndarray) -> np.ndarray:
        """Return where a seeker hears of a person for the first time, and remember it."""
        pair = (seeker << _BITS) | contact
        first = np.zeros(len(pair), bool)
        first[np.unique(pair, return_index=True)[1]] = True
        place = np.searchsorted(self._known, pair)
        known = np.zeros(len(pair), bool)
        inside = place < len(self._known)
        known[inside] = self._known[place[inside]] == pair[inside]
        first &= ~known
        self._known = np.sort(np.concatenate([self._known, pair[first]]))
        return first

    def _own(self, size: int) -> pd.DataFrame:
        """Return requests to people whom seekers found themselves."""
        seeker = self._rng.integers(0, self.seekers, size)
        contact = self._mint(size)
        weights = np.array([weight for _, weight in self._p.own_sources])
        codes = [SOURCES.index(name) for name, _ in self._p.own_sources]
        asked = self.joined[seeker] + self._days(Delay(120, 1), size)
        wave = pd.DataFrame(
            {
                "seeker": seeker,
                "contact": contact,
                "source": self._rng.choice(codes, size, p=weights / weights.sum()),
                "cause": NOBODY,
                "repeat_of": NOBODY,
                "asked": asked,
                "parent": NOBODY,
            }
        )
        return wave[self._first(seeker, contact) & (asked <= self._last_day)]

    def _outcome(self, wave: pd.DataFrame, start: int) -> pd.DataFrame:
        """Return the wave with answers, conversations and the number of names given."""
        p, size = self._p, len(wave)
        answers: Mapping[str, tuple[float, float]] = {
            name: (answer.accepted, answer.declined) for name, answer in p.answers.items()
        }
        table = np.array([answers[name] for name in SOURCES])[wave["source"]]
        repeat = (wave["repeat_of"] != NOBODY).to_numpy()
        chance = self._rng.random(size)
        accepted = (chance < table[:, 0]) | repeat
        declined = ~accepted & (chance < table.sum(axis=1))
        answered = self._dated(wave["asked"].to_numpy() + self._days(p.answer_delay, size))
        answered = np.where(accepted | declined, answered, NOBODY)
        shows = accepted & (answered != NOBODY) & (self._rng.random(size) >= p.cancelled_share)
        held = np.where(shows, self._dated(answered + self._days(p.held_delay, size)), NOBODY)
        given = self._rng.negative_binomial(p.names_k, p.names_k / (p.names_k + p.names), size)
        given = np.where(repeat, self._rng.poisson(p.repeat_names, size), given)
        by_decline = self._rng.poisson(p.decline_names, size)
        names = np.where(held != NOBODY, given, np.where(declined, by_decline, 0))
        wave = wave.assign(
            answered=answered, accepted=accepted, declined=declined, held=held, names=names
        )
        self._remember(wave, start)
        return wave.assign(generation=self._generation[start:])[list(_LIVED)]

    def _dated(self, day: np.ndarray) -> np.ndarray:
        return np.where(day <= self._last_day, day, NOBODY)

    def _remember(self, wave: pd.DataFrame, start: int) -> None:
        parent = wave["parent"].to_numpy()
        above = np.concatenate([self._generation, [NOBODY]])[parent]
        number = np.arange(start, start + len(wave))
        meeting = np.where(wave["repeat_of"] != NOBODY, wave["repeat_of"], number)
        held = np.concatenate([self._held, wave["held"]])
        self._held = held
        self._generation = np.concatenate([self._generation, above + 1])
        # Whom a person named by this request goes back to: this meeting, or else its own parent.
        back = np.where(held[meeting] != NOBODY, meeting, parent)
        self._parent = np.concatenate([self._parent, back])

    def _names(self, wave: pd.DataFrame, start: int) -> pd.DataFrame:
        """Return one row for every person named in the wave."""
        day = np.where(wave["held"] != NOBODY, wave["held"], wave["answered"])
        names = np.where(day != NOBODY, wave["names"], 0)
        row = np.repeat(np.arange(len(wave)), names)
        seeker, giver = wave["seeker"].to_numpy()[row], wave["contact"].to_numpy()[row]
        again, referred = self._named_before(seeker)
        referred[~again] = self._mint(int((~again).sum()))
        first = self._first(seeker, referred)
        named = pd.DataFrame(
            {
                "seeker": seeker,
                "giver": giver,
                "request": start + row,
                "referred": referred,
                "made": day[row],
                "fresh": first,
            }
        )
        named = named[(first | again) & (referred != giver)]
        fresh = named[named["fresh"]]
        pairs = (fresh["seeker"].to_numpy() << _BITS) | fresh["referred"].to_numpy()
        self._given = np.sort(np.concatenate([self._given, pairs]))
        self._namings += len(named)
        return named.assign(number=np.arange(self._namings - len(named), self._namings))

    def _named_before(self, seeker: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where a name is one that the seeker was given before, and which one."""
        low = np.searchsorted(self._given, seeker << _BITS)
        high = np.searchsorted(self._given, (seeker + 1) << _BITS)
        again = (self._rng.random(len(seeker)) >= self._p.new_share) & (high > low)
        place = low + (self._rng.random(len(seeker)) * (high - low)).astype(np.int64)
        referred = np.zeros(len(seeker), np.int64)
        referred[again] = self._given[place[again]] & ((1 << _BITS) - 1)
        return again, referred

    def _asked(self, named: pd.DataFrame) -> pd.DataFrame:
        """Return the requests that come of fresh names, by this seeker or another one."""
        p, rng = self._p, self._rng
        fresh = named[named["fresh"]]
        chance = rng.random(len(fresh))
        handed = (chance >= p.acted_share) & (
            chance < p.acted_share + (1 - p.acted_share) * p.hand_off_share
        )
        other = rng.integers(0, self.seekers, len(fresh))
        seeker = np.where(handed, other, fresh["seeker"])
        news = np.ones(len(fresh), bool)
        news[handed] = self._first(seeker[handed], fresh["referred"].to_numpy()[handed])
        asked = fresh["made"].to_numpy() + self._days(p.acted_delay, len(fresh))
        wave = pd.DataFrame(
            {
                "seeker": seeker,
                "contact": fresh["referred"].to_numpy(),
                "source": 0,
                "cause": fresh["number"].to_numpy(),
                "repeat_of": NOBODY,
                "asked": asked,
                "parent": self._parent[fresh["request"].to_numpy()],
            }
        )
        acts = (chance < p.acted_share) | handed
        return wave[acts & news & (asked <= self._last_day)]

    def _repeats(self, wave: pd.DataFrame, start: int) -> pd.DataFrame:
        """Return second conversations with hosts of this wave."""
        again = (wave["held"] != NOBODY) & (wave["repeat_of"] == NOBODY)
        again &= self._rng.random(len(wave)) < self._p.repeat_share
        number = start + np.flatnonzero(again)
        met = wave[again.to_numpy()]
        asked = met["held"].to_numpy() + self._days(self._p.repeat_delay, len(met))
        repeats = pd.DataFrame(
            {
                "seeker": met["seeker"].to_numpy(),
                "contact": met["contact"].to_numpy(),
                "source": 1,
                "cause": NOBODY,
                "repeat_of": number,
                "asked": asked,
                "parent": NOBODY,
            }
        )
        return repeats[asked <= self._last_day]
