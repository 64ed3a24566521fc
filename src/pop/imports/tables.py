"""The four tables of the form that have a head: Endringslogg, Tiltak, Viktige kontaktpersoner, Viktige møter.

Heads may be merged or not, repeated, wider or narrower than the rows below, or missing.
"""

from typing import Final

from pop.imports.docx import Cell, Row
from pop.imports.draft import PLACES, Draft
from pop.imports.labels import COLUMNS, FIELDS, SECTIONS, TELLING_COLUMNS, find_column, find_label
from pop.imports.text import is_blank

Columns = dict[int, str]

# How columns are read where a table under its heading has lost its head.
_DEFAULT: Final = {kind: tuple(columns) for kind, columns in COLUMNS.items() if kind != "header"}
_NAME_AND_AGENCY: Final = frozenset({"responsible", "agency"})


class TableReader:
    """Reads one table row by row; rows that it does not take belong to no known table."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.kind: str | None = None
        self.columns: Columns = {}
        self.width = 0
        self.before: dict[str, str] = {}
        self.started = False

    def take(self, row: Row) -> bool:
        """Whether this row was a head or a row of a known table, and is now kept in the draft."""
        filled = [cell for cell in row.cells if not is_blank(cell.text)]
        if not filled:
            return True
        if self._is_head(row, filled) or self._is_second_head(row, filled):
            return True
        if is_title(filled) or _holds_a_known_table(filled):
            self.kind = None
            return False
        self._assume_head(row)
        if self.kind is None or _spans_all(row, filled):
            return False
        self._data(row)
        return True

    def _is_head(self, row: Row, filled: list[Cell]) -> bool:
        kind, columns = _head(row, filled)
        if kind is None:
            return False
        self.kind, self.columns, self.width, self.started = kind, columns, row.width, False
        self.before = {}
        self.draft.found.add(kind)
        self.draft.pending = None
        if kind != "header":
            self.draft.section = kind
        for cell in filled:
            if cell.column not in columns:
                self.draft.leave(cell.text, f"{self.draft.place}, kolonneoverskrift")
        return True

    def _is_second_head(self, row: Row, filled: list[Cell]) -> bool:
        """The row with Navn and Etat under Ansvarlig."""
        if self.kind != "measures" or self.started:
            return False
        named = {cell.column: find_column(cell.text, "measures") for cell in filled}
        if not set(named.values()) <= _NAME_AND_AGENCY:
            return False
        self._widen(row.width)
        self.columns.update({column: key for column, key in named.items() if key})
        return True

    def _widen(self, width: int) -> None:
        """A head that lost its merged cell is one column short to the right of Ansvarlig."""
        missing = width - self.width
        split = next((column for column, key in self.columns.items() if key == "responsible"), None)
        if missing <= 0 or split is None or "agency" in self.columns.values():
            return
        moved = {column + missing if column > split else column: key for column, key in self.columns.items()}
        self.columns, self.width = moved | {split + 1: "agency"}, width

    def _assume_head(self, row: Row) -> None:
        kind = self.draft.section
        if self.kind is not None or kind not in _DEFAULT or row.width != len(_DEFAULT[kind]):
            return
        if len(row.cells) != row.width or any(find_label(cell.text, kind) for cell in row.cells):
            return
        self.kind, self.width = kind, row.width
        self.columns = dict(enumerate(_DEFAULT[kind]))
        self.draft.doubt(PLACES[kind], "", "head_missing")

    def _data(self, row: Row) -> None:
        if self.kind == "measures" and not self.started:
            self._widen(row.width)
        self.started = True
        kind = self.kind or ""
        number = len(self.draft.rows.get(kind, [])) + 1
        values = {key: "" for key in COLUMNS[kind]}
        for cell in row.cells:
            self._cell(values, cell, f"{PLACES[kind]}, rad {number}")
        if row.width != self.width:
            self.draft.doubt(f"{PLACES[kind]}, rad {number}", "", "row_shape_differs")
        self._keep(kind, values)

    def _cell(self, values: dict[str, str], cell: Cell, where: str) -> None:
        key = self.columns.get(cell.column)
        text = "" if is_blank(cell.text) else cell.text
        if key is None:
            self.draft.leave(text, f"{where}, kolonne {cell.column + 1}")
            return
        if cell.continues and not text and self.before.get(key):
            text = self.before[key]
            self.draft.doubt(where, text, "merged_cell")
        values[key] = f"{values[key]}\n{text}".strip()

    def _keep(self, kind: str, values: dict[str, str]) -> None:
        self.before = values
        if kind == "header":
            for key, value in values.items():
                self.draft.set_field(key, value)
        elif any(values.values()):
            self.draft.rows.setdefault(kind, []).append(values)


def is_title(filled: list[Cell]) -> bool:
    """Whether the only text of a row is the heading of a section, as where the whole form is one table."""
    if len(filled) != 1:
        return False
    label = find_label(filled[0].text, None)
    return label is not None and (label.key in SECTIONS or label.key in FIELDS and label.key != "name")


def _head(row: Row, filled: list[Cell]) -> tuple[str | None, Columns]:
    best: tuple[str | None, Columns] = (None, {})
    for kind in COLUMNS:
        columns = _columns(filled, kind)
        if len(columns) > len(best[1]) and _is_telling(kind, columns, row):
            best = (kind, columns)
    return best


def _is_telling(kind: str, columns: Columns, row: Row) -> bool:
    if kind == "header" and len(columns) < len(row.cells):  # labels with values beside them, not below
        return False
    return len(columns) > 1 and bool(TELLING_COLUMNS[kind] & set(columns.values()))


def _columns(filled: list[Cell], kind: str) -> Columns:
    columns: Columns = {}
    for cell in filled:
        key = find_column(cell.text, kind)
        if key is None or key in columns.values():
            continue
        columns[cell.column] = key
        if key == "responsible" and cell.span > 1:
            columns[cell.column + 1] = "agency"
    return columns


def _holds_a_known_table(filled: list[Cell]) -> bool:
    """Whether a cell holds paragraphs and a table of the form: then the outer table is only layout."""
    return any(cell.has_table and _has_head(cell) for cell in filled)


def _has_head(cell: Cell) -> bool:
    rows = (row for block in cell.blocks if hasattr(block, "rows") for row in block.rows)
    for row in rows:
        filled = [one for one in row.cells if not is_blank(one.text)]
        if _head(row, filled)[0] or is_title(filled) or _holds_a_known_table(filled):
            return True
    return False


def _spans_all(row: Row, filled: list[Cell]) -> bool:
    """One cell across the whole table is a remark between rows, not a row."""
    return len(row.cells) == 1 and row.width > 1 and len(filled) == 1
