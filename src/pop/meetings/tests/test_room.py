"""The shared screen of a meeting shows what each of those present may see, and nothing else: the database's own rules."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.meetings import room
from pop.meetings.models import MeetingSet, MinuteLine, Presence
from pop.plans.models import Entry, Meeting, Need, Plan

__all__ = ["both_logins"]
SLUGS = ("elias", "marte", "farid", "ola", "kari", "hanne", "torbjorn", "sunniva", "liv")
ENTRIES = [m for m in apps.get_models() if issubclass(m, Entry) and not m._meta.abstract]


@pytest.fixture
def plan(both_logins: str) -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """Everybody in the team is called."""
    with past_the_rules():
        found = Meeting.objects.filter(plan=plan, removed_at=None, turn=None).latest("pk")
        Meeting.objects.filter(pk=found.pk).update(held=None)
        MeetingSet.objects.filter(meeting=found).update(approved_at=None, approved_by=None)
        return found


def come(meeting: Meeting, *slugs: str) -> None:
    with past_the_rules():
        for slug in slugs:
            Presence.objects.create(
                plan=meeting.plan, meeting=meeting, user=user(slug), arrived_at=timezone.now()
            )


def seen() -> dict[str, set[int]]:
    return {m._meta.label: set(m.objects.values_list("pk", flat=True)) for m in ENTRIES}


def seen_by(slugs: Iterable[str], meeting: Meeting) -> dict[str, set[int]]:
    """What all of them see of the plan, each on a screen of their own; and the meeting that they are at."""
    plan = meeting.plan_id
    common: dict[str, set[int]] | None = None
    for slug in slugs:
        with acting(user(slug).pk):
            own = {
                m._meta.label: set(m.objects.filter(plan=plan).values_list("pk", flat=True)) for m in ENTRIES
            }
        common = own if common is None else {label: rows & own[label] for label, rows in common.items()}
    assert common
    return common | {"plans.Meeting": common["plans.Meeting"] | {meeting.pk}}


@pytest.mark.parametrize(
    "others", [(), ("elias",), ("kari",), ("kari", "hanne"), ("torbjorn",), ("liv",), ("sunniva", "farid")]
)
def test_what_stands_there_is_what_each_of_them_sees(plan, meeting, others: tuple[str, ...]) -> None:
    come(meeting, *others)
    wanted = seen_by(("marte", *others), meeting)
    with acting(user("marte").pk), room.entered(meeting) as open_:
        assert open_
        assert seen() == wanted
    assert wanted["plans.Need"] or others


def go(meeting: Meeting, slug: str, *, agreed: bool = False) -> None:
    now = timezone.now()
    with past_the_rules():
        Presence.objects.filter(meeting=meeting, user=user(slug), left_at=None).update(
            left_at=now, gone_yes_at=now if agreed else None
        )


def shown(meeting: Meeting, by: str = "marte") -> dict[str, set[int]]:
    with acting(user(by).pk), room.entered(meeting):
        return seen()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(["come", "go", "go on"])), max_size=6))
def test_people_come_and_go(plan, meeting, moves: list[tuple[str, str]]) -> None:
    """Whoever comes narrows it at once; whoever leaves counts until the person says yes to going on without them."""
    with transaction.atomic():
        counts = {"marte"}
        for slug, move in moves:
            if move == "come":
                come(meeting, slug)
                counts.add(slug)
            else:
                with past_the_rules():
                    was_there = list(Presence.objects.filter(meeting=meeting, user=user(slug)))
                go(meeting, slug, agreed=move == "go on")
                if (
                    was_there
                    and move == "go on"
                    and all(p.left_at is None or p.gone_yes_at for p in was_there)
                ):
                    counts.discard(slug)
            counts.add("marte")
            assert shown(meeting) == seen_by(sorted(counts), meeting)
        transaction.set_rollback(True)


def test_a_withdrawal_in_the_middle_holds_from_the_next_page(plan, meeting) -> None:
    come(meeting, "kari")
    before = shown(meeting)["plans.Need"]
    with acting(user("elias").pk):
        consents.withdraw(plan=plan)
    assert before
    assert not shown(meeting)["plans.Need"]


def test_somebody_without_a_login_is_their_agency(plan, meeting) -> None:
    """Of what the person and kriminalomsorgen wrote, they count as seeing what consent names for the agency."""
    with past_the_rules():
        Presence.objects.create(plan=plan, meeting=meeting, name="Vikar fra Nav", agency=agency("nav"))
    with acting(user("kari").pk):
        of_kari = set(Need.objects.filter(plan=plan).values_list("pk", flat=True))
    found = shown(meeting)["plans.Need"]
    assert found
    assert found <= of_kari


@pytest.mark.parametrize("kept_out", [None, "nav", "school"])
def test_two_without_a_login_leave_what_each_of_them_would_leave(plan, meeting, kept_out: str | None) -> None:
    """Asked of both at once, the database answers as if it were asked of one after the other."""
    if kept_out:
        given = beside(meeting, "nav", "school")["plans.Need"]
        with acting(user("elias").pk):
            topic = Need.objects.filter(pk__in=given).values_list("topic_id", flat=True)[0]
            out = Recipient(agency=agency(kept_out))
            consents.exclude(plan=plan, made_by=user("elias"), recipient=out, topic=topic)
    nav, school = beside(meeting, "nav"), beside(meeting, "school")
    assert nav["plans.Need"]
    assert school["plans.Need"]
    assert nav != school
    assert beside(meeting, "nav", "school") == {kind: nav[kind] & school[kind] for kind in nav}


def beside(meeting: Meeting, *kinds: str) -> dict[str, set[int]]:
    """The screen with somebody of each of these agencies, none of whom has a login."""
    with transaction.atomic():
        with past_the_rules():
            for kind in kinds:
                Presence.objects.create(plan=meeting.plan, meeting=meeting, name="Vikar", agency=agency(kind))
        found = shown(meeting)
        transaction.set_rollback(True)
    return found


def test_somebody_whom_no_consent_names_leaves_nothing_on_the_screen(plan, meeting) -> None:
    with past_the_rules():
        Presence.objects.create(plan=plan, meeting=meeting, name="En nabo")
    assert shown(meeting).pop("plans.Meeting") == {meeting.pk}
    assert not any(rows for label, rows in shown(meeting).items() if label != "plans.Meeting")


def test_a_companion_narrows_nothing(plan, meeting) -> None:
    """Rule C2."""
    alone = shown(meeting)
    with past_the_rules():
        Presence.objects.create(plan=plan, meeting=meeting, name="Tolk", role="tolk", companion=True)
    assert shown(meeting) == alone


@pytest.mark.parametrize("who", ["kari", "silje", "anders", "ida", None])
def test_nobody_else_holds_it_and_sees_nothing_by_trying(plan, meeting, who: str | None) -> None:
    with acting(user(who).pk if who else None), room.entered(meeting) as open_:
        assert not open_
        assert not any(seen().values())
        assert room.hidden(meeting) is None


def test_the_number_that_is_hidden_is_told_on_ones_own_screen(plan, meeting) -> None:
    come(meeting, "torbjorn")
    with acting(user("elias").pk):
        every = Need.objects.filter(plan=plan, removed_at=None).count()
    on_screen = shown(meeting, "elias")["plans.Need"]
    with acting(user("elias").pk):
        assert room.hidden(meeting) == every - Need.objects.filter(pk__in=on_screen, removed_at=None).count()


def test_what_is_no_entry_is_closed_there(plan, meeting) -> None:
    with acting(user("marte").pk), room.entered(meeting), connection.cursor() as cursor:
        for table in (
            "gaps_gap",
            "consents_consent",
            "changelog_subject",
            "handovers_handover",
            "access_look",
            "teams_task",
        ):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("select count(*) from access.plan_rows(%s, 'nb')", [plan.pk])
        assert cursor.fetchone()[0] == 0


def test_a_decision_becomes_a_measure_and_a_line_before_people_leave(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    client, address = browse("marte"), f"/planer/{plan.key}/moter/{meeting.key}/skjerm/"
    page = client.get(address).content.decode()
    assert "Her står bare det alle som er til stede, har lov til å se." in page
    assert (
        client.post(address, {"text": "Visning i Strandgata", "agreed": "on"}, follow=True).status_code == 200
    )
    with acting(user("marte").pk):
        line = MinuteLine.objects.get(meeting=meeting, text="Visning i Strandgata")
        assert line.measure
        assert line.measure.chosen_at
    assert client.post(address, {"text": ""}).status_code == 200


def test_the_page_names_no_need_that_somebody_there_may_not_see(browse, plan, meeting) -> None:
    come(meeting, "torbjorn")
    with acting(user("torbjorn").pk):
        known = set(Need.objects.filter(plan=plan).values_list("text", flat=True))
    with acting(user("marte").pk):
        every = set(Need.objects.filter(plan=plan, removed_at=None).values_list("text", flat=True))
    page = browse("marte").get(f"/planer/{plan.key}/moter/{meeting.key}/skjerm/").content.decode()
    assert every - known
    assert [text for text in every - known if text in page] == []


@pytest.mark.parametrize("who", ["kari", "silje", "anders", "ida"])
def test_nobody_else_opens_the_screen(browse, plan, meeting, who: str) -> None:
    assert browse(who).get(f"/planer/{plan.key}/moter/{meeting.key}/skjerm/").status_code == 404
