"""The thread: floke → need → goal → measure, in both directions (principle P5-4).

A thread that the actor may not see has no ends here: a measure whose need is
hidden stands by itself, and nothing tells that something is missing.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.plans import deadlines, rewriting
from pop.plans.areas import Area
from pop.plans.models import (
    Entry,
    Goal,
    Measure,
    MeasureStatus,
    Need,
    Tangle,
    TopicKind,
)
from pop.plans.models.measure import RUNNING
from pop.plans.names import Names, Responsible
from pop.plans.opening import OpenPlan
from pop.plans.rows import Rows

COUNTED = 10
"""Working days up to which the number left is said; beyond it the date alone."""


@dataclass
class Step:
    """A measure on the thread."""

    measure: Measure
    who: Responsible
    late: str
    source: str
    state: str
    left: int | None
    tangle: str = Tangle.ACROSS
    because: list[str] = field(default_factory=list)
    waits_for: list["Step"] = field(default_factory=list)
    """What must be done first, done or not; and, the other way round, what cannot be done before this."""
    awaited_by: list["Step"] = field(default_factory=list)
    agreed: rewriting.Agreed | None = None
    """What the person said yes to, when others have changed the words since."""

    @property
    def proposed(self) -> bool:
        return self.measure.status == MeasureStatus.PROPOSED

    @property
    def stopped(self) -> bool:
        return self.measure.status == MeasureStatus.STOPPED

    @property
    def done(self) -> bool:
        return self.measure.status == MeasureStatus.DONE

    @property
    def running(self) -> bool:
        return self.measure.status in RUNNING

    @property
    def held_up_by(self) -> list["Step"]:
        """«Kan ikke gjøres ennå»: what is still to be done before this can be."""
        return (
            [] if self.done or self.stopped else [s for s in self.waits_for if not s.done and not s.stopped]
        )

    @property
    def holds_up(self) -> list["Step"]:
        return [other for other in self.awaited_by if self in other.held_up_by]

    @property
    def is_late(self) -> bool:
        return self.state == "late"

    @property
    def over(self) -> int:
        """Working days past the deadline."""
        return -self.left if self.is_late and self.left else 0

    @property
    def days_left(self) -> int:
        """Working days left, when there are so few that they are said (ux, section 4)."""
        return self.left if self.left and 0 < self.left <= COUNTED else 0

    @property
    def due_note(self) -> str:
        """How near the deadline of a running measure is, for whoever works with it; empty when a date says enough."""
        if not self.running or not self.measure.due:
            return ""
        if self.over:
            words = ngettext("1 arbeidsdag over", "%(days)s arbeidsdager over", self.over)
            return words % {"days": self.over}
        if self.left == 0:
            return _("I dag")
        words = ngettext("1 arbeidsdag igjen", "%(days)s arbeidsdager igjen", self.days_left)
        return words % {"days": self.days_left} if self.days_left else ""

    @property
    def remarked(self) -> bool:
        """Whether a table has more to say than the measure, who, when and its status; most rows have not."""
        measure = self.measure
        return bool(
            measure.contested_at
            or measure.status_reason
            or self.waits_for
            or measure.asks_again
            or measure.unconfirmed
        )

    @property
    def once(self) -> uuid.UUID:
        """A key of its own for each form of a page that has several."""
        return uuid.uuid4()

    @property
    def nobody(self) -> bool:
        """Chosen, and nobody answers for it: this is what stands out."""
        return self.running and not self.measure.has_responsible


@dataclass
class Knot:
    """A need with what belongs to it; or goals or measures whose need is not there."""

    need: Need | None
    goals: list[Goal] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def without_measure(self) -> bool:
        """A proposal that waits for an answer is not a measure yet."""
        return self.need is not None and not any(s.running or s.done for s in self.steps)

    @property
    def table(self) -> list[Step]:
        return [step for step in self.steps if not step.proposed]

    @property
    def proposals(self) -> list[Step]:
        return [step for step in self.steps if step.proposed]


@dataclass
class Strand:
    """One floke with its knots, and ticked areas in which nothing is written yet."""

    tangle: str
    knots: list[Knot]
    empty_areas: list[Area]

    @property
    def with_needs(self) -> list[Knot]:
        return [knot for knot in self.knots if knot.need]

    @property
    def label(self) -> str:
        return str(Tangle(self.tangle).label)


class Threads:
    """All threads of a plan that the actor may see."""

    def __init__(
        self, opened: OpenPlan, *, today: date, rows: Rows | None = None, others: Iterable[Entry] = ()
    ) -> None:
        """`rows` and `others` are what else the page shows, so that rows and names are fetched once."""
        self.rows = rows or Rows(opened.plan)
        self.areas = self.rows.areas()
        self.needs = {need.pk: need for need in self.rows.of(Need)}
        self.goals = {goal.pk: goal for goal in self.rows.of(Goal)}
        measures = self.rows.of(Measure)
        named = [*measures, *others, *self.needs.values(), *self.goals.values()]
        news = [row["actor_id"] for row in self.rows.raw("news")]
        self.names = Names(opened, named, self.rows.team(), news, self.rows)
        self.steps = {row.pk: self.step(row, opened=opened, today=today) for row in measures}
        for pk, agreed in rewriting.agreed(measures).items():
            self.steps[pk].agreed = agreed
        self.tie()

    def step(self, measure: Measure, *, opened: OpenPlan, today: date) -> Step:
        return Step(
            measure,
            self.names.responsible(measure),
            self.names.late(measure),
            self.names.writer(measure),
            deadlines.state(measure, today=today, personal=opened.own),
            deadlines.working_days(measure.due, today=today) if measure.due else None,
            self.tangle(measure.topic_id),
        )

    def tie(self) -> None:
        """Both directions, between what is there: an end that was removed or is hidden ties nothing."""
        self.goals_of_need: dict[int, list[Goal]] = defaultdict(list)
        self.needs_of_goal: dict[int, list[Need]] = defaultdict(list)
        self.needs_of_measure: dict[int, list[Need]] = defaultdict(list)
        self.goals_of_measure: dict[int, list[Goal]] = defaultdict(list)
        for row in self.rows.raw("plans_needgoal"):
            need, goal = self.needs.get(row["need_id"]), self.goals.get(row["goal_id"])
            if need and goal:
                self.needs_of_goal[goal.pk].append(need)
                self.goals_of_need[need.pk].append(goal)
        for row in self.rows.raw("plans_measureneed"):
            if row["need_id"] in self.needs:
                self.needs_of_measure[row["measure_id"]].append(self.needs[row["need_id"]])
            if row["goal_id"] in self.goals:
                self.goals_of_measure[row["measure_id"]].append(self.goals[row["goal_id"]])
        for row in self.rows.raw("waits"):
            one, first = self.steps[row["measure_id"]], self.steps[row["waits_for_id"]]
            one.waits_for.append(first)
            first.awaited_by.append(one)
        for pk, step in self.steps.items():
            step.because = [str(end) for end in [*self.needs_of_measure[pk], *self.goals_of_measure[pk]]]

    def of_need(self, need: Need) -> list[Step]:
        """The measures that answer a need, directly or through one of its goals."""
        goal_ids = {goal.pk for goal in self.goals_of_need[need.pk]}
        return [
            step
            for pk, step in self.steps.items()
            if need in self.needs_of_measure[pk] or goal_ids & {g.pk for g in self.goals_of_measure[pk]}
        ]

    def of_goal(self, goal: Goal) -> list[Step]:
        """The measures towards a goal, directly or through the needs that it answers."""
        need_ids = {need.pk for need in self.needs_of_goal[goal.pk]}
        return [
            step
            for pk, step in self.steps.items()
            if goal in self.goals_of_measure[pk] or need_ids & {n.pk for n in self.needs_of_measure[pk]}
        ]

    def tangle(self, topic: int) -> str:
        found = self.areas.get(topic)
        return found.tangle if found else str(Tangle.ACROSS)

    def strands(self) -> list[Strand]:
        """By floke, the one with the most urgent measure first."""
        knots: dict[str, list[Knot]] = defaultdict(list)
        for need in self.needs.values():
            knot = Knot(need, self.goals_of_need[need.pk], self.of_need(need))
            knots[self.tangle(need.topic_id)].append(knot)
        for goal in self.goals.values():
            if not self.needs_of_goal[goal.pk]:
                knots[self.tangle(goal.topic_id)].append(Knot(None, [goal], self.of_goal(goal)))
        for pk, step in self.steps.items():
            if not self.needs_of_measure[pk] and not self.goals_of_measure[pk]:
                knots[self.tangle(step.measure.topic_id)].append(Knot(None, [], [step]))
        empty = self.empty_areas()
        found = [Strand(tangle, knots[tangle], empty[tangle]) for tangle in {*knots, *empty}]
        return sorted(found, key=lambda strand: (urgency(strand), list(Tangle).index(Tangle(strand.tangle))))

    def empty_areas(self) -> dict[str, list[Area]]:
        written = {e.topic_id for e in [*self.needs.values(), *self.goals.values()]}
        written |= {step.measure.topic_id for step in self.steps.values()}
        found: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            if area.ticked and area.kind != TopicKind.BASIC and area.number not in written:
                found[area.tangle].append(area)
        return found


def urgency(strand: Strand) -> date:
    """The nearest deadline of what is still to be done."""
    dues = [s.measure.due for knot in strand.knots for s in knot.steps if s.running and s.measure.due]
    return min(dues, default=date.max)
