"""The import page: what files are, what needs a person, and what comes of taking them in."""

import pytest

from dashboard import acts
from dashboard.components.imports.meanings import NOT_READ, corrected, in_order
from dashboard.components.imports.mending import EDITED, WRONG, _lines, _shown, problems_of
from dashboard.components.imports.needing import error_sheets
from dashboard.components.imports.preview import marked, marks_of, preview_table
from dashboard.components.imports.sheets import asked
from dashboard.text.imports import LEAVE_OUT, accept_label, reading_sentence
from data.importers.error_file import error_workbook
from tests.dashboard.looking import blemishes, frames, look, words
from tests.dashboard.office_files import growing, one_sheet_tracker, students

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

BAD = b"""seeker,contact name,held on,referred by,names given,thanked,mood
Mara Lind,Ann Okoro,2026-09-01,,Bo Reyes; Cleo Marsh,yes,fine
Mara Lind,Bo Reyes,2026-09,Ann Okoro,Dan Volk,no,
Mara Lind,Eve Stone,2026-13-01,,none,yes,
Mara Lind,,2026-10-01,,none,perhaps,=1+1
"""


def dropped(*files):
    """The page after these files were dropped."""
    seen = look("import")
    seen.file_uploader[0].set_value([(name, content, "") for name, content in files]).run()
    assert not seen.exception, [(e.value, e.stack_trace) for e in seen.exception]
    return seen


def headline(seen):
    return [title.value for title in seen.title]


def pressed(seen, key):
    next(button for button in seen.button if button.key == key).click().run()
    assert not seen.exception, [(e.value, e.stack_trace) for e in seen.exception]
    return seen


def is_whole(seen):
    assert len(headline(seen)) == 1
    assert blemishes(words(seen)) == []


def read_of(tmp_path, *files, cells=None):
    """The plans and the reading of files, without a page."""
    uploads = acts.as_uploads(files)
    plans = tuple(corrected(plan, {}) for plan in acts.planned(tmp_path / "no.duckdb", uploads, {}))
    return plans, acts.read(tmp_path / "no.duckdb", uploads, plans, cells or {})


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """A tracker with a month, two rows that need a person, and a column that nobody knows."""
    return read_of(tmp_path_factory.mktemp("bad"), ("bad.csv", BAD))


def test_before_any_file_the_page_says_what_is_enough(six_columns, show):
    show(six_columns)
    seen = look("import")
    is_whole(seen)
    assert headline(seen) == ["Bring in your own log: nothing leaves this machine."]
    paste = "or paste rows from a spreadsheet, with their headers"
    assert [e.label for e in seen.expander] == [paste, "Past imports: 1"]


def test_rows_that_are_pasted_with_their_headers_are_read_like_a_file(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = look("import")
    rows = (
        "Who I met\tStudent\tReferrals\tDate met\n"
        'Ann Lee\tMia Sol\t"Bob Ray\nCleo Fox"\t3/14/26\n'
        "Bob Ray\tMia Sol\tnone\t3/15/26\n"
    )
    seen.text_area[0].set_value(rows).run()
    is_whole(seen)
    assert headline(seen) == ["All 2 rows are ready."]
    pressed(seen, "accept")
    assert "Done: 2 new rows." in words(seen)
    assert seen.text_area[0].value == ""


def test_into_the_sample_one_is_warned_and_not_refused(sample, show):
    show(sample)
    seen = dropped(("good.csv", growing(2)))
    is_whole(seen)
    assert "invented people" in seen.warning[0].value
    assert headline(seen) == ["All 2 rows are ready."]
    assert [b.label for b in seen.button if b.key == "accept"] == ["Take all 2 rows"]


def test_a_file_in_an_accepted_one_on_the_map_and_back(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = dropped(("bad.csv", BAD))
    is_whole(seen)
    assert headline(seen) == ["2 of 4 rows are ready; 2 need you."]
    assert "What needs you" in [e.value for e in seen.header]
    primary = [b.label for b in seen.button if b.proto.type == "primary"]
    assert primary == ["Take the 2 good rows"]
    pressed(seen, "accept")
    is_whole(seen)
    assert headline(seen) == ["2 conversations. How people were found is missing for 1."]
    assert "Done: 2 new rows, 2 left out." in words(seen)
    assert "Past imports: 1" in [e.label for e in seen.expander]
    pressed(seen, "undo_import")
    assert headline(seen) == ["Bring in your own log: nothing leaves this machine."]
    assert any("taken back on" in text for text in words(seen))


def test_the_next_weeks_tracker_lists_what_changes_and_is_built_upon(tmp_path, show):
    book = tmp_path / "own.duckdb"
    show(book)
    files = acts.as_uploads([("tracker.csv", growing(2))])
    acts.accept(book, files, acts.planned(book, files, {}), {})
    seen = dropped(("tracker.csv", growing(3)))
    is_whole(seen)
    assert headline(seen) == ["2 of 3 rows are new or changed; 1 known already."]
    assert "1 row you had before will change" in [e.value for e in seen.header]
    table = next(frame for frame in frames(seen) if "Before" in frame)
    assert table[["Row", "Before", "After"]].to_numpy().tolist() == [[3, "(blank)", "yes"]]
    pressed(seen, "accept")
    again = dropped(("tracker.csv", growing(3)))
    assert headline(again) == ["All 3 rows are known already."]
    assert not [b for b in again.button if b.key == "accept"]
    # The first import has a later one that builds on it.
    oldest = [b for b in again.button if (b.key or "").startswith("undo_")][-1]
    oldest.click().run()
    assert not again.exception
    assert "Take back first" in " ".join(words(again))


def test_a_sheet_without_a_seeker_asks_once_with_a_proposal(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = dropped(("tracker autumn.xlsx", one_sheet_tracker()))
    is_whole(seen)
    assert headline(seen) == ["All 6 rows are ready."]
    asked_for = [box for box in seen.text_input if box.label == "Whose log is this?"]
    assert [box.value for box in asked_for] in ([], ["Mara Lind"])
    assert "Mara Lind" in " ".join(words(seen))


def test_every_student_has_a_sheet_and_nobody_is_asked_five_times(tmp_path, show):
    show(tmp_path / "own.duckdb")
    names = ("Ida Berg", "Jon Carr", "Kim Dahl", "Lea Egan", "Max Funk")
    seen = dropped(("class.xlsx", students(*names)))
    is_whole(seen)
    assert headline(seen) == [f"All {2 * len(names) - 0} rows are ready."]
    assert not [box for box in seen.text_input if box.label.startswith("Whose")]
    sheets = next(frame for frame in frames(seen) if "Taken for" in frame)
    assert list(sheets["Whose log"]) == list(names)


def test_several_files_with_one_that_cannot_be_read(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = dropped(("a.csv", growing(3)), ("b.csv", b""), ("a.csv", BAD))
    is_whole(seen)
    sheets = next(frame for frame in frames(seen) if "Taken for" in frame)
    assert list(sheets["File"]) == ["a.csv", "b.csv", "a (2).csv"]
    assert any("cannot be read" in e.value for e in seen.markdown)


def test_names_are_hidden_in_files_as_well(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = look("import", hide_names="true")
    seen.file_uploader[0].set_value([("bad.csv", BAD, "")]).run()
    assert not seen.exception
    is_whole(seen)
    told = " ".join(words(seen))
    assert not [name for name in ("Okoro", "Reyes", "Marsh", "Stone", "Lind") if name in told]


def test_markup_in_a_file_is_shown_as_it_is(tmp_path, show):
    show(tmp_path / "own.duckdb")
    head, row = growing(1).decode().split("\n")
    text = f"{head},**bold** [x](http://example.org)\n{row},<b>b</b>\n"
    seen = dropped(("**a** [b](http://example.org).csv", text.encode()))
    is_whole(seen)
    told = [e.value for kind in ("markdown", "title", "header", "caption") for e in seen.get(kind)]
    told += [e.label for e in seen.expander]
    assert not [text for text in told if "](http://" in text]


LATE = b"""Nom,Fecha,Empfohlen von,Mood
Ann Okoro,2026-09-01,n/a,ok
Bo Reyes,2026-09-14,Ann Okoro,
Cleo Marsh,soon,Ann Okoro,
"""


def test_meanings_that_were_kept_recognize_the_next_file_of_their_kind(tmp_path):
    book, files = tmp_path / "own.duckdb", acts.as_uploads([("mara lind.csv", LATE)])
    (plan,) = acts.planned(book, files, {})
    (column,) = [c for c in plan.columns if c.header == "Mood"]
    kept = corrected(plan, {in_order(plan).index(column): {"Means": "notes"}}).with_seeker("Mara")
    acts.save(book, "our tracker", kept)
    more = acts.as_uploads([("mara lind.csv", LATE + b"Dan Volk,2026-10-01,Bo Reyes,fine\n")])
    (again,) = acts.planned(book, more, {})
    assert again.mapping == "our tracker"
    assert again.column_named("Mood").meaning == "notes"
    assert not again.unsure
    acts.forget(book, "our tracker")
    assert [plan.mapping for plan in acts.planned(book, more, {})] == [""]


def test_a_doubtful_column_is_taken_for_what_its_header_says_and_marked(tmp_path, show):
    show(tmp_path / "own.duckdb")
    seen = dropped(("mara lind.csv", LATE))
    is_whole(seen)
    assert headline(seen) == ["2 of 3 rows are ready; 1 needs you."]
    means = next(frame for frame in frames(seen) if "Means" in frame)
    assert list(means["Column"][:2]) == ["Fecha", "Mood"]
    assert list(means[""][:3]) == ["check this", "check this", ""]
    assert "2 columns are guesses" in " ".join(c.value for c in seen.caption)


def test_what_was_edited_in_the_table_of_sheets_is_what_is_asked(bad):
    plans, _ = bad
    key = ("bad.csv", "")
    assert asked(plans, {}) == {}
    assert asked(plans, {0: {"Whose log": "x"}}) == {}
    assert asked(plans, {0: {"Taken for": LEAVE_OUT}})[key].table == ""
    found = asked(plans, {0: {"Taken for": "names given", "Headers in row": "2-3"}})[key]
    assert (found.table, found.header_rows) == ("referrals", (2, 3))
    assert asked(plans, {7: {"Taken for": LEAVE_OUT}}) == {}


def test_a_sheet_that_is_left_out_gives_no_rows(tmp_path):
    uploads = acts.as_uploads([("bad.csv", BAD)])
    none = acts.planned(tmp_path / "no", uploads, {("bad.csv", ""): acts.Asked(table="")})
    assert [plan.use for plan in none] == [False]


def test_what_a_person_says_of_a_column_comes_before_what_it_was_taken_for(bad):
    (plan,), _ = bad
    order = in_order(plan)
    at = next(row for row, column in enumerate(order) if column.header == "mood")
    read = corrected(plan, {at: {"Means": "notes"}})
    assert read.column_named("mood").meaning == "notes"
    back = corrected(read, {in_order(read).index(read.column_named("mood")): {"Means": NOT_READ}})
    assert back.column_named("mood").meaning == ""
    assert corrected(plan, {at: {"Means": "no such label"}}) == plan


def test_cells_are_marked_by_what_is_to_know_of_them(bad):
    (plan,), reading = bad
    key = acts.key_of(plan)
    marks = marks_of(plan, reading.by_sheet[key], {(*key, 2, 1): "Ann O."})
    assert {row for row, _ in marks.needs} == {4, 5}
    assert marks.month == {(3, plan.column_named("held on").position)}
    assert marks.mended == {(2, 1)}
    table = preview_table(plan, reading.rows[key], marks, lambda text, _: text)
    assert list(table["Row"]) == [2, 3, 4, 5]
    assert list(table["Note"]) == [
        "mended by you", "known to the month only", "needs you", "needs you",
    ]  # fmt: skip
    assert "mood (not read)" in table
    for theme in ("light", "dark"):
        html = marked(table, plan, marks, theme).to_html()
        assert html.count("background-color") >= 3


def test_a_cell_that_is_mended_makes_its_row_ready(tmp_path, bad):
    plans, first = bad
    problems = problems_of(plans, first.by_sheet)
    assert [(p.row, p.column, p.value) for p in problems] == [
        (4, "held on", "2026-13-01"), (5, "contact name", ""), (5, "thanked", "perhaps"),
    ]  # fmt: skip
    assert all(problem.place for problem in problems)
    cells = {problems[0].place: "2026-10-13", problems[2].place: ""}
    _, now = read_of(tmp_path, ("bad.csv", BAD), cells=cells)
    assert reading_sentence(now.report) == "3 of 4 rows are ready; 1 needs you."
    assert accept_label(now.report) == "Take the 3 good rows"
    left = problems_of(plans, now.by_sheet)
    lines = _lines(problems, left)
    assert lines == problems  # no line moves while one edits
    shown = _shown(lines, left, cells, {})
    assert [line[WRONG] for line in shown] == [
        "✓ ready",
        f"{problems[1].reason} {problems[1].fix}",
        "✓ mended; the row needs you elsewhere",
    ]
    assert [line[EDITED] for line in shown] == ["2026-10-13", "", ""]


def test_the_error_file_can_be_handed_in_again_once_it_is_mended(tmp_path, bad):
    import io

    import openpyxl

    plans, reading = bad
    problems = problems_of(plans, reading.by_sheet)
    book = openpyxl.load_workbook(
        io.BytesIO(error_workbook(error_sheets(problems, plans, reading.rows)))
    )
    (sheet,) = book.worksheets
    at = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, at["held on"]).value = "2026-10-13"
    sheet.cell(3, at["contact name"]).value = "Gus Hale"
    sheet.cell(3, at["thanked"]).value = "no"
    target = io.BytesIO()
    book.save(target)
    _, again = read_of(tmp_path, ("rows-to-mend.xlsx", target.getvalue()))
    assert reading_sentence(again.report) == "All 2 rows are ready."
