"""Large logs for benchmarks and for tests that need many rows, with known truth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.frames import as_frame
from data.simulator.parameters import CohortParameters, Simulation
from data.simulator.people import city_words
from data.simulator.truth import Truth
from data.simulator.waves import NOBODY, SOURCES, Waves
from data.simulator.writing import SimulatedLog

__all__ = ["LARGE", "simulate_large"]

_LAST_DAY = date(2026, 11, 13)
_EPOCH = date(1970, 1, 1).toordinal()
_REQUESTS_PER_SEEKER = 25
_SEEKERS_PER_COHORT = 100
# Neighbors in number should not be neighbors in name.
_STRIDE = 7919
_THANKED, _OPENED = 0.8, 0.05

LARGE = CohortParameters(
    name="Large",
    program="Benchmark",
    starts_on=date(2023, 11, 13),
    ends_on=date(2027, 11, 12),
    seekers=_SEEKERS_PER_COHORT,
    advisors=("Advisor",),
    names=2.4,
    names_k=1.0,
    lead_share=0.0,
)
"""The true parameters of a large log, the same in all of its cohorts."""


def simulate_large(requests: int, rng: np.random.Generator) -> SimulatedLog:
    """Return a log with that many requests, made on arrays (a million in well under two minutes).

    Seekers (one per 25 requests) in cohorts of a hundred join over three years; a quarter of the
    names are people whom others know. Conduits, hand-offs, repeat conversations and names given
    twice occur; follow-ups are thanks only. ``truth.meetings`` tells the true parents.
    """
    seekers = max(1, requests // _REQUESTS_PER_SEEKER)
    simulation = Simulation(_LAST_DAY, (LARGE,), weekdays=False)
    waves = Waves(
        requests,
        LARGE,
        rng,
        seekers=seekers,
        last_day=_LAST_DAY.toordinal(),
        shared_share=simulation.shared_share,
    )
    lived = waves.requests
    # Conversations are numbered in the order in which they were asked for.
    order = np.argsort(lived["asked"].to_numpy(), kind="stable")
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    ids = _ids("I", number)
    tables = {
        "cohorts": _cohorts(seekers),
        "people": _people(waves.people, rng),
        "seekers": _seekers(waves),
        "interviews": _interviews(lived, ids, order),
        "referrals": _referrals(waves.named, ids),
        "follow_ups": _thanks(lived, ids, order, rng),
        "opportunities": _opportunities(lived, ids, order, rng),
    }
    truth = Truth(_meetings(lived, ids), _lived(lived), simulation)
    return SimulatedLog(tables, truth)


def _ids(letter: str, number: np.ndarray) -> pd.Series:
    return letter + pd.Series(number + 10_000_000, dtype="str").str.slice(1)


def _person(number: np.ndarray | pd.Series) -> pd.Series:
    return _ids("P", np.asarray(number))


def _dates(day: np.ndarray | pd.Series) -> pd.Series:
    """Return ordinals as dates, missing where nothing happened."""
    ordinal = np.asarray(day)
    days = (ordinal - _EPOCH).astype("datetime64[D]").astype("datetime64[s]")
    return pd.Series(np.where(ordinal == NOBODY, np.datetime64("NaT", "s"), days))


def _cohort_of(seeker: np.ndarray) -> pd.Series:
    return "C" + pd.Series(seeker // _SEEKERS_PER_COHORT + 10_000, dtype="str").str.slice(1)


def _cohorts(seekers: int) -> pd.DataFrame:
    ids = _cohort_of(np.arange(0, seekers, _SEEKERS_PER_COHORT))
    frame = pd.DataFrame({"cohort_id": ids, "name": "Cohort " + ids.str.slice(1)})
    dates = {"starts_on": str(LARGE.starts_on), "ends_on": str(LARGE.ends_on)}
    return as_frame("cohorts", frame.assign(program=LARGE.program, **dates), ordered=True)


def _people(people: int, rng: np.random.Generator) -> pd.DataFrame:
    words = city_words()
    names = [f"{g} {f}" for c in words["names"] for g in c["given"] for f in c["family"]]
    work = [
        (organization, title, part["name"])
        for part in words["industry"]
        for organization in part["organizations"]
        for title in part["titles"]
    ]
    number = np.arange(people)
    ids = _person(number)
    at = rng.integers(0, len(work), people)
    columns = {
        column: pd.Series([row[place] for row in work], dtype="str").take(at).reset_index(drop=True)
        for place, column in enumerate(("organization", "title", "industry"))
    }
    name = pd.Series(names, dtype="str").take(number * _STRIDE % len(names)).reset_index(drop=True)
    email = ids.str.lower() + "@example.org"
    frame = pd.DataFrame({"person_id": ids, "name": name, "email": email, **columns})
    return as_frame("people", frame, ordered=True)


def _seekers(waves: Waves) -> pd.DataFrame:
    number = np.arange(waves.seekers)
    frame = pd.DataFrame(
        {
            "person_id": _person(number),
            "cohort_id": _cohort_of(number),
            "advisor": LARGE.advisors[0],
            "joined_on": _dates(waves.joined),
        }
    )
    return as_frame("seekers", frame, ordered=True)


def _interviews(lived: pd.DataFrame, ids: pd.Series, order: np.ndarray) -> pd.DataFrame:
    met = (lived["held"] != NOBODY).to_numpy()
    answered = (lived["answered"] != NOBODY).to_numpy()
    answer = np.where(lived["accepted"], "accepted", "declined")
    cause = _ids("R", lived["cause"].to_numpy())
    frame = pd.DataFrame(
        {
            "interview_id": ids,
            "seeker_id": _person(lived["seeker"]),
            "contact_id": _person(lived["contact"]),
            "source": pd.Series(SOURCES, dtype="str").take(lived["source"]).reset_index(drop=True),
            "referral_id": cause.where(lived["cause"] != NOBODY),
            "requested_on": _dates(lived["asked"]),
            "answered_on": _dates(lived["answered"]),
            "answer": pd.Series(answer, dtype="str").where(answered),
            "held_on": _dates(lived["held"]),
            "minutes_planned": pd.Series(30, index=lived.index, dtype="Int32").where(met),
            "names_asked": pd.Series("asked", index=lived.index, dtype="str").where(met),
            "names_given": lived["names"].astype("Int32").where(met),
        }
    )
    frame = frame.take(order).reset_index(drop=True)
    return as_frame("interviews", frame, ordered=True)


def _referrals(named: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "referral_id": _ids("R", named["number"].to_numpy()),
            "seeker_id": _person(named["seeker"]),
            "from_id": _person(named["giver"]),
            "interview_id": ids.take(named["request"]).reset_index(drop=True),
            "referred_id": _person(named["referred"]),
            "made_on": _dates(named["made"]),
            "kind": "name",
        }
    )
    return as_frame("referrals", frame, ordered=True)


def _of_some(
    lived: pd.DataFrame, ids: pd.Series, order: np.ndarray, chosen: np.ndarray
) -> pd.DataFrame:
    """Return seeker, contact, conversation and day of the chosen meetings, in their order."""
    rows = order[chosen[order]]
    frame = lived.take(rows)
    return pd.DataFrame(
        {
            "seeker_id": _person(frame["seeker"]),
            "contact_id": _person(frame["contact"]),
            "interview_id": ids.take(rows).reset_index(drop=True),
            "held_on": _dates(frame["held"]),
        }
    )


def _thanks(
    lived: pd.DataFrame, ids: pd.Series, order: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    held = (lived["held"] != NOBODY).to_numpy()
    frame = _of_some(lived, ids, order, held & (rng.random(len(lived)) < _THANKED))
    frame = frame.rename(columns={"held_on": "done_on"})
    frame = frame.assign(
        follow_up_id=_ids("F", np.arange(len(frame))),
        kind=pd.Series("thank_you_email", index=frame.index, dtype="str"),
    )
    return as_frame("follow_ups", frame, ordered=True)


def _opportunities(
    lived: pd.DataFrame, ids: pd.Series, order: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    held = (lived["held"] != NOBODY).to_numpy()
    frame = _of_some(lived, ids, order, held & (rng.random(len(lived)) < _OPENED))
    frame = frame.drop(columns="contact_id").rename(columns={"held_on": "opened_on"})
    frame = frame.assign(
        opportunity_id=_ids("O", np.arange(len(frame))),
        kind=pd.Series("job_opening", index=frame.index, dtype="str"),
    )
    return as_frame("opportunities", frame, ordered=True)


def _meetings(lived: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    met = ((lived["held"] != NOBODY) & (lived["repeat_of"] == NOBODY)).to_numpy()
    parent = lived["parent"].to_numpy()
    rooted = parent == NOBODY
    parents = ids.take(np.where(rooted, 0, parent)).reset_index(drop=True).where(~rooted)
    offspring = np.bincount(parent[met & ~rooted], minlength=len(lived))
    frame = pd.DataFrame(
        {
            "interview_id": ids,
            "parent_id": parents,
            "cohort": LARGE.name,
            "generation": lived["generation"],
            "offspring": offspring,
        }
    )[met]
    return frame.sort_values("interview_id", ignore_index=True)


def _lived(lived: pd.DataFrame) -> pd.DataFrame:
    met = lived[(lived["held"] != NOBODY) & (lived["repeat_of"] == NOBODY)]
    roots = int((met["parent"] == NOBODY).sum())
    told = {"cohort": LARGE.name, "meetings": len(met), "roots": roots, "R": LARGE.R}
    return pd.DataFrame([told | {"R_lived": 1 - roots / len(met) if len(met) else float("nan")}])
