"""What people do with surveys: open and close a round, hand out codes, let texts through, step on the big screen."""

import secrets

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pop.people.models import Unit, User
from pop.surveys.content import Content
from pop.surveys.counted import Counted
from pop.surveys.models import CountedAnswer, LetThrough, Round, Survey
from pop.surveys.replies import ALPHABET, hashed

LENGTH = 6
"""Letters of the code of a round: short enough to type, and tried out in vain within a round."""


def open_round(
    *,
    survey: Survey,
    by: User,
    name: str,
    unit: Unit | None,
    group_mode: bool = False,
    named: bool = False,
    expected: int | None = None,
) -> Round:
    """Asks a survey; from then on its questions never change. Raises IntegrityError when no free code is found."""
    for _try in range(5):
        code = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
        try:
            with transaction.atomic():
                return Round.objects.create(
                    survey=survey,
                    by=by,
                    name=name,
                    unit=unit,
                    code=code,
                    group_mode=group_mode,
                    named=named,
                    expected=expected,
                )
        except IntegrityError as taken:
            error = taken
    raise error


def close_round(*, of: Round) -> None:
    """Takes no more answers. What was answered stays."""
    of.closed_at = timezone.now()
    of.save(update_fields=["closed_at"])


def show(*, of: Round, step: int, frozen: bool) -> None:
    """Which question stands on the big screen, and whether it moves. Groups get their ten minutes anew with each question."""
    if step != of.step:
        of.step_at = timezone.now() if of.group_mode else None
    of.step, of.frozen = step, frozen
    of.save(update_fields=["step", "step_at", "frozen"])


def start_clock(*, of: Round) -> None:
    """Ten minutes from now, for groups (rule D4)."""
    of.step_at = timezone.now()
    of.save(update_fields=["step_at"])


def hand_out(*, of: Round, number: int) -> list[str]:
    """One-time codes, told once. Empty when the round is answered or closed."""
    codes = ["".join(secrets.choice(ALPHABET) for _letter in range(8)) for _code in range(number)]
    with connection.cursor() as cursor:
        cursor.execute("select access.survey_codes(%s, %s)", [of.pk, [hashed(code) for code in codes]])
        row = cursor.fetchone()
    return codes if row and row[0] else []


@transaction.atomic
def let_through(*, of: Round, by: User, texts: list[tuple[str, str]]) -> None:
    """Shows these free texts, and no others."""
    of.texts.all().delete()
    for question, text in dict.fromkeys(texts):
        LetThrough.objects.create(round=of, question=question, text=text, by=by)


@transaction.atomic
def bring_in(
    *, survey: Survey, by: User, name: str, unit: Unit | None, number: int, counted: list[Counted]
) -> Round:
    """A round that was held elsewhere, of which the counts are known: question, choice, and how many, None where it is lost."""
    code = "".join(secrets.choice(ALPHABET) for _letter in range(8))
    made = Round.objects.create(survey=survey, by=by, name=name, unit=unit, code=code, imported_n=number)
    CountedAnswer.objects.bulk_create(
        CountedAnswer(round=made, question=question, choice=choice, count=count)
        for question, choice, count in counted
    )
    close_round(of=made)
    return made


def copy(*, survey: Survey, by: User, unit: Unit | None) -> Survey:
    """A survey of one's own, as a draft, that begins as another."""
    code = f"egen-{''.join(secrets.choice(ALPHABET) for _letter in range(10)).lower()}"
    return Survey.objects.create(code=code, number=1, content=survey.content, unit=unit, made_by=by)


def next_version(*, survey: Survey, by: User) -> Survey:
    """A draft that takes over when it is asked. The rounds of the old version keep it. The draft that is there, if one is."""
    newest = Survey.objects.filter(code=survey.code).order_by("-number")[0]
    if not newest.sealed:
        return newest
    return Survey.objects.create(
        code=newest.code, number=newest.number + 1, content=newest.content, unit=newest.unit, made_by=by
    )


def write(*, survey: Survey, asks: Content) -> bool:
    """What a draft asks. False when it is no draft any more: what has been asked never changes."""
    return bool(Survey.objects.filter(pk=survey.pk, sealed=False).update(content=asks.as_json()))
