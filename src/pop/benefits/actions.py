"""What people do with benefits: freeze the baseline, write goals and plans, follow up, report, and try things out."""

import secrets
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pop.benefits.models import (
    Aim,
    Assessment,
    Baseline,
    Leads,
    Measurement,
    OutsideFigure,
    PlanLine,
    Step,
    Trial,
    TrialRound,
    TrialRoundKind,
    TrialUnit,
)
from pop.benefits.words import Words
from pop.people.models import Unit, User
from pop.surveys import actions as surveys
from pop.surveys.models import Survey


def freeze(*, measurement: Measurement, by: User, why: str) -> Baseline | None:
    """The measurement that all later ones are held against. None when there is one already: it is never moved."""
    try:
        with transaction.atomic():
            return Baseline.objects.create(measurement=measurement, signed_by=by, why=why)
    except IntegrityError:
        return None


@transaction.atomic
def write_goal(
    *, by: User, kind: str, name: Words, stakeholders: Words, gain: str, leads_to: list[Aim]
) -> Aim:
    """A link of the map, with what it leads to."""
    code = f"eget-{secrets.token_hex(5)}"
    made = Aim.objects.create(
        code=code, kind=kind, name=name, stakeholders=stakeholders, gain=gain, made_by=by
    )
    Leads.objects.bulk_create(Leads(cause=made, effect=one) for one in leads_to)
    return made


@transaction.atomic
def change_goal(*, goal: Aim, name: Words, stakeholders: Words, gain: str, leads_to: list[Aim]) -> None:
    """Other words, other arrows. What is planned for it and said of it stays."""
    goal.name, goal.stakeholders, goal.gain = dict(name), dict(stakeholders), gain
    goal.save(update_fields=["name", "stakeholders", "gain"])
    goal.effects.exclude(effect__in=leads_to).delete()
    there = set(goal.effects.values_list("effect", flat=True))
    Leads.objects.bulk_create(Leads(cause=goal, effect=one) for one in leads_to if one.pk not in there)


def retire_goal(*, goal: Aim) -> None:
    """Takes it off the map. What is planned for it and said of it stays."""
    goal.retired_at = timezone.now()
    goal.save(update_fields=["retired_at"])


def plan(*, goal: Aim, by: User, **line: Any) -> PlanLine:
    """A new line of the plan; the old ones stay behind it."""
    return PlanLine.objects.create(goal=goal, written_by=by, **line)


def begin_step(*, goal: Aim, by: User, unit: Unit | None, what: str, owner: str, due: date) -> Step:
    return Step.objects.create(goal=goal, written_by=by, unit=unit, what=what, owner=owner, due=due)


def finish_step(*, step: Step, came_of_it: str) -> None:
    """It is done, and what it led to."""
    step.done_on, step.came_of_it = timezone.localdate(), came_of_it
    step.save(update_fields=["done_on", "came_of_it"])


def assess(*, goal: Aim, measurement: Measurement, by: User, text: str, worth: str) -> Assessment:
    """What was achieved; an earlier assessment stays behind it."""
    return Assessment.objects.create(
        goal=goal, measurement=measurement, written_by=by, text=text, worth=worth
    )


def bring_in(*, by: User, **figure: Any) -> OutsideFigure:
    """A figure that somebody else counted."""
    return OutsideFigure.objects.create(brought_by=by, **figure)


@transaction.atomic
def begin_trial(*, by: User, units: list[Unit], **trial: Any) -> Trial:
    made = Trial.objects.create(made_by=by, **trial)
    for unit in units:
        TrialUnit.objects.create(trial=made, unit=unit)
    return made


@transaction.atomic
def ask_in_trial(*, trial: Trial, by: User, kind: str, unit: Unit, name: str) -> TrialRound:
    """Opens a survey round for the trial: of the day, or for groups to discuss."""
    code = {TrialRoundKind.DAY: "dagen", TrialRoundKind.TALK: "samtalen"}[TrialRoundKind(kind)]
    survey = Survey.objects.filter(code=code, sealed=True).latest("number")
    opened = surveys.open_round(
        survey=survey, by=by, name=name, unit=unit, group_mode=kind == TrialRoundKind.TALK
    )
    return TrialRound.objects.create(trial=trial, round=opened, kind=kind)


def decide(*, trial: Trial, by: User, decision: str, why: str) -> None:
    """Stop, change or spread, and why."""
    trial.decision, trial.decision_why, trial.decided_by, trial.decided_at = decision, why, by, timezone.now()
    trial.save(update_fields=["decision", "decision_why", "decided_by", "decided_at"])
