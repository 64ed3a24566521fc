"""Who has looked at a plan, as the person reads it: first name, role, agency, when, what, and why they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from pop.access.models import Look
from pop.people import labels, looked
from pop.people.labels import Label
from pop.people.models import Agency, User
from pop.plans.models import Plan
from pop.teams.models import ContactTeamMember, SupportTeamMember

SERVICE = "kriminalomsorgen"
"""The value in the filter that stands for everybody in kriminalomsorgen."""


@dataclass(frozen=True)
class Looker:
    """Somebody who has looked. `name` is the first name; a shielded employee is a role only (rule A12)."""

    name: str
    role: str
    body: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.role)))

    @classmethod
    def of(cls, label: Label | None, agency: str, ground: str, *, staff: bool = False) -> "Looker":
        """Somebody may have been in both teams: the ground of the look says which it was then."""
        label = label or Label("", labels.somebody())
        if not label.name:
            return cls("", label.title, "")
        inside = ground in ("contact_team", "assigned") or (not ground and staff)
        return cls(label.name.split()[0], label.title, _("kriminalomsorgen") if inside else agency)

    @property
    def place(self) -> str:
        """The agency, unless the role says it already."""
        return "" if self.body.casefold() in self.role.casefold() else self.body

    @property
    def giver(self) -> str:
        """To whom the consent was given: the agency, or the one who is in the team as an individual."""
        return self.body or self.name


@dataclass(frozen=True)
class Seen:
    """The looks of one user at one page on one day."""

    key: UUID
    who: Looker
    at: datetime
    times: int
    page: str
    why: str


class Lookers:
    """Names and agencies of all who have looked at one plan, each fetched once."""

    def __init__(self, plan: Plan) -> None:
        self.ids = set(Look.objects.filter(plan_id=plan.pk).values_list("user_id", flat=True).distinct())
        chairs = SupportTeamMember.objects.filter(plan=plan, user_id__in=self.ids).order_by("pk")
        self.agency_of = dict(chairs.values_list("user_id", "agency_id"))
        staff = ContactTeamMember.objects.filter(plan=plan, user_id__in=self.ids)
        self.staff = set(staff.values_list("user_id", flat=True))
        self.labels = labels.users(self.ids)
        # Told a name before consent (rule B3), and in no team.
        grounds = Look.objects.filter(plan_id=plan.pk, ground__startswith="preconsent:")
        named = grounds.order_by().values_list("user_id", "ground").distinct()
        told = {user: looked.told_agency(ground) or 0 for user, ground in named}
        self.agency_of = told | self.agency_of
        self.agencies = labels.agencies({*told.values(), *self.agency_of.values()})

    def of(self, user_id: int, ground: str) -> Looker:
        """Who it was, and from where."""
        agency = self.agencies.get(looked.told_agency(ground) or self.agency_of.get(user_id) or 0, "")
        return Looker.of(self.labels.get(user_id), agency, ground, staff=user_id in self.staff)

    def choices(self) -> list[tuple[str, Any]]:
        """What the list can be narrowed to: kriminalomsorgen, an agency, or one user."""
        found: list[tuple[str, Any]] = [("", _("Alle"))]
        bodies = [(SERVICE, _("Kriminalomsorgen"))] if self.ids & self.staff else []
        keys = Agency.objects.filter(pk__in=self.agencies).order_by("name").values_list("key", "name")
        bodies += [(str(key), name) for key, name in keys]
        people = [(str(user.key), str(self.of(user.pk, ""))) for user in User.objects.filter(pk__in=self.ids)]
        if bodies:
            found.append((_("Hvor de jobber"), bodies))
        if people:
            found.append((_("Hvem"), sorted(people, key=lambda pair: pair[1].casefold())))
        return found

    def chosen(self, value: str) -> set[int] | None:
        """The users that a choice stands for; None is everybody."""
        if not value:
            return None
        if value == SERVICE:
            return self.ids & self.staff
        agency = Agency.objects.filter(key=value).values_list("pk", flat=True).first()
        if agency:
            return {user for user, body in self.agency_of.items() if body == agency}
        return set(User.objects.filter(key=value, pk__in=self.ids).values_list("pk", flat=True))


def folded(plan: Plan, users: set[int] | None) -> QuerySet[Any, Any]:
    """Newest first; several looks of one user at one page on one day are one row with a count."""
    looks = Look.objects.filter(plan_id=plan.pk)
    if users is not None:
        looks = looks.filter(user_id__in=users)
    return (
        looks.annotate(day=TruncDate("at"))
        .values("day", "user_id", "page", "ground")
        .annotate(times=Count("id"), last=Max("at"), number=Max("id"))
        .order_by("-day", "-last", "-number")
    )


def by_day(rows: Iterable[dict[str, Any]], lookers: Lookers) -> list[tuple[date, list[Seen]]]:
    rows = list(rows)
    keys = dict(Look.objects.filter(pk__in=[row["number"] for row in rows]).values_list("pk", "key"))
    return [
        (day, [seen(row, keys[row["number"]], lookers) for row in group])
        for day, group in groupby(rows, key=lambda row: row["day"])
    ]


def seen(row: dict[str, Any], key: UUID, lookers: Lookers) -> Seen:
    who = lookers.of(row["user_id"], row["ground"])
    page = looked.page_in_words(row["page"])
    return Seen(key, who, row["last"], row["times"], page, why(row["ground"], who))


def one(look: Look, lookers: Lookers) -> Seen:
    """A single look."""
    who = lookers.of(look.user_id, look.ground)
    return Seen(look.key, who, look.at, 1, looked.page_in_words(look.page), why(look.ground, who))


def why(ground: str, who: Looker) -> str:
    """The ground as a sentence to the person."""
    if looked.numbers(ground):
        given = {"who": who.giver or _("den som så"), "numbers": looked.numbers(ground)}
        return _("Fordi du har gitt %(who)s samtykke nummer %(numbers)s.") % given
    if looked.told_agency(ground):
        return _("Fordi du har sagt at %(who)s får vite at du kommer.") % {"who": who.giver or _("etaten")}
    return {
        "contact_team": _("Fordi kontaktteamet gjennomfører straffen sammen med deg."),
        "assigned": _("For å svare på om dere kjenner hverandre privat, før planen blir åpnet."),
        "authorship": _("Ser bare det de har skrevet selv."),
    }.get(ground, _("Grunnen ble ikke skrevet ned da dette skjedde."))
