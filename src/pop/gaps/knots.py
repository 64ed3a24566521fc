"""What waits in a ring, as far as the reader sees it. Each side reads its own, and that there is more."""

from dataclasses import dataclass

from pop.gaps.models import Dependency
from pop.gaps.reading import Row, subject_of
from pop.plans.models import Measure


@dataclass(frozen=True)
class Ring:
    """The measures of a ring that the reader sees, in the order in which they wait; `whole` when that is all."""

    measures: list[Measure]
    whole: bool


def ring(row: Row) -> Ring:
    """Follows what is seen from the measure of a gap until it is back, or until there is nothing more to see."""
    subject = subject_of(row.gap)
    if subject is None:
        return Ring([], whole=False)
    ties: dict[int, list[int]] = {}
    for waits, on in Dependency.objects.filter(plan_id=row.gap.plan_id).values_list(
        "measure_id", "waits_for_id"
    ):
        ties.setdefault(waits, []).append(on)
    path = way_back(subject.row_id, ties)
    found = Measure.objects.current().in_bulk(path or [subject.row_id, *ties.get(subject.row_id, [])])
    return Ring([found[n] for n in (path or found) if n in found], whole=path is not None)


def way_back(start: int, ties: dict[int, list[int]]) -> list[int] | None:
    """The shortest ring through `start`; None when what is seen has none."""
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        for following in ties.get(path[-1], []):
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                paths.append([*path, following])
    return None
