"""The person names another main contact; duties and gaps follow whoever holds it, and nothing more is seen (B10)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.actions import Writer, expect_release
from pop.plans.around import main_contact
from pop.plans.models import Need, Plan, Source
from pop.teams import actions
from pop.teams.models import MainChoice, Task
from pop.worklists import actions as worklists

__all__ = ["both_logins"]
Browse = Callable[[str], Client]


@pytest.fixture(autouse=True)
def real_commits(both_logins: str) -> str:
    """Gaps are found at the end of a transaction."""
    return both_logins


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def who(plan: Plan, *, seen_by: str = "elias") -> int | None:
    with acting(user(seen_by).pk):
        return main_contact(plan)


def choice(plan: Plan) -> MainChoice:
    with acting(user("elias").pk):
        return MainChoice.objects.filter(plan=plan).latest("asked_at")


def name(plan: Plan, slug: str, by: str = "elias") -> bool:
    with acting(user(by).pk):
        return actions.name_main_contact(plan=plan, user=user(slug))


def say(plan: Plan, slug: str, *, yes: bool = True) -> bool:
    with acting(user(slug).pk):
        return actions.answer_main_contact(choice=choice_key(plan), yes=yes)


def choice_key(plan: Plan) -> Any:
    with past_the_rules():
        return rows(
            "select key from teams_mainchoice where plan_id = %s order by asked_at desc limit 1", [plan.pk]
        )[0][0]


def owners(plan: Plan, rule: str) -> set[int]:
    with past_the_rules():
        return {
            row[0]
            for row in rows(
                "select owner_user_id from gaps_gap where plan_id = %s and rule = %s and closed_at is null",
                [plan.pk, rule],
            )
        }


def long_since_the_last_talk(plan: Plan) -> None:
    """A gap of the main contact's that is about no topic, and the points of the checklist, which are the contact team's."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "update conversations_conversation set held_on = held_on - 90 where plan_id = %s and held_on is not null",
            [plan.pk],
        )
        cursor.execute("select access.refresh_gaps(array[%s]::bigint[])", [plan.pk])
    with acting(user("marte").pk):
        writer = Writer(user("marte"), Source.CORRECTIONAL)
        expect_release(plan=plan, writer=writer, on=timezone.localdate() + timedelta(days=40))


@pytest.fixture
def teacher(plan: Plan) -> int:
    """Torbjørn, who teaches Elias, has said yes."""
    assert name(plan, "torbjorn")
    assert say(plan, "torbjorn")
    return int(user("torbjorn").pk)


def test_from_the_yes_the_one_who_was_named_is_the_main_contact(plan: Plan) -> None:
    marte = user("marte").pk
    assert who(plan) == marte
    assert name(plan, "torbjorn")
    assert who(plan) == marte, "a duty is not imposed"
    assert say(plan, "torbjorn")
    assert {who(plan), who(plan, seen_by="marte"), who(plan, seen_by="kari")} == {user("torbjorn").pk}


def test_a_no_changes_nothing_and_the_person_reads_it(plan: Plan, browse: Browse) -> None:
    assert name(plan, "torbjorn")
    assert say(plan, "torbjorn", yes=False)
    assert who(plan) == user("marte").pk
    assert "Torbjørn Eide sa nei" in browse("elias").get("/teamet-mitt/").content.decode()
    assert not say(plan, "torbjorn"), "a no is answered once"


def test_each_does_it_on_their_own_page(plan: Plan, browse: Browse) -> None:
    elias, torbjorn = browse("elias"), browse("torbjorn")
    page = f"/planer/{plan.key}/team/hovedkontakt/"
    html = elias.get(page).content.decode()
    assert "Torbjørn Eide" in html
    assert "Marte Nygård" not in html, "she has it already"
    assert "Mona" not in html, "the clinic's name would tell what it is about"
    assert "Velg hvem det er." in elias.post(page, {}).content.decode()
    html = elias.post(page, {"who": user("torbjorn").key}, follow=True).content.decode()
    assert "Torbjørn Eide er spurt" in html
    assert "har ikke svart ennå" in html
    assert "Personen spør om du vil være hovedkontakt" in torbjorn.get("/oppgaver/").content.decode()
    answer = f"{page}{choice_key(plan)}/"
    assert "Ja, jeg vil" in torbjorn.get(f"/planer/{plan.key}/team/").content.decode()
    assert "Du er hovedkontakt nå" in torbjorn.post(answer, {"answer": "yes"}, follow=True).content.decode()
    assert "valgt av deg" in elias.get("/teamet-mitt/").content.decode()
    for slug, words in (("elias", "valgt av deg"), ("marte", "valgt av Elias"), ("kari", "valgt av Elias")):
        assert f"Hovedkontakt, {words}" in browse(slug).get(f"/planer/{plan.key}/").content.decode(), slug
    assert "Personen har selv valgt hovedkontakt" in browse("anders").get("/enheten/").content.decode()
    log = browse("marte").get(f"/planer/{plan.key}/logg/").content.decode()
    assert "Spurt om å være hovedkontakt" in log
    assert "Sa ja til å være hovedkontakt" in log
    html = torbjorn.post(answer, {"answer": "end"}, follow=True).content.decode()
    assert "Kontaktteamet har oppgavene" in html
    assert "Ikke lenger hovedkontakt" in browse("marte").get(f"/planer/{plan.key}/logg/").content.decode()


def test_the_gaps_that_are_the_main_contacts_follow_and_come_back(plan: Plan, browse: Browse) -> None:
    long_since_the_last_talk(plan)
    assert owners(plan, "regular_talk_late") == {user("marte").pk}
    name(plan, "torbjorn")
    say(plan, "torbjorn")
    assert owners(plan, "regular_talk_late") == {user("torbjorn").pk}
    assert owners(plan, "checklist_open") == {user("marte").pk}
    assert "Lenge siden forrige samtale" in browse("torbjorn").get("/oppgaver/").content.decode()
    assert "Lenge siden forrige samtale" not in browse("marte").get("/oppgaver/").content.decode()
    with acting(user("elias").pk):
        assert actions.end_main_contact(choice=choice_key(plan))
    assert owners(plan, "regular_talk_late") == {user("marte").pk}
    with acting(user("marte").pk):
        assert Task.objects.filter(plan=plan, kind="main_back", done_at=None).count() == 1


def test_open_gaps_change_hands_in_the_same_moment(plan: Plan) -> None:
    """Without the rule itself being tried again."""
    long_since_the_last_talk(plan)
    with past_the_rules():
        mine = rows(
            "select id from gaps_gap where plan_id = %s and closed_at is null and owner_user_id = %s"
            " and rule = any (access.rules_of_main()) and topic_id is null",
            [plan.pk, user("marte").pk],
        )
    assert mine, "Elias has such a gap"
    name(plan, "torbjorn")
    say(plan, "torbjorn")
    with past_the_rules():
        now = rows(
            "select distinct owner_user_id from gaps_gap where id = any (%s) and closed_at is null",
            [[i for (i,) in mine]],
        )
    assert now == [(user("torbjorn").pk,)]


def test_what_stands_in_an_area_that_is_not_given_stays_with_the_contact_team(
    plan: Plan, teacher: int
) -> None:
    with acting(user("torbjorn").pk):
        seen = set(Need.objects.filter(plan=plan).values_list("pk", flat=True))
    with past_the_rules():
        found = rows(
            "select s.row_id, g.owner_user_id from gaps_gap g join gaps_gapsubject s on s.gap_id = g.id"
            " where g.plan_id = %s and g.closed_at is null and s.\"table\" = 'plans_need'",
            [plan.pk],
        )
    assert all((owner == teacher) <= (need in seen) for need, owner in found)
    with past_the_rules():
        hidden = rows(
            "select count(*) from gaps_gap g where g.plan_id = %s and g.owner_user_id = %s and g.topic_id is not null"
            " and g.owner_agency_id is null and not exists (select 1 from rule.given_chairs c where c.plan_id = g.plan_id"
            " and c.user_id = g.owner_user_id and c.topic = g.topic_id)",
            [plan.pk, teacher],
        )
    assert hidden == [(0,)]


def test_what_the_law_gives_to_kriminalomsorgen_stays_there(plan: Plan, teacher: int) -> None:
    long_since_the_last_talk(plan)
    with past_the_rules():
        rules = {
            row[0]
            for row in rows(
                "select distinct rule from gaps_gap where plan_id = %s and owner_user_id = %s and closed_at is null"
                " and rule = any (access.rules_of_contact())",
                [plan.pk, teacher],
            )
        }
    assert rules == set()


def test_nothing_more_is_seen_by_being_the_main_contact(plan: Plan) -> None:
    """Every table of a plan, before and after; but for the choice itself, the duties and what they are called by."""
    own = {
        "teams_mainchoice",
        "gaps_gap",
        "gaps_gapsubject",
        "teams_task",
        "notices_notice",
        "changelog_change",
        "changelog_subject",
    }

    def seen() -> dict[str, set[Any]]:
        with acting(user("torbjorn").pk):
            tables = [
                name
                for (name,) in rows(
                    "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'plan_id'"
                    " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
                    " and has_column_privilege(c.oid, a.attnum, 'select')"
                )
            ]
            return {
                t: set(rows(f"select plan_id, count(*) from {t} group by 1")) for t in tables if t not in own
            }  # noqa: S608

    before = seen()
    assert before["plans_measure"]
    name(plan, "torbjorn")
    say(plan, "torbjorn")
    assert seen() == before


@pytest.mark.parametrize("slug", ["torbjorn", "kari", "marte", "anders", "hanne", "leyla"])
def test_nobody_but_the_person_names(plan: Plan, slug: str) -> None:
    before = choice(plan).key
    assert not name(plan, "torbjorn", by=slug)
    assert not name(plan, slug, by=slug)
    with acting(user(slug).pk):
        assert actions.main_candidates(plan=plan) == []
    assert choice(plan).key == before, "what Elias has asked stands"


def test_no_login_writes_the_choice_itself(plan: Plan, teacher: int) -> None:
    for slug in ("torbjorn", "kari", "marte", "elias"):
        for statement in (
            "insert into teams_mainchoice (key, plan_id, user_id, way, asked_by_id, asked_at, answer, answered_at)"
            " values (gen_random_uuid(), %(plan)s, %(me)s, 'own_login', %(me)s, now(), 'yes', now())",
            "update teams_mainchoice set user_id = %(me)s where plan_id = %(plan)s",
            "delete from teams_mainchoice where plan_id = %(plan)s",
        ):
            with (
                acting(user(slug).pk),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                connection.cursor().execute(statement, {"plan": plan.pk, "me": user(slug).pk})


def test_only_the_one_who_was_asked_answers(plan: Plan) -> None:
    name(plan, "torbjorn")
    for slug in ("elias", "marte", "kari", "anders"):
        assert not say(plan, slug), slug
        if slug != "elias":
            with acting(user(slug).pk):
                assert not actions.end_main_contact(choice=choice_key(plan)), slug
    assert who(plan) == user("marte").pk


def test_another_partner_knows_of_no_question_that_waits(plan: Plan, browse: Browse) -> None:
    name(plan, "torbjorn")
    with acting(user("kari").pk):
        assert not MainChoice.objects.filter(plan=plan).exists()
    assert browse("kari").post(
        f"/planer/{plan.key}/team/hovedkontakt/{choice_key(plan)}/", {"answer": "yes"}
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize("slug", ["mona", "per", "grete", "silje", "anders"])
def test_whoever_is_not_in_the_team_or_is_reached_by_nothing_cannot_be_named(plan: Plan, slug: str) -> None:
    """Mona is from a clinic, Per has not said yes to the team, no consent reaches Grete, Silje and Anders are in no team."""
    assert not name(plan, slug)


def test_at_one_screen_the_officer_helps_and_not_otherwise(plan: Plan, browse: Browse) -> None:
    marte, page = browse("marte"), f"/planer/{plan.key}/team/hovedkontakt/"
    assert "sammen-modus" in marte.get(page).content.decode()
    marte.post(page, {"who": user("torbjorn").key})
    assert choice(plan).asked_by_id == user("elias").pk, "nothing new"
    marte.post(f"/planer/{plan.key}/sammen/", {"do": "start"})
    marte.post(page, {"who": user("torbjorn").key})
    assert (choice(plan).way, choice(plan).asked_by_id) == ("together", user("marte").pk)
    assert say(plan, "torbjorn")


def gone(plan: Plan) -> bool:
    """The contact team's main contact has it back, and the gap says so to them."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("select access.refresh_gaps(array[%s]::bigint[], array['none'])", [plan.pk])
    return who(plan) == user("marte").pk and owners(plan, "chosen_contact_cannot") == {user("marte").pk}


def test_whoever_leaves_the_team_is_the_main_contact_no_more_at_once(plan: Plan, teacher: int) -> None:
    assert not gone(plan)
    with acting(user("torbjorn").pk):
        actions.leave_team(plan.support_team.get(user=user("torbjorn"), until=None))
    assert gone(plan)


def test_when_the_consent_goes_so_does_the_role(plan: Plan, teacher: int) -> None:
    with acting(user("elias").pk):
        consents.withdraw(plan=plan)
    assert gone(plan)


def test_whoever_is_asked_away_is_the_main_contact_no_more_at_once(plan: Plan, teacher: int) -> None:
    with acting(user("elias").pk):
        actions.ask_away(plan=plan, user=user("torbjorn"))
    assert gone(plan)
    with acting(user("elias").pk):
        assert actions.end_main_contact(choice=choice_key(plan))
    assert owners(plan, "chosen_contact_cannot") == set(), "the person has taken it back"


def test_a_colleague_who_is_away_has_it_again_when_they_are_back(plan: Plan) -> None:
    assert name(plan, "farid")
    assert say(plan, "farid")
    assert who(plan) == user("farid").pk
    today = timezone.localdate()
    with acting(user("farid").pk):
        absence = worklists.be_away(user=user("farid"), since=today, until=None, registered_by=user("farid"))
    assert gone(plan)
    with acting(user("farid").pk):
        type(absence).objects.filter(pk=absence.pk).update(until=today - timedelta(days=1))
    assert who(plan) == user("farid").pk
    assert owners(plan, "chosen_contact_cannot") == set()


def test_a_colleague_whom_the_person_has_named_has_all_of_it(plan: Plan) -> None:
    """Also what only the contact team can do: nothing of it needs a consent."""
    long_since_the_last_talk(plan)
    name(plan, "farid")
    say(plan, "farid")
    with past_the_rules():
        assert rows(
            "select distinct owner_user_id from gaps_gap where plan_id = %s and closed_at is null"
            " and owner_agency_id is null and rule = any (access.rules_of_contact())", [plan.pk],
        ) == [(user("farid").pk,)]  # fmt: skip


def test_another_yes_takes_over_from_the_one_before(plan: Plan, teacher: int) -> None:
    assert name(plan, "kari")
    assert who(plan) == teacher
    assert say(plan, "kari")
    assert who(plan) == user("kari").pk
    with acting(user("elias").pk):
        assert MainChoice.objects.filter(plan=plan, answer="yes", ended_at=None).count() == 1


def test_the_leader_still_sees_who_is_without_a_contact_in_the_contact_team(
    plan: Plan, teacher: int, browse: Browse
) -> None:
    """A main contact outside is no contact officer (docs/adr/0019)."""
    assert "1 person er uten hovedkontakt" not in browse("anders").get("/enheten/").content.decode()
    with acting(user("elias").pk):
        actions.ask_away(plan=plan, user=user("marte"))
    assert "1 person er uten hovedkontakt" in browse("anders").get("/enheten/").content.decode()
    assert who(plan) == teacher
