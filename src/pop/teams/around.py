"""The two teams around a person as one page shows them, and whom one can ask in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.people import labels
from pop.people.labels import Label
from pop.people.models import Agency, AgencyRole, UnitRole, UnitRoleKind, User
from pop.plans.models import Plan
from pop.teams.models import ContactTeamMember, NamedAccess, PrivateTie, SupportTeamMember, TieAnswer

ASKED, DECLINED, WAITING, IN = "asked", "declined", "waiting", "in"
WORDS = {
    ASKED: _("Spurt, har ikke svart"),
    DECLINED: _("Har takket nei"),
    WAITING: _("Venter på samtykke"),
    IN: _("Med i teamet"),
}
"""How far somebody has come into the team."""


@dataclass(frozen=True)
class Somebody:
    """One in a team. A shielded employee has a title and no name (rule A12)."""

    key: UUID
    user_id: int
    label: Label
    role: str
    since: date
    agency: str = ""
    state: str = IN
    asked_away: bool = False
    main: bool = False
    """The contact team's own main contact, whom the leader chose (the person may have named another, rule B10)."""
    until: date | None = None
    """The last day, of somebody who is to leave: the overlap of a handover."""

    @property
    def word(self) -> str:
        return str(WORDS[self.state])


@dataclass(frozen=True)
class Around:
    """Everybody around one person whom the actor may see."""

    contact: list[Somebody]
    support: list[Somebody]


def current() -> Q:
    """What holds today."""
    today = timezone.localdate()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


def around(plan: Plan, *, tells_state: bool) -> Around:
    """Both teams. Whether consent reaches somebody is for the person and the contact team (`tells_state`)."""
    contacts = list(ContactTeamMember.objects.filter(current(), plan=plan))
    chairs = list(SupportTeamMember.objects.filter(current(), plan=plan))
    contacts.sort(key=lambda member: (member.role != "main", member.since))
    names = labels.users([*(m.user_id for m in contacts), *(m.user_id for m in chairs)])
    agencies = labels.agencies(chair.agency_id for chair in chairs)
    away = asked_away(plan)
    reached = recipients(plan) if tells_state else None
    unknown = Label("", labels.somebody())

    def somebody(member: ContactTeamMember | SupportTeamMember, role: str, **more: Any) -> Somebody:
        label, gone = names.get(member.user_id, unknown), member.user_id in away
        return Somebody(
            member.key, member.user_id, label, role, member.since, asked_away=gone, until=member.until, **more
        )

    return Around(
        contact=[somebody(m, str(m.get_role_display()), main=m.role == "main") for m in contacts],
        support=[
            somebody(c, c.role, agency=agencies.get(c.agency_id or 0, ""), state=state(c, reached))
            for c in chairs
        ],
    )


def state(chair: SupportTeamMember, reached: set[int] | None) -> str:
    """How far the representative has come: asked, declined, waiting for consent, or in."""
    if chair.declined_at:
        return DECLINED
    if chair.accepted_at is None:
        return ASKED
    own = {chair.user_id * 2 + 1, chair.agency_id * 2 if chair.agency_id else 0}
    return IN if reached is None or own & reached else WAITING


def recipients(plan: Plan) -> set[int]:
    """Whom some consent in force reaches, numbered as in access/rules.sql (`rule.in_force`). Only words on a
    page depend on this; what anybody sees is decided there.
    """
    now, today = timezone.now(), timezone.localdate()
    signed = plan.consents.filter(Q(ends_on=None) | Q(ends_on__gte=today), signed_at__lte=now)
    signed = signed.exclude(
        way="paper", has_scan=False, archive_reference="", signed_at__lte=now - timedelta(days=14)
    )
    if plan.sentence_ended_on and plan.sentence_ended_on < today:
        signed = signed.filter(after_sentence=True)
    return set(signed.filter(items__ended_at=None).values_list("items__recipient_key", flat=True))


def asked_away(plan: Plan) -> set[int]:
    """Those whom the person has asked not to open the plan; only the person sees these."""
    rows = PrivateTie.objects.filter(plan=plan).order_by("at", "pk").values_list("user_id", "answer")
    return {user_id for user_id, answer in dict(rows).items() if answer == TieAnswer.ASKED_AWAY}


@dataclass(frozen=True)
class Choice:
    """Somebody who can be asked, and in which place they work."""

    value: str
    user: User
    agency: Agency | None
    label: Label
    place: str

    @property
    def text(self) -> str:
        """Name, title and place; a place that the title says already is left out."""
        told = self.place.casefold() in self.label.title.casefold()
        return ", ".join(filter(None, (self.label.described, "" if told else self.place)))


def representatives(plan: Plan, q: str, *, limit: int) -> list[Choice]:
    """Those who work for an agency that the actor may see, found by name or agency, and are not in the team."""
    roles = AgencyRole.objects.filter(current(), user__active=True, agency__active=True)
    for word in q.split():
        roles = roles.filter(
            Q(user__username__name__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(user__title__icontains=word)
        )
    taken = SupportTeamMember.objects.filter(current(), plan=plan).values("user_id")
    found = roles.exclude(user_id__in=taken).order_by("agency__name", "user__username__name")[:limit]
    users, agencies = (
        User.objects.in_bulk([r.user_id for r in found]),
        Agency.objects.in_bulk([r.agency_id for r in found]),
    )
    names = labels.users(users)
    return [
        Choice(f"{user.key}:{agency.key}", user, agency, names[user.pk], agency.name)
        for role in found
        if (user := users.get(role.user_id)) and (agency := agencies.get(role.agency_id))
    ]


def colleagues(plan: Plan, actor: User) -> list[Choice]:
    """Those who work in the actor's units and are not in the contact team."""
    mine = UnitRole.objects.filter(current(), user=actor).values("unit_id")
    taken = ContactTeamMember.objects.filter(current(), plan=plan).values("user_id")
    return staff(UnitRole.objects.filter(current(), unit_id__in=mine).exclude(user_id__in=taken))


def staff(roles: QuerySet[UnitRole]) -> list[Choice]:
    """One choice for each user, with the roles that they have in words."""
    words: dict[int, list[str]] = {}
    for role in roles.filter(user__active=True):
        words.setdefault(role.user_id, []).append(str(UnitRoleKind(role.role).label))
    users = User.objects.in_bulk(list(words))
    names = labels.users(users)
    found = [
        Choice(str(user.key), user, None, names[pk], ", ".join(sorted(set(words[pk]))))
        for pk, user in users.items()
    ]
    return sorted(found, key=lambda choice: str(choice.label).casefold())


def named_users(plan: Plan) -> set[int]:
    """Those who may open a plan that only named users open."""
    return set(NamedAccess.objects.filter(plan=plan).values_list("user_id", flat=True))
