"""What no single entry of the process file can know: everything pointed at exists, and nothing stands twice."""

from collections.abc import Iterable
from typing import Any

from pop.plans.models import FormOfServing
from pop.process.data import Process
from pop.process.models import Home

GROUPS = ("young", "guardian")
ASSESS = "må vurderes"


class Mistake(Exception):
    """The process file cannot be used; the message names the entry."""


def once(what: str, names: Iterable[Any]) -> set[Any]:
    seen: set[Any] = set()
    for name in names:
        if name in seen:
            raise Mistake(f"[[{what}]] {name}: stands twice")
        seen.add(name)
    return seen


def points(where: str, names: Iterable[str], known: set[str]) -> None:
    for name in names:
        if name and name not in known:
            raise Mistake(f"{where}: «{name}» is not in the file")


def check(process: Process) -> None:
    """What no single entry can know: everything that is pointed at exists, and nothing stands twice."""
    steps = once("step", [s.id for s in process.steps])
    settings = once("setting", [s.code for s in process.settings])
    phases = once("phase", [p.id for p in process.phases])
    boxes = once("box", [b.id for b in process.boxes])
    once("change", [c.number for c in process.changes])
    once("time_rule", [r.id for r in process.time_rules])
    once("pathway", [p.code for p in process.pathways])
    check_steps(process, steps, settings, phases, boxes)
    for change in process.changes:
        points(f"[[change]] {change.number}", change.steps, steps)
    for rule in process.time_rules:
        points(f"[[time_rule]] {rule.id}", (*rule.steps,), steps)
        points(f"[[time_rule]] {rule.id}", (rule.setting,), settings)
        if rule.before_release and not rule.setting:
            raise Mistake(f"[[time_rule]] {rule.id}: «before_release» needs «setting»")
    check_servings(process, steps)
    check_pathways(process, steps, settings)
    check_consent_rules(process)


def check_steps(
    process: Process, steps: set[str], settings: set[str], phases: set[str], boxes: set[str]
) -> None:
    for step in process.steps:
        where = f"[[step]] {step.id}"
        points(where, (step.phase,), phases)
        points(where, (step.box,), boxes)
        points(where, (step.after,), steps)
        points(where, (step.setting,), settings)
        if step.after and not step.setting and step.within is None:
            raise Mistake(f"{where}: «after» needs «setting» or «within»")
        if step.after and process.order[step.after] >= process.order[step.id]:
            raise Mistake(f"{where}: «after» names a step that comes later")
    used = [step.phase for step in process.steps]
    order = [phase.id for phase in process.phases]
    if used != sorted(used, key=order.index):
        raise Mistake("[[step]]: the steps of a phase stand together, in the order of the phases")
    once("principle", [p.id for s in process.steps for p in s.principles if p.id.startswith("P")])


def check_servings(process: Process, steps: set[str]) -> None:
    forms = once("serving", [s.form for s in process.servings])
    points("[[serving]]", forms, set(FormOfServing.values))
    for missing in sorted(set(FormOfServing.values) - forms):
        raise Mistake(f"[[serving]] {missing}: is missing")
    for serving in process.servings:
        where = f"[[serving]] {serving.form}"
        points(where, (serving.starts_at, *(n.step for n in serving.not_needed)), steps)
        if serving.starts_at != process.steps[0].id and serving.starts_why is None:
            raise Mistake(f"{where}: «starts_why» is missing")


def check_pathways(process: Process, steps: set[str], settings: set[str]) -> None:
    for pathway in process.pathways:
        where = f"[[pathway]] {pathway.code}"
        points(where, pathway.forms, set(FormOfServing.values))
        points(where, pathway.home, set(Home.values))
        points(where, (pathway.below_setting,), settings)
        points(where, (pathway.below_rule,), {r.id for r in process.time_rules if r.months_before})
        points(where, (n.step for n in pathway.not_needed), steps)
    if [p.always for p in process.pathways] != [False] * (len(process.pathways) - 1) + [True]:
        raise Mistake("[[pathway]]: the last one, and no other, has no condition")


def check_consent_rules(process: Process) -> None:
    """Each names its paragraph. What the sources do not settle says so, and that it must be assessed (rule B8)."""
    for row in process.consent_rules:
        where = f"[[consent_rule]] {row.matter.nb}"
        points(where, (row.group,), set(GROUPS))
        if "§" not in row.source and ASSESS not in f"{row.who.nb} {row.sees.nb}".lower():
            raise Mistake(f"{where}: «source» names no paragraph, and nothing says that it must be assessed")
