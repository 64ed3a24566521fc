"""What people do with the map: suggest, and, as its editors, answer, write anew, merge and retire."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from pop.challenges.models import (
    SuggestionStatus,
    Thread,
    ThreadStatus,
    ThreadSuggestion,
    ThreadTie,
    ThreadVersion,
)
from pop.challenges.reading import version_of
from pop.gaps.models import Gap
from pop.people.models import User
from pop.plans.models import Need, Plan

KEPT = ("knots", "phases", "felt", "lever", *(
    f"{what}_{language}" for what in ("title", "text", "helps") for language in ("nb", "nn", "en")
))  # fmt: skip
"""What a version says of a thread."""


def suggest(
    *, by: User, knot: str, phases: list[str], title: str, text: str, thread: Thread | None = None
) -> ThreadSuggestion:
    """A thread that is missing, or another wording of one that is there."""
    return ThreadSuggestion.objects.create(
        by=by, knot=knot, phases=phases, title=title, text=text, thread=thread
    )


@transaction.atomic
def add_thread(*, by: User, reason: str = "", **said: Any) -> Thread:
    """A new thread on the map, with a key made from its title."""
    thread = Thread.objects.create(key=free_key(said["title_nb"]))
    ThreadVersion.objects.create(thread=thread, number=1, decided_by=by, reason=reason, **said)
    return thread


def free_key(title: str) -> str:
    base = slugify(title.translate(str.maketrans("æøåÆØÅ", "eoaEOA")))[:70] or "trad"
    taken = set(Thread.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 1000))) if key not in taken)


def write_version(
    *,
    thread: Thread,
    by: User,
    reason: str,
    status: str = ThreadStatus.IN_USE,
    merged_into: Thread | None = None,
    **said: Any,
) -> ThreadVersion:
    """The next version: what is not said anew stays as it was."""
    last = version_of(thread)
    return ThreadVersion.objects.create(
        thread=thread, number=last.number + 1, decided_by=by, reason=reason, status=status,
        merged_into=merged_into, **{name: getattr(last, name) for name in KEPT} | said,
    )  # fmt: skip


def merge(*, thread: Thread, into: Thread, by: User, reason: str) -> ThreadVersion:
    """Takes a thread off the map because another says the same; its page then leads there."""
    return write_version(thread=thread, by=by, reason=reason, status=ThreadStatus.MERGED, merged_into=into)


def retire(*, thread: Thread, by: User, reason: str) -> ThreadVersion:
    """Takes a thread off the map. Its page and its history stay."""
    return write_version(thread=thread, by=by, reason=reason, status=ThreadStatus.RETIRED)


def bring_back(*, thread: Thread, by: User, reason: str) -> ThreadVersion:
    """Puts a thread on the map again."""
    return write_version(thread=thread, by=by, reason=reason)


def answer_suggestion(
    *,
    suggestion: ThreadSuggestion,
    by: User,
    status: SuggestionStatus,
    answer: str,
    became: Thread | None = None,
) -> None:
    """What came of it, for the one who suggested it."""
    suggestion.status, suggestion.answer, suggestion.became = status, answer, became
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save(update_fields=["status", "answer", "became", "decided_by", "decided_at"])


@transaction.atomic
def take_in(*, suggestion: ThreadSuggestion, by: User, reason: str, said: dict[str, Any]) -> Thread:
    """Puts a suggestion on the map, and says so to the one who made it."""
    thread = suggestion.thread
    if thread:
        write_version(thread=thread, by=by, reason=reason, **said)
    else:
        thread = add_thread(by=by, reason=reason, **said)
    answer_suggestion(
        suggestion=suggestion, by=by, status=SuggestionStatus.ACCEPTED, answer=reason, became=thread
    )
    return thread


@transaction.atomic
def tie(*, plan: Plan, about: Need | Gap, by: User, threads: Iterable[Thread]) -> None:
    """Says which threads a need or a gap is an instance of; those that are not named are untied."""
    of = {"need": about} if isinstance(about, Need) else {"gap": about}
    wanted = {thread.pk for thread in threads}
    tied = ThreadTie.objects.filter(plan=plan, **of)
    there = set(tied.values_list("thread_id", flat=True))
    tied.exclude(thread__in=wanted).delete()
    for number in sorted(wanted - there):
        ThreadTie.objects.create(plan=plan, thread_id=number, by=by, **of)
