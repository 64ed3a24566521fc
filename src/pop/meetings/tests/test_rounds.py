"""A samarbeidsmøte through many persons, and a meeting in parts: one meeting of one plan after another, in one room."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, room, rounds
from pop.meetings.models import MeetingSet, MinuteLine, Presence, Turn
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source

pytestmark = pytest.mark.django_db
FIRST = "Nummer 1 av 2"


def plan(slug: str) -> Plan:
    with acting(user(slug).pk):
        return plan_of(slug)


def service() -> Writer:
    return Writer(user("marte"), Source.CORRECTIONAL)


def says_yes(slug: str, meeting: Meeting, *named: str) -> None:
    with acting(user(slug).pk):
        needs = Need.objects.of(meeting.plan).filter(only_me=False).values_list("pk", flat=True)
        wanted = {(user(name).pk, need) for name in named for need in needs}
        actions.consent_to_talk(meeting=meeting, by=user(slug), way="own_login", wanted=wanted)


@pytest.fixture
def both(db: Any) -> list[Turn]:
    """Elias, then Leyla; Sunniva is in the team of both, Kari in that of Elias alone."""
    with acting(user("marte").pk):
        made = [
            actions.call(
                plan=plan(slug), writer=service(), subject="Samarbeidsmøte", date=timezone.localdate() + timedelta(days=1),
                time=at, invite=tuple(user(one) for one in called), setting={"arena": "agencies", "minutes": 10},
            )
            for slug, at, called in (("elias", time(9), ("sunniva", "kari")), ("leyla", time(9, 10), ("sunniva",)))
        ]  # fmt: skip
        return actions.in_a_row(made)


def there(turn: Turn) -> set[str]:
    with acting(user("marte").pk):
        rows = Presence.objects.filter(meeting=turn.meeting, left_at=None)
        people = {user(slug).pk: slug for slug in ("marte", "sunniva", "kari", "farid", "hanne", "elias")}
        return {people[row.user_id] for row in rows if row.user_id}


def screen(browse: Any, turn: Turn) -> str:
    page = browse("marte").get(reverse("meeting_room", args=[turn.plan.key, turn.meeting.key]), follow=True)
    return str(page.content.decode())


def post(browse: Any, turn: Turn, number: int, *, who: str = "marte") -> Any:
    return browse(who).post(reverse("meeting_round_screen", args=[turn.round]), {"nr": number}, follow=True)


def test_marte_calls_one_meeting_about_two_people_and_it_stands_in_the_plan_of_each(browse) -> None:
    client, day = browse("marte"), timezone.localdate() + timedelta(days=2)
    address = reverse("meeting_round_new") + "?slag=agencies"
    shown = client.get(address).content.decode()
    assert "Elias" in shown
    assert "Leyla" in shown
    assert "Ida" not in shown
    keys = {slug: str(plan(slug).key) for slug in ("elias", "leyla")}
    with acting(user("marte").pk):
        called = [str(user(slug).key) for slug in ("sunniva", "kari")]
    given = {"date": f"{day:%d.%m.%Y}", "time": "09.00", "minutes": "15", "room": "Møterom 2",
             "plans": list(keys.values()), "invite": called}  # fmt: skip
    page = client.post(address, given, follow=True)
    assert page.status_code == 200
    with acting(user("marte").pk):
        made = list(Turn.objects.order_by("pk").select_related("meeting"))[-2:]
        assert {turn.plan_id for turn in made} == {plan("elias").pk, plan("leyla").pk}
        assert sorted(turn.meeting.time for turn in made) == [time(9), time(9, 15)]
        sets = MeetingSet.objects.filter(meeting__in=[t.meeting_id for t in made])
        assert {(s.arena, s.minutes) for s in sets} == {("agencies", 15)}
    with acting(user("kari").pk):
        # Kari follows up Elias alone, and is called to what is about him.
        assert list(Meeting.objects.filter(pk__in=[t.meeting_id for t in made]).values_list("plan_id", flat=True)) == [
            plan("elias").pk
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"date": ""}, "Skriv datoen for møtet"),
        ({"date": "01.01.2020"}, "Velg en dag fra i dag av"),
        ({"time": ""}, "Skriv når møtet begynner"),
        ({"minutes": "2"}, "Skriv et tall fra 5 til 120"),
        ({"plans": []}, "Velg minst én"),
        ({"invite": []}, "Velg hvem som er kalt inn"),
        ({"time": "23.50"}, "Møtet blir for langt"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_written_is_kept(
    browse, changed: dict[str, Any], said: str
) -> None:
    day = timezone.localdate() + timedelta(days=2)
    given = {"date": f"{day:%d.%m.%Y}", "time": "09.00", "minutes": "15", "room": "Møterom 2",
             "plans": [str(plan("elias").key)], "invite": [str(user("kari").key)]} | changed  # fmt: skip
    page = browse("marte").post(reverse("meeting_round_new") + "?slag=agencies", given).content.decode()
    assert said in page
    assert "Møterom 2" in page


def test_somebody_who_follows_up_none_of_them_is_not_called(browse) -> None:
    day = timezone.localdate() + timedelta(days=2)
    given = {"date": f"{day:%d.%m.%Y}", "time": "09.00", "minutes": "15", "plans": [str(plan("leyla").key)],
             "invite": [str(user("kari").key)]}  # fmt: skip
    page = browse("marte").post(reverse("meeting_round_new") + "?slag=agencies", given).content.decode()
    assert "følger ikke opp noen av dem du har valgt" in page


@pytest.mark.parametrize("who", ["elias", "kari", "sunniva", "silje", "anders", "jon"])
def test_whoever_follows_nobody_up_has_no_such_pages(browse, both: list[Turn], who: str) -> None:
    client = browse(who)
    for name in ("meeting_round", "meeting_round_screen"):
        assert client.get(reverse(name, args=[both[0].round])).status_code == 404, name
    new = client.get(reverse("meeting_round_new") + "?slag=agencies")
    assert new.status_code == 404 or "Elias" not in new.content.decode()
    with acting(user(who).pk):
        assert {turn.plan_id for turn in Turn.objects.all()} <= (
            {plan("elias").pk} if who == "elias" else set()
        )


def test_without_a_yes_nobody_is_on_the_agenda(browse, both: list[Turn]) -> None:
    with acting(user("marte").pk):
        assert rounds.agenda(both[0].round) == []
    says_yes("leyla", both[1].meeting, "marte", "sunniva")
    with acting(user("marte").pk):
        assert [row.turn for row in rounds.agenda(both[0].round)] == [both[1]]
    page = browse("marte").get(reverse("meeting_round", args=[both[0].round])).content.decode()
    assert "Har ikke sagt ja ennå" in page


def test_they_go_through_one_person_after_another(browse, both: list[Turn]) -> None:
    for slug, turn in zip(("elias", "leyla"), both, strict=True):
        says_yes(slug, turn.meeting, "marte", "sunniva")
    client = browse("marte")
    address = reverse("meeting_round", args=[both[0].round])
    page = client.post(
        address, {"here": "1", "who": [str(user("sunniva").key)]}, follow=True
    ).content.decode()
    assert FIRST in page
    assert there(both[0]) == {"sunniva"}
    with acting(user("marte").pk):
        need = Need.objects.of(plan("elias")).filter(only_me=False).first()
        actions.write_line(
            meeting=both[0].meeting, writer=service(), topic=need.topic_id, kind="said", text="Om Elias"
        )
    page = post(browse, both[0], 2).content.decode()
    assert "Nummer 2 av 2" in page
    assert "Om Elias" not in page
    assert there(both[0]) == set()
    assert there(both[1]) == {"sunniva"}
    page = post(browse, both[0], 1).content.decode()
    assert FIRST in page
    with acting(user("marte").pk):
        assert {line.plan_id for line in MinuteLine.objects.filter(text="Om Elias")} == {plan("elias").pk}
    client.post(address, {"do": "end"})
    with acting(user("marte").pk):
        held = Meeting.objects.filter(pk__in=[t.meeting_id for t in both]).values_list("held", flat=True)
        assert set(held) == {True}
        assert not Turn.objects.filter(round=both[0].round).exclude(opened_at=None).exists()
        assert rounds.agenda(both[0].round) == []


def test_whose_turn_it_is_is_not_told_to_somebody_whom_the_person_has_not_named(
    browse, both: list[Turn]
) -> None:
    """Kari is in the room for Elias. Leyla has not named her: then not even the name of Leyla comes up."""
    says_yes("elias", both[0].meeting, "marte", "kari", "sunniva")
    says_yes("leyla", both[1].meeting, "marte", "sunniva")
    address = reverse("meeting_round", args=[both[0].round])
    browse("marte").post(address, {"here": "1", "who": [str(user(s).key) for s in ("kari", "sunniva")]})
    page = post(browse, both[0], 2).content.decode()
    assert "Denne kan ikke vises for alle som er her nå" in page
    assert "Leyla" not in page
    assert "Demir" not in page
    assert there(both[0]) == {"kari", "sunniva"}
    with acting(user("marte").pk):
        actions.leave(Presence.objects.get(meeting=both[0].meeting, user=user("kari"), left_at=None))
    page = post(browse, both[0], 2).content.decode()
    assert "Leyla" in page
    assert there(both[1]) == {"sunniva"}


def test_a_colleague_to_whom_the_plan_is_closed_does_not_hear_whose_turn_it_is(both: list[Turn]) -> None:
    """Leyla's plan is for named people alone. Berit works in the same prison."""
    says_yes("leyla", both[1].meeting, "marte", "sunniva")
    with acting(user("marte").pk):
        assert actions.open_turn(both[1], came=[user("berit").pk]) is False
        assert actions.open_turn(both[1], came=[user("farid").pk]) is True
    assert there(both[1]) == {"farid"}


def test_the_first_is_one_whose_name_all_of_them_may_hear(browse, both: list[Turn]) -> None:
    says_yes("elias", both[0].meeting, "marte", "sunniva")
    says_yes("leyla", both[1].meeting, "marte")
    client, address = browse("marte"), reverse("meeting_round", args=[both[0].round])
    page = client.post(address, {"here": "1", "who": [str(user("kari").key)]}).content.decode()
    assert "Ingen på sakslista har nevnt alle som er her" in page
    assert there(both[0]) == set()
    client.post(address, {"here": "1", "who": [str(user("sunniva").key)]})
    assert there(both[0]) == {"sunniva"}


def test_somebody_who_comes_in_narrows_what_is_shown_at_once(browse, both: list[Turn]) -> None:
    says_yes("elias", both[0].meeting, "marte", "sunniva")
    client, address = browse("marte"), reverse("meeting_round", args=[both[0].round])
    client.post(address, {"here": "1", "who": [str(user("sunniva").key)]})
    with acting(user("marte").pk), room.entered(both[0].meeting):
        before = Need.objects.of(plan("elias")).count()
    client.post(address, {"here": "1", "who": [str(user("kari").key)]})
    assert there(both[0]) == {"sunniva", "kari"}
    with acting(user("marte").pk), room.entered(both[0].meeting):
        assert Need.objects.of(plan("elias")).count() == 0 < before


def test_time_used_is_counted_for_each(both: list[Turn]) -> None:
    says_yes("elias", both[0].meeting, "marte", "sunniva")
    says_yes("leyla", both[1].meeting, "marte", "sunniva")
    with acting(user("marte").pk):
        assert actions.open_turn(both[0], came=[user("sunniva").pk])
        row = rounds.agenda(both[0].round)[0]
        assert row.used <= 1
        row.turn.opened_at = timezone.now() - timedelta(minutes=12)
        assert (row.used, row.over) == (13, True) or (row.used, row.over) == (12, True)
        row.turn.opened_at, row.turn.seconds = None, 61
        assert (row.used, row.over) == (2, False)


@pytest.mark.parametrize("who", ["elias", "kari", "sunniva", "silje", "jorgen"])
def test_nobody_else_opens_a_turn_or_writes_one(both: list[Turn], who: str) -> None:
    says_yes("leyla", both[1].meeting, "marte", "sunniva")
    with acting(user(who).pk):
        assert actions.open_turn(both[1], came=[user("sunniva").pk]) is None
        with pytest.raises(Error), transaction.atomic():
            Turn.objects.create(plan=both[1].plan, meeting=both[1].meeting, round=both[1].round, place=9)
    assert there(both[1]) == set()


def test_a_turn_is_not_made_open_by_hand(both: list[Turn]) -> None:
    with acting(user("marte").pk):
        with pytest.raises(Error), transaction.atomic():
            Turn.objects.filter(pk=both[0].pk).update(opened_at=timezone.now())
        new = Meeting.objects.of(plan("elias")).exclude(turn__isnull=False).first()
        with pytest.raises(Error), transaction.atomic():
            Turn.objects.create(plan=new.plan, meeting=new, round=both[0].round, place=1, seconds=5)


def test_what_happens_in_the_room_of_one_does_not_reach_the_plan_of_the_other(both: list[Turn]) -> None:
    """A colleague who follows up Leyla alone sees her turn, and nothing of Elias."""
    with acting(user("elias").pk):
        assert [turn.plan_id for turn in Turn.objects.filter(round=both[0].round)] == [plan("elias").pk]
        assert [row.meeting for row in rounds.rows(both[0].round)] == [both[0].meeting]


# A meeting in parts ------------------------------------------------------------------------------------------------
@pytest.fixture
def group(db: Any) -> Meeting:
    with acting(user("marte").pk):
        return actions.call(
            plan=plan("elias"), writer=service(), subject="Om bolig", date=timezone.localdate() + timedelta(days=1), time=time(13),
            place="Møterom 1", invite=(user("kari"), user("hanne")), setting={"arena": "support_group", "minutes": 30},
        )  # fmt: skip


@pytest.fixture
def divided(group: Meeting) -> list[Turn]:
    with acting(user("marte").pk):
        actions.add_part(group, writer=service(), subject="Om helse", minutes=20, invite=(user("sunniva"),))
        first = Turn.objects.get(meeting=group)
        return list(Turn.objects.filter(round=first.round).order_by("place"))


@pytest.mark.parametrize("who", ["marte", "elias"])
def test_a_meeting_is_divided_in_parts_with_people_of_their_own(browse, group: Meeting, who: str) -> None:
    address = reverse("meeting_parts", args=[group.plan.key, group.key])
    page = browse(who).post(
        address, {"subject": "Om helse", "minutes": "20", "invite": [str(user("sunniva").key)]}, follow=True
    )
    assert "Om helse" in page.content.decode()
    with acting(user("elias").pk):
        second = Meeting.objects.of(group.plan).get(subject="Om helse")
        assert (second.date, second.time, second.place) == (group.date, time(13, 30), "Møterom 1")
        assert [turn.meeting.subject for turn in Turn.objects.filter(round=second.turn.round)] == [
            "Om bolig",
            "Om helse",
        ]
    with acting(user("sunniva").pk):
        seen = set(Meeting.objects.of(group.plan).values_list("subject", flat=True))
        assert "Om helse" in seen
        assert "Om bolig" not in seen
        assert not Turn.objects.filter(meeting__subject="Om bolig").exists()


def test_a_part_without_a_subject_is_asked_for_it(browse, group: Meeting) -> None:
    address = reverse("meeting_parts", args=[group.plan.key, group.key])
    page = browse("marte").post(address, {"subject": "", "minutes": "3"}).content.decode()
    assert "Skriv hva delen handler om" in page
    assert "Skriv et tall fra 5 til 480" in page


@pytest.mark.parametrize("who", ["kari", "sunniva", "silje"])
def test_nobody_else_divides_it(browse, group: Meeting, who: str) -> None:
    address = reverse("meeting_parts", args=[group.plan.key, group.key])
    assert browse(who).get(address).status_code == 404
    assert browse(who).post(address, {"subject": "Ord", "minutes": "10"}).status_code == 404


def come(turn: Turn, *slugs: str) -> None:
    with acting(user("marte").pk):
        assert actions.open_turn(turn, came=[user(slug).pk for slug in slugs])


def counted(turn: Turn) -> set[int]:
    """Whose sight narrows the screen: who is there, and who left without the person's yes."""
    with acting(user("marte").pk):
        rows = Presence.objects.filter(meeting=turn.meeting, companion=False, gone_yes_at=None)
        return {row.user_id for row in rows if row.user_id}


def test_the_person_goes_on_to_the_next_part_and_those_of_the_first_go_out(
    browse, divided: list[Turn]
) -> None:
    come(divided[0], "elias", "kari", "farid")
    page = post(browse, divided[0], 2).content.decode()
    assert "Del 2 av 2" in page
    assert there(divided[1]) == {"elias", "farid"}
    assert counted(divided[1]) == {user("elias").pk, user("farid").pk}
    assert there(divided[0]) == set()


def test_where_the_person_is_not_there_to_say_yes_those_who_went_out_still_count(
    browse, divided: list[Turn]
) -> None:
    come(divided[0], "kari", "farid")
    post(browse, divided[0], 2)
    assert there(divided[1]) == {"farid"}
    assert counted(divided[1]) == {user("kari").pk, user("farid").pk}


def test_the_button_says_that_it_is_the_persons_yes(browse, divided: list[Turn]) -> None:
    come(divided[0], "elias", "kari")
    assert "Elias sier ja til å gå til neste del" in screen(browse, divided[0])


def test_a_companion_goes_with_the_person_and_to_nobody_else(
    browse, both: list[Turn], divided: list[Turn]
) -> None:
    come(divided[0], "elias")
    with acting(user("marte").pk):
        actions.arrive(meeting=divided[0].meeting, name="En tolk", role="tolk", companion=True)
    post(browse, divided[0], 2)
    with acting(user("marte").pk):
        assert Presence.objects.filter(meeting=divided[1].meeting, companion=True, left_at=None).count() == 1


def test_the_list_of_rounds_asks_no_more_for_many_than_for_one(browse, both: list[Turn]) -> None:
    client = browse("marte")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("meeting_rounds")).status_code == 200
        return len(queries)

    asked()
    one = asked()
    with acting(user("marte").pk):
        for _ in range(3):
            made = [
                actions.call(plan=turn.plan, writer=service(), subject="Flere", date=turn.meeting.date, setting={"arena": "agencies"})
                for turn in both
            ]  # fmt: skip
            actions.in_a_row(made)
    assert asked() == one
