"""The form while it is being read: raw texts by field, and where each came from."""

import re
from dataclasses import dataclass, field
from typing import Final

from pop.imports.form import WHY, Doubt, Unplaced
from pop.imports.text import MASK, is_blank

PLACES: Final = {
    "header": "Øverst i skjemaet",
    "title": "Øverst i skjemaet",
    "change_log": "Endringslogg",
    "areas": "Innsatsområder",
    "wishes": "Progresjonsmuligheter",
    "me": "Om meg",
    "about_me": "Kort om meg",
    "goals": "Mine mål",
    "own_efforts": "Hva kan jeg gjøre selv",
    "help_needed": "Hva jeg trenger hjelp til",
    "measures": "Min plan",
    "contacts": "Viktige kontaktpersoner",
    "meetings": "Viktige møter",
    "consent": "Samtykke",
    "recipients": "Samtykke, mottakere",
    "name": "Navn",
    "archive_number": "Doculivenummer",
    "case_worker": "Saksbehandler/kontaktbetjent",
    "created": "Dato for opprettelse",
    "brik": "BRIK – kartlegging fullført",
    "consent_name": "Samtykke, navn",
    "other_text": "Samtykke, andre mottakere",
    "exclusions": "Samtykke, begrensninger",
    "national_id": "Samtykke, personnummer",
    "remarks": "Samtykke, merknader",
    "signature": "Samtykke, dato og underskrift",
}

Boxes = dict[str, bool | None]


@dataclass
class Draft:
    """What has been read so far; `section` is where in the form, `pending` a label without its value."""

    section: str = "header"
    pending: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, Boxes] = field(default_factory=lambda: {"areas": {}, "wishes": {}, "recipients": {}})
    own_areas: list[str] = field(default_factory=list)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    signature_pictures: int = 0
    had_national_id: bool = False
    doubts: dict[Doubt, None] = field(default_factory=dict)  # in order, each once
    unplaced: list[Unplaced] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Norwegian name of where the reader is."""
        return PLACES[self.section]

    def doubt(self, where: str, text: str, code: str) -> None:
        """Note that a person must look at this, once."""
        self.doubts.setdefault(Doubt(where, text, code, WHY[code]))

    def leave(self, text: str, where: str | None = None) -> None:
        """Keep text that has no field."""
        if not is_blank(text):
            self.unplaced.append(Unplaced(where or self.place, text.strip()))

    def set_field(self, key: str, value: str) -> None:
        """Fill a field; a second value is kept beside with a doubt, an identity number is dropped."""
        key = self._field_here(key)
        if key == "national_id":
            self.drop_national_id(value)
        elif is_blank(value) or self.fields.get(key) == value.strip():
            return
        elif key in self.fields:
            self.doubt(PLACES[key], value.strip(), "field_twice")
            self.leave(value, PLACES[key])
        else:
            self.fields[key] = value.strip()

    def extend_field(self, key: str, value: str) -> None:
        """Add a paragraph to a field of free text."""
        before = self.fields.get(key, "")
        self.fields[key] = f"{before}\n{value.strip()}".strip()

    def drop_national_id(self, value: str) -> None:
        """Remember only that a number was there; words beside it are kept."""
        self.had_national_id |= MASK in value or any(character.isdigit() for character in value)
        rest = re.sub(r"\d", "", value.replace(MASK, ""))
        self.leave(" ".join(rest.split()).strip(" .,:-–"), PLACES["national_id"])

    def _field_here(self, key: str) -> str:
        in_consent = self.section not in ("header", "title")
        return "consent_name" if key == "name" and in_consent else key
