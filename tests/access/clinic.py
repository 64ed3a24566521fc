"""Elias, and a clinic in his team that the contact team may not know of: what tests about it share."""

from django.db import Error, connection, transaction

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.demo.places import user
from pop.plans.models import Plan

WORK, TREATMENT = 5, 11
"""An area in which nobody has anything, and the one in which the clinic has something."""


def as_user(slug: str) -> object:
    return acting(user(slug).pk)


def draft_for(plan: Plan, *recipients: Recipient, topic: int = WORK) -> Consent:
    with as_user("elias"):
        choices = [Choice(recipient, topic, give=True) for recipient in recipients]
        return consents.draft(plan=plan, drafted_by=user("elias"), choices=choices)


def sign(draft: Consent) -> Consent:
    with as_user("elias"):
        consents.sign(draft)
    return draft


def try_as(slug: str, statement: str, *values: object) -> int | str:
    """How many rows a statement reaches, or that it is refused."""
    try:
        with as_user(slug), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except Error as error:
        return str(error).splitlines()[0]
