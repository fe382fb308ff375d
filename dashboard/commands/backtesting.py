"""The proof: past forecasts against what happened, and the corrected R against known truth."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.options import Asked, reading
from dashboard.commands.output import print_json, print_table, say, waiting
from dashboard.commands.selecting import read_log

if TYPE_CHECKING:
    from analysis.backtest import Backtest, Record
    from analysis.figures import Figures
    from analysis.past_forecasts import Forecast

__all__ = ["backtest"]

SEED = 4


@click.command()
@click.option(
    "--weeks",
    type=click.IntRange(1, 104),
    multiple=True,
    metavar="WEEKS",
    help="How many weeks ahead; may be given several times.  [default: 4, 8, 12]",
)
@click.option(
    "--simulated",
    is_flag=True,
    help="Instead of a log: simulated cohorts, of which the truth is known.",
)
@click.option(
    "--runs",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    help="With --simulated: cohorts of each kind.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=SEED,
    show_default=True,
    help="With --simulated: which chances are drawn.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --simulated: add cohorts to this file as they are done, and go on from it.",
)
@reading
def backtest(
    asked: Asked,
    *,
    weeks: tuple[int, ...],
    simulated: bool,
    runs: int,
    seed: int,
    keep: Path | None,
) -> None:
    """Show how right past forecasts were.

    The log is read as it stood on past days, forecast from there, and compared with what happened.
    """
    if simulated:
        _of_simulated(runs, seed, keep, as_json=asked.as_json)
    else:
        _of_log(asked, weeks)


def _of_log(asked: Asked, weeks: tuple[int, ...]) -> None:
    from analysis.backtest import WEEKS
    from analysis.backtest import backtest as replay
    from analysis.figures import Figures

    with waiting("Replaying the log …"):
        figures = Figures(read_log(asked))
        found = replay(figures, weeks=weeks or WEEKS)
    if asked.as_json:
        print_json(_told(figures, found))
    else:
        _tell(found)


def _told(figures: Figures, found: Backtest) -> dict[str, Any]:
    from dashboard.text.past_forecasts import LATE_ENTRIES

    log = figures.log
    names = log.whole("cohorts").set_index("cohort_id")["name"]
    return {
        "as_of": log.as_of,
        "cohorts": [names.get(cohort, cohort) for cohort in log.cohorts],
        "days": list(found.days),
        "reason": found.reason,
        "note": LATE_ENTRIES,
        "records": [_record(record) for record in found.records],
        "forecasts": [
            {**asdict(one), "right": one.right, "half_right": one.half_right}
            for one in found.forecasts
        ],
    }


def _record(record: Record) -> dict[str, Any]:
    shares = {"covered": record.covered, "half_covered": record.half_covered}
    told = {
        f"{name}{end}": getattr(share, part)
        for name, share in shares.items()
        for end, part in (("", "value"), ("_low", "low"), ("_high", "high"))
    }
    counts = {name: getattr(record, name) for name in ("what", "weeks", "n", "right", "half_right")}
    off = {name: getattr(record, name) for name in ("bias", "naive_bias", "reason")}
    return {**counts, **told, **off}


def _tell(found: Backtest) -> None:
    from dashboard.text.figures import reason
    from dashboard.text.past_forecasts import LATE_ENTRIES, record_sentence

    if found.reason is not None:
        say(reason(found.reason))
        return
    say(*(record_sentence(each.weeks, each.right, each.n) for each in found.records))
    print_table(
        ("Forecast", "Checked", "Right", "Likely", "In the inner half", "In all", "Uncorrected"),
        [_line(record) for record in found.records if record.n],
        title="Past forecasts",
        right=("Checked", "Right", "Likely", "In the inner half", "In all", "Uncorrected"),
    )
    print_table(
        ("Day", "Forecast", "Said", "Likely", "Inner half", "Happened", ""),
        [_said(one) for one in found.forecasts],
        right=("Said", "Likely", "Inner half", "Happened"),
    )
    say(LATE_ENTRIES)


def _line(record: Record) -> tuple[str, ...]:
    from dashboard.text.past_forecasts import forecast_name

    covered, half = record.covered, record.half_covered
    ends = None if covered.low is None or covered.high is None else (covered.low, covered.high)
    likely = "" if ends is None else f"{100 * ends[0]:.0f} to {100 * ends[1]:.0f} %"
    biases = (record.bias, record.naive_bias)
    off = ("" if bias is None else f"{100 * bias:+.0f} %" for bias in biases)
    shares = ["" if one.value is None else f"{100 * one.value:.0f} %" for one in (covered, half)]
    return (forecast_name(record.weeks), str(record.n), shares[0], likely, shares[1], *off)


def _said(one: Forecast) -> tuple[str, ...]:
    from dashboard.text.past_forecasts import forecast_name
    from dashboard.text.pictures import day

    digits = 2 if one.weeks is None else 0

    def number(value: float) -> str:
        return "open" if math.isinf(value) else f"{value:.{digits}f}"

    return (
        day(one.made_on),
        forecast_name(one.weeks),
        number(one.value),
        f"{number(one.low)} to {number(one.high)}",
        f"{number(one.half_low)} to {number(one.half_high)}",
        number(one.happened),
        "right" if one.right else "wrong",
    )


def _of_simulated(runs: int, seed: int, keep: Path | None, *, as_json: bool) -> None:
    from dashboard.commands.simulating import cell_record, runs_in_parallel, tell_simulated

    cells = runs_in_parallel(runs, seed, keep)
    if as_json:
        print_json({"runs": runs, "seed": seed, "cells": [cell_record(told) for told in cells]})
    else:
        tell_simulated(cells, runs, seed)
