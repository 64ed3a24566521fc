"""What the pages say about each code of the parser, in the reader's language.

The parser itself speaks Norwegian and knows no page; a test holds that no code of it lacks a sentence here.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.imports.form import Doubt

Text = str | Promise

REFUSALS: dict[str, Text] = {
    "not_a_docx": _(
        "Dette er ikke en lesbar Word-fil (.docx). Åpne skjemaet i Word og lagre det som .docx."
    ),
    "not_the_form": _(
        "Filen ser ikke ut til å være skjemaet «Min POP». Kontroller at riktig fil er valgt."
    ),
    "too_large": _(
        "Filen er større enn 10 MB. Et utfylt skjema er mye mindre: lagre det uten bilder."
    ),
    "zip_bomb": _(
        "Filen pakker ut til langt mer enn et skjema kan inneholde, og er derfor ikke åpnet."
    ),
    "macros": _(
        "Filen inneholder makroer og er derfor ikke åpnet. Lagre skjemaet som .docx uten makroer."
    ),
    "encrypted": _("Filen er beskyttet med passord. Fjern passordet i Word og prøv igjen."),
    "broken_xml": _(
        "Innholdet i Word-filen er skadet. Åpne den i Word, lagre den på nytt og prøv igjen."
    ),
    "too_much": _(
        "Skjemaet har flere rader enn det er plass til på én side. Del det i to filer og les dem inn hver for seg."
    ),
}  # fmt: skip

WHY: dict[str, Text] = {
    "impossible_date": _("Denne datoen finnes ikke i kalenderen."),
    "year_inferred": _("Året står ikke i skjemaet. Det nærmeste er brukt."),
    "week_only": _("Bare en uke er oppgitt. Fredagen er brukt."),
    "month_only": _("Bare en måned er oppgitt. Siste dag i måneden er brukt."),
    "several_dates": _("Her står flere datoer. Den siste er brukt."),
    "text_beside_date": _("Her står det mer enn en dato."),
    "weekday_differs": _("Ukedagen passer ikke med datoen."),
    "not_a_date": _("Dette kunne ikke leses som en dato."),
    "no_date_soon": _("Fristen er oppgitt uten dato."),
    "impossible_time": _("Dette klokkeslettet finnes ikke."),
    "not_a_time": _("Dette kunne ikke leses som et klokkeslett."),
    "text_beside_time": _("Her står det mer enn et klokkeslett."),
    "no_name": _("Skjemaet mangler navn."),
    "no_archive_number": _(
        "Skjemaet mangler Doculivenummer. Kontroller at dette er riktig person."
    ),
    "archive_number_unclear": _("Dette ligner ikke et Doculivenummer."),
    "two_names": _(
        "Her står mer enn ett navn. Den som leser inn, blir kontakt i en ny plan. Navnene står i historikken."
    ),
    "name_differs": _(
        "Navnet i samtykket er et annet enn øverst. Kontroller at dette er riktig person."
    ),
    "created_in_future": _("Planen er datert fram i tid."),
    "brik_unclear": _("Det er uklart om BRIK er gjennomført. Teksten blir stående som den er."),
    "field_twice": _("Feltet står to ganger med ulikt innhold. Det første er brukt."),
    "value_from_next_paragraph": _("Feltet var tomt. Teksten under er brukt."),
    "head_missing": _("Tabellen mangler overskrifter. Kolonnene er lest i skjemaets rekkefølge."),
    "row_shape_differs": _(
        "Raden har et annet antall kolonner enn overskriften. Kontroller kolonnene."
    ),
    "merged_cell": _("Cellen er slått sammen med den over. Samme innhold er brukt."),
    "box_unclear": _("Det er uklart om denne er krysset av."),
    "box_missing": _("Avkryssingsboksen mangler. Feltet er ikke regnet som krysset av."),
    "box_twice": _("Feltet står to ganger, en gang med og en gang uten kryss."),
    "ticked_without_text": _("Det er krysset av uten at det står hva."),
    "own_area_not_ticked": _("Teksten står her, men er ikke krysset av."),
    "wish_unknown": _("Dette er ikke et av skjemaets ønsker om progresjon."),
    "recipient_unknown": _("Dette er ikke en av skjemaets mottakere."),
    "measure_without_text": _("Raden mangler hva som skal gjøres."),
    "no_responsible": _("Ingen ansvarlig er oppgitt."),
    "no_agency": _("Ingen etat er oppgitt."),
    "measure_not_covered_by_consent": _("Samtykket omfatter ikke etaten som skal ha tiltaket."),
    "decided_by_others": _(
        "Dette kan være bestemt av andre, og er da ikke et tiltak personen har valgt."
    ),
    "status_unclear": _("Statusen kunne ikke leses sikkert."),
    "done_unclear": _("Det er uklart om møtet er holdt."),
    "meeting_without_date": _("Møtet mangler dato."),
    "phone_unclear": _("Dette ligner ikke et telefonnummer. Det blir stående som det er."),
    "email_unclear": _("Dette ligner ikke en e-postadresse. Det blir stående som det er."),
    "other_recipient_not_ticked": _("Mottakeren er skrevet, men «Andre» er ikke krysset av."),
    "exclusion_needs_human": _(
        "Unntak må leses og legges inn av et menneske, på siden om samtykke."
    ),
    "consent_missing": _("Skjemaet mangler samtykke. Ingenting kan deles på grunnlag av det."),
    "consent_without_recipients": _("Samtykket har ingen mottakere."),
    "consent_date_missing": _("Samtykket mangler dato."),
    "consent_signature_missing": _("Samtykket mangler underskrift."),
    "signature_is_picture": _("Underskriften er et bilde. Kontroller den på papiret."),
    "signature_other_name": _("Underskriften er et annet navn enn i samtykket."),
    "national_id_masked": _("Et fødselsnummer er tatt bort fra teksten."),
    "content_not_read": _("Dokumentet har innebygde objekter som ikke kan leses. Se i originalen."),
}  # fmt: skip

PLACES: dict[str, Text] = {
    "Hele dokumentet": _("Hele dokumentet"),
    "Skjemaet": _("Skjemaet"),
    "Øverst i skjemaet": _("Øverst i skjemaet"),
    "Endringslogg": _("Endringslogg"),
    "Innsatsområder": _("Innsatsområder"),
    "Progresjonsmuligheter": _("Progresjonsmuligheter"),
    "Om meg": _("Om meg"),
    "Kort om meg": _("Kort om meg"),
    "Mine mål": _("Mine mål"),
    "Hva kan jeg gjøre selv": _("Hva kan jeg gjøre selv"),
    "Hva jeg trenger hjelp til": _("Hva jeg trenger hjelp til"),
    "Min plan": _("Min plan"),
    "Viktige kontaktpersoner": _("Viktige kontaktpersoner"),
    "Viktige møter": _("Viktige møter"),
    "Samtykke": _("Samtykke"),
    "Navn": _("Navn"),
    "Doculivenummer": _("Doculivenummer"),
    "Saksbehandler/kontaktbetjent": _("Saksbehandler/kontaktbetjent"),
    "Dato for opprettelse": _("Dato for opprettelse"),
    "BRIK – kartlegging fullført": _("BRIK – kartlegging fullført"),
    "mottakere": _("mottakere"),
    "navn": _("navn"),
    "andre mottakere": _("andre mottakere"),
    "begrensninger": _("begrensninger"),
    "personnummer": _("personnummer"),
    "merknader": _("merknader"),
    "dato og underskrift": _("dato og underskrift"),
    "frist": _("frist"),
    "status": _("status"),
    "etat": _("etat"),
    "dato": _("dato"),
    "tid": _("tid"),
    "gjennomført": _("gjennomført"),
    "telefon": _("telefon"),
    "e-post": _("e-post"),
    "kolonneoverskrift": _("kolonneoverskrift"),
}
ROW = re.compile(r"rad (\d+)")


def place(where: str) -> str:
    """Where something stands, as the reader calls it: «Min plan, rad 4, etat»."""
    return ", ".join(piece(one) for one in where.split(", "))


def piece(word: str) -> str:
    row = ROW.fullmatch(word)
    if row:
        return _t("rad %(number)s") % {"number": row[1]}
    return str(PLACES.get(word, word))


def why(doubt: Doubt) -> str:
    """Why a human must look at it."""
    return str(WHY.get(doubt.why_code, doubt.why_nb))


def refusal(code: str) -> str:
    """Why a file is not taken, in one sentence that says what to do."""
    return str(REFUSALS[code])
