"""Which reasons on a page about handing over its reader may contest."""

from collections.abc import Iterable

from pop.handovers.reading import Check, Row
from pop.people.models import User
from pop.plans import offers
from pop.plans.opening import OpenPlan


def items(opened: OpenPlan, rows: Iterable[Row], actor: User) -> set[int]:
    """Why something needs no receiver, or what the receiver said."""
    found = [row.item for row in rows if row.item.ended_reason or row.item.reason]
    return {i.pk for i in found if offers.may_contest_reason(opened, i, i.reason_by, actor)}


def marks(opened: OpenPlan, checks: Iterable[Check], actor: User) -> set[str]:
    """Where a point of the checklist stands, and why."""
    found = [(check.point.code, check.mark) for check in checks if check.mark]
    return {code for code, mark in found if offers.may_contest_reason(opened, mark, mark.by_id, actor)}
