"""Reading a filled-in form: what a member of staff sees before anything is taken over into a plan."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pop.imports.docx import read_document
from pop.imports.errors import UnreadableForm
from pop.imports.minpop import read_form, read_form_file, to_json
from pop.imports.tests.build import (
    areas,
    box,
    consent,
    docx,
    form,
    header,
    measures,
    p,
    part,
    tbl,
    tc,
    tr,
    wishes,
    with_extra,
)
from pop.imports.tests.reading import (
    TODAY,
    assert_nothing_is_lost,
    codes,
    leftovers,
    own_text,
    read,
)

ROOT = next(folder for folder in Path(__file__).resolve().parents if (folder / "src" / "pop").is_dir())
SHARED = ROOT.parent / "shared" / "data" / "min-pop"
FILES = {
    name: SHARED / f"{name}.docx" for name in ("01-jonas-komplett", "02-amina-rotete", "03-eirik-nynorsk")
}
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the three sample forms lie outside the repository; built ones cover the same"
)

# --- the sample forms -------------------------------------------------------------------------------------------


@needs_shared
def test_the_complete_form_is_understood_field_by_field() -> None:
    found = read_form_file(FILES["01-jonas-komplett"], today=TODAY)
    assert (found.name, found.archive_number, found.case_worker) == (
        "Jonas Fjellvang",
        "202600412",
        "Marit Solheim",
    )
    assert (found.created.date, found.brik_date.date, found.brik_completed) == (
        date(2026, 1, 12),
        date(2026, 1, 9),
        True,
    )
    assert found.areas == ("housing", "finances", "education_work", "mental_health")
    assert found.wishes == ("section_16a", "lower_security", "leave_plan")
    assert len(found.goals) == 3
    assert [measure.status for measure in found.measures] == [
        "in_progress",
        "chosen",
        "in_progress",
        "in_progress",
    ]
    assert found.measures[3].deadline.recurring
    assert [meeting.done for meeting in found.meetings] == [True, False]
    assert found.consent is not None
    assert found.consent.recipients == ("prison_health", "nav", "home_municipality", "school")
    assert found.consent.signed
    assert codes(found) == {"measure_not_covered_by_consent", "exclusion_needs_human"}
    assert found.unplaced == ()


@needs_shared
def test_the_messy_form_is_understood_and_its_holes_are_shown() -> None:
    found = read_form_file(FILES["02-amina-rotete"], today=TODAY)
    assert found.brik_refused
    assert found.brik_text == "nei, ønsker ikke"
    assert found.own_areas == ("Barn og samvær",)
    assert [measure.deadline.date for measure in found.measures] == [
        None,
        date(2026, 2, 20),
        date(2026, 2, 28),
    ]
    assert found.about_me.count("\n") == 1
    assert found.meetings[0].date.date == date(2026, 2, 10)
    assert found.consent is None
    assert codes(found) >= {
        "two_names",
        "no_archive_number",
        "no_responsible",
        "week_only",
        "year_inferred",
        "status_unclear",
        "measure_not_covered_by_consent",
        "consent_missing",
        "no_date_soon",
    }
    assert found.unplaced == ()


@needs_shared
def test_the_nynorsk_form_is_understood() -> None:
    found = read_form_file(FILES["03-eirik-nynorsk"], today=TODAY)
    assert found.wishes == ("section_12", "section_16", "day_release_plan")
    assert [measure.status for measure in found.measures] == ["waiting", "chosen"]
    assert found.measures[0].deadline.date == date(2026, 4, 1)
    assert found.consent is not None
    assert (found.consent.recipients, found.consent.signed) == (("specialist_health", "gp"), False)
    assert codes(found) == {"status_unclear", "other_recipient_not_ticked", "consent_signature_missing"}
    assert found.unplaced == ()


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_no_text_of_the_sample_forms_is_lost(name: str) -> None:
    assert_nothing_is_lost(FILES[name].read_bytes())


# --- the same variations, built -----------------------------------------------------------------------------------


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("style", ["control", "glyph", "typed"])
def test_a_form_is_read_alike_whatever_its_boxes_and_heads_look_like(style: str, merged: bool) -> None:
    found = read_form(form(style, merged), today=TODAY)
    assert (found.areas, found.own_areas) == (("housing", "mental_health"), ("Barn og samvær",))
    assert found.wishes == ("section_16a", "halfway_house")
    assert found.about_me == "Jeg er snekker.\nJeg har to barn."
    assert (found.goals, found.own_efforts) == (("Et sted å bo", "Fast arbeid"), ("Spare penger",))
    assert found.help_needed == ("Søke bolig – kommunen",)
    assert [(m.what, m.responsible, m.agency, m.status) for m in found.measures] == [
        ("Søke bolig", "Kari Berg", "Nav Voss", "in_progress"),
        ("Samtaler", "Ida Moe", "DPS Voss", "in_progress"),
    ]
    assert found.contacts[0].email == "kari@nav.example"
    assert found.consent is not None
    assert found.consent.recipients == ("prison_health", "nav")
    assert codes(found) == {"measure_not_covered_by_consent", "exclusion_needs_human"}
    assert found.unplaced == ()
    assert_nothing_is_lost(form(style, merged))


def test_nynorsk_labels_are_the_same_labels() -> None:
    found = read(
        p("Måla mine:") + p("Arbeid på båt"),
        p("Kva kan eg gjere sjølv?") + p("Gå på møte"),
        p("Kva eg treng hjelp til, og kven som kan hjelpe meg:") + p("Behandling"),
        p("Viktige møte:"),
        tbl(
            tr("Tema for møtet", "Stad", "Dato", "Tid", "Ansvarleg for innkalling", "Gjennomført?"),
            tr("Samtale", "Avdelinga", "27.02.2026", "13.30", "Liv", "Ikkje enno"),
        ),
        tbl(
            tr("Tiltak", "Frist", "Ansvarleg", "Etat", "Status"),
            tr("Søkje", "", "Liv", "Skulen", "Ikkje starta"),
        ),
    )
    assert (found.goals, found.own_efforts, found.help_needed) == (
        ("Arbeid på båt",),
        ("Gå på møte",),
        ("Behandling",),
    )
    assert (found.meetings[0].place, found.meetings[0].done) == ("Avdelinga", False)
    assert (found.measures[0].responsible, found.measures[0].status) == ("Liv", "chosen")


def test_slips_of_the_scanner_and_of_typing_do_not_hide_a_label() -> None:
    found = read_form(
        docx(
            tbl(tr("NAVN", "Ola Vik"), tr("Doculivnummer :", "202600001"), tr("BRIK - kartleging fullført", "Ja")),
            p("Overført informasjon fra samtale om progresjonsmuligheter (utsusningsamtalen): "
              "(Planen skal anfatte ønsker om progresjon)"),
            p("SAMTYKKE TIL UTVEKSLING AV TAUSHETSRELATERT OPPLYSNINGER"),
        ),
        today=TODAY,
    )  # fmt: skip
    assert (found.name, found.archive_number, found.brik_completed) == ("Ola Vik", "202600001", True)
    assert found.consent is not None
    assert found.unplaced == ()


def test_label_and_value_may_share_a_cell_or_a_paragraph() -> None:
    found = read_form(
        docx(
            p("Navn: Ola Vik\nDoculivenummer: 202600001"),
            tbl(tr("Dato for opprettelse: 12.01.2026")),
            p("Kort om meg: Jeg er snekker."),
            p("Mine mål: (Hvordan jeg ønsker at situasjonen skal være) Et sted å bo"),
        ),
        today=TODAY,
    )
    assert (found.name, found.archive_number, found.created.date) == (
        "Ola Vik",
        "202600001",
        date(2026, 1, 12),
    )
    assert (found.about_me, found.goals) == ("Jeg er snekker.", ("Et sted å bo",))


def test_a_form_laid_out_in_one_big_table_is_still_the_form() -> None:
    inner = header() + p("Kort om meg:") + p("Snekker") + measures(("Søke", "", "Kari", "Nav", ""))
    found = read_form(docx(tbl(tr(tc(inner)))), today=TODAY)
    assert (found.name, found.about_me, found.measures[0].agency) == ("Ola Vik", "Snekker", "Nav")


def test_sections_that_share_one_table_are_told_apart() -> None:
    found = read(
        tbl(
            tr(tc("Viktige kontaktpersoner for å nå mine mål:", span=5)),
            tr("Navn:", "Arbeidssted:", "Telefonnummer:", "E-post:", "Ansvarlig for å etablere kontakt:"),
            tr("Kari", "Nav", "22 00 00 01", "", "Eva"),
            tr(tc("Endringslogg", span=5)),
            tr("Versjon", "Dato", "Hva er endret", tc("Endret av", span=2)),
            tr("1", "12.01.2026", "Opprettet", tc("Eva", span=2)),
        )
    )
    assert [contact.name for contact in found.contacts] == ["Kari"]
    assert [(change.change, change.by) for change in found.changes] == [("Opprettet", "Eva")]


def test_a_head_that_lost_its_merged_cells_still_finds_agency_and_status() -> None:
    found = read(
        tbl(
            tr("Tiltak", "Frist", "Ansvarlig", "Status"),
            tr("", "", "Navn", "Etat", ""),
            tr("Søke", "", "Kari", "Nav", "Ferdig"),
        )
    )
    measure = found.measures[0]
    assert (measure.responsible, measure.agency, measure.status) == ("Kari", "Nav", "done")


def test_a_table_without_its_head_is_read_in_the_order_of_the_form() -> None:
    found = read(p("Viktige kontaktpersoner:"), tbl(tr("Kari", "Nav", "22 00 00 01", "", "Eva")))
    assert found.contacts[0].workplace == "Nav"
    assert "head_missing" in codes(found)


def test_a_column_that_the_form_does_not_have_is_kept_aside() -> None:
    found = read(tbl(tr("Tiltak", "Frist", "Merknad", "Status"), tr("Søke", "", "haster", "I gang")))
    assert (found.measures[0].what, found.measures[0].status) == ("Søke", "in_progress")
    assert leftovers(found) == ["Merknad", "haster"]


def test_a_cell_merged_downwards_counts_for_every_row() -> None:
    found = read(
        tbl(
            tr("Tiltak", "Frist", "Ansvarlig", "Etat", "Status"),
            tr("Søke", "", tc("Kari", merge="restart"), "Nav", ""),
            tr("Ringe", "", tc(merge="continue"), "Nav", ""),
        )
    )
    assert [measure.responsible for measure in found.measures] == ["Kari", "Kari"]
    assert "merged_cell" in codes(found)


# --- the whole ------------------------------------------------------------------------------------------------------


def test_another_document_is_not_taken_for_the_form() -> None:
    letter = docx(p("Navn: Ola"), p("Søknad"), tbl(tr("Tiltak", "Frist", "Status"), tr("Ringe", "i dag", "")))
    with pytest.raises(UnreadableForm) as caught:
        read_form(letter, today=TODAY)
    assert caught.value.code == "not_the_form"


def test_a_blank_form_is_the_form_with_nothing_in_it() -> None:
    empty = header(name="", archive_number="", case_worker="", created="")
    found = read_form(docx(p("Min POP"), empty, areas(), wishes(), measures(), consent()), today=TODAY)
    assert (found.areas, found.measures, found.unplaced) == ((), (), ())
    assert found.consent is not None
    assert codes(found) >= {"no_name", "no_archive_number", "consent_without_recipients"}


def test_the_preview_is_plain_json_in_three_parts() -> None:
    preview = json.loads(json.dumps(to_json(read_form(form(), today=TODAY))))
    assert set(preview) == {"understood", "doubtful", "not_placed"}
    assert preview["understood"]["created"]["date"] == "2026-01-12"
    assert preview["understood"]["meetings"][0]["time"]["time"] == "10:00"
    assert set(preview["doubtful"][0]) == {"where", "text", "why_code", "why_nb"}


def test_text_around_the_page_is_left_for_a_person() -> None:
    parts: dict[str, str | bytes] = {
        "word/header1.xml": part("hdr", p("Min POP – Plan for oppfølging og progresjon")),
        "word/footer1.xml": part("ftr", p("Side 1 av 3")),
        "word/comments.xml": part("comments", f"<w:comment>{p('Ring mor')}</w:comment>"),
    }
    assert [(left.where, left.text) for left in read(parts=parts).unplaced] == [("Kommentar", "Ring mor")]


def test_a_line_between_two_rows_is_kept_beside_the_table() -> None:
    rows = tr("Tiltak", "Frist", "Status"), tr("Søke", "", ""), tr(tc("Viktig!", span=3)), tr("Ringe", "", "")
    found = read(tbl(*rows))
    assert [measure.what for measure in found.measures] == ["Søke", "Ringe"]
    assert leftovers(found) == ["Viktig!"]


def test_a_form_is_read_the_same_twice() -> None:
    assert read_form(form(), today=TODAY) == read_form(form(), today=TODAY)
    assert read_document(form()) == read_document(form())


WORDS = st.from_regex(r"[A-ZÆØÅa-zæøå]{2,9}( [a-zæøå0-9]{1,4}){0,4}[.:!?]?", fullmatch=True)
PLACES = st.sampled_from(["paragraph", "in_cell", "cell"])
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(
    extra=WORDS,
    kind=PLACES,
    seed=st.integers(0, 10_000),
    style=st.sampled_from(["control", "glyph", "typed"]),
)
def test_whatever_somebody_wrote_anywhere_in_the_form_is_kept(
    extra: str, kind: str, seed: int, style: str
) -> None:
    assert_nothing_is_lost(with_extra(form(style), extra, kind, seed), extra=own_text(extra))


@needs_shared
@MANY
@given(extra=WORDS, kind=PLACES, seed=st.integers(0, 10_000), name=st.sampled_from(sorted(FILES)))
def test_whatever_somebody_adds_to_a_sample_form_is_kept(extra: str, kind: str, seed: int, name: str) -> None:
    assert_nothing_is_lost(with_extra(FILES[name].read_bytes(), extra, kind, seed), extra=own_text(extra))


@given(st.lists(st.text(max_size=30), max_size=8), st.integers(0, 3))
def test_no_text_in_the_form_makes_the_reader_fail(lines: list[str], columns: int) -> None:
    clean = ["".join(c for c in line if c.isprintable()) for line in lines]
    rows = [tr(*clean[start : start + columns]) for start in range(0, len(clean), columns)] if columns else []
    found = read(p("Mine mål:"), *(p(line) for line in clean), tbl(*rows), box("Bolig", True))
    assert found.name == "Ola Vik"
