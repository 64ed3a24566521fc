"""Out of the room within the request: by every function the web server may call, by rows, counts, searches and names."""

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.meetings import room
from pop.meetings.models import Presence
from pop.people.models import Agency, Person, User, UserName
from pop.plans.models import Meeting, Need, Plan
from tests.access import test_functions as functions
from tests.access.facts import TABLES, past_the_rules, rows

OPEN = {
    "access.enter_room": "false: from one room nobody goes to another",
    "access.hidden_in_room": "nothing, in a room",
    "access.off_screen": "whether a user's name is not shown",
    "access.person_in_room": "whether the person is there, which stands on the screen",
    "access.room": "numbers of rows that stand there",
    "access.row_key": "arithmetic",
    "access.names": "names (test_nobody_is_named_who_is_hidden)",
    "access.relation": "what one is to a plan whose key one knows",
    "access.head": "who one is",
    "access.me": "who one is",
    "access.writer": "who one is",
    "access.must_accept_secrecy": "who one is",
    "access.rules_fingerprint": "the version of the rules, which is public",
    "access.in_demo": "whether this is a demo",
    "access.demo_login": "a door, not a plan",
    "access.open_session": "the same",
    "access.keep_draft": "the key of what one keeps oneself",
    "access.day": "the day", "access.today": "the day", "access.moment": "the hour",
    "access.is_working_day": "the calendar", "access.next_working_day": "the calendar",
    "access.add_working_days": "the calendar", "access.working_days_between": "the calendar",
    "access.every_plan": "nothing", "access.narrowed": "what one has said oneself",
    "access.step_dates": "dates of rows that stand there, under their own policies",
    "access.circle": "who may see the changes of a table, which is public",
}  # fmt: skip
"""What answers something in the room, and what. All of rule answers numbers, of which the policies are made."""
BESIDES: dict[str, tuple[object, ...]] = {
    "access.open_plan": (functions.KEY, [], "x", "y"),
    "access.plan_rows": (functions.PLAN, "nb"),
    "access.step_dates": (functions.PLAN,),
    "access.unit_days": (1, "x"),
    "access.read_feed": ("x",),
    "access.meeting_stamp": (functions.KEY, functions.KEY),
    "access.create_plan": (None,) * 10,
}


@pytest.fixture
def plan(both_logins: str) -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """Torbjørn of the school is there, who is given little."""
    with past_the_rules():
        found = Meeting.objects.filter(plan=plan, removed_at=None, turn=None).latest("pk")
        come(found, user=user("torbjorn"))
    return found


def come(meeting: Meeting, **who: object) -> None:
    Presence.objects.create(plan_id=meeting.plan_id, meeting=meeting, arrived_at=timezone.now(), **who)


def called(name: str, arguments: int) -> tuple[object, ...]:
    if name in BESIDES:
        functions.CALLS.setdefault(name, BESIDES[name])
    assert arguments == 0 or name in functions.CALLS, f"{name}: say how it is called in the room"
    return tuple(functions.values_for(name))


@pytest.mark.parametrize("who", ["marte", "elias"])
def test_no_function_answers_anything_in_the_room(plan, meeting, who: str) -> None:
    """Each of them answers much outside. A new one is shut by being new (room.sql)."""
    told = {}
    asked = [
        (name, arguments) for name, arguments in functions.callable_functions() if name.startswith("access.")
    ]
    for name, arguments in asked:
        if name in OPEN:
            continue
        values = called(name, arguments)
        answers = answered(who, meeting, name, values)
        if any(
            value not in functions.EMPTY and not functions.of_nothing(value)
            for row in answers
            for value in row
        ):
            told[name] = answers
    assert not told


def answered(who: str, meeting: Meeting, name: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Nothing, when it is refused."""
    with acting(user(who).pk), room.entered(meeting) as opened:
        assert opened
        try:
            with transaction.atomic():
                return rows(f"select * from {name}({', '.join(['%s'] * len(values))})", list(values))
        except Error:
            return []


def test_nobody_goes_from_one_room_to_another(plan, meeting) -> None:
    """Where nobody sits but the one who asks, everything would stand on the screen."""
    with past_the_rules():
        empty = Meeting.objects.filter(plan=plan).exclude(pk=meeting.pk).first()
    with acting(user("marte").pk), room.entered(meeting):
        before = set(Need.objects.values_list("pk", flat=True))
        for other in filter(None, (empty, meeting)):
            assert rows("select access.enter_room(%s)", [other.pk]) == [(False,)]
            assert rows("select access.hidden_in_room(%s)", [other.pk]) == [(None,)]
        assert set(Need.objects.values_list("pk", flat=True)) == before


def everything_of(who: str) -> dict[str, set[int]]:
    with acting(user(who).pk):
        return {kind: {row for (row,) in rows(f"select id from {table}")} for kind, table in TABLES.items()}


@pytest.mark.parametrize("who", ["marte", "kari", "silje"])
def test_a_room_that_one_makes_up_shows_nothing_more(plan, meeting, who: str) -> None:
    """The web server may say `pop.room` itself, as it may say `pop.plan`: it narrows, and never lets anybody see more."""
    own = everything_of(who)
    with past_the_rules():
        every = " union all ".join(
            f"select access.row_key(tableoid, id) from {table}" for table in TABLES.values()
        )
        [(keys,)] = rows(f"select array_agg(k)::text from ({every}) e(k)")
    with acting(user(who).pk):
        rows("select set_config('pop.room', %s, true)", [keys])
        found = {kind: {row for (row,) in rows(f"select id from {table}")} for kind, table in TABLES.items()}
        rows("select set_config('pop.room', '', true)")
    assert found == own


def test_counts_and_searches_find_nothing_that_is_hidden(plan, meeting) -> None:
    with acting(user("torbjorn").pk):
        known = set(Need.objects.filter(plan=plan).values_list("text", flat=True))
    with acting(user("marte").pk):
        hidden = set(Need.objects.filter(plan=plan).values_list("text", flat=True)) - known
    assert hidden
    with acting(user("marte").pk), room.entered(meeting):
        for text in hidden:
            assert not Need.objects.filter(text__icontains=text[:12]).exists()
            assert rows(
                "select count(*) from plans_need where to_tsvector('norwegian', text) @@ plainto_tsquery('norwegian', %s)", [text]
            ) == [(0,)]  # fmt: skip
        assert rows("select count(*) from plans_need") == [(len(known),)]


def test_what_hangs_on_something_hidden_is_not_found_by_its_threads(plan, meeting) -> None:
    with acting(user("marte").pk), room.entered(meeting):
        shown = set(Need.objects.values_list("pk", flat=True))
        for table in ("plans_needgoal", "plans_measureneed"):
            assert {
                need for (need,) in rows(f"select need_id from {table} where need_id is not null")
            } <= shown


def test_no_other_plan_and_no_other_person_is_on_the_screen(plan, meeting) -> None:
    """Rule I5. Marte follows others up."""
    with acting(user("marte").pk):
        assert Plan.objects.count() > 1
        with room.entered(meeting):
            assert [found.pk for found in Plan.objects.all()] == [plan.pk]
            assert [person.pk for person in Person.objects.all()] == [plan.person_id]
            assert {u.person_id for u in User.objects.exclude(person_id=None)} <= {plan.person_id}
            for table in ("people_personidentity", "teams_task", "notices_notice", "access_look"):
                assert rows(f"select count(*) from {table}") == [(0,)], table


def test_nobody_is_named_who_is_hidden_from_somebody_there(plan, meeting) -> None:
    """An agency whose name tells something, and those who work there, unless they are in the room."""
    clinic = secret()
    with acting(user("elias").pk), room.entered(meeting):
        assert not Agency.objects.filter(pk=clinic.pk).exists()
        assert not labels_of(clinic)
    with past_the_rules():
        worker = User.objects.filter(agency_roles__agency=clinic).first()
    assert worker
    with acting(user("elias").pk), room.entered(meeting):
        assert not UserName.objects.filter(user=worker).exists()
        assert not rows("select * from access.names(%s, '{}') where name <> ''", [[worker.pk]])
    with past_the_rules():
        come(meeting, user=worker)
    with acting(user("elias").pk), room.entered(meeting):
        assert rows("select * from access.names(%s, '{}')", [[worker.pk]])


def secret() -> Agency:
    with past_the_rules():
        found = Agency.objects.filter(sensitive=True).first()
    assert found
    return found


def labels_of(body: Agency) -> list[tuple[object, ...]]:
    return rows("select * from access.names('{}', %s)", [[body.pk]])


def test_somebody_without_a_login_opens_neither_letters_nor_messages_nor_contacts(plan, meeting) -> None:
    """These have narrower rules than their topics, and consent to an agency is none of them."""
    with past_the_rules():
        Presence.objects.filter(meeting=meeting).delete()
        come(meeting, agency=agency("nav"), name="Vikar")
    with acting(user("elias").pk), room.entered(meeting):
        assert rows("select count(*) from plans_need where only_me") == [(0,)]
        assert rows("select count(*) > 0 from plans_need") == [(True,)]
        for table in ("letters_letter", "channel_message", "plans_contact"):
            assert rows(f"select count(*) from {table}") == [(0,)], table


def test_what_is_written_in_the_room_about_something_hidden_is_refused(plan, meeting) -> None:
    """What one cannot see there, one cannot hang anything on there either: no answer tells that it exists."""
    with acting(user("marte").pk):
        needs = set(Need.objects.filter(plan=plan).values_list("pk", flat=True))
    with acting(user("marte").pk), room.entered(meeting), connection.cursor() as cursor:
        hidden = needs - set(Need.objects.values_list("pk", flat=True))
        assert hidden
        cursor.execute("select count(*) from plans_need where id = any(%s)", [list(hidden)])
        assert cursor.fetchone()[0] == 0
        cursor.execute("update plans_need set acute = acute where id = any(%s)", [list(hidden)])
        assert cursor.rowcount == 0
