"""What a meeting is about, in order: what somebody wants to raise, then the needs. As the reader, or the room, sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from pop.meetings import answered
from pop.meetings.models import AgendaItem, MinuteLine
from pop.plans.models import Entry, Measure, Meeting, Need


@dataclass(frozen=True)
class Case:
    """One thing on the agenda. `need` is what it is about, when that is seen; `answers` what was said where it was passed on to."""

    title: str
    topic: int
    item: AgendaItem | None = None
    need: Need | None = None
    answers: Sequence[MinuteLine] = ()
    back: bool = False
    """It was raised at an earlier meeting of this arena, and stands here because it has been answered."""

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return str(self.item.key if self.item else self.need.key if self.need else "")


def kept(*things: Entry | None) -> dict[str, Any]:
    """Whom what is written about these is kept from: as the first of them that is kept (rule A7)."""
    found = next((one for one in things if one and one.only_me), None)
    return {"only_me": True, "only_me_contact_id": found.only_me_contact_id} if found else {}


def of(meeting: Meeting) -> list[Case]:
    """What is not seen leaves no number: the cases are counted as they stand."""
    raised, found = answered.at(meeting)
    needs = {need.pk: need for need in Need.objects.of(meeting.plan).order_by("-acute", "written_at", "pk")}
    first = [
        Case(one.text, one.topic_id, one, needs.get(one.need_id or 0), found.get(one.pk, ()))
        for one in raised
    ]
    first += [
        replace(case, need=needs.get(case.item.need_id or 0))
        for case in returned(meeting, found)
        if case.item
    ]
    taken = {case.need.pk for case in first if case.need}
    return first + [Case(n.text, n.topic_id, need=n) for n in needs.values() if n.pk not in taken]


def returned(meeting: Meeting, found: answered.Found) -> list[Case]:
    """What was passed on from this arena and has come back with its answer, until the next meeting of it is held."""
    return [
        Case(
            _("Svar på saken «%(what)s»") % {"what": item.text}, item.topic_id, item, answers=lines, back=True
        )
        for item, lines in answered.back(meeting, found)
    ]


def measures(case: Case) -> Sequence[Measure]:
    """What answers the need of a case."""
    if case.need is None:
        return []
    seen = Measure.objects.of(case.need.plan).filter(whys__need=case.need).distinct()
    return list(seen.order_by("due", "written_at"))
