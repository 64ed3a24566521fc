"""The young person's own no always stops the sharing (B8), whatever anybody else says."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.places import agency, user
from pop.plans.calendar import add_years
from pop.process import actions

__all__ = ["both_logins"]


@pytest.fixture
def young(both_logins, plan):
    """Elias is sixteen, and has a verge for everything."""
    with past_the_rules():
        rows(
            "update people_personidentity set birth_date = %s where person_id = %s returning 1",
            [add_years(timezone.localdate(), -16), plan.person_id],
        )
    with acting(user("marte").pk):
        actions.set_guardianship(plan=plan, scope="both", by=user("marte"))
    return plan


def test_the_person_takes_it_back_alone_and_it_works_at_once(browse, young, both_logins) -> None:
    page, kari = reverse("plan", args=[young.key]), browse("kari")
    assert kari.get(page).status_code == 200
    with acting(user("elias").pk):
        assert consents.withdraw(plan=young)
    assert kari.get(page).status_code == 404


def test_nobody_else_says_yes_again_in_their_place(browse, young, both_logins) -> None:
    """Not the contact and not the leader: a consent is signed by the person, or on paper that the person has signed."""
    with acting(user("elias").pk):
        consents.withdraw(plan=young)
    with acting(user("marte").pk):
        nav = Recipient(agency=agency("nav"))
        sheet = consents.draft(plan=young, drafted_by=user("marte"), choices=[Choice(nav, 1, give=True)])
        try:
            with transaction.atomic():
                consents.sign(sheet)
        except DatabaseError:
            pass
        assert not signed(sheet)
    assert browse("kari").get(reverse("plan", args=[young.key])).status_code == 404


def signed(sheet) -> bool:
    sheet.refresh_from_db()
    return sheet.signed_at is not None
