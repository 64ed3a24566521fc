"""Teams, deputies and tasks that are given on: whose turn it is changes, and never who may see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.people.models import Unit
from pop.teams import actions as contacts
from pop.teams.models import ContactTeamMember
from pop.worklists import actions, work
from pop.worklists.models import Absence, GivenTask, OfficerTeam, RosterDay, TeamMembership
from pop.worklists.roster import Stretch, next_stretch
from pop.worklists.tests.test_list import a_measure, seen, waiting

Browse = Callable[[str], Client]
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def team() -> OfficerTeam:
    with acting(user("marte").pk):
        return OfficerTeam.objects.get(name="Team B")


def mine_to_give(text: str = "Ringe utleieren") -> Any:
    with acting(user("marte").pk):
        return a_measure(plan_of("elias"), text, responsible_user=user("marte"), due=TODAY)


def give(measure: Any, team: OfficerTeam, *, by: str = "marte") -> bool:
    with acting(user(by).pk):
        return actions.give(kind="measure", subject=measure.key, team=team)


def open_for_ola() -> None:
    """Ola is assigned, and says that there is no private tie."""
    with acting(user("ola").pk):
        contacts.no_private_tie(plan=plan_of("elias"), user=user("ola"))


def test_a_given_task_waits_with_its_giver_and_is_there_to_take_for_the_team(
    browse: Browse, team: OfficerTeam
) -> None:
    measure = mine_to_give()
    open_for_ola()
    assert give(measure, team)
    assert "Gitt til Team B, venter på at noen tar den." in seen(browse, "marte")
    assert "Ringe utleieren" in seen(browse, "ola")
    assert browse("ola").post(f"/oppgaver/measure/{measure.key}/ta/").status_code == 302
    assert "Ringe utleieren" in seen(browse, "ola")
    assert "venter på at noen tar den" not in seen(browse, "marte").partition("Ringe utleieren")[2]
    holder = {row.text: row.holder for row in waiting("ola")}["Ringe utleieren"]
    assert holder == user("ola").pk


def test_who_gave_it_can_keep_it_after_all(browse: Browse, team: OfficerTeam) -> None:
    measure = mine_to_give()
    give(measure, team)
    browse("marte").post(f"/oppgaver/measure/{measure.key}/ta/")
    with acting(user("marte").pk):
        assert not GivenTask.objects.filter(subject=measure.key, ended_at=None).exists()


def test_a_teammate_who_does_not_follow_the_person_up_sees_nothing_of_it(
    browse: Browse, team: OfficerTeam
) -> None:
    """Ola has not answered about private ties, so the plan is closed to him: being in the team opens nothing."""
    measure = mine_to_give()
    give(measure, team)
    assert "Ringe utleieren" not in seen(browse, "ola")
    assert browse("ola").post(f"/oppgaver/measure/{measure.key}/ta/").status_code == 404
    with acting(user("ola").pk):
        assert not GivenTask.objects.exists()
        now = ContactTeamMember.objects.filter(user=user("ola"), until=None)
        assert not now.exclude(role="deputy").exists()


@pytest.mark.parametrize("slug", ["silje", "anders", "kari", "jorgen", "elias"])
def test_nobody_gives_or_takes_what_is_not_theirs(team: OfficerTeam, slug: str) -> None:
    measure = mine_to_give()
    assert not give(measure, team, by=slug)
    give(measure, team)
    with acting(user(slug).pk):
        assert not actions.take(kind="measure", subject=measure.key)
        assert not GivenTask.objects.exists()


def test_nobody_writes_a_given_task_past_the_function(team: OfficerTeam) -> None:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        with pytest.raises(Error), transaction.atomic():
            GivenTask.objects.create(
                plan=plan, kind="measure", subject=plan.key, team=team, given_by=user("marte")
            )


def test_tasks_are_given_on_from_the_page(browse: Browse, team: OfficerTeam) -> None:
    measure = mine_to_give()
    marte = browse("marte")
    assert "Ringe utleieren" in marte.get("/oppgaver/gi/").content.decode()
    nothing = marte.post("/oppgaver/gi/", {"team": str(team.key)})
    assert "Velg minst én oppgave" in nothing.content.decode()
    done = marte.post("/oppgaver/gi/", {"team": str(team.key), "tasks": [f"measure:{measure.key}"]})
    assert done.status_code == 302
    with acting(user("marte").pk):
        assert GivenTask.objects.filter(subject=measure.key, team=team).exists()


def test_a_deputy_has_the_tasks_of_the_absent_one_in_plans_that_are_open_to_them(browse: Browse) -> None:
    mine_to_give()
    open_for_ola()
    with acting(user("marte").pk):
        actions.be_away(
            user=user("marte"), since=TODAY, until=None, deputy=user("ola"), registered_by=user("marte")
        )
    html = seen(browse, "ola")
    assert "Ringe utleieren" in html
    assert "Du er stedfortreder for Marte Nygård." in html


def test_a_deputy_without_the_plan_gets_nothing_by_being_deputy(browse: Browse) -> None:
    mine_to_give()
    with acting(user("anders").pk):
        actions.be_away(
            user=user("marte"), since=TODAY, until=None, deputy=user("ola"), registered_by=user("anders")
        )
    assert "Ringe utleieren" not in seen(browse, "ola")


def test_back_at_work_the_deputy_is_free(browse: Browse) -> None:
    mine_to_give()
    open_for_ola()
    with acting(user("marte").pk):
        away = actions.be_away(
            user=user("marte"), since=TODAY, until=None, deputy=user("ola"), registered_by=user("marte")
        )
    browse("marte").post(f"/oppgaver/borte/{away.key}/tilbake/")
    assert "Du er stedfortreder for Marte" not in seen(browse, "ola")


def test_why_somebody_is_away_has_no_place() -> None:
    assert {field.name for field in Absence._meta.get_fields()} == {
        "id", "key", "user", "since", "until", "deputy", "team", "registered_by", "registered_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "of", "deputy"),
    [
        ("silje", "marte", "silje"),
        ("kari", "kari", None),
        ("marte", "ola", None),
        ("marte", "marte", "silje"),
    ],
)
def test_nobody_registers_others_or_a_deputy_from_elsewhere(who: str, of: str, deputy: str | None) -> None:
    with acting(user(who).pk), pytest.raises(Error), transaction.atomic():
        actions.be_away(
            user=user(of),
            since=TODAY,
            until=None,
            deputy=user(deputy) if deputy else None,
            registered_by=user(who),
        )


def test_who_is_away_is_known_to_colleagues_of_the_team_and_the_leader_only() -> None:
    with acting(user("marte").pk):
        actions.be_away(user=user("marte"), since=TODAY, until=None, registered_by=user("marte"))
    for slug, knows in (("ola", True), ("anders", True), ("silje", False), ("kari", False), ("elias", False)):
        with acting(user(slug).pk):
            assert Absence.objects.filter(user=user("marte")).exists() is knows, slug


def test_the_leader_registers_an_absence_on_the_page(browse: Browse) -> None:
    with acting(user("anders").pk):
        marte, ola = str(user("marte").key), str(user("ola").key)
    anders = browse("anders")
    wrong = anders.post(
        "/oppgaver/borte/", {"who": marte, "since": "5.1.2027", "until": "4.1.2027", "deputy": marte}
    )
    assert "Siste dag kan ikke være før første dag" in wrong.content.decode()
    assert "Velg en annen enn den som er borte" in wrong.content.decode()
    since = f"{TODAY:%d.%m.%Y}"
    assert (
        anders.post("/oppgaver/borte/", {"who": marte, "since": since, "deputy": ola, "team": ""}).status_code
        == 302
    )
    with acting(user("ola").pk):
        assert Absence.objects.filter(user=user("marte"), deputy=user("ola")).exists()


def test_a_roster_is_typed_in_and_the_list_follows_it(browse: Browse) -> None:
    ola = browse("ola")
    off = [(TODAY + DAY * number).isoformat() for number in (2, 3)]
    assert ola.post("/oppgaver/turnus/", {"off": off}).status_code == 302
    assert "Du har fri fra" in seen(browse, "ola")
    with acting(user("ola").pk):
        assert RosterDay.objects.filter(user=user("ola"), off=True).count() == 2
    with acting(user("silje").pk):
        assert not RosterDay.objects.exists()


def test_the_stretch_off_is_the_one_that_comes_next() -> None:
    days = {TODAY + DAY * number: number in (2, 3, 9) for number in range(14)}
    assert next_stretch(days, TODAY) == Stretch(TODAY + 2 * DAY, TODAY + 3 * DAY)
    assert next_stretch({TODAY: False}, TODAY) is None
    assert next_stretch({}, TODAY, Stretch(TODAY - DAY, TODAY + DAY)) == Stretch(TODAY, TODAY + DAY)


def test_the_leader_makes_changes_and_ends_a_team(browse: Browse) -> None:
    with acting(user("anders").pk):
        keys = [str(user(slug).key) for slug in ("marte", "ola")]
    anders = browse("anders")
    few = anders.post("/enheten/team/ny/", {"name": "Team C", "users": keys[:1]})
    assert "Et team er to til fem ansatte." in few.content.decode()
    same = anders.post("/enheten/team/ny/", {"name": "team b", "users": keys})
    assert "Enheten har et team med dette navnet" in same.content.decode()
    assert anders.post("/enheten/team/ny/", {"name": "Team C", "users": keys}).status_code == 302
    with acting(user("anders").pk):
        made = OfficerTeam.objects.get(name="Team C")
    assert anders.post(f"/enheten/team/{made.key}/legg-ned/").status_code == 302
    with acting(user("anders").pk):
        assert OfficerTeam.objects.get(name="Team C").ended_on == TODAY


@pytest.mark.parametrize("slug", ["marte", "silje", "kari", "jorgen"])
def test_only_the_leader_of_the_unit_makes_a_team(slug: str) -> None:
    with acting(user(slug).pk), pytest.raises(Error), transaction.atomic():
        actions.make_team(unit=Unit.objects.get(name="Solvik fengsel"), name="Team C", users=[])


def test_a_team_takes_in_nobody_from_another_unit(team: OfficerTeam) -> None:
    with acting(user("anders").pk), pytest.raises(Error), transaction.atomic():
        TeamMembership.objects.create(team=team, user=user("silje"))


def test_a_team_is_known_in_its_unit_only(team: OfficerTeam) -> None:
    for slug, knows in (("ola", True), ("anders", True), ("silje", False), ("kari", False), ("elias", False)):
        with acting(user(slug).pk):
            assert OfficerTeam.objects.filter(pk=team.pk).exists() is knows, slug


def test_whoever_moves_sees_what_must_be_handed_on(browse: Browse) -> None:
    html = browse("marte").get("/oppgaver/flytter/").content.decode()
    assert "Elias Brekke" in html
    assert "Leyla Demir" in html
    assert "Du følger ikke opp noen" in browse("silje").get("/oppgaver/flytter/").content.decode()


def test_a_turn_is_worked_out_once_for_each_row() -> None:
    assert set(work.OWN_TURNS) | {work.Turn.MATES} == {
        value for name, value in vars(work.Turn).items() if not name.startswith("_")
    }
