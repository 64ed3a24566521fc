"""What is written about a sentence. The only writer of these kinds; who may is decided by access/rules.sql.

The dates are computed anew by each of them (refreshing.py).
"""

from typing import Any

from django.db import connection, transaction

from pop.plans import actions as plans
from pop.plans.actions import DECIDED, EXPECTED_RELEASE, Writer
from pop.plans.models import Entry, ExpectedRelease, Plan
from pop.sentences import reading
from pop.sentences.models import Interruption, Restriction, SentenceFacts, SentenceTerm


@transaction.atomic
def register(
    *, plan: Plan, writer: Writer, facts: dict[str, Any], term: dict[str, Any] | None
) -> SentenceFacts:
    """The sentence for the first time: when it began, and the length in one judgment (forvaring has none)."""
    if term:
        add_term(plan=plan, writer=writer, **term)
    return write_facts(plan=plan, writer=writer, **facts)


def write_facts(*, plan: Plan, writer: Writer, **fields: Any) -> SentenceFacts:
    """When serving began, and what else the dates follow from; the newest holds."""
    return plans.write(SentenceFacts, plan=plan, writer=writer, topic=EXPECTED_RELEASE, **fields)


def add_term(*, plan: Plan, writer: Writer, **fields: Any) -> SentenceTerm:
    """The length in one judgment; several are summed."""
    return plans.write(SentenceTerm, plan=plan, writer=writer, topic=EXPECTED_RELEASE, **fields)


def interrupt(*, plan: Plan, writer: Writer, **fields: Any) -> Interruption:
    """Days that do not count; the dates after them move."""
    return plans.write(Interruption, plan=plan, writer=writer, topic=EXPECTED_RELEASE, **fields)


def restrict(*, plan: Plan, writer: Writer, **fields: Any) -> Restriction:
    """Restrictions in varetekt, to a day (rule B6); while they last nobody outside is invited or called."""
    return plans.write(Restriction, plan=plan, writer=writer, topic=DECIDED, **fields)


def change(entry: Entry, **fields: Any) -> bool:
    """Corrects what stands there; the log keeps what it was."""
    return plans.edit(entry, **fields)


def take_out(entry: Entry) -> bool:
    """A length or an interruption that was not so."""
    return plans.remove(entry)


def use_computed(*, plan: Plan, writer: Writer) -> ExpectedRelease | None:
    """The computed day becomes «forventet løslatelse», in place of what somebody wrote."""
    computed = reading.seen(plan).dates().release
    return plans.expect_release(plan=plan, writer=writer, on=computed) if computed else None


def contest_date(*, plan: Plan, kind: str, words: str) -> bool:
    """«Jeg er uenig» in a computed date: the person, or the contact team together with them."""
    return say_of_date(plan, kind, words, agrees=False)


def agree_with_date(*, plan: Plan, kind: str) -> bool:
    """The person no longer disagrees."""
    return say_of_date(plan, kind, "", agrees=True)


def say_of_date(plan: Plan, kind: str, words: str, *, agrees: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select access.contest_date(%s, %s, %s, %s)", [plan.pk, kind, words, agrees])
        row = cursor.fetchone()
    return bool(row and row[0])
