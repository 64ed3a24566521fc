"""Reading registers from files: units, agencies, municipalities. Other features add kinds of their own.

An importer takes one file and answers a report. It writes as it reads; the command keeps what was written only
when no line was wrong, and never in a preview: all or nothing for each file.
"""

import csv
import io
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pop.people import actions
from pop.people.forms import AgencyForm
from pop.people.models import Agency, AgencyKind, Region, Unit, UnitKind, Ward


class WrongFile(Exception):
    """The file cannot be read as what it was said to be; says why in one sentence."""


class WrongUse(Exception):
    """What was asked for cannot be done; says why in one sentence."""


class WrongLine(Exception):
    """One line is wrong; says why in one sentence."""


@dataclass
class Report:
    """What became of one file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def __str__(self) -> str:
        told = _("lagt til %(added)d, endret %(changed)d, uendret %(unchanged)d, feil %(wrong)d") % {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "wrong": len(self.errors),
        }
        return f"{told}: {'; '.join(self.errors)}" if self.errors else told


Importer = Callable[[Path], Report]
KINDS: dict[str, Importer] = {}


def register(kind: str, importer: Importer) -> None:
    """Makes `./pop import KIND FILE` known. Called when the feature's app is ready."""
    KINDS[kind] = importer


@dataclass(frozen=True)
class OwnKind:
    """A kind that is no register: it has options of its own, and says itself what became of its files.

    `run` takes the files, the options and what writes a line; it answers the exit code.
    """

    arguments: Callable[[ArgumentParser], None]
    run: Callable[[list[Path], Mapping[str, Any], Callable[[str], None]], int]


OWN_KINDS: dict[str, OwnKind] = {}


def register_own(kind: str, own: OwnKind) -> None:
    """As `register`, for a kind that is read by its own rules."""
    OWN_KINDS[kind] = own


def text_of(path: Path) -> str:
    """UTF-8 with or without a mark, or else Latin-1, as older systems write."""
    content = path.read_bytes()
    if b"\0" in content:
        raise WrongFile(_("filen er ikke en tekstfil"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines(path: Path, *, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, as values by column. Columns are separated by ; or , and may stand in any order."""
    text = text_of(path)
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") >= first.count(",") else ",")
    head = [name.strip().casefold() for name in next(rows, [])]
    missing = [name for name in needed if name not in head]
    if missing:
        raise WrongFile(_("mangler kolonnen %(columns)s i første linje") % {"columns": ", ".join(missing)})
    for row in rows:
        if any(cell.strip() for cell in row):
            yield rows.line_num, dict(zip(head, (" ".join(cell.split()) for cell in row), strict=False))


def by_line(needed: tuple[str, ...], take: Callable[[dict[str, str]], str]) -> Importer:
    """An importer that takes one line at a time; `take` answers added, changed or unchanged."""

    def read(path: Path) -> Report:
        report = Report()
        for number, values in lines(path, needed=needed):
            try:
                empty = [name for name in needed if not values.get(name)]
                if empty:
                    raise WrongLine(_("%(columns)s er tom") % {"columns": ", ".join(empty)})
                report.count(take(values))
            except WrongLine as wrong:
                report.errors.append(_("linje %(number)d: %(why)s") % {"number": number, "why": wrong})
        return report

    return read


def choice(kinds: Any, word: str) -> str:
    """The value of a kind that is written in words or as the value itself."""
    for value, label in kinds.choices:
        if word.casefold() in (value, str(label).casefold()):
            return str(value)
    known = ", ".join(str(label) for label in kinds.labels)
    raise WrongLine(_("slaget «%(word)s» er ukjent. Bruk en av: %(known)s") % {"word": word, "known": known})


def yes(word: str) -> bool:
    """Whether a cell says yes."""
    if word.casefold() in ("ja", "j", "x", "1", "true"):
        return True
    if word.casefold() in ("", "nei", "n", "0", "false"):
        return False
    raise WrongLine(_("«%(word)s» er verken ja eller nei") % {"word": word})


def too_long(row: Any, **fields: Any) -> None:
    """Says so in words when a value does not fit its column."""
    for name, value in fields.items():
        limit = getattr(row._meta.get_field(name), "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            raise WrongLine(
                _("«%(start)s …» er for langt (mer enn %(limit)d tegn)")
                % {"start": value[:20], "limit": limit}
            )


def put(row: Any, save: Callable[..., Any], **fields: Any) -> str:
    """Saves what differs; answers added, changed or unchanged."""
    too_long(row, **fields)
    new = row._state.adding
    if not new and all(getattr(row, name) == value for name, value in fields.items()):
        return "unchanged"
    save(row, **fields)
    return "added" if new else "changed"


def unit(values: dict[str, str]) -> str:
    """A unit, known by its name; its region and its wards (separated by |) come with it."""
    region = Region.objects.filter(name__iexact=values["region"]).first()
    too_long(Region(), name=values["region"])
    if region is None:
        region = actions.save_region(region=None, name=values["region"])
    found = Unit.objects.filter(name__iexact=values["navn"]).first() or Unit(name=values["navn"])
    told: dict[str, Any] = {"name": found.name, "kind": choice(UnitKind, values["slag"]), "region": region}
    if "telefon" in values:
        told["phone"] = values["telefon"]
    if found._state.adding:
        found.region = region
    outcome = put(found, lambda row, **fields: actions.save_unit(unit=row, **fields), **told)
    for name in filter(None, (ward.strip() for ward in values.get("avdelinger", "").split("|"))):
        if not Ward.objects.filter(unit=found, name__iexact=name).exists():
            too_long(Ward(), name=name)
            actions.save_ward(ward=None, unit=found, name=name)
            outcome = "changed" if outcome == "unchanged" else outcome
    return outcome


def agency(values: dict[str, str]) -> str:
    """An agency, known by its kind and name; what it belongs to must be there already."""
    kind = choice(AgencyKind, values["slag"])
    found = Agency.objects.filter(kind=kind, name__iexact=values["navn"]).first() or Agency(
        name=values["navn"]
    )
    told: dict[str, Any] = {"name": found.name, "kind": kind}
    columns = {"kommunenummer": "municipality_number", "organisasjonsnummer": "organisation_number"}
    for column, name in columns.items():
        if column in values:
            told[name] = number(name, values[column])
    if "navnet avslører noe" in values:
        told["sensitive"] = yes(values["navnet avslører noe"])
    if "hører til" in values:
        told["parent"] = parent(values["hører til"])
    return put(found, lambda row, **fields: actions.save_agency(agency=row, **fields), **told)


def number(field_name: str, value: str) -> str:
    """A number that passes the same test as on the page."""
    form = AgencyForm()
    form.cleaned_data = {field_name: value}
    try:
        return str(getattr(form, f"clean_{field_name}")())
    except ValidationError as wrong:
        raise WrongLine(wrong.messages[0]) from wrong


def parent(name: str) -> Agency | None:
    """The agency of that name, when there is exactly one."""
    if not name:
        return None
    found = list(Agency.objects.filter(name__iexact=name, parent=None)[:2])
    if len(found) != 1:
        raise WrongLine(_("fant ikke én etat som heter «%(name)s»") % {"name": name})
    return found[0]


NUMBERED = ("kommunenummer", "kommunenavn")


def municipalities(path: Path) -> Report:
    """Municipalities; those of which there are two of the name carry their county too, as Herøy and Våler."""
    names = Counter(values.get("kommunenavn", "") for _number, values in lines(path, needed=NUMBERED))
    return by_line(NUMBERED, lambda values: municipality(values, twin=names[values["kommunenavn"]] > 1))(path)


def municipality(values: dict[str, str], *, twin: bool) -> str:
    """A municipality as an agency, known by its number, so that a new name changes it."""
    code = number("municipality_number", values["kommunenummer"])
    name = _("%(name)s kommune") % {"name": values["kommunenavn"]}
    if twin:
        name += f" ({values.get('fylkesnavn') or code})"
    mine = Agency.objects.filter(kind=AgencyKind.HOME_MUNICIPALITY)
    found = (
        mine.filter(municipality_number=code).first()
        or mine.filter(name__iexact=name, municipality_number="").first()
    )
    if mine.filter(name__iexact=name).exclude(pk=found.pk if found else 0).exists():
        raise WrongLine(_("«%(name)s» finnes fra før med et annet nummer") % {"name": name})
    return put(
        found or Agency(),
        lambda row, **fields: actions.save_agency(agency=row, **fields),
        kind=str(AgencyKind.HOME_MUNICIPALITY),
        name=name,
        municipality_number=code,
    )


register("units", by_line(("navn", "slag", "region"), unit))
register("agencies", by_line(("navn", "slag"), agency))
register("municipalities", municipalities)
