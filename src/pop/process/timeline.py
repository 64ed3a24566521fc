"""Where one person is in the process: what is done, what is now, next, late or not needed, and why.

Made from the process file and from what access.step_dates reads of the things that were done. Nobody ticks a step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pop.plans.calendar import add_months, add_working_days
from pop.process.data import NotNeeded, Pathway, Phase, Process, Serving, Step, StepFacts, TimeRule


class State(StrEnum):
    """`left`: something later is done already, and this one is still to do."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    LEFT = "left"
    NEXT = "next"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Waived:
    """That the contact team has said that a step is not needed; what the person says to it."""

    key: str
    reason: str
    by_id: int
    at: datetime
    contested_at: str | None = None
    contested_words: str = ""
    contested_together: bool = False


@dataclass(frozen=True)
class Chosen:
    """The forløp that the contact has chosen."""

    pathway: str
    home: str
    suggested: str
    reason: str
    by_id: int
    at: datetime
    contested_at: str | None = None
    contested_words: str = ""
    contested_together: bool = False


@dataclass(frozen=True)
class PlanFacts:
    """Everything about one plan that the timeline is made from, as far as the reader may know it.

    `only_states`: the reader is a partner, and learns neither days nor reasons.
    """

    steps: dict[str, StepFacts]
    waived: dict[str, Waived | None] = field(default_factory=dict)
    chosen: Chosen | None = None
    guardianship: dict[str, Any] | None = None
    days: dict[str, int] = field(default_factory=dict)
    form: str = ""
    release: date | None = None
    ended_on: date | None = None
    only_states: bool = False


@dataclass(frozen=True)
class StepShown:
    """One step as it stands for one person. `due` is the last day, `opens` the day from which it is time."""

    step: Step
    state: State
    done_on: date | None = None
    next_on: date | None = None
    due: date | None = None
    opens: date | None = None
    why: str = ""
    waived: Waived | None = None

    @property
    def can_be_waived(self) -> bool:
        return self.state not in (State.DONE, State.NOT_NEEDED)


@dataclass(frozen=True)
class PhaseShown:
    phase: Phase
    steps: tuple[StepShown, ...]
    state: State

    @property
    def late(self) -> bool:
        return any(shown.state == State.LATE for shown in self.steps)


class Timeline:
    """The way of one person, step by step."""

    def __init__(self, process: Process, facts: PlanFacts, *, today: date) -> None:
        self.process, self.facts, self.today = process, facts, today
        self.serving: Serving | None = process.serving(facts.form)
        self.pathway: Pathway | None = process.pathway(facts.chosen.pathway) if facts.chosen else None
        self._reasons = dict(self._not_needed())
        self.over = facts.ended_on is not None and facts.ended_on < today or self.fact("8").done
        self.steps = tuple(self._shown(step) for step in process.steps)
        self.current = self._current()
        self.phases = tuple(self._phase(phase) for phase in process.phases)

    def fact(self, number: str) -> StepFacts:
        return self.facts.steps.get(number, StepFacts())

    def days(self, code: str) -> int:
        """What the unit means by a word, or what the file says."""
        return self.facts.days.get(code, self.process.setting(code).default)

    def shown(self, number: str) -> StepShown:
        return next(s for s in self.steps if s.step.id == number)

    def _not_needed(self) -> Iterator[tuple[str, str]]:
        """Steps that do not belong to the form of serving or the forløp, with the reason in the file."""
        rows: list[NotNeeded] = [*(self.serving.not_needed if self.serving else ())]
        rows += self.pathway.not_needed if self.pathway else ()
        if self.serving and self.serving.starts_why:
            first = self.process.order[self.serving.starts_at]
            rows += [NotNeeded(s.id, self.serving.starts_why) for s in self.process.steps[:first]]
        for row in rows:
            yield row.step, str(row.why)

    def _settled(self, step: Step) -> bool:
        return self.fact(step.id).done or step.id in self.facts.waived or step.id in self._reasons

    def _shown(self, step: Step) -> StepShown:
        fact = self.fact(step.id)
        due, opens = self._due(step), self._opens(step)
        dates: dict[str, Any] = {
            "done_on": fact.done_on,
            "next_on": fact.next_on,
            "due": due,
            "opens": opens,
        }
        if fact.done and (not step.goes_on or self.over):
            return StepShown(step, State.DONE, done_on=fact.done_on)
        if step.id in self.facts.waived:
            waived = self.facts.waived[step.id]
            why = waived.reason if waived else ""
            return StepShown(step, State.NOT_NEEDED, why=why, waived=waived, done_on=fact.done_on)
        if step.id in self._reasons:
            return StepShown(step, State.NOT_NEEDED, why=self._reasons[step.id], done_on=fact.done_on)
        return StepShown(step, self._state(step, due, opens), **dates)

    def _state(self, step: Step, due: date | None, opens: date | None) -> State:
        if step.goes_on:
            first = next(s for s in self.process.steps if s.goes_on)
            reached = self.fact(first.id).done or self._turn_of(step)
            if not reached or self.over:
                return State.LEFT if self.over else State.NEXT
            return State.LATE if due and due < self.today else State.NOW
        if due and due < self.today:
            return State.LATE
        if self._later_is_done(step):
            return State.LEFT
        if self._rule(step):
            begun = self.fact(step.id).next_on is not None or opens is not None and opens <= self.today
            return State.NOW if begun else State.NEXT
        return State.NOW if self._turn_of(step) else State.NEXT

    def _turn_of(self, step: Step) -> bool:
        """Whether nothing stands between the last step that was done and this one."""
        before = [s for s in self.process.steps[: self.process.order[step.id]] if not s.goes_on]
        done = [n for n, s in enumerate(before) if self.fact(s.id).done]
        return all(self._settled(s) for s in before[done[-1] + 1 if done else 0 :])

    def _later_is_done(self, step: Step) -> bool:
        order = self.process.order
        return any(
            self.fact(s.id).done for s in self.process.steps if not s.goes_on and order[s.id] > order[step.id]
        )

    def _due(self, step: Step) -> date | None:
        """The last day for a step, by the file and the unit's own settings."""
        if self.facts.only_states or self._waits_for_judgment(step):
            return None
        since = self._counted_from(step)
        if since is not None and (step.setting or step.within is not None):
            count = step.within if step.within is not None else self.days(step.setting)
            if step.setting and self.process.setting(step.setting).working_days:
                return add_working_days(since, count)
            return since + timedelta(days=count)
        rule, release = self._rule(step), self._release()
        if rule and release:
            return release + timedelta(days=rule.days_after)
        return None

    def _waits_for_judgment(self, step: Step) -> bool:
        """On remand nothing is counted from arrival: the week begins with the sentence, as in the rules about gaps (B6)."""
        return bool(self.serving and self.serving.no_gate and not step.goes_on)

    def _counted_from(self, step: Step) -> date | None:
        """What comes again is counted from the last time, or from when the plan was made."""
        if step.after:
            return self.fact(step.after).done_on
        if step.goes_on:
            return self.fact(step.id).done_on or self.fact("5").done_on
        return None

    def _opens(self, step: Step) -> date | None:
        """The day from which it is time (T11, T12)."""
        rule, release = self._rule(step), self._release()
        if rule is None or release is None or self.facts.only_states:
            return None
        return add_months(release, -rule.months_before)

    def _rule(self, step: Step) -> TimeRule | None:
        return next((r for r in self.process.rules_of(step.id) if r.months_before), None)

    def _release(self) -> date | None:
        return None if self.serving and self.serving.no_dates else self.facts.release

    def _current(self) -> StepShown | None:
        """Where the person is: the last phase that it is time for, else the first step that comes.

        Handing over begins long before the plan is carried out. The person is there when the last step has opened.
        """
        time_for = [s for s in self.steps if s.state in (State.NOW, State.LATE)]
        if not time_for:
            return next((s for s in self.steps if s.state in (State.NEXT, State.LEFT)), None)
        going_on = [s for s in time_for if s.step.goes_on]
        phase = (going_on[-1] if going_on and time_for[-1] != self.steps[-1] else time_for[-1]).step.phase
        return next(s for s in time_for if s.step.phase == phase)

    def _phase(self, phase: Phase) -> PhaseShown:
        steps = tuple(s for s in self.steps if s.step.phase == phase.id)
        if self.current and self.current.step.phase == phase.id:
            state = State.NOW
        elif all(s.state in (State.DONE, State.NOT_NEEDED) for s in steps):
            state = State.DONE
        else:
            here = [p.id for p in self.process.phases]
            passed = self.current is None or here.index(phase.id) < here.index(self.current.step.phase)
            state = State.LEFT if passed else State.NEXT
        return PhaseShown(phase, steps, state)
