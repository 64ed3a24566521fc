"""A Word document as a plain list of paragraphs and tables, with every text that a reader would see.

Check boxes of all kinds become ☒ or ☐ in the text, tracked insertions are kept and deletions dropped,
line breaks and tabs stay as characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from pop.imports import package
from pop.imports.errors import refusal
from pop.imports.package import local
from pop.imports.tidy import BOX_MARKS, tidy

_PROPERTIES: Final = frozenset(
    {"pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr", "sdtPr", "sdtEndPr"},
)
_NOT_SHOWN: Final = _PROPERTIES | {"instrText", "delText", "delInstrText", "txbxContent", "binData"}
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_WIDE_GAP: Final = re.compile(r"\s{4,}")
_PICTURES: Final = frozenset({"blip", "imagedata"})
_UNREAD: Final = frozenset({"altChunk", "OLEObject", "relIds", "chart"})


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `pictures` counts the images in it, which may be a signature."""

    text: str
    pictures: int = 0


@dataclass(frozen=True)
class Cell:
    """One cell at a column of the table's grid (0 is leftmost); `continues`: merged with the one above."""

    blocks: tuple["Block", ...]
    column: int
    span: int
    continues: bool

    @property
    def text(self) -> str:
        """All text of the cell, that of tables inside it too, one line per paragraph."""
        return "\n".join(line for line in map(block_text, self.blocks) if line)

    @property
    def has_table(self) -> bool:
        """Whether another table lies inside this cell."""
        return any(isinstance(block, Table) for block in self.blocks)


@dataclass(frozen=True)
class Row:
    """One row; `width` is where its last cell ends on the grid."""

    cells: tuple[Cell, ...]

    @property
    def width(self) -> int:
        """Number of grid columns from the left edge to the end of the last cell."""
        return max((cell.column + cell.span for cell in self.cells), default=0)


@dataclass(frozen=True)
class Table:
    """A table as its rows."""

    rows: tuple[Row, ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """The body, the texts around it by kind (header, footer, footnotes …), and what was not read.

    `unread` counts embedded objects and diagrams: their text cannot be reached and a person must look.
    """

    body: tuple[Block, ...]
    around: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    unread: int = 0


def read_document(data: bytes) -> Document:
    """The document in the bytes of a .docx; raises UnreadableForm, never anything else."""
    parts = package.open_parts(data)
    try:
        for root in (parts.main, *(root for _, root in parts.others)):
            tidy(root)
        around = tuple((kind, _blocks(root)) for kind, root in parts.others)
        return Document(_blocks(parts.main), around, _count(parts.main, _UNREAD))
    except RecursionError as error:  # tables in tables by the hundred: no person made this
        raise refusal("broken_xml") from error


def read_document_file(path: Path) -> Document:
    """As read_document, from a file; one above 10 MB is refused unread."""
    return read_document(package.read_path(path))


def block_text(block: Block) -> str:
    """The text of a paragraph, or of all cells of a table line by line."""
    if isinstance(block, Paragraph):
        return block.text.strip()
    texts = (cell.text for row in block.rows for cell in row.cells)
    return "\n".join(text for text in texts if text)


def _blocks(parent: Element) -> tuple[Block, ...]:
    return tuple(block for child in parent for block in _block(child))


def _block(element: Element) -> Iterator[Block]:
    name = local(element.tag)
    if name == "p" or name == "r":
        yield Paragraph(_clean(_inline(element)), _count(element, _PICTURES))
        yield from _text_boxes(element)
    elif name == "tbl":
        yield Table(tuple(_row(row) for row in _nearest(element, "tr")))
    elif name not in _PROPERTIES:  # content controls, insertions, custom XML: transparent
        for child in element:
            yield from _block(child)


def _row(element: Element) -> Row:
    column = _grid_before(element)
    cells = []
    for found in _nearest(element, "tc"):
        span = _number(_property(found, "tcPr", "gridSpan"), 1)
        cells.append(Cell(_blocks(found), column, span, _continues(found)))
        column += span
    return Row(tuple(cells))


def _nearest(parent: Element, name: str) -> Iterator[Element]:
    """Elements of that name below the parent, also in content controls, but not those of a table within."""
    for child in parent:
        if local(child.tag) == name:
            yield child
        elif local(child.tag) not in ("tbl", "tc", "p"):
            yield from _nearest(child, name)


def _property(element: Element, group: str, name: str) -> Element | None:
    for properties in element:
        if local(properties.tag) == group:
            return next((child for child in properties if local(child.tag) == name), None)
    return None


def _value(element: Element) -> str | None:
    return next((value for key, value in element.attrib.items() if local(key) == "val"), None)


def _number(element: Element | None, default: int) -> int:
    value = _value(element) if element is not None else None
    # Word's own limit is 63 columns; a larger number is an error or an attack.
    return min(int(value), 63) if value and re.fullmatch("[1-9][0-9]{0,3}", value) else default


def _grid_before(row: Element) -> int:
    return _number(_property(row, "trPr", "gridBefore"), 0)


def _continues(cell: Element) -> bool:
    merge = _property(cell, "tcPr", "vMerge")
    return merge is not None and _value(merge) != "restart"


def _inline(element: Element) -> str:
    name = local(element.tag)
    if name == "t":
        return element.text or ""
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    if name in ("sym", "fldChar"):
        return BOX_MARKS.get(element.get("mark", ""), "")
    return "".join(_inline(child) for child in element if local(child.tag) not in _NOT_SHOWN)


def _text_boxes(element: Element) -> Iterator[Block]:
    for child in element:
        if local(child.tag) == "txbxContent":
            yield from _blocks(child)
        else:
            yield from _text_boxes(child)


def _count(element: Element, names: frozenset[str]) -> int:
    return sum(local(found.tag) in names for found in element.iter())


def _clean(text: str) -> str:
    # One form of å and no invisible characters: an identity number must not hide behind either.
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _WIDE_GAP.sub(_narrow, visible.replace("\u00a0", " ").replace("\u202f", " "))


def _narrow(gap: re.Match[str]) -> str:
    # Long gaps only move text on the page, and a hundred thousand spaces would make every pattern slow.
    return next(("\n\n" if kind == "\n" else kind for kind in "\n\t" if kind in gap.group()), "  ")
