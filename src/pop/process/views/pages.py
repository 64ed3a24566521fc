"""«Slik er prosessen»: the process file as a page. The same for everybody who is logged in."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.models import FormOfServing
from pop.process.data import Change, ConsentRule, Phase, Process, Serving, Setting, Step, TimeRule
from pop.process.loading import process
from pop.sentences import catalogue


@dataclass(frozen=True)
class StepSaid:
    step: Step
    box: str
    rules: tuple[TimeRule, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RuleSaid:
    """A time rule, and what a unit may decide about it."""

    rule: TimeRule
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class FormSaid:
    """A form of serving: its contact, where it starts, and the dates that exist in it."""

    name: str
    serving: Serving
    starts: Step
    dates: tuple[str, ...]
    about: str


@require_safe
@logged_in
def process_page(request: LoggedInRequest) -> HttpResponse:
    said = process()
    context = {
        "process": said,
        "phases": [(phase, steps_of(said, phase)) for phase in said.phases],
        "rules": [RuleSaid(rule, settings_of(said, rule)) for rule in said.time_rules],
        "forms": [form_said(said, serving) for serving in said.servings],
        "young": of_group(said, "young"),
        "guardian": of_group(said, "guardian"),
    }
    return render(request, "process/process.html", context)


def steps_of(said: Process, phase: Phase) -> list[StepSaid]:
    return [
        StepSaid(
            step,
            str(said.box(step.box).name),
            tuple(said.rules_of(step.id)),
            tuple(said.changes_of(step.id)),
        )
        for step in said.steps_of(phase.id)
    ]


def settings_of(said: Process, rule: TimeRule) -> tuple[Setting, ...]:
    """Those that the rule names, and those of the steps that it is about."""
    codes = [rule.setting] if rule.setting else []
    codes += [
        step.setting for step in said.steps if step.id in rule.steps and step.goes_on and not rule.setting
    ]
    return tuple(said.setting(code) for code in dict.fromkeys(codes) if code)


def form_said(said: Process, serving: Serving) -> FormSaid:
    return FormSaid(
        name=str(FormOfServing(serving.form).label),
        serving=serving,
        starts=said.step(serving.starts_at),
        dates=tuple(str(rule) for rule in catalogue.rules() if serving.form in rule.forms),
        about=catalogue.about_form(serving.form),
    )


def of_group(said: Process, group: str) -> list[ConsentRule]:
    return [rule for rule in said.consent_rules if rule.group == group]
