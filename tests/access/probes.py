"""Small questions to one table, each with an answer that a policy decides: see, change, delete, add."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import Error, connection, transaction

from pop.access.actor import act_as, set_local

SESSION = "0" * 64
ME = "(select access.me())"
FILLED = {
    "key": "gen_random_uuid()", "written_by_id": ME, "made_by_id": ME, "drafted_by_id": ME, "invited_by_id": ME,
    "registered_by_id": ME, "actor_id": ME, "accepted_at": "null", "declined_at": "null", "until": "null",
    "source": "'person'", "source_agency_id": "null", "source_user_id": "null",
}  # fmt: skip
"""What a copy of a row has instead: the actor is the writer, and the row is new."""
VARIANTS: dict[str, list[dict[str, str]]] = {
    "benefits_aim": [{"made_by_id": ME, "code": "'another'"}],
    "benefits_leads": [{"effect_id": "(select max(id) from benefits_aim)"}],
    "benefits_baseline": [{"signed_by_id": ME, "only": "null"}],
    "benefits_outsidefigure": [{"brought_by_id": ME}],
    "benefits_trial": [{"made_by_id": ME, "decision": "''", "decided_by_id": "null", "decided_at": "null"}],
    "benefits_trialunit": [{"unit_id": "(select max(id) from people_unit)"}],
    "surveys_survey": [{"made_by_id": ME, "sealed": "false", "code": "'another'"}],
    "surveys_round": [{"by_id": ME, "closed_at": "null", "code": "'ANOTHER'"}],
    "surveys_letthrough": [{"by_id": ME}],
    "surveys_countedanswer": [{"choice": "'another'"}],
    "challenges_threadsuggestion": [{"by_id": ME}],
    "challenges_threadversion": [{"decided_by_id": ME, "number": "number + 1000"}],
    "challenges_threadtie": [{"by_id": ME, "thread_id": "(select max(id) from challenges_thread)"}],
    "consents_consent": [
        {"number": "number + 1000", "signed_at": "null", "signed_on": "null", "way": "''", "witness_id": "null",
         "registered_by_id": "null", "has_scan": "false"},
    ],
    "consents_consentitem": [
        {"consent_id": "(select max(id) from consents_consent where signed_at is null)", "topic_id": "14",
         "plan_id": "(select plan_id from consents_consent where signed_at is null order by id desc limit 1)"},
    ],
    "wishes_wishanswer": [{"source": "'correctional'"}],
    "wishes_plannedleave": [{"source": "'correctional'"}],
    "conversations_conversation": [{"source": "'correctional'"}],
    "conversations_brikresult": [{"source": "'correctional'"}],
    "conversations_mappinganswer": [{"area": "'legal'", "need_id": "null"}],
    "conversations_brikconsent": [{"withdrawn_on": "access.today()"}],
    "sentences_sentencefacts": [{"source": "'correctional'"}],
    "sentences_sentenceterm": [{"source": "'correctional'"}],
    "sentences_interruption": [{"source": "'correctional'"}],
    "sentences_restriction": [{"source": "'correctional'"}],
    "consents_preconsent": [{"registered_by_id": ME}],
    "plans_choicesheet": [{"printed_by_id": ME, "registered_by_id": "null", "registered_at": "null", "signed_on": "null"}],
    "handovers_handover": [{"begun_by_id": ME, "state": "'open'", "ended_at": "null", "why": "''"}],
    "handovers_handoveritem": [
        {"chosen_by_id": ME, "asked_at": "null", "answered_at": "null", "answer": "''", "way": "''", "reason": "''",
         "receiver_user_id": "null", "receiver_agency_id": "null", "receiver_name": "''", "agreed_at": "null",
         "agreed_way": "''", "replaced_at": "null", "ended_at": "null", "measure_id": "null",
         "contact_member_id": "null", "support_member_id": "null", "new_role": "'x'", "new_member_id": "null",
         "member_until": "null"},
    ],
    "handovers_checklistmark": [{"by_id": ME, "code": "'x'"}],
    "wishes_wishslip": [{"printed_by_id": ME, "registered_by_id": "null", "registered_at": "null", "receipt": "''"}],
    "meetings_answer": [{"user_id": ME, "deputy_id": "null", "answer": "'yes'"}],
    "meetings_meetingset": [{"called_by_id": ME, "approved_at": "null", "approved_by_id": "null", "uid": "gen_random_uuid()"}],
    "meetings_presence": [{"left_at": "null", "gone_yes_at": "null", "companion": "false"}],
    "meetings_turn": [{"opened_at": "null", "seconds": "0", "round": "gen_random_uuid()"}],
    "letters_letter": [{"source": "'correctional'"}],
    "channel_messageread": [{"user_id": ME}],
    "teams_privatetie": [{"user_id": ME, "answer": "'no_tie'"}, {"answer": "'asked_away'"}],
    "access_session": [{"key_hash": f"'{SESSION}'"}],
}  # fmt: skip


@dataclass(frozen=True)
class Probe:
    """`row` is the row that is copied, for `insert`."""

    command: str
    table: str
    actor: int | None
    statement: str
    room: bool = False
    """Asked at a meeting where nobody may see anything (access/room.sql)."""

    def outcome(self) -> str:
        """How many rows, or what the database says; nothing is left behind."""
        act_as(self.actor)
        set_local("pop.session", SESSION)
        set_local("pop.room", "{}" if self.room else "")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(self.statement)
                count = str(cursor.fetchone()[0]) if self.command != "INSERT" else "added"
                transaction.set_rollback(True)
                return count
        except Error as error:
            return str(error).splitlines()[0]


def refused(outcome: str) -> bool:
    return outcome == "0" or "row-level security" in outcome or "permission denied" in outcome


def probes(table: str, command: str, actors: list[int | None]) -> Iterator[Probe]:
    statements = {
        "SELECT": [f"select count(*) from {table}"],
        "UPDATE": [f"select count(*) from (select 1 from {table} for update) r"],
        "DELETE": [f"with gone as (delete from {table} returning 1) select count(*) from gone"],
        "INSERT": copies(table) if command in ("INSERT", "ALL") else [],
    }
    for kind in statements if command == "ALL" else [command]:
        for actor in actors:
            for statement in statements[kind]:
                yield Probe(kind, table, actor, statement)


def in_the_room(table: str, actors: list[int | None]) -> Iterator[Probe]:
    """What a policy of the shared screen keeps from whoever sees something elsewhere."""
    return (Probe("SELECT", table, actor, f"select count(*) from {table}", room=True) for actor in actors)


def copies(table: str) -> list[str]:
    """Adds one visible row again, the first and the last, in each variant."""
    names = columns(table)
    found = []
    for variant in VARIANTS.get(table, [{}]):
        values = [(FILLED | variant).get(name, f'"{name}"') for name in names]
        into = (
            f"insert into {table} ({', '.join(map(quoted, names))}) select {', '.join(values)} from {table}"
        )
        found += [f"{into} order by ctid {way} limit 1" for way in ("", "desc")]
    if table == "access_session":
        return [
            "insert into access_session (key_hash, data, expires_at) values (current_setting('pop.session'), '', now())"
        ]
    if table == "access_submission":
        return [
            f"insert into access_submission (actor_id, key, answer, at) values ({ME}, gen_random_uuid(), '', now())"
        ]
    return found


def quoted(name: str) -> str:
    return f'"{name}"'


@cache
def columns(table: str) -> list[str]:
    """What an insert gives: neither numbers that the database gives out nor what it works out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s"
            " and is_generated = 'NEVER' and is_identity = 'NO' order by ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def policies(rows: list[tuple[Any, ...]]) -> dict[str, list[tuple[str, str]]]:
    """By table: name and command of each policy."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, name, command in rows:
        found.setdefault(table, []).append((name, command))
    return found
