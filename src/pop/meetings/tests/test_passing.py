"""A case is sent on to another meeting and comes back with its answer; nothing is read by more people for it (rule C1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, answered, room
from pop.meetings.models import AgendaItem, MeetingConsent, MinuteLine
from pop.meetings.tests.test_before import agency_of, meet, need_of, page, refused
from pop.meetings.tests.test_live import part
from pop.meetings.tests.test_room import SLUGS, come
from pop.people.models import Agency
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source

__all__ = ["both_logins"]
TITLE = "Nav spør om husleia"
ANSWER = "Husleia er 8000"


@pytest.fixture
def plan(both_logins: str) -> Plan:
    """Without the meetings that it had in front of it."""
    with acting(user("elias").pk):
        found = plan_of("elias")
    with past_the_rules():
        Meeting.objects.filter(plan=found, held=None).update(held=False)
    return found


@pytest.fixture
def group(plan: Plan) -> Meeting:
    """The ansvarsgruppe, where Elias is."""
    return meet(plan, "support_group")


@pytest.fixture
def other(plan: Plan) -> Meeting:
    """A meeting of another arena, later."""
    return meet(plan, "talk", days=5)


def writer(slug: str, plan: Plan) -> Writer:
    if slug == "kari":
        return Writer(user("kari"), Source.AGENCY, agency=Agency.objects.get(pk=agency_of("kari", plan)))
    return Writer(user(slug), Source.PERSON if slug == "elias" else Source.CORRECTIONAL)


def case_of(slug: str, meeting: Meeting, text: str = TITLE, **kept: Any) -> AgendaItem:
    """Somebody raises what Kari sees too."""
    need = need_of("kari", meeting.plan)
    with acting(user(slug).pk):
        return actions.raise_item(meeting=meeting, writer=writer(slug, meeting.plan), topic=need.topic_id, text=text, need=need,
                                  **kept)  # fmt: skip


def send(browse: Any, slug: str, meeting: Meeting, case: AgendaItem | Need, to: Meeting) -> Any:
    url = reverse("meeting_pass", args=[meeting.plan.key, meeting.key])
    return browse(slug).post(f"{url}?sak={case.key}", {"to": str(to.key)})


def passed(case: AgendaItem) -> list[AgendaItem]:
    with past_the_rules():
        return list(AgendaItem.objects.filter(passed_from=case))


def by_function(slug: str, case: AgendaItem | Need, meeting: Meeting, to: Meeting) -> AgendaItem | None:
    with acting(user(slug).pk):
        return actions.pass_on(meeting=meeting, case=str(case.key), to=to)


def readers(item: AgendaItem) -> set[str]:
    found = set()
    for slug in (*SLUGS, "silje", "anders", "jon"):
        with acting(user(slug).pk):
            if AgendaItem.objects.filter(pk=item.pk).exists():
                found.add(slug)
    return found


def say(slug: str, item: AgendaItem, text: str = ANSWER, **more: Any) -> MinuteLine:
    with acting(user(slug).pk):
        return actions.write_line(meeting=item.meeting, writer=writer(slug, item.plan), topic=item.topic_id, kind="said", text=text,
                                  item=item, **more)  # fmt: skip


def minutes(browse: Any, slug: str, meeting: Meeting) -> str:
    answer = browse(slug).get(reverse("meeting_minutes", args=[meeting.plan.key, meeting.key]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def hold(meeting: Meeting, *, held: bool = True, days: int = -1) -> None:
    """Yesterday, before anything is answered."""
    with past_the_rules():
        day = timezone.localdate() + timedelta(days=days)
        Meeting.objects.filter(pk=meeting.pk).update(held=held, date=day)


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_the_person_and_the_contact_team_send_a_case_on_from_the_page_of_the_meeting(
    browse, plan, group, other, who
):
    case = case_of("elias", group)
    shown = browse(who).get(reverse("meeting", args=[plan.key, group.key])).content.decode()
    address = f"{reverse('meeting_pass', args=[plan.key, group.key])}?sak={case.key}"
    assert address in shown
    asked = browse(who).get(address).content.decode()
    assert str(other.key) in asked
    assert send(browse, who, group, case, other).status_code == 302
    [copy] = passed(case)
    assert (copy.text, copy.topic_id, copy.need_id, copy.meeting_id) == (
        TITLE,
        case.topic_id,
        case.need_id,
        other.pk,
    )
    assert copy.written_by_id == user(who).pk
    assert TITLE in page(browse, who, other)
    assert str(other.key) not in browse(who).get(address).content.decode(), "it stands there already"


@pytest.mark.parametrize("whose", ["elias", "marte", "kari"])
def test_nobody_reads_a_case_where_it_was_sent_who_did_not_read_it_where_it_came_from(
    plan, group, other, whose
):
    """The words of Nav stay the words of Nav, though Marte sends them on: as kriminalomsorgen's more agencies would read them."""
    case = case_of(whose, group)
    copy = by_function("marte", case, group, other)
    assert copy
    with past_the_rules():
        case.refresh_from_db()
    assert (copy.source, copy.source_key) == (case.source, case.source_key)
    assert readers(copy) == readers(case)
    assert {"elias", "marte"} <= readers(case)


def test_what_the_person_keeps_is_kept_where_the_person_sends_it_and_is_sent_by_nobody_else(
    browse, plan, group, other
):
    case = case_of("elias", group, only_me=True, only_me_contact=user("marte"))
    assert readers(case) == {"elias", "marte"}
    assert send(browse, "marte", group, case, other).status_code == 404
    assert by_function("marte", case, group, other) is None
    assert passed(case) == []
    assert send(browse, "elias", group, case, other).status_code == 302
    [copy] = passed(case)
    assert readers(copy) == {"elias", "marte"}


def test_what_the_person_keeps_afterwards_is_kept_where_it_was_sent_as_well(plan, group, other):
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    with acting(user("elias").pk):
        plans.keep_to_me(case, kept=True)
    assert readers(copy) == {"elias"}


def test_a_case_about_somebody_else_is_blocked_where_it_was_sent_as_well(plan, group, other):
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    with acting(user("marte").pk), connection.cursor() as cursor:
        cursor.execute("select * from access.block_entry('meetings_agendaitem', %s)", [case.key])
    assert readers(copy) == set()


def test_a_need_is_first_written_on_the_agenda_that_it_stood_on(browse, plan, group, other):
    need = need_of("kari", plan)
    assert str(need.key) in minutes(browse, "marte", group)
    assert send(browse, "marte", group, need, other).status_code == 302
    with past_the_rules():
        [first] = AgendaItem.objects.filter(meeting=group, need=need)
        need.refresh_from_db()
    [copy] = passed(first)
    assert first.text == copy.text == need.text
    assert (first.source_key, copy.source_key) == (need.source_key, need.source_key)
    assert readers(first) == readers(copy)


def test_a_need_that_the_person_keeps_is_sent_by_nobody_else(browse, plan, group, other):
    with acting(user("elias").pk):
        kept = plans.write(Need, plan=plan, writer=writer("elias", plan), topic=need_of("kari", plan).topic_id, text="Mitt",
                           only_me=True, only_me_contact=user("marte"))  # fmt: skip
    assert send(browse, "marte", group, kept, other).status_code == 404
    assert by_function("marte", kept, group, other) is None
    with past_the_rules():
        assert not AgendaItem.objects.filter(need=kept).exists()


def test_where_the_person_is_absent_only_what_they_have_said_yes_to_is_sent(browse, plan, group):
    absent, case = meet(plan, "agencies", days=6), case_of("marte", group)
    answer = send(browse, "marte", group, case, absent)
    assert answer.status_code == 200
    assert "har ikke sagt ja til at du tar opp saken der" in answer.content.decode()
    assert by_function("marte", case, group, absent) is None
    assert passed(case) == []
    with acting(user("elias").pk):
        MeetingConsent.objects.create(
            plan=plan,
            meeting=absent,
            user=user("marte"),
            need=case.need,
            given_by=user("elias"),
            way="own_login",
        )
    assert send(browse, "marte", group, case, absent).status_code == 302
    assert len(passed(case)) == 1


def test_from_a_meeting_without_the_person_nothing_is_sent_that_may_not_be_talked_of(browse, plan, group):
    """The yes lapses when the meeting is over, and the case is then the person's to send."""
    absent = meet(plan, "agencies", days=1)
    case = case_of("elias", absent)
    assert send(browse, "marte", absent, case, group).status_code == 404
    assert by_function("marte", case, absent, group) is None
    assert send(browse, "elias", absent, case, group).status_code == 302


@pytest.mark.parametrize("who", ["kari", "silje", "torbjorn", "anders", "ida"])
def test_nobody_else_sends_a_case_on(browse, plan, group, other, who):
    case = case_of("kari", group)
    address = f"{reverse('meeting_pass', args=[plan.key, group.key])}?sak={case.key}"
    assert browse(who).get(address).status_code == 404
    assert send(browse, who, group, case, other).status_code == 404
    assert by_function(who, case, group, other) is None
    assert passed(case) == []


def test_a_partner_does_not_write_by_hand_that_a_case_came_from_another(plan, group, other):
    """Neither of what they see, nor of a number that they guess: the answer to it would come to whoever raised that."""
    with acting(user("elias").pk):
        secret = case_of("elias", group, "Hemmelig", only_me=True)
    mine = case_of("kari", group)
    for origin in (secret, mine):
        with acting(user("kari").pk):
            assert refused(
                lambda origin=origin: actions.raise_item(
                    meeting=other,
                    writer=writer("kari", plan),
                    topic=mine.topic_id,
                    text="x",
                    need=mine.need,
                    passed_from_id=origin.pk,
                )
            )
    with acting(user("kari").pk):
        assert refused(lambda: AgendaItem.objects.filter(pk=mine.pk).update(passed_from=secret.pk))


def test_the_contact_team_writes_nothing_wider_by_hand(plan, group, other):
    """A case in another topic, opened, or in another's name than the one it is said to come from."""
    case = case_of("kari", group)
    kept = case_of("elias", group, "Mitt", only_me=True, only_me_contact=user("marte"))
    for origin in (case, kept):
        with acting(user("marte").pk):
            assert refused(
                lambda origin=origin: actions.raise_item(
                    meeting=other,
                    writer=writer("marte", plan),
                    topic=origin.topic_id,
                    text=origin.text,
                    passed_from=origin,
                )
            )


def test_no_case_goes_to_another_plan(browse, plan, group):
    """Marte is in both contact teams, and sees both meetings."""
    with acting(user("marte").pk):
        leyla = plan_of("leyla")
        theirs = plans.plan_meeting(
            plan=leyla, writer=writer("marte", leyla), invite=(), subject="Leylas møte"
        )
    case = case_of("marte", group)
    answer = send(browse, "marte", group, case, theirs)
    assert answer.status_code == 200
    assert "Leylas møte" not in answer.content.decode()
    assert by_function("marte", case, group, theirs) is None
    with acting(user("marte").pk):
        assert refused(
            lambda: actions.raise_item(
                meeting=theirs, writer=writer("marte", leyla), topic=case.topic_id, text="x", passed_from=case
            )
        )
    with acting(user("marte").pk):
        mine = actions.raise_item(meeting=theirs, writer=writer("marte", leyla), topic=47, text="x")
    with past_the_rules(), pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=mine.pk).update(passed_from=case)


def test_a_meeting_that_is_over_takes_no_case(browse, plan, group, other):
    case = case_of("elias", group)
    hold(other)
    assert send(browse, "elias", group, case, other).status_code == 200
    assert by_function("elias", case, group, other) is None
    hold(other, held=False)
    assert by_function("elias", case, group, other) is None
    gone = meet(plan, "talk", days=1)
    with past_the_rules():
        Meeting.objects.filter(pk=gone.pk).update(date=timezone.localdate() - timedelta(days=1))
    assert send(browse, "elias", group, case, gone).status_code == 200
    assert by_function("elias", case, group, gone) is None
    assert passed(case) == []


def test_after_the_meeting_a_case_is_sent_on_from_the_minutes(browse, plan, group, other):
    case = case_of("elias", group)
    hold(group)
    assert f"?sak={case.key}" in minutes(browse, "marte", group)
    assert f"?sak={case.key}" not in minutes(browse, "kari", group)
    assert send(browse, "marte", group, case, other).status_code == 302


def test_the_answer_stands_at_the_case_that_was_sent(browse, plan, group, other):
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    line = say("marte", copy)
    for slug in ("elias", "marte", "kari"):
        said = minutes(browse, slug, group)
        assert f"Svar fra {other.subject}" in said, slug
        assert ANSWER in said, slug
    with acting(user("marte").pk):
        actions.approve(other, by=user("marte"))
        actions.correct(line, writer=writer("marte", plan), text="Den er 9000")
    assert "Den er 9000" in minutes(browse, "kari", group)


def test_an_answer_that_went_further_comes_all_the_way_back(browse, plan, group, other):
    third = meet(plan, "support_group", days=9)
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    last = by_function("marte", copy, other, third)
    assert last
    say("marte", last)
    assert ANSWER in minutes(browse, "elias", group)
    assert ANSWER in minutes(browse, "elias", other)


def test_nobody_reads_an_answer_that_they_do_not_see_as_a_line(browse, plan, group, other):
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    say("elias", copy, "Bare mitt svar", only_me=True)
    assert "Bare mitt svar" in minutes(browse, "elias", group)
    for slug in ("marte", "kari"):
        assert "Bare mitt svar" not in minutes(browse, slug, group)
        assert "Svar fra" not in minutes(browse, slug, group)


def test_whoever_was_not_called_to_the_other_meeting_does_not_learn_of_it_by_its_answer(browse, plan, group):
    with acting(user("marte").pk):
        inside = plans.plan_meeting(plan=plan, writer=writer("marte", plan), invite=(), subject="Kontaktteamet",
                                    date=timezone.localdate() + timedelta(days=2))  # fmt: skip
    case = case_of("elias", group)
    copy = by_function("marte", case, group, inside)
    assert copy
    say("marte", copy)
    with acting(user("kari").pk):
        assert not Meeting.objects.filter(pk=inside.pk).exists()
        assert MinuteLine.objects.filter(text=ANSWER).exists(), "the line alone she may see"
    said = minutes(browse, "kari", group)
    assert "Kontaktteamet" not in said
    assert ANSWER not in said
    assert "Kontaktteamet" in minutes(browse, "elias", group)


def test_the_answer_is_on_the_agenda_of_the_next_meeting_of_that_arena_and_of_no_other(
    browse, plan, group, other
):
    following = meet(plan, "support_group", days=10)
    elsewhere, later = meet(plan, "talk", days=8), meet(plan, "support_group", days=20)
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    title = f"Svar på saken «{TITLE}»"
    hold(group)
    assert title not in page(browse, "elias", following), "nobody has answered yet"
    say("marte", copy)
    for slug in ("elias", "marte", "kari"):
        assert title in page(browse, slug, following), slug
        assert ANSWER in page(browse, slug, following), slug
    for meeting in (elsewhere, later):
        assert title not in page(browse, "elias", meeting)
    hold(following, days=10)
    assert title not in page(browse, "elias", following)
    assert title not in page(browse, "elias", later), "it was up when that meeting was held"


def test_on_the_shared_screen_an_answer_stands_when_all_who_are_there_may_see_it(browse, plan, group, other):
    following = meet(plan, "support_group", days=10)
    case = case_of("elias", group)
    copy = by_function("marte", case, group, other)
    assert copy
    hold(group)
    come(following, "elias")
    client = browse("marte")
    mark = part(client, following)["ETag"]
    assert part(client, following, mark).status_code == 304
    say("marte", copy)
    say("elias", copy, "Bare mitt svar", only_me=True)
    new = part(client, following, mark)
    assert new.status_code == 200, "an answer at another meeting is news here"
    with acting(user("marte").pk), room.entered(following):
        shown = answered.back(following, answered.at(following)[1])
    assert [[line.text for line in lines] for _case, lines in shown] == [[ANSWER]]
    assert "Svar på saken" in new.content.decode()
    come(following, "torbjorn")
    with acting(user("torbjorn").pk):
        assert not MinuteLine.objects.filter(text=ANSWER).exists()
    narrowed = part(client, following).content.decode()
    assert ANSWER not in narrowed
    assert TITLE not in narrowed


def test_where_the_person_is_absent_the_screen_shows_no_answer_from_elsewhere(plan, group):
    first, following = meet(plan, "agencies", days=1), meet(plan, "agencies", days=7)
    case = case_of("elias", first)
    copy = by_function("elias", case, first, group)
    assert copy
    say("marte", copy)
    hold(first)
    come(following, "marte")
    with acting(user("marte").pk), room.entered(following) as may:
        assert may
        assert answered.at(following)[1] == {}
