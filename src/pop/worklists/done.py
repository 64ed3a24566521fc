"""What the reader has done the last seven days: to see it, and to take it back. Asked for only when one wants to see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy

from pop.conversations.models import ConversationKind
from pop.teams.models import TaskKind
from pop.worklists import words
from pop.worklists.words import Facts


class Done(NamedTuple):
    """A row of access.my_done, in its order."""

    kind: str
    key: UUID
    plan_id: int | None
    rule: str
    text: str
    done_on: date
    subject: str | None
    plan_key: UUID | None
    name: str | None


WORDS: dict[str, Any] = {
    words.MEASURE: gettext_lazy("Tiltaket er ferdig"),
    words.TALK: gettext_lazy("Samtalen er holdt"),
    words.MEETING: gettext_lazy("Møtet er holdt"),
    words.WISH: gettext_lazy("Ønsket er besvart"),
    words.TASK: gettext_lazy("Beskjeden er tatt bort"),
}


@dataclass(frozen=True)
class Row:
    """`url` is where it can be changed; a message is put back by one press."""

    done: Done
    title: str
    word: str
    url: str

    @property
    def message(self) -> bool:
        return self.done.kind == words.TASK


def of_actor() -> list[Row]:
    """What is still seen of it: what has been kept from the reader since is not there."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.my_done()")
        return [row(Done(*found)) for found in cursor.fetchall()]


def row(found: Done) -> Row:
    facts = Facts(
        found.kind, found.key, found.plan_key, "", found.rule, found.text, found.subject, found.key, None
    )
    title = found.text
    if found.kind == words.TASK:
        title = str(TaskKind(found.rule).label)
    elif found.kind == words.TALK:
        title = str(ConversationKind(found.rule).label)
    url = words.address(facts) if found.subject and found.plan_key else ""
    return Row(found, title, str(WORDS[found.kind]), url)
