"""A meeting is planned from an arena, has a page of its own, and is answered by those who are called."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, answering
from pop.meetings.models import Answer, CalendarMark, Coming, MeetingSet
from pop.people import actions as people
from pop.people.models import Agency, AgencyRole, User
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source

pytestmark = pytest.mark.django_db
DAY, VIDEO = "24.12.2026", "https://video.example/rom"


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """The support group; Kari of Nav is called."""
    with acting(user("marte").pk):
        return actions.call(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Ansvarsgruppe i juli",
            setting={"arena": "support_group", "video": VIDEO}, invite=(user("kari"),),
        )  # fmt: skip


def address(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.plan.key, meeting.key])


def planned(browse: Any, plan: Plan, who: str, kind: str, **given: Any) -> Any:
    form = {"subject": "Møtet", "minutes": "60"} | given
    return browse(who).post(f"{reverse('meeting_new', args=[plan.key])}?slag={kind}", form)


def newest(plan: Plan) -> Meeting:
    with acting(user("marte").pk):
        return Meeting.objects.of(plan).latest("pk")


def text_of(browse: Any, who: str, where: str) -> str:
    response = browse(who).get(where)
    assert response.status_code == 200, (who, where)
    return str(response.content.decode())


def test_the_arena_says_what_stands_in_the_form_at_first(browse, plan):
    form = browse("marte").get(reverse("meeting_new", args=[plan.key]) + "?slag=talk").context["form"]
    assert form["subject"].value() == "Behovssamtale og løpende dialog"
    assert form["minutes"].value() == 45
    assert len(form["invite"].value()) == len(form.fields["invite"].choices) > 0
    assert str(user("kari").key) not in form["invite"].value()


def test_a_meeting_is_planned_with_day_place_link_length_and_whom(browse, plan):
    sent = planned(
        browse, plan, "marte", "support_group", date=DAY, time="13.00", place="Rom 2", video=VIDEO,
        minutes="50", invite=[str(user("kari").key)],
    )  # fmt: skip
    found = newest(plan)
    assert sent.url == address(found)
    with acting(user("marte").pk):
        setting = MeetingSet.objects.get(meeting=found)
        assert (setting.arena, setting.minutes, setting.video) == ("support_group", 50, VIDEO)
        assert [i.user_id for i in found.invitees.all()] == [user("kari").pk]
    page = text_of(browse, "kari", sent.url)
    assert VIDEO in page
    assert "Rom 2" in page
    assert "50 minutter" in page


def test_what_was_typed_stays_when_something_is_wrong(browse, plan):
    page = planned(browse, plan, "marte", "talk", subject="Prat om bolig", minutes="4", video="ikke en lenke")
    shown = page.content.decode()
    assert page.status_code == 200
    for words in ("Prat om bolig", "ikke en lenke", "Skriv et tall fra 5 til 480", "Skriv hele lenken"):
        assert words in shown


def test_the_time_outside_the_prison_is_not_there_before_it_is_released(browse, plan):
    refused = planned(browse, plan, "marte", "support_group", outside="on", date=DAY)
    assert refused.status_code == 200
    sent = planned(browse, plan, "marte", "support_group", outside="on", invite=[str(user("kari").key)])
    for who in ("elias", "kari", "marte"):
        assert "Dato kommer" in text_of(browse, who, sent.url)


def test_the_person_plans_meetings_where_they_are_there_themselves(browse, plan):
    assert planned(browse, plan, "elias", "talk", kept="all").status_code == 302
    for kind in ("agencies", "team"):
        assert planned(browse, plan, "elias", kind, kept="all").status_code == 404
    assert "slag=agencies" not in text_of(browse, "elias", reverse("meeting_new", args=[plan.key]))


def test_a_meeting_without_the_person_leads_to_what_they_say_yes_to(browse, plan):
    where = planned(browse, plan, "marte", "agencies", invite=[str(user("kari").key)]).url
    found = newest(plan)
    consent = reverse("meeting_consent", args=[plan.key, found.key])
    assert consent in text_of(browse, "elias", where)
    assert consent in text_of(browse, "marte", where)
    assert consent not in text_of(browse, "kari", where)


def test_only_the_person_and_the_contact_team_plan_meetings(browse, plan):
    new = reverse("meeting_new", args=[plan.key])
    for who in ("kari", "silje", "anders", "grete", "tone"):
        assert browse(who).get(new).status_code in (404, 403), who
        assert planned(browse, plan, who, "talk").status_code in (404, 403), who


def test_nobody_sees_a_meeting_they_are_not_called_to(browse, plan, meeting):
    every = reverse("meetings", args=[plan.key])
    assert browse("silje").get(every).status_code == 404
    for who in ("silje", "torbjorn", "sunniva", "anders"):
        got = browse(who).get(address(meeting))
        assert got.status_code == 404, who
        listed = browse(who).get(every)
        assert "Ansvarsgruppe i juli" not in listed.content.decode(), who
    for who in ("elias", "marte", "kari"):
        assert "Ansvarsgruppe i juli" in text_of(browse, who, every)


@pytest.mark.parametrize(("who", "answer"), [("elias", "no"), ("kari", "digital"), ("kari", "yes")])
def test_whoever_is_called_answers_and_answers_again(browse, meeting, who, answer):
    client = browse(who)
    assert client.post(address(meeting), {"answer": "yes"}).status_code == 302
    assert client.post(address(meeting), {"answer": answer}).status_code == 302
    with acting(user("marte").pk):
        assert answering.newest(meeting)[user(who).pk].answer == answer
    assert str(Coming(answer).label) in text_of(browse, "marte", address(meeting))


def test_whoever_is_not_called_does_not_answer(browse, meeting):
    assert browse("marte").post(address(meeting), {"answer": "yes"}).status_code == 404
    assert browse("silje").post(address(meeting), {"answer": "yes"}).status_code == 404
    with acting(user("elias").pk):
        assert not Answer.objects.filter(meeting=meeting).exists()


def test_what_another_answers_is_for_the_person_and_the_contact_team(browse, plan, meeting):
    browse("elias").post(address(meeting), {"answer": "no"})
    assert "Kan ikke" in text_of(browse, "marte", address(meeting)).split('id="innkalt"')[1]
    assert 'id="innkalt"' not in text_of(browse, "kari", address(meeting))
    with acting(user("kari").pk):
        assert not Answer.objects.filter(user=user("elias")).exists()


@pytest.fixture
def colleague() -> User:
    """Somebody else of Kari's office, with a name of their own."""
    with acting(user("kari").pk):
        role = AgencyRole.objects.latest("pk")
    with acting(user("jon").pk):
        found = people.register_user(name="Unni Kollega", title="Veileder i Nav")
        people.give_agency_role(user=found, agency=Agency.objects.get(pk=role.agency_id))
    return found


def test_a_colleague_is_sent_and_gets_nothing_to_see(browse, meeting, colleague):
    client = browse("kari")
    assert "Unni Kollega" in client.get(address(meeting)).content.decode()
    wrong = client.post(address(meeting), {"answer": "deputy"})
    assert "Velg hvem som kommer i stedet" in wrong.content.decode()
    assert (
        client.post(address(meeting), {"answer": "deputy", "deputy": str(colleague.key)}).status_code == 302
    )
    assert "Unni Kollega" in text_of(browse, "marte", address(meeting))
    with acting(colleague.pk):
        assert not Meeting.objects.exists()
        assert not Answer.objects.exists()


def test_nobody_learns_who_works_for_another_agency(browse, plan, meeting, colleague):
    for who in ("marte", "elias", "torbjorn", "silje"):
        with acting(user(who).pk):
            assert colleague.pk not in {one.pk for one in answering.colleagues()}, who
    sent = browse("kari").post(address(meeting), {"answer": "deputy", "deputy": str(user("torbjorn").key)})
    assert sent.status_code == 200
    with acting(user("marte").pk):
        assert not Answer.objects.filter(meeting=meeting).exists()


def test_nobody_answers_after_the_meeting(browse, meeting):
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(held=True)
    assert browse("kari").post(address(meeting), {"answer": "yes"}).status_code == 404
    with acting(user("kari").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.answer(meeting=meeting, user=user("kari"), answer="yes")


@pytest.mark.parametrize("who", ["elias", "marte", "kari"])
def test_each_page_takes_few_queries(browse, plan, meeting, who):
    client = browse(who)
    for where in (address(meeting), reverse("meetings", args=[plan.key])):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        assert len(captured) <= LIMIT[where == address(meeting)], "\n".join(q["sql"][:110] for q in captured)


LIMIT = {True: 12, False: 10}


def test_what_is_raised_where_the_person_is_absent_is_for_those_who_may_talk_of_it(browse, plan):
    """Rule C1: an item is shown to others than the person when its need may be talked of with them."""
    with acting(user("marte").pk):
        found = actions.call(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Samarbeid",
            setting={"arena": "agencies"}, invite=(user("kari"),),
        )  # fmt: skip
    with acting(user("kari").pk):
        need = Need.objects.of(plan).filter(topic=1).first()
    own = Writer(user("elias"), Source.PERSON)
    with acting(user("elias").pk):
        actions.raise_item(meeting=found, writer=own, topic=1, text="Om depositumet", need=need)
    assert "Om depositumet" in text_of(browse, "elias", address(found))
    for who in ("kari", "marte"):
        assert "Om depositumet" not in text_of(browse, who, address(found)), who
    with acting(user("elias").pk):
        actions.consent_to_talk(
            meeting=found, by=user("elias"), wanted={(user("kari").pk, need.pk)}, way="own_login"
        )
    assert "Om depositumet" in text_of(browse, "kari", address(found))
    assert "Om depositumet" not in text_of(browse, "marte", address(found))


@pytest.mark.parametrize("who", ["marte", "elias", "kari"])
def test_a_meeting_without_the_person_is_not_made_into_another_kind(plan, who):
    """Rule C1 hangs on the kind of meeting: nobody takes the rule off by changing it afterwards."""
    with acting(user("marte").pk):
        found = actions.call(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Samarbeid",
            setting={"arena": "agencies"}, invite=(user("kari"),),
        )  # fmt: skip
    with acting(user(who).pk), pytest.raises(DatabaseError), transaction.atomic():
        MeetingSet.objects.filter(meeting=found).update(arena="support_group")


def test_the_length_and_the_link_are_changed_after_it_was_called(browse, plan, meeting):
    with acting(user("marte").pk):
        before = CalendarMark.objects.get(meeting=meeting).sequence
    where = reverse("meeting_setting", args=[plan.key, meeting.key])
    wrong = browse("elias").post(where, {"minutes": "3", "video": "ikke en lenke"}).content.decode()
    assert "Skriv et tall fra 5 til 480" in wrong
    assert "Skriv hele lenken" in wrong
    assert "ikke en lenke" in wrong
    browse("elias").post(where, {"minutes": "30", "video": "https://video.no/rom"})
    with acting(user("marte").pk):
        found = MeetingSet.objects.get(meeting=meeting)
        assert (found.minutes, found.video, found.arena) == (30, "https://video.no/rom", "support_group")
        assert CalendarMark.objects.get(meeting=meeting).sequence == before + 1
    for who in ("kari", "silje", "torbjorn"):
        assert browse(who).post(where, {"minutes": "90", "video": ""}).status_code == 404, who
