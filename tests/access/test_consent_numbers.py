"""Two who begin a consent in the same plan at the same moment: both get one, each with a number of its own."""

import threading

from django.db import Error, connections

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.demo.build import plan_of
from pop.demo.places import agency, user

HOUSING = 1


def test_two_drafts_begun_at_the_same_moment_get_a_number_each(committed: str) -> None:
    """The second waits for the first; it used to run into its number, and met a page that said error."""
    with acting(user("elias").pk):
        plan, nav = plan_of("elias"), Recipient(agency=agency("nav"))
    outcome: list[object] = []

    def begin(slug: str) -> Consent:
        choices = [Choice(nav, HOUSING, give=True)]
        return consents.draft(plan=plan, drafted_by=user(slug), choices=choices)

    def second() -> None:
        try:
            with acting(user("marte").pk):
                outcome.append(begin("marte").number)
        except Error as error:
            outcome.append(error)
        finally:
            connections.close_all()

    with acting(user("elias").pk):
        first = begin("elias").number
        other = threading.Thread(target=second)
        other.start()
        other.join(1)
        assert outcome == [], "waits"
    other.join(10)
    assert outcome == [first + 1]


def test_nobody_chooses_a_number() -> None:
    """A number that is taken would tell that it is."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
        last = Consent.objects.filter(plan=plan).latest("number").number
        mine = Consent.objects.create(plan=plan, number=9000, text_version_id=1, drafted_by=user("elias"))
        mine.refresh_from_db()
    assert mine.number == last + 1
