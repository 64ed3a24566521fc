"""«Nytt siden sist» on the plan page; the log itself tells the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pop.history.lines import noun
from pop.plans import blocks
from pop.plans.blocks import PlanPage

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
    return News(
        datetime.fromisoformat(row["at"]), text % names, row["about"], page.names.user(row["actor_id"])
    )


def add() -> None:
    blocks.add(10, "history/_news.html", news)
