"""«Nytt siden sist» on the plan page; the log itself tells the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from pop.history import moved, values
from pop.history.lines import noun
from pop.people.models import User
from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.teams import marks

SHOWN = 4


@dataclass(frozen=True)
class News:
    at: datetime
    what: str
    about: str
    by: str


def news(page: PlanPage) -> dict[str, Any]:
    found = page.rows.raw("news")
    return {
        "rows": [told(page, row) for row in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "newest": found[0]["id"] if found else None,
    }


def told(page: PlanPage, row: dict[str, Any]) -> News:
    names = {"what": noun(row["table"])}
    text = (
        _("%(what)s tatt ut")
        if row["out"]
        else _("%(what)s lagt til")
        if row["new"]
        else _("%(what)s endret")
    )
    said = moved.in_short(moved.of(*row["moved"])) if row["moved"] else text % names
    about = row["about"] or values.kind(row["table"], row["code"])
    return News(datetime.fromisoformat(row["at"]), said, about, by(page, row))


def by(page: PlanPage, row: dict[str, Any]) -> str:
    """Nobody acts in what the database does by itself, at night."""
    if row["actor_id"] is None:
        return _("Systemet")
    return page.names.person if row["person"] else page.names.user(row["actor_id"])


def count(reader: User, plans: set[int]) -> dict[int, int]:
    """How much is new in each plan, counted as on its page (access/page.sql): what others have changed and the reader
    may see, since the reader's mark. The policies say who may read which change (rule I4).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select s.plan_id, count(*) from changelog_subject s"
            ' join changelog_change c on c.subject_id = s.id and c."table" = s."table"'
            " left join history_readmark m on m.plan_id = s.plan_id and m.user_id = %s"
            " where s.plan_id = any (%s) and s.circle = 'entry' and c.after is not null and c.actor_id is distinct from %s"
            " and c.id > coalesce(m.last_change, 0) group by s.plan_id",
            [reader.pk, list(plans), reader.pk],
        )
        return dict(cursor.fetchall())


def add() -> None:
    blocks.add(10, "history/_news.html", news)
    marks.add_news(count)
