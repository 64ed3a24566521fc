"""What people do to a plan as a whole: its areas, refusals and groundwork, its end, its history, merging.

With actions the only writers; who may is decided by access/rules.sql, not here.
"""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from pop.plans import following
from pop.plans.models import FocusArea, Groundwork, HistoryRow, Merge, OwnArea, Plan, Refusal

OWN_AREAS = range(20, 30)


def tick_area(*, plan: Plan, topic: int) -> None:
    """Says that an innsatsområde is part of the plan."""
    FocusArea.objects.get_or_create(plan=plan, topic_id=topic)


def untick_area(*, plan: Plan, topic: int) -> None:
    """Takes an innsatsområde out. What is written about it stays where it is."""
    FocusArea.objects.filter(plan=plan, topic_id=topic).delete()


class NoRoomForArea(Exception):
    """A plan names at most ten areas of its own."""


@transaction.atomic
def name_own_area(*, plan: Plan, name: str) -> OwnArea:
    """An innsatsområde in the person's own words. Raises NoRoomForArea when all ten are taken."""
    for area in OwnArea.objects.filter(plan=plan):
        if area.name.casefold() == name.strip().casefold():
            tick_area(plan=plan, topic=area.topic_id)
            return area
    taken = set(OwnArea.objects.filter(plan=plan).values_list("topic_id", flat=True))
    free = [number for number in OWN_AREAS if number not in taken]
    if not free:
        raise NoRoomForArea
    area = OwnArea.objects.create(plan=plan, topic_id=free[0], name=name.strip())
    tick_area(plan=plan, topic=free[0])
    return area


def refuse(*, plan: Plan, kind: str, own_words: str = "") -> Refusal:
    """A no from the person, as a state of its own (rule A19)."""
    refusal, _ = Refusal.objects.get_or_create(
        plan=plan, kind=kind, ended_on=None, defaults={"own_words": own_words}
    )
    return refusal


def take_back_refusal(refusal: Refusal) -> None:
    """The person has changed their mind; that there was a no stays in the history."""
    Refusal.objects.filter(pk=refusal.pk).update(ended_on=timezone.localdate())


def explain(*, plan: Plan, language: str) -> None:
    """That it was explained what staff must pass on, when and in which language (rule A17)."""
    Groundwork.objects.update_or_create(
        plan=plan, defaults={"explained_on": timezone.localdate(), "explained_language": language}
    )


def lay_groundwork(
    *, plan: Plan, brik_completed: str, explained_on: date | None, explained_language: str
) -> None:
    """What was done before the plan: BRIK, and what was explained (rule A17)."""
    Groundwork.objects.update_or_create(
        plan=plan,
        defaults={
            "brik_completed": brik_completed,
            "explained_on": explained_on,
            "explained_language": explained_language,
        },
    )


def end_sentence(*, plan: Plan, on: date | None) -> bool:
    """The last day of the sentence, after which consent for the sentence gives nothing; None when it goes on."""
    return bool(Plan.objects.filter(pk=plan.pk).update(sentence_ended_on=on))


def keep_history(*, plan: Plan, rows: list[dict[str, str]]) -> None:
    """The Endringslogg of one Word form, line by line as it stood, after those of the forms read in before."""
    now = timezone.now()
    HistoryRow.objects.bulk_create(
        HistoryRow(plan=plan, read_in_at=now, order=number, **row) for number, row in enumerate(rows, start=1)
    )


@transaction.atomic
def merge(*, keep: Plan, other: Plan) -> str | None:
    """Joins the entries of two plans about one person (rule A14): the key of the merge, or None when the actor
    is not in both contact teams. Consents are narrowed to what both gave.
    """
    with connection.cursor() as cursor:
        cursor.execute("select access.merge_plans(%s, %s)", [keep.key, other.key])
        row = cursor.fetchone()
    if not row or not row[0]:
        return None
    following.tell_joined(keep, other)
    return str(row[0])


@transaction.atomic
def undo_merge(key: str) -> bool:
    """Takes a merge back; every row returns to where it came from."""
    joined = Merge.objects.filter(key=key).values_list("plan_id", "emptied_id").first()
    with connection.cursor() as cursor:
        cursor.execute("select access.undo_merge(%s)", [key])
        row = cursor.fetchone()
    if not row or not row[0]:
        return False
    following.tell_joined(*Plan.objects.filter(pk__in=joined or ()))
    return True
