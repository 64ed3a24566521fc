"""The progression wishes come from the utslusningssamtale (B10), beside the day from which each can be considered."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.actions import wishes as actions
from pop.conversations.models import Conversation, SaidWish
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import CONVERSATIONS, Writer
from pop.plans.models import Plan, ProgressionWish, Source
from pop.plans.tests.conftest import send, text

WORDS = "Jeg vil hjem til jul"


def marte() -> Writer:
    return Writer(user("marte"), Source.CORRECTIONAL)


def talk(of: Plan, kind: str = "release_talk") -> Conversation:
    with acting(user("marte").pk):
        return plans.write(
            Conversation, plan=of, writer=marte(), topic=CONVERSATIONS, kind=kind, held_on=timezone.localdate(),
            consent_asked=True,
        )  # fmt: skip


@pytest.fixture
def held(plan: Plan) -> Conversation:
    return talk(plan)


def page(held: Conversation) -> str:
    return reverse("talk_wishes", args=[held.plan.key, held.key])


def test_the_talk_leads_to_the_wishes_and_the_wish_says_where_it_comes_from(browse, held) -> None:
    client, talked = browse("marte"), reverse("conversation", args=[held.plan.key, held.key])
    assert page(held) in client.get(talked).content.decode()
    answer = text(send(client, page(held), kind="leave_plan", own_words=WORDS))
    assert "Ønsket står i planen nå" in answer
    assert answer.index(WORDS) < answer.index("Et nytt ønske")
    with acting(user("elias").pk):
        wish = ProgressionWish.objects.get(own_words=WORDS)
    assert (wish.source, wish.together) == ("person", True)
    for who in ("elias", "marte"):
        own = browse(who).get(reverse("entry", args=[held.plan.key, "onske", wish.key]))
        assert "Kommer fra Utslusningssamtale" in text(own)
        assert talked in own.content.decode()
        assert "fra utslusningssamtale" in text(browse(who).get(reverse("sentence", args=[held.plan.key])))
    assert str(wish) in text(client.get(talked))


def test_each_wish_stands_beside_the_day_from_which_it_can_be_considered(browse, held) -> None:
    answer = text(send(browse("elias"), page(held), kind="leave_plan", own_words=WORDS))
    assert "Kan vurderes fra" in answer[answer.index(WORDS) : answer.index(WORDS) + 200]
    answer = text(send(browse("elias"), page(held), kind="section_12", own_words="Til behandling"))
    assert "Til behandling" in answer


def test_a_wish_that_stands_in_the_plan_is_tied_to_the_talk_with_a_press(browse, held) -> None:
    with acting(user("elias").pk):
        wish = ProgressionWish.objects.of(held.plan).first()
    assert wish
    client = browse("marte")
    before = text(client.get(page(held)))
    assert before.index("Andre ønsker i planen") < before.index(str(wish))
    assert "hører til denne samtalen" in text(send(client, page(held), tie=str(wish.key)))
    with acting(user("elias").pk):
        assert SaidWish.objects.get(wish=wish).conversation_id == held.pk


def test_a_wish_that_is_not_there_is_tied_to_nothing(browse, held) -> None:
    assert send(browse("marte"), page(held), tie=str(held.key)).status_code == 404


def test_other_talks_have_no_wishes(browse, plan: Plan) -> None:
    other = talk(plan, "regular")
    assert browse("marte").get(page(other)).status_code == 404
    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.tie(other, ProgressionWish.objects.of(plan).first())


@pytest.mark.parametrize("who", ["kari", "sunniva", "hanne", "silje", "anders", "ida"])
def test_nobody_else_has_the_page_or_learns_of_the_tie(browse, held, who: str) -> None:
    with acting(user("elias").pk):
        wish = actions.wish(held, writer=Writer(user("elias"), Source.PERSON), kind="leave_plan")
    assert browse(who).get(page(held)).status_code == 404
    with acting(user(who).pk):
        assert not SaidWish.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            SaidWish.objects.create(plan=held.plan, conversation=held, wish=wish)
    entry = reverse("entry", args=[held.plan.key, "onske", wish.key])
    read = browse(who).get(entry)
    assert read.status_code == 404 or "Kommer fra" not in text(read)


def test_on_remand_there_is_no_way_to_wishes(browse, held) -> None:
    with acting(user("marte").pk):
        plans.set_serving_form(plan=held.plan, writer=marte(), form="remand", since=timezone.localdate())
    assert browse("marte").get(page(held)).status_code == 404
    talked = browse("marte").get(reverse("conversation", args=[held.plan.key, held.key]))
    assert page(held) not in talked.content.decode()


def test_when_two_plans_are_parted_the_tie_goes_with_its_talk(act_as_member, held) -> None:
    from pop.plans import plan_actions
    from pop.teams import actions as teams

    with act_as_member("marte"):
        solvik = Unit.objects.get(name="Solvik fengsel")
        other = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=other, user=user("marte"))
        wish = actions.wish(
            held, writer=Writer(user("marte"), Source.PERSON, together=True), kind="leave_plan"
        )
        merge = plan_actions.merge(keep=other, other=held.plan)
        assert merge
        assert SaidWish.objects.get(wish=wish).plan_id == other.pk
        assert plan_actions.undo_merge(merge)
        assert SaidWish.objects.get(wish=wish).plan_id == held.plan_id
