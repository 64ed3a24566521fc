"""A little of what people do with gaps: one is taken, some are put off, and two measures wait for each other."""

from datetime import time

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.demo.elias import days
from pop.demo.places import user
from pop.gaps import actions
from pop.gaps.models import Gap
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Measure, Plan, Source


def build() -> None:
    """As Marte, in the plans of Elias and Leyla: most gaps are there since the plans were written."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        elias = plan_of("elias")
        actions.take(gap=open_gap(elias, "receipt_declined"))
        actions.snooze(
            gap=open_gap(elias, "meeting_not_held"),
            until=days(5),
            reason="Torbjørn ser etter i kalenderen sin.",
        )
        wait_for_each_other(elias)
        of_leyla(plan_of("leyla"))


def of_leyla(plan: Plan) -> None:
    """A meeting of which nobody has said whether it was held, a talk without interpreter, and one that waits for him."""
    service = Writer(user("marte"), Source.CORRECTIONAL)
    plans.plan_meeting(
        plan=plan, writer=service, subject="Møte om besøk", place="Møterom 2", date=days(-3), time=time(10, 0)
    )
    talks.book(plan=plan, writer=service, kind="regular", planned_on=days(11), planned_at=time(9, 0))
    actions.snooze(
        gap=open_gap(plan, "regular_talk_late"), until=days(6), reason="Tolken kan tidligst om fire dager."
    )


def open_gap(plan: Plan, rule: str) -> Gap:
    """The one that is there; a demo without it is broken."""
    return Gap.objects.get(plan=plan, rule=rule, closed_at=None)


def wait_for_each_other(plan: Plan) -> None:
    """Housing waits for the deposit, and the deposit for housing."""
    home = Measure.objects.of(plan).filter(text="Svare på søknaden om bolig").first()
    deposit = Measure.objects.of(plan).filter(text="Avklare depositum").first()
    if home and deposit:
        actions.wait_for(measure=home, other=deposit)
        actions.wait_for(measure=deposit, other=home)
