"""Make the sample's files anew: ``python -m data.sample``."""

from __future__ import annotations

from data.sample import LOG_FOLDER, SEED, sample
from data.simulator.documenting import truth_toml


def _write() -> None:
    simulated = sample()
    simulated.write(LOG_FOLDER)
    truth = LOG_FOLDER.parent / "truth.toml"
    with truth.open("w", encoding="utf-8", newline="\n") as file:
        file.write(truth_toml(simulated.truth, seed=SEED))


_write()
