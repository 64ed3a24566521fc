"""What a thread of messages hangs on: a need, a measure or proposal, a meeting, a handover, or the plan itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pop.channel.models import GENERAL, Message
from pop.handovers.models import Handover
from pop.people import labels
from pop.plans import grounds
from pop.plans.grounds import Viewer
from pop.plans.models import Measure, Meeting, Need, Plan
from pop.plans.opening import OpenPlan

PLAN = "planen"
KINDS: dict[str, tuple[str, Any]] = {
    "behov": ("need", Need),
    "tiltak": ("measure", Measure),
    "mote": ("meeting", Meeting),
    "overforing": ("handover", Handover),
}
"""Slug in the address, column of the message, and model."""


@dataclass(frozen=True)
class Thread:
    """Messages about one thing; `thing` is None for those about the plan."""

    slug: str
    thing: Any = None

    @property
    def topic(self) -> int:
        return int(getattr(self.thing, "topic_id", GENERAL))

    @property
    def fields(self) -> dict[str, Any]:
        """What a message of this thread stores."""
        return {KINDS[self.slug][0]: self.thing} if self.thing else {}

    @property
    def filter(self) -> dict[str, Any]:
        return {column: None for column, _model in KINDS.values()} | self.fields

    @property
    def title(self) -> str:
        if self.thing is None:
            return _("Hele planen")
        if isinstance(self.thing, Meeting):
            return f"{self.thing}, {date_format(self.thing.date)}" if self.thing.date else str(self.thing)
        if isinstance(self.thing, Handover):
            return _("Overføringen")
        return str(self.thing)

    @property
    def about(self) -> str:
        """What kind of thing it is."""
        names = {
            "behov": _("Om et behov"),
            "tiltak": _("Om et tiltak eller forslag"),
            "mote": _("Om et møte"),
            "overforing": _("Om en overføring"),
        }
        return names.get(self.slug, _("Om hele planen"))

    def url(self, plan: Plan) -> str:
        if self.thing is None:
            return reverse("channel_general", args=[plan.key])
        return reverse("channel_thread", args=[plan.key, self.slug, self.thing.key])

    def thing_url(self, plan: Plan) -> str:
        if isinstance(self.thing, Handover):
            return reverse("handover", args=[plan.key])
        return reverse("entry", args=[plan.key, self.slug, self.thing.key]) if self.thing else ""

    @property
    def kept(self) -> bool:
        """*Bare for meg*: nothing is written to others about it."""
        return bool(getattr(self.thing, "only_me", False))


def thread_or_404(opened: OpenPlan, slug: str, key: UUID | None) -> Thread:
    """What the actor does not see is not there."""
    if key is None:
        return Thread(PLAN)
    thing = KINDS[slug][1].objects.filter(plan=opened.plan, key=key).first() if slug in KINDS else None
    if thing is None:
        raise Http404
    return Thread(slug, thing)


def thread_of(message: Message, things: dict[tuple[str, int], Any]) -> Thread | None:
    """The thread that a message is in; None when what it hangs on is not seen."""
    for slug, (column, _model) in KINDS.items():
        if number := getattr(message, f"{column}_id"):
            thing = things.get((slug, number))
            return Thread(slug, thing) if thing else None
    return Thread(PLAN)


def things_of(plan: Plan, messages: Sequence[Message]) -> dict[tuple[str, int], Any]:
    """What messages hang on, as the actor sees it."""
    found: dict[tuple[str, int], Any] = {}
    for slug, (column, model) in KINDS.items():
        ids = {number for message in messages if (number := getattr(message, f"{column}_id"))}
        if ids:
            found |= {(slug, row.pk): row for row in model.objects.filter(plan=plan, pk__in=ids)}
    return found


def readers(plan: Plan, thread: Thread, source_key: int) -> dict[int, Viewer]:
    """Who would read a message in this thread besides the person, by number (access.message_readers)."""
    ids = {column: None for column, _model in KINDS.values()} | {k: v.pk for k, v in thread.fields.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select user_id, ground from access.message_readers(%s, %s, %s, %s, %s, %s, %s)",
            [plan.pk, thread.topic, source_key, ids["need"], ids["measure"], ids["meeting"], ids["handover"]],
        )
        rows = cursor.fetchall()
    names = labels.users(user_id for user_id, _ground in rows)
    found = {user: Viewer(names[user], grounds.in_words(why)) for user, why in rows if user in names}
    return dict(sorted(found.items(), key=lambda row: str(row[1].label)))
