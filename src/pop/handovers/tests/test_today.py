"""Released without notice (B6), the check two weeks after (B12), and receivers abroad (B7)."""

import pytest
from django.db import connection
from django.urls import reverse
from tests.clock import day, move, standing

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.actions.talks import Held
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.tests.conftest import (
    DEPOSIT,
    HOME,
    ask,
    begin,
    choose,
    item_of,
    refused,
    reply,
    text_of,
    today,
)
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.process import actions as process
from pop.teams import actions as teams
from pop.teams.models import Task


@pytest.fixture
def remand(plan):
    with acting(user("marte").pk):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        plans.set_serving_form(plan=plan, writer=service, form="remand", since=today())
    return plan


def press(client, plan):
    return client.post(reverse("handover_new", args=[plan.key]) + "?slag=released_today", {"straks": "ja"})


def going_today(plan):
    with acting(user("elias").pk):
        return list(Handover.objects.filter(plan=plan, kind="released_today"))


def test_one_press_on_the_plan_page_opens_the_list_of_the_day_for_both(browse, remand):
    marte, elias = browse("marte"), browse("elias")
    plan_page, checklist = reverse("plan", args=[remand.key]), reverse("checklist", args=[remand.key])
    assert "Løslatt i dag" in text_of(marte.get(plan_page))
    assert "Løslatt i dag" in text_of(marte.get(checklist))
    assert "Løslatt i dag" not in text_of(elias.get(plan_page))
    assert press(marte, remand)["Location"] == checklist
    for client in (marte, elias):
        told = text_of(client.get(checklist))
        assert "Sjekkliste: Løslatt i dag" in told
        assert "Et sted å sove i natt" in told
        assert client.get(checklist + "?pdf=1")["Content-Type"] == "application/pdf"
    press(marte, remand)
    assert [one.on_day for one in going_today(remand)] == [today()]


def test_whoever_serves_a_sentence_is_not_released_by_one_press(browse, plan):
    marte = browse("marte")
    assert "Løslatt i dag" not in text_of(marte.get(reverse("plan", args=[plan.key])))
    assert press(marte, plan).status_code == 200
    assert not going_today(plan)


@pytest.mark.parametrize("slug", ["elias", "kari", "silje"])
def test_only_the_contact_team_opens_it(browse, remand, slug):
    assert press(browse(slug), remand).status_code == 404
    assert not going_today(remand)


def follow_up(plan, on, slug="silje"):
    with acting(user(slug).pk):
        talks.register_held(
            plan=plan,
            writer=Writer(user(slug), Source.CORRECTIONAL),
            kind="follow_up",
            held=Held(on, "Silje"),
        )


def checks(slug, plan):
    with acting(user(slug).pk):
        return list(Task.objects.filter(plan=plan, kind="thread_held_later", done_at=None))


def test_after_two_weeks_the_new_contact_sees_who_is_silent_and_closes_the_check_by_the_talk(browse, plan):
    handover = begin("other_prison", leaving=("marte",), day=today())
    item = choose(item_of(handover), "silje")
    ask(item)
    assert reply(item, "silje")
    with acting(user("silje").pk):
        teams.no_private_tie(plan=plan, user=user("silje"))
    silje, page = browse("silje"), reverse("handover", args=[plan.key])
    assert [task.at.date() for task in checks("silje", plan)]
    (mine,) = checks("silje", plan)
    with acting(user("silje").pk):
        assert refused(lambda: Task.objects.filter(pk=mine.pk).update(done_at=day(2027, 1, 1)))
    assert "Registrer oppfølgingssamtalen" in text_of(silje.get(page))
    follow_up(plan, today())
    assert not checks("silje", plan)
    assert not checks("marte", plan)
    told = text_of(silje.get(page))
    assert "Oppfølgingssamtalen er holdt." in told
    assert "Registrer oppfølgingssamtalen" not in told
    with acting(user("marte").pk):
        assert Task.objects.filter(plan=plan, kind="thread_held", done_at=None).exists()


def silent(handover, slug="marte"):
    with acting(user(slug).pk), connection.cursor() as cursor:
        cursor.execute("select access.not_in_contact(%s)", [handover.key])
        return cursor.fetchone()[0]


def test_whoever_has_said_yes_and_not_been_heard_of_is_known_on_the_day(browse, plan):
    """Hanne has written in the plan today, and nothing since the day that is to come."""
    with standing(day(2027, 1, 11)) as clock:
        later = begin("release_without", HOME, day=day(2027, 1, 11).date())
        item = choose(item_of(later, HOME), "hanne", kind="home_municipality")
        ask(item)
        reply(item, "hanne")
        assert silent(later) == [item.pk]
        assert silent(later, "kari") == [], "told to the person and the contact team alone"
        move(clock, day(2027, 1, 10))
        assert silent(later) == [], "not before the day"
        with acting(user("marte").pk):
            assert actions.cancel(later, reason="Begynner på nytt")
    now = begin("release_without", HOME, DEPOSIT, day=today())
    for text, slug, kind in ((HOME, "hanne", "home_municipality"), (DEPOSIT, "", "")):
        item = choose(item_of(now, text), slug, kind=kind, outside="" if slug else "Nordnes legesenter")
        with acting(user("elias").pk):
            actions.agree(item)
        ask(item)
    assert reply(item_of(now, HOME), "hanne")
    code = made(item_of(now, DEPOSIT))
    assert actions.answer_by_link(code.link, code=code.letters, answer="confirmed", reason="", name="Lege")
    told = text_of(browse("marte").get(reverse("handover", args=[plan.key])))
    assert "Ikke vært i kontakt siden dagen: Nordnes legesenter." in told


def made(item):
    with acting(user("marte").pk):
        return actions.make_code(item, way="link")


def test_the_talk_before_the_day_does_not_close_the_check(plan):
    with standing(day(2027, 1, 4)) as clock:
        handover = begin("other_prison", HOME, day=day(2027, 1, 11).date())
        item = choose(item_of(handover, HOME), "hanne", kind="home_municipality")
        ask(item)
        reply(item, "hanne")
        assert checks("marte", plan)
        move(clock, day(2027, 1, 8))
        follow_up(plan, day(2027, 1, 8).date(), "marte")
        assert checks("marte", plan)
        move(clock, day(2027, 1, 25))
        follow_up(plan, day(2027, 1, 25).date(), "marte")
        assert not checks("marte", plan)


def test_receivers_abroad_are_names_outside_and_nobody_is_suggested_from_the_register(browse, handover, plan):
    with acting(user("marte").pk):
        process.choose_pathway(
            plan=plan, pathway="abroad", suggested="abroad", by=user("marte"), home="abroad"
        )
    marte, item = browse("marte"), item_of(handover, HOME)
    where = reverse("handover_receiver", args=[plan.key, item.key])
    before = marte.get(where).context["form"].fields["who"].choices
    found = marte.get(where + "?q=a")
    assert found.context["form"].fields["who"].choices == before
    told = text_of(found)
    assert "Navn på den som tar imot i det andre landet" in told
    assert "Finn noen etter navn eller etat" not in told
    marte.post(where, {"who": "outside", "outside": "Broren i Vilnius"})
    with acting(user("elias").pk):
        chosen = HandoverItem.objects.get(handover=handover, measure__text=HOME, replaced_at=None)
    assert (chosen.receiver_name, chosen.receiver_user_id, chosen.receiver_agency_id) == (
        "Broren i Vilnius",
        None,
        None,
    )
    assert ask(chosen) == "consent", "Elias says yes before anybody is asked"
