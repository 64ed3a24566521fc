"""The way from the plan page to the channel, with what is unread."""

from typing import Any

from django.db import connection

from pop.plans import blocks
from pop.plans.blocks import PlanPage

UNREAD = (
    "select m.plan_id, count(*) from channel_message m"
    " where m.plan_id = any (%s) and m.written_by_id <> access.me() and m.removed_at is null"
    " and not exists (select 1 from channel_messageread r where r.message_id = m.id and r.user_id = access.me())"
    " group by m.plan_id"
)


def unread(plans: set[int]) -> dict[int, int]:
    """Messages that the actor may read, written by others and not read."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [list(plans)])
        return dict(cursor.fetchall())


def link(page: PlanPage) -> dict[str, Any]:
    plan = page.opened.plan
    return {"key": plan.key, "own": page.opened.own, "new": unread({plan.pk}).get(plan.pk, 0)}


def add() -> None:
    blocks.add(12, "channel/_link.html", link)
