"""The sample: three cohorts of invented people in a harbor city, in the log format.

One cohort grows; one stalls because its seekers do not ask for names; one runs dry because its
hosts give few. The files in ``log/`` are made by ``python -m data.sample`` from the parameters and
the seed below, and come in through the importer like anybody's log. ``truth.toml`` says what is
true of them. The pages open as of ``LAST_DAY``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from data.simulator import (
    Answers,
    CohortParameters,
    Delay,
    Faults,
    SimulatedLog,
    Simulation,
    simulate,
)

__all__ = ["LAST_DAY", "LOG_FOLDER", "SEED", "SIMULATION", "sample", "write_sample"]

SEED = 20261154
LAST_DAY = date(2026, 11, 13)
LOG_FOLDER = Path(__file__).parent / "log"

_ASKS_RELUCTANTLY = {
    "referral": Answers(0.72, 0.12),
    "own_network": Answers(0.72, 0.1),
    "alumni": Answers(0.56, 0.14),
    "association": Answers(0.46, 0.16),
    "event": Answers(0.48, 0.12),
    "cold": Answers(0.26, 0.2),
}
_SPARING_HOSTS = {
    "referral": Answers(0.66, 0.16),
    "own_network": Answers(0.68, 0.12),
    "alumni": Answers(0.52, 0.18),
    "association": Answers(0.42, 0.2),
    "event": Answers(0.42, 0.16),
    "cold": Answers(0.24, 0.24),
}

RUNS_DRY = CohortParameters(
    name="Second Start 2025",
    program="Second Start",
    starts_on=date(2025, 5, 19),
    ends_on=date(2026, 8, 28),
    seekers=29,
    advisors=("Carmen Ibáñez-Holt", "Jonah Wexler"),
    industries=("City and public service", "Non-profit", "Education", "Health care"),
    own_contacts=5.0,
    own_gap_days=26.0,
    asked_share=0.86,
    names=0.85,
    names_k=0.8,
    new_share=0.82,
    acted_share=0.78,
    answers=_SPARING_HOSTS,
    introducer_share=0.1,
    opportunity_share=0.24,
    thanked_share=0.88,
    outcome_told_share=0.75,
    leave_mean_weeks=200,
)
STALLS = CohortParameters(
    name="Harbor Winter 2025",
    program="Graduates",
    starts_on=date(2025, 11, 10),
    ends_on=date(2027, 1, 29),
    seekers=30,
    advisors=("Thandiwe Maseko", "Ruth Ellingham"),
    industries=("Software", "Engineering", "Offshore energy", "Ocean science"),
    own_contacts=10.0,
    own_gap_days=40.0,
    asked_share=0.22,
    names=2.3,
    names_k=1.5,
    offered_share=0.12,
    acted_share=0.7,
    answers=_ASKS_RELUCTANTLY,
    introducer_share=0.1,
    orphan_share=0.03,
    thanked_share=0.62,
    thanks_delay=Delay(3.0, 1),
    nudged_share=0.3,
    outcome_told_share=0.5,
    opportunity_share=0.16,
    leave_mean_weeks=200,
    not_recorded=("thank_you_note", "connect"),
)
GROWS = CohortParameters(
    name="Spring Tide 2026",
    program="Career change",
    starts_on=date(2026, 3, 30),
    ends_on=date(2027, 3, 31),
    seekers=31,
    advisors=("Petra Vondráčková", "Ruth Ellingham"),
    industries=("Port and shipping", "Logistics", "Finance and insurance", "Media and design"),
    late_weeks=30,
    never_start=2,
    own_contacts=1.6,
    own_gap_days=20.0,
    asked_share=0.93,
    names=2.9,
    names_k=1.2,
    new_share=0.8,
    acted_share=0.76,
    introducer_share=0.12,
    orphan_share=0.04,
    thanked_share=0.9,
    thanks_delay=Delay(1.2, 1),
    outcome_told_share=0.84,
    waived_share=0.4,
    pause_mean_weeks=60,
    opportunity_share=0.12,
)

SIMULATION = Simulation(
    last_day=LAST_DAY,
    cohorts=(RUNS_DRY, STALLS, GROWS),
    faults=Faults(
        referral_id_missing=0.05,
        referral_undated=0.03,
        referral_lost=0.006,
        names_given_blank=0.05,
        cell_blank=0.04,
        requested_on_missing=0.015,
        follow_up_undated=0.03,
    ),
    shared_share=0.25,
)


def sample() -> SimulatedLog:
    """Return the sample, made anew from its seed."""
    return simulate(SIMULATION, np.random.Generator(np.random.PCG64(SEED)))


def write_sample(folder: Path) -> list[Path]:
    """Write the sample's CSV files into the folder and return their paths."""
    return sample().write(folder)
