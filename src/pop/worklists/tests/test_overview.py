"""The leader's overview: numbers, names and days, and nothing of what stands in the plans."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.access.facts import past_the_rules, rows

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.gaps.tests.cases import Stage
from pop.people.actions import give_unit_role
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.teams import actions as contacts
from pop.teams.models import ContactTeamMember, Task
from pop.worklists import board

Browse = Callable[[str], Client]
PAGE = "/enheten/oversikt/"


def test_only_a_leader_opens_the_overview(browse: Browse) -> None:
    for member in CAST:
        for page in (PAGE, "/enheten/team/", "/enheten/team/ny/"):
            assert browse(member.slug).get(page).status_code == (200 if member.slug == "anders" else 404), (
                page,
                member,
            )


def test_a_leader_of_another_unit_counts_nobody_of_this_one(both_logins: str) -> None:
    with past_the_rules():
        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    with acting(user("silje").pk):
        found = board.of_leader()
    assert (found.persons, found.without, found.leaving, found.gaps) == (0, [], [], [])
    assert {str(one.who) for one in found.load} == {"Silje Bakke"}
    with acting(user("marte").pk):
        key = plan_of("elias").key
    with acting(user("silje").pk):
        assert rows("select access.ask_contact(%s)", [key]) == [(False,)]


def test_the_numbers_are_there_and_no_content(browse: Browse) -> None:
    html = browse("anders").get(PAGE).content.decode()
    assert "Marte Nygård" in html
    for content in ("Et fast sted å bo", "Nav Nordnes", "Lindelia", "Kari", "money", "besøkshuset"):
        assert content not in html, content


def test_a_protected_address_has_no_name(browse: Browse) -> None:
    """Leyla's is confidential (rule A10)."""
    assert "Leyla" not in browse("anders").get(PAGE).content.decode()


def test_who_has_no_main_contact_stands_there_with_one_action(browse: Browse) -> None:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        contacts.stop_following_up(ContactTeamMember.objects.get(plan=plan, role="main", until=None))
    html = browse("anders").get(PAGE).content.decode()
    assert "Elias Brekke" in html.partition('id="uten"')[2].partition("</section>")[0]
    assert f"/enheten/{plan.key}/" in html


def test_who_is_released_within_six_months_stands_there_with_what_is_in_place(browse: Browse) -> None:
    with acting(user("marte").pk):
        plans.expect_release(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL),
            on=timezone.localdate() + timedelta(days=40),
        )  # fmt: skip
    html = browse("anders").get(PAGE).content.decode()
    assert "av 12" in html.partition('id="ut"')[2].partition("</section>")[0]


def test_the_leader_asks_and_the_contact_gets_a_message_without_content(browse: Browse) -> None:
    with acting(user("marte").pk):
        key = plan_of("elias").key
    anders = browse("anders")
    for _ in range(2):
        assert anders.post(f"/enheten/{key}/spor/").status_code == 302
    with acting(user("marte").pk):
        assert Task.objects.filter(kind="leader_asks", done_at=None).count() == 1
    assert "Lederen spør hvordan det går" in browse("marte").get("/oppgaver/?alle=1").content.decode()


def test_an_absent_colleague_without_a_deputy_is_visible(browse: Browse) -> None:
    browse("anders").post(
        "/oppgaver/borte/",
        {"who": str(user("ola").key), "since": f"{timezone.localdate():%d.%m.%Y}", "deputy": ""},
    )
    assert "Ingen stedfortreder" in browse("anders").get(PAGE).content.decode()


def test_how_far_the_plans_have_come_is_what_each_plans_own_line_says(both_logins: str) -> None:
    """The numbers are counted for all plans in one go: they are those of access.step_dates, plan by plan."""
    with acting(user("anders").pk):
        found = board.of_leader()
        [(units,)] = rows("select rule.led_units()")
    with past_the_rules():
        placed = rows(
            "select distinct plan_id from plans_placement x join plans_plan p on p.id = x.plan_id"
            " where x.until is null and x.removed_at is null and x.blocked_at is null and x.unit_id = any (%s)"
            " and (p.sentence_ended_on is null or p.sentence_ended_on >= access.today())"
            " and not exists (select 1 from plans_merge e where e.emptied_id = p.id and e.undone_at is null)",
            [units],
        )
        expected: dict[str, int] = {}
        for (plan_id,) in placed:
            done = {
                s for s, on, _next in rows("select * from access.step_dates(%s)", [plan_id]) if on is not None
            }
            last = max((step for step in done if step in "12345678"), default="0")
            expected[last] = expected.get(last, 0) + 1
    assert expected
    assert {code: number for _name, number, code in found.steps} == expected


def test_a_step_counts_when_its_thing_is_done_and_not_before(both_logins: str) -> None:
    """A meeting before the second talk does not end step 5; the one after it does (B11)."""

    def steps() -> dict[str, int]:
        with acting(user("anders").pk):
            return {code: number for _name, number, code in board.of_leader().steps}

    stage = Stage.new()
    began = steps()
    with stage.marte():
        stage.held("intake", ago=5)
        plans.plan_meeting(
            plan=stage.plan,
            writer=stage.service,
            subject="Møte",
            date=timezone.localdate() - timedelta(days=4),
            held=True,
        )
        stage.held("needs_1", ago=3)
        stage.held("needs_2", ago=2)
    before = steps()
    assert before.get("2", 0) == began.get("2", 0) + 1
    with stage.marte():
        plans.plan_meeting(
            plan=stage.plan, writer=stage.service, subject="Nytt møte", date=timezone.localdate(), held=True
        )
    assert steps().get("5", 0) == before.get("5", 0) + 1
