"""The single fields of the form: boxes, persons, measures, consent, identity numbers."""

from collections.abc import Callable
from datetime import date

import pytest

from pop.imports.minpop import read_form
from pop.imports.tests.build import (
    areas,
    consent,
    contacts,
    docx,
    header,
    measures,
    meetings,
    p,
    part,
    tbl,
    tr,
    wishes,
)
from pop.imports.tests.reading import (
    TODAY,
    codes,
    everything,
    leftovers,
    read,
)

# --- boxes --------------------------------------------------------------------------------------------------------


def test_boxes_may_stand_behind_their_labels_or_in_cells_of_their_own() -> None:
    rows = tbl(tr("Bolig", "☒", "Fysisk helse", "☐"), tr("☒", "Psykisk helse", "☐", "Gjenoppretting"))
    assert read(p("Innsatsområder avdekket i samtale:"), rows).areas == ("housing", "mental_health")


def test_several_boxes_in_one_paragraph_are_read_one_by_one() -> None:
    found = read(
        p("Innsatsområder avdekket i samtale:"), p("[x] Bolig  [ ] Fysisk helse\t(x) Gjenoppretting")
    )
    assert found.areas == ("housing", "restorative")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("☐☒ Bolig", "box_unclear"),
        ("[?] Bolig", "box_unclear"),
        ("Bolig", "box_missing"),
        ("☐ Barn og samvær", "own_area_not_ticked"),
        ("☒ .....", "ticked_without_text"),
    ],
)
def test_a_box_that_can_be_read_two_ways_is_not_ticked_but_shown(line: str, code: str) -> None:
    found = read(p("Innsatsområder avdekket i samtale:"), p(line))
    assert (found.areas, found.own_areas) == ((), ())
    assert code in codes(found)


def test_words_written_beside_a_box_are_kept() -> None:
    found = read(areas("Bolig (haster)", own="Bolig (haster)"))
    assert found.areas == ()
    assert "box_twice" in codes(found)  # the form's own box stands there unticked
    assert leftovers(found) == ["haster"]


def test_an_unknown_wish_is_never_made_into_a_known_one() -> None:
    found = read(wishes("§ 12"), p("☒ § 14"))
    assert found.wishes == ("section_12",)
    assert "wish_unknown" in codes(found)
    assert leftovers(found) == ["☒ § 14"]


# --- BRIK, persons, measures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "nei, ønsker ikke",
        "Ynskjer ikkje",
        "vil ikkje",
        "Nei takk",
        "takket nei 09.01.2026",
        "nekter",
        "ønsker det ikke",
    ],
)
def test_a_no_to_brik_is_a_refusal_in_the_persons_own_words(words: str) -> None:
    found = read_form(docx(p("Min POP"), header(brik=words)), today=TODAY)
    assert (found.brik_refused, found.brik_text, found.brik_completed) == (True, words, False)


@pytest.mark.parametrize(
    ("words", "completed"),
    [("", None), ("Nei", False), ("Ja", True), ("☐ Nei ☒ Ja", True), ("09.01.2026", True)],
)
def test_an_empty_or_plain_answer_at_brik_is_no_refusal(words: str, completed: bool | None) -> None:
    found = read_form(docx(p("Min POP"), header(brik=words)), today=TODAY)
    assert (found.brik_refused, found.brik_completed) == (False, completed)


def test_an_unclear_answer_at_brik_is_shown_as_doubtful() -> None:
    assert "brik_unclear" in codes(read_form(docx(p("Min POP"), header(brik="delvis?")), today=TODAY))


def test_two_names_for_one_contact_officer_are_shown_as_doubtful() -> None:
    found = read_form(docx(p("Min POP"), header(case_worker="T. Lunde / A. Haug")), today=TODAY)
    assert found.case_workers == ("T. Lunde", "A. Haug")
    assert "two_names" in codes(found)
    one = read_form(docx(p("Min POP"), header(case_worker="Solheim, Marit")), today=TODAY)
    assert "two_names" not in codes(one)


def test_another_name_in_the_consent_warns_of_the_wrong_person() -> None:
    assert "name_differs" in codes(read(consent("Nav", name="Per Dal", signature="12.01.2026 Per Dal")))


@pytest.mark.parametrize(
    ("written", "key", "doubtful"),
    [
        ("", None, False),
        ("Foreslått", "proposed", False),
        ("ikke startet", "chosen", False),
        ("Ikkje påbegynt", "chosen", False),
        ("PÅBEGYNT", "in_progress", False),
        ("i gang", "in_progress", False),
        ("venter", "waiting", False),
        ("Ferdig", "done", False),
        ("Stoppa", "stopped", False),
        ("Sendt", "waiting", True),
        ("bestilt", "waiting", True),
        ("Påbegynt i januar", "in_progress", True),
        ("ikke ferdig", None, True),
        ("i gang, venter på svar", None, True),
        ("tja", None, True),
    ],
)
def test_a_status_in_the_persons_words_becomes_one_of_six_or_a_doubt(
    written: str, key: str | None, doubtful: bool
) -> None:
    found = read(measures(("Søke", "", "Kari", "Kriminalomsorgen", written)))
    assert (found.measures[0].status, found.measures[0].status_text) == (key, written)
    assert ("status_unclear" in codes(found)) is doubtful


def test_a_measure_with_nobody_to_do_it_is_doubtful() -> None:
    assert {"no_responsible", "no_agency"} <= codes(read(measures(("Søke", "", "", "", ""))))


def test_a_condition_or_duty_is_not_taken_for_a_chosen_measure() -> None:
    assert "decided_by_others" in codes(read(measures(("Møteplikt hver uke", "", "Eva", "Friomsorgen", ""))))


@pytest.mark.parametrize(
    ("agency", "covered"),
    [
        ("Nav Voss", True),
        ("Kriminalomsorga", True),
        ("Eigeninnsats", True),
        ("Skolen ved Bjørgvin fengsel", False),
        ("DPS Voss", False),
        ("Nav og kommunen", False),
        ("Namsmannen", False),
        ("AA", True),
    ],
)
def test_a_measure_for_an_agency_outside_the_consent_is_doubtful(agency: str, covered: bool) -> None:
    other = "Andre relevante instanser eller privatpersoner"
    found = read(measures(("Søke", "", "Kari", agency, "")), consent("Nav", other, other="AA Voss"))
    assert ("measure_not_covered_by_consent" not in codes(found)) is covered


def test_a_time_beside_the_date_of_a_meeting_is_found() -> None:
    meeting = read(meetings(("Samtale", "", "10.2 kl 9", "", "Eva", ""))).meetings[0]
    assert (meeting.date.date, meeting.time.text, meeting.done) == (date(2026, 2, 10), "kl 9", None)


# --- consent and identity numbers ------------------------------------------------------------------------------------


def test_exclusions_are_always_left_to_a_person() -> None:
    found = read(consent("Nav", exclusions="Ingen", name="Ola Vik", signature="12.01.2026 Ola Vik"))
    assert codes(found) == {"exclusion_needs_human"}


@pytest.mark.parametrize(
    ("signature", "signed", "expected"),
    [
        ("12.01.2026 Ola Vik", True, set()),
        ("12.01.2026 O. Vik", True, set()),
        ("12.01.2026", False, {"consent_signature_missing"}),
        (".....", False, {"consent_signature_missing", "consent_date_missing"}),
        ("Ola Vik", True, {"consent_date_missing"}),
        ("12.01.2026 Per Dal", True, {"signature_other_name"}),
    ],
)
def test_a_consent_is_signed_only_when_a_name_stands_there(
    signature: str, signed: bool, expected: set[str]
) -> None:
    found = read(consent("Nav", name="Ola Vik", signature=signature))
    assert found.consent is not None
    assert found.consent.signed is signed
    assert codes(found) == expected


def test_text_after_the_signature_line_never_becomes_a_signature() -> None:
    found = read(consent("Nav", name="Ola Vik", signature="12.01.2026"), p("Ola Vik var ikke til stede"))
    assert found.consent is not None
    assert not found.consent.signed
    assert leftovers(found) == ["Ola Vik var ikke til stede"]


@pytest.mark.parametrize(
    "number", ["01019012345", "010190 12345", "01 01 90 12345", "010190-12345", "12345", "010190"]
)
@pytest.mark.parametrize("shape", ["paragraph", "next", "table", "digits", "same line"])
def test_the_identity_number_in_the_consent_is_never_kept(number: str, shape: str) -> None:
    digits = [one for one in number if one.isdigit()]
    shapes: dict[str, Callable[[], str]] = {
        "paragraph": lambda: p(f"Personnummer: {number}"),
        "next": lambda: p("Personnummer:") + p(number),
        "table": lambda: tbl(tr("Personnummer:", number)),
        "digits": lambda: tbl(tr("Fødselsnummer:", *digits)),
        "same line": lambda: p(f"Navn: Ola Vik Personnummer: {number} Merknader: ja"),
    }
    found = read(p("Samtykke til utveksling av taushetsbelagte opplysninger"), shapes[shape]())
    assert found.had_national_id
    assert number not in everything(found)
    assert "".join(digits[-5:]) not in everything(found).replace(" ", "")
    assert leftovers(found) == []


@pytest.mark.parametrize("number", ["01019012345", "010190 12345", "01.01.90 12345", "010190\n12345"])
def test_an_identity_number_anywhere_else_is_masked_and_reported(number: str) -> None:
    found = read(
        p("Kort om meg:") + p(f"Jeg har {number}."),
        contacts((f"Kari {number}", "Nav", "", "", "")),
        parts={"word/header1.xml": part("hdr", p(f"Sak {number}"))},
    )
    assert "12345" not in everything(found)
    masked = [doubt.where for doubt in found.doubts if doubt.why_code == "national_id_masked"]
    assert masked == ["Kort om meg", "Viktige kontaktpersoner, rad 1", "Topptekst"]


def test_a_phone_number_is_not_taken_for_an_identity_number() -> None:
    assert read(contacts(("Kari", "Nav", "+47 22 00 00 01", "", ""))).contacts[0].phone == "+47 22 00 00 01"


def test_a_picture_as_signature_is_shown_as_doubtful() -> None:
    picture = p("Dato og underskrift: 12.01.2026", inner="<w:r><w:drawing><w:blip/></w:drawing></w:r>")
    found = read(p("Samtykke til utveksling av taushetsbelagte opplysninger"), picture)
    assert "signature_is_picture" in codes(found)
