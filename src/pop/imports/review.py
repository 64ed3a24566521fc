"""Doubts that only show when fields are held against each other: persons, responsibility, consent."""

from datetime import date
from typing import Final

from pop.imports.draft import PLACES, Draft
from pop.imports.form import Consent, Measure, MinPop
from pop.imports.text import MASK, words
from pop.imports.understand import looks_like_archive_number
from pop.imports.words import agency_kinds, is_decided_by_others

_NEED_NO_CONSENT: Final = frozenset({"internal", "self"})


def review(draft: Draft, form: MinPop, today: date) -> None:
    """Add the doubts of the whole form to the draft (rules A14, A16, A22)."""
    _review_person(draft, form, today)
    for number, measure in enumerate(form.measures, start=1):
        _review_measure(draft, form, measure, f"{PLACES['measures']}, rad {number}")
    for number, meeting in enumerate(form.meetings, start=1):
        if meeting.date.date is None and not meeting.date.recurring:
            draft.doubt(f"{PLACES['meetings']}, rad {number}", meeting.topic, "meeting_without_date")
    if form.consent is None:
        draft.doubt(PLACES["consent"], "", "consent_missing")
    else:
        _review_consent(draft, form.name, form.consent)


def review_masks(draft: Draft, texts: list[tuple[str, str]]) -> None:
    """Report every text that an identity number was taken out of."""
    for where, text in texts:
        if MASK in text:
            draft.doubt(where, text, "national_id_masked")


def _review_person(draft: Draft, form: MinPop, today: date) -> None:
    if not form.name:
        draft.doubt(PLACES["name"], "", "no_name")
    if not form.archive_number:
        draft.doubt(PLACES["archive_number"], "", "no_archive_number")
    elif not looks_like_archive_number(form.archive_number):
        draft.doubt(PLACES["archive_number"], form.archive_number, "archive_number_unclear")
    if len(form.case_workers) > 1:
        draft.doubt(PLACES["case_worker"], form.case_worker, "two_names")
    if form.created.date and form.created.date > today:
        draft.doubt(PLACES["created"], form.created.text, "created_in_future")


def _review_measure(draft: Draft, form: MinPop, measure: Measure, where: str) -> None:
    if not measure.what:
        draft.doubt(where, " ".join((measure.responsible, measure.agency)).strip(), "measure_without_text")
    if not measure.responsible:
        draft.doubt(where, measure.what, "no_responsible")
    if not measure.agency:
        draft.doubt(where, measure.what, "no_agency")
    elif not _is_covered(measure.agency, form):
        draft.doubt(f"{where}, etat", measure.agency, "measure_not_covered_by_consent")
    if is_decided_by_others(measure.what):
        draft.doubt(where, measure.what, "decided_by_others")


def _is_covered(agency: str, form: MinPop) -> bool:
    if words(agency) == words(form.name) or words(agency) == words(form.name)[:1]:
        return True
    needed = agency_kinds(agency) - _NEED_NO_CONSENT
    if form.consent is None or not needed:
        return not needed
    return needed <= set(form.consent.recipients) or _is_named_under_other(agency, form.consent)


def _is_named_under_other(agency: str, consent: Consent) -> bool:
    wanted = set(words(agency))
    return "other" in consent.recipients and bool(wanted) and wanted <= set(words(consent.other_text))


def _review_consent(draft: Draft, name: str, consent: Consent) -> None:
    if not consent.recipients:
        draft.doubt(PLACES["recipients"], "", "consent_without_recipients")
    if consent.other_text and "other" not in consent.recipients:
        draft.doubt(PLACES["other_text"], consent.other_text, "other_recipient_not_ticked")
    if "other" in consent.recipients and not consent.other_text:
        draft.doubt(PLACES["other_text"], "", "ticked_without_text")
    if consent.exclusions:
        draft.doubt(PLACES["exclusions"], consent.exclusions, "exclusion_needs_human")
    if consent.name and name and words(consent.name) != words(name):
        draft.doubt(PLACES["consent_name"], consent.name, "name_differs")
    _review_signature(draft, name, consent)


def _review_signature(draft: Draft, name: str, consent: Consent) -> None:
    where = PLACES["signature"]
    if consent.date.date is None:
        draft.doubt(where, consent.date.text, "consent_date_missing")
    if not consent.signed:
        draft.doubt(where, consent.date.text, "consent_signature_missing")
    elif not words(consent.signature):
        draft.doubt(where, "", "signature_is_picture")
    elif not _same_person(consent.signature, consent.name or name):
        draft.doubt(where, consent.signature, "signature_other_name")


def _same_person(signature: str, name: str) -> bool:
    """Initials and short forms count as the name: "J. Fjellvang", "Jonas F"."""
    signed, printed = words(signature), words(name)
    return bool(printed) and all(any(word.startswith(part) for word in printed) for part in signed)
