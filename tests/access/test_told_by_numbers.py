"""What a count, a list of codes, a yes or a no, or a gap without words could tell: each did once, and does no more.

Lindelia rusklinikk is in Elias's team. Farid has had its consent on paper in hand and knows; Marte, of the same contact
team, and Anders, who leads the unit, may not know. Silje works elsewhere.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.changelog.models import Change
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient, exclude
from pop.demo.places import agency, user
from pop.gaps import actions as gaps
from pop.gaps.models import Dependency, Gap, GapSubject
from pop.handovers import actions as handovers
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.pathways import pathways
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, SupportTeamMember
from pop.worklists import actions as worklists
from pop.worklists import board
from tests.access.clinic import WORK, as_user
from tests.access.facts import past_the_rules, rows

TODAY = timezone.localdate()
HOUSING = 1
OUTSIDERS = ("silje", "per", "tone", "eva", "jon", "leyla", "ida")


@pytest.fixture
def ended(both_logins: str) -> str:
    """Transactions end, so that gaps are found."""
    return both_logins


def open_for(slug: str, plan: Plan) -> None:
    with as_user(slug):
        teams.no_private_tie(plan=plan, user=user(slug))


def farid_knows(plan: Plan, clinic: Recipient, topic: int = WORK) -> None:
    """Elias consents on paper, with a number in the archive; Farid registers it."""
    with as_user("elias"):
        draft = consents.draft(
            plan=plan, drafted_by=user("elias"), choices=[Choice(clinic, topic, give=True)]
        )
    with as_user("farid"):
        consents.register_paper(draft, registered_by=user("farid"), witness=user("ola"), signed_on=TODAY)
        consents.refer_to_archive(draft, reference="2026/9-9")


def a_measure(plan: Plan, text: str, topic: int = HOUSING, **more: Any) -> Measure:
    """Marte's proposal, to which Elias said yes."""
    with as_user("marte"):
        marte = Writer(user("marte"), Source.CORRECTIONAL)
        need = plans.write_need(plan=plan, writer=marte, topic=topic, text=f"Behov for {text}")
        made = plans.propose_measure(plan=plan, writer=marte, topic=topic, text=text, needs=(need,), **more)
        plans.choose_measure(made, way=ChoiceWay.ORAL, present="Marte Nygård")
        return Measure.objects.get(pk=made.pk)


# The leader's numbers


def board_of(slug: str = "anders") -> dict[str, Any]:
    with as_user(slug):
        [(found,)] = rows("select access.unit_board()::text")
    return json.loads(found) if found else {}


def test_a_gap_of_an_agency_whose_name_tells_something_is_in_none_of_the_leaders_numbers(
    ended, plan, clinic
) -> None:
    """Counted, it said that a clinic has something to do in the unit; by kind, what."""
    with as_user("elias"):
        clinics = agency("specialist_health")
    farid_knows(plan, clinic)
    measure = a_measure(plan, "Ringe", topic=WORK, due=TODAY + timedelta(days=90))
    with as_user("farid"):
        plans.edit(measure, responsible_agency=clinics)
    before = board_of()
    with as_user("farid"):
        plans.edit(measure, due=None)
    with as_user("elias"):
        gap = Gap.objects.get(
            plan=plan, rule="measure_without_deadline", closed_at=None, subject__row_id=measure.pk
        )
        assert gap.owner_agency_id == clinics.pk
    after = board_of()
    assert after["gaps"] == before["gaps"]
    assert [one["gaps"] for one in after["load"]] == [one["gaps"] for one in before["load"]]
    assert after["leaving"] == before["leaving"]


def test_the_leader_counts_what_the_leader_may_list_and_nothing_else(ended, plan) -> None:
    found = board_of()
    with as_user("anders"):
        listed = Gap.objects.filter(closed_at=None).count()
    assert sum(number for _rule, number, _late in found["gaps"]) == listed > 0


@pytest.mark.parametrize("slug", ["marte", "farid", "kari", "mona", "elias", "silje", "jon"])
def test_whoever_leads_nothing_has_no_numbers(plan, slug) -> None:
    assert board_of(slug) == {}
    with as_user(slug):
        assert board.of_leader().persons == 0
        assert rows("select access.ask_contact(%s)", [plan.key]) == [(False,)]


# What is handed over


@pytest.fixture
def going(plan) -> Callable[..., Handover]:
    def begin(**more: Any) -> Handover:
        with as_user("marte"):
            for other in Handover.objects.filter(plan=plan, state="open"):
                handovers.cancel(other, reason="Begynner på nytt")
            return handovers.begin(
                plan=plan, begun_by=user("marte"), pathway=pathways()["change_of_one"], on_day=TODAY, **more
            )

    return begin


def the_item(handover: Handover) -> HandoverItem:
    with as_user("elias"):
        return HandoverItem.objects.get(handover=handover, replaced_at=None)


def told_of_codes(slug: str, plan: Plan) -> list[tuple[object, ...]]:
    with as_user(slug):
        return rows("select * from access.live_codes(%s)", [plan.pk])


def test_a_code_for_what_is_kept_from_one_in_the_contact_team_is_not_listed_to_them(plan, going) -> None:
    """The list named the link, the row and the tries of a measure that Farid may not see."""
    measure = a_measure(plan, "Ringe utleieren")
    item = the_item(going(measures=[measure]))
    with as_user("marte"):
        item = HandoverItem.objects.get(key=handovers.choose_receiver(item, outside="Nordnes legesenter"))
        assert handovers.agree(item)
        assert handovers.ask(item) == "asked"
        assert handovers.make_code(item, way="link")
    assert told_of_codes("marte", plan)
    assert told_of_codes("farid", plan)
    with as_user("elias"):
        exclude(plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=HOUSING)
    assert told_of_codes("farid", plan) == []
    assert told_of_codes("marte", plan)
    for slug in (*OUTSIDERS, "kari", "anders", "mona"):
        assert told_of_codes(slug, plan) == [], slug


@pytest.fixture
def clinics_role(ended, plan, clinic) -> HandoverItem:
    """Farid asks somebody to take over from the clinic's representative, and gets a no. Marte may not know."""
    farid_knows(plan, clinic)
    with as_user("farid"):
        chair = SupportTeamMember.objects.get(plan=plan, user=user("mona"), until=None)
        handover = handovers.begin(
            plan=plan,
            begun_by=user("farid"),
            pathway=pathways()["change_of_one"],
            on_day=TODAY,
            leaving=[chair],
        )
        item = HandoverItem.objects.get(handover=handover)
        item = HandoverItem.objects.get(key=handovers.choose_receiver(item, outside="Ny behandler"))
        assert handovers.agree(item)
        assert handovers.ask(item) == "asked"
        code = handovers.make_code(item, way="link")
        assert code
    with as_user("silje"):
        assert handovers.answer_by_link(
            code.link, code=code.letters, answer="declined", reason="Har ikke plass", name="Ny behandler"
        )
    return item


def test_a_no_about_the_role_of_a_hidden_agency_is_a_gap_for_whoever_knows_of_it_only(
    clinics_role, plan, browse
) -> None:
    """A gap without words still said that somebody, of whom Marte may not know, is being handed over."""
    with as_user("farid"):
        gap = Gap.objects.get(
            plan=plan, rule="receipt_declined", closed_at=None, subject__row_id=clinics_role.pk
        )
        assert gap.owner_user_id == user("farid").pk
        assert GapSubject.objects.filter(gap_id=gap.pk).exists()
    for slug in ("marte", "anders", "kari", *OUTSIDERS):
        with as_user(slug):
            assert not Gap.objects.filter(pk=gap.pk).exists(), slug
            assert not gaps.take(gap=gap), slug
    address = reverse("gap", args=[plan.key, gap.key])
    assert browse("marte").get(address).status_code == 404
    assert browse("farid").get(address).status_code == 200


def test_no_list_of_numbers_names_a_row_that_its_reader_may_not_see(clinics_role, plan) -> None:
    with as_user("farid"):
        handover = Handover.objects.get(pk=clinics_role.handover_id)
        [(covered,)] = rows("select access.covered_items(%s)", [plan.pk])
        assert clinics_role.pk in covered
    with as_user("marte"):
        assert not HandoverItem.objects.filter(pk=clinics_role.pk).exists()
        [(covered,)] = rows("select access.covered_items(%s)", [plan.pk])
        assert clinics_role.pk not in covered
        [(silent,)] = rows("select access.not_in_contact(%s)", [handover.key])
        assert silent == []
        for acts in (
            handovers.remind,
            lambda item: handovers.needs_nobody(item, reason="x"),
            handovers.agree,
        ):
            assert not acts(clinics_role)
        assert handovers.choose_receiver(clinics_role, outside="En annen") is None


def test_whoever_gave_it_and_has_left_counts_only_what_they_knew_of(ended, plan, clinic) -> None:
    """Marte begins and leaves; Farid adds the clinic's role. Her count stays as it was."""
    farid_knows(plan, clinic)
    with as_user("marte"):
        for other in Handover.objects.filter(plan=plan, state="open"):
            handovers.cancel(other, reason="Begynner på nytt")
        measure = Measure.objects.filter(plan=plan, status="in_progress")[0]
        handover = handovers.begin(
            plan=plan,
            begun_by=user("marte"),
            pathway=pathways()["other_ward"],
            on_day=TODAY,
            measures=[measure],
        )
    with as_user("farid"):
        chair = SupportTeamMember.objects.get(plan=plan, user=user("mona"), until=None)
        HandoverItem(plan=plan, handover=handover, chosen_by=user("farid"), support_member=chair).save(
            force_insert=True
        )
    with past_the_rules():
        ContactTeamMember.objects.filter(user=user("marte"), until=None).update(
            until=TODAY - timedelta(days=1)
        )
    with as_user("marte"):
        [(total,)] = rows("select total from access.given_handovers()")
    assert total == 1


# A paper that has not come


def test_a_paper_of_a_hidden_agency_is_a_gap_for_whoever_registered_it_only(ended, plan, clinic) -> None:
    """Marte is main contact, and a gap called «Samtykkearket mangler» told her that there is a consent she may not know."""
    with as_user("elias"):
        draft = consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(clinic, WORK, give=True)])
    with as_user("farid"):
        consents.register_paper(draft, registered_by=user("farid"), witness=user("ola"), signed_on=TODAY)
    with as_user("farid"):
        gap = Gap.objects.get(plan=plan, rule="paper_missing", closed_at=None, subject__row_id=draft.pk)
        assert gap.owner_user_id == user("farid").pk
    for slug in ("marte", "anders", "kari", *OUTSIDERS):
        with as_user(slug):
            assert not Gap.objects.filter(plan_id=plan.pk, rule="paper_missing").exists(), slug
            assert not gaps.take(gap=gap), slug


# Yes or no


def test_handing_on_a_gap_does_not_tell_who_sits_in_the_team(ended, plan, clinic) -> None:
    """A yes for Mona and a no for somebody who is not there was the answer to a question that Marte may not ask."""
    farid_knows(plan, clinic, topic=WORK)
    open_for("mona", plan)
    with as_user("marte"):
        marte = Writer(user("marte"), Source.CORRECTIONAL)
        need = plans.write_need(plan=plan, writer=marte, topic=WORK, text="Ha noe å gjøre", acute=True)
    with as_user("marte"):
        gap = Gap.objects.get(plan=plan, rule="need_without_measure", closed_at=None, subject__row_id=need.pk)
        assert not gaps.hand_over(gap=gap, to=user("mona"))
        assert not gaps.hand_over(gap=gap, to=user("silje"))
    with as_user("farid"):
        assert gaps.hand_over(gap=gap, to=user("mona"))


def test_taking_what_cannot_be_taken_is_no_yes(plan) -> None:
    """A partner answers a measure of the own agency by doing it; «Jeg tar den» changed nothing and said that it had."""
    with as_user("elias"):
        nav = agency("nav")
    measure = a_measure(plan, "Ringe utleieren", due=TODAY, responsible_agency=nav)
    with as_user("kari"):
        assert not worklists.take(kind="measure", subject=measure.key)


# What waits for what


@pytest.fixture
def two(plan) -> tuple[Measure, Measure]:
    """Nav answers for the first, and sees both. The first waits for the second, Marte says."""
    with as_user("elias"):
        nav = agency("nav")
    first = a_measure(plan, "Ringe utleieren", responsible_agency=nav)
    second = a_measure(plan, "Skaffe legitimasjon")
    with as_user("marte"):
        assert gaps.wait_for(measure=first, other=second)
        assert gaps.wait_for(measure=second, other=first)
    return first, second


def test_a_partner_who_sees_both_unties_only_what_waits_with_themselves(two, plan, browse) -> None:
    first, second = two
    with as_user("kari"):
        assert Dependency.objects.filter(measure__in=two).count() == 2, "she sees both"
        assert not gaps.wait_no_more(measure=second, other=first.key)
    kari = browse("kari")
    page = kari.get(reverse("measure_waits", args=[plan.key, second.key])).content.decode()
    assert "Venter ikke lenger" not in page
    assert "Den som har tiltaket, og kontaktteamet" in page
    assert kari.post(reverse("measure_waits_not", args=[plan.key, second.key, first.key])).status_code == 404
    with as_user("kari"):
        assert gaps.wait_no_more(measure=first, other=second.key), "Nav answers for the first"
        assert not gaps.wait_for(measure=second, other=first)
        assert gaps.wait_for(measure=first, other=second)


@pytest.mark.parametrize("slug", [*OUTSIDERS, "anders", "torbjorn"])
def test_nobody_else_ties_or_unties(two, slug) -> None:
    first, second = two
    with as_user(slug):
        assert not gaps.wait_no_more(measure=first, other=second.key)
        assert not gaps.wait_for(measure=first, other=second)


def test_that_it_was_untied_stands_in_the_log_for_those_who_see_both(two, plan) -> None:
    """The row is gone, and with it went the line."""
    first, second = two
    with as_user("marte"):
        assert gaps.wait_no_more(measure=first, other=second.key)

    def said(slug: str) -> list[str]:
        with as_user(slug):
            return [
                c.action for c in Change.objects.filter(table="gaps_dependency", before__measure_id=first.pk)
            ]

    assert said("elias") == ["delete"]
    assert said("marte") == ["delete"]
    assert said("kari") == ["delete"]
    for slug in OUTSIDERS:
        assert said(slug) == [], slug
    with as_user("elias"):
        exclude(plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=HOUSING)
    assert said("farid") == []


# Lists of one's own


def test_one_s_own_lists_are_there_for_everybody_and_say_why_they_are_empty(browse) -> None:
    """Not 404: «Forespørsler» is one's own, as «Mine planer» is. Design: invisible is 404, empty says why."""
    for slug in ("tone", "eva", "jon"):
        page = browse(slug).get(reverse("handover_requests"))
        assert page.status_code == 200
        assert "Ingen forespørsler venter" in page.content.decode()
