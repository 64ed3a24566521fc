"""What people do with letters. The only writers; who may is decided by access/rules.sql and access/letters.sql."""

from datetime import date
from typing import Any

from pop.letters.complaints import last_day
from pop.letters.facts import Fact
from pop.letters.models import Letter, LetterTemplate, LetterText
from pop.people.models import Unit, User
from pop.plans.actions import Writer, edit, remove, write
from pop.plans.models import Plan


def make(
    *, plan: Plan, writer: Writer, topic: int, facts: list[Fact], only_me: bool, **fields: Any
) -> Letter:
    """A letter as it stands from now on. What is taken from something *bare for meg* makes the letter so too (A7)."""
    return write(
        Letter,
        plan=plan,
        writer=writer,
        topic=topic,
        only_me=only_me or any(fact.only_me for fact in facts),
        merged=[fact.code for fact in facts],
        mixed=any(fact.topic != topic for fact in facts),
        **fields,
    )


def tell_sent(letter: Letter, *, sent_on: date, sent_way: str, answer_due: date | None) -> bool:
    """It went out. From here on it is a disclosure when it is the unit's, and its answer is watched."""
    return edit(letter, sent_on=sent_on, sent_way=sent_way, answer_due=answer_due)


def tell_answered(
    letter: Letter, *, answered_on: date, reply: str, complaint_period: str = "", printed: date | None = None
) -> bool:
    """What came back; on a decision, until when one may complain (rule C6)."""
    return edit(
        letter,
        answered_on=answered_on,
        reply=reply,
        complaint_period=complaint_period,
        complaint_deadline=last_day(complaint_period, told_on=answered_on, printed=printed),
    )


def take_out(letter: Letter) -> bool:
    """A letter that was never sent."""
    return remove(letter)


def write_text(*, code: str, unit: Unit | None, language: str, text: str, written_by: User) -> LetterText:
    """A new version of the central part, or of a unit's local part. Versions are never changed."""
    version = LetterText(code=code, unit=unit, language=language, text=text, written_by=written_by)
    version.save(force_insert=True)
    return version


def keep_template(*, code: str, unit: Unit | None, content: bytes, made_by: User) -> LetterTemplate:
    """A new version of a Word template, checked before it comes here; empty to go back to the built-in letter."""
    version = LetterTemplate(code=code, unit=unit, content=content, made_by=made_by)
    version.save(force_insert=True)
    return version
