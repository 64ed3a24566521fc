"""A muntlig ja, and how it is confirmed: own login, or one signed sheet for all (rule I3)."""

import io
import re

import pypdf
import pytest

from pop.demo.proposals import CALL
from pop.plans.models import ChoiceSheet, Measure, ProposalAnswer
from pop.plans.tests.conftest import send, text

LESSONS = "Leksehjelp to kvelder i uka"


@pytest.fixture
def call(entry):
    return entry(Measure, text=CALL)


def today() -> str:
    from django.utils import timezone

    return f"{timezone.localdate():%d.%m.%Y}"


@pytest.fixture
def code(browse, url):
    """Marte prints a sheet; its code."""
    page = text(
        send(browse("marte"), url("forslag/ark/")).wsgi_request and browse("marte").get(url("forslag/ark/"))
    )
    return re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", page)[0]


def test_a_muntlig_ja_starts_the_measure_and_is_shown_as_unconfirmed(browse, url, call) -> None:
    assert (call.status, call.chosen_way, call.chosen_present) == ("chosen", "oral", "Elias og Marte Nygård")
    for slug, heading in (
        ("elias", "Det du har sagt ja til, og ikke bekreftet"),
        ("marte", "Muntlige ja som ikke er bekreftet"),
    ):
        page = text(browse(slug).get(url("forslag/")))
        assert heading in page
        assert "Til stede: Elias og Marte Nygård." in page
    assert "Muntlig ja, ubekreftet" in text(browse("marte").get(url()))
    assert "Du har sagt ja. Det er ikke bekreftet ennå." in text(browse("elias").get(url()))
    assert "En ansatt har skrevet inn at du sa ja til 1 ting." in text(browse("elias").get(url()))
    assert "Bekreftet Ubekreftet" in text(browse("elias").get(url(f"tiltak/{call.key}/")))


def test_the_person_confirms_with_the_own_login(browse, url, entry, call) -> None:
    answer = send(browse("elias"), url(f"tiltak/{call.key}/bekreft/"))
    assert "Du har bekreftet at du sa ja." in text(answer)
    after = entry(Measure, pk=call.pk)
    assert (after.chosen_way, after.confirmed_way, after.unconfirmed) == ("oral", "own_login", False)
    assert "Muntlige ja" not in text(browse("marte").get(url("forslag/")))


def test_all_at_once(browse, url, entry, call) -> None:
    lessons = entry(Measure, text=LESSONS)
    send(browse("marte"), url(f"tiltak/{lessons.key}/svar/"), answer="yes", present="Marte")
    assert "Bekreft alle" in text(browse("elias").get(url("forslag/")))
    answer = send(browse("elias"), url("forslag/bekreft/"))
    assert "Du har bekreftet at du sa ja til 2 ting." in text(answer)
    assert not any(entry(Measure, pk=pk).unconfirmed for pk in (call.pk, lessons.pk))
    assert "Det er ingenting å bekrefte." in text(send(browse("elias"), url("forslag/bekreft/")))


@pytest.mark.parametrize("slug", ["marte", "kari", "silje"])
def test_nobody_confirms_for_the_person(browse, url, entry, call, slug: str) -> None:
    for rest in (f"tiltak/{call.key}/bekreft/", "forslag/bekreft/"):
        assert send(browse(slug), url(rest)).status_code == 404
    assert entry(Measure, pk=call.pk).unconfirmed


def test_the_contact_team_takes_back_what_was_registered_by_mistake(browse, url, entry, call) -> None:
    send(browse("marte"), url(f"tiltak/{call.key}/angre/"))
    after = entry(Measure, pk=call.pk)
    assert (after.status, after.chosen_way, after.chosen_present) == ("proposed", "", "")


def test_the_sheet_lists_what_is_to_be_signed_without_a_name(browse, url, code) -> None:
    client = browse("marte")
    listed = client.get(url("forslag/ark/")).content.decode()
    address = re.search(r'href="(/planer/[^"]+/forslag/ark/[0-9a-f-]{36}/)"', listed)[1]
    page = text(client.get(address))
    for said in (code, CALL, LESSONS, "Underskrift"):
        assert said in page
    assert "Elias" not in page
    printed = client.get(address + "pdf/")
    words = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(printed.content)).pages)
    assert code in words
    assert CALL in words
    assert "Elias" not in words
    assert printed["Cache-Control"] == "no-store"


def test_a_signed_sheet_confirms_all_on_it_and_chooses_what_is_ticked(browse, url, entry, call, code) -> None:
    lessons, start = entry(Measure, text=LESSONS), entry(Measure, text="Avtale oppstart ute")
    answer = send(
        browse("marte"),
        url("forslag/ark/registrer/"),
        code=code.lower(),
        signed_on=today(),
        ticked=str(lessons.key),
    )
    assert "Arket er registrert. 2 valg er bekreftet." in text(answer)
    after = entry(Measure, pk=call.pk)
    assert (after.chosen_way, after.confirmed_way) == ("oral", "signed")
    after = entry(Measure, pk=lessons.pk)
    assert (after.status, after.chosen_way) == ("chosen", "signed")
    assert entry(ProposalAnswer, measure=lessons).way == "signed"
    assert entry(Measure, pk=start.pk).status == "proposed", "no tick"
    again = send(browse("marte"), url("forslag/ark/registrer/"), code=code, signed_on=today())
    assert "Arket ble ikke registrert." in text(again)


def test_what_is_said_after_the_sheet_was_printed_is_not_on_it(browse, url, entry, code) -> None:
    lessons = entry(Measure, text=LESSONS)
    send(browse("marte"), url(f"tiltak/{lessons.key}/svar/"), answer="yes", present="Marte")
    send(browse("marte"), url("forslag/ark/registrer/"), code=code, signed_on=today())
    assert entry(Measure, pk=lessons.pk).unconfirmed


def test_what_was_rewritten_after_the_sheet_was_printed_is_not_chosen(
    browse, url, entry, act_as_member, code
) -> None:
    from pop.plans import actions

    lessons = entry(Measure, text=LESSONS)
    with act_as_member("torbjorn"):
        actions.edit(lessons, demands="Du må komme hver kveld.")
    send(
        browse("marte"), url("forslag/ark/registrer/"), code=code, signed_on=today(), ticked=str(lessons.key)
    )
    assert entry(Measure, pk=lessons.pk).status == "proposed"


@pytest.mark.parametrize(("fields", "error"), [
    ({"code": ""}, "Skriv koden på arket"),
    ({"code": "0000-0000"}, "Arket ble ikke registrert."),
    ({"signed_on": ""}, "Skriv når det er underskrevet"),
    ({"signed_on": "1.1.2090"}, "Datoen kan ikke være fram i tid"),
    ({"signed_on": "1.1.2020"}, "Arket ble ikke registrert."),
])  # fmt: skip
def test_a_sheet_is_registered_with_code_and_date(browse, url, entry, call, code, fields, error: str) -> None:
    answer = send(
        browse("marte"), url("forslag/ark/registrer/"), **({"code": code, "signed_on": today()} | fields)
    )
    assert error in text(answer)
    assert entry(Measure, pk=call.pk).unconfirmed


def test_what_is_kept_to_oneself_stands_on_no_sheet(browse, url, entry, act_as_member, call, plan) -> None:
    from pop.demo.places import user
    from pop.plans import actions, proposal_actions

    with act_as_member("elias"):
        actions.keep_to_me(call, kept=True)
        sheet = proposal_actions.print_sheet(plan=plan, printed_by=user("elias"))
        assert call.pk not in sheet.spoken
    with act_as_member("marte"):
        assert not ChoiceSheet.objects.exists(), "a sheet is seen by whoever printed it"


@pytest.mark.parametrize("slug", ["kari", "silje", "anders"])
def test_sheets_are_for_the_person_and_the_contact_team(browse, url, code, slug: str) -> None:
    for rest in ("forslag/ark/", "forslag/ark/registrer/"):
        assert browse(slug).get(url(rest)).status_code == 404
    assert browse("elias").get(url("forslag/ark/registrer/")).status_code == 404
