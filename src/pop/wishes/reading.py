"""The wishes of a plan, or those that wait for the actor's answer, with what a page needs to say about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people import labels
from pop.people.models import Person
from pop.plans import areas, grounds
from pop.plans.models import Entry, Need, OwnArea, Plan, ProgressionWish, Topic
from pop.plans.names import Names
from pop.plans.opening import OpenPlan
from pop.teams.models import SupportTeamMember
from pop.teams.worklist import opened as opened_plans
from pop.wishes import waiting
from pop.wishes.models import Answer, PlannedLeave, Wish, WishAnswer


@dataclass(frozen=True)
class Row:
    """One wish as the reader meets it. `mine` says that the reader is the one who was asked."""

    wish: Wish
    asked: str
    answers: Sequence[tuple[WishAnswer, str]]
    state: str
    due: date
    mine: bool
    area: areas.Area | None
    need: Need | None = None
    progression: ProgressionWish | None = None

    @property
    def answer(self) -> WishAnswer | None:
        """The answer that holds."""
        return self.answers[0][0] if self.answers else None

    @property
    def open(self) -> bool:
        """Neither answered nor taken back."""
        return self.state not in (waiting.WITHDRAWN, *Answer.values)

    @property
    def to_answer(self) -> bool:
        return self.mine and self.open


@dataclass(frozen=True)
class Known:
    """What the database says of a wish: whether the actor hears the answer, and is the one who was asked."""

    heard: bool
    mine: bool


def known(wishes: Iterable[Wish], *, own: bool) -> dict[int, Known]:
    """Asked of the same arrays as the policies, once for all. The person hears everything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, asked_agency_id is null"
            " or rule.key(plan_id, asked_agency_id * 2, topic_id) = any ((select rule.granted())::bigint[])"
            " or rule.key(plan_id, asked_agency_id * 2, 0) = any ((select rule.sources())::bigint[]),"
            " asked_agency_id is null and plan_id = any ((select rule.contact())::bigint[])"
            " or coalesce(rule.key(plan_id, asked_agency_id * 2, 0) = any ((select rule.sources())::bigint[]), false)"
            " from wishes_wish where id = any (%s)",
            [[wish.pk for wish in wishes]],
        )
        return {row[0]: Known(own or row[1], row[2]) for row in cursor.fetchall()}


def agencies_that_see(plan: Plan, topic: int) -> set[int]:
    """The agencies of which somebody sees what the person writes in a topic, as far as the actor may know."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id from access.viewers(%s, %s, 0)", [plan.pk, topic])
        users = [row[0] for row in cursor.fetchall()]
    seats = SupportTeamMember.objects.filter(plan=plan, until=None, accepted_at__isnull=False, user__in=users)
    return {agency for agency in seats.values_list("agency_id", flat=True) if agency}


def asked_in_words(wish: Wish, names: Names) -> str:
    """Who was asked. On a slip the person may have named a kind of which the plan has none, or several."""
    if wish.asked_agency_id:
        return names.agency(wish.asked_agency_id)
    if wish.asked_kind:
        return _("Kriminalomsorgen, som finner hvem hos %(kind)s") % {"kind": wish.get_asked_kind_display()}
    return _("Kriminalomsorgen")


class Wishes:
    """The wishes of one plan that the actor sees; as many queries for fifty as for two, but for one per topic
    that a wish to an agency waits in.
    """

    def __init__(self, opened: OpenPlan, *, today: date | None = None, only: UUID | None = None) -> None:
        self.opened, self.today = opened, today or timezone.localdate()
        found = Wish.objects.of(opened.plan)
        self.wishes = list(found.filter(key=only) if only else found)
        answers = list(WishAnswer.objects.of(opened.plan).filter(wish__in=[w.pk for w in self.wishes]))
        self.names = Names(opened, [*self.wishes, *answers], ())
        self.names.agencies |= labels.agencies(wish.asked_agency_id for wish in self.wishes)
        self.answers: dict[int, list[tuple[WishAnswer, str]]] = {}
        for answer in answers:
            self.answers.setdefault(answer.wish_id, []).append((answer, self.answered_by(answer)))
        self.known = known(self.wishes, own=opened.own)
        self.seen_by: dict[int, set[int]] = {}
        self.areas = areas.of(opened.plan)
        self.needs = Need.objects.of(opened.plan).in_bulk({w.need_id for w in self.wishes if w.need_id})
        self.progression = ProgressionWish.objects.of(opened.plan).in_bulk(
            {w.progression_wish_id for w in self.wishes if w.progression_wish_id}
        )

    def answered_by(self, answer: WishAnswer) -> str:
        """The person reads an answer as the agency's, never a named individual's (rule A12)."""
        if self.opened.own:
            return (
                self.names.agency(answer.source_agency_id)
                if answer.source_agency_id
                else _("Kriminalomsorgen")
            )
        return self.names.writer(answer)

    def reached(self, wish: Wish) -> bool:
        """Whether the agency that was asked sees the wish. Said where it can be known: to the person and the contact
        team, about an agency that they may know of.
        """
        if not wish.asked_agency_id or self.opened.partner or wish.asked_agency_id not in self.names.agencies:
            return True
        if wish.topic_id not in self.seen_by:
            self.seen_by[wish.topic_id] = agencies_that_see(self.opened.plan, wish.topic_id)
        return wish.asked_agency_id in self.seen_by[wish.topic_id]

    def row(self, wish: Wish) -> Row:
        answers = self.answers.get(wish.pk, [])
        told = self.known[wish.pk]
        newest = answers[0][0] if answers else None
        reached = bool(newest or wish.withdrawn_on) or self.reached(wish)
        return Row(
            wish=wish,
            asked=asked_in_words(wish, self.names),
            answers=answers,
            state=waiting.state(wish, newest, today=self.today, heard=told.heard, reached=reached),
            due=waiting.answer_due(wish),
            mine=told.mine,
            area=self.areas.get(wish.topic_id),
            need=self.needs.get(wish.need_id or 0),
            progression=self.progression.get(wish.progression_wish_id or 0),
        )

    def rows(self) -> list[Row]:
        return [self.row(wish) for wish in self.wishes]


@dataclass(frozen=True)
class Waiting:
    """A wish in the list over all plans: about what, from whom, until when; the words are read in the plan."""

    wish: Wish
    plan: Plan
    person: Person | None
    area: str
    due: date
    late: bool


def waiting_for_me(*, today: date) -> list[Waiting]:
    """The wishes that wait for the actor's answer in all plans, the one that is due first at the top."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(rule.waiting_wishes())")
        ids = [row[0] for row in cursor.fetchall()]
    wishes = list(Wish.objects.filter(pk__in=ids))
    plans = opened_plans(wish.plan_id for wish in wishes)
    topics = Topic.objects.in_bulk({wish.topic_id for wish in wishes})
    own = dict(
        ((plan, topic), name)
        for plan, topic, name in OwnArea.objects.filter(plan__in=plans).values_list(
            "plan_id", "topic_id", "name"
        )
    )
    found = []
    for wish in wishes:
        plan, person = plans[wish.plan_id]
        due = waiting.answer_due(wish)
        name = own.get((wish.plan_id, wish.topic_id)) or str(topics[wish.topic_id])
        found.append(Waiting(wish, plan, person, name, due, today > due))
    return sorted(found, key=lambda row: (row.due, row.wish.pk))


def leaves(plan: Plan) -> list[PlannedLeave]:
    """Planned permisjon and frigang, those without a date last."""
    return sorted(PlannedLeave.objects.of(plan), key=lambda leave: (leave.date_from or date.max, leave.pk))


def who_sees(entry: Entry) -> list[grounds.Viewer]:
    return grounds.viewers(
        entry.plan,
        topic=entry.topic_id,
        source_key=entry.source_key,
        only_me=entry.only_me,
        only_me_contact=entry.only_me_contact_id,
    )
