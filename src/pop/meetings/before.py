"""«Før møtet»: what is new since last time, and what the plan itself puts on the agenda. All as the reader sees it.

Nothing of this is stored: the agenda that builds itself (T8) is read from the plan when the page is. What somebody puts on it
is an AgendaItem, with the topic of what it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.gaps import reading as gaps
from pop.history.lines import THREADS, noun
from pop.history.values import MODELS
from pop.meetings import agenda, answered, arenas
from pop.meetings.agenda import Case
from pop.meetings.models import AgendaItem, MeetingConsent
from pop.people.models import User
from pop.plans import deadlines
from pop.plans.models import Entry, Measure, MeasureNeed, Meeting, Need
from pop.plans.models.measure import RUNNING, MeasureStatus
from pop.plans.opening import OpenPlan

SHOWN = 20
"""How many changes the page tells; the log has the rest."""
READ = 200
"""Changes read for them: one thing done is often several."""
SHORT = 90
"""Letters of what was written: the page says what is new, the plan holds it."""
UNTOLD = {
    *THREADS, "meetings_agendaitem", "meetings_meetingset", "meetings_answer", "meetings_presence", "meetings_turn",
}  # fmt: skip
"""What stands on the page anyway, and what says nothing without both its ends."""
AHEAD = timedelta(days=14)
"""What runs out within two weeks of the meeting."""


@dataclass(frozen=True)
class Point:
    """Something in the plan that the meeting should take up, and how to put it on the agenda."""

    text: str
    url: str
    note: str = ""
    day: date | None = None
    ask: str = ""
    """What the address of the form takes, when the reader may put it on the agenda."""


@dataclass(frozen=True)
class Section:
    slug: str
    heading: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Told:
    """One thing of the plan that came, was changed or was taken out."""

    at: datetime
    noun: str
    about: str
    out: bool
    new: bool = False

    def __str__(self) -> str:
        text = (
            _("%(what)s tatt ut")
            if self.out
            else _("%(what)s lagt til")
            if self.new
            else _("%(what)s endret")
        )
        return text % {"what": self.noun}


@dataclass
class Agenda:
    items: Sequence[AgendaItem]
    mine: Sequence[Point]
    sections: Sequence[Section]
    news: Sequence[Told]
    more_news: bool
    since: date | None
    absent: bool
    answered: Sequence[Case] = ()
    """Cases that were passed on, here or from an earlier meeting of this arena, and what they were answered."""


def find(opened: OpenPlan, key: UUID) -> Meeting | None:
    """The meeting with how it is set up, in one query."""
    return Meeting.objects.of(opened.plan).filter(key=key).select_related("set").first()


def last_before(opened: OpenPlan, meeting: Meeting) -> Meeting | None:
    """The newest meeting that was held before this one, of those that the reader sees."""
    held = Meeting.objects.of(opened.plan).filter(held=True, date__isnull=False).exclude(pk=meeting.pk)
    if meeting.date:
        held = held.filter(date__lt=meeting.date)
    return held.order_by("-date", "-time").first()


def is_absent(meeting: Meeting) -> bool:
    """Whether the person is not there, so that rule C1 holds."""
    setup = getattr(meeting, "set", None)
    return setup is not None and not arenas.find(setup.arena).person_is_there


def may_talk_of(meeting: Meeting, reader: User) -> set[int]:
    """The needs that the person has said may be talked of with the reader; none when the meeting is over."""
    if meeting.held is not None or (meeting.date and meeting.date < timezone.localdate()):
        return set()
    said = MeetingConsent.objects.filter(meeting=meeting, user=reader, ended_at=None)
    return set(said.values_list("need_id", flat=True))


def cases(opened: OpenPlan, meeting: Meeting, reader: User) -> list[Case]:
    """What is raised, as the reader sees it, and after it what has come back here with an answer; where the person is absent,
    only of needs that may be talked of with the reader.
    """
    raised, found = answered.at(meeting)
    here = [Case(one.text, one.topic_id, one, answers=found.get(one.pk, ())) for one in raised]
    here += agenda.returned(meeting, found)
    if not here or opened.own or not is_absent(meeting):
        return here
    allowed = may_talk_of(meeting, reader)
    return [case for case in here if case.item and case.item.need_id in allowed]


def of(opened: OpenPlan, meeting: Meeting, reader: User) -> Agenda:
    """Where the person is absent, others than the person get what they may talk of, and nothing besides."""
    absent = is_absent(meeting)
    narrowed = absent and not opened.own
    needs: QuerySet[Need] = Need.objects.of(opened.plan).order_by("-acute", "written_at", "pk")
    measures = Measure.objects.of(opened.plan).filter(
        Q(status__in=RUNNING) | Q(status=MeasureStatus.PROPOSED)
    )
    if narrowed:
        allowed = may_talk_of(meeting, reader)
        needs = needs.filter(pk__in=allowed)
        # What also answers another need tells of that one (as on the shared screen, consented.sql).
        besides = MeasureNeed.objects.filter(plan=opened.plan).exclude(need__in=allowed)
        measures = (
            measures.filter(whys__need__in=allowed).exclude(pk__in=besides.values("measure")).distinct()
        )
    # A partner answers for what its agency does; asked in the same question.
    measures = measures.annotate(my_agency=RawSQL("(select access.my_agency_in(%s))", [opened.plan.pk]))
    found, seen = list(measures.order_by("due", "written_at")), list(needs)
    raised = cases(opened, meeting, reader)
    items = [case.item for case in raised if case.item and not case.back]
    on_it = {("behov", item.need_id) for item in items} | {("tiltak", item.measure_id) for item in items}
    taken = {ask("behov", n.key, opened, kept=n.only_me) for n in seen if ("behov", n.pk) in on_it}
    taken |= {ask("tiltak", m.key, opened, kept=m.only_me) for m in found if ("tiltak", m.pk) in on_it}
    last = None if narrowed else last_before(opened, meeting)
    told = news(opened, last.date) if last and last.date else []
    return Agenda(
        items=items,
        mine=without(taken, mine(opened, found, reader)),
        sections=[
            replace(section, points=without(taken, section.points))
            for section in sections(opened, meeting, found, seen, with_gaps=not narrowed)
            if section.points
        ],
        news=told[:SHOWN],
        more_news=len(told) > SHOWN,
        since=last.date if last else None,
        absent=absent,
        answered=[case for case in raised if case.answers],
    )


def without(taken: set[str], points: Sequence[Point]) -> list[Point]:
    """What stands on the agenda already is not put there once more."""
    return [replace(point, ask="") if point.ask in taken else point for point in points]


def news(opened: OpenPlan, since: date) -> list[Told]:
    """What has changed since the day of the last meeting (T8), newest first, each thing once as it stands now.

    The log's own rules say which changes are seen; one that is blocked holds no words, and is not told.
    """
    start = timezone.make_aware(datetime.combine(since, time()))
    changes = Change.objects.filter(subject__plan_id=opened.plan.pk, at__gte=start).order_by("-pk")[:READ]
    told: dict[tuple[str, Any], Told] = {}
    new: set[tuple[str, Any]] = set()
    for change in changes:
        row = change.after
        if row is None or change.table in UNTOLD:
            continue
        thing = change.table, change.row_id if issubclass(MODELS[change.table], Entry) else None
        told.setdefault(thing, Told(change.at, noun(change.table), title(row), bool(row.get("removed_at"))))
        if change.before is None:
            new.add(thing)
    return [replace(one, new=thing in new) for thing, one in told.items()]


def title(row: dict[str, Any]) -> str:
    return next(
        (Truncator(row[name]).chars(SHORT) for name in ("text", "subject", "name") if row.get(name)), ""
    )


def mine(opened: OpenPlan, measures: Sequence[Measure], reader: User) -> list[Point]:
    """What the reader answers for, in person or for the agency: each is asked how it goes."""
    return [
        point(opened, measure, note=str(measure.get_status_display()), day=measure.due)
        for measure in measures
        if measure.status in RUNNING and answers_for(opened, measure, reader)
    ]


def answers_for(opened: OpenPlan, measure: Measure, reader: User) -> bool:
    if opened.own:
        return measure.person_responsible
    agency = getattr(measure, "my_agency", None) if opened.partner else None
    return measure.responsible_user_id == reader.pk or bool(
        agency and measure.responsible_agency_id == agency
    )


def sections(
    opened: OpenPlan, meeting: Meeting, measures: Sequence[Measure], needs: Sequence[Need], *, with_gaps: bool
) -> list[Section]:
    today = timezone.localdate()
    until = max(today, meeting.date or today) + AHEAD
    late = [m for m in measures if deadlines.state(m, today=today, personal=True) == "late"]
    waiting = [m for m in measures if m.waits_for_answer or m.asks_again]
    soon = [m for m in measures if m not in late and (last_day := ends(m)) and today <= last_day <= until]
    return [
        Section("haster", _("Det haster"), [of_need(opened, n) for n in needs if n.acute]),
        Section("forslag", _("Forslag som venter på svar"), [point(opened, m) for m in waiting]),
        Section("glipp", _("Her kan noe falle mellom to stoler"), of_gaps(opened, measures, needs) if with_gaps else []),
        Section("frist", _("Over fristen"), [point(opened, m, day=m.due) for m in late]),
        Section("snart", _("Går snart ut"), [point(opened, m, day=ends(m)) for m in soon]),
    ]  # fmt: skip


def ends(measure: Measure) -> date | None:
    """The deadline of what runs; of an offer, the last day on which it can be chosen."""
    return measure.due if measure.status in RUNNING else measure.offer_until


def point(opened: OpenPlan, measure: Measure, *, note: str = "", day: date | None = None) -> Point:
    url = reverse("entry", args=[opened.plan.key, "tiltak", measure.key])
    return Point(measure.text, url, note, day, ask("tiltak", measure.key, opened, kept=measure.only_me))


def of_need(opened: OpenPlan, need: Need) -> Point:
    url = reverse("entry", args=[opened.plan.key, "behov", need.key])
    return Point(need.text, url, ask=ask("behov", need.key, opened, kept=need.only_me))


def ask(slug: str, key: UUID, opened: OpenPlan, *, kept: bool) -> str:
    """What the person keeps to themselves, nobody else puts on an agenda (rule A7)."""
    return f"{slug}:{key}" if opened.own or not kept else ""


def of_gaps(opened: OpenPlan, measures: Sequence[Measure], needs: Sequence[Need]) -> list[Point]:
    """The open gaps, the most serious first, in the reader's words."""
    entries: dict[str, Sequence[Any]] = {Measure._meta.db_table: measures, Need._meta.db_table: needs}

    def known(table: str, numbers: set[int]) -> dict[int, Any]:
        return {e.pk: e for e in entries.get(table, ()) if e.pk in numbers}

    found = gaps.open_gaps().filter(plan=opened.plan).select_related("subject")
    rows = gaps.read(found, [opened.plan], known, lambda _gap: "", partner=opened.partner)
    return [Point(row.plain if opened.own else row.title, row.url, row.about) for row in rows]
