"""Two weeks after the day: who has not been in contact, and the follow-up conversation that closes the check (B12)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from pop.conversations.models import Conversation, ConversationKind
from pop.handovers.models import Handover, HandoverState
from pop.handovers.reading import Package
from pop.plans.models import Plan


@dataclass(frozen=True)
class Check:
    """`silent` are those who said yes and have left no trace since the day; `due` when the day has come."""

    due: bool
    held: bool
    silent: tuple[str, ...]

    @property
    def open(self) -> bool:
        return self.due and not self.held

    @property
    def words(self) -> str:
        if self.held:
            return _("Oppfølgingssamtalen er holdt.")
        if not self.due:
            return _("To uker etter: den som ga fra seg, og den som tok over, sjekker at noen holder tråden.")
        if self.silent:
            return _("Ikke vært i kontakt siden dagen: %(names)s.") % {"names": ", ".join(self.silent)}
        return _("Alle som sa ja, har skrevet i planen siden dagen.")


def day_to_move_to(handover: Handover) -> date | None:
    """The expected release when it has moved away from the handover and nobody has answered; for the contact team."""
    with connection.cursor() as cursor:
        cursor.execute("select access.handover_to_move(%s)", [handover.key])
        row = cursor.fetchone()
    return row[0] if row else None


def talked(handover: Handover) -> bool:
    """Whether the farewell has been held: the conversation says so, as in step 8. One that belonged to an earlier handover
    that is done does not count again.
    """
    done = Handover.objects.filter(plan=handover.plan, state=HandoverState.DONE).exclude(pk=handover.pk)
    earlier = done.filter(on_day__lte=handover.on_day).aggregate(day=Max("on_day"))["day"]
    held = farewells(handover.plan).exclude(held_on=None)
    return held.filter(held_on__gt=earlier).exists() if earlier else held.exists()


def farewells(plan: Plan) -> QuerySet[Conversation]:
    """Those that the reader sees, booked and held."""
    return Conversation.objects.of(plan).filter(kind=ConversationKind.FAREWELL)


def keeps_something(plan: Plan) -> bool:
    """Whether the person keeps something from the reader: words without a topic are then not theirs to read or write."""
    with connection.cursor() as cursor:
        cursor.execute("select %s = any ((select rule.partly_excluded())::bigint[])", [plan.pk])
        return bool(cursor.fetchone()[0])


def check(package: Package) -> Check:
    """Of those whom the reader of the page sees. From the day on; the task comes after two weeks."""
    handover = package.handover
    due = handover.state == HandoverState.DONE and handover.on_day <= package.today
    if not due:
        return Check(due=False, held=False, silent=())
    talks = Conversation.objects.of(handover.plan).filter(kind=ConversationKind.FOLLOW_UP)
    with connection.cursor() as cursor:
        cursor.execute("select access.not_in_contact(%s)", [handover.key])
        row = cursor.fetchone()
    silent = set(row[0]) if row else set()
    names = dict.fromkeys(row.receiver for row in package.rows if row.item.pk in silent)
    return Check(True, talks.filter(held_on__gte=handover.on_day).exists(), tuple(names))
