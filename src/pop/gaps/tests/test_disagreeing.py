"""The person disagrees with reasons that others gave: why a step is not needed, a forløp, a gap that was put off, a point of
the checklist, something that needs no receiver. One way to say it, and the words stand where the reason stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import rows

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps import actions as gaps
from pop.gaps.models import GapAct
from pop.gaps.reading import mine
from pop.handovers import actions as handovers
from pop.handovers.models import ChecklistMark, HandoverItem
from pop.plans import actions as plans
from pop.plans.models import Plan
from pop.plans.tests.conftest import text
from pop.process import actions as process

__all__ = ["both_logins"]
WORDS = "Det stemmer ikke, jeg har aldri sagt det"
CAST = (
    "elias",
    "marte",
    "jorgen",
    "kari",
    "sunniva",
    "hanne",
    "torbjorn",
    "silje",
    "anders",
    "tone",
    "ida",
    "leyla",
)


@dataclass(frozen=True)
class Reason:
    """A reason that Marte gave in the plan of Elias; where it is contested, and where it is read."""

    row: Any
    to: str
    page: str


def of(slug: str) -> Plan:
    with acting(user(slug).pk):
        return Plan.objects.get()


def waived(plan: Plan) -> Reason:
    row = process.waive_step(plan=plan, step="8", reason="Han skal videre", by=user("marte"))
    return Reason(row, reverse("step_contest", args=[plan.key, "8"]), reverse("way", args=[plan.key]))


def pathway(plan: Plan) -> Reason:
    row = process.choose_pathway(
        plan=plan, pathway="brisk", suggested="whole", reason="Kort tid", by=user("marte")
    )
    return Reason(row, reverse("pathway_contest", args=[plan.key]), reverse("way", args=[plan.key]))


def snoozed(plan: Plan) -> Reason:
    gap = mine(user("marte").pk).filter(plan=plan).exclude(rule__startswith="acute")[0]
    assert gaps.snooze(gap=gap, until=timezone.localdate() + timedelta(days=5), reason="Venter på vedtak")
    row = GapAct.objects.get(gap=gap, act="snoozed")
    key = row.gap.key
    return Reason(
        row, reverse("gap_act_contest", args=[plan.key, key, row.key]), reverse("gap", args=[plan.key, key])
    )


def mark(plan: Plan) -> Reason:
    row = ChecklistMark.objects.get(plan=plan, code="doctor")
    return Reason(
        row, reverse("checklist_contest", args=[plan.key, "doctor"]), reverse("checklist", args=[plan.key])
    )


def ended(plan: Plan) -> Reason:
    row = HandoverItem.objects.get(plan=plan, answer="declined", replaced_at=None)
    assert handovers.needs_nobody(row, reason="Det ordner seg")
    return Reason(
        row, reverse("handover_item_contest", args=[plan.key, row.key]), reverse("handover", args=[plan.key])
    )


MAKE: dict[str, Callable[[Plan], Reason]] = {
    "step": waived, "forløp": pathway, "gap": snoozed, "mark": mark, "receiver": ended,
}  # fmt: skip
each = pytest.mark.parametrize("kind", MAKE)


def given(kind: str) -> Reason:
    plan = of("elias")
    with acting(user("marte").pk):
        return MAKE[kind](plan)


def say(reason: Reason, words: str = WORDS, *, agrees: bool = False) -> bool:
    with transaction.atomic():
        return plans.say_disagrees(reason.row._meta.db_table, reason.row.key, words=words, agrees=agrees)


@each
def test_the_person_says_it_beside_the_reason_and_takes_it_back(browse, kind: str) -> None:
    reason, elias = given(kind), browse("elias")
    assert reason.to in elias.get(reason.page).content.decode()
    assert "Jeg er uenig" in text(elias.get(reason.to))
    assert elias.post(reason.to, {"words": WORDS}).status_code == 302
    assert WORDS in text(elias.get(reason.page))
    shown = (
        reverse("handover_item", args=[of("elias").key, reason.row.key])
        if kind == "receiver"
        else reason.page
    )
    assert WORDS in text(browse("marte").get(shown))
    elias.post(reason.to, {"agree": "yes"})
    assert WORDS not in text(elias.get(reason.page))


@each
def test_the_contact_writes_it_down_and_never_over_the_persons_own_words(browse, kind: str) -> None:
    reason, marte = given(kind), browse("marte")
    assert marte.post(reason.to, {"words": WORDS}).status_code == 302
    assert "Sagt sammen med en ansatt" in text(browse("elias").get(reason.page))
    browse("elias").post(reason.to, {"words": "Med mine egne ord"})
    assert marte.get(reason.to).status_code == 404
    assert marte.post(reason.to, {"words": "Nei"}).status_code == 404
    with acting(user("marte").pk), pytest.raises(DatabaseError):
        say(reason, agrees=True)
    assert "Med mine egne ord" in text(browse("elias").get(reason.page))


@each
@pytest.mark.parametrize("who", ["kari", "torbjorn", "silje", "anders", "ida", "leyla"])
def test_nobody_else_says_it_or_reads_the_words(browse, kind: str, who: str) -> None:
    reason, client = given(kind), browse(who)
    assert client.get(reason.to).status_code == 404
    assert client.post(reason.to, {"words": "Nei"}).status_code == 404
    with acting(user("elias").pk):
        assert say(reason)
    assert WORDS not in client.get(reason.page).content.decode()


@each
def test_who_may_say_it_and_who_sees_the_words_is_who_sees_the_reason(both_logins, kind: str) -> None:
    """The function of the owner answers as the policy of the row does, for everybody."""
    reason = given(kind)
    table = reason.row._meta.db_table
    for who in CAST:
        with acting(user(who).pk):
            seen = rows(f"select contested_words from {table} where key = %s", [reason.row.key])
            inside = rows("select %s = any (rule.own() || rule.contact())", [reason.row.plan_id])[0][0]
            point = transaction.savepoint()
            assert say(reason) is bool(seen and inside), who
            transaction.savepoint_rollback(point)


@pytest.mark.parametrize("topic", [None, "doctor"])
def test_whoever_the_reason_is_kept_from_neither_sees_nor_contests_it(browse, topic: str | None) -> None:
    """An exclusion hides what has no topic, and the points of the list about its own."""
    from pop.consents import actions as consents

    reason = given("mark" if topic else "step")
    plan = of("elias")
    number = reason.row.topic_id if topic else 7
    with acting(user("elias").pk):
        assert say(reason)
        consents.exclude(
            plan=plan, recipient=consents.Recipient(user=user("marte")), topic=number, made_by=user("elias")
        )
    marte = browse("marte")
    assert WORDS not in text(marte.get(reason.page))
    assert marte.get(reason.to).status_code == 404
    with acting(user("marte").pk):
        assert not say(reason, "Nei")


def test_nobody_contests_what_they_wrote_themselves(browse) -> None:
    plan, elias = of("elias"), browse("elias")
    to = reverse("checklist_contest", args=[plan.key, "met_by"])
    assert to not in elias.get(reverse("checklist", args=[plan.key])).content.decode()
    assert elias.get(to).status_code == 404
    with acting(user("elias").pk):
        item = HandoverItem.objects.filter(plan=plan, answer="", measure__isnull=False, replaced_at=None)[0]
        assert handovers.needs_nobody(item, reason="Det klarer jeg selv")
    assert elias.get(reverse("handover_item_contest", args=[plan.key, item.key])).status_code == 404


@each
def test_a_table_is_not_a_door_to_the_words(both_logins, kind: str) -> None:
    """No login writes them straight into the row."""
    reason = given(kind)
    table = reason.row._meta.db_table
    with (
        acting(user("elias").pk),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"update {table} set contested_words = 'x', contested_at = now() where key = %s", [reason.row.key]
        )


@each
def test_the_log_says_it_with_the_words_to_whoever_sees_the_reason(browse, kind: str) -> None:
    reason, plan = given(kind), of("elias")
    with acting(user("elias").pk):
        say(reason)
    log = reverse("log", args=[plan.key])
    for who in ("elias", "marte"):
        told = text(browse(who).get(log))
        assert "Uenig i:" in told
        assert WORDS in told
    assert WORDS not in text(browse("kari").get(log))
    with acting(user("elias").pk):
        say(reason, "", agrees=True)
    assert "Ikke lenger uenig i:" in text(browse("elias").get(log))
