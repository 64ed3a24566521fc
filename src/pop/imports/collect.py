"""From the blocks of a document to raw texts by field: paragraphs, labels and check boxes.

The reader walks through the form once and remembers which section it is in. Every text ends in a field,
a list, a row or among the unplaced; nothing is thrown away but what the form itself prints.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pop.imports.docx import Block, Cell, Document, Paragraph, Row, Table, block_text
from pop.imports.draft import PLACES, Draft
from pop.imports.labels import (
    CONSENT,
    FIELDS,
    NOT_TELLING,
    Found,
    after_fixed_sentence,
    find_box,
    find_label,
)
from pop.imports.tables import TableReader
from pop.imports.text import Box, is_blank, list_items, mask_national_ids, read_boxes, starts_with_box

_BOX_SECTIONS: Final = frozenset({"areas", "wishes", "recipients"})
_LISTS: Final = frozenset({"goals", "own_efforts", "help_needed"})
_RUNNING: Final = frozenset({"exclusions", "remarks"})
_FIELD_SECTIONS: Final = frozenset({"other_text", "exclusions", "remarks", "signature"})
_AROUND: Final = {
    "header": "Topptekst",
    "footer": "Bunntekst",
    "footnotes": "Fotnote",
    "endnotes": "Sluttnote",
    "comments": "Kommentar",
}
_LINE: Final = re.compile(
    r"(?<=[\n\t])|(?<=[^\w\n\t])"
    r"(?=(?:Personnummer|Fødselsnummer|Merknader|Dato og underskrift|Doculivenummer)\s*:)"
)
_PAGE: Final = re.compile(r"\s*(?:side|s\.)?\s*\d+\s*(?:(?:av|/|of)\s*\d+)?\s*", re.IGNORECASE)


def collect(document: Document) -> Draft:
    """All texts of the document by field; identity numbers are masked before anything is looked at."""
    draft = Draft()
    for block in _masked(document.body):
        _block(draft, block)
    for kind, blocks in document.around:
        _around(draft, _AROUND.get(kind, kind), _masked(blocks))
    if document.unread:
        draft.doubt("Hele dokumentet", "", "content_not_read")
    return draft


def telling(draft: Draft) -> set[str]:
    """The labels found that only this form has."""
    return draft.found - NOT_TELLING


def _masked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(map(_masked_block, blocks))


def _masked_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=mask_national_ids(block.text))
    rows = (tuple(replace(cell, blocks=_masked(cell.blocks)) for cell in row.cells) for row in block.rows)
    return Table(tuple(Row(cells) for cells in rows))


def _around(draft: Draft, where: str, blocks: tuple[Block, ...]) -> None:
    for text in map(block_text, blocks):
        label = find_label(text, None)
        printed = label is not None and label.key == "title" and not label.rest
        if not printed and not _PAGE.fullmatch(text):
            draft.leave(text, where)


def _block(draft: Draft, block: Block) -> None:
    if isinstance(block, Table):
        _table(draft, block)
    else:
        read_text(draft, block.text)
        if draft.section == "signature":
            draft.signature_pictures += block.pictures


def _table(draft: Draft, table: Table) -> None:
    draft.pending = None
    reader = TableReader(draft)
    for row in table.rows:
        if not reader.take(row):
            _loose_row(draft, row)


def _loose_row(draft: Draft, row: Row) -> None:
    """A row that belongs to no table of the form: boxes, labels with values, or page layout."""
    if any(cell.has_table for cell in row.cells):
        for block in (block for cell in row.cells for block in cell.blocks):
            _block(draft, block)
        return
    joined = "\t".join(cell.text for cell in row.cells)
    if _is_box_row(draft, joined):
        _boxes(draft, joined)
    else:
        _labelled_row(draft, row.cells)


def _is_box_row(draft: Draft, joined: str) -> bool:
    lead, boxes = read_boxes(joined)
    if not boxes or find_label(lead, draft.section):
        return False
    return draft.section in _BOX_SECTIONS or any(find_box(box.label, draft.section) for box in boxes)


def _labelled_row(draft: Draft, cells: tuple[Cell, ...]) -> None:
    """Cells from left to right: a label takes the cell after it, unless that is a label too."""
    waiting = ""
    for cell in cells:
        label = find_label(cell.text, draft.section)
        if waiting and label is None:
            draft.set_field(waiting, cell.text)
            # Numbers may be written one digit to a cell: none of them may slip past the label.
            waiting = waiting if waiting == "national_id" else ""
            _count_pictures(draft, cell)
        elif label is not None and label.key in FIELDS and not label.rest:
            waiting = _enter(draft, label.key)
        else:
            waiting = ""
            for block in cell.blocks:
                _block(draft, block)
    last = find_label(cells[-1].text, draft.section) if cells else None
    draft.pending = waiting if last is not None and len(cells) == 1 and waiting else None


def _count_pictures(draft: Draft, cell: Cell) -> None:
    if draft.section == "signature":
        draft.signature_pictures += sum(b.pictures for b in cell.blocks if isinstance(b, Paragraph))


def _enter(draft: Draft, key: str) -> str:
    """Note a field's label; the fields of the consent are also places where text may go on."""
    draft.found.add(key)
    if key in _FIELD_SECTIONS:
        draft.section = key
    elif draft.section in CONSENT:  # what stands below "Navn" is no longer part of the exclusions
        draft.section = "consent"
    return key


def read_text(draft: Draft, text: str) -> None:
    """Read one paragraph, which may hold several labels with their values on lines of their own."""
    for piece in _pieces(text):
        _piece(draft, piece)


def _pieces(text: str) -> Iterator[str]:
    buffer = ""
    for line in _LINE.split(text):
        if buffer and (find_label(line, None) or starts_with_box(line)):
            yield buffer
            buffer = ""
        buffer += line
    yield buffer


def _piece(draft: Draft, text: str) -> None:
    if is_blank(text):
        return
    label = find_label(text, draft.section)
    if label is not None:
        draft.pending = None
        _labelled(draft, label)
    elif draft.pending:
        _take_pending(draft, text)
    elif _has_boxes(draft, text):
        _boxes(draft, text)
    else:
        _after_fixed(draft, text)


def _has_boxes(draft: Draft, text: str) -> bool:
    boxes = read_boxes(text)[1]
    if draft.section in _BOX_SECTIONS:
        return bool(boxes)
    return any(find_box(box.label, draft.section) for box in boxes)


def _take_pending(draft: Draft, text: str) -> None:
    key, draft.pending = draft.pending or "", None
    rest = after_fixed_sentence(text)
    if rest is not None or _has_boxes(draft, text):
        _piece(draft, text)
        return
    if key != "national_id":
        draft.doubt(PLACES[key], text.strip(), "value_from_next_paragraph")
    draft.set_field(key, text)


def _labelled(draft: Draft, label: Found) -> None:
    draft.found.add(label.key)
    if label.key in FIELDS:
        _enter(draft, label.key)
        draft.set_field(label.key, label.rest)
        draft.pending = label.key if is_blank(label.rest) and not label.rest else None
    else:
        draft.section = label.key
        if label.rest:
            _piece(draft, label.rest)


def _after_fixed(draft: Draft, text: str) -> None:
    rest = after_fixed_sentence(text)
    if rest is None:
        _free(draft, text)
        return
    if draft.section in CONSENT:  # a printed sentence ends the field before it
        draft.section = "consent"
    _piece(draft, rest)


def _free(draft: Draft, text: str) -> None:
    section = draft.section
    if section == "about_me":
        draft.lists.setdefault(section, []).append(text.strip())
    elif section in _LISTS:
        draft.lists.setdefault(section, []).extend(list_items(text))
    elif section in _RUNNING:
        draft.extend_field(section, text)
    else:
        _note_missing_box(draft, text)
        draft.leave(text)


def _note_missing_box(draft: Draft, text: str) -> None:
    if draft.section in _BOX_SECTIONS and find_box(text.strip(), draft.section):
        draft.doubt(draft.place, text.strip(), "box_missing")


def _boxes(draft: Draft, text: str) -> None:
    lead, boxes = read_boxes(text)
    section = draft.section
    for piece in lead.split("\t"):
        _piece(draft, piece)
    for box in boxes:
        _box(draft, box, section)
        for beside in box.beside:
            draft.leave(beside)


def _box(draft: Draft, box: Box, section: str) -> None:
    found = find_box(box.label, section)
    if found is None:
        _unknown_box(draft, box, section)
        return
    group, label = found
    _tick(draft, group, label.key, box)
    draft.found.add(group)
    if label.key == "other":
        draft.set_field("other_text", label.rest)
    else:
        draft.leave(label.rest, f"{PLACES[group]}, {box.label.removesuffix(label.rest).strip(' (:,')}")


def _tick(draft: Draft, group: str, key: str, box: Box) -> None:
    known = draft.boxes[group]
    if box.ticked is None:
        draft.doubt(PLACES[group], box.label, "box_unclear")
    if key in known and known[key] is not box.ticked:
        draft.doubt(PLACES[group], box.label, "box_twice")
        known[key] = None  # nothing is shared on the strength of half a tick
    else:
        known[key] = box.ticked


def _unknown_box(draft: Draft, box: Box, section: str) -> None:
    where = PLACES[section]
    if is_blank(box.label):
        if box.ticked is not False and not box.beside:
            draft.doubt(where, "", "ticked_without_text")
    elif section == "areas":
        _own_area(draft, box)
    else:
        if section in ("wishes", "recipients"):
            draft.doubt(where, box.label, "wish_unknown" if section == "wishes" else "recipient_unknown")
        draft.leave(("☒ " if box.ticked else "☐ ") + box.label, where)


def _own_area(draft: Draft, box: Box) -> None:
    if box.ticked:
        draft.own_areas.append(box.label)
        return
    code = "box_unclear" if box.ticked is None else "own_area_not_ticked"
    draft.doubt(PLACES["areas"], box.label, code)
    draft.leave(box.label, PLACES["areas"])
