"""The sample: the committed files are those of the seed, and its three stories are true."""

import itertools
import tomllib
from datetime import date, datetime
from email.utils import parseaddr

import pandas as pd
import pytest

from data import open_logbook
from data.columns import LOG_TABLES
from data.importers.act import import_files
from data.log_format import SHEETS
from data.sample import LAST_DAY, LOG_FOLDER, SEED, SIMULATION, sample, write_sample
from data.simulator.documenting import truth_toml

TWO_MEGABYTES = 2_000_000
CHANGE = "run `python -m data.sample` and commit what it wrote"


@pytest.fixture(scope="module")
def made():
    return sample()


def _by_cohort(made, table):
    roster = made.tables["seekers"].set_index("person_id")["cohort_id"]
    names = made.tables["cohorts"].set_index("cohort_id")["name"]
    rows = made.tables[table]
    return rows.assign(cohort=rows["seeker_id"].map(roster).map(names))


def test_the_committed_files_are_made_from_the_seed(tmp_path):
    made = {path.name: path.read_bytes() for path in write_sample(tmp_path)}
    committed = {path.name: path.read_bytes() for path in LOG_FOLDER.iterdir()}
    assert sorted(made) == sorted(committed), CHANGE
    for name, content in made.items():
        assert content == committed[name], f"{name}: {CHANGE}"
    assert sum(map(len, committed.values())) < TWO_MEGABYTES


def test_the_truth_is_told_with_it(made):
    committed = (LOG_FOLDER.parent / "truth.toml").read_text(encoding="utf-8")
    assert committed == truth_toml(made.truth, seed=SEED), CHANGE
    told = tomllib.loads(committed)
    assert told["last_day"] == LAST_DAY == date(2026, 11, 13)
    for cohort, true in zip(told["cohort"], SIMULATION.cohorts, strict=True):
        assert cohort["R"] == pytest.approx(true.R, abs=1e-4)
        assert cohort["parameters"]["names"] == true.names
        assert cohort["parameters"]["acted_delay"]["mean"] == true.acted_delay.mean


def test_one_cohort_grows_and_two_do_not(made):
    told = made.truth.cohorts.set_index("cohort")
    dry, stalls, grows = (told.loc[cohort.name] for cohort in SIMULATION.cohorts)
    assert grows["R"] > 1.2
    assert dry["R"] < 0.5 > stalls["R"]
    # Roots count as meetings without being offspring, so what was lived stays below one.
    assert grows["R_lived"] > 0.8 > 2 * max(dry["R_lived"], stalls["R_lived"])


def test_one_stalls_because_names_are_not_asked_and_one_because_hosts_give_few(made):
    met = _by_cohort(made, "interviews").dropna(subset="held_on")
    asked = met[met["names_asked"].notna()].groupby("cohort")["names_asked"]
    not_asked = asked.apply(lambda answers: (answers == "not_asked").mean())
    given = met[met["names_asked"] == "asked"].groupby("cohort")["names_given"].mean()
    dry, stalls, grows = (cohort.name for cohort in SIMULATION.cohorts)
    assert not_asked[stalls] > 0.5
    assert max(not_asked[dry], not_asked[grows]) < 0.25
    assert given[stalls] > 1.5
    assert given[grows] > 2
    assert given[dry] < 1.2


def test_the_sample_is_as_large_as_an_office_knows_it(made):
    tables = made.tables
    assert 700 <= len(tables["interviews"]) <= 1000
    assert 350 <= tables["interviews"]["held_on"].notna().sum() <= 520
    assert 800 <= len(tables["referrals"]) <= 1100
    assert 6 <= made.truth.meetings["generation"].max() <= 8
    assert len(tables["seekers"]) == 90
    assert 4 <= tables["seekers"]["advisor"].nunique() <= 5
    assert set(tables) <= set(SHEETS) | {"seeker_attributes"}


def test_this_week_has_something_to_say(made):
    last = pd.Timestamp(LAST_DAY)
    requests, done = made.tables["interviews"], made.tables["follow_ups"]
    met = requests[requests["held_on"] > last - pd.Timedelta(days=7)]
    assert len(met) >= 8
    young = requests[requests["held_on"] > last - pd.Timedelta(days=56)]
    thanked = set(done.loc[done["kind"] == "thank_you_email", "interview_id"].dropna())
    assert len(set(young["interview_id"]) - thanked) >= 5
    asked = _by_cohort(made, "interviews")["seeker_id"]
    roster = made.tables["seekers"]
    open_ones = roster[roster["cohort_id"] == "C3"]
    assert len(set(open_ones["person_id"]) - set(asked)) == 2, "two have not started"
    assert (made.tables["notes"]["due_on"] > last).any()


def test_it_comes_in_through_the_importer_whole(made, tmp_path):
    book = open_logbook(tmp_path / "sample.duckdb", create=True)
    number = itertools.count()
    report = import_files(
        book,
        [LOG_FOLDER],
        now=datetime(2026, 11, 13, 17),
        new_id=lambda: f"new{next(number)}",
        as_of=LAST_DAY,
    )
    files = report.to_json()["files"]
    assert [file["rejected"] for file in files] == [[]] * len(files)
    assert [file["warnings"] for file in files] == [[]] * len(files)
    log, expected = book.log(as_of=LAST_DAY), made.log()
    for table in LOG_TABLES:
        own = log.whole(table).drop(columns=["recorded_at", "import_id"])
        other = expected.whole(table).drop(columns=["recorded_at", "import_id"])
        pd.testing.assert_frame_equal(own, other, obj=table)


def test_everybody_is_invented(made):
    mail = made.tables["people"]["email"].dropna()
    assert mail.map(lambda text: parseaddr(text)[1] == text).all()
    assert mail.str.endswith((".example", "@example.org")).all()
