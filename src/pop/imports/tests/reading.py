"""What the tests of whole forms ask again and again."""

import json
from datetime import date
from typing import Final

from pop.imports.form import MinPop
from pop.imports.minpop import read_form, to_json
from pop.imports.tests.build import docx, header, p, paragraph_texts

TODAY: Final = date(2026, 3, 1)

# What the form itself prints (requirements a and b), longest first: all else in a file is somebody's own text.
PRINTED = sorted(
    """Min POP – Plan for oppfølging og progresjon|Navn:|Doculivenummer:|Navn saksbehandler/kontaktbetjent:
Dato for opprettelse:|BRIK – kartlegging fullført:|Endringslogg|Versjon|Dato|Hva er endret|Endret av
Overført informasjon fra BRIK/Innsatsområder avdekket i samtale:|Bolig|Psykisk helse|Avhengighetsbehandling
Økonomi og gjeld|Bruk av alkohol|Deltagelse i program i kriminalomsorgen|Fysisk helse
Utdanning, arbeid, annen aktivitet på dagtid|Bruk av narkotiske stoffer og medikamenter|Gjenoppretting
Sosialt nettverk|Aggresjon og bruk av vold eller trusler|Offer for aggresjon og bruk av vold|Offentlig nettverk
Overført informasjon fra samtale om progresjonsmuligheter (utslusningssamtalen):
Overført informasjon fra samtale om progresjonsmuligheter (utslusningssamtalen): (Planen skal omfatte ønsker om \
progresjon)|§ 12|§ 16|§ 16 a (EK)|Lavere sikkerhetsnivå|Overgangsbolig|Plan for permisjoner|Plan for frigang
Om meg|Kort om meg:|Mine mål: (Hvordan jeg ønsker at situasjonen skal være når jeg er ferdig med \
straffegjennomføringen)|Hva kan jeg gjøre selv?|Hva jeg trenger hjelp til, og hvem kan hjelpe meg:|Min plan
Her setter dere inn tiltak for å oppnå målene.|Tiltak: (Hva vi må gjøre for å nå mine mål)|Frist|Ansvarlig|Navn
Etat|Status|Viktige kontaktpersoner for å nå mine mål:|Arbeidssted:|Telefonnummer:|E-post:
Ansvarlig for å etablere kontakt:|Viktige møter: (Oversikt over planlagte møter)|Tema for møtet:|Sted:|Dato:|Tid:
Ansvarlig for innkalling:|Gjennomført?|Samtykke til utveksling av taushetsbelagte opplysninger
Jeg samtykker til at kriminalomsorgen kan gi informasjon til:|Spesialisthelsetjenesten|Fengselshelsetjenesten
Konfliktrådet|Nav|Hjemkommune|Fastlege|Videregående skole eller høyskole/universitet
Andre relevante instanser eller privatpersoner:|Andre:|Merknader:|Dato og underskrift:|Personnummer:
Instanser og enkeltpersoner som ikke skal få bestemte opplysninger:""".replace("\n", "|").split("|"),
    key=len,
    reverse=True,
)


def read(*blocks: str, today: date = TODAY, parts: dict[str, str | bytes] | None = None) -> MinPop:
    """A form with the usual top and these blocks after it."""
    return read_form(docx(p("Min POP"), header(), p("Endringslogg"), *blocks, parts=parts), today=today)


def codes(found: MinPop) -> set[str]:
    """The codes of all doubts."""
    return {doubt.why_code for doubt in found.doubts}


def leftovers(found: MinPop) -> list[str]:
    """The texts that found no field."""
    return [left.text for left in found.unplaced]


def own_text(line: str) -> str:
    """A line without box, printed label and dots: what somebody wrote."""
    for mark in ("☒", "☐", "[x]", "[ ]"):
        line = line.removeprefix(mark).lstrip()
    printed = next((label for label in PRINTED if line.strip().startswith(label)), "")
    own = line.strip().removeprefix(printed).strip()
    # "Navn Navnesen" is no label: a label ends with its colon or with the line.
    own = line.strip() if own and printed and printed[-1] not in ":?" else own
    return own if any(character.isalnum() for character in own) else ""


def squeezed(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def everything(found: MinPop) -> str:
    """All text of the result."""
    return squeezed(json.dumps(to_json(found), ensure_ascii=False).replace("\\n", " "))


def assert_nothing_is_lost(data: bytes, *, extra: str = "") -> None:
    """Every line that somebody wrote is somewhere in the result."""
    seen = everything(read_form(data, today=TODAY))
    for line in paragraph_texts(data):
        own = own_text(line)
        if own and not line.startswith("Personnummer:"):
            for piece in own.split(" ") if "Dato og underskrift" in line else [own]:
                assert squeezed(piece) in seen, line
    assert squeezed(extra) in seen
