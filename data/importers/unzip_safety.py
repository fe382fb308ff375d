"""Is a workbook safe to open? It is a zip archive, and archives can be made to harm.

Limits: 200 members, 100 MB unpacked, at most a hundred times the packed size, no paths that climb,
no member twice, no encryption, no document type definition in any XML, and no count that is larger
than the part that gives it.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib

from data.errors import FileRefusedError

__all__ = ["MAX_MEMBERS", "MAX_RATIO", "MAX_UNPACKED", "unpack_safely"]

MAX_MEMBERS = 200
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
_SMALL = 100_000  # below this a high ratio is harmless and common (styles, empty sheets)

_ANNOUNCED = re.compile(rb"""[cC]ount\s*=\s*["']([^"']*)["']""")
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def _refuse(name: str, what: str, why: str = "") -> FileRefusedError:
    return FileRefusedError(
        what,
        where=name,
        why=why,
        fix="Open it in the spreadsheet program and save it anew as .xlsx, without a password.",
    )


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    path = member.filename.replace("\\", "/")
    if path.startswith("/") or ":" in path or ".." in path.split("/"):
        raise _refuse(name, "The workbook holds a path that leads out of it.")
    if member.flag_bits & 0x1:
        raise _refuse(name, "The workbook is protected by a password.")
    if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise _refuse(name, "The workbook unpacks to more than a hundred times its size.")


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise _refuse(name, f"The workbook has more than {MAX_MEMBERS} parts.")
    if len({member.filename for member in members}) < len(members):
        raise _refuse(name, "The workbook holds a part twice.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _refuse(name, "The workbook unpacks to more than 100 MB.", "CSV files may be larger.")
    for member in members:
        _check_member(name, member)


def _check_xml(name: str, part: bytes) -> None:
    """Refuse XML with a document type definition, or one that announces more than it can hold.

    Readers set memory aside for the number of strings, styles … that a part announces; a false
    number ends the whole program, so it is checked before any reader sees it.
    """
    bare = part.replace(b"\x00", b"") if b"\x00" in part[:4] else part
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise _refuse(name, "The workbook holds a document type definition.")
    for announced in _ANNOUNCED.findall(bare):
        plain = announced.isdigit() and len(announced) <= len(str(MAX_UNPACKED))
        if not plain or int(announced) > len(bare):
            raise _refuse(name, "The workbook is damaged: it announces more than it holds.")


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,  # what bz2 raises for a stream that is none
    EOFError,
    NotImplementedError,
    ValueError,
)


def unpack_safely(content: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a workbook by their path.

    Raises ``FileRefusedError`` when the content is no workbook, is protected by a password, is
    broken, or is beyond the limits. What a part unpacks to is counted, not believed.
    """
    if content.startswith(_CFB):
        if _ENCRYPTED in content:
            raise _refuse(name, "The workbook is protected by a password.")
        raise _refuse(name, "This is a workbook of the old .xls kind.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(name, members)
            parts = {member.filename: archive.read(member) for member in members}
    except _BROKEN as error:
        raise _refuse(name, "The workbook is damaged, or it is no workbook.") from error
    for path, part in parts.items():
        if path.lower().endswith((".xml", ".rels", ".vml")):
            _check_xml(name, part)
    # With the parts of another format it might be read as that one, unchecked.
    if "xl/workbook.xml" not in parts or parts.keys() & {"xl/workbook.bin", "content.xml"}:
        raise _refuse(name, "This is no .xlsx workbook.")
    return parts
