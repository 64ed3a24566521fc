"""What is done about a look. The database writes: who is asked may not see the plan that it is about."""

from django.db import connection

from pop.access.models import Look


def ask(*, look: Look, kind: str, words: str) -> str | None:
    """The person asks or complains; the leader of the unit and the data protection officer are asked."""
    with connection.cursor() as cursor:
        cursor.execute("select access.ask_about_look(%s, %s, %s)", [look.pk, kind, words])
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None


def answer(*, question: str, text: str) -> bool:
    """Somebody who is asked answers the person; False when the actor is not."""
    with connection.cursor() as cursor:
        cursor.execute("select access.answer_look_question(%s, %s)", [question, text])
        row = cursor.fetchone()
    return bool(row and row[0])
