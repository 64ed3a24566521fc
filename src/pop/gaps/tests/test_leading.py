"""Rule B9: the leader of the unit reads kind, date and owner of a gap and gives it to somebody who can act; outside,
a question that nobody answered goes only to the one who was asked, in an agency that consent covers.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import agency, user
from pop.gaps import actions
from pop.gaps.models import Gap, GapAct
from pop.gaps.tests.cases import Stage, after_working_days
from pop.gaps.tests.conftest import owner_of, scan
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways
from pop.people import actions as people
from pop.plans import actions as plans
from pop.plans.models import Measure
from pop.teams import actions as teams

SECRET = "Søke om bolig"
"""The text of the measures of cases.py."""


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


@pytest.fixture
def gap(stage) -> Gap:
    """A measure without a deadline, which is the main contact's."""
    with stage.marte():
        stage.measure(due=None)
    with stage.marte():
        return Gap.objects.get(plan=stage.plan, rule="measure_without_deadline", closed_at=None)


def test_the_leader_opens_a_gap_and_reads_kind_date_and_owner_and_nothing_of_the_plan(browse, stage, gap):
    page = text(browse("anders").get(reverse("unit_gap", args=[gap.key])))
    assert "Tiltak uten frist" in page
    assert "Marte Nygård" in page
    assert "Siden" in page
    assert SECRET not in page
    assert "Bolig" not in page.replace("Boligsosial", "")


def test_the_leader_gives_it_to_somebody_of_the_contact_team(browse, stage, gap):
    with stage.marte():
        teams.follow_up(plan=stage.plan, user=user("farid"), role="coordinator")
    client = browse("anders")
    address = reverse("unit_gap", args=[gap.key])
    assert "Velg hvem som skal ha den" in text(client.post(address, {}))
    assert client.post(address, {"to": str(user("farid").key)}).status_code == 302
    assert "Farid Rahimi" in text(client.get(address))
    with stage.marte():
        act = GapAct.objects.get(gap_id=gap.pk)
        assert (act.act, act.by_id, act.to_user_id) == ("handed", user("anders").pk, user("farid").pk)


def test_the_leader_neither_takes_nor_puts_off_what_is_anothers(stage, gap):
    with acting(user("anders").pk):
        assert not actions.take(gap=gap)
        assert not actions.wake(gap=gap)


@pytest.mark.parametrize("to", ["kari", "silje", "ola", "anders", "elias"])
def test_the_leader_gives_it_to_nobody_outside_and_so_learns_of_nobody_there(stage, gap, to):
    stage.chair("kari", "nav")
    with stage.marte():
        stage.consent("nav")
    with acting(user("kari").pk):
        teams.no_private_tie(plan=stage.plan, user=user("kari"))
    with acting(user("anders").pk):
        assert not actions.hand_over(gap=gap, to=user(to))


def test_it_is_not_given_to_one_from_whom_the_topic_is_kept(stage, gap):
    with stage.marte():
        teams.follow_up(plan=stage.plan, user=user("farid"), role="coordinator")
        consents.exclude(
            plan=stage.plan, made_by=user("marte"), recipient=Recipient(user=user("farid")), topic=1
        )
    for slug in ("anders", "marte"):
        with acting(user(slug).pk):
            assert not actions.hand_over(gap=gap, to=user("farid"))


def test_nobody_else_opens_the_leaders_page(browse, stage, gap):
    address = reverse("unit_gap", args=[gap.key])
    for slug in ("silje", "per", "tone", "eva", "kari", "farid", "elias", "ida"):
        assert browse(slug).get(address).status_code == 404, slug
        assert browse(slug).post(address, {"to": str(user("marte").key)}).status_code == 404, slug


def test_a_closed_gap_has_no_page(browse, stage, gap):
    with stage.marte():
        plans.edit(Measure.objects.get(plan=stage.plan), recurring=True)
    assert browse("anders").get(reverse("unit_gap", args=[gap.key])).status_code == 404


def test_the_list_of_the_leader_leads_to_the_page(browse, stage):
    with stage.marte():
        stage.need(acute=True)
        teams.i_know_the_person(plan=stage.plan)
    with acting(user("anders").pk):
        gap = Gap.objects.get(plan=stage.plan, rule="need_without_measure", closed_at=None)
    client = browse("anders")
    assert reverse("unit_gap", args=[gap.key]) in client.get("/oppgaver/?alle").content.decode()
    page = text(client.get(reverse("unit_gap", args=[gap.key])))
    assert "Ingen i kontaktteamet kan ta den nå." in page
    assert "Et sted å bo" not in page


# A question that nobody answered


@pytest.fixture
def asked(stage) -> Iterator[HandoverItem]:
    """Hanne of the municipality is asked to go on with a measure that consent lets it see; ten working days pass."""
    with acting(user("jon").pk):
        people.give_agency_role(user=user("per"), agency=agency("home_municipality"))
    for slug in ("hanne", "per"):
        stage.chair(slug, "home_municipality")
    with stage.marte():
        stage.consent("home_municipality")
    for slug in ("hanne", "per"):
        with acting(user(slug).pk):
            teams.no_private_tie(plan=stage.plan, user=user(slug))
    with stage.marte():
        teams.follow_up(plan=stage.plan, user=user("farid"), role="coordinator")
        measure = stage.measure()
        handover = handovers.begin(
            plan=stage.plan, begun_by=user("marte"), pathway=pathways()["other_ward"],
            on_day=timezone.localdate() + timedelta(days=60), measures=[measure],
        )  # fmt: skip
        item = HandoverItem.objects.get(handover=handover)
        key = handovers.choose_receiver(item, user=user("hanne"), agency=agency("home_municipality"))
        item = HandoverItem.objects.get(key=key)
        assert handovers.ask(item) == "asked"
    with standing(timezone.now() + timedelta(days=after_working_days(10))):
        scan()
        yield item


def test_it_goes_to_the_one_who_was_asked_and_says_only_that_it_waits(browse, stage, asked):
    with acting(user("hanne").pk):
        here = agency("home_municipality")
    assert owner_of(stage.plan, "receipt_escalated") == (user("hanne").pk, here.pk)
    page = text(browse("hanne").get("/oppgaver/?alle"))
    assert page.count("En forespørsel venter") >= 1
    assert "Svar på om du kan ta over" not in page, "one thing stands once"
    row = page[page.index("En forespørsel venter") :][:200]
    assert SECRET not in row
    assert (
        reverse("handover_request", args=[asked.key])
        in browse("hanne").get("/oppgaver/?alle").content.decode()
    )
    with acting(user("hanne").pk):
        gap = Gap.objects.get(plan=stage.plan, rule="receipt_escalated", closed_at=None)
    page = text(browse("hanne").get(reverse("gap", args=[stage.plan.key, gap.key])))
    assert "En forespørsel venter" in page
    assert SECRET not in page
    assert browse("hanne").get(reverse("handover_requests")).status_code == 200


def test_when_consent_ends_it_is_the_leaders_and_the_one_who_was_asked_sees_nothing(browse, stage, asked):
    with stage.marte():
        consents.withdraw(plan=stage.plan, recipient=Recipient(agency=agency("home_municipality")))
    assert owner_of(stage.plan, "receipt_escalated") == (user("anders").pk, None)
    for slug in ("hanne", "per", "torbjorn"):
        with acting(user(slug).pk):
            assert not Gap.objects.filter(plan_id=stage.plan.pk).exists()
        page = text(browse(slug).get("/oppgaver/?alle"))
        assert "Ny Person" not in page
        assert "En forespørsel venter" not in page
    page = text(browse("anders").get("/oppgaver/?alle"))
    assert "Ingen har tatt imot på to uker" in page
    assert SECRET not in page


def test_another_of_the_same_agency_is_not_told_that_it_waits_for_them(browse, stage, asked):
    """A named recipient, not whoever answers the phone there."""
    assert "En forespørsel venter" not in text(browse("per").get("/oppgaver/?alle"))
