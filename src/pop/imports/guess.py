"""Which innsatsområde a line of the form is about, and which contacts look private.

The form itself ties no goal and no measure to an area (requirements (a)); this suggests, a human decides.
"""

import re
from typing import Final

from pop.imports.form import Contact, Measure, MinPop
from pop.imports.labels import AREAS
from pop.imports.text import words
from pop.imports.words import agency_kinds
from pop.plans.forms.about import INJURED

OWN: Final = "own"
GENERAL: Final = "public_network"
"""Where a line goes when the form has no area at all: it is the one about services of every kind."""

# In the order of the form. A word may point to several areas; those that are ticked come first.
AREA_WORDS: Final = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in {
    "housing": r"bolig|bustad|leilighet|husleie|hybel|depositum|flytte|\b(?:sted|stad) å bu?o?\b|\bbo\b|\bbu\b",
    "finances": r"gjeld|økonomi|betal|namsmann|penge|regning|\blån|sosialhjelp|dagpenge|bank\b|inkasso|trygd",
    "education_work": r"skole|skule|utdan|eksamen|\bvg\d|fagbrev|svenneprøve|jobb|arbeid|lærling|praksis|kurs"
                      r"|studi|yrke|\bcv\b|truck|tømrer",
    "social_network": r"\bbarn|samvær|familie|mamma|pappa|\bmor\b|\bfar\b|søster|bror|venn|besøk|nettverk|foreldre",
    "public_network": r"legitimasjon|bank-?id|\bpass\b|individuell plan|ansvarsgruppe|fullmakt",
    "physical_health": r"\blege|\bkne|\brygg|tann|fysio|smerte|medisin|trening|trene|helse|\bsyk",
    "mental_health": r"psyk|\bdps\b|angst|depre|søvn|\bsove|terap|traume|\bsove",
    "alcohol": r"alkohol|\baa\b|aa-|drikk|\bdrakk|rus",
    "drugs": r"narko|hasj|cannabis|amfetamin|\blar\b|rus|medikament",
    "addiction_treatment": r"avheng|behandling|\btsb\b|avrus|rus|klinikk|§ ?12",
    "aggression": r"vold|vald|sinne|aggres|trus|konflikt",
    "programme": r"program",
    "restorative": r"konfliktråd|gjenopprett|forson|unnskyld",
    "victim_of_violence": r"utsatt for|utsett for|krisesenter|voldsoffer",
}.items()}  # fmt: skip

CHILD: Final = re.compile(
    r"\b(?:sønn(?:en)?|son|datter(?:en)?|dotter|barn|barnet|stesønn|stedatter|\d{1,2} år)\b", re.IGNORECASE
)
RELATION: Final = re.compile(
    r"\b(?:mor|mora|mamma|far|faren|pappa|søster|syster|bror|kone|ektefelle|mann|samboer|sambuar|kjæreste|venn"
    r"|venninne|ven|tante|onkel|bestemor|bestefar|besteforeldre|nabo|svigermor|svigerfar|foreldre|familie)\b",
    re.IGNORECASE,
)
IN_NAMES_OF_OFFICES: Final = re.compile(r"\b(?:barn|barnet|familie|foreldre)\b", re.IGNORECASE)
AT_HOME: Final = re.compile(r"\b(?:hjemme|heime|privat|pensjonist|ingen)\b", re.IGNORECASE)
WORD: Final = re.compile(r"[^\W\d_][\w-]*")
BODY: Final = re.compile(
    r"vakt|tjenest|tenest|kontor|senter|kommun|\bnav\b|skole|skule|barnevern|råd|klinikk|avdeling|fengsel|legevakt",
    re.IGNORECASE,
)


def areas_of(form: MinPop) -> tuple[str, ...]:
    """The areas that the form ticks: the printed ones by key, its own as own0, own1, …"""
    return (*form.areas, *(f"{OWN}{number}" for number in range(len(form.own_areas))))


def area(form: MinPop, *texts: str) -> tuple[str, bool]:
    """The area that the texts are most likely about, and whether a word in them says so."""
    said, ticked = " ".join(texts), areas_of(form)
    for code in ticked:
        if is_about(form, code, said):
            return code, True
    for code in AREAS:
        if is_about(form, code, said):
            return code, True
    return (ticked[0] if ticked else GENERAL), False


def is_about(form: MinPop, code: str, said: str) -> bool:
    if code in AREA_WORDS:
        return bool(AREA_WORDS[code].search(said))
    # An own area is known by its own words: «Barn og samvær» and «se barna mine».
    own = {word[:4] for word in words(form.own_areas[int(code.removeprefix(OWN))]) if len(word) >= 4}
    return any(word[:4] in own for word in words(said) if len(word) >= 4)


def is_own(form: MinPop, measure: Measure) -> bool:
    """Whether the person answers for the measure."""
    name, said = words(form.name), words(measure.responsible)
    if said:
        return bool(name) and said in (name, name[:1]) or agency_kinds(measure.responsible) == {"self"}
    return agency_kinds(measure.agency) == {"self"}


def contact_kind(contact: Contact) -> tuple[str, bool]:
    """professional, private, child or leave_out, and whether a human must say which it is (rule A11).

    In doubt the narrower: a school beside «datter» is what must not be written. «Barn og familie» alone may be
    an office.
    """
    said = f"{contact.name} {contact.workplace}"
    at_office = BODY.search(said) and bool(IN_NAMES_OF_OFFICES.search(said))
    telling = IN_NAMES_OF_OFFICES.sub("", said) if at_office else said
    if INJURED.search(said):
        return "leave_out", True
    if CHILD.search(telling):
        return "child", True
    if RELATION.search(telling) or AT_HOME.search(contact.workplace):
        return "private", True
    if contact.workplace:
        return "professional", bool(at_office)
    return ("professional" if BODY.search(contact.name) else "private"), True


def relation(contact: Contact) -> str:
    """The relation of a private contact, where the form says it."""
    found = CHILD.search(f"{contact.workplace} {contact.name}") or RELATION.search(
        f"{contact.workplace} {contact.name}"
    )
    return found.group().lower() if found else ""


def names_in(said: str) -> list[str]:
    """The words of a name: «mor Anne Berg» is Anne and Berg."""
    return [w for w in WORD.findall(said) if not any(p.fullmatch(w) for p in (RELATION, CHILD, AT_HOME))]
