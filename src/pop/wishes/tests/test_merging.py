"""Wishes, answers and slips follow when two plans about the same person are joined, and when they are parted."""

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source
from pop.teams import actions as teams
from pop.wishes import actions
from pop.wishes.models import PlannedLeave, Wish, WishAnswer


@pytest.fixture
def twin(plan):
    """A second plan, with a need in an area of its own, a wish from it, an answer, a leave and a slip."""
    marte = user("marte")
    with acting(marte.pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        other = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=other, user=marte)
        together, service = Writer(marte, Source.PERSON, together=True), Writer(marte, Source.CORRECTIONAL)
        area = plan_actions.name_own_area(plan=other, name="Førerkort")
        need = plans.write_need(plan=other, writer=together, topic=area.topic_id, text="Ta førerkort")
        wish = actions.ask(plan=other, writer=together, topic=area.topic_id, need=need, text="Kjøretime")
        actions.answer(wish=wish, writer=service, answer="yes")
        actions.plan_leave(plan=other, writer=service, kind="leave", purpose="Oppkjøring", status="planned")
        other.slip = actions.print_slip(plan=other, printed_by=marte)
    return other


def where():
    """The plan of each of the rows, and whether wish and answer still agree about the topic."""
    with acting(user("marte").pk):
        wish = Wish.objects.get(text="Kjøretime")
        answers = list(WishAnswer.objects.filter(wish=wish))
        leave = PlannedLeave.objects.get(purpose="Oppkjøring")
        assert {answer.topic_id for answer in answers} == {wish.topic_id}
        return {wish.plan_id, leave.plan_id, *(answer.plan_id for answer in answers)}


def test_they_move_and_come_back_with_what_was_answered_since(plan, twin):
    with acting(user("marte").pk):
        merge = plan_actions.merge(keep=plan, other=twin)
    assert where() == {plan.pk}
    with acting(user("marte").pk):
        wish = Wish.objects.get(text="Kjøretime")
        service = Writer(user("marte"), Source.CORRECTIONAL)
        actions.answer(wish=wish, writer=service, answer="no", reason="Ikke likevel")
        assert plan_actions.undo_merge(merge)
    assert where() == {twin.pk}


def test_a_slip_that_was_printed_before_leads_to_the_plan_that_is_kept(plan, twin):
    with acting(user("marte").pk):
        plan_actions.merge(keep=plan, other=twin)
    with acting(user("ola").pk):
        assert actions.register_slip(
            code=twin.slip.code,
            asked="correctional",
            topic=1,
            text="Fra lappen",
            asked_on=timezone.localdate(),
        )
    with acting(user("elias").pk):
        assert Wish.objects.get(text="Fra lappen").plan_id == plan.pk
