"""What people do in the channel. The only writers; who may is decided by access/rules.sql and access/channel.sql."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from pop.channel.models import Attachment, ChannelMode, Message, MessageRead, UnitChannel
from pop.channel.things import Thread
from pop.consents.forms import Scan
from pop.people.models import Unit, User
from pop.plans.actions import Writer, write
from pop.plans.models import Plan


@transaction.atomic
def send(
    *,
    plan: Plan,
    writer: Writer,
    thread: Thread,
    text: str,
    only: Iterable[int] | None = None,
    files: Iterable[Scan] = (),
    only_me: bool = False,
    only_me_contact: User | None = None,
) -> Message:
    """A message to all who may read it, or, with `only`, to those of them alone. Never to more.

    `only_me` is what any entry has (A7); no page offers it here.
    """
    message = write(
        Message,
        plan=plan,
        writer=writer,
        topic=thread.topic,
        text=text,
        narrowed=only is not None,
        only_me=only_me,
        only_me_contact=only_me_contact,
        **thread.fields,
    )
    for file in files:
        Attachment.objects.create(
            plan=plan, message=message, content_type=file.content_type, content=file.content
        )
    if only is not None:
        with connection.cursor() as cursor:
            cursor.execute("select access.narrow(%s, %s::bigint[])", [message.pk, sorted(only)])
    return message


def mark_read(*, user: User, messages: Iterable[Message]) -> None:
    """That the actor has read them, now."""
    MessageRead.objects.bulk_create(
        [MessageRead(plan_id=m.plan_id, message=m, user=user) for m in messages], ignore_conflicts=True
    )


def set_mode(
    *, plan: Plan, unit: Unit, mode: str, reason: str, until: date | None, set_by: User
) -> ChannelMode:
    """How the person writes while they are in this unit (rule C4). What was said before stays to be read."""
    row = ChannelMode(plan=plan, unit=unit, mode=mode, reason=reason, until=until, set_by=set_by)
    row.save(force_insert=True)
    return row


def set_unit(*, unit: Unit, mode: str, reason: str, until: date | None, acute: str, changed_by: User) -> None:
    """What the unit says for all who are there, and its way to acute help."""
    fields = {
        "mode": mode, "reason": reason, "until": until, "acute": acute, "changed_by": changed_by,
        "changed_at": timezone.now(),
    }  # fmt: skip
    if not UnitChannel.objects.filter(unit=unit).update(**fields):
        UnitChannel(unit=unit, **fields).save(force_insert=True)
