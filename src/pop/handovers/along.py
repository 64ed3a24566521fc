"""What goes along when somebody else takes over, and which of the receivers sees each thing.

Nothing is worked out here: `access.seen_along` asks the one rule as each of them in turn, as «se planen som» does. Who
is not in a team of the plan sees nothing of it, and is told one thing only: what they are asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.consents.models import Consent
from pop.handovers.reading import CONFIRMED, ENDED, Package, Row
from pop.plans.models import Contact, Decision, Entry, Measure, Meeting, Need, Plan
from pop.plans.models.measure import RUNNING
from pop.teams.around import current
from pop.teams.models import ContactTeamMember, SupportTeamMember
from pop.ui.dates import short_date


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
    """What the person wants passed on, needs, open measures, contacts, coming meetings, decisions and signed consents, of
    what the reader of the page sees.
    """
    plan = package.opened.plan
    chosen = [row for row in package.rows if row.receiver and row.state != ENDED]
    names = {row.item.receiver_user_id: row.receiver for row in chosen if row.item.receiver_user_id}
    found = documents(plan, entries(plan))
    seen = seen_by(plan, [entry for _name, of_kind in found for entry in of_kind], names)
    kinds = tuple(
        Kind(
            name, tuple(Thing(title(one), tuple(names[u] for u in seen.get(key(one), ()))) for one in of_kind)
        )
        for name, of_kind in found
        if of_kind
    )
    if package.handover.own_words:
        # Told to whoever has been asked, with the question (access.request_facts).
        told_to = dict.fromkeys(row.receiver for row in chosen if row.item.asked_at)
        kinds = (
            Kind(
                _("Dette vil jeg at de skal vite")
                if package.personal
                else _("Dette vil personen at de skal vite"),
                (Thing(package.handover.own_words, tuple(told_to)),),
            ),
            *kinds,
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


def documents(plan: Plan, found: list[tuple[str, list[Entry]]]) -> list[tuple[str, list[Entry | Consent]]]:
    """With the signed consents, which whoever takes over must know of; a scanned sheet follows its consent."""
    signed = Consent.objects.filter(plan=plan, signed_at__isnull=False, items__ended_at=None).distinct()
    with_entries: list[tuple[str, list[Entry | Consent]]] = [(name, [*rows]) for name, rows in found]
    return [*with_entries, (_("Samtykker"), [*signed])]


def title(entry: Entry | Consent) -> str:
    if isinstance(entry, Consent):
        day = short_date(entry.signed_on or timezone.localdate(entry.signed_at))
        told = _("Samtykke %(number)s, underskrevet %(day)s") % {"number": entry.place, "day": day}
        return f"{told}. {_('Skannet ark følger med.')}" if entry.has_scan else told
    return entry.text if isinstance(entry, Need | Measure) else str(entry)


def key(entry: Entry | Consent) -> tuple[str, int]:
    return entry._meta.db_table, entry.pk


def seen_by(
    plan: Plan, rows: Iterable[Entry | Consent], users: Iterable[int]
) -> dict[tuple[str, int], list[int]]:
    """Which of these users see each, in one question. Contacts and meetings are opened one by one; the rest by topic and
    source.
    """
    wanted: dict[tuple[object, ...], list[tuple[str, int]]] = {}
    signed: dict[int, tuple[str, int]] = {}
    for row in rows:
        if isinstance(row, Consent):
            signed[row.pk] = key(row)
            continue
        single = row.pk if isinstance(row, Contact | Meeting) else None
        asked = (row.topic_id, row.source_key, row.only_me, row.only_me_contact_id, single)
        wanted.setdefault(asked, []).append(key(row))
    asking, found = sorted(set(users)), dict[tuple[str, int], list[int]]()
    if not asking or not (wanted or signed):
        return found
    groups = list(wanted.items())
    columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], [], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            "select entry, consent, user_id from access.seen_along(%s, %s::bigint[], %s::bigint[], %s::bigint[],"
            " %s::boolean[], %s::bigint[], %s::bigint[], %s::bigint[]) order by 1, 2, 3",
            [plan.pk, asking, *columns, list(signed)],
        )
        for number, consent, user in cursor.fetchall():
            for one in groups[number - 1][1] if number else [signed[consent]]:
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
