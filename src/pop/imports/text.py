"""Comparing text the way a person does: without case, dots and small slips, in bokmål and nynorsk alike."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Final

MASK: Final = "[fødselsnummer fjernet]"

_WORD: Final = re.compile(r"[^\W_]+|§")
_LEADING_NUMBER: Final = re.compile(r"\s*\d{1,2}[.)]\s+")
_BULLET: Final = re.compile(r"\s*(?:[•·▪◦‣*o]\s+|[-–—]\s+|•|\d{1,2}[.)]\s+)(?=\S)")
# Eleven digits, with or without the separators people put after the date and in the middle.
_NATIONAL_ID: Final = re.compile(r"(?<!\d)\d{2}[ .]?\d{2}[ .]?\d{2}\s?[-–.]?\s?\d{3}\s?\d{2}(?!\d)")
_MARK: Final = re.compile(
    r"(?P<glyph>[☒☑✓✔✗✘🗹🗵🗷⊠■☐□▢❏❑])|\[[ \t]*(?P<square>[^\s\[\]]?)[ \t]*\]|\((?P<round> +|[xX])\)"
)
_TICKS: Final = "☒☑✓✔✗✘🗹🗵🗷⊠■xXvV*"
_EMPTY_BOXES: Final = "☐□▢❏❑ "

# Nynorsk, older spellings and the slips of the scanned form (requirements §0) to the word the form prints.
_SAME_WORD: Final = {
    "eg": "jeg", "kva": "hva", "kven": "hvem", "korleis": "hvordan", "gjere": "gjøre", "gjera": "gjøre",
    "sjølv": "selv", "sjøl": "selv", "namn": "navn", "namnet": "navn", "stad": "sted", "treng": "trenger",
    "ansvarleg": "ansvarlig", "arbeidsstad": "arbeidssted", "epost": "post", "telefon": "telefonnummer",
    "tlf": "telefonnummer", "mobil": "telefonnummer", "måla": "mål", "møte": "møter", "møta": "møter",
    "viktigaste": "viktige", "kontaktpersonar": "kontaktpersoner", "gjennomførd": "gjennomført",
    "bustad": "bolig", "offentleg": "offentlig", "annan": "annen", "stoff": "stoffer",
    "medikament": "medikamenter", "vald": "vold", "truslar": "trusler", "deltaking": "deltagelse",
    "deltakelse": "deltagelse", "kriminalomsorga": "kriminalomsorgen", "lågare": "lavere",
    "lavare": "lavere", "tryggingsnivå": "sikkerhetsnivå", "sikkerheitsnivå": "sikkerhetsnivå",
    "overgangsbustad": "overgangsbolig", "permisjonar": "permisjoner", "samtykkjer": "samtykker",
    "heimkommune": "hjemkommune", "vidaregåande": "videregående", "skule": "skole", "høgskule": "høyskole",
    "høgskole": "høyskole", "opplysningar": "opplysninger", "instansar": "instanser",
    "einskildpersonar": "enkeltpersoner", "enkeltpersonar": "enkeltpersoner",
    "privatpersonar": "privatpersoner", "ikkje": "ikke", "frå": "fra", "nokre": "bestemte",
    "merknadar": "merknader", "utsusningsamtalen": "utslusningssamtalen",
    "utslusingssamtalen": "utslusningssamtalen", "framsorgen": "friomsorgen", "anfatte": "omfatte",
    "taushetsrelatert": "taushetsbelagte", "teieplikta": "taushetsbelagte",
    "teiepliktige": "taushetsbelagte", "paragraf": "§", "avhengigheitsbehandling": "avhengighetsbehandling",
    "oversyn": "oversikt", "planlagde": "planlagte", "spesialisthelsetenesta": "spesialisthelsetjenesten",
    "fengselshelsetenesta": "fengselshelsetjenesten", "vere": "være", "vera": "være", "ynskjer": "ønsker",
    "ønskjer": "ønsker",
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A box and the text beside it; `ticked` is None where the mark can be read both ways."""

    ticked: bool | None
    label: str
    beside: tuple[str, ...]


def canonical(word: str) -> str:
    """One word without case, in the spelling that the printed form uses."""
    folded = word.casefold()
    return _SAME_WORD.get(folded, folded)


def words(text: str) -> tuple[str, ...]:
    """All words of a text in canonical spelling."""
    return tuple(canonical(found.group()) for found in _WORD.finditer(text))


def is_blank(text: str) -> bool:
    """Whether only dots, lines and spaces stand here: a field that was not filled in."""
    return not any(character.isalnum() or _MARK.match(character) for character in text) and "[" not in text


@lru_cache(maxsize=20_000)
def same_word(one: str, other: str) -> bool:
    """Whether two canonical words are equal, or long and a letter or two apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2 or one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.85


def prefix_end(text: str, label: tuple[str, ...]) -> int | None:
    """Where the label ends if the text begins with its words, else None; "1." before it does not count."""
    number = _LEADING_NUMBER.match(text)
    start = number.end() if number and label[0] != "§" else 0
    found = list(islice(_WORD.finditer(text, start), len(label)))
    if len(found) < len(label):
        return None
    if all(same_word(canonical(word.group()), wanted) for word, wanted in zip(found, label, strict=True)):
        return found[-1].end()
    return None


def mask_national_ids(text: str) -> str:
    """The text with every eleven-digit identity number replaced; nothing of the number is kept."""
    return _NATIONAL_ID.sub(MASK, text)


def starts_with_box(text: str) -> bool:
    """Whether the text begins with a check box, drawn or typed."""
    return bool(_MARK.match(text.lstrip()))


def without_bullet(line: str) -> str:
    """A list item without the bullet or number that somebody typed before it."""
    found = _BULLET.match(line)
    return line[found.end() :].strip() if found else line.strip()


def list_items(text: str) -> list[str]:
    """The items of a paragraph in a list: one, unless its lines begin with typed bullets."""
    items: list[str] = []
    for line in text.split("\n"):
        if items and not _BULLET.match(line):
            items[-1] += "\n" + line.strip()
        else:
            items.append(without_bullet(line))
    return [item.strip() for item in items if not is_blank(item)]


def read_boxes(text: str) -> tuple[str, list[Box]]:
    """The text before the first box, and each box with its label; cells of a row are separated by tabs.

    Boxes stand before their labels unless the text ends with one and does not begin with one.
    """
    marks = list(_MARK.finditer(text))
    if not marks:
        return text, []
    lead, tail = text[: marks[0].start()], text[marks[-1].end() :]
    if lead.strip() and not tail.strip():
        return "", _boxes_after(text, marks)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    boxes = [_box(mark, text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    return lead, _joined(boxes, marks)


def _boxes_after(text: str, marks: list[re.Match[str]]) -> list[Box]:
    starts = [0] + [mark.end() for mark in marks[:-1]]
    boxes = []
    for mark, start in zip(marks, starts, strict=True):
        pieces = [piece.strip() for piece in text[start : mark.start()].split("\t") if piece.strip()]
        boxes.append(Box(_state(mark), pieces[-1] if pieces else "", tuple(pieces[:-1])))
    return boxes


def _box(mark: re.Match[str], after: str) -> Box:
    pieces = [piece.strip() for piece in after.split("\t") if piece.strip()]
    return Box(_state(mark), pieces[0] if pieces else "", tuple(pieces[1:]))


def _joined(boxes: list[Box], marks: list[re.Match[str]]) -> list[Box]:
    """Two marks side by side are one box that says two things."""
    joined: list[Box] = []
    for number, box in enumerate(boxes):
        touches = number > 0 and marks[number - 1].end() == marks[number].start()
        if touches and joined:
            agree = joined[-1].ticked is box.ticked
            joined[-1] = Box(box.ticked if agree else None, box.label, box.beside)
        else:
            joined.append(box)
    return joined


def _state(mark: re.Match[str]) -> bool | None:
    inside = mark["glyph"] or mark["square"] or (mark["round"] or "").strip()
    if not inside or inside in _EMPTY_BOXES:
        return False
    return True if inside in _TICKS else None
