"""What goes along when somebody else takes over, and which of the receivers sees each thing.

Nothing is worked out here: `access.viewers` asks the one rule as each of them in turn, as «se planen som» does. Who
is not in a team of the plan sees nothing of it, and is told one thing only: what they are asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.handovers.reading import CONFIRMED, ENDED, Package, Row
from pop.plans.models import Contact, Decision, Entry, Measure, Meeting, Need, Plan
from pop.plans.models.measure import RUNNING
from pop.teams.around import current
from pop.teams.models import ContactTeamMember, SupportTeamMember


@dataclass(frozen=True)
class Thing:
    """One entry, and the names of those receivers who see it."""

    title: str
    readers: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    name: str
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Outside:
    """A receiver who is not in a team of the plan, and what they get to know."""

    name: str
    told: str


@dataclass(frozen=True)
class Along:
    kinds: tuple[Kind, ...]
    outside: tuple[Outside, ...]
    anybody: bool
    """Whether anybody is chosen yet."""


def along(package: Package) -> Along:
    """Needs, open measures, contacts, coming meetings and decisions that the reader of the page sees."""
    plan = package.opened.plan
    chosen = [row for row in package.rows if row.receiver and row.state != ENDED]
    names = {row.item.receiver_user_id: row.receiver for row in chosen if row.item.receiver_user_id}
    found = entries(plan)
    seen = seen_by(plan, [entry for _name, of_kind in found for entry in of_kind], names)
    kinds = tuple(
        Kind(
            name, tuple(Thing(title(one), tuple(names[u] for u in seen.get(key(one), ()))) for one in of_kind)
        )
        for name, of_kind in found
        if of_kind
    )
    inside = in_the_teams(plan)
    outside = {row.receiver: told(row) for row in chosen if row.item.receiver_user_id not in inside}
    return Along(kinds, tuple(Outside(*pair) for pair in outside.items()), bool(chosen))


def entries(plan: Plan) -> list[tuple[str, list[Entry]]]:
    """By kind, of what the reader sees; the database leaves out the rest."""
    coming = Q(date__gte=timezone.localdate()) | Q(date=None)
    return [
        (_("Behov"), list(Need.objects.of(plan))),
        (_("Åpne tiltak"), list(Measure.objects.of(plan).filter(status__in=RUNNING))),
        (_("Kontaktpersoner"), list(Contact.objects.of(plan))),
        (_("Møter som kommer"), list(Meeting.objects.of(plan).filter(coming).exclude(held=True))),
        (_("Vedtak og vilkår"), list(Decision.objects.of(plan))),
    ]


def title(entry: Entry) -> str:
    return entry.text if isinstance(entry, Need | Measure) else str(entry)


def key(entry: Entry) -> tuple[str, int]:
    return entry._meta.db_table, entry.pk


def seen_by(plan: Plan, rows: Iterable[Entry], users: Iterable[int]) -> dict[tuple[str, int], list[int]]:
    """Which of these users see each entry. Contacts and meetings are opened one by one; the rest by topic and source."""
    wanted: dict[tuple[object, ...], list[tuple[str, int]]] = {}
    for row in rows:
        single = row.pk if isinstance(row, Contact | Meeting) else None
        asked = (row.topic_id, row.source_key, row.only_me, row.only_me_contact_id, single)
        wanted.setdefault(asked, []).append(key(row))
    asking, found = set(users), dict[tuple[str, int], list[int]]()
    if not wanted or not asking:
        return found
    groups = list(wanted.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.n, v.user_id from unnest(%s::bigint[], %s::bigint[], %s::boolean[], %s::bigint[], %s::bigint[])"
            " with ordinality e(topic, source, kept, kept_contact, entry, n),"
            " access.viewers(%s, e.topic, e.source, e.kept, e.kept_contact, e.entry) v order by e.n, v.user_id",
            [*(list(column) for column in zip(*wanted, strict=True)), plan.pk],
        )
        for number, user in cursor.fetchall():
            if user in asking:
                for one in groups[number - 1][1]:
                    found.setdefault(one, []).append(user)
    return found


def in_the_teams(plan: Plan) -> set[int]:
    """Those with a place today."""
    chairs = SupportTeamMember.objects.filter(
        current(), plan=plan, accepted_at__isnull=False, declined_at=None
    )
    contacts = ContactTeamMember.objects.filter(current(), plan=plan)
    return {*contacts.values_list("user_id", flat=True), *chairs.values_list("user_id", flat=True)}


def told(row: Row) -> str:
    """What somebody without a place in the plan gets to know."""
    item = row.item
    if not item.receiver_user_id:
        return _("Ser ikke planen. Får vite den ene tingen de blir spurt om, og det personen vil si.")
    if item.contact_member_id:
        if row.state == CONFIRMED:
            return _("Ser planen som kontaktteamet, fra første dag av overlappen.")
        return _("Ser planen som kontaktteamet når de har sagt ja, fra første dag av overlappen.")
    return _("Ser ikke planen før de er med i ansvarsgruppa. Da ser de det samtykket dekker.")
