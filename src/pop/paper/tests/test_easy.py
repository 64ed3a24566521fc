"""Easy print: what comes next, the choices and consent, made to be read aloud (rule A21)."""

import pytest

from pop.consents import actions as consents
from pop.demo.build import plan_of
from pop.paper.tests.conftest import in_order

SHEET = "lett.pdf"


def test_it_has_what_happens_what_i_do_what_i_choose_and_who_sees_what(printed):
    paper = printed("elias", SHEET).text
    in_order(
        (
            "Dette skjer nå", "Fast samtale", "Jeg gjør", "Øve til prøven", "Andre gjør", "Kari Moen gjør dette",
            "Dette er bestemt", "Møteplikt", "Jeg velger", "Leksehjelp", "Ja", "Nei", "Hvem ser hva", "Nav Nordnes",
            "Kan fortelle fengselet om: bolig; økonomi og gjeld.", "Samtykket kan trekkes tilbake",
        ),
        paper,
    )  # fmt: skip


def test_an_exception_is_a_sentence(printed):
    assert "Torbjørn Eide, lærer får ikke vite om: psykisk helse." in printed("elias", SHEET).text


@pytest.mark.parametrize("slug", ["kari", "liv", "mona", "sunniva"])
def test_a_partner_reads_nothing_about_who_else_sees_what(printed, slug):
    paper = printed(slug, SHEET).text
    assert "Hvem ser hva" not in paper
    assert "Ingen utenfor" not in paper


def test_when_nobody_outside_sees_the_plan_the_person_reads_that(printed, act_as_member):
    with act_as_member("elias"):
        consents.withdraw(plan=plan_of("elias"))
    assert "Ingen utenfor kriminalomsorgen ser planen." in printed("elias", SHEET).text


def test_an_officer_who_sees_no_consent_reads_no_sentence_about_it(printed, act_as_member):
    """There may be one with an agency whose name the officer may not know."""
    with act_as_member("elias"):
        consents.withdraw(plan=plan_of("elias"))
    assert "Ingen utenfor" not in printed("marte", SHEET).text


def test_a_protected_persons_recipients_are_kinds(printed):
    paper = printed("leyla", f"{SHEET}?sprak=nb", of="leyla").text
    assert "Fengselshelsetjenesten Får se: fysisk helse" in paper
    assert "Solvik" not in paper


def test_the_headings_have_symbols_and_the_text_is_tagged(printed):
    paper = printed("elias", SHEET)
    assert {"/H1", "/H2", "/P"} <= set(paper.tags)
    assert (
        "/XObject" in paper.reader.pages[0]["/Resources"] or "/Pattern" in paper.reader.pages[0]["/Resources"]
    )
