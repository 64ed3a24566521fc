"""An answer on its way: read from a form without an account, a cookie or a time, and put into the box."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils.translation import gettext as _

from pop.surveys.content import Content, Question, content

GROUP, NAME = "_group", "_name"
"""Beside the questions of a reply: which group wrote it, and who did, where they wanted to tell."""
LONGEST = 1000
"""Characters of a free text."""
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No letters that look like figures."""
Reply = dict[str, dict[str, Any]]
"""By question: `chosen`, a list of choices, and `text`."""


@dataclass(frozen=True)
class Asked:
    """What a code opens."""

    code: str
    name: str
    content: Content
    group_mode: bool
    needs_code: bool
    named: bool
    step_at: datetime | None


def asked(code: str) -> Asked | None:
    """The open round with this code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, content, group_mode, needs_code, named, step_at from access.survey_asked(%s)",
            [code.strip().upper()],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    found = row[1] if isinstance(row[1], dict) else json.loads(row[1])
    return Asked(code.strip().upper(), row[0], content(found), *row[2:])


def answer_to(question: Question, given: QueryDict) -> tuple[dict[str, Any], str]:
    """The answer in a form, and what is wrong with it. An empty answer is none: nobody has to answer."""
    text = given.get(f"{question.id}_text", "").strip().replace("\x00", "")
    names = {choice.id for choice in question.options()}
    chosen = [name for name in dict.fromkeys(given.getlist(question.id)) if name in names]
    if len(text) > LONGEST:
        return {"chosen": chosen, "text": text}, _("Skriv kortere: høyst %(n)s tegn.") % {"n": LONGEST}
    if question.kind == "number":
        number = given.get(question.id, "").strip()
        if number and not (number.isdecimal() and len(number) <= 6):
            return {"chosen": [number[:20]]}, _("Skriv et helt tall, for eksempel 30.")
        return ({"chosen": [str(int(number))]} if number else {}), ""
    if question.kind != "several":
        chosen = chosen[:1]
    found: dict[str, Any] = {"chosen": chosen} if chosen else {}
    if text and (question.kind == "text" or question.more or any(c.tell for c in question.choices)):
        found["text"] = text
    return found, ""


def reply_in(asks: Content, given: QueryDict) -> Reply:
    """All answers so far."""
    found = {question.id: answer_to(question, given)[0] for question in asks.questions()}
    return {name: answer for name, answer in found.items() if answer}


def signed(reply: Reply, asked: Asked, given: QueryDict) -> Reply:
    """With which group it is from (rule D4), and with a name where the one who answers wrote one."""
    beside = {GROUP: asked.group_mode, NAME: asked.named}
    texts = {name: given.get(name, "").strip().replace("\x00", "")[:100] for name, on in beside.items() if on}
    return reply | {name: {"text": text} for name, text in texts.items() if text}


def put(*, code: str, reply: Mapping[str, Any], ballot: str = "") -> bool:
    """Puts a reply into the box. False when the round is closed, the ballot is used, or nothing is answered."""
    with connection.cursor() as cursor:
        cursor.execute("select access.survey_answer(%s, %s::jsonb, %s)", [code, json.dumps(reply), ballot])
        row = cursor.fetchone()
    return bool(row and row[0])


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def spelled(secret: str) -> str:
    """A one-time code as it was meant: capitals, without spaces and hyphens."""
    return "".join(letter for letter in secret.upper() if letter in ALPHABET)


def begin(*, code: str, one_time: str) -> str:
    """Uses a one-time code, and gives the ballot that takes its place; empty when the code is not (or no more) good."""
    ballot = secrets.token_urlsafe(16)
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.survey_begin(%s, %s, %s)", [code, hashed(spelled(one_time)), hashed(ballot)]
        )
        row = cursor.fetchone()
    return ballot if row and row[0] else ""
