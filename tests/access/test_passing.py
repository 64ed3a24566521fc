"""Who is asked to take over a role: what consent no longer covers, or a protected plan, is not there for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.places import agency, user
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways
from pop.people.actions import accept_secrecy, give_agency_role
from pop.people.models import Agency
from pop.plans.models import Plan
from pop.teams import actions as teams
from pop.teams.models import NamedAccess
from tests.access.clinic import as_user
from tests.access.facts import past_the_rules

pytestmark = pytest.mark.usefixtures("both_logins")


def asked(plan: Plan, slug: str, body: Agency | None) -> HandoverItem:
    """Marte asks somebody to take over a role."""
    with as_user("marte"):
        handover = handovers.begin(
            plan=plan, begun_by=user("marte"), pathway=pathways()["new_contributor"],
            on_day=timezone.localdate() + timedelta(20), new_role="Tillitsperson",
        )  # fmt: skip
        item = HandoverItem.objects.get(handover=handover)
        key = handovers.choose_receiver(item, user=user(slug), agency=body)
        assert key
        assert handovers.ask(key) == "asked"
        return HandoverItem.objects.get(key=key)


def sees(slug: str, item: HandoverItem) -> bool:
    with as_user(slug):
        return HandoverItem.objects.filter(pk=item.pk).exists()


@pytest.fixture
def silje_of_nav(plan: Plan) -> Agency:
    """Silje has a second job, for Nav, and is reached there by a consent."""
    with as_user("elias"):
        nav = agency("nav")
    with past_the_rules():
        give_agency_role(user=user("silje"), agency=nav)
    with as_user("silje"):
        accept_secrecy(user("silje"))
    with as_user("marte"):
        chair = teams.invite(
            plan=plan, user=user("silje"), agency=nav, role="Kontakt", invited_by=user("marte")
        )
    with as_user("silje"):
        teams.accept_invitation(chair)
        teams.no_private_tie(plan=plan, user=user("silje"))
    with as_user("elias"):
        choices = [Choice(Recipient(agency=nav), 1, give=True)]
        consents.sign(consents.draft(plan=plan, drafted_by=user("elias"), choices=choices))
    return nav


def test_an_officer_asked_for_an_agency_sees_it_while_consent_reaches_the_agency(plan, silje_of_nav):
    item = asked(plan, "silje", silje_of_nav)
    assert sees("silje", item)
    with as_user("elias"):
        consents.withdraw(plan=plan)
    assert not sees("silje", item), "as an officer nobody asked"


def test_a_colleague_asked_in_a_plan_for_named_users_is_named_first(plan):
    item = asked(plan, "silje", None)
    assert sees("silje", item)
    with as_user("marte"):
        NamedAccess.objects.get_or_create(plan=plan, user=user("marte"))
        Plan.objects.filter(pk=plan.pk).update(named_only=True)
    assert not sees("silje", item)
    with acting(user("marte").pk):
        NamedAccess.objects.create(plan=plan, user=user("silje"))
    assert sees("silje", item)
