"""What the tests about handing over share: Elias is to be released, and each act is done by the one who does it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.elias import days
from pop.demo.places import agency, user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.pathways import pathways
from pop.handovers.reading import current
from pop.people.models import Agency
from pop.plans.models import Measure, Plan
from pop.teams.models import ContactTeamMember

DEPOSIT, DEBT, HOME = "Avklare depositum", "Lage plan for gjelda", "Svare på søknaden om bolig"
SLEEP = "Bestille time hos psykolog"
STRANGERS = ("silje", "anders", "per", "grete", "tone", "eva", "jon", "leyla", "ida", "jorgen")


def refused(change: Callable[[], object]) -> bool:
    """The database says no, or finds no row that the actor may change."""
    try:
        with transaction.atomic():
            return not change()
    except DatabaseError:
        return True


def text_of(answer: Any) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&nbsp;", " ")


def body(kind: str) -> Agency:
    with acting(user("elias").pk):
        return agency(kind)


def begin(
    kind: str = "release_with_duty", *texts: str, leaving: tuple[str, ...] = (), day: date | None = None,
    **more: Any,
) -> Handover:  # fmt: skip
    """Marte begins a handover of these measures and of the roles of these in the contact team.

    What goes on is in one handover at a time: the one that the demo has begun is broken off first.
    """
    with acting(user("marte").pk):
        plan = plan_of("elias")
        for going in Handover.objects.filter(plan=plan, state="open"):
            actions.cancel(going, reason="Begynner på nytt")
        return actions.begin(
            plan=plan, begun_by=user("marte"), pathway=pathways()[kind], on_day=day or days(60),
            measures=[Measure.objects.get(plan=plan, text=text) for text in texts],
            leaving=[ContactTeamMember.objects.get(plan=plan, user=user(slug)) for slug in leaving], **more,
        )  # fmt: skip


def side_by_side() -> tuple[Handover, Handover]:
    """A release and a move that go on at once: the one that the page shows first, and the other."""
    release = begin("release_with_duty", DEPOSIT)
    with acting(user("marte").pk):
        plan = plan_of("elias")
        move = actions.begin(
            plan=plan, begun_by=user("marte"), pathway=pathways()["other_ward"], on_day=days(20),
            measures=[Measure.objects.get(plan=plan, text=DEBT)],
        )  # fmt: skip
        return (release, move) if current(plan) == release else (move, release)


def item_of(handover: Handover, text: str = "", who: str = "elias") -> HandoverItem:
    """The current row of a measure, or of the only role."""
    with acting(user(who).pk):
        rows = HandoverItem.objects.filter(handover=handover, replaced_at=None)
        return rows.get(measure__text=text) if text else rows.get(measure=None)


def choose(item: HandoverItem, slug: str = "", *, kind: str = "", outside: str = "") -> HandoverItem:
    """Marte chooses a receiver; the row that is current after that."""
    with acting(user("marte").pk):
        key = actions.choose_receiver(
            item, user=user(slug) if slug else None, agency=agency(kind) if kind else None, outside=outside
        )
        assert key
        return HandoverItem.objects.get(key=key)


def ask(item: HandoverItem) -> str:
    with acting(user("marte").pk):
        return actions.ask(item)


def reply(item: HandoverItem, slug: str, said: str = "confirmed", reason: str = "") -> bool:
    with acting(user(slug).pk):
        return actions.answer(item, answer=said, reason=reason)


def fresh(item: HandoverItem, who: str = "elias") -> HandoverItem:
    with acting(user(who).pk):
        return HandoverItem.objects.get(pk=item.pk)


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def handover() -> Handover:
    return begin("release_with_duty", DEPOSIT, DEBT, HOME)


@pytest.fixture
def asked(handover: Handover) -> HandoverItem:
    """Kari in Nav is asked to go on with the deposit."""
    item = choose(item_of(handover, DEPOSIT), "kari", kind="nav")
    assert ask(item) == "asked"
    return fresh(item)


def today() -> date:
    return timezone.localdate()
