"""The progression wishes that come from an utslusningssamtale (rule B10)."""

from django.db import transaction

from pop.conversations.models import Conversation, SaidWish
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ProgressionWish


@transaction.atomic
def wish(conversation: Conversation, *, writer: Writer, kind: str, own_words: str = "") -> ProgressionWish:
    """The person wishes for a step towards freedom, said in this conversation."""
    said = plans.wish(plan=conversation.plan, writer=writer, kind=kind, own_words=own_words)
    tie(conversation, said)
    return said


def tie(conversation: Conversation, said: ProgressionWish) -> SaidWish:
    """A wish that stands in the plan already was talked of in this conversation."""
    made, _new = SaidWish.objects.get_or_create(plan=conversation.plan, conversation=conversation, wish=said)
    return made
