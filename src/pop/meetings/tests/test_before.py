"""«Før møtet»: each is asked for what is theirs, reads what is new to them, and nobody reads more than they may."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions
from pop.meetings.models import AgendaItem, MeetingConsent
from pop.people.models import Agency
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, Meeting, Need, Plan, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def meet(plan: Plan, arena: str, days: int = 3) -> Meeting:
    """Kari of Nav is called."""
    with acting(user("marte").pk):
        found = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),), subject="Møtet vårt",
            date=timezone.localdate() + timedelta(days=days),
        )  # fmt: skip
        actions.set_up(meeting=found, by=user("marte"), arena=arena)
        return found


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    return meet(plan, "support_group")


def need_of(slug: str, plan: Plan, **where: Any) -> Need:
    with acting(user(slug).pk):
        found = Need.objects.of(plan).filter(**where).order_by("pk").first()
        assert found
        return found


def raised(browse: Any, slug: str, meeting: Meeting, om: str, text: str, **more: Any) -> Any:
    url = reverse("meeting_raise", args=[meeting.plan.key, meeting.key])
    return browse(slug).post(f"{url}?om={om}", {"text": text, **more})


def page(browse: Any, slug: str, meeting: Meeting) -> str:
    answer = browse(slug).get(reverse("meeting_before", args=[meeting.plan.key, meeting.key]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def refused(act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except Error:
        return True
    return False


def test_strangers_and_members_who_are_not_called_have_no_such_pages(browse, meeting):
    for name in ("meeting_before", "meeting_raise", "meeting_before_paper"):
        url = reverse(name, args=[meeting.plan.key, meeting.key])
        assert browse("silje").get(url).status_code == 404
    paper = reverse("meeting_before_paper", args=[meeting.plan.key, meeting.key])
    assert browse("kari").get(paper).status_code == 404


def test_what_the_person_raises_is_read_by_those_who_see_the_need_and_by_no_one_else(browse, plan, meeting):
    seen, hidden = need_of("kari", plan), None
    with acting(user("kari").pk):
        mine = set(Need.objects.of(plan).values_list("pk", flat=True))
    with acting(user("elias").pk):
        hidden = Need.objects.of(plan).exclude(pk__in=mine).filter(only_me=False).first()
    assert hidden
    assert raised(browse, "elias", meeting, f"behov:{seen.key}", "Ringe huseieren").status_code == 302
    assert raised(browse, "elias", meeting, f"behov:{hidden.key}", "Om det vanskelige").status_code == 302
    assert "Ringe huseieren" in page(browse, "kari", meeting)
    assert "Om det vanskelige" not in page(browse, "kari", meeting)
    assert "Om det vanskelige" in page(browse, "elias", meeting)
    assert "Om det vanskelige" not in page(browse, "kari", meeting)


def test_a_reminder_for_oneself_is_read_by_nobody_else(browse, plan, meeting):
    need = need_of("kari", plan)
    assert (
        raised(browse, "elias", meeting, f"behov:{need.key}", "Husk dette", only_me="on").status_code == 302
    )
    assert "Husk dette" in page(browse, "elias", meeting)
    assert "Husk dette" not in page(browse, "marte", meeting)
    assert "Husk dette" not in page(browse, "kari", meeting)


def test_a_partner_raises_what_is_theirs_and_nothing_where_they_see_nothing(browse, plan, meeting):
    need = need_of("kari", plan)
    assert raised(browse, "kari", meeting, f"behov:{need.key}", "Nav vil ta opp husleia").status_code == 302
    assert "Nav vil ta opp husleia" in page(browse, "elias", meeting)
    with acting(user("elias").pk):
        item = AgendaItem.objects.get(text="Nav vil ta opp husleia")
        assert item.source == Source.AGENCY
        hidden = Need.objects.of(plan).exclude(pk__in=visible("kari", plan)).first()
    assert hidden
    raised(browse, "kari", meeting, f"behov:{hidden.key}", "Gjetning")
    raised(browse, "kari", meeting, f"tema:{hidden.topic_id}", "Gjetning")
    with acting(user("elias").pk):
        assert not AgendaItem.objects.filter(text="Gjetning").exists()


def visible(slug: str, plan: Plan) -> list[int]:
    with acting(user(slug).pk):
        return list(Need.objects.of(plan).values_list("pk", flat=True))


def test_the_database_itself_refuses_a_case_in_another_topic_or_wider_than_its_need(plan, meeting):
    need = need_of("marte", plan, only_me=False)
    marte = Writer(user("marte"), Source.CORRECTIONAL)
    with acting(user("marte").pk):
        assert refused(
            lambda: actions.raise_item(
                meeting=meeting, writer=marte, topic=meeting.topic_id, text="x", need=need
            )
        )
    with acting(user("elias").pk):
        kept = plans.write(Need, plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=need.topic_id, text="Mitt",
                           only_me=True, only_me_contact=user("marte"))  # fmt: skip
    with acting(user("marte").pk):
        assert Need.objects.filter(pk=kept.pk).exists()
        assert refused(
            lambda: actions.raise_item(
                meeting=meeting, writer=marte, topic=kept.topic_id, text="x", need=kept
            )
        )


def test_a_partner_who_is_not_called_raises_nothing(plan):
    with acting(user("marte").pk):
        other = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(), subject="Uten Nav"
        )
    need = need_of("kari", plan)
    with acting(user("kari").pk):
        if Meeting.objects.filter(pk=other.pk).exists():
            pytest.skip("Nav sees every meeting here")
        nav = Writer(user("kari"), Source.AGENCY, agency=Agency.objects.get(pk=agency_of("kari", plan)))
        assert refused(
            lambda: actions.raise_item(meeting=other, writer=nav, topic=need.topic_id, text="x", need=need)
        )


def agency_of(slug: str, plan: Plan) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select access.my_agency_in(%s)", [plan.pk])
        row = cursor.fetchone()
    assert row
    return int(row[0])


def test_each_is_asked_for_what_is_theirs(browse, plan, meeting):
    need = need_of("kari", plan)
    with acting(user("elias").pk):
        for text, who in (
            ("Skrive søknaden selv", {"person_responsible": True}),
            ("Sjekke med kontoret", {"responsible_user_id": user("kari").pk}),
        ):
            made = plans.propose_measure(plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=need.topic_id, text=text,
                                         needs=(need,), **who)  # fmt: skip
            if Measure.objects.get(pk=made.pk).is_open:
                plans.choose_measure(made, way=ChoiceWay.OWN_LOGIN, present="")

    def own_part(slug: str) -> str:
        return page(browse, slug, meeting).partition('id="ditt"')[2].partition("</section>")[0]

    assert "Skrive søknaden selv" in own_part("elias")
    assert "Sjekke med kontoret" not in own_part("elias")
    assert "Sjekke med kontoret" in own_part("kari")


def test_every_change_since_the_last_meeting_is_told_to_those_who_see_it(browse, plan, meeting):
    with acting(user("marte").pk):
        before = plans.plan_meeting(plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),),
                                    subject="Forrige", date=timezone.localdate() - timedelta(days=1))  # fmt: skip
        Meeting.objects.filter(pk=before.pk).update(held=True)
    need = need_of("kari", plan)
    with acting(user("elias").pk):
        hidden = Need.objects.of(plan).exclude(pk__in=visible_as_elias(plan)).filter(only_me=False).first()
    assert hidden
    with acting(user("elias").pk):
        for topic, text in (
            (need.topic_id, "Et nytt behov alle ser"),
            (hidden.topic_id, "Et nytt behov Nav ikke ser"),
        ):
            plans.write(Need, plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=topic, text=text)
    mine, theirs = page(browse, "elias", meeting), page(browse, "kari", meeting)
    assert "Et nytt behov alle ser" in mine.partition('id="nytt"')[2]
    assert "Et nytt behov Nav ikke ser" in mine
    assert "Et nytt behov alle ser" in theirs.partition('id="nytt"')[2]
    assert "Et nytt behov Nav ikke ser" not in theirs


def visible_as_elias(plan: Plan) -> list[int]:
    """What Kari sees, asked while Elias acts."""
    return visible("kari", plan)


def test_the_order_is_changed_by_the_person_and_the_contact_team_and_by_no_partner(browse, plan, meeting):
    need = need_of("kari", plan)
    raised(browse, "kari", meeting, f"behov:{need.key}", "Først")
    raised(browse, "elias", meeting, f"behov:{need.key}", "Så")
    with acting(user("elias").pk):
        last = AgendaItem.objects.get(text="Så")
    url = reverse("meeting_before", args=[plan.key, meeting.key])
    assert browse("kari").post(url, {"up": str(last.key)}).status_code == 404
    with acting(user("kari").pk):
        assert actions.order_agenda(meeting, [str(last.key)]) == 0
    assert browse("marte").post(url, {"up": str(last.key)}).status_code == 302
    with acting(user("elias").pk):
        assert [i.text for i in AgendaItem.objects.filter(meeting=meeting)] == ["Så", "Først"]


def test_a_stranger_moves_nothing(browse, plan, meeting):
    need = need_of("kari", plan)
    raised(browse, "elias", meeting, f"behov:{need.key}", "Først")
    with acting(user("elias").pk):
        item = AgendaItem.objects.get(text="Først")
    for slug in ("silje", "anders", "jon"):
        with acting(user(slug).pk):
            assert actions.order_agenda(meeting, [str(need.key), str(item.key)]) == 0


def test_a_case_that_one_does_not_see_is_not_moved(plan, meeting):
    need = need_of("kari", plan)
    with acting(user("elias").pk):
        kept = actions.raise_item(meeting=meeting, writer=Writer(user("elias"), Source.PERSON), topic=need.topic_id, text="Mitt",
                                  only_me=True)  # fmt: skip
    with acting(user("marte").pk):
        assert actions.order_agenda(meeting, [str(need.key), str(kept.key)]) == 0


def test_where_the_person_is_absent_only_what_was_said_yes_to_is_on_the_agenda(browse, plan):
    absent = meet(plan, "agencies")
    need = need_of("kari", plan)
    raised(browse, "elias", absent, f"behov:{need.key}", "Dette kan dere snakke om")
    assert "Dette kan dere snakke om" not in page(browse, "kari", absent)
    assert need.text not in page(browse, "kari", absent)
    raised(browse, "kari", absent, f"behov:{need.key}", "Nav spør")
    with acting(user("kari").pk):
        nav = Writer(user("kari"), Source.AGENCY, agency=Agency.objects.get(pk=agency_of("kari", plan)))
        assert refused(
            lambda: actions.raise_item(meeting=absent, writer=nav, topic=need.topic_id, text="x", need=need)
        )
    with acting(user("elias").pk):
        assert not AgendaItem.objects.filter(text="Nav spør").exists()
        MeetingConsent.objects.create(
            plan=plan, meeting=absent, user=user("kari"), need=need, given_by=user("elias"), way="own_login"
        )
    assert "Dette kan dere snakke om" in page(browse, "kari", absent)
    assert raised(browse, "kari", absent, f"behov:{need.key}", "Nav spør").status_code == 302
    assert "Nav spør" in page(browse, "elias", absent)
    assert "Nav spør" not in page(browse, "marte", absent)


def test_what_was_typed_is_kept_and_a_held_meeting_takes_no_more(browse, plan, meeting):
    need = need_of("marte", plan, only_me=False)
    answer = raised(browse, "elias", meeting, f"behov:{need.key}", "")
    assert "Skriv hva du vil ta opp" in answer.content.decode()
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(held=True)
    assert raised(browse, "elias", meeting, f"behov:{need.key}", "For sent").status_code == 404


def test_the_person_gets_it_on_paper(browse, meeting):
    answer = browse("elias").get(reverse("meeting_before_paper", args=[meeting.plan.key, meeting.key]))
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_it_takes_few_queries(browse, meeting, slug):
    client, url = browse(slug), reverse("meeting_before", args=[meeting.plan.key, meeting.key])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    queries = [query["sql"][:150] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(queries) <= 10, "\n".join(queries)
