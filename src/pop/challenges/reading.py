"""The map as it is read: threads in their newest version, where they stand, and what a search finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from pop.challenges.loading import ALWAYS, Knot, Named, Tangle, chart
from pop.challenges.models import DOCUMENTS, Thread, ThreadStatus, ThreadTie, ThreadVersion
from pop.gaps.models import Gap
from pop.people.models import AgencyKind
from pop.plans.models import Need, Plan


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty is all."""

    q: str = ""
    tangle: str = ""
    knot: str = ""
    phase: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.tangle or self.knot or self.phase)

    def fits(self, one: ThreadVersion) -> bool:
        words = f"{one.title} {one.text} {' '.join(one.helps)} {' '.join(one.thread.codes)}".casefold()
        return (
            all(word in words for word in self.q.casefold().split())
            and (not self.tangle or any(chart().tangle(knot).id == self.tangle for knot in one.knots))
            and (not self.knot or self.knot in one.knots)
            and (not self.phase or self.phase in one.phases)
        )


@dataclass(frozen=True)
class Cell:
    """The threads of one tangle in one phase."""

    phase: Named
    threads: Sequence[ThreadVersion]


@dataclass(frozen=True)
class Lane:
    """A tangle through the phases."""

    tangle: Tangle
    cells: Sequence[Cell]

    @property
    def threads(self) -> list[ThreadVersion]:
        """Each once, in the order of the phases."""
        return list({one.pk: one for cell in self.cells for one in cell.threads}.values())


def newest(**only: object) -> list[ThreadVersion]:
    """Every thread in the version that holds, in the order of the map."""
    found = ThreadVersion.objects.filter(**only).order_by("thread_id", "-number").distinct("thread_id")
    return list(found.select_related("thread", "merged_into"))


def in_use() -> list[ThreadVersion]:
    return [one for one in newest() if one.status == ThreadStatus.IN_USE]


def version_of(thread: Thread) -> ThreadVersion:
    """The version that holds. A thread has one from the start."""
    return newest(thread=thread)[0]


def tangle_of(one: ThreadVersion) -> Tangle:
    """Where it is drawn."""
    return chart().tangle(one.knots[0])


def phases_without_always() -> list[Named]:
    return [phase for phase in chart().phases if phase.id != ALWAYS]


def lanes(threads: Iterable[ThreadVersion]) -> list[Lane]:
    """The map: tangles across, phases along. What is in a phase and all the way is drawn in the phase alone."""
    found = list(threads)
    return [
        Lane(tangle, [
            Cell(phase, [one for one in found if phase.id in one.phases and tangle_of(one).id == tangle.id])
            for phase in phases_without_always()
        ])
        for tangle in chart().tangles
    ]  # fmt: skip


def everywhere(threads: Iterable[ThreadVersion]) -> list[ThreadVersion]:
    """What belongs to no phase."""
    return [one for one in threads if set(one.phases) == {ALWAYS}]


def by_phase(threads: Iterable[ThreadVersion]) -> list[Cell]:
    """The list: the same threads, phase by phase, and then what is there all the way."""
    found = list(threads)
    return [
        Cell(
            phase,
            [one for one in found if phase.id in one.phases] if phase.id != ALWAYS else everywhere(found),
        )
        for phase in chart().phases
    ]


def knots_named(names: Sequence[str]) -> list[Knot]:
    return [knot for knot in chart().knots if knot.id in names]


def phases_named(names: Sequence[str]) -> list[Named]:
    return [phase for phase in chart().phases if phase.id in names]


def disagreements(thread: Thread) -> list[ThreadVersion]:
    """Other threads that bear one of its numbers in the same document: the numbers there are not unique."""
    same = [
        other.pk
        for other in Thread.objects.exclude(pk=thread.pk).exclude(numbers={})
        if any(
            thread.numbers.get(name) and thread.numbers.get(name) == other.numbers.get(name)
            for name in DOCUMENTS
        )
    ]
    return newest(thread__in=same) if same else []


def plans_marked() -> dict[int, int]:
    """In how many plans a thread is marked, by its number; threads in fewer than five plans are left out (rule D2)."""
    with connection.cursor() as cursor:
        cursor.execute("select thread_id, plans from access.thread_plans()")
        return dict(cursor.fetchall())


def helped_by(thread: Thread) -> list[tuple[str, int]]:
    """The kinds of agencies that measures in marked plans are with, and in how many plans; never of few (rule D2)."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, plans from access.thread_helpers() where thread_id = %s", [thread.pk])
        return [(str(AgencyKind(kind).label), plans) for kind, plans in cursor.fetchall()]


def tied_to(plan: Plan, about: Need | Gap) -> list[ThreadVersion]:
    """The threads that a need or a gap is an instance of, as far as the reader sees that."""
    ties = ThreadTie.objects.filter(plan=plan)
    of = ties.filter(need=about) if isinstance(about, Need) else ties.filter(gap=about)
    return newest(thread__in=of.values("thread")) if of.exists() else []
