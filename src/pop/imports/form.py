"""What a filled-in "Min POP" says, as understood: requirements (a) and (b).

All texts are as the person wrote them, with identity numbers masked. Empty text means nothing filled in.
"""

from dataclasses import dataclass
from typing import Final

from pop.imports.dates import DOUBTS as DATE_DOUBTS
from pop.imports.dates import WrittenDate, WrittenTime

WHY: Final[dict[str, str]] = DATE_DOUBTS | {
    "no_name": "Skjemaet mangler navn.",
    "no_archive_number": "Skjemaet mangler Doculivenummer; kontroller at dette er riktig person.",
    "archive_number_unclear": "Dette ligner ikke et Doculivenummer.",
    "two_names": "Det står mer enn ett navn her; velg hvem som er kontaktbetjent nå.",
    "name_differs": "Navnet i samtykket er et annet enn øverst; kontroller at dette er riktig person.",
    "created_in_future": "Planen er datert fram i tid.",
    "brik_unclear": "Det er uklart om BRIK er gjennomført.",
    "field_twice": "Feltet står to ganger med ulikt innhold; det første er brukt.",
    "value_from_next_paragraph": "Feltet var tomt; teksten under er brukt.",
    "head_missing": "Tabellen mangler overskrifter; kolonnene er lest i skjemaets rekkefølge.",
    "row_shape_differs": "Raden har et annet antall kolonner enn overskriften; kontroller kolonnene.",
    "merged_cell": "Cellen er slått sammen med den over; samme innhold er brukt.",
    "box_unclear": "Det er uklart om denne er krysset av.",
    "box_missing": "Avkryssingsboksen mangler; feltet er ikke regnet som krysset av.",
    "box_twice": "Feltet står to ganger, en gang med og en gang uten kryss.",
    "ticked_without_text": "Det er krysset av uten at det står hva.",
    "own_area_not_ticked": "Teksten står her, men er ikke krysset av.",
    "wish_unknown": "Dette er ikke et av skjemaets progresjonsønsker.",
    "recipient_unknown": "Dette er ikke en av skjemaets mottakere.",
    "measure_without_text": "Raden mangler hva tiltaket er.",
    "no_responsible": "Ingen ansvarlig er oppgitt.",
    "no_agency": "Ingen etat er oppgitt.",
    "measure_not_covered_by_consent": "Samtykket omfatter ikke etaten som skal ha tiltaket.",
    "decided_by_others": "Dette kan være bestemt av andre, og er da ikke et tiltak personen har valgt.",
    "status_unclear": "Statusen kunne ikke leses sikkert.",
    "done_unclear": "Det er uklart om møtet er holdt.",
    "meeting_without_date": "Møtet mangler dato.",
    "phone_unclear": "Dette ligner ikke et telefonnummer.",
    "email_unclear": "Dette ligner ikke en e-postadresse.",
    "other_recipient_not_ticked": "Mottakeren er skrevet, men «Andre» er ikke krysset av.",
    "exclusion_needs_human": "Begrensninger i samtykket må leses og legges inn av et menneske.",
    "consent_missing": "Skjemaet mangler samtykke; ingenting kan deles på grunnlag av det.",
    "consent_without_recipients": "Samtykket har ingen mottakere.",
    "consent_date_missing": "Samtykket mangler dato.",
    "consent_signature_missing": "Samtykket mangler underskrift.",
    "signature_is_picture": "Underskriften er et bilde; kontroller den i papiret.",
    "signature_other_name": "Underskriften er et annet navn enn i samtykket.",
    "national_id_masked": "Et fødselsnummer er fjernet fra teksten.",
    "content_not_read": "Dokumentet har innebygde objekter som ikke kan leses; se i originalen.",
}


@dataclass(frozen=True)
class Doubt:
    """Something that a person must look at; `why_code` is a key of WHY, `where` is Norwegian for people."""

    where: str
    text: str
    why_code: str
    why_nb: str


@dataclass(frozen=True)
class Unplaced:
    """Text that no field of the form takes; kept so that nothing is lost."""

    where: str
    text: str


@dataclass(frozen=True)
class Change:
    """One row of Endringslogg (a.2)."""

    version: str
    date: WrittenDate
    change: str
    by: str


@dataclass(frozen=True)
class Measure:
    """One row of Tiltak (a.6): `status` is proposed, chosen, in_progress, waiting, done, stopped or None."""

    what: str
    deadline: WrittenDate
    responsible: str
    agency: str
    status: str | None
    status_text: str


@dataclass(frozen=True)
class Contact:
    """One row of Viktige kontaktpersoner (a.6)."""

    name: str
    workplace: str
    phone: str
    email: str
    makes_contact: str


@dataclass(frozen=True)
class Meeting:
    """One row of Viktige møter (a.6); `done` is None where nothing, or nothing clear, is said."""

    topic: str
    place: str
    date: WrittenDate
    time: WrittenTime
    caller: str
    done: bool | None
    done_text: str


@dataclass(frozen=True)
class Consent:
    """The consent form (b). `recipients` are the ticked keys; `signature` is what stands beside the date.

    The identity number is never here: MinPop.had_national_id only says that one stood in the paper.
    """

    recipients: tuple[str, ...]
    other_text: str
    exclusions: str
    name: str
    remarks: str
    date: WrittenDate
    signature: str
    signed: bool


@dataclass(frozen=True)
class MinPop:
    """The whole form. `areas` and `wishes` hold the ticked keys, `own_areas` the ticked own words.

    `brik_completed` is None where the field is empty or unclear; `brik_refused` is a refusal in the person's
    own words (`brik_text`), which is a state and no blank (rules A19, A22).
    """

    name: str
    archive_number: str
    case_worker: str
    case_workers: tuple[str, ...]
    created: WrittenDate
    brik_text: str
    brik_date: WrittenDate
    brik_completed: bool | None
    brik_refused: bool
    changes: tuple[Change, ...]
    areas: tuple[str, ...]
    own_areas: tuple[str, ...]
    wishes: tuple[str, ...]
    about_me: str
    goals: tuple[str, ...]
    own_efforts: tuple[str, ...]
    help_needed: tuple[str, ...]
    measures: tuple[Measure, ...]
    contacts: tuple[Contact, ...]
    meetings: tuple[Meeting, ...]
    consent: Consent | None
    had_national_id: bool
    doubts: tuple[Doubt, ...]
    unplaced: tuple[Unplaced, ...]
