"""The only writers of what a plan and a unit say about the process. Who may is decided by access/process.sql."""

from django.db import transaction
from django.utils import timezone

from pop.people.models import Unit, User
from pop.plans.models import Plan
from pop.process.loading import process
from pop.process.models import Guardianship, Home, PlanPathway, StepWaived, UnitRule


def waive_step(*, plan: Plan, step: str, reason: str, by: User) -> StepWaived:
    """Says that a step is not needed, and why."""
    waived = StepWaived(plan=plan, step=process().step(step).id, reason=reason.strip(), waived_by=by)
    waived.save(force_insert=True)
    return waived


def need_step_again(*, plan: Plan, step: str) -> bool:
    """Takes it back; that it was said stands in the log."""
    found = StepWaived.objects.filter(plan=plan, step=step, ended_at=None)
    return bool(found.update(ended_at=timezone.now()))


@transaction.atomic
def choose_pathway(
    *, plan: Plan, pathway: str, suggested: str, by: User, home: str = Home.NORWAY, reason: str = ""
) -> PlanPathway:
    """The forløp of a plan from now on. Another than the suggested one says why."""
    PlanPathway.objects.filter(plan=plan, ended_at=None).update(ended_at=timezone.now())
    chosen = PlanPathway(
        plan=plan, pathway=pathway, home=home, suggested=suggested, reason=reason.strip(), chosen_by=by
    )
    chosen.save(force_insert=True)
    return chosen


@transaction.atomic
def set_guardianship(*, plan: Plan, scope: str, by: User) -> Guardianship | None:
    """That the person has a verge, and for what; nothing when there is none."""
    Guardianship.objects.filter(plan=plan, ended_at=None).update(ended_at=timezone.now())
    if not scope:
        return None
    made = Guardianship(plan=plan, scope=scope, registered_by=by)
    made.save(force_insert=True)
    return made


@transaction.atomic
def set_unit_rules(*, unit: Unit, days: dict[str, int | None], by: User) -> None:
    """What the words mean in a unit; None goes back to what the file says."""
    for code, number in days.items():
        found = UnitRule.objects.filter(unit=unit, rule=code)
        if number is None or number == process().setting(code).default:
            found.delete()
        elif not found.exists():
            UnitRule.objects.create(unit=unit, rule=code, days=number, set_by=by)
        else:
            found.exclude(days=number).update(days=number, set_by=by, set_at=timezone.now())
