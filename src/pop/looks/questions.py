"""Questions about looks, as those read them who are asked: the leader of the unit, the data protection officer."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from pop.looks.models import AnsweredAs, QuestionKind
from pop.people import labels, looked
from pop.people.labels import Label
from pop.people.views.oversight import plan_code

SENT, ANSWERED = "sent", "answered"


@dataclass(frozen=True)
class Answer:
    """What somebody has answered, and in what capacity."""

    as_role: str
    text: str
    at: datetime

    @property
    def by(self) -> str:
        return str(AnsweredAs(self.as_role).label)


@dataclass(frozen=True)
class Asked:
    """A question with what it is about. `name` and `code` are empty for whoever may not know (rule A10)."""

    key: UUID
    as_role: str
    kind: str
    words: str
    at: datetime
    name: str
    code: str
    looker: Label
    look_at: datetime
    page: str
    ground: str
    answers: list[Answer]

    @property
    def complaint(self) -> bool:
        return self.kind == QuestionKind.COMPLAINT

    @property
    def mine(self) -> bool:
        """Whether the capacity in which the actor is asked has answered."""
        return any(answer.as_role == self.as_role for answer in self.answers)

    @property
    def state(self) -> str:
        return ANSWERED if self.answers else SENT


COLUMNS = "key, as_role, kind, words, at, name, plan_id, looker, look_at, page, ground, answers"


def waiting_for_me() -> list[Asked]:
    """All that the actor is asked: what waits for an answer first, the oldest first; then what is answered."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {COLUMNS} from access.look_questions()")  # noqa: S608  (a constant)
        rows = [dict(zip(COLUMNS.split(", "), row, strict=True)) for row in cursor.fetchall()]
    names = labels.users(row["looker"] for row in rows)
    found = [asked(row, names) for row in rows]
    waiting = sorted((one for one in found if not one.mine), key=lambda one: one.at)
    return waiting + sorted((one for one in found if one.mine), key=lambda one: one.at, reverse=True)


def asked(row: dict[str, Any], names: dict[int, Label]) -> Asked:
    answers = row["answers"] if isinstance(row["answers"], list) else json.loads(row["answers"])
    return Asked(
        row["key"], row["as_role"], row["kind"], row["words"], row["at"], row["name"],
        plan_code(row["plan_id"]) if row["plan_id"] else "",
        names.get(row["looker"]) or Label("", _("en utenfor kriminalomsorgen")),
        row["look_at"], looked.page_in_words(row["page"]), looked.ground_in_words(row["ground"]),
        [Answer(one["as"], one["text"], datetime.fromisoformat(one["at"])) for one in answers],
    )  # fmt: skip
