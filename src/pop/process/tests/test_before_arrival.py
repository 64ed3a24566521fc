"""Before the day of arrival (B3): the summoned person logs in, arranges what can be arranged, and what is open follows in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.actions import preparing, talks
from pop.conversations.models import Conversation, Preparation
from pop.demo.places import user
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Placement, Plan, Source
from pop.plans.tests.conftest import send, text
from pop.teams import actions as teams


def day(later: int):
    return timezone.localdate() + timedelta(later)


@pytest.fixture
def unheard(plan: Plan) -> Plan:
    """Nobody has talked with Elias yet."""
    with acting(user("marte").pk):
        for talk in Conversation.objects.of(plan):
            plans.remove(talk)
    return plan


@pytest.fixture
def summoned(unheard: Plan) -> Plan:
    """Elias has been called in, and comes in ten days."""
    plan = unheard
    with acting(user("marte").pk):
        here = Placement.objects.of(plan).get(until=None)
        plans.edit(here, since=day(10))
    return plan


def new_plan(browse, **more: str):
    with acting(user("marte").pk):
        unit = Unit.objects.get(name="Solvik fengsel")
    fields = {"given_name": "Ada", "family_name": "Berg", "birth_date": "04.12.1996", "unit": str(unit.key), "archive_number": "",
              "national_id": "", "ward": "", "language": ""}  # fmt: skip
    return send(browse("marte"), reverse("plan_new"), **{**fields, **more})


def test_the_form_asks_for_the_day_of_arrival_and_the_person_is_there_from_then(browse) -> None:
    assert "Oppmøtedag" in text(browse("marte").get(reverse("plan_new")))
    new_plan(browse, arrives=f"{day(10):%d.%m.%Y}")
    with acting(user("marte").pk):
        teams_plan = Plan.objects.latest("pk")
        teams.no_private_tie(plan=teams_plan, user=user("marte"))
        assert Placement.objects.get(plan=teams_plan).since == day(10)
    page = text(browse("marte").get(reverse("plan", args=[teams_plan.key])))
    assert "Før oppmøte" in page
    assert "om 10 dager" in page
    way = text(browse("marte").get(reverse("way", args=[teams_plan.key])))
    assert way.index("Innkalling") < way.index("Innkomst")


def test_without_a_day_the_person_is_here_today(browse) -> None:
    new_plan(browse)
    with acting(user("marte").pk):
        made = Plan.objects.latest("pk")
        teams.no_private_tie(plan=made, user=user("marte"))
        assert Placement.objects.get(plan=made).since == day(0)


@pytest.mark.parametrize(("later", "said"), [(-1, "Dagen er passert"), (2000, "mer enn tre år fram")])
def test_a_day_that_cannot_be_is_said_at_the_field(browse, later: int, said: str) -> None:
    assert said in text(new_plan(browse, arrives=f"{day(later):%d.%m.%Y}"))


def test_the_person_reads_what_to_arrange_the_contact_and_om_meg(browse, summoned) -> None:
    page = text(browse("elias").get(reverse("plan", args=[summoned.key]), follow=True))
    for said in ("Før du møter", "Det er 10 dager til", "Penger, gjeld, bolig, jobb eller skole, medisin, barn og dyr",
                 "Kontaktpersonen din", "Marte Nygård", "Skriv om deg selv"):  # fmt: skip
        assert said in page, said
    listed = text(browse("elias").get(reverse("preparations", args=[summoned.key])))
    for what in ("Penger", "Gjeld", "Bolig", "Jobb eller skole", "Medisin", "Barn", "Dyr"):
        assert what in listed


@pytest.mark.parametrize("who", ["kari", "sunniva"])
def test_a_partner_does_not_read_it(browse, summoned, who: str) -> None:
    page = browse(who).get(reverse("plan", args=[summoned.key]), follow=True).content.decode()
    assert "Før oppmøte" not in page
    assert "Oppmøtedag" not in page


def test_whoever_is_here_reads_nothing_of_it(browse, plan) -> None:
    assert "Før du møter" not in text(browse("elias").get(reverse("plan", args=[plan.key]), follow=True))


def test_the_list_stays_on_the_plan_page_until_the_first_talk_is_held(browse, unheard) -> None:
    for who in ("elias", "marte"):
        page = text(browse(who).get(reverse("plan", args=[unheard.key]), follow=True))
        assert "Før den første samtalen" in page, who
        assert "0 av 7 er ordnet" in page, who
    held(unheard)
    for who in ("elias", "marte"):
        page = text(browse(who).get(reverse("plan", args=[unheard.key]), follow=True))
        assert "Før den første samtalen" not in page, who


def test_everything_that_is_not_arranged_follows_in_also_without_a_word_and_what_is_not_said_does_not(
    browse, summoned
) -> None:
    send(browse("elias"), reverse("preparations", args=[summoned.key]),
         **{"medicine-state": "open", "children-state": "open", "children-words": "Hvem henter i barnehagen?",
            "work-state": "not_needed"})  # fmt: skip
    held(summoned)
    with acting(user("marte").pk):
        needs = {row.what: row.need_id for row in Preparation.objects.of(summoned)}
        texts = list(
            Need.objects.of(summoned)
            .filter(pk__in=[pk for pk in needs.values() if pk])
            .values_list("text", flat=True)
        )
    assert set(needs) == {"medicine", "children", "work"}
    assert sorted(texts) == ["Barn", "Medisin"]


def held(plan: Plan) -> None:
    marte = Writer(user("marte"), Source.CORRECTIONAL)
    with acting(user("marte").pk):
        talks.register_held(
            plan=plan, writer=marte, kind="intake", held=talks.Held(day(0), "Marte Nygård"),
            following=talks.Next("needs_1", day(4)),
        )  # fmt: skip


def test_what_is_open_follows_in_at_arrival_and_what_is_arranged_does_not(summoned) -> None:
    own = Writer(user("elias"), Source.PERSON)
    with acting(user("elias").pk):
        preparing.prepare(plan=summoned, writer=own, what="pets", state="open", words="Hvem passer katten?")
        preparing.prepare(plan=summoned, writer=own, what="debt", state="done", words="Avtale med banken")
    marte = Writer(user("marte"), Source.CORRECTIONAL)
    with acting(user("marte").pk):
        talks.register_held(
            plan=summoned, writer=marte, kind="intake", held=talks.Held(day(0), "Marte Nygård"),
            following=talks.Next("needs_1", day(4)),
        )  # fmt: skip
        words = list(Need.objects.of(summoned).values_list("own_words", flat=True))
    assert "Hvem passer katten?" in words
    assert "Avtale med banken" not in words
