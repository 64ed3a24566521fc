"""Gaps as a reader meets them: the rule's words, whose it is, and what it is about as far as the reader may see that.

Titles are read under the rules of the entries themselves, and never stored (rule B9).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.conversations.models import Conversation
from pop.gaps import catalogue
from pop.gaps.catalogue import Rule
from pop.gaps.models import Gap, GapSubject
from pop.handovers.pathways import points
from pop.people import labels
from pop.plans.around import Place
from pop.plans.kinds import KINDS
from pop.plans.models import Entry, Measure, Meeting, Need, Plan
from pop.wishes.models import Wish

ICONS = {
    "late": "triangle",
    "need": "link-broken",
    "receiver": "person",
    "talk": "calendar",
    "team": "people",
    "consent": "eye",
    "knot": "hourglass",
}
SEVERITY: dict[int, tuple[Any, str]] = {
    3: (gettext_lazy("Svært alvorlig"), "triangle"),
    2: (gettext_lazy("Alvorlig"), "information"),
    1: (gettext_lazy("Mindre alvorlig"), "clock"),
}
"""How serious a rule of the catalogue is, as word and icon."""
MODELS: dict[str, type[Entry]] = {
    model._meta.db_table: model for model in (Measure, Need, Meeting, Wish, Conversation)
}
"""Entries that a gap can be about."""
PAGES: dict[type[Entry], str] = {Wish: "wish"}
"""Entries with a page of their own: the name of its address, which takes the plan and the entry."""
ESCALATED = "receipt_escalated"
SLUGS = {kind.model._meta.db_table: kind.slug for kind in KINDS}


def can_be_about(model: type[Entry], page: str) -> None:
    """Entries of a package above this one, and the page of one; said when the app is ready."""
    MODELS[model._meta.db_table] = model
    PAGES[model] = page


def open_gaps() -> QuerySet[Gap]:
    """What is open and not put off, over all plans that the actor sees; the database decides which."""
    today = timezone.localdate()
    return Gap.objects.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today), closed_at=None)


def mine(user_id: int, agency_ids: Iterable[int] = ()) -> QuerySet[Gap]:
    """Open gaps that are the user's own to act on: taken, handed on to them, or owned. Built on partial indexes."""
    free = Q(taken_by=None, handed_to=None)
    own = Q(taken_by=user_id) | Q(taken_by=None, handed_to=user_id) | free & Q(owner_user=user_id)
    bodies = list(agency_ids)
    if bodies:
        own |= free & Q(owner_agency__in=bodies)
    return open_gaps().filter(own)


@dataclass(frozen=True)
class Row:
    """One gap. `about` and `about_url` are empty when the reader may not see what it is about."""

    gap: Gap
    rule: Rule | None
    about: str
    about_url: str
    owner: str
    url: str
    today: date
    partner: bool = False
    """The reader is outside: a question that was lifted to them says that it waits, and no more (rule B9)."""

    @property
    def title(self) -> str:
        if self.partner and self.gap.rule == ESCALATED:
            return _("En forespørsel venter")
        return self.rule.say("title") if self.rule else _("En eldre regel")

    @property
    def plain(self) -> str:
        return self.rule.say("plain") if self.rule else self.title

    @property
    def icon(self) -> str:
        return ICONS[self.rule.kind] if self.rule else "triangle"

    @property
    def serious(self) -> bool:
        return bool(self.rule and self.rule.severity == max(catalogue.SEVERITIES))

    @property
    def severity(self) -> tuple[Any, str] | None:
        return SEVERITY[self.rule.severity] if self.rule else None

    @property
    def late(self) -> bool:
        return bool(self.gap.due and self.gap.due < self.today)

    @property
    def snoozed(self) -> bool:
        return bool(
            self.gap.closed_at is None and self.gap.snoozed_until and self.gap.snoozed_until > self.today
        )

    @property
    def open(self) -> bool:
        return self.gap.closed_at is None and not self.snoozed


Known = Callable[[str, set[int]], dict[int, Any]]


def read(
    gaps: Iterable[Gap],
    plans: Sequence[Plan],
    known: Known,
    name: Callable[[Gap], str],
    *,
    partner: bool = False,
) -> list[Row]:
    """Rows for gaps of some plans. `known` answers the entries of a table that the reader sees, by number."""
    gaps, keys, today = list(gaps), {plan.pk: plan.key for plan in plans}, timezone.localdate()
    wanted: dict[str, set[int]] = {}
    for gap in gaps:
        if subject := subject_of(gap):
            wanted.setdefault(subject.table, set()).add(subject.row_id)
    found = {table: known(table, numbers) for table, numbers in wanted.items() if table in MODELS}
    rows = []
    for gap in gaps:
        key = keys[gap.plan_id]
        text, url = _about(key, subject_of(gap), found)
        rows.append(
            Row(
                gap,
                catalogue.load().rule(gap.rule),
                text,
                url,
                name(gap),
                reverse("gap", args=[key, gap.key]),
                today,
                partner,
            )
        )
    return sorted(
        rows, key=lambda row: (-(row.rule.severity if row.rule else 0), row.gap.due or date.max, row.gap.pk)
    )


def subject_of(gap: Gap) -> GapSubject | None:
    """What it is about, where the reader may know that much."""
    return getattr(gap, "subject", None)


def _about(key: Any, subject: GapSubject | None, found: dict[str, dict[int, Any]]) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if subject.table == "handovers_checklistmark":
        listed = points("release")
        return (str(listed[subject.row_id - 1]), "") if subject.row_id <= len(listed) else ("", "")
    entry = found.get(subject.table, {}).get(subject.row_id)
    if entry is None:
        return "", ""
    slug = SLUGS.get(subject.table)
    url = reverse("entry", args=[key, slug, entry.key]) if slug else ""
    if page := PAGES.get(type(entry)):
        url = reverse(page, args=[key, entry.key])
    return str(entry), url


def asked(table: str, numbers: set[int]) -> dict[int, Any]:
    """Entries by number, from the database."""
    return MODELS[table].objects.current().in_bulk(list(numbers))


def owners(gaps: Iterable[Gap]) -> Callable[[Gap], str]:
    """Who has each gap, in words that the reader may read: one query for users and one for agencies."""
    gaps = list(gaps)
    users = labels.users(number for g in gaps for number in (g.taken_by_id, g.handed_to_id, g.owner_user_id))
    agencies = labels.agencies(g.owner_agency_id for g in gaps)
    return lambda gap: named(gap, users, agencies)


def for_person(gap: Gap, agency: Callable[[int], str], team: Iterable[Place]) -> str:
    """Who puts it right, as the person reads it: the agency, never a named individual (rule A12).

    `team` are those in the two teams: whoever has taken it or was given it need not be where it came from.
    """
    holder = gap.taken_by_id or gap.handed_to_id or gap.owner_user_id
    place = next((place for place in team if place.user_id == holder), None)
    if place and place.main and not (gap.owner_agency_id and place.agency_id):
        return _("Kontakten din")
    if place and place.agency_id:
        return agency(place.agency_id)
    if place and not place.contact:
        return _("En annen i teamet")
    if gap.owner_agency_id and holder in (None, gap.owner_user_id):
        return agency(gap.owner_agency_id)
    return _("Kriminalomsorgen")


def named(gap: Gap, users: dict[int, labels.Label], agencies: dict[int, str]) -> str:
    number = gap.taken_by_id or gap.handed_to_id or gap.owner_user_id
    who = str(users[number]) if number in users else ""
    body = agencies.get(gap.owner_agency_id or 0, "")
    if gap.owner_agency_id and not (gap.taken_by_id or gap.handed_to_id):
        return ", ".join(filter(None, (who, body))) or _("en annen i teamet")
    return who or (labels.somebody() if number else _("Ingen ennå"))
