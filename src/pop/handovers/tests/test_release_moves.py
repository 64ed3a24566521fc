"""The release moves: those who were to leave stay until somebody has said which day the handover is to have."""

from datetime import date, timedelta

from django.urls import reverse

from pop.access.actor import acting
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover
from pop.handovers.tests.conftest import ask, begin, choose, item_of, refused, reply, text_of, today
from pop.plans import actions as plans
from pop.plans.models import ExpectedRelease, Plan
from pop.teams.models import ContactTeamMember, Task


def until(plan: Plan) -> date | None:
    with acting(user("elias").pk):
        return ContactTeamMember.objects.filter(plan=plan, user=user("marte")).latest("pk").until


def release(plan: Plan) -> ExpectedRelease:
    with acting(user("marte").pk):
        return ExpectedRelease.objects.of(plan).order_by("-written_at", "-pk").first()


def put_off(plan: Plan, days: int = 90) -> date:
    """Marte writes another day for the release."""
    found = release(plan)
    with acting(user("marte").pk):
        assert plans.edit(found, on=found.on + timedelta(days))
    return found.on + timedelta(days)


def leaving(plan: Plan, *, yes: bool = True) -> Handover:
    """Silje takes over from Marte on the day of the release."""
    handover = begin("release_with_duty", leaving=("marte",), day=release(plan).on)
    item = choose(item_of(handover), "silje")
    assert ask(item) == "asked"
    if yes:
        assert reply(item, "silje")
    return handover


def waiting(slug: str, plan: Plan) -> bool:
    with acting(user(slug).pk):
        return Task.objects.filter(plan=plan, kind="release_moved", done_at=None).exists()


def test_a_release_that_is_put_off_keeps_those_in_who_were_to_leave(plan):
    leaving(plan)
    assert until(plan) == release(plan).on + timedelta(14)
    put_off(plan)
    assert until(plan) is None
    assert waiting("marte", plan)


def test_nobody_leaves_on_a_yes_before_the_day_is_answered(plan):
    handover = leaving(plan, yes=False)
    to = put_off(plan)
    assert reply(item_of(handover), "silje")
    assert until(plan) is None
    with acting(user("marte").pk):
        assert actions.move(handover, on_day=to)
    assert until(plan) == to + timedelta(14)


def test_one_press_moves_the_handover_and_closes_the_task(browse, plan):
    handover = leaving(plan)
    to = put_off(plan)
    marte, page = browse("marte"), reverse("handover", args=[plan.key])
    assert "Løslatelsen er flyttet" in text_of(marte.get(page))
    assert "Løslatelsen er flyttet" not in text_of(browse("elias").get(page))
    change = reverse("handover_change", args=[plan.key, handover.key])
    assert marte.post(change, {"gjor": "move", "dag-on_day": to.isoformat()}).status_code == 302
    assert until(plan) == to + timedelta(14)
    assert not waiting("marte", plan)
    assert "Løslatelsen er flyttet" not in text_of(marte.get(page))


def test_marte_may_keep_the_day_and_that_is_an_answer_too(plan):
    handover = leaving(plan)
    day = release(plan).on
    put_off(plan)
    with acting(user("marte").pk):
        assert actions.move(handover, on_day=day)
    assert until(plan) == day + timedelta(14)
    assert not waiting("marte", plan)


def test_the_task_is_answered_by_a_day_and_not_by_a_tick(plan):
    leaving(plan)
    put_off(plan)
    with acting(user("marte").pk):
        tasks = Task.objects.filter(plan=plan, kind="release_moved")
        assert refused(lambda: tasks.update(done_at="2027-01-01T00:00Z"))


def test_a_move_to_another_prison_has_its_own_day(plan):
    begin("other_prison", leaving=("marte",), day=today() + timedelta(30))
    put_off(plan)
    assert not waiting("marte", plan)
