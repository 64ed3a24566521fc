"""The person asks about a look; leader and data protection officer answer, and learn nothing of the plan."""

import re
import uuid

import pytest
from django.db import Error, transaction
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.looks import actions
from pop.looks.models import LookAnswer, LookQuestion
from pop.looks.tests.conftest import ask, main, newest_look, rows
from pop.people.models import UnitRole
from pop.people.views.oversight import plan_code

LIST = "/oppslag/sporsmal/"
WORDS = "Hvorfor var du inne på søndag?"


def question_for(browser, words: str = WORDS) -> str:
    """The address of a question in somebody's list."""
    html = browser.get(LIST).content.decode()
    for address in re.findall(r'href="(/oppslag/sporsmal/[0-9a-f-]+/)"', html):
        if words in main(browser.get(address)):
            return address
    return ""


def answer(browser, address: str, text: str):
    return browser.post(address, {"text": text, "once": str(uuid.uuid4())}, follow=True)


def test_a_question_goes_to_leader_and_protection_officer_and_both_answers_come_back(browse, plan) -> None:
    elias, look = browse("elias"), newest_look("marte")
    assert "Det er sendt" in main(ask(elias, look, WORDS))
    own = reverse("plan_look", args=[plan.key, look.key])
    assert "Venter på svar" in main(elias.get(own))
    anders, tone = browse("anders"), browse("tone")
    answer(anders, question_for(anders), "Marte hadde vakt.")
    text = main(elias.get(own))
    assert "Svar fra enhetslederen" in text
    assert "Marte hadde vakt." in text
    assert "Besvart" in text
    answer(tone, question_for(tone), "Jeg har sett på det.")
    text = main(elias.get(own))
    assert "Svar fra personvernombudet" in text
    assert "Marte hadde vakt." in text


def test_the_leader_learns_who_looked_when_and_where_and_nothing_of_the_plan(browse, plan) -> None:
    ask(browse("elias"), newest_look("marte"), WORDS)
    anders = browse("anders")
    text = main(anders.get(question_for(anders)))
    assert "Elias Brekke" in text
    assert "Marte Nygård, Kontaktbetjent" in text
    assert "Kontaktteamet" in text
    assert WORDS in text
    assert str(plan.key) not in text
    assert plan_code(plan.pk) not in text
    for secret in ("Et fast sted å bo", "Nav Nordnes", "gjeld", "Sara"):
        assert secret not in text
    assert anders.get(reverse("plan", args=[plan.key])).status_code == 404
    with acting(user("anders").pk):
        assert rows("select count(*) from access_look") == [(0,)]
        assert rows("select count(*) from looks_lookquestion") == [(0,)]
        assert [row for (row,) in rows("select plan_id from access.look_questions()") if row] == []


def test_the_protection_officer_learns_a_code_and_no_name(browse, plan) -> None:
    ask(browse("elias"), newest_look("marte"), WORDS)
    tone = browse("tone")
    text = main(tone.get(question_for(tone)))
    assert "Marte Nygård, Kontaktbetjent" in text
    assert plan_code(plan.pk) in text
    assert "Elias" not in text
    assert tone.get(reverse("plan", args=[plan.key])).status_code == 404


def test_a_question_about_an_external_goes_to_the_leader_where_the_person_is(browse, plan) -> None:
    ask(browse("elias"), newest_look("kari"), WORDS)
    anders = browse("anders")
    text = main(anders.get(question_for(anders)))
    assert "Kari Moen, Nav-veileder" in text
    assert "Samtykke nummer 1" in text


def test_the_leader_does_not_learn_that_a_clinic_takes_part(browse, plan) -> None:
    browse("mona").get(reverse("plan", args=[plan.key]))
    ask(browse("elias"), newest_look("mona"), WORDS)
    anders = browse("anders")
    text = main(anders.get(question_for(anders)))
    assert "Mona" not in text
    assert "rus" not in text.lower()
    assert "en utenfor kriminalomsorgen" in text


def test_whoever_has_a_protected_address_has_no_name_in_the_leaders_list(browse) -> None:
    """Rule A10."""
    browse("marte").get(reverse("plan", args=[plan_as("leyla").key]))
    with acting(user("leyla").pk):
        actions.ask(look=newest_look("marte", of="leyla"), kind="question", words=WORDS)
    anders = browse("anders")
    text = main(anders.get(question_for(anders)))
    assert WORDS in text
    assert "Leyla" not in text
    assert "Demir" not in text


def plan_as(slug: str):
    with acting(user(slug).pk):
        return plan_of(slug)


def test_where_nobody_leads_the_protection_officer_is_asked_alone(browse) -> None:
    plan = plan_as("ida")
    browse("jorgen").get(reverse("plan", args=[plan.key]))
    with acting(user("ida").pk):
        actions.ask(look=newest_look("jorgen", of="ida"), kind="complaint", words=WORDS)
        assert LookQuestion.objects.get(plan=plan).unit_id is None
    assert question_for(browse("anders")) == ""
    assert question_for(browse("tone"))
    look = newest_look("jorgen", of="ida")
    text = main(browse("ida").get(reverse("plan_look", args=[plan.key, look.key])))
    assert "Personvernombudet har fått det." in text


def test_nobody_answers_for_their_own_look(browse, plan) -> None:
    """Anders leads the unit and is in the contact team as well."""
    from pop.teams.actions import follow_up, no_private_tie

    with acting(user("marte").pk):
        follow_up(plan=plan, user=user("anders"), role="deputy")
    with acting(user("anders").pk):
        no_private_tie(plan=plan, user=user("anders"))
    anders = browse("anders")
    assert anders.get(reverse("plan", args=[plan.key])).status_code == 200
    ask(browse("elias"), newest_look("anders"), WORDS)
    assert question_for(anders) == ""
    assert question_for(browse("tone"))


def test_a_leader_with_a_private_tie_is_not_asked(browse, plan) -> None:
    from pop.teams.actions import ask_away

    ask(browse("elias"), newest_look("marte"), WORDS)
    anders = browse("anders")
    assert question_for(anders)
    with acting(user("elias").pk):
        ask_away(plan=plan, user=user("anders"))
    assert question_for(anders) == ""


def test_a_leader_who_has_left_is_not_asked_any_more(browse, plan) -> None:
    from datetime import date

    ask(browse("elias"), newest_look("marte"), WORDS)
    with acting(user("jon").pk):
        UnitRole.objects.filter(user=user("anders"), role="leader").update(until=date(2020, 1, 1))
    assert browse("anders").get(LIST).status_code == 404


@pytest.mark.parametrize("slug", [m.slug for m in CAST if m.slug not in ("anders", "tone")])
def test_nobody_else_has_the_list_or_reads_or_answers(browse, plan, slug) -> None:
    """The one who looked neither: Marte."""
    ask(browse("elias"), newest_look("marte"), WORDS)
    address = question_for(browse("tone"))
    browser = browse(slug)
    assert browser.get(LIST).status_code == 404
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"text": "x"}).status_code == 404
    key = address.split("/")[-2]
    with acting(user(slug).pk):
        assert rows("select count(*) from access.look_questions()") == [(0,)]
        assert not actions.answer(question=key, text="x")
        if slug != "elias":
            assert LookQuestion.objects.count() == 0
            assert LookAnswer.objects.count() == 0


@pytest.mark.parametrize("slug", [m.slug for m in CAST if m.slug != "elias"])
def test_nobody_else_asks_about_a_look(browse, plan, slug) -> None:
    look = newest_look("kari")
    address = reverse("plan_look", args=[plan.key, look.key])
    # Ola has not said whether he knows Elias: he is asked that first, wherever he knocks.
    closed = (302, reverse("tie", args=[plan.key])) if slug == "ola" else (404, None)
    for answer in (browse(slug).get(address), browse(slug).post(address, {"kind": "question", "words": "x"})):
        assert (answer.status_code, answer.get("Location")) == closed
    with acting(user(slug).pk):
        assert actions.ask(look=look, kind="question", words="x") is None


def test_nobody_asks_about_a_look_at_the_plan_of_somebody_else(browse, plan) -> None:
    look = newest_look("kari")
    leyla = plan_as("leyla")
    assert browse("leyla").get(reverse("plan_look", args=[leyla.key, look.key])).status_code == 404


@pytest.mark.parametrize("slug", ["elias", "anders", "tone", "marte", "jon"])
@pytest.mark.parametrize(
    "what",
    [
        "update looks_lookquestion set words = 'x'",
        "delete from looks_lookquestion",
        "update looks_lookanswer set text = 'x'",
        "delete from looks_lookanswer",
        "insert into looks_lookquestion (key, plan_id, look_id, kind, words, at) values"
        " (gen_random_uuid(), 1, 1, 'question', 'x', now())",
        "insert into looks_lookanswer (key, plan_id, question_id, answered_by_id, answered_as, text, at) values"
        " (gen_random_uuid(), 1, 1, 1, 'dpo', 'x', now())",
    ],
)
def test_what_is_asked_and_answered_is_written_by_the_database_alone(slug, what) -> None:
    with acting(user(slug).pk), pytest.raises(Error, match="permission denied"), transaction.atomic():
        rows(what)


def test_what_is_typed_is_kept_when_something_is_missing(browse, plan) -> None:
    elias, look = browse("elias"), newest_look("marte")
    address = reverse("plan_look", args=[plan.key, look.key])
    page = elias.post(address, {"kind": "", "words": "Det jeg skrev", "once": str(uuid.uuid4())})
    assert "Velg om det er et spørsmål eller en klage." in page.content.decode()
    assert "Det jeg skrev" in page.content.decode()
    page = elias.post(address, {"kind": "question", "words": "  ", "once": str(uuid.uuid4())})
    assert "Skriv hva du vil spørre om eller si." in page.content.decode()
    long = elias.post(address, {"kind": "question", "words": "x" * 2001, "once": str(uuid.uuid4())})
    assert "for lang" in long.content.decode()
    tone = browse("tone")
    ask(elias, look, WORDS)
    page = tone.post(question_for(tone), {"text": "", "once": str(uuid.uuid4())})
    assert "Skriv et svar." in page.content.decode()


def test_a_question_sent_twice_is_one_question(browse, plan) -> None:
    elias, look = browse("elias"), newest_look("marte")
    address = reverse("plan_look", args=[plan.key, look.key])
    fields = {"kind": "question", "words": WORDS, "once": str(uuid.uuid4())}
    for _time in range(2):
        assert elias.post(address, fields).status_code == 302
    with acting(user("elias").pk):
        assert LookQuestion.objects.filter(words=WORDS).count() == 1


def test_what_waits_stands_first_and_what_is_answered_last(browse, plan) -> None:
    elias, anders = browse("elias"), browse("anders")
    for words in ("Det første", "Det andre"):
        ask(elias, newest_look("marte"), words)
    answer(anders, question_for(anders, "Det første"), "Svar.")
    text = main(anders.get(LIST))
    assert text.index("Det andre") < text.index("Det første")


def test_the_empty_list_says_so(browse) -> None:
    """Silje's unit has no leader; she becomes one, and nobody has asked."""
    with acting(user("jon").pk):
        from pop.people.actions import give_unit_role
        from pop.people.models import Unit

        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    assert "Ingen har spurt om et oppslag" in main(browse("silje").get(LIST))


def test_what_was_asked_of_a_unit_is_not_seen_by_the_leader_of_another(browse, plan) -> None:
    with acting(user("jon").pk):
        from pop.people.actions import give_unit_role
        from pop.people.models import Unit

        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    ask(browse("elias"), newest_look("marte"), WORDS)
    assert question_for(browse("silje")) == ""
