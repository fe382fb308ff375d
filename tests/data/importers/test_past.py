"""The imports of a logbook: newest first, with what came of them, taken back or not."""

from data.importers.past import past_imports
from tests.data.importers.test_undo import FIRST, SECOND


def test_imports_are_listed_newest_first_with_their_rows(office):
    first = office.hand_in(FIRST)
    second = office.hand_in(SECOND)
    found = past_imports(office.book)
    assert [each.import_id for each in found] == [second.import_id, first.import_id]
    newest, oldest = found
    sheets = second.files
    assert newest.accepted == sum(s.accepted for s in sheets)
    assert newest.updated == sum(s.updated for s in sheets)
    assert newest.rejected == 0
    assert newest.recorded_at >= oldest.recorded_at
    assert newest.files
    assert newest.taken_back_on is None


def test_what_was_taken_back_says_so_until_that_is_taken_back_too(office):
    first = office.hand_in(FIRST)
    undone = office.take_back(first.import_id)
    (one,) = past_imports(office.book)
    assert one.taken_back_on is not None
    office.take_back(undone.import_id)
    (one,) = past_imports(office.book)
    assert one.taken_back_on is None
