"""What follows from a yes: who comes in, who leaves and when, who is told, and what an undone handover leaves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules
from tests.clock import day, move, standing

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.elias import days
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import ChecklistMark, Handover, HandoverItem
from pop.handovers.pathways import pathways, points
from pop.handovers.reading import ASKED, ESCALATED, LATE, state_of
from pop.handovers.tests.conftest import (
    DEPOSIT,
    HOME,
    ask,
    begin,
    choose,
    fresh,
    item_of,
    refused,
    reply,
    text_of,
    today,
)
from pop.plans.models import Measure, Need, Plan
from pop.plans.opening import relation_to
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, SupportTeamMember, Task

__all__ = ["both_logins"]


def relation(slug: str, plan: Plan) -> str | None:
    with acting(user(slug).pk):
        return relation_to(plan.key)


def role(slug: str, plan: Plan) -> ContactTeamMember:
    with acting(user("elias").pk):
        return ContactTeamMember.objects.filter(plan=plan, user=user(slug)).latest("pk")


def said_yes(handover: Handover, slug: str) -> HandoverItem:
    """A colleague is asked to take over the only role, and says yes."""
    item = choose(item_of(handover), slug)
    assert ask(item) == "asked"
    assert reply(item, slug)
    return item


def soon(kind: str, *texts: str, overlap: tuple[int, int] = (-7, 7)) -> Handover:
    """A handover whose overlap goes on today."""
    return begin(kind, *texts, leaving=("marte",), day=today(), overlap=(days(overlap[0]), days(overlap[1])))


@pytest.mark.parametrize("kind", ["other_prison", "probation", "section_16a"])
def test_the_new_unit_takes_over_with_overlap_and_the_old_one_leaves_by_itself(plan, kind):
    handover = soon(kind)
    assert relation("silje", plan) is None
    said_yes(handover, "silje")
    assert relation("silje", plan) == "assigned"
    assert relation("marte", plan) == "contact"
    assert role("marte", plan).until == days(7)
    assert (role("silje", plan).role, role("silje", plan).until) == ("main", None)
    with acting(user("elias").pk):
        assert Handover.objects.get(pk=handover.pk).state == "done"
        changed = Change.objects.filter(table="teams_contactteammember", row_id=role("marte", plan).pk)
        assert changed.latest("pk").after["until"] == days(7).isoformat()


def days_go_by(member: ContactTeamMember, number: int) -> None:
    """Who sees what asks the real day: so it is the row that moves."""
    with past_the_rules():
        ContactTeamMember.objects.filter(pk=member.pk).update(until=member.until - timedelta(number))


def test_whoever_leaves_has_no_access_on_the_day_after_the_overlap(both_logins, browse, plan):
    """The overlap is over already when the last one says yes: the old contact team goes at once."""
    handover = soon("other_prison", overlap=(-7, -1))
    said_yes(handover, "silje")
    assert role("marte", plan).until == today()
    address = reverse("plan", args=[plan.key])
    assert browse("marte").get(address).status_code == 200
    days_go_by(role("marte", plan), 1)
    assert relation("marte", plan) is None
    assert browse("marte").get(address).status_code == 404


def test_the_newcomer_does_not_come_in_before_the_overlap(plan):
    handover = begin("probation", leaving=("marte",), day=days(60))
    said_yes(handover, "jorgen")
    assert relation("jorgen", plan) is None
    assert role("jorgen", plan).since == days(60 - pathways()["probation"].overlap_before)


def test_the_old_contact_team_stays_until_every_role_has_somebody_and_keeps_a_limited_view(
    both_logins, browse, plan
):
    handover = soon("other_prison", HOME)
    said_yes(handover, "silje")
    assert role("marte", plan).until == days(7)
    with acting(user("elias").pk):
        assert Handover.objects.get(pk=handover.pk).state == "open"
    assert relation("marte", plan) == "contact"
    days_go_by(role("marte", plan), 8)
    assert relation("marte", plan) is None
    told = text_of(browse("marte").get(reverse("handover_requests")))
    assert "1 av 2 har bekreftet mottaker" in told
    assert "Elias" not in told
    assert HOME not in told


def test_a_representative_who_is_replaced_leaves_when_everything_has_somebody(plan):
    with acting(user("elias").pk):
        chair = SupportTeamMember.objects.get(plan=plan, user=user("kari"))
    with acting(user("marte").pk):
        handover = actions.begin(
            plan=plan, begun_by=user("marte"), pathway=pathways()["change_of_one"], on_day=today(),
            leaving=[chair],
        )  # fmt: skip
    item = choose(item_of(handover), "hanne", kind="home_municipality")
    assert ask(item) == "asked"
    assert reply(item, "hanne")
    with acting(user("elias").pk):
        assert SupportTeamMember.objects.get(pk=chair.pk).until == days(14)


def test_nothing_ends_while_somebody_has_not_answered(plan, handover):
    item = choose(item_of(handover, DEPOSIT), "kari", kind="nav")
    ask(item)
    reply(item, "kari")
    with acting(user("elias").pk):
        assert Handover.objects.get(pk=handover.pk).state == "open"
    assert role("marte", plan).until is None


def test_the_giver_is_told_that_somebody_holds_the_thread_and_again_after_two_weeks(plan):
    with standing(day(2027, 1, 4)) as clock:
        handover = begin("other_prison", leaving=("marte",), day=day(2027, 1, 11).date())
        said_yes(handover, "silje")
        with acting(user("marte").pk):
            kinds = [task.kind for task in Task.objects.filter(plan=plan, done_at=None)]
            assert kinds.count("thread_held") == 1
            assert kinds.count("thread_held_later") == 1, "for Marte, who began it"
            later = Task.objects.get(plan=plan, kind="thread_held_later", done_at=None)
            assert later.at == day(2027, 1, 25, hour=0)
            from pop.teams.worklist import tasks

            assert later.pk not in [row["task"].pk for row in tasks(user("marte"))]
            move(clock, day(2027, 1, 25))
            assert later.pk in [row["task"].pk for row in tasks(user("marte"))]


def test_five_and_ten_working_days_are_counted_over_weekends_and_easter(plan, handover):
    """Asked on Tuesday 23 March 2027: Maundy Thursday, Good Friday, Easter Eve and Easter Monday do not count."""
    with standing(day(2027, 3, 23)):
        item = choose(item_of(handover, DEPOSIT), "kari", kind="nav")
        ask(item)
        seen = fresh(item)
    assert seen.remind_on == day(2027, 4, 2).date()
    assert seen.escalate_on == day(2027, 4, 9).date()
    on = {number: state_of(seen, covered=True, today=day(2027, 4, number).date()) for number in (2, 3, 9, 10)}
    assert on == {2: ASKED, 3: LATE, 9: LATE, 10: ESCALATED}


def test_without_holidays_five_and_ten_working_days_are_one_and_two_weeks(plan, handover):
    with standing(day(2027, 2, 1)):
        item = choose(item_of(handover, DEPOSIT), "kari", kind="nav")
        ask(item)
        seen = fresh(item)
    assert (seen.remind_on, seen.escalate_on) == (day(2027, 2, 8).date(), day(2027, 2, 15).date())


def test_a_release_that_is_put_off_takes_nothing_from_anybody(plan):
    handover = soon("other_prison")
    said_yes(handover, "silje")
    with acting(user("marte").pk):
        assert actions.postpone(handover, reason="Ny sak")
    assert role("marte", plan).until is None
    assert role("marte", plan).role == "main"
    assert relation("silje", plan) == "assigned"
    with acting(user("marte").pk):
        assert actions.move(handover, on_day=days(30))
    with acting(user("elias").pk):
        moved = Handover.objects.get(pk=handover.pk)
    assert (moved.state, moved.on_day, moved.overlap_until) == ("done", days(30), days(37))
    assert role("marte", plan).until == days(37)


def test_when_the_person_comes_back_the_plan_is_whole_and_the_old_ones_have_it(plan):
    with acting(user("elias").pk):
        before = Need.objects.filter(plan=plan).count()
    handover = soon("probation")
    item = said_yes(handover, "jorgen")
    with acting(user("marte").pk):
        assert actions.cancel(handover, reason="Kom tilbake etter brudd")
    assert relation("jorgen", plan) is None
    assert relation("marte", plan) == "contact"
    assert (role("marte", plan).role, role("marte", plan).until) == ("main", None)
    assert fresh(item).answer == "confirmed"
    with acting(user("elias").pk):
        assert Need.objects.filter(plan=plan).count() == before
    with acting(user("marte").pk):
        assert not Task.objects.filter(plan=plan, kind="thread_held_later", done_at=None).exists()


def test_a_colleague_who_took_over_has_the_own_role_again_when_it_is_broken_off(plan):
    """Farid was coordinator, became main contact by a yes, and was left as a deputy afterwards."""
    was = role("farid", plan).role
    assert was not in ("main", "deputy")
    handover = soon("other_ward")
    said_yes(handover, "farid")
    assert role("farid", plan).role == "main"
    with acting(user("marte").pk):
        assert actions.cancel(handover, reason="Flyttingen er avlyst")
    assert role("farid", plan).role == was
    assert (role("marte", plan).role, role("marte", plan).until) == ("main", None)


def test_those_who_were_asked_are_told_when_the_day_is_another(asked, handover):
    with acting(user("marte").pk):
        actions.move(handover, on_day=days(90))
    with acting(user("kari").pk):
        assert Task.objects.filter(kind="handover_moved").exists()


def test_elias_keeps_his_own_plan_after_the_release(browse, plan):
    handover = soon("release_without")
    item = choose(item_of(handover), "hanne", kind="home_municipality")
    ask(item)
    reply(item, "hanne")
    with acting(user("marte").pk):
        Plan.objects.filter(pk=plan.pk).update(sentence_ended_on=days(-1))
    assert relation("elias", plan) == "own"
    assert browse("elias").get(reverse("plan", args=[plan.key])).status_code == 200


def test_a_question_about_private_ties_closes_the_request_too(plan):
    handover = soon("other_prison")
    item = choose(item_of(handover), "silje")
    ask(item)
    with acting(user("elias").pk):
        teams.ask_away(plan=plan, user=user("silje"))
    assert not reply(item, "silje")


KINDS = {
    "other_ward": (0, 7, 14), "other_prison": (1, 14, 14), "probation": (2, 28, 14), "section_12": (1, 14, 14),
    "section_16": (2, 28, 14), "section_16a": (2, 28, 14), "release_with_duty": (6, 60, 14),
    "release_without": (6, 60, 14), "released_today": (0, 0, 14), "change_of_one": (0, 0, 14), "new_contributor": (0, 0, 14),
}  # fmt: skip
"""Months before the day, and days of overlap before and after it: work order 4, section 6; T9, T11, T12."""


def test_each_kind_of_handover_has_its_own_times():
    found = pathways()
    assert set(found) == set(KINDS)
    for code, (months, before, after) in KINDS.items():
        pathway = found[code]
        assert (pathway.begin_months, pathway.overlap_before, pathway.overlap_after) == (
            months,
            before,
            after,
        ), code
        first, last = pathway.overlap(today())
        assert first <= today() <= last
        assert pathway.source, code


def test_each_kind_of_handover_has_its_own_checklist():
    lists = {
        code: tuple(point.code for point in points(pathway.checklist)) for code, pathway in pathways().items()
    }
    assert all(lists.values())
    assert len(set(lists.values())) == len(lists), "no two kinds have the same list"
    assert len(points("release")) == 12
    for code in ("release_with_duty", "release_without"):
        assert set(lists[code]) > {point.code for point in points("release")}
    assert "first_report" in lists["release_with_duty"]
    assert "first_report" not in lists["release_without"]


def test_a_point_has_one_meaning_wherever_it_stands():
    """A mark is kept by its code: two points with one code would be each other's."""
    every = [point for pathway in pathways().values() for point in points(pathway.checklist)]
    seen = {(point.code, point.names["nb"]) for point in every}
    assert len({code for code, _name in seen}) == len(seen)
    assert all(point.source and set(point.names) == {"nb", "nn", "en"} for point in every)


def test_the_points_of_every_release_are_the_plans_and_the_others_go_with_the_handover(plan, browse):
    handover = begin("release_with_duty", HOME)
    with acting(user("marte").pk):
        for code in ("housing", "first_report"):
            actions.mark(plan=plan, by=user("marte"), code=code, state="done", handover=handover)
        marked = {mark.code: mark.handover_id for mark in ChecklistMark.objects.filter(plan=plan)}
        assert marked["housing"] is None
        assert marked["first_report"] == handover.pk
        actions.cancel(handover, reason="Ny dom")
    page = text_of(browse("marte").get(reverse("checklist", args=[plan.key])))
    assert "Et sted å bo fra første natt" in page
    assert "Første fremmøte hos friomsorgen" not in page


def test_nobody_writes_dates_or_answers_of_a_handover_by_hand(asked, handover):
    for slug in ("marte", "elias", "kari"):
        with acting(user(slug).pk):
            assert refused(lambda: Handover.objects.filter(pk=handover.pk).update(state="done"))
            assert refused(lambda: HandoverItem.objects.filter(pk=asked.pk).update(asked_at=None))
            assert refused(lambda: HandoverItem.objects.filter(pk=asked.pk).delete()[0])


def test_what_goes_on_is_in_one_handover_at_a_time(plan):
    first = begin("release_with_duty", DEPOSIT, leaving=("marte",))
    with acting(user("marte").pk):
        measure = Measure.objects.get(plan=plan, text=DEPOSIT)
        member = ContactTeamMember.objects.get(plan=plan, user=user("marte"), until=None)
        for again in ({"measures": [measure]}, {"leaving": [member]}):
            with pytest.raises(IntegrityError, match="this is in another handover that goes on"):
                actions.begin(
                    plan=plan,
                    begun_by=user("marte"),
                    pathway=pathways()["other_ward"],
                    on_day=days(3),
                    **again,
                )
        assert measure not in actions.to_hand_over(plan)
        actions.cancel(first, reason="Begynner på nytt")
        assert measure in actions.to_hand_over(plan)
        assert actions.begin(
            plan=plan,
            begun_by=user("marte"),
            pathway=pathways()["other_ward"],
            on_day=days(3),
            measures=[measure],
        )
