"""What an officer meets when a Word form is read in, and what others do not meet."""

import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from pop.access.drafts import OWNER
from pop.demo.places import user
from pop.imports import form, texts
from pop.imports.draft import PLACES
from pop.imports.envelope import LIFETIME, NotYours, seal, unseal
from pop.imports.errors import MESSAGES
from pop.imports.minpop import read_form
from pop.imports.tests.build import (
    CONTENT_TYPES,
    areas,
    consent,
    contacts,
    docx,
    header,
    measures,
    p,
    tbl,
    tr,
)
from pop.imports.tests.build import form as whole_form
from pop.imports.tests.filling import SAMPLES, filled, send, store
from pop.imports.tests.reading import TODAY
from pop.people.models import Unit
from pop.plans.models import Plan

Browse = Callable[[str], Client]
STRANGERS = (
    "elias", "leyla", "kari", "torbjorn", "sunniva", "hanne", "per", "grete", "mona", "liv", "tone", "eva", "jon",
)  # fmt: skip

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
MACROS = docx(p("Min POP"), parts={"word/vbaProject.bin": b"x"})
BOMB = docx(p("Min POP"), parts={"word/document.xml": b"<a>" + b" " * 20_000_000 + b"</a>"})
BROKEN = docx(p("Min POP"), parts={"word/document.xml": b"<w:document"})
REFUSED = {
    "a picture": (PNG, "not_a_docx"),
    "an empty zip": (b"PK\x05\x06" + bytes(18), "not_a_docx"),
    "another document": (docx(p("Referat fra møte")), "not_the_form"),
    "a bomb": (BOMB, "zip_bomb"),
    "macros": (MACROS, "macros"),
    "a password": (OLE, "encrypted"),
    "damaged XML": (BROKEN, "broken_xml"),
    "51 MB": (random.Random(1).randbytes(51 * 1024 * 1024), "too_large"),
}


def rows_in_all_tables() -> dict[str, int]:
    """Counted by the statistics of this transaction: the web login may not read what it may not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables where schemaname = 'public'"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_the_form_gets_one_sentence_and_leaves_nothing(browse: Browse, what: str) -> None:
    data, code = REFUSED[what]
    marte = browse("marte")
    before = rows_in_all_tables()
    page = send(marte, data)
    assert page.status_code == 200
    assert page.context["form"].errors["file"] == [texts.refusal(code)]
    assert "sealed" not in page.content.decode()
    assert rows_in_all_tables() == before


def test_the_preview_itself_stores_nothing(browse: Browse) -> None:
    marte = browse("marte")
    before = rows_in_all_tables()
    page = send(marte, whole_form())
    assert "Ola Vik" in page.content.decode()
    assert rows_in_all_tables() == before


def test_counting_writes_would_notice_one(browse: Browse) -> None:
    marte = browse("marte")
    before = rows_in_all_tables()
    assert store(marte, whole_form()).status_code == 302
    assert rows_in_all_tables()["plans_need"] > before.get("plans_need", 0)


def test_forgetting_the_file_says_what_to_do(browse: Browse) -> None:
    page = browse("marte").post("/les-inn/", {})
    assert "Velg filen" in page.content.decode()
    assert "Filen er tom" in send(browse("marte"), b"").content.decode()


@pytest.mark.parametrize("who", STRANGERS)
def test_only_kriminalomsorgen_finds_the_page(browse: Browse, who: str) -> None:
    stranger = browse(who)
    assert stranger.get("/les-inn/").status_code == 404
    assert send(stranger, whole_form()).status_code == 404
    assert stranger.post("/les-inn/lagre/", {"sealed": "x"}).status_code == 404


def test_nobody_is_sent_to_the_start() -> None:
    assert Client().get("/les-inn/").status_code == 302


@pytest.mark.parametrize("who", ["marte", "ola", "farid", "silje", "jorgen", "anders"])
def test_all_staff_have_the_page(browse: Browse, who: str) -> None:
    assert browse(who).get("/les-inn/").status_code == 200
    assert browse(who).get("/les-inn/lagre/").status_code == 302


@pytest.mark.parametrize("how", ["changed", "missing", "somebody else's"])
def test_a_form_that_was_not_shown_to_this_officer_is_refused(browse: Browse, how: str) -> None:
    data = filled(send(browse("ola"), whole_form()))
    if how == "changed":
        data["sealed"] = data["sealed"][:20] + "A" + data["sealed"][21:]
    if how == "missing":
        del data["sealed"]
    client = browse("ola" if how != "somebody else's" else "marte")
    data.pop(OWNER)  # a form of somebody else's is refused before it is read; here the seal is asked
    before = rows_in_all_tables()
    page = client.post("/les-inn/lagre/", data)
    assert "må leses inn på nytt" in page.content.decode()
    assert rows_in_all_tables() == before


def test_a_sealed_form_is_bound_to_its_reader_and_two_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_form(whole_form(), today=TODAY)
    sealed = seal(read, user=user("marte"))
    assert unseal(sealed, user=user("marte")) == read
    with pytest.raises(NotYours):
        unseal(sealed, user=user("ola"))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LIFETIME + 1)
    with pytest.raises(NotYours):
        unseal(sealed, user=user("marte"))


def test_a_sealed_form_cannot_be_read_from_the_page_as_it_stands(browse: Browse) -> None:
    sealed = filled(send(browse("marte"), whole_form()))["sealed"]
    assert sealed.startswith(".")  # packed
    assert zlib.decompress(signing.b64_decode(sealed.split(":")[0][1:].encode()))


def test_what_stands_in_the_form_is_text_and_never_markup(browse: Browse) -> None:
    evil = "<script>alert(1)</script>"
    data = docx(
        p("Min POP"),
        header(name=f"Ola {evil}", brik=evil),
        p("Endringslogg"),
        tbl(tr("Versjon", "Dato", "Hva er endret", "Endret av"), tr(evil, evil, evil, evil)),
        p("Mine mål"),
        p(evil),
        p("Min plan"),
        measures((evil, evil, evil, evil, evil)),
        contacts((evil, "", "", "", evil)),
        consent(other=evil, exclusions=evil, name=evil, signature=f"12.01.2026 {evil}"),
        p(evil),
        p("Samtykke"),
    )
    page = send(browse("marte"), data).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_the_preview_asks_where_a_human_must_decide(browse: Browse) -> None:
    data = docx(
        p("Min POP"),
        header(),
        p("Endringslogg"),
        areas("Bolig"),
        p("Min plan"),
        measures(
            ("Møteplikt hos friomsorgen", "snarest", "Eva Lie", "DPS Voss", "kanskje"),
            ("Søke bolig", "01.06.2026", "Kari Berg", "Kriminalomsorgen", "I gang"),
        ),
        contacts(("Anne Vik", "søster", "99 88 77 66", "", "")),
    )
    page = send(browse("marte"), data)
    fields = page.context["page"].choices.fields
    asked = {name for name in fields if name.startswith(("measure-0", "contact-0"))}
    assert asked == {
        "measure-0-takes", "measure-0-decided_by", "measure-0-decided_on", "measure-0-area", "measure-0-status",
        "measure-0-due", "contact-0-kind", "contact-0-relation",
    }  # fmt: skip
    assert {name for name in fields if name.startswith("measure-1")} == {"measure-1-area"}
    whys = [question.why for question in page.context["page"].questions]
    assert "Samtykket omfatter ikke etaten som skal ha tiltaket." in whys
    assert "Dette kan være en privatperson. Om dem skriver vi bare fornavn og relasjon." in whys


def test_a_decision_must_have_somebody_who_made_it(browse: Browse) -> None:
    marte = browse("marte")
    data = docx(p("Min POP"), header(), p("Endringslogg"), p("Min plan"),
                measures(("Møteplikt hos friomsorgen", "", "Eva Lie", "", "")))  # fmt: skip
    sent = filled(send(marte, data))
    assert marte.post("/les-inn/lagre/", sent).context["page"].choices.errors.keys() == {"measure-0-takes"}
    sent["valg-measure-0-takes"] = "decision"
    errors = marte.post("/les-inn/lagre/", sent).context["page"].choices.errors
    assert errors.keys() == {"measure-0-decided_by", "measure-0-decided_on"}


def test_what_was_typed_comes_back_with_the_errors(browse: Browse) -> None:
    marte = browse("marte")
    sent = filled(send(marte, whole_form()), **{"person-given_name": "", "person-family_name": "Skrevet"})
    del sent["person-no_tie"]
    page = marte.post("/les-inn/lagre/", sent)
    assert page.status_code == 200
    assert {*page.context["page"].person.errors} == {"given_name", "no_tie"}
    assert 'value="Skrevet"' in page.content.decode()
    assert filled(page)["sealed"] == sent["sealed"]


def test_an_officer_of_another_unit_cannot_create_in_solvik(browse: Browse, act_as_member: Any) -> None:
    silje = browse("silje")
    page = send(silje, whole_form())
    assert "Solvik" not in page.content.decode()
    with act_as_member("marte"):
        solvik = str(Unit.objects.get(name="Solvik fengsel").key)
    answer = silje.post("/les-inn/lagre/", filled(page, **{"person-unit": solvik}))
    assert answer.status_code == 200
    assert "unit" in answer.context["page"].person.errors


def test_stored_once_however_often_it_is_sent(browse: Browse, act_as_member: Any) -> None:
    marte = browse("marte")
    sent = filled(send(marte, whole_form()))
    first, second = (marte.post("/les-inn/lagre/", sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    with act_as_member("marte"):
        assert Plan.objects.filter(person__family_name="Vik").count() == 1


def test_the_same_number_again_is_the_same_person(browse: Browse) -> None:
    assert store(browse("marte"), whole_form()).status_code == 302
    answer = store(browse("ola"), whole_form())
    assert "Doculivenummeret" in str(answer.context["page"].person.errors)


def test_the_same_name_stops_until_somebody_says_that_it_is_another(browse: Browse) -> None:
    marte, ola = browse("marte"), browse("ola")
    assert store(marte, whole_form()).status_code == 302
    sent = filled(send(ola, whole_form()), **{"person-archive_number": "202699999"})
    page = ola.post("/les-inn/lagre/", sent)
    assert "Kan dette være en som har plan fra før?" in page.content.decode()
    sure = filled(page, **{"person-archive_number": "202699999", "sure": "on"})
    assert ola.post("/les-inn/lagre/", sure).status_code == 302


def test_into_a_plan_of_another_name_needs_a_tick(browse: Browse, act_as_member: Any) -> None:
    marte = browse("marte")
    with act_as_member("marte"):
        elias = str(Plan.objects.get(person__family_name="Brekke").key)
    page = marte.post("/les-inn/lagre/", filled(send(marte, whole_form()), target=elias))
    assert "Er dette riktig person?" in page.content.decode()
    assert "Elias Brekke" in page.content.decode()
    answer = marte.post("/les-inn/lagre/", filled(page, target=elias, sure="on"))
    assert answer["Location"] == f"/planer/{elias}/"


def test_a_tick_for_one_person_does_not_hold_for_another(browse: Browse, act_as_member: Any) -> None:
    marte = browse("marte")
    with act_as_member("marte"):
        elias, leyla = (str(Plan.objects.get(person__family_name=name).key) for name in ("Brekke", "Demir"))
    page = marte.post("/les-inn/lagre/", filled(send(marte, whole_form()), target=elias))
    answer = marte.post("/les-inn/lagre/", filled(page, target=leyla, sure="on"))
    assert answer.status_code == 200


def test_the_plan_with_the_same_number_is_suggested(browse: Browse) -> None:
    data = docx(p("Min POP"), header(name="Elias Brekke", archive_number="202600518"), p("Endringslogg"))
    page = send(browse("marte"), data)
    target = page.context["page"].target
    assert dict(target.fields["target"].choices)[target.initial["target"]] == "Elias Brekke"


def test_a_plan_that_the_officer_does_not_follow_is_not_offered(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("marte"):
        elias = str(Plan.objects.get(person__family_name="Brekke").key)
    silje = browse("silje")
    page = send(silje, whole_form())
    assert "Elias" not in page.content.decode()
    answer = silje.post("/les-inn/lagre/", filled(page, target=elias, sure="on", asked=elias))
    assert answer.status_code == 200
    assert answer.context["page"].target.errors


def test_a_form_with_more_rows_than_a_page_takes_is_refused(browse: Browse) -> None:
    data = docx(
        p("Min POP"), header(), p("Endringslogg"), p("Mine mål"), *(p(f"Mål {n}") for n in range(401))
    )
    assert "flere rader" in send(browse("marte"), data).content.decode()


def test_a_bad_content_type_header_does_not_matter_but_content_does(browse: Browse) -> None:
    assert "sealed" in send(browse("marte"), whole_form(), name="bilde.png").content.decode()
    data = docx(
        p("x"), parts={"[Content_Types].xml": CONTENT_TYPES.replace("main+xml", "macroEnabled.main+xml")}
    )
    assert texts.refusal("macros") in send(browse("marte"), data).context["form"].errors["file"]


def test_every_code_of_the_parser_has_a_sentence() -> None:
    assert texts.WHY.keys() == form.WHY.keys()
    assert texts.REFUSALS.keys() - {"too_much"} == MESSAGES.keys()
    words = {word for place in PLACES.values() for word in place.split(", ")}
    assert words <= texts.PLACES.keys()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_every_text_of_the_samples_is_on_the_preview(browse: Browse, path: Any) -> None:
    page = " ".join(send(browse("marte"), path.read_bytes()).content.decode().split())
    read = read_form(path.read_bytes(), today=TODAY)
    said = [read.name, read.case_worker, read.brik_text, *read.goals, *read.own_efforts, *read.help_needed]
    said += (
        [m.what for m in read.measures] + [c.name for c in read.contacts] + [m.topic for m in read.meetings]
    )
    assert all(text in page for text in said)
