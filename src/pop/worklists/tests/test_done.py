"""What one has just done stays in sight for seven days, and can be taken back; meetings stand in the list as talks do."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient, exclude
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import MeasureStatus, Meeting, Source
from pop.teams import actions as teams
from pop.teams.models import Task
from pop.worklists import actions, done
from pop.worklists.tests.test_list import TODAY, a_measure, seen, waiting

Browse = Callable[[str], Client]


def finished(slug: str) -> dict[str, str]:
    with acting(user(slug).pk):
        return {row.title: row.url for row in done.of_actor()}


def a_finished_measure(text: str = "Ringe utleieren", responsible: str = "marte") -> None:
    with acting(user("marte").pk):
        measure = a_measure(plan_of("elias"), text, responsible_user=user(responsible), due=TODAY)
        plans.set_status(measure, status=MeasureStatus.DONE)


def test_a_measure_that_i_finished_leaves_the_list_and_stands_below_with_a_way_back(browse: Browse) -> None:
    a_finished_measure()
    assert not any(row.kind == "measure" and row.text == "Ringe utleieren" for row in waiting("marte"))
    assert "Ringe utleieren" not in seen(browse, "marte", "?alle=1")
    html = browse("marte").get("/oppgaver/?gjort=1").content.decode()
    assert "Ringe utleieren" in html.partition('id="gjort"')[2]
    assert browse("marte").get(finished("marte")["Ringe utleieren"]).status_code == 200


def test_nobody_else_reads_what_i_have_done() -> None:
    a_finished_measure()
    for slug in ("ola", "farid", "silje", "anders", "kari", "jon"):
        assert "Ringe utleieren" not in finished(slug), slug


def test_what_is_kept_from_me_since_is_not_there() -> None:
    a_finished_measure(responsible="farid")
    assert "Ringe utleieren" in finished("farid")
    with acting(user("elias").pk):
        exclude(
            plan=plan_of("elias"), made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=1
        )
    assert "Ringe utleieren" not in finished("farid")


def test_a_message_that_was_taken_off_is_put_back_by_one_press(browse: Browse) -> None:
    with acting(user("marte").pk):
        key = plan_of("elias").key
    with acting(user("anders").pk):
        assert actions.ask_contact(plan_key=key)
    with acting(user("marte").pk):
        task = Task.objects.get(kind="leader_asks", done_at=None)
    marte = browse("marte")
    marte.post(f"/oppgaver/{task.key}/gjort/")
    assert str(task.get_kind_display()) in finished("marte")
    assert browse("farid").post(f"/oppgaver/{task.key}/gjort/", {"angre": "1"}).status_code == 404
    assert marte.post(f"/oppgaver/{task.key}/gjort/", {"angre": "1"}).status_code == 302
    with acting(user("marte").pk):
        assert Task.objects.get(pk=task.pk).done_at is None
    assert str(task.get_kind_display()) not in finished("marte")


def a_meeting(days: int, *called: str) -> Meeting:
    with acting(user("marte").pk):
        return plans.plan_meeting(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Ansvarsgruppemøte nå",
            date=TODAY + timedelta(days=days), invite=tuple(user(slug) for slug in called),
        )  # fmt: skip


def test_a_coming_meeting_stands_in_the_list_of_those_who_are_called_and_of_the_main_contact(
    browse: Browse,
) -> None:
    a_meeting(2, "kari")
    assert "Ansvarsgruppemøte nå" in seen(browse, "marte", "?alle=1")
    assert "Ansvarsgruppemøte nå" in seen(browse, "kari", "?alle=1")
    for slug in ("farid", "hanne", "sunniva", "silje", "anders"):
        assert "Ansvarsgruppemøte nå" not in seen(browse, slug, "?alle=1"), slug


def test_a_meeting_that_should_have_been_held_waits_for_the_main_contact_only(browse: Browse) -> None:
    meeting = a_meeting(-2, "kari")
    assert "Skriv om møtet" in seen(browse, "marte", "?alle=1")
    assert not any(row.key == meeting.key for row in waiting("kari"))
    with acting(user("marte").pk):
        plans.edit(meeting, held=True)
    assert not any(row.key == meeting.key for row in waiting("marte"))
    assert "Ansvarsgruppemøte nå" in finished("marte")


def test_who_may_not_see_the_plan_any_more_has_no_meeting_in_it() -> None:
    meeting = a_meeting(2, "kari")
    with acting(user("elias").pk):
        plan = plan_of("elias")
        consents.withdraw(plan=plan, recipient=Recipient(agency=agency("nav")))
        teams.ask_away(plan=plan, user=user("kari"))
    assert not any(row.key == meeting.key for row in waiting("kari"))
