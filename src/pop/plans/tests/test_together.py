"""Sammen-modus: the officer and the person at one screen (rule I5)."""

import re
import time

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from pop.access.actor import acting, set_local
from pop.access.models import Draft
from pop.changelog.models import Change
from pop.demo.places import user
from pop.people import together
from pop.plans.models import Measure, Need, Note
from pop.plans.tests.conftest import HOUSING, send, text


@pytest.fixture
def at_one_screen(browse, url):
    """Marte, who has begun sammen-modus with Elias."""
    client = browse("marte")
    answer = send(client, url("sammen/"), do="start")
    assert "Dere ser planen sammen, du og Elias." in answer.content.decode()
    return client


def test_it_begins_on_the_plan_page_and_ends_with_one_click(browse, url):
    client = browse("marte")
    assert f'href="{url("sammen/")}"' in client.get(url()).content.decode()
    assert "Samtykke gis ikke her" in text(client.get(url("sammen/")))
    page = send(client, url("sammen/"), do="start").content.decode()
    assert "Avslutt sammen-modus" in page
    assert "Mine planer" not in page
    after = send(client, url("sammen/"), do="end")
    assert "Sammen-modus er slutt." in text(after)
    assert "Mine planer" in after.content.decode()


@pytest.mark.parametrize("who", ["elias", "kari", "ola", "silje", "anders"])
def test_only_the_contact_team_begins_it(browse, url, who):
    client = browse(who)
    assert client.get(url("sammen/")).status_code in (302, 404)
    client.post(url("sammen/"), {"do": "start"})
    assert together.KEY not in client.session


def test_every_page_outside_the_plan_asks_first(at_one_screen, url):
    for address in (
        "/",
        "/hjem/",
        "/planer/",
        "/planer/ny/",
        "/onsker/",
        "/trekk-samtykke/",
        "/finnes-ikke/",
    ):
        answer = at_one_screen.get(address)
        assert answer["Location"] == url("sammen/"), address
    asked = text(at_one_screen.get("/planer/", follow=True))
    assert "Det er utenfor planen" in asked
    assert "Leyla" not in asked


def test_a_page_that_is_not_there_names_nobody_and_leads_back_to_the_plan(at_one_screen, url):
    answer = at_one_screen.get(url("behov/5c1f3b1e-7a53-4d3a-9c55-0d1f6a2b9e10/"))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Dere ser planen sammen" in page
    assert f'href="{url()}"' in page


def test_no_title_says_whose_plan_it_is(at_one_screen, url, entry):
    for address in (url(), url("team/"), url(f"behov/{entry(Need, text='Et fast sted å bo').key}/")):
        title = re.search(r"<title>(.*?)</title>", at_one_screen.get(address).content.decode()).group(1)
        assert title == "Sammen – POP"


def test_what_is_left_to_say_about_another_plan_is_not_said_here(browse, url):
    client = browse("marte")
    session = client.session
    session["_messages"] = '[["__json_message",0,25,"Planen til Leyla Demir er laget."]]'
    session.save()
    assert "Leyla" not in send(client, url("sammen/"), do="start").content.decode()


def test_what_is_written_is_marked_and_is_the_persons_own_words_at_first(at_one_screen, url, entry, browse):
    form = at_one_screen.get(url(f"behov/ny/?tema={HOUSING}")).content.decode()
    assert re.search(r'name="whose" value="person"[^>]*checked', form)
    send(at_one_screen, url(f"behov/ny/?tema={HOUSING}"), text="Hybel nær jobben", whose="person")
    send(at_one_screen, url(f"notat/ny/?tema={HOUSING}"), text="Vi har snakket om hybel", whose="service")
    need, note = entry(Need, text="Hybel nær jobben"), entry(Note, text="Vi har snakket om hybel")
    assert (need.together, need.source) == (True, "person")
    assert (note.together, note.source) == (True, "correctional")
    page = text(browse("elias").get(url(f"notat/{note.key}/")))
    assert "Registrert sammen med Marte Nygård" in page
    page = text(at_one_screen.get(url(f"notat/{note.key}/")))
    assert "Registrert av Marte Nygård, kontaktbetjent sammen med Elias" in page


def test_a_change_made_together_is_marked_too(at_one_screen, url, entry, browse):
    need = entry(Need, text="Et fast sted å bo")
    address = url(f"behov/{need.key}/endre/")
    stamp = re.search(r'name="stamp" value="(\w+)"', at_one_screen.get(address).content.decode()).group(1)
    send(at_one_screen, address, stamp=stamp, text="Et trygt sted å bo", said_by="", own_words="")
    assert entry(Need, pk=need.pk).together
    assert "Skrevet av deg" in text(browse("elias").get(url(f"behov/{need.key}/")))
    assert "Endret sammen med en ansatt." in text(browse("elias").get(url(f"behov/{need.key}/")))


def test_the_screen_can_be_hidden_without_the_server(at_one_screen, url):
    page = at_one_screen.get(url()).content.decode()
    assert re.search(r'href="#skjult" accesskey="\w"', page)
    assert 'id="skjult"' in page


def later(monkeypatch, seconds):
    now = time.time()
    monkeypatch.setattr(together.time, "time", lambda: now + seconds)


def test_after_an_hour_it_is_over_and_the_screen_that_says_so_shows_nothing_else(
    at_one_screen, url, monkeypatch
):
    later(monkeypatch, together.LASTS + 1)
    page = at_one_screen.get(url()).content.decode()
    assert "Det har gått en time" in page
    assert "Mine planer" not in page
    assert "Mine planer" in at_one_screen.get(url()).content.decode()


def test_what_was_being_written_when_the_hour_was_over_is_saved_as_said_together(
    at_one_screen, url, entry, monkeypatch
):
    later(monkeypatch, together.LASTS + 1)
    answer = send(at_one_screen, url(f"notat/ny/?tema={HOUSING}"), text="Rakk det så vidt", whose="service")
    assert entry(Note, text="Rakk det så vidt").together
    assert "Det har gått en time" in answer.content.decode()


def test_it_ends_with_the_session(at_one_screen, url):
    at_one_screen.post("/logg-ut/")
    assert at_one_screen.get("/").status_code == 200


def test_whoever_is_let_out_of_the_team_meanwhile_is_let_out_of_the_mode(
    at_one_screen, url, act_as_member, plan
):
    with act_as_member("marte"):
        plan.contact_team.filter(role="main").update(until="2020-01-01")
    answer = at_one_screen.post(url("sammen/"), {"do": "end"})
    assert answer.status_code == 302
    assert at_one_screen.get("/planer/").status_code == 200


def logged(client, url):
    """The newest row of the log."""
    page = client.get(url("logg/")).content.decode()
    return re.sub(r"(<[^>]+>|\s)+", " ", page[page.index("<tbody") :].split("</tr>")[0])


def test_a_choice_a_status_and_a_refusal_are_marked_in_the_log(at_one_screen, url, entry, browse, plan):
    lessons, running = entry(Measure, text__startswith="Leksehjelp"), entry(Measure, text="Avklare depositum")
    for address, fields in (
        (url(f"tiltak/{lessons.key}/svar/"), {"answer": "yes", "present": "Marte og Elias"}),
        (url(f"tiltak/{running.key}/status/"), {"status": "waiting", "status_reason": "svar fra utleier"}),
        (url("nei/"), {"kind": "no_answer", "own_words": "Ikke nå"}),
    ):
        answer = send(at_one_screen, address, **fields)
        assert answer.status_code == 200, address
    rows = Change.objects.filter(plan_id=plan.pk).order_by("-pk")
    with acting(user("elias").pk):
        marked = {(c.table, c.together) for c in rows[:4]}
    assert marked == {
        ("plans_measure", True), ("plans_proposalanswer", True), ("plans_refusal", True),
    }  # fmt: skip
    assert "Registrert sammen med deg" in logged(browse("elias"), url)
    assert "Registrert sammen med Elias" in logged(at_one_screen, url)


def test_what_is_done_when_the_mode_is_over_is_not_marked(at_one_screen, url, plan):
    send(at_one_screen, url("sammen/"), do="end")
    send(at_one_screen, url(f"notat/ny/?tema={HOUSING}"), text="Etterpå", whose="service")
    with acting(user("elias").pk):
        newest = Change.objects.filter(table="plans_note").latest("pk")
    assert newest.together is False


def test_nobody_else_marks_what_they_do(act_as_member, plan):
    """The mark is the contact team's: a partner who sets it says nothing."""
    with act_as_member("kari"):
        set_local("pop.together", str(plan.pk))
        note = (
            Note.objects.filter(plan=plan, source="agency").first()
            or Measure.objects.filter(plan=plan, responsible_user=user("kari")).first()
        )
        assert note
        type(note).objects.filter(pk=note.pk).update(
            **({"text": "x"} if isinstance(note, Note) else {"status": "done"})
        )
        set_local("pop.together", "")
    with acting(user("elias").pk):
        assert Change.objects.latest("pk").together is False


def test_what_is_typed_to_another_page_is_kept_and_shown_afterwards(browse, url):
    client = browse("marte")
    form = "/planer/ny/"
    page = client.get(form).content.decode()
    owner = re.search(r'name="skjemaeier" value="([^"]+)"', page).group(1)
    send(client, url("sammen/"), do="start")
    typed = {"skjemaeier": owner, "given_name": "Leyla", "family_name": "Et langt navn som er skrevet inn"}
    asked = client.post(form, typed, follow=True)
    assert "Det du skrev, er tatt vare på." in text(asked)
    assert "Leyla" not in asked.content.decode()
    after = send(client, url("sammen/"), do="end")
    assert "Se det du skrev" in text(after)
    assert "Leyla" not in after.content.decode()
    assert "Et langt navn som er skrevet inn" in text(client.get("/ikke-sendt/"))


def test_what_another_site_sends_is_not_kept(at_one_screen):
    at_one_screen.post("/planer/ny/", {"given_name": "Plantet av en annen side"})
    with acting(user("marte").pk):
        assert not Draft.objects.exists()


def test_the_bare_sheets_have_the_bar_and_the_hide_key_on_screen_and_not_on_paper(at_one_screen, url):
    send(at_one_screen, url("forslag/ark/"))
    made = at_one_screen.post(url("onsker/lapp/"))
    for address in (sheet_of(at_one_screen, url), made["Location"]):
        page = at_one_screen.get(address).content.decode()
        assert "Dere ser planen sammen, du og Elias." in page
        assert 'id="skjult"' in page
        assert 'href="#skjult" accesskey="0"' in page
    with acting(user("elias").pk):
        sheet = render_to_string(
            "plans/choice_sheet.html",
            {"pdf": True, "together": True, "sheet": {"printed_at": timezone.now()}},
        )
    assert "Dere ser planen sammen" not in sheet


def sheet_of(client, url):
    page = client.get(url("forslag/ark/")).content.decode()
    return re.search(r'href="([^"]+/forslag/ark/[0-9a-f-]{36}/)"', page).group(1)
