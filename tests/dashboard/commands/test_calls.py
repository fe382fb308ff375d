"""Wrong calls, errors, exit codes; and what a process of its own does."""

import json
import re
import subprocess
import sys

import pytest

from dashboard.commands import onward as group
from data.errors import OnwardError
from tests.dashboard.commands.books import call, sheets

READING = ["measures", "forest", "gaps", "funnel", "check"]
EVERY = sorted(group.commands)


def assert_told(said, code=2):
    assert said.exit_code == code, said.output
    assert said.stdout == ""
    assert "Traceback" not in said.stderr
    return said.stderr


@pytest.mark.parametrize("name", READING)
def test_a_missing_logbook_is_told(name, tmp_path):
    path = tmp_path / "none.duckdb"
    assert str(path) in assert_told(call(name, "--logbook", path, "--json"))
    assert not path.exists()


@pytest.mark.parametrize("name", READING)
def test_a_file_that_is_no_logbook_is_told(name, tmp_path):
    path = tmp_path / "no.duckdb"
    path.write_bytes(b"seeker,contact_name\n" * 1000)
    assert "Error:" in assert_told(call(name, "--logbook", path))


def test_a_damaged_logbook_is_told(small, tmp_path):
    path = tmp_path / "damaged.duckdb"
    path.write_bytes(small.read_bytes()[:100_000])
    assert "Error:" in assert_told(call("measures", "--logbook", path))


def test_an_unknown_cohort_is_told_with_those_there_are(small):
    said = assert_told(call("forest", "--logbook", small, "--cohort", "Nord"))
    assert "Nord" in said
    assert "North, South" in said


@pytest.mark.parametrize("day", ["yesterday", "03/04/2026", "2026-02-30"])
def test_a_wrong_day_is_told(small, day):
    assert day in assert_told(call("forest", "--logbook", small, "--as-of", day))


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["import"],
        ["import", "no-such-file.csv"],
        ["funnel", "--unit", "week"],
        ["import", ".", "--date-order", "DYM"],
        ["sample"],
        ["template", "log.csv"],
        ["--port", "99999999"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_told(words):
    assert_told(call(*words))


def test_an_unknown_import_is_told(small):
    assert "Error:" in assert_told(call("undo-import", "nothing", "--logbook", small))


def test_a_sample_is_never_put_over_a_file(small):
    before = small.read_bytes()
    assert_told(call("sample", small))
    assert small.read_bytes() == before


def test_check_says_by_its_exit_code_that_there_is_an_error(tmp_path, monkeypatch):
    import pandas as pd

    def found(_log):
        row = ("unknown_person", "error", "referrals", ("r",), "nobody", "Add the person.")
        return pd.DataFrame([row], columns=["check", "severity", "table", "ids", "message", "fix"])

    monkeypatch.setattr("analysis.check.check", found)
    book = tmp_path / "log.duckdb"
    call("import", sheets(tmp_path / "log"), "--logbook", book)
    assert call("check", "--logbook", book).exit_code == 1
    assert json.loads(call("check", "--logbook", book, "--json").stdout)[0]["ids"] == ["r"]


def test_an_error_is_told_in_its_four_parts(small, monkeypatch):
    def fails(_asked):
        raise OnwardError("It broke.", where="log.csv", why="It was wet.", fix="Dry it.")

    monkeypatch.setattr("dashboard.commands.reading.read_log", fails)
    said = assert_told(call("forest", "--logbook", small))
    assert said == "Error: It broke.\n  log.csv\n  It was wet.\n  Dry it.\n"


def test_an_interruption_is_quiet(small, monkeypatch):
    def interrupted(_asked):
        raise KeyboardInterrupt

    monkeypatch.setattr("dashboard.commands.reading.read_log", interrupted)
    assert assert_told(call("forest", "--logbook", small), code=130) == ""


@pytest.mark.parametrize("name", EVERY)
def test_every_command_takes_logbook_and_json_and_explains_itself(name):
    said = call(name, "--help")
    assert said.exit_code == 0
    options = set(re.findall(r"--[a-z][a-z-]*", said.stdout))
    assert {"--logbook", "--json"} <= options
    if name in READING:
        assert {"--as-of", "--cohort"} <= options


def test_the_logbook_may_stand_before_the_command(small):
    assert call("--logbook", small, "forest").stdout == call("forest", "--logbook", small).stdout


def test_the_environment_names_the_logbook(small, monkeypatch):
    monkeypatch.setenv("ONWARD_LOGBOOK", str(small))
    assert call("forest").stdout == call("forest", "--logbook", small).stdout


def loaded_by(*words):
    program = (
        "import sys\nfrom dashboard.commands import onward\n"
        f"onward({list(map(str, words))!r}, standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return set(said.stderr.split())


def test_help_is_there_at_once():
    assert not loaded_by("--help") & {"streamlit", "plotly", "pandas", "duckdb", "networkx"}


def test_the_forest_needs_no_page(small):
    assert not loaded_by("forest", "--logbook", small) & {"streamlit", "plotly"}


def test_json_alone_is_on_standard_output(onward, small):
    said = onward("forest", "--json", "--logbook", small)
    assert said.returncode == 0
    assert len(json.loads(said.stdout)) == 3
    assert said.stderr == ""


def test_a_process_says_by_its_exit_code_what_happened(onward, tmp_path):
    missing = onward("forest", "--logbook", tmp_path / "none.duckdb")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "Traceback" not in missing.stderr


def test_names_are_read_where_only_few_letters_are_known(onward, tmp_path):
    (tmp_path / "log.csv").write_text(
        "seeker,contact_name,held_on\nSam,Ngọc Đoàn,2026-01-05\n", encoding="utf-8"
    )
    book = tmp_path / "log.duckdb"
    assert call("import", tmp_path / "log.csv", "--logbook", book).exit_code == 0
    said = onward("forest", "--logbook", book, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert "Ng?c" in said.stdout
