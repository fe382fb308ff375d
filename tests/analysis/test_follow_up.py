import datetime as dt
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.credit import credit
from analysis.follow_up import COLUMNS, STATES, debts
from analysis.policy import read_policy
from data.columns import LOG_TABLES
from data.log import Log
from tests.analysis.busy_logs import LAST, QUICK, busy_logs, busy_tables
from tests.analysis.debts_by_hand import debts_by_hand, rows
from tests.analysis.logs import day

quick = read_policy(QUICK)
ends = st.integers(0, LAST).map(day)


def as_tuples(owed):
    kept = owed.drop(columns=["weight", "acts", "meetings_at_stake", "lost_per_week"])
    kept = kept.drop(columns="stake_reason")
    order = [*kept.columns[:8], "closed_on", "closed_by", "state", "days_overdue"]
    return sorted((tuple(row[c] for c in order) for row in rows(kept)), key=repr)


@pytest.mark.parametrize("seed", range(40))
def test_equals_the_plain_method_on_random_logs(seed):
    random = Random(seed)
    for _ in range(5):
        found = busy_tables(random)
        on = day(random.randrange(LAST))
        cohorts = random.choice([(), ("k1",), ("k2",)])
        log = Log.from_frames(found, as_of=on, cohorts=cohorts)
        credited = credit(log)
        assert as_tuples(debts(log, quick, credited)) == debts_by_hand(log, quick, credited)
