"""Holding a meeting on the shared screen: who came and went, what it became, and the minutes."""

import pytest
from django.db import ProgrammingError, transaction
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions
from pop.meetings.models import MeetingSet, MinuteLine, Presence
from pop.meetings.tests.test_room import come, shown
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source

__all__ = ["both_logins"]
SENTENCE = "Her står bare det alle som er til stede, har lov til å se."


@pytest.fixture
def plan(both_logins: str) -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    with acting(user("marte").pk):
        return plans.plan_meeting(
            plan=plan,
            writer=Writer(user("marte"), Source.CORRECTIONAL),
            subject="Gruppa",
            invite=(user("kari"),),
        )


def at(meeting: Meeting, page: str) -> str:
    return f"/planer/{meeting.plan.key}/moter/{meeting.key}/{page}/"


def needs(plan: Plan, slug: str) -> set[str]:
    with acting(user(slug).pk):
        return set(Need.objects.filter(plan=plan, removed_at=None).values_list("text", flat=True))


def rows(meeting: Meeting) -> list[Presence]:
    with past_the_rules():
        return list(Presence.objects.filter(meeting=meeting).order_by("pk"))


def test_with_nobody_ticked_there_is_nothing_but_the_question_who_is_there(browse, plan, meeting) -> None:
    page = browse("marte").get(at(meeting, "skjerm")).content.decode()
    assert "Hvem er kommet?" in page
    assert [text for text in needs(plan, "marte") if text in page] == []


def test_who_else_is_in_the_team_is_read_on_a_screen_of_ones_own_only(browse, plan, meeting) -> None:
    """Kari is called. That Hanne of the municipality follows Elias up is not for whoever sits in the room."""
    client = browse("marte")
    for page in ("til-stede", "skjerm"):
        shown_there = client.get(at(meeting, page)).content.decode()
        assert "Kari Moen" in shown_there
        assert "Farid Rahimi" in shown_there
        assert "Hanne Vik" not in shown_there
        assert "Nordnes kommune" not in shown_there
    assert "Hanne Vik" in client.get(at(meeting, "egen-skjerm")).content.decode()


def test_those_who_are_ticked_narrow_the_screen_at_once(browse, plan, meeting) -> None:
    client = browse("marte")
    client.post(at(meeting, "til-stede"), {"who": ["person", str(user("kari").key)]})
    assert {row.user_id for row in rows(meeting)} == {user("elias").pk, user("kari").pk}
    page = client.get(at(meeting, "skjerm")).content.decode()
    assert SENTENCE in page
    hidden = needs(plan, "marte") - needs(plan, "kari")
    assert hidden
    assert [text for text in hidden if text in page] == []


def test_who_left_still_counts_until_the_person_says_yes(browse, plan, meeting) -> None:
    come(meeting, "elias", "torbjorn")
    client, before = browse("marte"), shown(meeting)
    gone = rows(meeting)[1]
    client.post(at(meeting, "til-stede"), {"do": "leave", "who": str(gone.key)})
    assert shown(meeting)["plans.Need"] == before["plans.Need"]
    assert "sier ja til å gå videre uten" in client.get(at(meeting, "skjerm")).content.decode()
    client.post(at(meeting, "til-stede"), {"do": "yes", "who": str(gone.key)})
    assert shown(meeting)["plans.Need"] > before["plans.Need"]


def test_nobody_says_yes_for_a_person_who_is_not_there(browse, plan, meeting) -> None:
    come(meeting, "torbjorn")
    client, gone = browse("marte"), rows(meeting)[0]
    client.post(at(meeting, "til-stede"), {"do": "leave", "who": str(gone.key)})
    assert client.post(at(meeting, "til-stede"), {"do": "yes", "who": str(gone.key)}).status_code == 404
    assert rows(meeting)[0].gone_yes_at is None


def test_a_companion_is_there_when_the_person_says_so(browse, plan, meeting) -> None:
    client = browse("marte")
    come(meeting, "kari")
    tolk = {"companion": "Amina", "role": "tolk"}
    assert (
        "kan bare være her når personen sier ja"
        in client.post(at(meeting, "til-stede"), tolk).content.decode()
    )
    page = client.post(at(meeting, "til-stede"), tolk | {"yes": "on"}).content.decode()
    assert "det er personen som sier ja" in page
    assert 'value="Amina"' in page
    before = shown(meeting)
    client.post(at(meeting, "til-stede"), tolk | {"yes": "on", "who": ["person"]})
    assert [row.name for row in rows(meeting) if row.companion] == ["Amina"]
    assert shown(meeting)["plans.Need"] == before["plans.Need"]
    assert "Amina, tolk" in client.get(at(meeting, "referat")).content.decode()


def test_the_number_that_is_hidden_stands_on_a_screen_of_ones_own_only(browse, plan, meeting) -> None:
    come(meeting, "torbjorn")
    number = len(needs(plan, "marte") - needs(plan, "torbjorn"))
    words = f"{number} behov vises ikke"
    assert words in browse("marte").get(at(meeting, "egen-skjerm")).content.decode()
    assert "behov vises ikke" in browse("elias").get(at(meeting, "egen-skjerm")).content.decode()
    for page in ("skjerm", "til-stede"):
        assert "behov vises ikke" not in browse("marte").get(at(meeting, page)).content.decode()


def test_nobody_else_ends_it(plan, meeting) -> None:
    come(meeting, "kari")
    for slug in ("kari", "silje", "anders"):
        with acting(user(slug).pk):
            assert not actions.end(meeting)
    assert rows(meeting)[0].left_at is None


@pytest.mark.parametrize("becomes", ["need", "meeting", "line"])
def test_a_decision_becomes_what_was_chosen_and_the_minutes_link_to_it(
    browse, plan, meeting, becomes
) -> None:
    come(meeting, "elias", "kari")
    client = browse("marte")
    page = client.post(at(meeting, "skjerm"), {"text": "Vi ringer utleier", "becomes": becomes}, follow=True)
    assert "autofocus" in page.content.decode()
    with acting(user("marte").pk):
        line = MinuteLine.objects.get(meeting=meeting)
    made = {"need": line.need_id, "meeting": line.became_meeting_id, "line": line.measure_id}
    assert bool(made[becomes]) == (becomes != "line")
    assert ("Ble til:" in client.get(at(meeting, "referat")).content.decode()) == (becomes != "line")


def test_the_person_may_lead(browse, plan, meeting) -> None:
    client = browse("elias")
    client.post(at(meeting, "til-stede"), {"who": ["person", str(user("marte").key)]})
    client.post(at(meeting, "skjerm"), {"text": "Søke på kurs", "becomes": "measure", "agreed": "on"})
    with acting(user("elias").pk):
        measure = MinuteLine.objects.get(meeting=meeting).measure
        assert measure
        assert measure.chosen_at
    assert "Gjennomført" in client.post(at(meeting, "til-stede"), {"do": "end"}, follow=True).content.decode()


def test_without_the_person_only_what_was_said_is_written(browse, plan, meeting) -> None:
    come(meeting, "kari")
    client = browse("marte")
    assert "Hva ble sagt?" in client.get(at(meeting, "skjerm")).content.decode()
    client.post(at(meeting, "skjerm"), {"text": "Kari tipser", "becomes": "measure"})
    with acting(user("marte").pk):
        line = MinuteLine.objects.get(meeting=meeting)
    assert (line.kind, line.measure_id) == ("said", None)


def test_when_it_is_over_everybody_has_left_and_it_is_held(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    page = browse("marte").post(at(meeting, "til-stede"), {"do": "end"}, follow=True).content.decode()
    assert "Gjennomført" in page
    assert all(row.left_at for row in rows(meeting))
    with acting(user("marte").pk):
        assert Meeting.objects.get(pk=meeting.pk).held


def test_minutes_are_written_edited_approved_and_then_corrected_by_addition(browse, plan, meeting) -> None:
    client, address = browse("marte"), at(meeting, "referat")
    client.post(address, {"text": "Leie", "about": ""})
    with acting(user("marte").pk):
        line = MinuteLine.objects.get(meeting=meeting)
    client.post(f"{address}?linje={line.key}", {"text": "Husleie"})
    client.post(address, {"approve": "1"})
    with acting(user("marte").pk):
        assert MeetingSet.objects.get(meeting=meeting).approved_at
    late = client.post(address, {"text": "Enda en ting", "about": ""}).content.decode()
    assert "Referatet er godkjent" in late
    assert "Enda en ting" in late
    page = client.post(f"{address}?linje={line.key}", {"text": "Strøm også"}, follow=True).content.decode()
    assert "Rettelse til «Husleie»" in page
    assert "Strøm også" in page


def test_each_reads_the_lines_that_they_may_see_and_a_partner_writes_none(browse, plan, meeting) -> None:
    with acting(user("elias").pk):
        own = Writer(user("elias"), Source.PERSON)
        secret = plans.write(
            MinuteLine,
            plan=plan,
            writer=own,
            topic=1,
            meeting=meeting,
            kind="said",
            text="Bare meg",
            only_me=True,
        )
    assert "Bare meg" in browse("elias").get(at(meeting, "referat")).content.decode()
    assert "Bare meg" not in browse("marte").get(at(meeting, "referat")).content.decode()
    page = browse("kari").get(at(meeting, "referat")).content.decode()
    assert "Bare meg" not in page
    assert "Godkjenn" not in page
    assert browse("kari").post(at(meeting, "referat"), {"text": "x", "about": ""}).status_code == 404
    assert browse("kari").post(at(meeting, "referat"), {"approve": "1"}).status_code == 404
    edit = browse("marte").post(f"{at(meeting, 'referat')}?linje={secret.key}", {"text": "Hva"}, follow=True)
    assert edit.status_code == 200
    with acting(user("elias").pk):
        assert MinuteLine.objects.get(pk=secret.pk).text == "Bare meg"


@pytest.mark.parametrize("who", ["kari", "silje", "anders", "ida"])
@pytest.mark.parametrize("page", ["til-stede", "egen-skjerm"])
def test_nobody_else_says_who_is_there(browse, plan, meeting, who: str, page: str) -> None:
    client = browse(who)
    assert client.get(at(meeting, page)).status_code == 404
    assert client.post(at(meeting, page), {"who": ["person"]}).status_code == 404
    assert rows(meeting) == []


@pytest.mark.parametrize("who", ["silje", "anders", "ida"])
def test_the_minutes_are_there_for_those_of_the_plan_only(browse, plan, meeting, who: str) -> None:
    assert browse(who).get(at(meeting, "referat")).status_code == 404


def test_two_who_write_at_once_lose_nothing(browse, plan, meeting) -> None:
    come(meeting, "elias", "marte")
    marte, elias = browse("marte"), browse("elias")
    for client in (marte, elias):
        client.get(at(meeting, "skjerm"))
    marte.post(at(meeting, "skjerm"), {"text": "Fra Marte", "becomes": "line"})
    elias.post(at(meeting, "skjerm"), {"text": "Fra Elias", "becomes": "line"})
    with acting(user("elias").pk):
        written = set(MinuteLine.objects.filter(meeting=meeting).values_list("text", flat=True))
    assert written == {"Fra Marte", "Fra Elias"}


def test_what_is_typed_when_another_ends_the_meeting_is_not_lost(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    browse("marte").post(at(meeting, "til-stede"), {"do": "end"})
    page = browse("elias").post(at(meeting, "skjerm"), {"text": "Jeg rakk det ikke"}).content.decode()
    assert "Møtet er ferdig" in page
    assert "Jeg rakk det ikke" in page


def test_what_is_written_about_what_the_person_keeps_is_kept_too(browse, plan, meeting) -> None:
    """In the minutes: a case of their own, a need of their own, and a meeting of their own (rule A7)."""
    with acting(user("elias").pk):
        elias = Writer(user("elias"), Source.PERSON)
        case = actions.raise_item(
            meeting=meeting,
            writer=elias,
            topic=1,
            text="Det med faren min",
            only_me=True,
            only_me_contact=user("marte"),
        )
        need = plans.write_need(plan=plan, writer=elias, topic=1, text="Bare mitt", only_me=True)
        mine = plans.plan_meeting(plan=plan, writer=elias, subject="Med meg selv", only_me=True)
    for where, about in ((meeting, case.key), (meeting, need.key), (mine, "")):
        assert (
            browse("elias")
            .post(at(where, "referat"), {"about": str(about), "text": "Det sa jeg"})
            .status_code
            == 302
        )
    with acting(user("elias").pk):
        lines = list(MinuteLine.objects.filter(text="Det sa jeg").order_by("pk"))
    assert [(line.only_me, line.only_me_contact_id) for line in lines] == [
        (True, user("marte").pk), (True, None), (True, None),
    ]  # fmt: skip
    assert "Det sa jeg" not in browse("kari").get(f"/planer/{plan.key}/logg/").content.decode()


def test_the_database_keeps_it_whatever_page_wrote_it(plan, meeting) -> None:
    with acting(user("elias").pk):
        elias = Writer(user("elias"), Source.PERSON)
        case = actions.raise_item(meeting=meeting, writer=elias, topic=1, text="Mitt", only_me=True)
        mine = plans.plan_meeting(plan=plan, writer=elias, subject="Med meg selv", only_me=True)
        said = {"writer": elias, "topic": 1, "kind": "said", "text": "Åpent"}
        for refused in ({"meeting": meeting, "item": case}, {"meeting": mine}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                actions.write_line(**said, **refused)
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.raise_item(meeting=mine, writer=elias, topic=1, text="Åpen sak")
        assert actions.write_line(**said, meeting=meeting, item=case, only_me=True)
