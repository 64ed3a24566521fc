"""Who can be asked to take over one thing: those in the teams, colleagues, representatives, and agencies by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pop.consents.models import ConsentItem
from pop.handovers.models import Handover, HandoverItem
from pop.people import labels
from pop.people.models import Agency, UnitRole, User
from pop.plans.models import Plan
from pop.process.models import Home, PlanPathway
from pop.teams import around
from pop.teams.around import current
from pop.teams.models import ContactTeamMember, SupportTeamMember

SHOWN = 20
"""How many representatives are shown before one has to search."""


@dataclass(frozen=True)
class Receiver:
    """One choice: `value` is what the form sends."""

    value: str
    text: str
    user: User | None = None
    agency: Agency | None = None


def found(plan: Plan, handover: Handover, item: HandoverItem, q: str, actor: User) -> list[Receiver]:
    """Colleagues only for roles in the contact team; a measure goes to those in the team or an agency."""
    rows = colleagues(plan, handover, actor) if item.contact_member_id else contact_team(plan)
    rows += chairs(plan) + agencies(plan)
    # Who takes over in another country is written by the person's own words (rule B7): the register is Norwegian, and
    # no embassy or immigration authority is ever found in it here.
    if q and not goes_abroad(plan):
        rows += [
            Receiver(choice.value, choice.text, choice.user, choice.agency)
            for choice in around.representatives(plan, q, limit=SHOWN)
        ]
    seen: dict[str, Receiver] = {}
    for row in rows:
        seen.setdefault(row.value, row)
    return list(seen.values())


def goes_abroad(plan: Plan) -> bool:
    """The forløp that holds now: the person is to leave Norway."""
    return PlanPathway.objects.filter(plan=plan, ended_at=None, home=Home.ABROAD).exists()


def contact_team(plan: Plan) -> list[Receiver]:
    members = ContactTeamMember.objects.filter(current(), plan=plan)
    return of_users([member.user_id for member in members])


def colleagues(plan: Plan, handover: Handover, actor: User) -> list[Receiver]:
    """Those who work in the unit that takes over, in one's own, and in the contact team."""
    mine = list(UnitRole.objects.filter(current(), user=actor).values_list("unit_id", flat=True))
    units = [handover.to_unit_id] if handover.to_unit_id else mine
    choices = around.staff(UnitRole.objects.filter(current(), unit_id__in=units))
    return [Receiver(choice.value, choice.text, choice.user) for choice in choices]


def of_users(ids: list[int]) -> list[Receiver]:
    users = User.objects.in_bulk(ids)
    names = labels.users(users)
    return [
        Receiver(str(user.key), ", ".join(filter(None, (names[pk].name, names[pk].title))), user)
        for pk, user in users.items()
    ]


def chairs(plan: Plan) -> list[Receiver]:
    """Those in the support team, each for what they sit there for."""
    rows = list(SupportTeamMember.objects.filter(current(), plan=plan, declined_at=None))
    users = User.objects.in_bulk([row.user_id for row in rows])
    bodies = Agency.objects.in_bulk([row.agency_id for row in rows if row.agency_id])
    names = labels.users(users)
    return [
        Receiver(
            f"{users[row.user_id].key}:{bodies[row.agency_id].key if row.agency_id in bodies else ''}",
            ", ".join(filter(None, (str(names[row.user_id]), row.role, str(bodies.get(row.agency_id or 0, ""))))),
            users[row.user_id], bodies.get(row.agency_id or 0),
        )
        for row in rows
        if row.user_id in users
    ]  # fmt: skip


def agencies(plan: Plan) -> list[Receiver]:
    """Agencies that a consent names now: asked as such, by link or on paper."""
    items = ConsentItem.objects.filter(
        plan=plan, ended_at=None, agency__isnull=False, consent__signed_at__isnull=False
    )
    rows = Agency.objects.in_bulk(set(items.values_list("agency_id", flat=True)))
    told = _("%(name)s, uten navngitt person")
    return [Receiver(f":{row.key}", told % {"name": row.name}, agency=row) for row in rows.values()]
