"""The simulator: logs of invented people with known truth, of any size.

``simulate`` lives every day of a city's seekers by documented parameters and writes it down in the
log format, with what people leave out; the sample is made by it, and tests compare figures with
its truth. ``simulate_large`` makes big logs quickly, for benchmarks.
"""

from __future__ import annotations

import numpy as np

from data.simulator.draws import Delay, Draws
from data.simulator.large import simulate_large
from data.simulator.parameters import Answers, CohortParameters, Faults, Simulation
from data.simulator.process import Process
from data.simulator.recording import recorded
from data.simulator.truth import Truth, truth_of
from data.simulator.writing import SimulatedLog

__all__ = [
    "Answers",
    "CohortParameters",
    "Delay",
    "Faults",
    "SimulatedLog",
    "Simulation",
    "Truth",
    "simulate",
    "simulate_large",
]


def simulate(simulation: Simulation, rng: np.random.Generator) -> SimulatedLog:
    """Return a log made by the parameters, and the truth behind it.

    The same parameters and the same state of ``rng`` give the same log.
    """
    draws = Draws(rng)
    process = Process(simulation, draws)
    course = process.run()
    tables = recorded(course, process.city, simulation.faults, draws)
    return SimulatedLog(tables, truth_of(course, simulation))
