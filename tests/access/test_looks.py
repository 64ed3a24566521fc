"""Who has looked, and what has been changed, is recorded by the database and taken back by nobody."""

import pytest
from django.db import Error, connection, transaction

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from tests.access import matrix
from tests.access.facts import past_the_rules, rows


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


def looks() -> list[tuple[object, ...]]:
    """As the data protection officer sees them."""
    with acting(user("tone").pk):
        return rows("select plan_id, user_id, page, purpose from access_look order by id")


def pages_of_elias() -> list[matrix.Case]:
    key = None
    with acting(user("elias").pk):
        key = plan_of("elias").key
    return [case for case in matrix.cases() if case.params.get("key") == key and case.name != "unit_assign"]


@pytest.mark.parametrize("who", ["marte", "kari"])
def test_each_page_of_a_plan_leaves_exactly_one_look(who, browse) -> None:
    with acting(user("elias").pk):
        plan = plan_of("elias")
    client, opened = browse(who), 0
    for case in pages_of_elias():
        before = looks()
        with transaction.atomic():
            answer = client.get(case.address)
            left = looks()[len(before) :]
            transaction.set_rollback(True)
        if answer.status_code == 200:
            opened += 1
            assert [row[:2] for row in left] == [(plan.pk, user(who).pk)], case.title
            assert all(left[0][2:]), f"{case.title}: which page, and what for"
        else:
            assert len(left) <= 1, case.title
    assert opened > (40 if who == "marte" else 10)


def test_the_person_leaves_no_look_and_sees_those_of_others(browse) -> None:
    client = browse("elias")
    before = looks()
    for case in pages_of_elias():
        with transaction.atomic():
            client.get(case.address)
            assert looks() == before, case.title
            transaction.set_rollback(True)
    browse("kari").get(pages_of_elias()[0].address)
    with acting(user("elias").pk):
        assert (user("kari").pk,) in rows("select user_id from access_look")


def test_whoever_is_turned_away_leaves_no_look(browse) -> None:
    address = pages_of_elias()[0].address
    for who in ("silje", "per", "grete", "anders", "jon"):
        client, before = browse(who), looks()
        client.get(address)
        assert looks() == before, who


@pytest.mark.parametrize("who", ["elias", "marte", "tone", "jon", "silje"])
@pytest.mark.parametrize("table", ["access_look", "changelog_change"])
@pytest.mark.parametrize("what", ["delete from {}", "update {} set at = now()", "truncate {}"])
def test_nobody_who_is_logged_in_changes_what_is_recorded(who, table, what) -> None:
    with acting(user(who).pk), pytest.raises(Error, match="permission denied"), transaction.atomic():
        rows(what.format(table))


@pytest.mark.parametrize("table", ["access_look", "changelog_change"])
@pytest.mark.parametrize("what", ["delete from {}", "update {} set at = now()", "truncate {}"])
def test_not_even_the_owner_changes_what_is_recorded(both_logins, table, what) -> None:
    with past_the_rules():
        with connection.cursor() as cursor:
            cursor.execute("set session authorization pop_owner")
        with pytest.raises(Error, match="never changed"):
            rows(what.format(table))


def changes(table: str, row: int) -> list[tuple[object, ...]]:
    with past_the_rules():
        return rows(
            "select action, actor_id, before ->> 'text', after ->> 'text' from changelog_change where \"table\" = %s"
            " and row_id = %s order by id",
            [table, row],
        )


def test_the_change_log_holds_before_after_and_who(both_logins) -> None:
    with transaction.atomic():
        elias, marte = user("elias").pk, user("marte").pk
        with acting(elias):
            writer = Writer(user("elias"), Source.PERSON)
            need = plans.write_need(plan=plan_of("elias"), writer=writer, topic=1, text="Først")
        with acting(marte):
            plans.edit(need, text="Så")
            plans.remove(need)
        assert changes("plans_need", need.pk) == [
            ("insert", elias, None, "Først"),
            ("update", marte, "Først", "Så"),
            ("update", marte, "Så", "Så"),
        ]
        transaction.set_rollback(True)


def test_what_is_blocked_leaves_no_word_in_the_log_but_who_blocked_it(both_logins) -> None:
    """Rule A14: the text is about somebody else."""
    with transaction.atomic():
        marte = user("marte").pk
        with acting(marte):
            writer = Writer(user("marte"), Source.CORRECTIONAL)
            note = plans.write_note(
                plan=plan_of("elias"), writer=writer, topic=1, text="Hemmelig om en annen"
            )
            plans.edit(note, text="Enda mer hemmelig")
            plans.written_on_wrong_person(note)
        with past_the_rules():
            [(told,)] = rows("select count(*) from changelog_change c where c::text ilike '%%hemmelig%%'", [])
        assert told == 0
        assert changes("plans_note", note.pk)[-1] == ("block", marte, None, None)
        transaction.set_rollback(True)


def test_every_table_of_a_plan_is_logged(both_logins) -> None:
    with past_the_rules():
        unlogged = rows(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'plan_id'"
            " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (select 1 from pg_trigger t"
            " where t.tgrelid = c.oid and t.tgname = 'log_change' and t.tgenabled = 'O') order by 1"
        )
    # The two logs themselves; marks of what is read, of calendars and tasks hold no content; whom a message is for never changes; a merge is a record of its own. Gaps, and
    # what is given to a team, are kept as they were; the days of a sentence are computed from rows that are logged.
    assert [name for (name,) in unlogged] == [
        "access_look",
        "changelog_change",
        "changelog_subject",
        "channel_messageread",
        "channel_reader",
        "gaps_gap",
        "gaps_gapsubject",
        "history_readmark",
        "meetings_calendarmark",
        "notices_notice",
        "plans_merge",
        "sentences_milestone",
        "teams_task",
        "worklists_giventask",
    ]
