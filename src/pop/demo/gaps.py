"""A little of what people do with gaps: one is taken, one put off, and two measures wait for each other."""

from datetime import timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps import actions
from pop.gaps.models import Gap
from pop.plans.models import Measure, Plan


def build() -> None:
    """As Marte, in Elias' plan: gaps are there since the plan was written."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        plan = plan_of("elias")
        found = Gap.objects.filter(plan=plan, closed_at=None, owner_user=user("marte")).order_by("pk")
        for gap in found[:1]:
            actions.take(gap=gap)
        for gap in found[1:2]:
            day = timezone.localdate() + timedelta(days=6)
            actions.snooze(gap=gap, until=day, reason="Vi tar det i samtalen neste uke.")
        wait_for_each_other(plan)


def wait_for_each_other(plan: Plan) -> None:
    """Housing waits for the deposit, and the deposit for housing."""
    home = Measure.objects.of(plan).filter(text="Svare på søknaden om bolig").first()
    deposit = Measure.objects.of(plan).filter(text="Avklare depositum").first()
    if home and deposit:
        actions.wait_for(measure=home, other=deposit)
        actions.wait_for(measure=deposit, other=home)
