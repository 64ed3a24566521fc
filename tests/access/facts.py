"""Reads the facts of a plan past the rules, for the model to judge. No question here is about who may see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from pop.access.actor import act_as
from pop.channel.models import ENTRIES as MESSAGES
from pop.conversations.models import ENTRIES as TALKS
from pop.letters.models import ENTRIES as LETTERS
from pop.meetings.models import ENTRIES as MEETINGS
from pop.plans.models import ENTRIES
from pop.sentences.models import ENTRIES as SENTENCES
from pop.wishes.models import ENTRIES as WISHES
from tests.access import model, passing_facts

TABLES = {
    entry._meta.model_name: entry._meta.db_table
    for entry in (*ENTRIES, *WISHES, *TALKS, *SENTENCES, *LETTERS, *MEETINGS, *MESSAGES)
}
"""Name and table of each kind of entry."""

THREADS = {
    "need_goal": ("plans_needgoal", ("need_id", "goal_id")),
    "measure_need": ("plans_measureneed", ("measure_id", "need_id", "goal_id")),
    "opening": ("plans_contactopening", ("contact_id",)),
    "invitee": ("plans_meetinginvitee", ("meeting_id",)),
    "dependency": ("gaps_dependency", ("measure_id", "waits_for_id")),
    "said_wish": ("conversations_saidwish", ("conversation_id", "wish_id")),
}
KIND_OF = {("dependency", "waits_for"): "measure", ("said_wish", "wish"): "progressionwish"}
"""The kind that a thread joins, where its column has another name."""


@contextmanager
def past_the_rules() -> Iterator[None]:
    """The connection is a superuser's that has put on the weak login; here it takes it off."""
    with connection.cursor() as cursor:
        cursor.execute("reset session authorization")
    yield
    with connection.cursor() as cursor:
        cursor.execute("set session authorization pop_web")


def rows(question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or [])
        return list(cursor.fetchall())


def world(plan_ids: list[int]) -> model.World:
    """Everything the model needs to know at this moment. Afterwards nobody acts."""
    act_as(None)
    with past_the_rules():
        users = {user.id: user for user in read_users()}
        agencies = {a: model.Agency(a, s) for a, s in rows("select id, sensitive from people_agency")}
        plans = [read_plan(number) for number in plan_ids]
    today: date = timezone.localdate()
    now: datetime = timezone.now()
    return model.World(now, today, users, agencies, plans)


def spans(question: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for user, *rest, since, until in rows(question):
        found.setdefault(user, []).append((*rest, model.Span(since, until)))
    return found


def read_users() -> Iterator[model.User]:
    units = spans("select user_id, unit_id, role, since, until from people_unitrole")
    agencies = spans("select user_id, agency_id, since, until from people_agencyrole")
    system = spans("select user_id, role, since, until from people_systemrole")
    newest = "(select max(version) from people_secrecydeclaration)"
    accepted = {
        row[0]
        for row in rows(f"select user_id from people_secrecyacceptance where declaration_id = {newest}")
    }
    for number, person, active in rows("select id, person_id, active from people_user"):
        yield model.User(
            number,
            person,
            active,
            tuple(units.get(number, ())),
            tuple(agencies.get(number, ())),
            tuple(system.get(number, ())),
            number in accepted,
        )


def read_plan(number: int) -> model.Plan:
    [(person, named_only, ended)] = rows(
        "select person_id, named_only, sentence_ended_on from plans_plan where id = %s", [number]
    )
    stays = rows(
        "select unit_id from plans_placement where plan_id = %s and until is null and removed_at is null"
        " and blocked_at is null",
        [number],
    )
    plan = model.Plan(number, person, named_only, ended, frozenset(unit for (unit,) in stays))
    read_team(plan)
    read_consents(plan)
    read_receipts(plan)
    plan.entries = list(read_entries(number))
    plan.passing = passing_facts.read(number)
    plan.threads = list(read_threads(number))
    plan.openings = dict(
        rows(
            "select id, coalesce(agency_id * 2, user_id * 2 + 1) from plans_contactopening where plan_id = %s",
            [number],
        )
    )
    return plan


def read_team(plan: model.Plan) -> None:
    for user, since, until in rows(
        "select user_id, since, until from teams_contactteammember where plan_id = %s", [plan.id]
    ):
        plan.contact_team.append(model.Following(user, model.Span(since, until)))
    for row, user, agency, since, until, accepted, by in rows(
        "select id, user_id, agency_id, since, until, accepted_at, invited_by_id"
        " from teams_supportteammember where plan_id = %s",
        [plan.id],
    ):
        plan.chairs.append(model.Chair(row, user, agency, model.Span(since, until), accepted is not None))
        if agency:
            plan.written_down.setdefault(by, set()).add(agency)
    # The newest answer is the one written last, whatever time it claims.
    plan.ties = dict(
        rows("select user_id, answer from teams_privatetie where plan_id = %s order by id", [plan.id])
    )
    plan.named = {
        row[0] for row in rows("select user_id from teams_namedaccess where plan_id = %s", [plan.id])
    }


def read_consents(plan: model.Plan) -> None:
    for row, number, way, signed, scan, archive, ends, after, by, registered, dropped, sheet in rows(
        "select id, number, way, signed_at, has_scan, archive_reference, ends_on, after_sentence, drafted_by_id,"
        " registered_by_id, dropped_at is not null, exists (select 1 from consents_consentscan s where s.consent_id = c.id)"
        " from consents_consent c where plan_id = %s order by number",
        [plan.id],
    ):
        items = tuple(
            model.Item(*fields)
            for fields in rows(
                "select id, recipient_key, topic_id, give, obtain, share, ended_at"
                " from consents_consentitem where consent_id = %s order by id",
                [row],
            )
        )
        for writer in filter(None, (by, registered)):
            named = {item.recipient // 2 for item in items if item.recipient % 2 == 0}
            plan.written_down.setdefault(writer, set()).update(named)
        plan.consents.append(
            model.Consent(
                row,
                number,
                way,
                signed,
                scan or archive != "",
                ends,
                after,
                items,
                by,
                registered,
                dropped,
                sheet,
            )  # fmt: skip
        )
    plan.exclusions = [
        model.Exclusion(*fields)
        for fields in rows(
            "select id, recipient_key, topic_id, lifted_at is not null from consents_exclusion where plan_id = %s",
            [plan.id],
        )
    ]


def read_receipts(plan: model.Plan) -> None:
    """`scope` is all, kind:<kind>, or recipient:<key> topic:<number>."""
    for row, scope, at, by in rows(
        "select id, scope, at, registered_by_id from consents_withdrawalreceipt where plan_id = %s", [plan.id]
    ):
        said = dict(part.partition(":")[::2] for part in scope.split())
        recipient, topic = (int(said[word]) if word in said else None for word in ("recipient", "topic"))
        plan.receipts.append(model.Receipt(row, recipient, topic, at, by))


def read_entries(plan: int) -> Iterator[model.Entry]:
    opened = grouped(
        "select contact_id, coalesce(agency_id * 2, user_id * 2 + 1) from plans_contactopening", plan
    )
    called = grouped("select meeting_id, user_id from plans_meetinginvitee", plan)
    messages = {row: (at, whom) for row, at, whom in read_messages(plan)}
    every = " union all ".join(
        f"select '{kind}', id, topic_id, source, source_key, only_me, only_me_contact_id, blocked_at is not null,"
        " removed_at is not null"
        f" from {table} where plan_id = {plan}"
        for kind, table in TABLES.items()
    )
    for kind, row, *rest in rows(every):
        yield model.Entry(
            kind,
            row,
            *rest,
            opened_to=frozenset(opened.get(row, ())) if kind == "contact" else frozenset(),
            called=frozenset(called.get(row, ())) if kind == "meeting" else frozenset(),
            written_at=messages[row][0] if kind == "message" else None,
            meant_for=messages[row][1] if kind == "message" else None,
        )


def read_messages(plan: int) -> Iterator[tuple[int, tuple[str, int] | None, frozenset[int] | None]]:
    """What each message hangs on, and whom it was narrowed to."""
    chosen = grouped("select message_id, user_id from channel_reader", plan)
    for row, writer, narrowed, *things in rows(
        "select id, written_by_id, narrowed, need_id, measure_id, meeting_id, handover_id from channel_message"
        f" where plan_id = {plan}"
    ):
        at = next(
            (
                pair
                for pair in zip(("need", "measure", "meeting", "handover"), things, strict=True)
                if pair[1]
            ),
            None,
        )
        yield row, at, frozenset({writer, *chosen.get(row, ())}) if narrowed else None


def grouped(question: str, plan: int) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, value in rows(f"{question} where plan_id = {plan}"):
        found.setdefault(key, set()).add(value)
    return found


def read_threads(plan: int) -> Iterator[tuple[str, int, tuple[tuple[str, int], ...]]]:
    for name, (table, ends) in THREADS.items():
        for row, *keys in rows(f"select id, {', '.join(ends)} from {table} where plan_id = {plan}"):
            kinds = (end.removesuffix("_id") for end in ends)
            joined = zip((KIND_OF.get((name, kind), kind) for kind in kinds), keys, strict=True)
            yield name, row, tuple((kind, key) for kind, key in joined if key is not None)
