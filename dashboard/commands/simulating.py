"""The corrected R on simulated cohorts: many fits on all processors, told as one table."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.output import print_table, progress, say

if TYPE_CHECKING:
    from analysis.intervals import Estimate
    from analysis.simulated import CellTold, Run

__all__ = ["cell_record", "runs_in_parallel", "tell_simulated"]

BATCH = 20
_SAID_EVERY = 0.02


def runs_in_parallel(
    runs: int, seed: int, kept_in: Path | None = None, workers: int | None = None
) -> list[CellTold]:
    """Return what came of so many runs in each cell of the grid.

    Run j of cell i draws from ``default_rng([seed, i, j])``: the answer hangs neither on the number
    of processors nor on the order in which they are done, and the first 100 runs of 1,000 are those
    of 100. ``kept_in``: a file to which runs are added as they are done, and from which those that
    are there already are taken.
    """
    from analysis.simulated import GRID, tell_cell

    found = _kept(kept_in, seed)
    cells, batches = range(len(GRID)), range(math.ceil(runs / BATCH))
    missing = [(seed, cell, batch) for batch in batches for cell in cells]
    missing = [task for task in missing if task[1:] not in found]
    # Processes of their own: a copy of this one would take its threads along half done.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers or os.cpu_count(), context) as pool, _told() as tell:
        waiting = [pool.submit(_batch, *task) for task in missing]
        for done, future in enumerate(as_completed(waiting), 1):
            record = future.result()
            found[record["cell"], record["batch"]] = record["runs"]
            _keep(kept_in, record)
            tell(done / len(missing))
    return [
        tell_cell(GRID[cell], [_run(row) for batch in batches for row in found[cell, batch]][:runs])
        for cell in cells
    ]


def _batch(seed: int, cell: int, batch: int) -> dict[str, Any]:
    import numpy as np

    from analysis.simulated import GRID, run_cell

    numbers = range(batch * BATCH, (batch + 1) * BATCH)
    runs = run_cell(GRID[cell], (np.random.default_rng([seed, cell, run]) for run in numbers))
    return {"seed": seed, "cell": cell, "batch": batch, "runs": [_row(run) for run in runs]}


def _row(run: Run) -> list[Any]:
    R = run.R
    open_above = R.high is not None and math.isinf(R.high)
    return [run.naive, R.value, R.low, None if open_above else R.high, R.level, R.n, R.reason]


def _run(row: list[Any]) -> Run:
    from analysis.intervals import Estimate
    from analysis.simulated import Run

    naive, value, low, high, level, n, reason = row
    open_above = value is not None and high is None
    return Run(naive, Estimate(value, low, math.inf if open_above else high, level, n, reason))


def _kept(path: Path | None, seed: int) -> dict[tuple[int, int], list[list[Any]]]:
    """Return the runs of a file, by cell and batch; a line cut short is left out."""
    if path is None or not path.exists():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):
            record = json.loads(line)
            if record["seed"] == seed:
                found[record["cell"], record["batch"]] = record["runs"]
    return found


def _keep(path: Path | None, record: dict[str, Any]) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(record)}")


@contextmanager
def _told() -> Iterator[Callable[[float], None]]:
    """Give what tells how far the work is: a bar on a terminal, lines elsewhere."""
    said = 0.0

    with progress() as shown:

        def tell(share: float) -> None:
            nonlocal said
            if shown is not None:
                shown("Simulating cohorts …", share)
            elif share - said >= _SAID_EVERY or share == 1:
                said = share
                click.echo(f"{share:.0%} done", err=True)

        yield tell


def cell_record(told: CellTold) -> dict[str, Any]:
    """Return a cell as `onward backtest --simulated --json` prints it."""
    cell = told.cell
    return {
        "R": cell.R,
        "k": cell.k,
        "window": cell.window,
        "seekers_differ": cell.clustered,
        "runs": told.runs,
        "given": told.given.value,
        "bias": told.bias,
        "naive_bias": told.naive_bias,
        "coverage": told.coverage.value,
        "coverage_low": told.coverage.low,
        "coverage_high": told.coverage.high,
        "open_high": told.open_high.value,
        "judged": told.judged,
        "holds": told.holds,
        "reasons": dict(told.reasons),
    }


def tell_simulated(cells: list[CellTold], runs: int, seed: int) -> None:
    """Print bias and coverage of each cell, and how many are as good as is asked for."""
    judged = [told for told in cells if told.judged]
    say(
        f"{runs:,} cohorts of each kind, seed {seed}. Of {len(cells)} kinds {len(judged)} gave a"
        f" number nearly always; of these {sum(told.holds for told in judged)} are as exact as is"
        " asked for."
    )
    columns = ("True R", "Given", "So far", "Corrected", "Covered", "Likely", "Open above")
    print_table(
        ("Seekers", "Days", "k", *columns, ""),
        [_cells(told) for told in cells],
        right=("Days", "k", *columns),
    )


def _cells(told: CellTold) -> tuple[str, ...]:
    cell, covered = told.cell, told.coverage
    likely = "" if covered.low is None else f"{_percent(covered.low)} to {_percent(covered.high)}"
    verdict = ("holds" if told.holds else "does not hold") if told.judged else "not judged"
    return (
        "differ" if cell.clustered else "alike",
        str(cell.window),
        f"{cell.k:g}",
        f"{cell.R:g}",
        _share(told.given),
        _off(told.naive_bias),
        _off(told.bias),
        _share(covered),
        likely,
        _share(told.open_high),
        verdict,
    )


def _share(estimate: Estimate) -> str:
    return "" if estimate.value is None else _percent(estimate.value)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _off(bias: float | None) -> str:
    return "" if bias is None else f"{100 * bias:+.1f} %"
