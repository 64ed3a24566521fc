"""Nothing booked: the page says whose duty the next talk is and by when, and asks nothing of the person (T7, 6.1)."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from pop.access.actor import acting
from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.blocks import PlanPage
from pop.plans.models import Measure, Meeting, Placement
from pop.plans.tests.conftest import text
from pop.process import actions
from pop.process.next_talk import next_talk

TODAY = date(2026, 3, 2)


class Rows:
    def __init__(self, **kinds: list[dict[str, Any]]) -> None:
        self.kinds = kinds

    def raw(self, kind: str) -> list[dict[str, Any]]:
        return self.kinds.get(kind, [])


def said(*, gap: str = "", spoke: str = "", here: str = "", days: int = 0, ended: date | None = None, no: bool = False) -> Any:  # fmt: skip
    steps = [{"step": "6.1", "done_on": spoke, "next_on": None}] if spoke else []
    rows = Rows(
        gap=[{"rule": "knot", "since": "2020-01-01"}, *([{"rule": "no_next_talk", "since": gap}] if gap else [])],
        fact=[{"name": "unit", "value": "Solvik", "since": here}] if here else [],
        process=[{"steps": steps, "waived": None, "pathway": None, "guardianship": None,
                  "days": {"talk_interval": days} if days else None}],
        plans_refusal=[{"kind": "no_plan"}] if no else [],
        team=[{"user_id": 7, "main": True}],
    )  # fmt: skip
    opened = SimpleNamespace(partner=False, plan=SimpleNamespace(sentence_ended_on=ended))
    with time_machine.travel(TODAY, tick=False):
        names = SimpleNamespace(user=lambda number: f"nr. {number}")
        return next_talk(cast("PlanPage", SimpleNamespace(opened=opened, rows=rows, names=names)))


@pytest.mark.parametrize(
    ("facts", "due", "late"),
    [
        ({"gap": "2026-02-28"}, date(2026, 3, 13), False),
        ({"gap": "2026-02-28", "spoke": "2025-01-01", "here": "2025-01-01"}, date(2026, 3, 13), False),
        ({"gap": "2026-02-28", "days": 3}, date(2026, 3, 2), False),
        ({"gap": "2026-02-28", "days": 2}, date(2026, 3, 1), True),
        ({"spoke": "2026-02-28"}, date(2026, 3, 14), False),
        ({"here": "2026-03-02"}, date(2026, 3, 16), False),
        ({}, None, False),
        ({"gap": "2026-02-28", "no": True}, None, False),
    ],
)
def test_the_day_is_counted_from_when_they_last_spoke(facts: dict[str, Any], due: date | None, late: bool) -> None:  # fmt: skip
    assert said(**facts) == {"main": "nr. 7", "due": due, "late": late}


def test_when_the_sentence_is_over_nobody_has_the_duty() -> None:
    assert said(gap="2026-02-28", ended=date(2026, 3, 1)) is None
    assert said(gap="2026-02-28", ended=TODAY) is not None


def nothing_booked(plan: Any, *, here: int) -> None:
    """No talk, no meeting, nothing with a deadline; so many days in the unit."""
    for slug in ("elias", "marte", "sunniva", "kari", "torbjorn", "hanne", "mona"):
        with acting(user(slug).pk):
            for model in (Conversation, Meeting, Measure):
                for row in model.objects.of(plan).filter(written_by=user(slug)):
                    plans.remove(row)
    with acting(user("marte").pk):
        plans.edit(Placement.objects.of(plan).get(until=None), since=day(-here))


def day(later: int) -> date:
    return timezone.localdate() + timedelta(later)


def written(on: date) -> str:
    return f"{date_format(on, 'j.')} {date_format(on, 'F')}"


def test_the_page_says_whose_duty_it_is_and_by_when_as_the_unit_has_decided(
    browse: Any, url: Any, plan: Any
) -> None:
    nothing_booked(plan, here=3)
    page = text(browse("elias").get(url()))
    assert "Ingen avtale ennå Marte Nygård skal avtale en samtale med deg innen" in page
    assert f"{written(day(11))} ." in page
    assert "Spør Marte" not in page
    with acting(user("anders").pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        actions.set_unit_rules(unit=unit, days={"talk_interval": 7}, by=user("anders"))
    page = text(browse("elias").get(url()))
    assert f"{written(day(4))} ." in page
    with acting(user("anders").pk):
        actions.set_unit_rules(unit=unit, days={"talk_interval": 2}, by=user("anders"))
    page = text(browse("elias").get(url()))
    assert "skal avtale en samtale med deg. Fristen var" in page


def test_with_something_booked_the_page_says_that_alone(browse: Any, url: Any) -> None:
    assert "skal avtale en samtale" not in text(browse("elias").get(url()))
