"""Each measure and each role gets somebody who says yes; who may ask, who may answer, and what nobody may do."""

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.tests.conftest import (
    DEBT,
    DEPOSIT,
    HOME,
    SLEEP,
    STRANGERS,
    ask,
    begin,
    body,
    choose,
    fresh,
    item_of,
    refused,
    reply,
)
from pop.people.actions import edit_user
from pop.plans.models import Measure


def test_kari_is_asked_and_says_yes_and_elias_reads_it(asked):
    assert reply(asked, "kari")
    seen = fresh(asked)
    assert (seen.answer, seen.way, seen.answered_by_id) == ("confirmed", "own_login", user("kari").pk)


def test_nobody_is_asked_before_consent_covers_them(handover):
    """Sunniva in the prison's health service has been given nothing about debt."""
    item = choose(item_of(handover, DEBT), "sunniva", kind="prison_health")
    assert ask(item) == "consent"
    assert fresh(item).asked_at is None


def test_a_receiver_reads_no_measure_that_consent_does_not_cover(asked):
    with acting(user("kari").pk):
        assert HandoverItem.objects.filter(pk=asked.pk).exists()
        assert Measure.objects.filter(text=DEPOSIT).exists()
    with acting(user("elias").pk):
        consents.withdraw(plan=asked.plan, recipient=Recipient(agency=body("nav")))
    with acting(user("kari").pk):
        assert not HandoverItem.objects.filter(pk=asked.pk).exists()
    assert not reply(asked, "kari")


@pytest.mark.parametrize("slug", [*STRANGERS, "torbjorn", "sunniva", "hanne", "liv", "mona", "ola"])
def test_nobody_else_sees_the_request_or_the_handover_or_answers_it(asked, slug):
    with acting(user(slug).pk):
        assert not HandoverItem.objects.filter(handover=asked.handover_id).exists()
        assert not Handover.objects.filter(plan=asked.plan_id).exists()
    assert not reply(asked, slug)


@pytest.mark.parametrize("slug", ["marte", "farid", "elias"])
def test_nobody_says_yes_for_kari(asked, slug):
    assert not reply(asked, slug)
    with acting(user(slug).pk):
        assert refused(lambda: HandoverItem.objects.filter(pk=asked.pk).update(answer="confirmed"))


def test_kari_sees_her_own_request_and_no_other_and_not_when_elias_is_released(asked, handover):
    choose(item_of(handover, DEBT), "kari", kind="nav")
    with acting(user("kari").pk):
        assert [item.pk for item in HandoverItem.objects.filter(handover=handover)] == [asked.pk]
        assert not Handover.objects.exists()


def test_a_no_says_why_and_a_new_receiver_is_a_new_row(asked):
    assert not reply(asked, "kari", "declined")
    assert reply(asked, "kari", "declined", "Nav i Solvik følger ikke opp etter flytting.")
    again = choose(asked, "hanne", kind="home_municipality")
    assert again.pk != asked.pk
    assert ask(again) == "asked"
    assert fresh(asked).answer == "declined"
    assert not reply(asked, "kari")


def test_a_question_keeps_the_request_open(asked):
    assert reply(asked, "kari", "question", "Hvor skal han bo?")
    assert reply(asked, "kari")


def test_what_is_confirmed_is_not_rewritten_not_even_by_the_one_who_said_it(asked):
    reply(asked, "kari")
    assert not reply(asked, "kari", "declined", "Likevel ikke")
    with acting(user("marte").pk):
        assert actions.choose_receiver(asked, user=user("hanne"), agency=body("home_municipality")) is None
        assert not actions.needs_nobody(asked, reason="Trengs ikke")
        assert not actions.remind(asked)


@pytest.mark.parametrize("slug", [*STRANGERS, "kari", "ola", "elias"])
def test_only_the_contact_team_chooses_asks_moves_and_stops(handover, slug):
    item = choose(item_of(handover, HOME), "hanne", kind="home_municipality")
    with acting(user(slug).pk):
        assert actions.choose_receiver(item, user=user("hanne"), agency=body("home_municipality")) is None
        assert actions.ask(item) == ""
        assert not actions.move(handover, on_day=handover.on_day)
        assert not actions.cancel(handover, reason="x")
    with acting(user(slug).pk):
        assert refused(
            lambda: actions.begin(
                plan=handover.plan, begun_by=user(slug), pathway=handover.pathway, on_day=handover.on_day
            )
        )


def test_the_contact_team_hands_over_no_measure_that_it_does_not_see(plan):
    """Farid is kept out of «Psykisk helse»: he sees neither the measure nor that somebody is asked about it."""
    handover = begin("release_with_duty", SLEEP)
    with acting(user("elias").pk):
        consents.exclude(plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=7)
    with acting(user("farid").pk):
        assert not HandoverItem.objects.filter(handover=handover).exists()


def test_somebody_outside_is_asked_when_elias_has_said_yes_to_that(handover):
    item = choose(item_of(handover, HOME), outside="Nordnes legesenter")
    assert ask(item) == "consent"
    with acting(user("hanne").pk):
        assert not actions.agree(item)
    with acting(user("elias").pk):
        assert actions.agree(item)
    assert fresh(item).agreed_way == "own_login"
    assert ask(item) == "asked"


def test_what_needs_nobody_says_why(handover):
    item = item_of(handover, HOME)
    with acting(user("marte").pk):
        assert not actions.needs_nobody(item, reason=" ")
        assert actions.needs_nobody(item, reason="Leiligheten er klar.")


def test_whoever_says_yes_for_an_agency_is_the_named_receiver(browse, handover, plan):
    """P7-2: an agency does not take over; a person in it does, and both are named afterwards."""
    item = choose(item_of(handover, DEPOSIT), kind="nav")
    assert ask(item) == "asked"
    where = reverse("handover", args=[plan.key])
    assert "Kari" not in receivers(browse("marte").get(where))[DEPOSIT][0]
    assert reply(item, "kari")
    answered = fresh(item)
    assert (answered.receiver_user_id, answered.receiver_agency_id) == (user("kari").pk, body("nav").pk)
    for reader in ("marte", "elias"):
        name, place = receivers(browse(reader).get(where))[DEPOSIT]
        assert name.startswith("Kari")
        assert place.startswith("Nav")


def test_a_question_or_a_no_for_an_agency_names_nobody_yet(handover):
    item = choose(item_of(handover, DEPOSIT), kind="nav")
    assert ask(item) == "asked"
    assert reply(item, "kari", "question", "Når flytter han?")
    assert fresh(item).receiver_user_id is None
    assert reply(item, "kari")
    assert fresh(item).receiver_user_id == user("kari").pk


def test_somebody_who_says_yes_on_a_slip_for_an_agency_is_named_by_what_they_wrote(browse, handover, plan):
    item = choose(item_of(handover, DEPOSIT), kind="nav")
    assert ask(item) == "asked"
    with acting(user("marte").pk):
        code = actions.make_code(item, way="paper")
        assert code
        assert actions.register_slip(code=code.letters, answer="confirmed", reason="", name="Nora Lie")
    assert fresh(item).receiver_user_id is None, "whoever registers a slip has not taken over"
    for reader in ("marte", "elias"):
        name, place = receivers(browse(reader).get(reverse("handover", args=[plan.key])))[DEPOSIT]
        assert (name, place[:3]) == ("Nora Lie", "Nav")


def test_a_shielded_employee_who_says_yes_is_told_as_a_role(browse, handover, plan):
    """A12 holds also where the name comes with the answer."""
    item = choose(item_of(handover, DEPOSIT), kind="nav")
    assert ask(item) == "asked"
    assert reply(item, "kari")
    with acting(user("jon").pk):
        edit_user(user("kari"), name="Kari Moen", title="Nav-veileder", shielded=True)
    for reader in ("marte", "elias"):
        answer = browse(reader).get(reverse("handover", args=[plan.key]))
        assert "Kari" not in receivers(answer)[DEPOSIT][0]


def receivers(answer) -> dict[str, tuple[str, str]]:
    """Name and place of the receiver of each thing, as the page says."""
    return {row.title: (row.receiver, row.place) for row in answer.context["package"].rows}
