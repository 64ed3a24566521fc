"""What the pages about a handover say, of what the reader may see: each thing with its receiver and where it stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.handovers.models import (
    ChecklistMark,
    Handover,
    HandoverItem,
    HandoverState,
    MarkState,
    ReceiverAnswer,
)
from pop.handovers.pathways import RELEASE, Point, points
from pop.people import labels
from pop.people.labels import Label
from pop.plans import areas
from pop.plans.models import ExpectedRelease, Measure, Plan
from pop.plans.opening import OpenPlan
from pop.teams.models import ContactRole, ContactTeamMember, MainAnswer, MainChoice, SupportTeamMember

DECLINED, ESCALATED, NOBODY, LATE, CONSENT, READY, QUESTION, ASKED, CONFIRMED, ENDED = (
    "declined", "escalated", "nobody", "late", "consent", "ready", "question", "asked", "confirmed", "ended",
)  # fmt: skip
WORST_FIRST = (DECLINED, ESCALATED, NOBODY, LATE, CONSENT, READY, QUESTION, ASKED, CONFIRMED, ENDED)
CLOSING = timedelta(days=61)
"""The closing begins two months before release (T12)."""
STATES = {
    DECLINED: (gettext_lazy("Ingen har tatt imot: mottakeren kan ikke"), gettext_lazy("Kan ikke"), "stopped", "forfalt"),
    ESCALATED: (gettext_lazy("Ingen har tatt imot: ikke svart på ti arbeidsdager"), gettext_lazy("Vi har spurt"), "triangle", "forfalt"),
    NOBODY: (gettext_lazy("Ingen har tatt imot: ingen valgt"), gettext_lazy("Ikke avtalt ennå"), "triangle", "forfalt"),
    LATE: (gettext_lazy("Spurt, ikke svart på fem arbeidsdager"), gettext_lazy("Vi har spurt"), "clock", "snart"),
    CONSENT: (gettext_lazy("Venter på samtykke"), gettext_lazy("Venter på at du sier ja"), "hourglass", "snart"),
    READY: (gettext_lazy("Ikke spurt"), gettext_lazy("Ikke spurt ennå"), "clock", "snart"),
    QUESTION: (gettext_lazy("Mottakeren lurer på noe"), gettext_lazy("Vi har spurt"), "information", "snart"),
    ASKED: (gettext_lazy("Spurt, har ikke svart"), gettext_lazy("Vi har spurt"), "hourglass", "ro"),
    CONFIRMED: (gettext_lazy("Bekreftet mottatt"), gettext_lazy("Har sagt ja"), "check", "ferdig"),
    ENDED: (gettext_lazy("Trenger ingen mottaker"), gettext_lazy("Trengs ikke lenger"), "minus", "ro"),
}  # fmt: skip
"""Words for staff and for the person, icon and tone (ux, section 3). Red only where nobody has it."""


@dataclass(frozen=True)
class Row:
    """One thing that is handed over."""

    item: HandoverItem
    title: str
    receiver: str
    place: str
    state: str
    personal: bool
    measure: Measure | None = None
    giver: str = ""
    tangle: str = ""
    covered: bool = False

    @property
    def word(self) -> str:
        return str(STATES[self.state][1 if self.personal else 0])

    @property
    def icon(self) -> str:
        return STATES[self.state][2]

    @property
    def tone(self) -> str:
        tone = STATES[self.state][3]
        return "ro" if self.personal and tone == "forfalt" else tone

    @property
    def is_role(self) -> bool:
        return self.item.measure_id is None

    @property
    def to_agree(self) -> bool:
        """Somebody outside the register: the person is asked first."""
        return bool(self.item.receiver_name and not self.item.agreed_at) and self.state == CONSENT


def state_of(item: HandoverItem, *, covered: bool, today: date) -> str:
    """Where one thing stands on a day. Deadlines of rule B9: 5 and 10 working days after it was asked."""
    if item.ended_at:
        return ENDED
    if item.answer == ReceiverAnswer.CONFIRMED:
        return CONFIRMED
    if item.answer == ReceiverAnswer.DECLINED:
        return DECLINED
    if not item.has_receiver:
        return NOBODY
    if item.answer == ReceiverAnswer.QUESTION:
        return QUESTION
    if item.asked_at is None:
        return READY if covered else CONSENT
    if item.escalate_on and today > item.escalate_on:
        return ESCALATED
    return LATE if item.remind_on and today > item.remind_on else ASKED


class Package:
    """One handover with everything in it that the reader sees. As many queries for seven things as for seventy."""

    def __init__(self, opened: OpenPlan, handover: Handover, *, personal: bool = False) -> None:
        """`personal`: in the person's words, also when staff print it for them."""
        self.opened, self.handover = opened, handover
        self.personal = personal or opened.own
        self.today = timezone.localdate()
        self.items = list(HandoverItem.objects.filter(handover=handover, replaced_at=None))
        measures = Measure.objects.filter(pk__in=[i.measure_id for i in self.items if i.measure_id])
        self.measures = {measure.pk: measure for measure in measures}
        self.contacts = ContactTeamMember.objects.in_bulk(
            [i.contact_member_id for i in self.items if i.contact_member_id]
        )
        self.chairs = SupportTeamMember.objects.in_bulk(
            [i.support_member_id for i in self.items if i.support_member_id]
        )
        self.users = labels.users(
            [i.receiver_user_id for i in self.items]
            + [contact.user_id for contact in self.contacts.values()]
            + [chair.user_id for chair in self.chairs.values()]
        )
        self.agencies = labels.agencies(i.receiver_agency_id for i in self.items)
        self.areas = areas.of(opened.plan)
        self.covered = covered(opened.plan)
        rows = [self.row(item) for item in self.items]
        self.rows = sorted(rows, key=lambda row: (WORST_FIRST.index(row.state), row.item.pk))

    def row(self, item: HandoverItem) -> Row:
        measure = self.measures.get(item.measure_id or 0)
        area = self.areas.get(measure.topic_id) if measure else None
        may_ask = item.pk in self.covered
        receiver, place = self.receiver(item)
        return Row(
            item=item, title=measure.text if measure else self.role(item), receiver=receiver, place=place,
            state=state_of(item, covered=may_ask, today=self.today), personal=self.personal, measure=measure,
            giver=self.giver(item), tangle=area.tangle if area else "", covered=may_ask,
        )  # fmt: skip

    def receiver(self, item: HandoverItem) -> tuple[str, str]:
        """Name and place; a user whom the reader may not know has a neutral word."""
        agency = self.agencies.get(item.receiver_agency_id or 0, "")
        if item.receiver_user_id:
            label = self.users.get(item.receiver_user_id, Label("", labels.somebody()))
            return str(label), agency or (label.title if label.name else "")
        if agency and item.confirmed and item.answered_name:
            return item.answered_name, agency
        return item.receiver_name or agency, ""

    def role(self, item: HandoverItem) -> str:
        contact = self.contacts.get(item.contact_member_id or 0)
        chair = self.chairs.get(item.support_member_id or 0)
        if contact and contact.role == ContactRole.MAIN and self.named_another:
            return _("Hovedkontakt i kontaktteamet")
        role = str(contact.get_role_display()) if contact else chair.role if chair else item.new_role
        return role[:1].upper() + role[1:] or _("Et tiltak du ikke ser")

    @cached_property
    def named_another(self) -> bool:
        """The person has named another main contact, whose place is not handed over here (rule B10)."""
        return MainChoice.objects.filter(plan=self.opened.plan, answer=MainAnswer.YES, ended_at=None).exists()

    def giver(self, item: HandoverItem) -> str:
        contact = self.contacts.get(item.contact_member_id or 0)
        chair = self.chairs.get(item.support_member_id or 0)
        user_id = contact.user_id if contact else chair.user_id if chair else None
        return str(self.users.get(user_id, labels.somebody())) if user_id else ""

    @property
    def current(self) -> list[Row]:
        return [row for row in self.rows if row.state != ENDED]

    @property
    def roles(self) -> list[Row]:
        return [row for row in self.current if row.is_role]

    def count(self, *states: str) -> int:
        return sum(row.state in states for row in self.current)

    def counts(self) -> dict[str, int]:
        return {
            "total": len(self.current),
            "confirmed": self.count(CONFIRMED),
            "asked": self.count(ASKED, LATE, ESCALATED, QUESTION),
            "consent": self.count(CONSENT),
            "unasked": self.count(READY, NOBODY),
            "declined": self.count(DECLINED),
            "nobody": self.count(NOBODY, DECLINED, ESCALATED),
        }

    def bars(self) -> list[str]:
        """One piece per thing: ja, spurt, or empty."""
        order = {CONFIRMED: "ja", ASKED: "spurt", LATE: "spurt", QUESTION: "spurt", ESCALATED: "spurt"}
        return sorted((order.get(row.state, "") for row in self.current), key=("ja", "spurt", "").index)


def covered(plan: Plan) -> set[int]:
    """The items whose receiver may be told today; asked of the same rule that asking obeys."""
    with connection.cursor() as cursor:
        cursor.execute("select access.covered_items(%s)", [plan.pk])
        row = cursor.fetchone()
    return set(row[0]) if row else set()


def current(plan: Plan) -> Handover | None:
    """The handover that goes on, or is put off; otherwise the newest that is done."""
    found = list(Handover.objects.filter(plan=plan).exclude(state=HandoverState.CANCELLED))
    going = [one for one in found if one.state in (HandoverState.OPEN, HandoverState.POSTPONED)]
    return next(iter(going or found), None)


@dataclass(frozen=True)
class Check:
    """One point of a checklist and where it stands."""

    point: Point
    mark: ChecklistMark | None
    by: str = ""

    @property
    def state(self) -> str:
        return str(self.mark.state) if self.mark else MarkState.OPEN.value

    @property
    def word(self) -> str:
        return str(MarkState(self.state).label).capitalize()


def checklist(plan: Plan, handover: Handover | None) -> list[Check]:
    """The list of a handover, with the plan's own points where they are in it, or the release list of the plan."""
    of_list = handover.pathway_list if handover else RELEASE
    of_plan = {point.code for point in points(of_list) if point.of_plan}
    found = ChecklistMark.objects.filter(Q(handover=None) | Q(handover=handover), plan=plan)
    marks = {mark.code: mark for mark in found if (mark.handover_id is None) == (mark.code in of_plan)}
    names = labels.users(mark.by_id for mark in marks.values())
    kept_out = kept_from_reader(plan)
    return [
        Check(point, mark, str(names.get(mark.by_id, labels.somebody())) if mark else "")
        for point in points(of_list)
        if (mark := marks.get(point.code)) or point.topic not in kept_out
    ]


def is_near(plan: Plan, handover: Handover | None) -> bool:
    """Whether what is open on the list begins to slip: the closing has begun (T12). Until then it is only not done yet."""
    if handover and not handover.pathway.before_release:
        return True
    release = ExpectedRelease.objects.of(plan).order_by("-written_at").first()
    return release is not None and release.on <= timezone.localdate() + CLOSING


def kept_from_reader(plan: Plan) -> set[int]:
    """Topics that the person has kept from the reader: how a point about them stands is not shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.number from plans_topic t"
            " where rule.key(%s, 0, t.number) = any ((select rule.excluded_topics())::bigint[])",
            [plan.pk],
        )
        return {number for (number,) in cursor.fetchall()}


def two_weeks_after(handover: Handover) -> date:
    return handover.on_day + timedelta(days=14)
