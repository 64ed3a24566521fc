"""What people do with wishes. The only writers; who may is decided by access/rules.sql and access/wishes.sql."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pop.people.models import Agency, User
from pop.plans.actions import PROGRESSION, Writer, edit, write
from pop.plans.codes import new_code
from pop.plans.models import Need, Plan, ProgressionWish
from pop.wishes.models import LeaveStatus, PlannedLeave, Wish, WishAnswer, WishSlip, WishWay


def ask(
    *,
    plan: Plan,
    writer: Writer,
    topic: int,
    text: str,
    agency: Agency | None = None,
    need: Need | None = None,
    progression_wish: ProgressionWish | None = None,
    **fields: Any,
) -> Wish:
    """The person asks an agency, or kriminalomsorgen when none is named; alone, or together with an officer."""
    way = WishWay.TOGETHER if writer.fields["together"] else WishWay.OWN_LOGIN
    return write(
        Wish,
        plan=plan,
        writer=writer,
        topic=topic,
        text=text,
        asked_agency=agency,
        need=need,
        progression_wish=progression_wish,
        way=way,
        **fields,
    )


def open_up(wish: Wish) -> bool:
    """What was *bare for meg* is asked; the database sets the day to today (access/wishes.sql)."""
    return edit(wish, only_me=False, only_me_contact=None)


def withdraw(wish: Wish, *, way: WishWay) -> bool:
    """The person takes the wish back; what was asked and answered stays to be read."""
    return edit(wish, withdrawn_on=timezone.localdate(), withdrawn_way=way)


def tell_applied(wish: Wish, *, applied_on: date | None, decides: str) -> bool:
    """When it was applied for, and at which level it is decided (strgjfl. §§ 5 and 6)."""
    return edit(wish, applied_on=applied_on, decides=decides)


def answer(*, wish: Wish, writer: Writer, answer: str, **fields: Any) -> WishAnswer:
    """Ja, nei or annet forslag, by the one who was asked. A later answer takes the place of an earlier one."""
    return write(
        WishAnswer,
        plan=wish.plan,
        writer=writer,
        topic=wish.topic_id,
        wish=wish,
        answer=answer,
        **fields,
    )


def print_slip(*, plan: Plan, printed_by: User) -> WishSlip:
    """A slip with a code of its own, to be filled in by hand."""
    slip = WishSlip(plan=plan, printed_by=printed_by, code=new_code())
    slip.save(force_insert=True)
    return slip


def register_slip(
    *, code: str, asked: str, topic: int, text: str, own_words: str = "", asked_on: date
) -> UUID | None:
    """A slip that was handed in, by an officer who need not see the plan. None when the code leads nowhere.

    `asked` is «correctional», or a kind of agency.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.register_slip(%s, %s, %s, %s, %s, %s)",
            [code, asked, topic, text, own_words, asked_on],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def plan_leave(*, plan: Plan, writer: Writer, kind: str, purpose: str, status: str) -> PlannedLeave:
    """A permisjon or frigang that the person wishes for, or that the unit plans. Its date comes later (rule C3)."""
    return write(
        PlannedLeave,
        plan=plan,
        writer=writer,
        topic=PROGRESSION,
        kind=kind,
        purpose=purpose,
        status=status,
    )


def set_leave_status(leave: PlannedLeave, *, status: str) -> bool:
    return edit(leave, status=status)


def release_dates(leave: PlannedLeave, *, date_from: date, date_to: date | None) -> bool:
    """The unit releases the date: it is written in the same moment, and everybody who sees the leave reads it."""
    return edit(leave, date_from=date_from, date_to=date_to, released_at=timezone.now())


def take_dates_back(leave: PlannedLeave) -> bool:
    """The date no longer holds: «dato kommer» again."""
    return edit(leave, date_from=None, date_to=None, released_at=None)


def cancel_leave(leave: PlannedLeave) -> bool:
    """The person does not want it, or it will not be."""
    return edit(leave, status=LeaveStatus.CANCELLED)
