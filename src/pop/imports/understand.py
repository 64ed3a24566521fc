"""From raw texts by field to the understood form: dates, statuses, yes and no, each with its doubts."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from pop.imports.dates import WrittenDate, WrittenTime, parse_date, parse_time, split_time
from pop.imports.draft import PLACES, Draft
from pop.imports.form import Change, Consent, Contact, Measure, Meeting, MinPop
from pop.imports.labels import AREAS, CONSENT, RECIPIENTS, WISHES
from pop.imports.text import words
from pop.imports.words import is_refusal, names, status_key, ticked_text, yes_or_no

_DATE_TEXT: Final = re.compile(r"\d{1,2}\.?\s*[a-zæøå]{3,9}\.?\s*\d{4}|\d[\d./\- ]*\d", re.IGNORECASE)
_ARCHIVE_NUMBER: Final = re.compile(r"[A-ZÆØÅ]{0,3}[ -]?\d{2,4}[\d/ -]{2,12}", re.IGNORECASE)

_Row = TypeVar("_Row")


class Understanding:
    """Reads the draft's texts; `near` is the plan's own date where it has one, else today."""

    def __init__(self, draft: Draft, today: date) -> None:
        self.draft = draft
        self.today = today
        self.created = parse_date(draft.fields.get("created", ""), near=today)
        self.near = self.created.date or today

    def form(self) -> MinPop:
        """The whole form, without the doubts of review.py, which look across fields."""
        draft = self.draft
        self._note_date(PLACES["created"], self.created)
        brik_date, brik_completed, brik_refused = self._brik()
        return MinPop(
            name=self._text("name"),
            archive_number=self._text("archive_number"),
            case_worker=self._text("case_worker"),
            case_workers=names(self._text("case_worker")),
            created=self.created,
            brik_text=self._text("brik"),
            brik_date=brik_date,
            brik_completed=brik_completed,
            brik_refused=brik_refused,
            changes=self._rows("change_log", self._change),
            areas=self._ticked("areas", tuple(AREAS)),
            own_areas=tuple(draft.own_areas),
            wishes=self._ticked("wishes", tuple(WISHES)),
            about_me="\n".join(draft.lists.get("about_me", [])),
            goals=tuple(draft.lists.get("goals", [])),
            own_efforts=tuple(draft.lists.get("own_efforts", [])),
            help_needed=tuple(draft.lists.get("help_needed", [])),
            measures=self._rows("measures", self._measure),
            contacts=self._rows("contacts", self._contact),
            meetings=self._rows("meetings", self._meeting),
            consent=self._consent(),
            had_national_id=draft.had_national_id,
            doubts=(),
            unplaced=(),
        )

    def _text(self, key: str) -> str:
        return self.draft.fields.get(key, "")

    def _ticked(self, group: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        boxes = self.draft.boxes[group]
        return tuple(key for key in keys if boxes.get(key))

    def _rows(self, kind: str, make: Callable[[dict[str, str], str], _Row]) -> tuple[_Row, ...]:
        rows = enumerate(self.draft.rows.get(kind, []), start=1)
        return tuple(make(row, f"{PLACES[kind]}, rad {number}") for number, row in rows)

    def _note_date(self, where: str, written: WrittenDate | WrittenTime) -> None:
        if written.doubt:
            self.draft.doubt(where, written.text, written.doubt)

    def _date(self, text: str, where: str) -> WrittenDate:
        written = parse_date(text, near=self.near)
        self._note_date(where, written)
        return written

    def _brik(self) -> tuple[WrittenDate, bool | None, bool]:
        text = self._text("brik")
        written = parse_date(text, near=self.near)
        found = WrittenDate() if written.doubt == "not_a_date" else written
        refused = is_refusal(text)
        completed, unclear = (False, False) if refused else self._completed(text, found)
        if unclear:
            self.draft.doubt(PLACES["brik"], text, "brik_unclear")
        elif found.doubt and not refused:
            self.draft.doubt(PLACES["brik"], text, found.doubt)
        return found, completed, refused

    def _completed(self, text: str, found: WrittenDate) -> tuple[bool | None, bool]:
        said, unclear = yes_or_no(text)
        if found.date and said is not False:
            return found.date <= self.today, found.date > self.today
        return said, unclear

    def _change(self, row: dict[str, str], where: str) -> Change:
        return Change(row["version"], self._date(row["date"], where), row["change"], row["by"])

    def _measure(self, row: dict[str, str], where: str) -> Measure:
        key, unsure = status_key(row["status"])
        if unsure:
            self.draft.doubt(f"{where}, status", row["status"], "status_unclear")
        deadline = self._date(row["deadline"], f"{where}, frist")
        return Measure(row["what"], deadline, row["responsible"], row["agency"], key, row["status"])

    def _contact(self, row: dict[str, str], where: str) -> Contact:
        if row["phone"] and not 8 <= sum(map(str.isdigit, row["phone"])) <= 15:
            self.draft.doubt(f"{where}, telefon", row["phone"], "phone_unclear")
        if row["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", row["email"]):
            self.draft.doubt(f"{where}, e-post", row["email"], "email_unclear")
        return Contact(row["name"], row["workplace"], row["phone"], row["email"], row["makes_contact"])

    def _meeting(self, row: dict[str, str], where: str) -> Meeting:
        day, clock = split_time(row["date"])
        written_date = self._date(day, f"{where}, dato")
        written_time = parse_time(row["time"] or clock)
        self._note_date(f"{where}, tid", written_time)
        if clock and row["time"]:
            self.draft.leave(clock, f"{where}, dato")
        done, unsure = yes_or_no(row["done"])
        if unsure:
            self.draft.doubt(f"{where}, gjennomført", row["done"], "done_unclear")
        return Meeting(
            topic=row["topic"],
            place=row["place"],
            date=written_date,
            time=written_time,
            caller=row["caller"],
            done=done,
            done_text=row["done"],
        )

    def _consent(self) -> Consent | None:
        if not (self.draft.found & (CONSENT | {"recipients"})):
            return None
        written, signature = self._signature()
        return Consent(
            recipients=self._ticked("recipients", tuple(RECIPIENTS)),
            other_text=self._text("other_text"),
            exclusions=self._text("exclusions"),
            name=self._text("consent_name"),
            remarks=self._text("remarks"),
            date=written,
            signature=signature,
            signed=bool(words(signature)) or self.draft.signature_pictures > 0,
        )

    def _signature(self) -> tuple[WrittenDate, str]:
        """The date and what stands beside it on the line "Dato og underskrift"."""
        text = ticked_text(self._text("signature"))
        found = _DATE_TEXT.search(text)
        if found is None:
            return WrittenDate(), text
        written = self._date(found.group(), PLACES["signature"])
        if written.date is None:
            return written, text
        return written, (text[: found.start()] + text[found.end() :]).strip(" ,.;:/–-\n\t_")


def looks_like_archive_number(text: str) -> bool:
    """Whether the text could be a case number of the archive: digits, perhaps with a year and a stroke."""
    return bool(_ARCHIVE_NUMBER.fullmatch(text.strip()))
