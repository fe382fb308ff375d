"""Files that ask for too much, read one after another in a process that may not have much.

Called by ``test_heavy_files.py`` as a program: it prints one line of JSON for each file.
"""

import datetime as dt
import json
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from data.importers.source import read_sources
from tests.data.importers.hostile.making import HEADERS, ROW, book, cell, link, sheet, strings

__all__ = ["FILES"]

LAST_DAY = dt.date(2026, 12, 31)
STORED = zipfile.ZIP_STORED


def rows_of(lines: Iterator[str]) -> bytes:
    return sheet("".join(lines)).encode()


def wide_and_long(folder: Path) -> Path:
    """Sixteen thousand headers above a hundred thousand short rows: 1.6 thousand million cells."""
    return written(
        folder, ("seeker,contact_name,held_on" + ",x" * 16_000 + "\n" + ROW) + "a\n" * 100_000
    )


def blank_rows(folder: Path) -> Path:
    return written(folder, HEADERS + ROW + "\n" * 2_000_000)


def endless_rows(folder: Path) -> Path:
    return written(folder, HEADERS + "\n" * 6_000_000)


def long_rows(folder: Path) -> Path:
    """Twenty rows of 900,000 cells below four headers."""
    return written(folder, HEADERS + ROW + (ROW.strip() + "," * 900_000 + "x\n") * 20)


def one_line(folder: Path) -> Path:
    return written(folder, HEADERS + "x" * 20_000_000)


def one_row_of_many_lines(folder: Path) -> Path:
    """A row that goes on over two million lines, each of which begins another cell."""
    return written(folder, HEADERS + '"\n",' * 2_000_000)


def wrong_rows(folder: Path) -> Path:
    return written(folder, HEADERS + "".join(f"Ann,Bob,{n}/99/2026,\n" for n in range(150_000)))


def one_large_cell(folder: Path) -> Path:
    return written(folder, HEADERS + f'Ann,Bob,2026-01-02,"{"x" * 10_000_000}"\n')


def text_again_and_again(folder: Path) -> Path:
    """One text of 30,000 letters in 50,000 cells: 1.5 GB."""
    lines = (f'<row r="{r}">{cell(f"D{r}", "0", "s")}</row>' for r in range(3, 50_003))
    more = {"xl/sharedStrings.xml": strings("x" * 30_000)}
    return written(folder, book(rows_of(lines).decode(), more=more, method=STORED), "xlsx")


def corner_in_every_sheet(folder: Path) -> Path:
    """Two hundred sheets, each of which reaches over three million cells."""
    far = sheet('<row r="3000"><c r="ALM3000"><v>1</v></c></row>')
    numbers = range(2, 202)
    content = book(
        far,
        names="".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 202)),
        links="".join(link(f"r{n}", f"worksheets/sheet{n}.xml") for n in numbers),
        more={f"xl/worksheets/sheet{n}.xml": far for n in numbers},
    )
    return written(folder, content, "xlsx")


def a_large_empty_sheet(folder: Path) -> Path:
    """A sheet of two filled corners and 3.9 million empty cells between them."""
    far = sheet('<row r="39000"><c r="CV39000"><v>1</v></c></row>')
    return written(folder, book(far), "xlsx")


def formulas(folder: Path) -> Path:
    lines = (f'<row r="{r}"><c r="D{r}"><f>A{r}</f></c></row>' for r in range(3, 300_003))
    return written(folder, book(rows_of(lines).decode(), method=STORED), "xlsx")


def many_small_strings(folder: Path) -> Path:
    more = {"xl/sharedStrings.xml": "<sst>" + "<si><t/></si>" * 1_000_000 + "</sst>"}
    return written(folder, book(more=more, method=STORED), "xlsx")


def many_small_elements(folder: Path) -> Path:
    return written(folder, book(sheet(after="<a/>" * 2_000_000), method=STORED), "xlsx")


def full(folder: Path) -> Path:
    """As many filled cells as a workbook of this size may have."""
    numbers = "".join(f"<c><v>{n}</v></c>" for n in range(24))
    lines = (f'<row r="{r}">{numbers}</row>' for r in range(3, 20_003))
    return written(folder, book(rows_of(lines).decode(), method=STORED), "xlsx")


def written(folder: Path, content: str | bytes, ending: str = "csv") -> Path:
    path = folder / f"heavy.{ending}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


FILES: dict[Callable[[Path], Path], str] = {
    a_large_empty_sheet: "",
    wide_and_long: "more rows or columns than any log",
    blank_rows: "",
    endless_rows: "more rows or columns than any log",
    long_rows: "",
    one_line: "2,000,000 characters",
    one_row_of_many_lines: "2,000,000 characters",
    wrong_rows: "100,000 cells cannot be read",
    one_large_cell: "characters",
    text_again_and_again: "million characters",
    corner_in_every_sheet: "further than any log",
    formulas: "formulas without a value",
    many_small_strings: "",
    many_small_elements: "",
    full: "",
}


def peak() -> int:
    """The most memory that this process has had so far, in MB.

    On Linux what the process has had since it began; the usual figure (there in KB, on macOS in
    bytes) may be that of the one which started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    for make in FILES:
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder))
            before, made_with = time.process_time(), peak()
            (first, *_) = read_sources([path], as_of=LAST_DAY)
            told = {
                "file": make.__name__,
                "seconds": round(time.process_time() - before, 2),
                "making_mb": made_with,
                "peak_mb": peak(),
                "rows": first.file_rows,
                "refused": first.refused.reason if first.refused else "",
            }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
