"""Files as offices have them, made by hand for the tests of the import page."""

import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["growing", "one_sheet_tracker", "students"]

HEADERS = ("Date", "Who I met", "Company", "Referred by", "Names given", "Thanked?")
CONVERSATIONS = (
    ("2026-09-01", "Ann Okoro", "Harbor Works", "", "Bo Reyes; Cleo Marsh", "Y"),
    ("2026-09-14", "Bo Reyes", "North Mill", "Ann Okoro", "Dan Volk", "Y"),
    ("2026-09-21", "Cleo Marsh", "Harbor Works", "Ann Okoro", "Eve Stone; Finn Gale", ""),
    ("2026-09-28", "Dan Volk", "Old Pier", "Bo Reyes", "none", "Y"),
    ("2026-10-05", "Eve Stone", "Lantern", "Cleo Marsh", "Gus Hale", ""),
    ("2026-10-19", "Finn Gale", "Lantern", "Cleo Marsh", "none", "Y"),
)


def _bytes(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _titled(sheet: Worksheet, name: str, rows=CONVERSATIONS) -> None:
    """Put rows below a title, a line of the office, and headers in two merged lines."""
    sheet["A1"] = f"Informational interviews: {name}"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "Career office, autumn 2026"
    sheet["A4"], sheet["D4"] = "Conversation", "What came of it"
    sheet.merge_cells("A4:C4")
    sheet.merge_cells("D4:F4")
    for column, header in enumerate(HEADERS, start=1):
        sheet.cell(5, column, header)
    for number, row in enumerate(rows, start=6):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value or None)


def one_sheet_tracker() -> bytes:
    """One sheet with titles, merged headers, no column for the seeker."""
    book = openpyxl.Workbook()
    book.active.title = "Mara Lind"
    _titled(book.active, "Mara Lind")
    return _bytes(book)


def students(*names: str) -> bytes:
    """One sheet for each student, each with two rows."""
    book = openpyxl.Workbook()
    for number, name in enumerate(names):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name
        _titled(sheet, name, CONVERSATIONS[number : number + 2])
    return _bytes(book)


def growing(weeks: int) -> bytes:
    """A tracker as text that has a row more each week, and whose thanks are filled in later."""
    lines = ["seeker,contact name,held on,referred by,names given,thanked"]
    for number, (day, who, _, by, names, _) in enumerate(CONVERSATIONS[:weeks]):
        thanked = "yes" if number < weeks - 1 else ""
        lines.append(f"Mara Lind,{who},{day},{by},{names},{thanked}")
    return "\n".join(lines).encode()
