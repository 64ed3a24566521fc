"""Two who begin a consent in the same plan at the same moment: both get one, each with a number of its own."""

import threading

from django.db import Error, connections

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from tests.access.clinic import draft_for, sign

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


def test_a_consent_that_is_hidden_leaves_no_hole_in_the_numbers_that_are_read(
    browse, plan, clinic, nav
) -> None:
    """To Marte the third is the second: in the list, in its address, and where it says what holds now."""
    sign(draft_for(plan, clinic))
    sign(draft_for(plan, nav))
    elias, marte = browse("elias"), browse("marte")
    start = f"/planer/{plan.key}/samtykke/"
    assert "Samtykke nummer 3" in elias.get(f"{start}historie/").content.decode()
    listed = marte.get(f"{start}historie/").content.decode()
    assert "Samtykke nummer 2" in listed
    assert "ummer 3" not in listed
    assert "ummer 3" not in marte.get(start).content.decode()
    theirs = marte.get(f"{start}nummer/2/").content.decode()
    assert "Nav Nordnes" in theirs
    assert "Lindelia" not in theirs
    assert marte.get(f"{start}nummer/3/").status_code == 404
    assert "Lindelia" in elias.get(f"{start}nummer/2/").content.decode()
