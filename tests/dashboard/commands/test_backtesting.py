"""`onward backtest`: past forecasts as table and JSON; simulated cohorts, kept and gone on from."""

import datetime as dt
import json
import math
import re

import numpy as np
import pytest

from analysis.backtest import Backtest, _record
from analysis.intervals import Estimate
from analysis.past_forecasts import Forecast
from analysis.simulated import GRID, Run, run_cell, tell_cell
from dashboard.commands import simulating
from dashboard.commands.backtesting import _tell
from dashboard.commands.simulating import BATCH, runs_in_parallel, tell_simulated
from tests.dashboard.commands.books import call, told

RECORD = {
    "what", "weeks", "n", "right", "half_right", "covered", "covered_low", "covered_high",
    "half_covered", "half_covered_low", "half_covered_high", "bias", "naive_bias", "reason",
}  # fmt: skip


def test_json_tells_each_past_forecast_and_the_record(sample_book):
    words = ("backtest", "--logbook", sample_book, "--cohort", "Spring Tide 2026", "--weeks", 4)
    found = told(*words)
    assert (found["cohorts"], found["reason"]) == (["Spring Tide 2026"], None)
    kinds = [(one["what"], one["weeks"]) for one in found["records"]]
    assert kinds == [("further", None), ("meetings", 4)]
    for record in found["records"]:
        assert set(record) == RECORD
        kind = [one for one in found["forecasts"] if one["what"] == record["what"]]
        assert record["n"] == len(kind) > 2
        assert record["right"] == sum(one["right"] for one in kind)
    assert "entries that were made later" in found["note"]
    # The cohort's true R is 1.36 (data/sample/truth.toml); a count of what is there says half.
    assert found["records"][0]["naive_bias"] < -0.3


def test_people_read_how_often_it_was_right(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # a wide window: no cell is broken
    day = dt.date(2026, 3, 5)
    of_weeks = [Forecast("meetings", day, 4, 9, 5, 14, 7, 11, None, 40, held) for held in (9, 5, 2)]
    of_further = [Forecast("further", day, None, 1.2, 0.8, math.inf, 1, 1.5, 0.6, 40, 1.1)]
    kinds = (("further", None, of_further), ("meetings", 4, of_weeks))
    records = tuple(_record(*kind) for kind in kinds)
    _tell(Backtest((day,), (*of_further, *of_weeks), records))
    said = capsys.readouterr().out
    assert "Conversations of the next 4 weeks: right 2 times in 3." in said
    assert "Further conversations per conversation: right once in 1." in said
    assert re.search(r"4 weeks +3 +67 % +\d+ to \d+ % +33 % +\+69 %", said)
    assert re.search(r"5 Mar 2026 +Further .* 1.20 +0.80 to open +1.00 to 1.50 +1.10 +right", said)
    assert re.search(r"9 +5 to 14 +7 to 11 +2 +wrong", said)
    assert "entries that were made later" in said


@pytest.mark.parametrize("book", ["empty", "small"])
def test_a_log_with_too_little_says_so(book, request):
    path = request.getfixturevalue(book)
    said = call("backtest", "--logbook", path)
    assert (said.exit_code, said.output.strip()) == (
        0,
        "Too early: it takes 20 conversations, and 5 that came of them.",
    )
    found = told("backtest", "--logbook", path)
    assert (found["reason"], found["forecasts"], found["records"]) == ("too_few", [], [])


@pytest.mark.parametrize("words", [("--weeks", "0"), ("--runs", "0"), ("--weeks", "soon")])
def test_a_wrong_call_is_refused(words):
    assert call("backtest", *words).exit_code == 2


def kept(path, cells, runs=BATCH):
    row = [0.5, 1.0, 0.7, None, 0.9, 200, None]
    lines = [
        json.dumps({"seed": 7, "cell": cell, "batch": 0, "runs": [row] * runs}) for cell in cells
    ]
    path.write_text("\n".join([*lines, '{"seed": 7, "cell": 9, "ba']), encoding="utf-8")


def test_what_was_kept_is_taken_and_the_rest_is_done(tmp_path):
    path = tmp_path / "grid.jsonl"
    kept(path, range(1, len(GRID)))
    found = runs_in_parallel(3, 7, path, workers=1)
    rngs = (np.random.default_rng([7, 0, run]) for run in range(3))
    assert found[0] == tell_cell(GRID[0], run_cell(GRID[0], rngs))
    open_above = Run(0.5, Estimate(1.0, 0.7, math.inf, 0.9, 200))
    assert found[1:] == [tell_cell(cell, [open_above] * 3) for cell in GRID[1:]]
    # Now everything is there.
    assert simulating._kept(path, 7).keys() == {(cell, 0) for cell in range(len(GRID))}
    assert simulating._kept(path, 8) == {}


def test_the_table_and_the_json_tell_the_same(tmp_path, capsys):
    path = tmp_path / "grid.jsonl"
    kept(path, range(len(GRID)))
    words = ("backtest", "--simulated", "--runs", 3, "--seed", 7, "--keep", path)
    found = told(*words)
    assert (found["runs"], found["seed"], len(found["cells"])) == (3, 7, len(GRID))
    for cell, one in zip(GRID, found["cells"], strict=True):
        assert (one["R"], one["k"], one["window"]) == (cell.R, cell.k, cell.window)
        assert (one["coverage"], one["open_high"]) == (cell.R >= 0.7, 1)  # 0.7 … open
    tell_simulated(runs_in_parallel(3, 7, path, workers=1), 3, 7)
    said = capsys.readouterr().out
    assert "3 cohorts of each kind, seed 7. Of 54 kinds 54 gave a number" in said
    assert said.count("100.0 %") >= len(GRID)
    assert "not judged" not in said
