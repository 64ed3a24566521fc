"""The log says what happened; two plans that become one take their handovers along."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import ChecklistMark, Handover, HandoverItem
from pop.handovers.pathways import RELEASE, pathways, points
from pop.handovers.tests.conftest import reply, text_of
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import plan_actions
from pop.plans.models import Plan
from pop.process import actions as process
from pop.process.models import Guardianship, PlanPathway, StepWaived
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember


def test_the_log_says_that_kari_was_asked_and_said_yes(browse, asked, plan):
    reply(asked, "kari")
    told = text_of(browse("elias").get(reverse("log", args=[plan.key])))
    assert "Mottaker spurt" in told
    assert "Mottaker har sagt ja" in told


def test_the_log_tells_kari_about_her_own_request_only(browse, asked, plan):
    reply(asked, "kari")
    told = text_of(browse("kari").get(reverse("log", args=[plan.key])))
    assert "Overføring startet" not in told


def test_a_handover_goes_along_when_two_plans_become_one_and_comes_back(plan):
    marte = user("marte")
    with acting(marte.pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        twin = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=twin, user=marte)
        handover = actions.begin(
            plan=twin, begun_by=marte, pathway=pathways()["other_prison"], on_day=days(30),
            leaving=[ContactTeamMember.objects.get(plan=twin, user=marte)],
        )  # fmt: skip
        actions.mark(plan=twin, by=marte, code="contact_there", state="done", handover=handover)
        merge = plan_actions.merge(keep=plan, other=twin)
        assert merge
        assert plans_of(handover) == {plan.pk}
        assert plan_actions.undo_merge(merge)
        assert plans_of(handover) == {twin.pk}


@pytest.fixture
def twin(plan):
    """A second plan of Elias that Marte made by mistake."""
    marte = user("marte")
    with acting(marte.pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        made = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=made, user=marte)
    return made


def test_what_is_in_place_before_release_goes_along_and_comes_back(plan, twin):
    marte = user("marte")
    with acting(marte.pk):
        free = sorted(
            {point.code for point in points(RELEASE)}
            - set(ChecklistMark.objects.filter(plan=plan, handover=None).values_list("code", flat=True))
        )
        mark = actions.mark(plan=twin, by=marte, code=free[0], state="done")
        merge = plan_actions.merge(keep=plan, other=twin)
        assert ChecklistMark.objects.get(pk=mark.pk).plan_id == plan.pk
        assert plan_actions.undo_merge(merge)
        assert ChecklistMark.objects.get(pk=mark.pk).plan_id == twin.pk


def test_of_a_point_that_both_have_said_the_plan_that_is_kept_holds(plan, twin):
    marte = user("marte")
    with acting(marte.pk):
        code = points(RELEASE)[0].code
        kept = actions.mark(plan=plan, by=marte, code=code, state="open")
        gone = actions.mark(plan=twin, by=marte, code=code, state="done")
        assert plan_actions.merge(keep=plan, other=twin)
        marks = ChecklistMark.objects.filter(plan=plan, handover=None, code=code)
        assert [(mark.pk, mark.state) for mark in marks] == [(kept.pk, "open")]
        assert ChecklistMark.objects.get(pk=gone.pk).plan_id == twin.pk


def test_the_verge_the_pathway_and_a_step_that_is_not_needed_go_along_and_come_back(plan, twin):
    marte = user("marte")
    with acting(marte.pk):
        for model in (StepWaived, PlanPathway, Guardianship):
            model.objects.filter(plan=plan, ended_at=None).update(ended_at=timezone.now())
        said = (
            process.waive_step(plan=twin, step="0.1", reason="Kom rett fra varetekt", by=marte),
            process.choose_pathway(plan=twin, pathway="full", suggested="full", by=marte),
            process.set_guardianship(plan=twin, scope="economy", by=marte),
        )
        merge = plan_actions.merge(keep=plan, other=twin)
        assert {type(row).objects.get(pk=row.pk).plan_id for row in said} == {plan.pk}
        assert plan_actions.undo_merge(merge)
        assert {type(row).objects.get(pk=row.pk).plan_id for row in said} == {twin.pk}


def test_a_merge_is_undone_when_the_emptied_plan_has_got_a_pathway_of_its_own(plan, twin):
    marte = user("marte")
    with acting(marte.pk):
        PlanPathway.objects.filter(plan=plan, ended_at=None).update(ended_at=timezone.now())
        moved = process.choose_pathway(plan=twin, pathway="full", suggested="full", by=marte)
        merge = plan_actions.merge(keep=plan, other=twin)
        newer = process.choose_pathway(plan=twin, pathway="full", suggested="full", by=marte)
        assert plan_actions.undo_merge(merge)
        now = PlanPathway.objects.filter(plan=twin, ended_at=None).values_list("pk", flat=True)
        assert list(now) == [newer.pk]
        assert PlanPathway.objects.get(pk=moved.pk).plan_id == plan.pk


def plans_of(handover: Handover) -> set[int]:
    rows = (
        Handover.objects.filter(pk=handover.pk),
        HandoverItem.objects.filter(handover=handover),
        ChecklistMark.objects.filter(handover=handover),
    )
    return {row.get().plan_id for row in rows}
