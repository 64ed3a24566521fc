"""What the words in the form's short fields mean: status, yes and no, refusals, agencies.

The keys of status are those of the glossary (rules A18); the kinds of agency those of the consent (b).
"""

import re
from typing import Final

from pop.imports.text import Box, read_boxes

_STATUS: Final = {
    "proposed": ("foreslått", "forslag", "føreslått", "forslått", "framlegg"),
    "chosen": (
        "ikke startet", "ikke starta", "ikke påbegynt", "ikke begynt", "ikke i gang", "ikke igangsatt",
        "valgt", "vald", "planlagt", "ny",
    ),
    "in_progress": (
        "påbegynt", "påbyrja", "begynt", "byrja", "i gang", "igang", "startet", "starta", "pågår",
        "under arbeid", "underveis", "undervegs", "igangsatt",
    ),
    "waiting": ("venter", "ventar", "avventer", "avventar", "på vent", "venteliste", "sendt", "søkt",
                "bestilt"),
    "done": ("ferdig", "fullført", "gjennomført", "utført", "ok", "avsluttet", "avslutta"),
    "stopped": (
        "stoppet", "stoppa", "stansa", "stanset", "avbrutt", "avbrote", "avlyst", "uaktuell", "uaktuelt",
        "utgår", "trukket", "trekt",
    ),
}  # fmt: skip
# "Sendt" may mean that an application waits for its answer, or only that a letter is gone.
_UNSURE_STATUS: Final = frozenset({"sendt", "søkt", "bestilt", "avsluttet", "avslutta", "ny"})
_NOT: Final = re.compile(r"\bikke\b", re.IGNORECASE)
_NYNORSK_NOT: Final = re.compile(r"\bikkje\b", re.IGNORECASE)

_REFUSAL: Final = re.compile(
    r"\b(?:ønsker|ønskjer|ynskjer|ynskje|ønske|vil|ville|kommer|kjem|skal)\s+(?:\w+\s+)?(?:ikke|ikkje|ei)\b"
    r"|\b(?:ikke|ikkje)\s+(?:ønske|ynskje|ønska|ønsket)\w*|\bnekt(?:er|ar|et|a)\b|\btakk(?:et|a|er|ar)?\s+nei\b"
    r"|\bnei\W+takk\b|\bavslå(?:r|tt)?\b|\bavslo\b|\bmotsetter\s+seg\b|\breserver",
    re.IGNORECASE,
)
_YES: Final = re.compile(
    r"^\W*(ja|fullført|gjennomført|utført|ferdig|x|ok|holdt|halde|avholdt)\b", re.IGNORECASE
)
_NO: Final = re.compile(r"^\W*(nei|ikke|ikkje|avlyst|utsatt|utsett)\b", re.IGNORECASE)

# The first line that fits decides: "skolen ved Bjørgvin fengsel" is the school, "fengselshelsetjenesten" the
# health service. Internal and self need no consent; unknown is only covered by name under «Andre».
_AGENCIES: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in (
    ("prison_health", r"fengselshels|helseavdeling|helsetenesta i feng|helsetjenesten i feng"),
    ("unknown", r"barnevern|namsmann|advokat|politi|frivillig|røde kors|kirk|menighet|arbeidsgiver"),
    ("specialist_health", r"spesialisthels|psyki|psykolog|sykehus|sjukehus|poliklinikk|avrus|klinikk"
                          r"|\b(?:dps|bup|tsb|lar|ars)\b"),
    ("mediation", r"konfliktråd"),
    ("nav", r"\bnav\b"),
    ("gp", r"fastlege|legesenter|legekontor"),
    ("school", r"skole|skule|universitet|opplæring|\bvgs\b"),
    ("internal", r"kriminalomsorg|fengsel|friomsorg|kontaktbetjent|\bkdi\b|overgangsbolig|overgangsbustad"),
    ("home_municipality", r"kommun|bydel|\bherad"),
    ("self", r"egeninnsats|eigeninnsats|\b(?:selv|sjølv|meg|jeg|eg)\b"),
))  # fmt: skip
_DECIDED: Final = re.compile(
    r"\b(vilkår|møteplikt|meldeplikt|samfunnsstraf|aktivitetsplikt|prøvetid|pålagt|pålegg)", re.IGNORECASE
)
_SEVERAL_NAMES: Final = re.compile(r"\s*(?:/|;|&|\+|\n|\bog\b|\beller\b)\s*")


def status_key(text: str) -> tuple[str | None, bool]:
    """The glossary's key for a status, and whether a person should look; empty text is (None, False)."""
    plain = _plain(text)
    if not plain:
        return None, False
    for key, phrases in _STATUS.items():
        if plain in phrases:
            return key, plain in _UNSURE_STATUS
    keys = [key for key, phrases in _STATUS.items() if any(_contains(plain, phrase) for phrase in phrases)]
    # "Ikke startet" contains "startet", so the longer phrase has taken it already.
    if "chosen" in keys and _NOT.search(plain):
        return "chosen", True
    return (keys[0] if len(keys) == 1 and not _NOT.search(plain) else None), True


def yes_or_no(text: str) -> tuple[bool | None, bool]:
    """Yes, no or None, and whether that is in doubt; a box among "☒ Ja ☐ Nei" counts as its word."""
    said = ticked_text(text)
    if not said:
        return None, False
    yes, no = bool(_YES.match(said)), bool(_NO.match(said))
    if yes == no:
        return None, True
    extra = re.sub(r"^\W*\w+\W*", "", said)
    return yes, bool(extra) or not re.match(r"^\W*(ja|nei|x|gjennomført|holdt)\b", said, re.IGNORECASE)


def is_refusal(text: str) -> bool:
    """Whether the person says no to taking part, as distinct from "nei" for not done (rules A22)."""
    return bool(_REFUSAL.search(ticked_text(text)))


def ticked_text(text: str) -> str:
    """A field with boxes as the words of those ticked; a lone ticked box as "x"; other text as it is."""
    lead, boxes = read_boxes(text)
    if not boxes:
        return text.strip()
    said = [_said(box) for box in boxes if box.ticked is not False]
    return " ".join([lead.strip(), *said]).strip()


def agency_kinds(text: str) -> frozenset[str]:
    """The kinds of all agencies named; "unknown" for one that no recipient of the consent stands for."""
    parts = [part for part in re.split(r"[/+&;,\n]|\bog\b", text) if part.strip()]
    kinds = [_agency_kind(part) for part in parts]
    if "unknown" in kinds:  # "helse- og omsorgstjenesten, Voss herad" is one agency with commas in it
        kinds = [_agency_kind(text), *(kind for kind in kinds if kind != "unknown")]
    return frozenset(kinds)


def is_decided_by_others(text: str) -> bool:
    """Whether a measure reads like a condition or an order, which the person has not chosen (rules A16)."""
    return bool(_DECIDED.search(text))


def names(text: str) -> tuple[str, ...]:
    """The names in a field meant for one: "Solheim, Marit" is one name, "T. Lunde / A. Haug" are two."""
    parts = [part.strip() for part in _SEVERAL_NAMES.split(text)]
    if len(parts) == 1 and all(len(part.split()) > 1 for part in text.split(",")):
        parts = [part.strip() for part in text.split(",")]
    return tuple(part for part in parts if any(character.isalpha() for character in part))


def _plain(text: str) -> str:
    said = _NYNORSK_NOT.sub("ikke", ticked_text(text).casefold())
    return " ".join(re.findall(r"\w+", said))


def _contains(plain: str, phrase: str) -> bool:
    return f" {phrase} " in f" {plain} "


def _said(box: Box) -> str:
    return box.label or "x"


def _agency_kind(text: str) -> str:
    return next((kind for kind, pattern in _AGENCIES if pattern.search(text)), "unknown")
