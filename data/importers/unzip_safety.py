"""Is a workbook safe to open? It is a zip archive, and archives can be made to harm.

Limits: 2,000 members, 100 MB unpacked, at most a hundred times the packed size, no paths that
climb, no member twice or over another, no encryption, no packing that spreadsheet programs do not
use, no document type definition in any XML, and no count that is larger than the part that gives
it. What is read further is packed anew from the parts that were looked at, so that no other reader
can see in the archive what was not checked here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from itertools import pairwise

from data.errors import FileRefusedError

__all__ = ["MAX_MEMBERS", "MAX_RATIO", "MAX_UNPACKED", "packed_anew", "unpack_safely"]

MAX_MEMBERS = 2_000  # a sheet of its own for each of a few hundred seekers
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
_SMALL = 100_000  # below this a high ratio is harmless and common (styles, empty sheets)

_ANNOUNCED = re.compile(rb"""[cC]ount\s*=\s*["']([^"']*)["']""")
_XML = (".xml", ".rels", ".vml")
_BOOK = "xl/workbook.xml"

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the old format of Office holds, by the names of its streams.
_OLD_KINDS = (
    ("EncryptedPackage", "The workbook is protected by a password."),
    ("WordDocument", "This is a text document of the old .doc kind."),
    ("PowerPoint Document", "These are slides of the old .ppt kind."),
    ("__substg1.0_", "This is a message of Outlook."),
)
# What other archives hold, by a member that they have.
_OTHER_KINDS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file (.ods or .odt)"),
    ("word/document.xml", "a text document (.docx)"),
    ("ppt/presentation.xml", "slides (.pptx)"),
    ("Index/Document.iwa", "a document of Numbers or Pages"),
    ("Index.zip", "a document of Numbers or Pages"),
    ("META-INF/container.xml", "a book (.epub)"),
)


def _refuse(name: str, what: str, why: str = "", fix: str = "") -> FileRefusedError:
    return FileRefusedError(
        what,
        where=name,
        why=why,
        fix=fix
        or "Open it in the spreadsheet program and save it anew as .xlsx, without a password.",
    )


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    path = member.filename.replace("\\", "/")
    if path.startswith("/") or ":" in path or ".." in path.split("/"):
        raise _refuse(name, "The workbook holds a path that leads out of it.")
    if member.flag_bits & 0x1:
        raise _refuse(name, "The workbook is protected by a password.")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _refuse(name, "The workbook is packed as no spreadsheet program packs it.")
    if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise _refuse(name, "The workbook unpacks to more than a hundred times its size.")


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise _refuse(name, f"The workbook has more than {MAX_MEMBERS:,} parts.")
    if len({member.filename.casefold() for member in members}) < len(members):
        raise _refuse(name, "The workbook holds a part twice.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _refuse(name, "The workbook unpacks to more than 100 MB.", "CSV files may be larger.")
    for member in members:
        _check_member(name, member)
    in_order = sorted(members, key=lambda member: member.header_offset)
    for member, following in pairwise(in_order):
        if member.header_offset + member.compress_size > following.header_offset:
            raise _refuse(name, "The workbook holds parts that lie over each other.")


def _check_kind(name: str, names: set[str]) -> None:
    """Refuse an archive that is no workbook, by the name people have for it.

    With the parts of another format a workbook might be read as that one, unchecked.
    """
    for member, what in _OTHER_KINDS:
        if member in names:
            raise _refuse(
                name,
                f"This is {what}, no .xlsx workbook.",
                fix="Export or save it as .xlsx, or as CSV.",
            )
    if _BOOK not in names:
        raise _refuse(
            name,
            "This is a zip archive, but no .xlsx workbook.",
            fix="Unpack it, and hand in the files inside.",
        )


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
    OSError,
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
        raise _refuse(name, _old_kind(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_kind(name, {member.filename for member in members})
            _check_members(name, members)
            parts = {
                member.filename: archive.read(member)
                for member in members
                if member.filename.lower().endswith(_XML)
            }
    except _BROKEN as error:
        raise _refuse(
            name,
            "The workbook is damaged, or it is no workbook.",
            fix="Perhaps only a part of it arrived: copy it again, or save it anew as .xlsx.",
        ) from error
    for part in parts.values():
        _check_xml(name, part)
    return parts


def _old_kind(content: bytes) -> str:
    for stream, what in _OLD_KINDS:
        if stream.encode("utf-16-le") in content:
            return what
    return "This is a workbook of the old .xls kind."


def packed_anew(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts and nothing else, not compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for path, part in parts.items():
            archive.writestr(zipfile.ZipInfo(path), part)
    return content.getvalue()
