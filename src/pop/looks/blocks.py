"""The last looks on «Min plan»; the page of looks tells the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pop.looks.seen import Looker, why
from pop.people import labels
from pop.plans import blocks
from pop.plans.blocks import PlanPage

SHOWN = 3


@dataclass(frozen=True)
class Row:
    """The newest look of somebody at the plan: who, when, why."""

    key: UUID
    who: Looker
    at: datetime
    why: str


def newest(plan: int) -> list[tuple[Any, ...]]:
    """The newest looks, one for each user and ground, with the agency of the chair that the user has or had."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, at, user_id, ground, (select t.agency_id from teams_supportteammember t"
            " where t.plan_id = %s and t.user_id = l.user_id order by t.id desc limit 1)"
            " from (select distinct on (user_id, ground) key, at, user_id, ground from ("
            "   select * from access_look where plan_id = %s order by at desc limit 200) late"
            "   order by user_id, ground, at desc) l"
            " order by at desc limit %s",
            [plan, plan, SHOWN],
        )
        return list(cursor.fetchall())


def looks(page: PlanPage) -> dict[str, Any] | None:
    """For the person alone: nobody else sees who has looked."""
    if not page.opened.own:
        return None
    found = newest(page.opened.plan.pk)
    users, agencies = known(page, found)
    return {"rows": [row(look, users, agencies) for look in found]}


def known(page: PlanPage, found: list[tuple[Any, ...]]) -> tuple[dict[int, labels.Label], dict[int, str]]:
    """Names that the page has already, and the few that it has not."""
    users, agencies = dict(page.names.users), dict(page.names.agencies)
    lookers, bodies = {look[2] for look in found}, {look[4] for look in found if look[4]}
    if lookers - users.keys():
        users |= labels.users(lookers - users.keys())
    if bodies - agencies.keys():
        agencies |= labels.agencies(bodies - agencies.keys())
    return users, agencies


def row(look: tuple[Any, ...], users: dict[int, labels.Label], agencies: dict[int, str]) -> Row:
    key, at, user, ground, agency = look
    who = Looker.of(users.get(user), agencies.get(agency or 0, ""), ground)
    return Row(key, who, at, why(ground, who))


def add() -> None:
    blocks.add(20, "looks/_newest.html", looks)
