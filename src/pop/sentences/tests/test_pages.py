"""Datoer: what the person, the contact team, a partner and everybody else meet."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ExpectedRelease, Plan, Source
from pop.sentences import actions
from pop.sentences.models import ENTRIES, Interruption, SentenceFacts, SentenceTerm

NBSP = "\N{NO-BREAK SPACE}"


def of(slug: str) -> Plan:
    with acting(user(slug).pk):
        return plan_of(slug)


def page(slug: str = "elias", name: str = "sentence", *args: Any) -> str:
    return reverse(name, args=[of(slug).key, *args])


def body(response: Any) -> str:
    """What a person reads, with ordinary spaces."""
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace(NBSP, " "))


def release_of(slug: str) -> date | None:
    with acting(user("marte").pk):
        found = ExpectedRelease.objects.of(plan_of(slug)).first()
        return found.on if found else None


def service(who: str = "marte") -> Writer:
    return Writer(user(who), Source.CORRECTIONAL)


def refused(change: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            return not change()
    except DatabaseError:
        return True


def no_sentence(slug: str, form: str | None = None) -> Plan:
    """The plan without the facts of the demo, and with another form of serving."""
    with acting(user("marte").pk):
        plan = plan_of(slug)
        for kind in ENTRIES:
            for entry in kind.objects.of(plan):
                plans.remove(entry)
        for release in ExpectedRelease.objects.of(plan):
            plans.remove(release)
        if form:
            plans.set_serving_form(plan=plan, writer=service(), form=form, since=timezone.localdate())
    return plan


def days_of(plan: Plan) -> dict[str, tuple[date | None, str]]:
    """What is kept for the rules of the database, as the contact sees it."""
    with acting(user("marte").pk), connection.cursor() as cursor:
        cursor.execute("select kind, on_day, assess from access.milestones(%s)", [plan.pk])
        return {kind: (on, assess) for kind, on, assess in cursor.fetchall()}


FIRST = {
    "starts_on": "02.03.2026",
    "reporting_duty": "yes",
    "years": "1",
    "deduction_days": "",
    "months": "",
    "days": "",
}
"""365 days from 2 March: two thirds are 244, on 1 November."""


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_each_date_says_its_paragraph_and_how_it_was_computed(browse, who: str) -> None:
    text = body(browse(who).get(page()))
    assert "Datoene er forventet, ikke bestemt" in text
    for said in ("Løslatelse på prøve kan vurderes", "Straffegjennomføringsloven § 42", "Slik er den regnet ut",
                 "To tredeler av", "er alt gjennomført", "Nådd", "Neste", "Må vurderes"):  # fmt: skip
        assert said in text, said


def test_the_wishes_of_the_plan_stand_beside_the_dates_from_which_they_can_be_considered(browse) -> None:
    text = body(browse("elias").get(page()))
    leave = text.index("Permisjon kan vurderes")
    assert text.index("Ønsket i planen: Plan for permisjoner") - leave < 400
    assert "Ønsket i planen: § 16 a (EK)" in text


def test_the_release_that_stood_in_the_plan_stands(browse) -> None:
    assert release_of("elias") == timezone.localdate() + timedelta(65)
    assert "Noen har skrevet en annen dag" not in body(browse("marte").get(page()))


def test_what_cannot_be_computed_must_be_assessed_and_says_why(browse) -> None:
    text = body(browse("leyla").get(page("leyla"), headers={"accept-language": "nb"}))
    assert release_of("leyla") is None
    with acting(user("leyla").pk):
        assert days_of(plan_of("leyla"))["two_thirds"] == (None, "undivided")
    assert "§ 42" in text


@pytest.mark.parametrize("who", ["silje", "anders", "per", "grete", "eva", "jon", "leyla", "ida", "tone"])
def test_nobody_else_finds_the_page(browse, who: str) -> None:
    assert browse(who).get(page()).status_code == 404


def test_whoever_has_not_answered_about_private_ties_is_asked_first(browse) -> None:
    assert browse("ola").get(page())["Location"].endswith("/habilitet/")


@pytest.mark.parametrize("who", ["sunniva", "torbjorn", "liv", "mona"])
def test_a_partner_to_whom_the_release_is_not_given_finds_nothing(browse, who: str) -> None:
    assert browse(who).get(page()).status_code == 404
    with acting(user(who).pk):
        assert not any(kind.objects.exists() for kind in ENTRIES)
        with connection.cursor() as cursor:
            cursor.execute("select * from access.milestones(%s)", [of("elias").pk])
            assert cursor.fetchall() == []


def test_a_partner_with_consent_reads_the_dates_but_not_the_sums_nor_the_forms(browse) -> None:
    client = browse("kari")
    text = body(client.get(page()))
    assert "Løslatelse på prøve kan vurderes" in text
    assert "Slik er den regnet ut" not in text
    assert "Dette er datoene regnet ut fra" not in text
    for name in ("sentence_facts", "sentence_term_new", "interruption_new"):
        assert client.get(page("elias", name)).status_code == 404


def test_the_person_reads_and_does_not_write(browse) -> None:
    client = browse("elias")
    assert "Endre opplysningene" not in body(client.get(page()))
    for name in ("sentence_facts", "sentence_term_new", "interruption_new"):
        assert client.get(page("elias", name)).status_code == 404
    plan, own = of("elias"), Writer(user("elias"), Source.PERSON)
    with acting(user("elias").pk):
        assert refused(lambda: actions.add_term(plan=plan, writer=own, years=1))
        assert refused(lambda: actions.change(SentenceTerm.objects.of(plan)[0], years=9))


@pytest.mark.parametrize("who", ["kari", "ola", "silje"])
def test_the_database_lets_no_other_write_or_keep_dates(who: str) -> None:
    plan = of("elias")
    with acting(user(who).pk):
        assert refused(
            lambda: actions.add_term(plan=plan, writer=Writer(user(who), Source.CORRECTIONAL), years=1)
        )
        with connection.cursor() as cursor:
            cursor.execute("select kept from access.keep_milestones(%s, 0, '[]')", [plan.pk])
            assert cursor.fetchone() == (False,)
    assert "two_thirds" in days_of(plan)


def test_no_login_reads_what_is_kept_for_the_database() -> None:
    with acting(user("marte").pk):
        assert refused(lambda: _first("select 1 from sentences_milestone"))
        assert refused(lambda: _first("select 1 from access.free_day"))


def _first(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def test_the_contact_registers_a_sentence_and_the_dates_follow(browse) -> None:
    plan = no_sentence("elias")
    client = browse("marte")
    assert "Ingen datoer ennå" in body(client.get(page()))
    response = client.post(page("elias", "sentence_facts"), FIRST, follow=True)
    assert "datoene er regnet ut på nytt" in body(response)
    assert release_of("elias") == date(2026, 11, 1)
    kept = days_of(plan)
    assert kept["two_thirds"] == kept["release"] == (date(2026, 11, 1), "")
    assert kept["reporting"][0] == date(2027, 2, 1)
    assert "Forventet 1. november 2026" in body(response)


def test_another_length_moves_the_dates_and_the_page_says_what_they_were(browse) -> None:
    no_sentence("elias")
    client = browse("marte")
    client.post(page("elias", "sentence_facts"), FIRST)
    client.post(page("elias", "sentence_term_new"), {"days": "30", "deduction_days": "0"})
    assert release_of("elias") == date(2026, 11, 21)  # 395 days, of them 264
    assert "før 1. november 2026" in body(client.get(page()))
    assert "før 1. november 2026" in body(browse("elias").get(page()))


def test_what_is_counted_from_the_release_moves_along_with_it(browse) -> None:
    plan = no_sentence("elias")
    client = browse("marte")
    client.post(page("elias", "sentence_facts"), FIRST)
    client.post(page("elias", "sentence_term_new"), {"days": "30"})
    assert days_of(plan)["closing"][0] == date(2026, 9, 21)  # two months before 21 November
    assert days_of(plan)["team_update"][0] == date(2026, 5, 21)
    with acting(user("marte").pk):
        plans.expect_release(plan=plan, writer=service(), on=date(2026, 12, 24))
    assert days_of(plan)["closing"][0] == date(2026, 10, 24)
    assert days_of(plan)["release"][0] == date(2026, 11, 21)


def test_the_person_reads_in_the_log_that_the_day_moved(browse) -> None:
    plan = no_sentence("elias")
    client = browse("marte")
    client.post(page("elias", "sentence_facts"), FIRST)
    client.post(page("elias", "interruption_new"), {"since": "01.06.2026", "until": "11.06.2026"})
    with acting(user("elias").pk):
        moved = Change.objects.filter(plan_id=plan.pk, table="plans_expectedrelease", action="update").latest(
            "pk"
        )
        assert (moved.before["on"], moved.after["on"]) == ("2026-11-01", "2026-11-11")
    log = body(browse("elias").get(reverse("log", args=[plan.key])))
    assert "Avbrudd i gjennomføringen" in log
    news = body(browse("elias").get(reverse("plan", args=[plan.key])))
    assert "Forventet løslatelse endret" in news or "Avbrudd i gjennomføringen lagt til" in news


def test_a_day_that_somebody_wrote_is_not_typed_over(browse) -> None:
    plan = no_sentence("elias")
    client = browse("marte")
    with acting(user("marte").pk):
        plans.expect_release(plan=plan, writer=service(), on=date(2026, 12, 24))
    client.post(page("elias", "sentence_facts"), FIRST)
    assert release_of("elias") == date(2026, 12, 24)
    text = body(client.get(page()))
    assert "24. desember 2026" in text
    assert "Regnestykket gir 1. november 2026" in text
    client.post(page("elias", "sentence_use_computed"))
    assert release_of("elias") == date(2026, 11, 1)
    assert "Regnestykket gir" not in body(client.get(page()))


def test_what_was_not_so_is_taken_out_and_the_dates_go_back(browse) -> None:
    plan = no_sentence("elias")
    client = browse("marte")
    client.post(page("elias", "sentence_facts"), FIRST)
    client.post(page("elias", "interruption_new"), {"since": "01.06.2026", "until": "11.06.2026"})
    with acting(user("marte").pk):
        pause = Interruption.objects.of(plan).get()
    url = page("elias", "interruption", pause.key)
    client.post(url, {"since": "01.06.2026", "until": "06.06.2026"})
    assert release_of("elias") == date(2026, 11, 6)
    client.post(url, {"take_out": "1"})
    assert release_of("elias") == date(2026, 11, 1)


def test_another_form_of_serving_has_other_dates(browse) -> None:
    plan = no_sentence("elias")
    browse("marte").post(page("elias", "sentence_facts"), FIRST)
    assert "leave" in days_of(plan)
    with acting(user("marte").pk):
        plans.set_serving_form(plan=plan, writer=service(), form="electronic", since=timezone.localdate())
    assert "leave" not in days_of(plan)
    with acting(user("marte").pk):
        plans.set_serving_form(plan=plan, writer=service(), form="preventive", since=timezone.localdate())
    assert release_of("elias") is None
    assert "release" not in days_of(plan)


def test_preventive_detention_asks_for_frame_and_minimum(browse) -> None:
    plan = no_sentence("elias", "preventive")
    client = browse("marte")
    url = page("elias", "sentence_facts")
    assert "Skriv tidsrammen" in body(client.post(url, {"starts_on": "02.03.2026", "reporting_duty": "open"}))
    wrong = {"starts_on": "02.03.2026", "reporting_duty": "open", "frame_years": "3", "minimum_years": "4"}
    assert "Minstetiden kan ikke være lengre enn tidsrammen" in body(client.post(url, wrong))
    client.post(url, {**wrong, "minimum_years": "2"})
    kept = days_of(plan)
    assert kept["minimum"][0] == date(2028, 3, 2)
    assert kept["frame"][0] == date(2029, 3, 2)
    assert "release" not in kept
    assert "Forvaring har tidsramme og minstetid" in body(browse("elias").get(page()))


def test_a_community_sentence_shows_where_its_plan_lies(browse) -> None:
    no_sentence("elias", "community_sentence")
    where = {"execution_plan": "Nordnes friomsorgskontor, sak 7", "execution_plan_on": "03.03.2026"}
    browse("marte").post(page("elias", "sentence_facts"), {**FIRST, **where, "years": "", "months": "9"})
    text = body(browse("elias").get(page()))
    assert "Gjennomføringstiden er ute Forventet 2. desember 2026" in text
    assert "Nordnes friomsorgskontor, sak 7, 3. mars 2026" in text
    assert "Løslatelse på prøve" not in text


def test_on_remand_there_are_neither_facts_nor_dates_nor_wishes(browse) -> None:
    plan = no_sentence("elias", "remand")
    client = browse("marte")
    for name in ("sentence_facts", "sentence_term_new", "interruption_new"):
        assert client.get(page("elias", name)).status_code == 404
    text = body(client.get(page()))
    assert "I varetekt regnes ingen datoer ut" in text
    assert "forventet, ikke bestemt" not in text
    with acting(user("marte").pk):
        assert refused(lambda: actions.write_facts(plan=plan, writer=service(), starts_on=date(2026, 3, 2)))
        assert refused(lambda: actions.add_term(plan=plan, writer=service(), years=1))
        assert refused(lambda: actions.interrupt(plan=plan, writer=service(), since=date(2026, 3, 2)))
        told = Writer(user("marte"), Source.PERSON, together=True)
        assert refused(lambda: plans.wish(plan=plan, writer=told, kind="section_16"))
    assert days_of(plan) == {}
    there = reverse("entry_new", args=[plan.key, "onske"])
    for reader in (client, browse("elias")):
        assert there not in reader.get(reverse("plan", args=[plan.key])).content.decode()
        assert "I varetekt er det ingen straff" in body(reader.post(there, {"kind": "section_16"}))
    assert "Neste milepæl" not in body(browse("elias").get(reverse("plan", args=[plan.key])))


def test_dates_that_were_there_go_when_the_form_becomes_remand() -> None:
    plan = of("elias")
    assert days_of(plan)
    with acting(user("marte").pk):
        plans.set_serving_form(plan=plan, writer=service(), form="remand", since=timezone.localdate())
    assert days_of(plan) == {}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("sentence_term_new", {}, "Skriv hvor lang straffen er"),
        ("sentence_term_new", {"years": "to"}, "Skriv et helt tall"),
        ("sentence_term_new", {"years": "50"}, "Tallet kan ikke være over 40"),
        ("sentence_term_new", {"days": "30", "deduction_days": "31"}, "Fradraget er lengre enn straffen"),
        ("interruption_new", {}, "Skriv en dato"),
        ("interruption_new", {"since": "30.02.2026"}, "Denne datoen finnes ikke"),
        ("interruption_new", {"since": "01.01.1999"}, "før gjennomføringen begynte"),
        ("sentence_facts", {"reporting_duty": "yes", "starts_on": "1.1.1920"}, "Se etter årstallet"),
        ("sentence_facts", {"reporting_duty": "yes", "starts_on": "1.3.2026", "held_since": "2.3.2026"}, "Datoen kan ikke være etter"),
    ],
)  # fmt: skip
def test_what_was_typed_wrong_is_said_at_the_field(
    browse, name: str, typed: dict[str, str], said: str
) -> None:
    response = browse("marte").post(page("elias", name), typed)
    assert response.status_code == 200
    assert said in body(response)
    for value in typed.values():
        assert f'value="{value}"' in response.content.decode()


def test_what_the_person_keeps_to_themselves_is_computed_for_nobody_else(browse) -> None:
    plan = of("elias")
    with acting(user("elias").pk):
        plans.keep_to_me(SentenceTerm.objects.of(plan)[0], kept=True)
    with acting(user("kari").pk), connection.cursor() as cursor:
        cursor.execute("select * from access.milestones(%s)", [plan.pk])
        assert cursor.fetchall() == []
    before = release_of("elias")
    with acting(user("marte").pk):
        actions.interrupt(
            plan=plan, writer=service(), since=timezone.localdate(), until=timezone.localdate() + timedelta(9)
        )
        assert SentenceFacts.objects.of(plan).exists()
    assert release_of("elias") == before


def test_the_plan_page_says_what_is_next(browse) -> None:
    url = reverse("plan", args=[of("elias").key])
    assert "Neste milepæl" in body(browse("elias").get(url))
    assert "Se alle datoene" in body(browse("marte").get(url))
    assert "Se alle datoene" in body(browse("kari").get(url))
    assert "Se alle datoene" not in body(browse("sunniva").get(url))
