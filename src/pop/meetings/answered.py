"""What was said of a case where it was passed on to: it comes back to the arena that it was raised in (end of rule C1).

Lines of minutes under their own rules, read as any other: nobody reads an answer that they do not see as a line, and in
the room nothing is read that all present may not see. Nothing is stored: the thread is `AgendaItem.passed_from`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time

from django.db.models import F, Q
from django.utils import timezone

from pop.meetings.models import AgendaItem, MinuteLine
from pop.plans.models import Meeting

Found = dict[int, list[MinuteLine]]
"""By the number of the case that was passed on, the lines that answer it, oldest first."""
ARENA = "support_group"
"""Of a meeting that nobody has set up; the talk of the team about a person who is absent is always set up."""


def at(meeting: Meeting) -> tuple[list[AgendaItem], Found]:
    """What is raised at a meeting, and every answer in its plan; asked together, because mostly nothing has been passed on."""
    rows = list(
        AgendaItem.objects.current()
        .filter(plan=meeting.plan_id)
        .filter(Q(meeting=meeting) | Q(passed_from__isnull=False))
    )
    return [row for row in rows if row.meeting_id == meeting.pk], of(meeting.plan_id, rows)


def of(plan: int, items: Sequence[AgendaItem]) -> Found:
    """The answers at each case on the way back. The meeting is read with them: without that there is no answer."""
    came_from = {item.pk: item.passed_from_id for item in items if item.passed_from_id}
    if not came_from:
        return {}
    found: Found = defaultdict(list)
    lines = MinuteLine.objects.current().filter(plan=plan, item__in=came_from, meeting=F("item__meeting"))
    for line in lines.select_related("meeting"):
        case = came_from.get(line.item_id or 0)
        while case:
            found[case].append(line)
            case = came_from.get(case)
    return dict(found)


def back(meeting: Meeting, found: Found) -> list[tuple[AgendaItem, list[MinuteLine]]]:
    """The cases that come back to this meeting: the next of their arena, when none of it was held since they were answered."""
    if not found or meeting.held is not None:
        return []
    every = {
        one.pk: one for one in Meeting.objects.current().filter(plan=meeting.plan_id).select_related("set")
    }
    here = every.get(meeting.pk)
    if here is None:
        return []
    arena = [one for one in every.values() if arena_of(one) == arena_of(here)]
    if here != next_of(arena):
        return []
    held = [one for one in arena if one.held]
    cases = AgendaItem.objects.current().filter(plan=meeting.plan_id, pk__in=found).exclude(meeting=meeting)
    fresh = [
        (case, [line for line in found[case.pk] if line.meeting_id != here.pk and not since(line, held)])
        for case in cases
        if (first := every.get(case.meeting_id)) and arena_of(first) == arena_of(here)
    ]
    return [(case, lines) for case, lines in fresh if lines]


def arena_of(meeting: Meeting) -> str:
    setting = getattr(meeting, "set", None)
    return setting.arena if setting else ARENA


def next_of(arena: Sequence[Meeting]) -> Meeting | None:
    """The first that is still to be held; those without a day come last."""
    today = timezone.localdate()
    waiting = [one for one in arena if one.held is None and (one.date is None or one.date >= today)]
    return min(waiting, key=lambda one: (one.date or date.max, one.time or time.max, one.pk), default=None)


def since(line: MinuteLine, held: Sequence[Meeting]) -> bool:
    """Whether one of these was held after the line was written. On the same day without an hour nobody knows: it is shown again."""
    said = timezone.localtime(line.written_at)
    return any(
        one.pk != line.meeting_id and one.date is not None
        and (one.date > said.date() or one.date == said.date() and one.time is not None and one.time > said.time())
        for one in held
    )  # fmt: skip
