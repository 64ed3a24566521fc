"""How far it has come, as the person reads it: the next thing that happens, and each goal in a line."""

from dataclasses import dataclass
from datetime import date

from pop.plans.coming import Coming
from pop.plans.models import Goal
from pop.plans.threads import Step, Threads


@dataclass(frozen=True)
class NextEvent:
    """The next meeting or conversation, or the nearest deadline of what the person does; and what comes after it."""

    meeting: Coming | None
    step: Step | None
    after: Coming | None


def next_event(meetings: list[Coming], steps: list[Step], *, today: date) -> NextEvent:
    """`meetings` are those that are still to come, in order."""
    dated = [meeting for meeting in meetings if meeting.date]
    own = sorted(
        (s for s in steps if s.running and s.who.person and s.measure.due and s.measure.due >= today),
        key=lambda s: s.measure.due or date.max,
    )
    first_meeting, first_step = next(iter(dated), None), next(iter(own), None)
    if first_step and (not first_meeting or first_step.measure.due < first_meeting.date):  # type: ignore[operator]
        return NextEvent(None, first_step, first_meeting)
    return NextEvent(first_meeting, None, dated[1] if len(dated) > 1 else None)


@dataclass(frozen=True)
class GoalLine:
    """A goal with «1 av 3 ting er gjort. Neste: …»."""

    goal: Goal
    tangle: str
    done: int
    total: int
    next: Step | None


def goals(threads: Threads, *, parked: bool) -> list[GoalLine]:
    return [line(threads, goal) for goal in threads.goals.values() if goal.parked == parked]


def line(threads: Threads, goal: Goal) -> GoalLine:
    """Only what the person has chosen counts; what was stopped does not."""
    steps = [s for s in threads.of_goal(goal) if s.running or s.done]
    left = sorted((s for s in steps if s.running), key=lambda s: s.measure.due or date.max)
    return GoalLine(
        goal=goal,
        tangle=threads.tangle(goal.topic_id),
        done=len(steps) - len(left),
        total=len(steps),
        next=next(iter(left), None),
    )
