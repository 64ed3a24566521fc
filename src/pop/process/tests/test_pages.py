"""The pages as people meet them: the process, the way of a plan, and the rules of a unit."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pop.demo.cast import CAST
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.calendar import add_years
from pop.plans.models import FormOfServing, Plan, Source
from pop.plans.tests.conftest import send, text
from pop.process import actions, loading
from pop.process.models import PlanPathway, StepWaived, UnitRule
from pop.process.views import way as views

SOLVIK = "Solvik fengsel"
WITHOUT_DATES = {"remand", "drug_court"}
"""Where nothing is computed: there is no sentence, or the court says it step by step."""


@pytest.mark.parametrize("who", [m.slug for m in CAST])
def test_everybody_who_is_logged_in_reads_how_the_process_is(browse, who: str) -> None:
    page = text(browse(who).get("/prosessen/"))
    assert "Behovssamtale: Del 1" in page or "Needs talk: part 1" in page
    assert "P2-6" in page
    assert "T13" in page


def test_nobody_else_does(client) -> None:
    assert client.get("/prosessen/").status_code == 302


def test_the_page_says_where_each_number_comes_from(browse) -> None:
    page = text(browse("marte").get("/prosessen/"))
    assert "Nærmeste uke: 7 dager" in page
    assert "Nærmeste arbeidsuke: 5 arbeidsdager" in page
    assert "S002, 6.1 og 6.2" in page
    assert "I 2025 heter det Mottak" in page


def test_a_changed_rule_in_the_file_changes_the_page(
    browse, changed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FILE", changed(("default = 7", "default = 9")))
    assert "Nærmeste uke: 9 dager" in text(browse("marte").get("/prosessen/"))


def test_the_person_reads_four_phases_in_plain_words(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert "Her er du" in page
    for words in ("Finne ut hva jeg trenger", "Lage plan", "Gjøre det vi ble enige om", "De ute tar over"):
        assert words in page


def test_those_who_follow_up_read_the_line_of_steps(browse, url) -> None:
    page = text(browse("marte").get(url()))
    assert "Steg " in page
    for words in ("Forstå behov", "Behov, del 1", "Overføre ansvar", "Se alle stegene"):
        assert words in page


def test_a_partner_reads_states_without_days_or_reasons(
    browse, url, act_as_member, plan: Plan, member
) -> None:
    with act_as_member("marte"):
        actions.waive_step(plan=plan, step="6.2", reason="Elias vil ikke ha møter", by=member("Marte Nygård"))
    page = text(browse("kari").get(url("veien/")))
    assert "Trengs ikke" in page
    assert "Elias vil ikke ha møter" not in page
    for words in ("Sist ", "Neste ", "Senest ", "Fra ", "Forløp", "Marte"):
        assert words not in page.replace("Fra innkalling", ""), words


@pytest.mark.parametrize(
    "who", ["silje", "per", "grete", "anders", "tone", "eva", "jon", "leyla", "torbjorn"]
)
def test_whoever_does_not_have_the_plan_open_does_not_have_its_way(browse, url, who: str) -> None:
    opened = browse(who).get(url()).status_code
    assert browse(who).get(url("veien/")).status_code == opened
    assert who == "torbjorn" or opened in (302, 404)


def test_the_contact_says_that_a_step_is_not_needed_and_takes_it_back(browse, url, plan: Plan) -> None:
    marte = browse("marte")
    answer = text(send(marte, url("veien/6.2/trengs-ikke/"), reason="Gruppa møtes hos kommunen"))
    assert "Gruppa møtes hos kommunen" in answer
    assert "Marte Nygård" in answer
    assert "Gruppa møtes hos kommunen" in text(browse("elias").get(url("veien/")))
    assert "Gruppa møtes hos kommunen" not in text(send(marte, url("veien/6.2/trengs/")))


def test_why_must_be_said(browse, url) -> None:
    answer = text(send(browse("marte"), url("veien/6.2/trengs-ikke/"), reason=" "))
    assert "Skriv hvorfor steget ikke trengs" in answer


@pytest.mark.parametrize("who", ["elias", "kari", "silje"])
def test_only_the_contact_team_says_that_a_step_is_not_needed(
    browse, url, act_as_member, plan, who: str
) -> None:
    assert browse(who).get(url("veien/6.2/trengs-ikke/")).status_code in (302, 404)
    assert send(browse(who), url("veien/6.2/trengs-ikke/"), reason="Nei").status_code in (302, 404)
    with act_as_member("marte"):
        assert not StepWaived.objects.filter(plan=plan).exists()


def test_a_step_that_does_not_exist_is_nowhere(browse, url) -> None:
    assert browse("marte").get(url("veien/9/trengs-ikke/")).status_code == 404


def test_the_contact_chooses_the_suggested_pathway(browse, url, act_as_member, plan: Plan) -> None:
    page = text(browse("marte").get(url("veien/forlop/")))
    assert "Forslaget er «Fortettet forløp»" in page
    send(browse("marte"), url("veien/forlop/"), home="norway", pathway="brisk", reason="")
    with act_as_member("elias"):
        assert PlanPathway.objects.get(plan=plan, ended_at=None).pathway == "brisk"
    assert "Valgt av Marte Nygård" in text(browse("elias").get(url("veien/")))


def test_another_pathway_asks_why(browse, url, act_as_member, plan: Plan) -> None:
    answer = text(send(browse("marte"), url("veien/forlop/"), home="norway", pathway="short", reason=""))
    assert "Foreslått er «Fortettet forløp». Skriv hvorfor dere velger et annet." in answer
    send(browse("marte"), url("veien/forlop/"), home="norway", pathway="short", reason="Vi er få")
    with act_as_member("marte"):
        chosen = PlanPathway.objects.get(plan=plan, ended_at=None)
    assert (chosen.pathway, chosen.suggested, chosen.reason) == ("short", "brisk", "Vi er få")


def test_where_the_person_will_live_decides_what_is_suggested(browse, url) -> None:
    answer = text(send(browse("marte"), url("veien/forlop/"), home="abroad", pathway="brisk", reason=""))
    assert "Foreslått er «Til et annet land»" in answer


def test_a_partner_never_learns_that_it_is_unclear_where_the_person_will_live(
    browse, url, act_as_member, plan
) -> None:
    send(browse("marte"), url("veien/forlop/"), home="unclear", pathway="unclear", reason="")
    for who in ("kari", "sunniva", "hanne"):
        assert "Uavklart" not in text(browse(who).get(url("veien/")))
        with act_as_member(who):
            assert not PlanPathway.objects.exists()


@pytest.mark.parametrize("form", FormOfServing.values)
def test_the_way_says_who_the_contact_is_in_this_form_of_serving(
    browse, url, act_as_member, plan, form: str
) -> None:
    with act_as_member("marte"):
        marte = plans.Writer(member_of("marte"), Source.CORRECTIONAL)
        plans.set_serving_form(plan=plan, writer=marte, form=form, since="2026-11-01")
    page = text(browse("elias").get(url("veien/")))
    assert str(loading.process().serving(form).contact) in page
    if form == "remand":
        assert "ingen utregnede datoer" in page
    said = views.form_said(loading.process(), loading.process().serving(form))
    assert bool(said.dates) == (form not in WITHOUT_DATES)
    as_staff = text(browse("marte").get(url("veien/")))
    for day in said.dates:
        assert day.replace("\xa0", " ") in as_staff


def member_of(slug: str) -> Any:
    from pop.demo.places import user

    return user(slug)


def test_a_verge_shows_who_consents_to_what(browse, url) -> None:
    assert "Hvem samtykker til hva" not in text(browse("marte").get(url("veien/")))
    send(browse("marte"), url("veien/verge/"), scope="economy")
    page = text(browse("elias").get(url("veien/")))
    assert "Hvem samtykker til hva" in page
    assert "Ditt eget nei stopper alltid delingen" in page


def test_the_leader_says_what_regularly_means_and_the_way_follows(browse, url, act_as_member) -> None:
    unit = Unit.objects.none()
    page = text(send(browse("anders"), "/enheten/regler/", nearest_week="3", talk_interval="7"))
    assert "Reglene er lagret" in page
    with act_as_member("anders"):
        unit = Unit.objects.get(name=SOLVIK)
        assert dict(UnitRule.objects.filter(unit=unit).values_list("rule", "days")) == {
            "nearest_week": 3,
            "talk_interval": 7,
        }
    send(browse("anders"), "/enheten/regler/", nearest_week="", talk_interval="7")
    with act_as_member("anders"):
        assert dict(UnitRule.objects.filter(unit=unit).values_list("rule", "days")) == {"talk_interval": 7}


@pytest.mark.parametrize("number", ["sju", "0", "99", "-3", "7,5", "9" * 30])
def test_a_number_that_cannot_be_gets_a_message(browse, number: str) -> None:
    answer = send(browse("anders"), "/enheten/regler/", nearest_week=number)
    assert "Skriv et helt tall fra 1 til 14" in text(answer)
    assert f'value="{number}"' in answer.content.decode()


@pytest.mark.parametrize("who", ["marte", "elias", "kari", "jon", "tone", "eva"])
def test_only_a_leader_has_the_rules_of_a_unit(browse, who: str) -> None:
    assert browse(who).get("/enheten/regler/").status_code == 404
    assert send(browse(who), "/enheten/regler/", nearest_week="3").status_code == 404


def test_a_leader_does_not_set_the_rules_of_another_unit(browse, act_as_member) -> None:
    with act_as_member("anders"):
        other = Unit.objects.exclude(name=SOLVIK).first()
    assert browse("anders").get(f"/enheten/regler/?enhet={other.key}").status_code == 404


@pytest.mark.parametrize(("who", "most"), [("elias", 16), ("marte", 14), ("kari", 12)])
def test_the_way_takes_few_queries(browse, url, who: str, most: int) -> None:
    client = browse(who)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url("veien/")).status_code == 200
    assert len(captured) <= most, "\n".join(q["sql"][:110] for q in captured)


@pytest.mark.parametrize(("years", "told"), [(14, False), (15, True), (17, True), (18, False)])
def test_who_is_fifteen_to_seventeen_reads_who_consents_to_what(
    browse, url, monkeypatch: pytest.MonkeyPatch, years: int, told: bool
) -> None:
    today = timezone.localdate()
    birthday = add_years(today, -years) if years != 17 else add_years(today, -18) + timedelta(1)
    monkeypatch.setattr(views, "born", lambda plan: birthday)
    page = text(browse("elias").get(url("veien/")))
    assert ("Helse, fra 16 år" in page) is told
    assert ("Ditt eget nei stopper alltid delingen" in page) is told
    assert "Helse, fra 16 år" not in text(browse("kari").get(url("veien/")))
