"""The zip file around a Word document, opened without trusting anything that it says about itself.

Everything happens in memory: nothing is written to disk, no link or template in the file is followed.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from pop.imports.errors import refusal

MAX_FILE_BYTES: Final = 10 * 1024 * 1024  # the file as it lies on disk
MAX_UNPACKED_BYTES: Final = 40 * 1024 * 1024  # all members together
MAX_PART_BYTES: Final = 10 * 1024 * 1024  # one XML part; a filled-in form has about 30 kB
MAX_TAGS: Final = 200_000  # "<" in one part: an element costs some 400 bytes of memory, whatever its own size
MAX_DEPTH: Final = 250  # elements within elements; a table in a table in a table needs about 40
MAX_MEMBERS: Final = 1_000
MAX_RATIO: Final = 200  # unpacked / packed; Word's own XML stays below 50
RATIO_FROM_BYTES: Final = 1024 * 1024  # small parts may compress as well as they like

_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CENTRAL_ENTRY: Final = b"PK\x01\x02"
_MAIN_PART: Final = "word/document.xml"
_OTHER_PARTS: Final = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """The XML of a Word document: the body, and by kind (header, footer, …) what stands around it."""

    main: Element
    others: tuple[tuple[str, Element], ...]


def read_path(path: Path) -> bytes:
    """The bytes of a file of at most 10 MB; a larger one raises too_large before it is read."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise refusal("too_large")
    with path.open("rb") as stream:
        return read_stream(stream)


def read_stream(stream: BinaryIO) -> bytes:
    """The bytes of an upload; reads one byte past the limit and no more, raises too_large."""
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise refusal("too_large")
    return data


def open_parts(data: bytes) -> Parts:
    """The parts of a .docx that hold text; raises UnreadableForm for all that is not a plain, safe .docx."""
    _check_outside(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        # RecursionError is a RuntimeError too, but nothing here recurses.
        raise refusal("not_a_docx") from error


def local(tag: object) -> str:
    """The name of a tag or attribute without its namespace: strict and transitional OOXML read alike."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _check_outside(data: bytes) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise refusal("too_large")
    if data.startswith(_OLE_MAGIC):  # Word wraps a password-protected file in the old format
        raise refusal("encrypted" if _OLE_ENCRYPTED in data else "not_a_docx")
    if not data.startswith(b"PK"):
        raise refusal("not_a_docx")
    if data.count(_CENTRAL_ENTRY) > MAX_MEMBERS:  # counted before zipfile makes an object of each
        raise refusal("zip_bomb")


def _read_archive(archive: zipfile.ZipFile) -> Parts:
    members = {info.filename.lower(): info for info in archive.infolist()}
    _check_members(archive.infolist())
    reader = _Reader(archive, members)
    _check_content_types(reader)
    main_name = _main_part_name(reader)
    main = reader.xml(main_name)
    if local(main.tag) != "document":
        raise refusal("not_a_docx")
    others = tuple((found[1].lower(), reader.xml(name)) for name, found in _other_names(members))
    return Parts(main, others)


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    names = Counter(info.filename.lower() for info in infos)
    if any(name.rpartition("/")[2] == "vbaproject.bin" for name in names):
        raise refusal("macros")
    if max(names.values(), default=0) > 1:  # two parts of one name: two programs would read two documents
        raise refusal("not_a_docx")
    if any(info.flag_bits & 0x1 for info in infos):
        raise refusal("encrypted")
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES or any(map(_is_blown_up, infos)):
        raise refusal("zip_bomb")


def _is_blown_up(info: zipfile.ZipInfo) -> bool:
    # Pictures may be one even colour; only the XML is ever unpacked.
    is_xml = info.filename.lower().endswith((".xml", ".rels"))
    ratio = info.file_size / max(info.compress_size, 1)
    return is_xml and info.file_size > RATIO_FROM_BYTES and ratio > MAX_RATIO


def _check_content_types(reader: "_Reader") -> None:
    elements = reader.xml("[content_types].xml").iter()
    values = [value.lower() for element in elements for value in element.attrib.values()]
    if any("macroenabled" in value or "vbaproject" in value for value in values):
        raise refusal("macros")


def _main_part_name(reader: "_Reader") -> str:
    """The body's name: Word on the web also writes word/document2.xml, so the relationship decides."""
    if "_rels/.rels" not in reader.members:
        return _MAIN_PART
    for relation in reader.xml("_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument") and relation.get("TargetMode") != "External":
            return relation.get("Target", _MAIN_PART).lstrip("/").lower()
    return _MAIN_PART


def _other_names(members: dict[str, zipfile.ZipInfo]) -> list[tuple[str, re.Match[str]]]:
    matches = ((name, _OTHER_PARTS.fullmatch(name)) for name in sorted(members))
    return [(name, found) for name, found in matches if found]


class _Reader:
    """Unpacks single parts within one common budget of bytes."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self.archive = archive
        self.members = members
        self.left = MAX_UNPACKED_BYTES

    def xml(self, name: str) -> Element:
        """The parsed part; a missing one means that this is no .docx."""
        info = self.members.get(name.lower())
        if info is None:
            raise refusal("not_a_docx")
        return parse_xml(self._unpack(info))

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal("not_a_docx")
        limit = min(MAX_PART_BYTES, self.left)
        with self.archive.open(info) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise refusal("zip_bomb")
        self.left -= len(content)
        return content


def parse_xml(content: bytes) -> Element:
    """XML without DTD, entities or outside references; raises broken_xml, or zip_bomb for too many tags."""
    if content.count(b"<") > MAX_TAGS:
        raise refusal("zip_bomb")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        # What defusedxml forbids is a ValueError; an unknown encoding is a LookupError.
        raise refusal("broken_xml") from error
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise refusal("broken_xml")
