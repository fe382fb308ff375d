"""The truth behind a simulated log as a TOML file, for people and for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date

from data.simulator.draws import Delay
from data.simulator.parameters import Answers, CohortParameters
from data.simulator.truth import Truth

__all__ = ["truth_toml"]

_DIGITS = 4
_ROUGHLY = "# Lived: what happened up to the last day; everything still open counts as not yet."


def truth_toml(truth: Truth, *, seed: int) -> str:
    """Return the true parameters, and what was lived, as TOML.

    One table ``[[cohort]]`` each, with ``[cohort.parameters]`` and ``[cohort.lived]``.
    """
    simulation = truth.simulation
    lines = [
        "# Made by the simulator together with the log. Shares are probabilities, delays days.",
        f"seed = {seed}",
        f"last_day = {_value(simulation.last_day)}",
        f"shared_share = {_value(simulation.shared_share)}",
        f"weekdays = {_value(simulation.weekdays)}",
        "",
        "[faults]",
        *_table(asdict(simulation.faults)),
    ]
    for cohort in simulation.cohorts:
        lines += ["", *_cohort(cohort, truth)]
    return "\n".join(lines) + "\n"


def _cohort(cohort: CohortParameters, truth: Truth) -> Iterator[str]:
    rows = truth.cohorts[truth.cohorts["cohort"] == cohort.name]
    told = rows.to_dict(orient="records")[0]
    yield "[[cohort]]"
    yield f"name = {_value(cohort.name)}"
    yield f"R = {_value(cohort.R)}  # while the search goes on, given all the time it needs"
    yield f"names_per_meeting = {_value(cohort.names_per_meeting)}"
    yield f"referral_held_share = {_value(cohort.referral_held_share)}"
    yield ""
    yield "[cohort.lived]"
    yield _ROUGHLY
    lived = {str(key): told[key] for key in told if key in ("meetings", "roots")}
    lived |= {str(key).removesuffix("_lived"): told[key] for key in told if "_lived" in str(key)}
    yield from _table(lived)
    yield ""
    yield "[cohort.parameters]"
    own = {f.name: getattr(cohort, f.name) for f in fields(cohort) if f.name != "name"}
    yield from _table(own)


def _table(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    """Return a value as TOML; a delay or an answer becomes an inline table."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{value}"'
        case date():
            text = value.isoformat()
        case tuple():
            text = f"[{', '.join(_value(item) for item in value)}]"
        case Delay() | Answers():
            text = _value(asdict(value))
        case Mapping():
            text = f"{{ {', '.join(f'{key} = {_value(item)}' for key, item in value.items())} }}"
        case int() | float():
            text = str(round(value, _DIGITS))
        case _:
            raise TypeError(value)
    return text
