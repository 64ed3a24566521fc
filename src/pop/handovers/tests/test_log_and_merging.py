"""The log says what happened; two plans that become one take their handovers along."""

from django.urls import reverse

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import ChecklistMark, Handover, HandoverItem
from pop.handovers.pathways import pathways
from pop.handovers.tests.conftest import reply, text_of
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import plan_actions
from pop.plans.models import Plan
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


def plans_of(handover: Handover) -> set[int]:
    rows = (
        Handover.objects.filter(pk=handover.pk),
        HandoverItem.objects.filter(handover=handover),
        ChecklistMark.objects.filter(handover=handover),
    )
    return {row.get().plan_id for row in rows}
