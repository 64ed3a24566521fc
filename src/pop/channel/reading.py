"""Threads and messages as they are shown: who wrote, who has read, what is new, and how the person may write."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from pop.channel.models import Attachment, Message, MessageRead, Mode, Reader
from pop.channel.things import Thread, things_of, thread_of
from pop.people.models import User
from pop.plans.models import Plan
from pop.plans.names import Names
from pop.plans.opening import OpenPlan

MOST = 500
"""Messages that are looked through for the list of threads; the newest."""


@dataclass(frozen=True)
class Channel:
    """How the person writes now, why and until when (rule C4), and the unit's way to acute help."""

    mode: str = Mode.DIRECT
    reason: str = ""
    until: date | None = None
    acute: str = ""
    restricted: bool = False
    unit_id: int | None = None

    def open_for(self, opened: OpenPlan) -> bool:
        """Whether there is a box to write in."""
        return not self.restricted and (not opened.own or self.mode == Mode.DIRECT)

    @property
    def passes_on(self) -> bool:
        """Whether the contact team may write the person's words."""
        return not self.restricted and self.mode != Mode.CLOSED


def channel(plan: Plan) -> Channel:
    with connection.cursor() as cursor:
        cursor.execute(
            "select mode, reason, until, acute, restricted, unit_id from access.channel_now(%s)", [plan.pk]
        )
        row = cursor.fetchone()
    return Channel(*row) if row else Channel()


def unread(messages: QuerySet[Message], user: User) -> QuerySet[Message]:
    """Written by others, and not marked as read by this user."""
    marks = MessageRead.objects.filter(message=OuterRef("pk"), user=user)
    return messages.exclude(written_by=user).exclude(Exists(marks))


@dataclass
class Row:
    """A thread in the list: how many messages, how many of them new, and the last."""

    thread: Thread
    url: str
    messages: list[Message] = field(default_factory=list)
    new: int = 0

    @property
    def last(self) -> Message:
        return self.messages[-1]


def threads(opened: OpenPlan, user: User) -> list[Row]:
    """Threads with the newest first. What hangs on something that is not seen is not there."""
    every = list(reversed(Message.objects.of(opened.plan).order_by("-written_at", "-pk")[:MOST]))
    new = set(unread(Message.objects.of(opened.plan), user).values_list("pk", flat=True))
    things = things_of(opened.plan, every)
    rows: dict[str, Row] = {}
    for message in every:
        thread = thread_of(message, things)
        if thread is None:
            continue
        row = rows.setdefault(url := thread.url(opened.plan), Row(thread, url))
        row.messages.append(message)
        row.new += message.pk in new
    return sorted(rows.values(), key=lambda row: row.last.written_at, reverse=True)


def search(opened: OpenPlan, words: str) -> list[tuple[Message, Thread]]:
    """Messages with these words, in any of their forms; the newest first. The database leaves out what is not the actor's."""
    found = list(
        Message.objects.of(opened.plan)
        .annotate(found=SearchVector("text", config="norwegian"))
        .filter(found=SearchQuery(words, config="norwegian", search_type="websearch"))
        .order_by("-written_at", "-pk")[:100]
    )
    things = things_of(opened.plan, found)
    return [(message, thread) for message in found if (thread := thread_of(message, things))]


@dataclass(frozen=True)
class Shown:
    """A message with its writer, whom it was narrowed to, who has read it, and its files."""

    message: Message
    writer: str
    for_only: list[str]
    read_by: list[tuple[str, Any]]
    files: list[Attachment]
    new: bool
    mine: bool


def shown(opened: OpenPlan, messages: list[Message], user: User) -> list[Shown]:
    ids = [message.pk for message in messages]
    marks = list(MessageRead.objects.filter(message__in=ids))
    chosen = list(Reader.objects.filter(message__in=[m.pk for m in messages if m.narrowed]))
    files = list(Attachment.objects.filter(message__in=ids).defer("content"))
    names = Names(opened, messages, others=[m.user_id for m in marks] + [r.user_id for r in chosen])
    read = {mark.message_id for mark in marks if mark.user_id == user.pk}
    return [
        Shown(
            m,
            names.writer(m),
            [names.user(r.user_id) for r in chosen if r.message_id == m.pk and r.user_id != m.written_by_id],
            [(name_of(names, k.user_id, user), k.at) for k in marks if k.message_id == m.pk and k.user_id != m.written_by_id],
            [f for f in files if f.message_id == m.pk],
            m.written_by_id != user.pk and m.pk not in read,
            m.written_by_id == user.pk,
        )
        for m in messages
    ]  # fmt: skip


def name_of(names: Names, number: int, user: User) -> str:
    return _("deg") if number == user.pk else names.user(number)
