"""Bad text files, each with what must happen."""

import codecs
import gzip
import lzma
import random

from tests.data.importers.hostile.making import HEADERS, ROW, Case, book, text

__all__ = ["BAD_TEXTS"]

NOISE = random.Random(3).randbytes(4000)
HEAD = "seeker,contact_name,held_on,notes"


def contact(name: str) -> bytes:
    return text(f'Ann Ash,"{name}",2026-01-02,x\n')


def held(day: str) -> bytes:
    return text(f'Ann Ash,Bob Birch,"{day}",x\n' + ROW)


def in_digits(day: str, nought: str) -> str:
    """The day in the digits of another script."""
    return "".join(chr(ord(nought) + int(c)) if c.isdigit() else c for c in day)


def minutes(number: str) -> bytes:
    head = "seeker,contact_name,held_on,minutes_actual\n"
    return text(f"Ann Ash,Bob Birch,2026-01-02,{number}\n", head)


def mail(address: str) -> bytes:
    head = "seeker,contact_name,held_on,contact_email\n"
    return text(f"Ann Ash,Bob Birch,2026-01-02,{address}\n", head)


NOTHING = (
    Case("nothing at all", "a.csv", b"", refused="empty"),
    Case("nothing, called a workbook", "a.xlsx", b"", refused="empty"),
    Case("a byte order mark alone", "a.csv", codecs.BOM_UTF8, refused="blank"),
    Case("a mark of UTF-16 alone", "a.csv", codecs.BOM_UTF16_LE, refused="blank"),
    Case("line ends only", "a.csv", b"\r\n" * 50, refused="blank"),
    Case("blanks only", "a.csv", b" \t  \n \t\n", refused="blank"),
    Case("separators only", "a.csv", b",,,\n,,,\n", refused="blank|No header"),
    Case("headers only", "a.csv", HEADERS.encode(), rows=0),
    Case("headers only, one of them unknown", "a.csv", HEADERS[:-2].encode(), rows=0),
    Case("one NUL", "a.csv", b"\x00", refused="decoded"),
    Case("NULs only", "a.csv", b"\x00" * 4096, refused="decoded"),
    Case("one quotation mark", "a.csv", b'"', refused="never closed"),
)

FOREIGN = (
    Case("a picture", "log.csv", b"\x89PNG\r\n\x1a\n" + NOISE, refused="picture"),
    Case(
        "a photograph called a workbook", "log.xlsx", b"\xff\xd8\xff\xe0" + NOISE, refused="picture"
    ),
    Case("a PDF", "log.csv", b"%PDF-1.7\n1 0 obj\n", refused="PDF"),
    Case("a PDF called a workbook", "log.xlsx", b"%PDF-1.7\n", refused="PDF"),
    Case("a web page", "log.csv", b"\n <!DOCTYPE HTML><html></html>", refused="web page"),
    Case("a web page called a workbook", "log.xlsx", b"<html><table><tr>", refused="web page"),
    Case("a web page with a mark", "log.csv", codecs.BOM_UTF8 + b"<HTML>", refused="web page"),
    Case("a workbook as XML", "log.csv", b'<?xml version="1.0"?><Workbook/>', refused="XML"),
    Case(
        "laughs in XML",
        "log.csv",
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]>',
        refused="XML",
    ),
    Case("rich text", "log.txt", rb"{\rtf1\ansi Ann}", refused="RTF"),
    Case("JSON", "log.csv", b'[{"seeker": "Ann"}]', refused="JSON"),
    Case("an address card", "log.csv", b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", refused="address card"),
    Case("a calendar", "log.csv", b"BEGIN:VCALENDAR\n", refused="calendar"),
    Case("an encrypted message", "log.txt", b"-----BEGIN PGP MESSAGE-----\n", refused="encrypted"),
    Case("a packed sheet", "log.csv", gzip.compress(text(), mtime=0), refused="gzip"),
    Case("a sheet packed otherwise", "log.csv", lzma.compress(text()), refused="xz"),
    Case("a database", "log.csv", b"SQLite format 3\x00" + NOISE, refused="SQLite"),
    Case("a logbook", "log.csv", b"\x00" * 8 + b"DUCK" + NOISE, refused="logbook"),
    Case("a program", "log.csv", b"\x7fELF\x02\x01\x01" + NOISE, refused="program"),
    Case("noise", "log.csv", NOISE, refused=r"decoded|No header|headers"),
    Case("text called a workbook", "log.xlsx", text(), refused="ends in .xlsx, but"),
    Case("a workbook called text", "log.csv", book(), rows=1),
)

ENCODED = (
    Case("UTF-16 without its mark", "a.csv", text(encoding="utf-16-le"), refused="UTF-16"),
    Case("UTF-16 the other way, no mark", "a.csv", text(encoding="utf-16-be"), refused="UTF-16"),
    Case("UTF-16 with its mark", "a.csv", text(encoding="utf-16"), rows=1),
    Case("half of a UTF-16 letter", "a.csv", codecs.BOM_UTF16_LE + b"s\x00e", refused="decoded"),
    Case(
        "a lone half in UTF-16",
        "a.csv",
        codecs.BOM_UTF16_LE + HEADERS.encode("utf-16-le") + b"\x00\xd8",
        refused="decoded",
    ),
    Case("UTF-32", "a.csv", text(encoding="utf-32"), refused="UTF-32"),
    Case("UTF-32 without its mark", "a.csv", text(encoding="utf-32-be"), refused="UTF-32"),
    Case("a mark and no UTF-8", "a.csv", codecs.BOM_UTF8 + b"seeker\xff", refused="decoded"),
    Case(
        "bytes of no encoding", "a.csv", text() + b"Ann \x81,Bob,2026-01-02,\n", refused="decoded"
    ),
    Case(
        "two encodings in one file",
        "a.csv",
        text() + "Zoë,Jo,2026-01-02,\n".encode() + "Zoë,Al,2026-01-03,\n".encode("cp1252"),
        rows=3,
        warned="Some letters are probably",
    ),
    Case("half letters in UTF-8", "a.csv", text() + b"Ann,\xed\xa0\x80Bo,2026-01-02,\n", rows=2),
    Case("slashes spelled too long", "a.csv", text() + b"Ann,\xc0\xafBo,2026-01-02,\n", rows=2),
    Case("NULs in a name", "a.csv", contact("Bo\x00b"), rows=1, warned="Invisible"),
    Case("marks inside the text", "a.csv", contact("\ufeffBob"), rows=1, warned="Invisible"),
    Case(
        "every control character",
        "a.csv",
        contact("Bob" + "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127)))),
        rows=1,
        warned="Invisible",
    ),
    Case(
        "letters in pieces and whole",
        "a.csv",
        text("Ann,Zoe\u0308,2026-01-02,\nAnn,Zo\u00eb,2026-01-03,\n"),
        rows=2,
    ),
    Case("letters beyond the first plane", "a.csv", contact("\U0001d4d1ob \U0001f986"), rows=1),
)

SHAPED = (
    Case(
        "a quotation mark that stays open",
        "a.csv",
        text('Ann,"Bob,2026-01-02,\n' + ROW * 9),
        refused="never closed",
    ),
    Case("one that opens in the last row", "a.csv", text(ROW + 'Ann,"Bob'), refused="never closed"),
    Case(
        "letters after a quotation", "a.csv", text('Ann,"Bo"b,2026-01-02,\n'), refused="do not fit"
    ),
    Case("quotation marks inside a cell", "a.csv", text('Ann,Bo "B" B,2026-01-02,\n'), rows=1),
    Case(
        "a hundred thousand quotation marks",
        "a.csv",
        text('Ann,Bob,2026-01-02,"' + '""' * 50_000 + '"\n'),
        rows=1,
    ),
    Case(
        "an odd number of them",
        "a.csv",
        text("Ann,Bob,2026-01-02," + '"' * 100_001 + "\n"),
        refused="never closed|do not fit",
    ),
    Case("returns as line ends", "a.csv", text(ROW * 2).replace(b"\n", b"\r"), rows=2),
    Case(
        "three kinds of line ends",
        "a.csv",
        f"{HEAD}\r\n{ROW.strip()}\r{ROW.strip()}\n".encode(),
        rows=2,
    ),
    Case("other programs' line ends", "a.csv", text(ROW + "\x0b\x0c\x85\u2028"), rows=1),
    Case(
        "a million separators in the header",
        "a.csv",
        b"seeker" + b"," * 1_000_000 + b"\n",
        refused="1,000,001 columns",
    ),
    Case("a million separators in a row", "a.csv", text(ROW + "," * 1_000_000 + "\n"), rows=1),
    Case(
        "a million cells in a row",
        "a.csv",
        text(ROW + "x," * 500_000 + "\n"),
        rejected="more cells than|not a date",
        rows=1,
    ),
    Case(
        "seventeen thousand columns",
        "a.csv",
        (HEAD + ",c" * 17_000 + "\n" + ROW).encode(),
        refused="columns",
    ),
    Case(
        "two thousand unknown columns",
        "a.csv",
        (HEAD + "".join(f",Column {n}" for n in range(2000)) + "\n" + ROW).encode(),
        rows=1,
        warned="more columns are not known",
    ),
    Case(
        "a row of three million letters",
        "a.csv",
        text("Ann,Bob,2026-01-02" + ("," + "x" * 99_999) * 30),
        refused="more than 2,000,000 characters",
    ),
    Case(
        "a cell of 150,000 letters",
        "a.csv",
        text("Ann,Bob,2026-01-02," + "x" * 150_000),
        refused="131,072 characters",
    ),
    Case("a note of 100,000 letters", "a.csv", text("Ann,Bob,2026-01-02," + "x" * 100_000), rows=1),
    Case(
        "a header of 100,000 letters",
        "a.csv",
        (HEAD + "," + "y" * 100_000 + "\n" + ROW).encode(),
        rows=1,
        warned="not known",
    ),
    Case(
        "a header of blanks that never ends",
        "a.csv",
        (HEAD + ",attribute: x" + " " * 100_000 + "y\n" + ROW).encode(),
        rows=1,
    ),
    Case(
        "one header twice, with other values",
        "a.csv",
        b"seeker,contact_name,held_on,held_on\nAnn,Bob,2026-01-02,2026-01-03\n",
        refused="twice",
    ),
    Case(
        "one header twice, with the same",
        "a.csv",
        b"seeker,contact_name,held_on,Held On\nAnn,Bob,2026-01-02,2026-01-02\n",
        rows=1,
    ),
    Case(
        "more cells than headers",
        "a.csv",
        text("Ann,Bob,2026-01-02,x,y\n" + ROW),
        rejected="more cells than",
        rows=1,
    ),
    Case("headers turned around", "a.csv", ("\u202e" + HEAD + "\n" + ROW).encode(), rows=1),
    Case(
        "the line that tells Excel the separator",
        "a.csv",
        ("sep=;\n" + HEADERS + ROW).replace(",", ";").encode(),
        rows=1,
    ),
)

TOLD = (
    Case(
        "a name turned around", "a.csv", contact("Bob\u202egpj.exe"), rejected="direction", rows=0
    ),
    Case(
        "a name turned by isolates",
        "a.csv",
        contact("\u2067Bob\u2069"),
        rejected="direction",
        rows=0,
    ),
    Case(
        "a name of nothing visible",
        "a.csv",
        contact("\u200b\u2060\ufeff"),
        rejected="visible",
        rows=0,
    ),
    Case("a name of Hangul fillers", "a.csv", contact("\u3164\u3164"), rejected="visible", rows=0),
    Case(
        "ten thousand accents on a letter",
        "a.csv",
        contact("Z" + "\u0301" * 10_000),
        rejected="long for a name",
        rows=0,
    ),
    Case(
        "a name of 100,000 letters",
        "a.csv",
        contact("B" * 100_000),
        rejected="long for a name",
        rows=0,
    ),
    Case("a formula as a name", "a.csv", contact("=cmd|' /C calc'!A0"), rows=1),
    Case("a link as a name", "a.csv", contact("[Bob](javascript:alert(1))"), rows=1),
    Case("a script as a name", "a.csv", contact("<script>alert(1)</script>"), rows=1),
    Case("a statement as a name", "a.csv", contact("Bob'); DROP TABLE people;--"), rows=1),
    Case("a template as a name", "a.csv", contact("{{7*7}} ${7*7} %s %n"), rows=1),
    Case("null as a name", "a.csv", contact("NULL"), rows=1),
    Case(
        "an address of 100,000 letters",
        "a.csv",
        mail("a" * 100_000 + "@b.org"),
        rejected="valid",
        rows=0,
    ),
    Case("an address of points", "a.csv", mail("a@" + "a." * 30_000), rejected="valid", rows=0),
    Case(
        "two addresses in one cell", "a.csv", mail('"a@b.org, c@d.org"'), rejected="valid", rows=0
    ),
    Case(
        "an address with a line end",
        "a.csv",
        mail('"a@b.org\nBcc: all@b.org"'),
        rejected="valid",
        rows=0,
    ),
    Case("1e308 as a date", "a.csv", held("1e308"), rejected=".", rows=1),
    Case("a negative serial day", "a.csv", held("-45000"), rejected=".", rows=1),
    Case("a date of 5,000 digits", "a.csv", held("9" * 5000), rejected=".", rows=1),
    Case(
        "a date of 5,000 digits between strokes",
        "a.csv",
        held("1/2/" + "9" * 5000),
        rejected=".",
        rows=1,
    ),
    Case("a day that never was", "a.csv", held("2026-02-30"), rejected=".", rows=1),
    Case("the year nought", "a.csv", held("0000-01-01"), rejected=".", rows=1),
    Case("the last day there is", "a.csv", held("9999-12-31"), rejected="after", rows=1),
    Case("the year ten thousand", "a.csv", held("10000-01-01"), rejected=".", rows=1),
    Case("a year of two digits", "a.csv", held("1/2/26"), rejected=".", rows=1),
    Case(
        "a date in Arabic digits",
        "a.csv",
        held(in_digits("2026-01-02", "\u0660")),
        rejected="digits",
        rows=1,
    ),
    Case(
        "a date in wide digits",
        "a.csv",
        held(in_digits("2026-01-02", "\uff10")),
        rejected="digits",
        rows=1,
    ),
    Case("a date in Japanese", "a.csv", held("2026年1月2日"), rejected=".", rows=1),
    Case("a date in Russian", "a.csv", held("2 января 2026"), rejected=".", rows=1),
    Case("a date in Arabic", "a.csv", held("٢ يناير ٢٠٢٦"), rejected="digits", rows=1),
    Case("a date in Greek", "a.csv", held("2 Ιανουαρίου 2026"), rejected=".", rows=1),
    Case("minutes of 400 digits", "a.csv", minutes("9" * 400), rejected=".", rows=0),
    Case("minutes without end", "a.csv", minutes("inf"), rejected=".", rows=0),
    Case("minutes that are no number", "a.csv", minutes("NaN"), rejected=".", rows=0),
    Case("minutes below nought", "a.csv", minutes("-30"), rejected=".", rows=0),
    Case("minutes in hexadecimal", "a.csv", minutes("0x1e"), rejected=".", rows=0),
    Case("1e308 minutes", "a.csv", minutes("1e308"), rejected=".", rows=0),
    Case("an error of the spreadsheet", "a.csv", held("#REF!"), rejected="error", rows=1),
)

BAD_TEXTS = (*NOTHING, *FOREIGN, *ENCODED, *SHAPED, *TOLD)
