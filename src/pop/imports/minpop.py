"""Reading a filled-in Word form "Min POP" (requirements a, b): what it says, what is doubtful, what is left.

    form = read_form(data, today=today)
    preview = to_json(form)

Everything is a pure function of the bytes and the day: nothing is written, looked up or remembered.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Final

from pop.imports.collect import collect, telling
from pop.imports.docx import Document, read_document, read_document_file
from pop.imports.draft import PLACES
from pop.imports.errors import UnreadableForm, refusal
from pop.imports.form import MinPop
from pop.imports.review import review, review_masks
from pop.imports.understand import Understanding

__all__ = ["MinPop", "UnreadableForm", "parse", "read_form", "read_form_file", "to_json"]

MIN_LABELS: Final = 3  # fewer of the form's own labels, and it is some other document
_LISTS: Final = {"changes": "change_log"}


def read_form(data: bytes, *, today: date) -> MinPop:
    """The form in the bytes of a .docx; raises UnreadableForm for a file that is refused as a whole."""
    return parse(read_document(data), today=today)


def read_form_file(path: Path, *, today: date) -> MinPop:
    """As read_form, from a file; one above 10 MB is refused unread."""
    return parse(read_document_file(path), today=today)


def parse(document: Document, *, today: date) -> MinPop:
    """What the document says; raises UnreadableForm("not_the_form") where it is some other document."""
    draft = collect(document)
    if len(telling(draft)) < MIN_LABELS:
        raise refusal("not_the_form")
    form = Understanding(draft, today).form()
    review(draft, form, today)
    review_masks(draft, list(_texts(form)) + [(left.where, left.text) for left in draft.unplaced])
    return replace(form, doubts=tuple(draft.doubts), unplaced=tuple(draft.unplaced))


def to_json(form: MinPop) -> dict[str, object]:
    """The form for a preview: `understood`, `doubtful` and `not_placed`; dates are ISO, times HH:MM."""
    whole = _plain(form)
    assert isinstance(whole, dict)
    doubtful, not_placed = whole.pop("doubts"), whole.pop("unplaced")
    return {"understood": whole, "doubtful": doubtful, "not_placed": not_placed}


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _texts(form: MinPop) -> Iterator[tuple[str, str]]:
    """Every text of the form with where it stands, in Norwegian."""
    for one in fields(form):
        value = getattr(form, one.name)
        where = PLACES.get(_LISTS.get(one.name, one.name), "Skjemaet")
        for number, text in _strings(value):
            yield (f"{where}, rad {number}" if number else where), text


def _strings(value: object, number: int = 0) -> Iterator[tuple[int, str]]:
    if isinstance(value, str):
        yield number, value
    elif isinstance(value, tuple):
        for position, one in enumerate(value, start=1):
            yield from _strings(one, number or position)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _strings(getattr(value, one.name), number)
