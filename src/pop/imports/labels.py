"""What the printed form says: its labels, boxes and fixed sentences.

Source: requirements (a) and (b), with the nynorsk words and scanning slips of text.py read as the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pop.imports.text import prefix_end, words

SECTIONS: Final = {
    "title": ("Min POP – Plan for oppfølging og progresjon", "Min POP", "Plan for oppfølging og progresjon"),
    "change_log": ("Endringslogg",),
    "areas": (
        "Overført informasjon fra BRIK/Innsatsområder avdekket i samtale",
        "Overført informasjon fra BRIK",
        "Innsatsområder avdekket i samtale",
        "Innsatsområder",
    ),
    "wishes": (
        "Overført informasjon fra samtale om progresjonsmuligheter (utslusningssamtalen)",
        "Overført informasjon fra samtale om progresjonsmuligheter",
        "Progresjonsmuligheter",
    ),
    "me": ("Om meg",),
    "about_me": ("Kort om meg",),
    "goals": ("Mine mål", "Måla mine", "Mål"),
    "own_efforts": ("Hva kan jeg gjøre selv", "Hva jeg kan gjøre selv"),
    "help_needed": (
        "Hva jeg trenger hjelp til, og hvem kan hjelpe meg",
        "Hva jeg trenger hjelp til, og hvem som kan hjelpe meg",
        "Hva trenger jeg hjelp til, og hvem kan hjelpe meg",
        "Hva jeg trenger hjelp til",
        "Hva trenger jeg hjelp til",
    ),
    "measures": ("Min plan", "Planen min"),
    "contacts": ("Viktige kontaktpersoner for å nå mine mål", "Viktige kontaktpersoner for å nå måla mine",
                 "Viktige kontaktpersoner", "Kontaktpersoner"),
    "meetings": ("Viktige møter",),
    "consent": ("Samtykke til utveksling av taushetsbelagte opplysninger", "Samtykke"),
    "recipients": ("Jeg samtykker til at kriminalomsorgen kan gi informasjon til", "Jeg samtykker til"),
}  # fmt: skip

FIELDS: Final = {
    "name": ("Navn",),
    "archive_number": ("Doculivenummer", "Doculive nummer", "Doculive nr", "Doculivenr", "Doculive"),
    "case_worker": ("Navn saksbehandler/kontaktbetjent", "Navn på saksbehandler/kontaktbetjent",
                    "Saksbehandler/kontaktbetjent", "Saksbehandler", "Kontaktbetjent"),
    "created": ("Dato for opprettelse", "Dato for oppretting", "Opprettet dato", "Dato oppretta"),
    "brik": ("BRIK – kartlegging fullført", "BRIK fullført", "BRIK"),
    "other_text": ("Andre relevante instanser eller privatpersoner", "Andre"),
    "exclusions": ("Instanser og enkeltpersoner som ikke skal få bestemte opplysninger",),
    "national_id": ("Personnummer", "Fødselsnummer", "Personnr", "Fødselsnr", "Fødsels- og personnummer"),
    "remarks": ("Merknader", "Merknad"),
    "signature": ("Dato og underskrift", "Dato og signatur", "Dato, underskrift", "Sted, dato og underskrift",
                  "Underskrift", "Signatur"),
}  # fmt: skip

HEADER: Final = frozenset({"header", "title"})
CONSENT: Final = frozenset({"consent", "recipients", "other_text", "exclusions", "remarks", "signature"})
# Everyday words are labels only where the form has them: "Andre" in a list of goals is the person's own text.
_ONLY_IN: Final = {
    "name": HEADER | CONSENT, "case_worker": HEADER, "archive_number": HEADER | {"change_log"},
    "other_text": CONSENT, "remarks": CONSENT, "signature": CONSENT,
}  # fmt: skip
_EVERYDAY: Final = frozenset({
    ("navn",), ("mål",), ("andre",), ("brik",), ("samtykke",), ("merknad",), ("merknader",), ("underskrift",),
    ("signatur",), ("saksbehandler",), ("kontaktbetjent",), ("kontaktpersoner",), ("doculive",),
    ("om", "meg"), ("min", "plan"), ("planen", "min"), ("min", "pop"),
})  # fmt: skip
# Too common to tell this form from another.
NOT_TELLING: Final = frozenset({"name", "other_text", "remarks", "signature", "national_id"})

AREAS: Final = {
    "housing": ("Bolig",),
    "finances": ("Økonomi og gjeld",),
    "education_work": ("Utdanning, arbeid, annen aktivitet på dagtid", "Utdanning, arbeid, annen aktivitet"),
    "social_network": ("Sosialt nettverk",),
    "public_network": ("Offentlig nettverk",),
    "physical_health": ("Fysisk helse",),
    "mental_health": ("Psykisk helse",),
    "alcohol": ("Bruk av alkohol",),
    "drugs": ("Bruk av narkotiske stoffer og medikamenter",),
    "aggression": ("Aggresjon og bruk av vold eller trusler",),
    "addiction_treatment": ("Avhengighetsbehandling",),
    "programme": ("Deltagelse i program i kriminalomsorgen",),
    "restorative": ("Gjenoppretting",),
    "victim_of_violence": ("Offer for aggresjon og bruk av vold",),
}
WISHES: Final = {
    "section_12": ("§ 12",),
    "section_16": ("§ 16",),
    "section_16a": ("§ 16 a (EK)", "§ 16a (EK)", "§ 16 a", "§ 16a", "§ 16 elektronisk kontroll"),
    "lower_security": ("Lavere sikkerhetsnivå",),
    "halfway_house": ("Overgangsbolig",),
    "leave_plan": ("Plan for permisjoner", "Plan for permisjon"),
    "day_release_plan": ("Plan for frigang",),
}
RECIPIENTS: Final = {
    "specialist_health": ("Spesialisthelsetjenesten",),
    "prison_health": ("Fengselshelsetjenesten",),
    "mediation": ("Konfliktrådet",),
    "nav": ("Nav",),
    "home_municipality": ("Hjemkommune",),
    "gp": ("Fastlege",),
    "school": ("Videregående skole eller høyskole/universitet", "Videregående skole"),
    "other": ("Andre relevante instanser eller privatpersoner",),
}

COLUMNS: Final = {
    "change_log": {
        "version": ("Versjon",),
        "date": ("Dato",),
        "change": ("Hva er endret", "Endring"),
        "by": ("Endret av", "Endra av"),
    },
    "measures": {
        "what": ("Tiltak",),
        "deadline": ("Frist",),
        "responsible": ("Ansvarlig navn", "Navn ansvarlig", "Ansvarlig", "Navn"),
        "agency": ("Ansvarlig etat", "Etat"),
        "status": ("Status",),
    },
    "contacts": {
        "name": ("Navn",),
        "workplace": ("Arbeidssted",),
        "phone": ("Telefonnummer",),
        "email": ("E-post", "Epost", "Mail"),
        "makes_contact": ("Ansvarlig for å etablere kontakt", "Ansvarlig for kontakt", "Ansvarlig"),
    },
    "meetings": {
        "topic": ("Tema for møtet", "Tema for møter", "Tema"),
        "place": ("Sted",),
        "date": ("Dato",),
        "time": ("Tid", "Klokkeslett"),
        "caller": ("Ansvarlig for innkalling", "Ansvarlig"),
        "done": ("Gjennomført",),
    },
    "header": {key: FIELDS[key] for key in ("name", "archive_number", "case_worker", "created", "brik")},
}
# A head row must have one of these: "Navn" and "Dato" stand in several tables.
TELLING_COLUMNS: Final = {
    "change_log": {"change", "by", "version"},
    "measures": {"what", "status"},
    "contacts": {"workplace", "phone", "email"},
    "meetings": {"topic", "done", "caller"},
    "header": {"archive_number", "case_worker", "created", "brik"},
}

_HELP: Final = tuple(words(text) for text in (
    "Planen skal omfatte utfordringsområder hvor BRIK har avdekket behov",
    "Planen skal omfatte ønsker om progresjon",
    "Hvordan jeg ønsker at situasjonen skal være når jeg er ferdig med straffegjennomføringen",
    "Hva vi må gjøre for å nå mine mål",
    "Oversikt over planlagte møter med kontaktbetjent, saksbehandler i friomsorgen, andre etater, "
    "ansvarsgruppemøter, tverrfaglige møter m.m.",
))  # fmt: skip
_FIXED: Final = tuple(words(text) for text in (
    "Planen skal omfatte utfordringsområder hvor BRIK har avdekket behov",
    "Planen skal omfatte ønsker om progresjon",
    "Her setter dere inn tiltak for å oppnå målene.",
    "Dette kan være tiltak for planlagt progresjon, og for å følge opp utfordringer som er avdekket gjennom "
    "samtaler og BRIK.",
    "Alle som utfører arbeid for kriminalomsorgen har taushetsplikt om dine personlige forhold.",
    "Dette innebærer at vi har taushetsplikt om at du gjennomfører straff.",
    "I forbindelse med din straffegjennomføring har kriminalomsorgen behov for å gi og innhente informasjon "
    "fra andre.",
    "Et informert samtykke innebærer at du",
    "Har fått informasjon om hvilke opplysninger som skal utveksles",
    "Vet hvordan opplysningene skal brukes og konsekvensene av dette",
    "Er kjent med at det ikke skal utveksles flere opplysninger enn det som er nødvendig",
    "Er kjent med at du kan nekte at opplysninger om spesielle forhold utveksles eller at konkrete instanser "
    "eller enkeltpersoner får bestemte opplysninger",
    "Opplysningene må være av betydning for min straffegjennomføring.",
    "Samtykket til fritak fra taushetsplikt gjelder så lenge jeg er under straffegjennomføring.",
    "Samtykket kan trekkes tilbake når som helst hvis jeg ønsker det, helt eller delvis, også før "
    "opplysningene er utvekslet.",
    "Aktuelle lovbestemmelser om taushetsplikt",
    "Forvaltningsloven § 13",
    "Straffegjennomføringsloven",
))  # fmt: skip

_PARENTHESIS: Final = re.compile(r"[\s:?]*\(([^()]*)\)")
_AFTER_LABEL: Final = re.compile(r"\)?[ ]*(?:$|[:?\n\t(…]|\.{2,}|_{2,}|[-–—](?=\s))")
_AFTER_EVERYDAY: Final = re.compile(r"\s*(?:$|:|\n|\.{3,}|_{3,})")
_FILLING: Final = " \t\n:?*"


@dataclass(frozen=True)
class Found:
    """A label at the start of a text: its key, and what stands after it."""

    key: str
    rest: str


def _longest_first(table: dict[str, tuple[str, ...]]) -> tuple[tuple[tuple[str, ...], str], ...]:
    rows = [(words(variant), key) for key, variants in table.items() for variant in variants]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


_LABELS: Final = _longest_first({**SECTIONS, **FIELDS})
_BOX_LABELS: Final = {
    "areas": _longest_first(AREAS),
    "wishes": _longest_first(WISHES),
    "recipients": _longest_first(RECIPIENTS),
}
_COLUMN_LABELS: Final = {kind: _longest_first(columns) for kind, columns in COLUMNS.items()}


def find_label(text: str, section: str | None) -> Found | None:
    """The label a text begins with where it stands in that section (None: anywhere)."""
    for label, key in _LABELS:
        end = prefix_end(text, label)
        allowed = _ONLY_IN.get(key)
        if end is None or (section is not None and allowed is not None and section not in allowed):
            continue
        rest = text[end:]
        if (_AFTER_EVERYDAY if label in _EVERYDAY else _AFTER_LABEL).match(rest):
            return Found(key, value_after(rest))
    return None


def value_after(rest: str) -> str:
    """What was written after a label: without its help text in parentheses, colon and spaces."""
    rest = rest.removeprefix(")")  # of "(utslusningssamtalen)"
    found = _PARENTHESIS.match(rest)
    if found and _is_help(words(found.group(1))):
        rest = rest[found.end() :]
    return rest.lstrip(_FILLING).rstrip()


def find_box(label: str, section: str) -> tuple[str, Found] | None:
    """The group (areas, wishes, recipients) and key of a box label; the section's own group first."""
    for group in sorted(_BOX_LABELS, key=lambda name: name != section):
        for wanted, key in _BOX_LABELS[group]:
            end = prefix_end(label, wanted)
            if end is not None and re.match(r"\s*(?:$|[^\w\s])|\n", label[end:]):
                return group, Found(key, _beside(label[end:]))
    return None


def _beside(rest: str) -> str:
    """What somebody wrote after the label of a box: "(haster)", ": Tor", "– helst snart"."""
    rest = rest.removeprefix(")").lstrip(" \t\n:,;–-").rstrip()
    return rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest


def find_column(text: str, kind: str) -> str | None:
    """The column of that table which a head cell names, or None; nothing but help text may follow."""
    for label, key in _COLUMN_LABELS[kind]:
        end = prefix_end(text, label)
        if end is not None and not value_after(text[end:]):
            return key
    return None


def after_fixed_sentence(text: str) -> str | None:
    """What follows a sentence that the form itself prints, or None if the text begins otherwise."""
    ends: Iterable[int] = (end for sentence in _FIXED if (end := prefix_end(text, sentence)) is not None)
    end = max(ends, default=None)
    return None if end is None else text[end:].lstrip(" \t\n.:;)•")


def _is_help(inside: tuple[str, ...]) -> bool:
    return len(inside) > 1 and any(sentence[: len(inside)] == inside for sentence in _HELP)
