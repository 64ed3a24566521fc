"""Where a progression wish comes from: told on the page of the wish, and beside the date of the wish (rule B10)."""

from collections.abc import Iterable

from django.urls import reverse

from pop.conversations.models import Conversation, SaidWish
from pop.plans.models import Entry, Plan, ProgressionWish
from pop.plans.origins import Origin, add


def of_wishes(plan: Plan, wishes: Iterable[Entry]) -> dict[int, Origin]:
    """By wish. Whoever does not see the conversation learns nothing of it."""
    said = dict(
        SaidWish.objects.filter(wish__in=[w.pk for w in wishes]).values_list("wish_id", "conversation_id")
    )
    talks = Conversation.objects.of(plan).in_bulk(said.values()) if said else {}
    return {
        wish: Origin(
            str(talks[talk]), talks[talk].held_on or talks[talk].planned_on,
            reverse("conversation", args=[plan.key, talks[talk].key]),
        )
        for wish, talk in said.items() if talk in talks
    }  # fmt: skip


def follow() -> None:
    add(ProgressionWish, of_wishes)
