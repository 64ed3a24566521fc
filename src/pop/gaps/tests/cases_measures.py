"""Gaps about needs and measures: how each is made and mended."""

from collections.abc import Iterator

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps import actions as gaps
from pop.gaps.tests.making import Made, case
from pop.gaps.tests.stage import Stage, days
from pop.plans import actions as plans
from pop.plans import proposal_actions
from pop.plans.models import MeasureStatus
from pop.teams import actions as teams


@case("need_without_measure")
def need_without_measure(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.held()
        need = s.need()
    yield need.pk, 7
    with s.marte():
        s.measure(need)


@case("measure_overdue")
def measure_overdue(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(due=days(3))
    yield measure.pk, 4
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.DONE)


@case("measure_without_responsible")
def measure_without_responsible(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(responsible_user=None)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, responsible_user=user("marte"))


@case("measure_without_deadline")
def measure_without_deadline(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(due=None)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, due=days(30))


@case("waiting_too_long")
def waiting_too_long(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.WAITING, reason="Svar fra kommunen")
    yield measure.pk, 22
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)


@case("no_note")
def no_note(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
    yield measure.pk, 31
    with s.marte():
        note = plans.note_on_measure(measure=measure, writer=s.service, text="Søknaden er sendt.")
        plans.edit(note, text="Søknaden er sendt i dag.")
        plans.set_status(measure, status=MeasureStatus.DONE)


@case("before_the_gate")
def before_the_gate(s: Stage) -> Iterator[Made]:
    with s.marte():
        talk = s.held()
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
        plans.remove(talk)
    yield measure.pk, 0
    with s.marte():
        s.held()


@case("oral_unconfirmed")
def oral_unconfirmed(s: Stage) -> Iterator[Made]:
    s.plan = Stage.of_elias().plan
    with s.marte():
        measure = s.measure()
    yield measure.pk, 15
    with acting(user("elias").pk):
        assert proposal_actions.confirm_choices(plan=s.plan, only=measure)


@case("responsible_left")
def responsible_left(s: Stage) -> Iterator[Made]:
    with s.marte():
        farid = teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        measure = s.measure(responsible_user=user("farid"))
        teams.stop_following_up(farid)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, responsible_user=user("marte"))


@case("knot")
def knot(s: Stage) -> Iterator[Made]:
    with s.marte():
        home, release = s.measure(), s.measure()
        assert gaps.wait_for(measure=home, other=release)
        assert gaps.wait_for(measure=release, other=home)
    yield home.pk, 0
    with s.marte():
        assert gaps.wait_no_more(measure=release, other=home.key)
