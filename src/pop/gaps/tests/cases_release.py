"""Gaps about handing over and letting go: how each is made and mended."""

from collections.abc import Iterator

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.tests.making import Made, case
from pop.gaps.tests.stage import Stage, after_working_days, days
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.models import MeasureStatus
from pop.teams import actions as teams


@case("checklist_open")
def checklist_open(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(40))
    yield 1, 0
    with s.marte():
        handovers.mark(plan=s.plan, by=user("marte"), code="housing", state="done")


@case("measure_without_receiver")
def measure_without_receiver(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(40))
        measure = s.measure(due=days(90))
    yield measure.pk, 0
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.DONE)


def asked(s: Stage) -> HandoverItem:
    """A handover in which Farid is asked to take over a measure."""
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        measure = s.measure()
        handover = handovers.begin(
            plan=s.plan,
            begun_by=user("marte"),
            pathway=pathways()["other_ward"],
            on_day=days(60),
            measures=[measure],
        )
        item = HandoverItem.objects.get(handover=handover)
        key = handovers.choose_receiver(item, user=user("farid"))
        item = HandoverItem.objects.get(key=key)
        assert handovers.ask(item) == "asked"
    with acting(user("farid").pk):
        teams.no_private_tie(plan=s.plan, user=user("farid"))
    return item


@case("receipt_late")
def receipt_late(s: Stage) -> Iterator[Made]:
    item = asked(s)
    yield item.pk, after_working_days(5)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="confirmed")


@case("receipt_escalated")
def receipt_escalated(s: Stage) -> Iterator[Made]:
    item = asked(s)
    yield item.pk, after_working_days(10)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="confirmed")


@case("receipt_declined")
def receipt_declined(s: Stage) -> Iterator[Made]:
    item = asked(s)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="declined", reason="Jeg slutter snart")
    yield item.pk, 0
    with s.marte():
        assert handovers.needs_nobody(item, reason="Tiltaket blir ferdig før")


@case("released_no_contact")
def released_no_contact(s: Stage) -> Iterator[Made]:
    with s.marte():
        plan_actions.end_sentence(plan=s.plan, on=days(2))
    yield None, 17
    with s.marte():
        s.held("follow_up")
