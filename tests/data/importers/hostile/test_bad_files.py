"""Bad files, made by hand, each with what must happen: refused, rejected or read, and why."""

import datetime as dt
import re

import pytest

from data.importers.planning import plan_files
from data.importers.source import read_sources
from tests.data.importers.hostile.bad_books import BAD_BOOKS
from tests.data.importers.hostile.bad_texts import BAD_TEXTS

LAST_DAY = dt.date(2026, 12, 31)
CASES = (*BAD_TEXTS, *BAD_BOOKS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_bad_file_is_refused_rejected_or_read(case, tmp_path):
    sheets = read_sources([case.laid_into(tmp_path)], as_of=LAST_DAY)
    refusals = [sheet.refused for sheet in sheets if sheet.refused]
    if case.refused:
        assert refusals
        assert len(refusals) == len(sheets)
        assert re.search(case.refused, refusals[0].reason), refusals[0].reason
        assert all(refusal.fix and len(refusal.reason) < 1000 for refusal in refusals)
        return
    assert not refusals, refusals[0].reason
    faults = [fault for sheet in sheets for fault in sheet.rejected]
    warnings = [warning for sheet in sheets for warning in sheet.warnings]
    assert sum(int((~sheet.rejected_rows).sum()) for sheet in sheets) == case.rows
    assert bool(faults) == bool(case.rejected), faults
    assert all(re.search(case.rejected, fault.reason) and fault.fix for fault in faults), faults
    assert all(len(fault.value) < 2000 for fault in faults)
    if case.warned:
        assert any(re.search(case.warned, warning.reason) for warning in warnings), warnings


def test_a_bad_file_can_be_planned(tmp_path):
    """The page asks for a plan first: it never raises, and says of a refused file why."""
    for case in CASES[::4]:  # reading plans as well; this is the way of the page
        for plan in plan_files([case.laid_into(tmp_path)]):
            assert plan.refused is None or (plan.refused.reason and plan.refused.fix)
            assert sum(len(cell) for _, cells in plan.top for cell in cells) < 1_000_000
