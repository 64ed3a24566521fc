"""Restrictions in varetekt (B6): they have an end, and while they last nobody outside is let in."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows
from tests.clock import standing

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import DECIDED, SERVING_FORM, Writer
from pop.plans.models import Meeting, MeetingInvitee, Plan, Source
from pop.plans.restricted import Restricted, closed_until, way_out
from pop.sentences import actions
from pop.sentences.models import Restriction
from pop.sentences.tests.test_pages import body, of, refused, service
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember

__all__ = ["both_logins"]


def today(later: int = 0):
    return timezone.localdate() + timedelta(later)


@pytest.fixture
def plan() -> Plan:
    """Elias is in varetekt, and Liv is no longer in the team."""
    found = of("elias")
    with acting(user("marte").pk):
        plans.set_serving_form(plan=found, writer=service(), form="remand", since=today())
        teams.leave_team(SupportTeamMember.objects.get(plan=found, user=user("liv"), until=None))
    return found


def restrict(plan: Plan, days: int = 14) -> Restriction:
    with acting(user("marte").pk):
        return actions.restrict(plan=plan, writer=service(), since=today(), until=today(days))


def invite(plan: Plan) -> bool:
    """Whether Marte may invite Liv now."""
    with acting(user("marte").pk):
        try:
            with transaction.atomic():
                teams.invite(plan=plan, user=user("liv"), agency=None, role="x", invited_by=user("marte"))
                transaction.set_rollback(True)
        except IntegrityError as closed:
            return "Det er restriksjoner til og med" not in str(closed)
    return True


def address(plan: Plan) -> str:
    return reverse("restrictions", args=[plan.key])


def test_the_contact_writes_them_with_an_end_and_the_person_reads_what_they_mean(browse, plan) -> None:
    marte, page = browse("marte"), address(plan)
    assert page in marte.get(reverse("plan", args=[plan.key])).content.decode()
    assert "Restriksjoner har alltid en slutt" in body(marte.post(page, {"since": f"{today():%d.%m.%Y}"}))
    typed = {"since": f"{today():%d.%m.%Y}", "until": f"{today(14):%d.%m.%Y}", "decided_by": "Tingretten"}
    assert "Restriksjonene er skrevet inn" in body(marte.post(page, typed, follow=True))
    for who in ("elias", "marte"):
        read = body(browse(who).get(page))
        assert "Bestemt av Tingretten" in read
        assert "Til og med" in body(browse(who).get(reverse("plan", args=[plan.key])))
    assert browse("elias").post(page, typed).status_code == 404


@pytest.mark.parametrize("who", ["kari", "sunniva", "hanne", "silje", "anders", "ida"])
def test_nobody_else_learns_that_there_are_any(browse, plan, who: str) -> None:
    made = restrict(plan)
    assert browse(who).get(address(plan)).status_code == 404
    assert browse(who).get(reverse("restriction", args=[plan.key, made.key])).status_code == 404
    with acting(user(who).pk):
        assert not Restriction.objects.exists()


def test_while_they_last_nobody_outside_is_invited_and_after_that_they_are(plan) -> None:
    assert invite(plan)
    restrict(plan, 14)
    assert not invite(plan)
    with standing(timezone.now() + timedelta(days=14)):
        assert not invite(plan)
    with standing(timezone.now() + timedelta(days=15)):
        assert invite(plan)


@pytest.mark.parametrize("page", ["team_invite", "team_code"])
def test_the_page_for_inviting_says_it_before_anybody_is_chosen(browse, plan, page: str) -> None:
    said = "Til da kan du bare invitere ansatte"
    assert said not in body(browse("marte").get(reverse(page, args=[plan.key])))
    restrict(plan)
    assert said in body(browse("marte").get(reverse(page, args=[plan.key])))
    assert said in body(browse("elias").get(reverse("my_team_invite")))


def test_the_day_of_their_end_is_told_to_nobody_who_may_not_know_of_them(plan) -> None:
    restrict(plan)
    known = {}
    for who in ("elias", "marte", "kari", "sunniva", "hanne", "silje", "anders", "ida", "leyla"):
        with acting(user(who).pk):
            known[who] = closed_until(plan)
    assert {who for who, day in known.items() if day} == {"elias", "marte"}


def test_lifted_before_their_end_they_close_nothing(browse, plan) -> None:
    made = restrict(plan)
    with acting(user("marte").pk):
        actions.take_out(made)
    assert invite(plan)


def test_the_page_says_why_and_nothing_typed_is_lost(browse, plan) -> None:
    restrict(plan)
    client = browse("marte")
    with acting(user("marte").pk):
        outside = [str(u.key) for u in (user("kari"),)]
    page = reverse("entry_new", args=[plan.key, "mote"])
    typed = {"subject": "Samarbeidsmøte", "date": f"{today(3):%d.%m.%Y}", "time": "10.00", "invite": outside}
    read = client.post(page, typed)
    assert read.status_code == 200
    assert "Det er restriksjoner til og med" in body(read)
    assert "Samarbeidsmøte" in read.content.decode()
    with acting(user("marte").pk):
        assert not Meeting.objects.filter(subject="Samarbeidsmøte").exists()


def test_a_meeting_after_their_end_and_one_with_those_inside_are_not_closed(plan) -> None:
    restrict(plan, 14)
    with acting(user("marte").pk):
        for later, who, closed in (
            (15, "kari", False),
            (14, "kari", True),
            (3, "farid", False),
            (3, "marte", False),
        ):
            try:
                with transaction.atomic():
                    plans.plan_meeting(
                        plan=plan, writer=service(), subject="Møte", date=today(later), invite=(user(who),)
                    )
                assert not closed, (later, who)
            except IntegrityError:
                assert closed, (later, who)


def test_what_was_agreed_before_them_is_listed_until_it_is_moved(browse, plan) -> None:
    with acting(user("marte").pk):
        outside, inside, later = (
            plans.plan_meeting(
                plan=plan, writer=service(), subject=said, date=today(day), invite=(user(who),)
            )
            for said, day, who in (
                ("Samarbeidsmøte", 3, "kari"), ("Møte her inne", 3, "farid"), ("Møte siden", 20, "kari"),
            )
        )  # fmt: skip
    assert "må flyttes eller avlyses" not in body(browse("marte").get(address(plan)))
    restrict(plan, 14)
    read = body(browse("marte").get(address(plan))).partition("må flyttes eller avlyses")[2]
    assert outside.subject in read
    assert inside.subject not in read
    assert later.subject not in read
    assert outside.subject not in body(browse("elias").get(address(plan)))
    with acting(user("marte").pk), way_out():
        assert plans.edit(outside, date=today(21))
    assert outside.subject not in body(browse("marte").get(address(plan)))


def test_neither_a_code_nor_a_name_leads_past_them(plan) -> None:
    restrict(plan)
    with acting(user("elias").pk):
        assert refused(
            lambda: SupportTeamMember.objects.create(
                plan=plan, user=user("liv"), role="x", invited_by=user("elias")
            )
        )


def test_a_function_of_the_owner_knows_whether_the_way_is_closed(both_logins, plan) -> None:
    def closed() -> tuple[object, ...]:
        with past_the_rules():
            return rows("select access.restricted(%s), access.restricted_until(%s)", [plan.pk, plan.pk])[0]

    assert closed() == (False, None)
    restrict(plan, 5)
    with (
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("select access.restricted(%s)", [plan.pk])


def test_the_person_disagrees_and_it_stands_beside(browse, plan) -> None:
    made = restrict(plan)
    to = reverse("restriction_contest", args=[plan.key, made.key])
    browse("elias").post(to, {"words": "De er opphevet"})
    assert "De er opphevet" in body(browse("marte").get(address(plan)))
    assert not invite(plan), "what the person disagrees with holds"


def test_off_remand_there_is_nothing_to_write(browse) -> None:
    assert browse("marte").get(address(of("elias"))).status_code == 404


def test_needs_are_asked_without_a_word_of_the_charge(browse, plan) -> None:
    """B6: the guide and its questions never touch it; the one who registers a talk is told so."""
    client = browse("marte")
    held = body(client.get(reverse("conversation_register", args=[plan.key, "intake"])))
    assert "Skriv ikke om saken" in held
    for name in ("mapping", "needs_map"):
        read = body(client.get(reverse(name, args=[plan.key]))).lower()
        for word in ("siktet", "siktelse", "tiltale", "lovbrudd"):
            assert word not in read


def meeting_of(plan: Plan, later: int, *who: str) -> Meeting:
    with acting(user("marte").pk):
        return plans.plan_meeting(
            plan=plan, writer=service(), subject="Møte", date=today(later), invite=tuple(map(user, who))
        )


def moved(meeting: Meeting, **fields: object) -> bool:
    """Whether Marte may change it so."""
    with acting(user("marte").pk):
        try:
            with way_out():
                return plans.edit(meeting, **fields)
        except Restricted as closed:
            return "Det er restriksjoner til og med" not in str(closed)


def test_a_meeting_is_not_moved_to_a_day_on_which_they_hold_with_somebody_outside(plan) -> None:
    outside, inside = meeting_of(plan, 20, "kari", "farid"), meeting_of(plan, 20, "farid")
    restrict(plan, 14)
    assert not moved(outside, date=today(14))
    assert not moved(outside, date=None), "without a day it is closed as long as they hold"
    assert moved(outside, date=today(15))
    assert moved(outside, subject="Noe annet", place="Besøksrommet")
    assert moved(inside, date=today(3))
    with acting(user("marte").pk):
        plans.remove(outside)
    assert moved(outside, date=today(3)), "nobody comes to what is taken out"
    assert not moved(outside, removed_at=None), "and it is not put back there"


def test_somebody_outside_is_not_called_to_what_was_moved_there_without_them(plan) -> None:
    meeting = meeting_of(plan, 20, "farid")
    restrict(plan, 14)
    assert moved(meeting, date=today(3))
    with acting(user("marte").pk), pytest.raises(IntegrityError), transaction.atomic():
        plans.call_to_meeting(meeting, invite=(user("farid"), user("kari")))


def test_day_and_those_called_change_in_one_go_on_the_page(browse, plan) -> None:
    meeting = meeting_of(plan, 20, "kari")
    restrict(plan, 14)
    client, page = browse("marte"), reverse("entry_edit", args=[plan.key, "mote", meeting.key])
    shown = client.get(page).context["form"]
    typed = {"subject": "Møte", "date": f"{today(3):%d.%m.%Y}", "stamp": shown.stamp()}
    read = client.post(page, {**typed, "invite": [str(user("kari").key)]})
    assert "Det er restriksjoner til og med" in body(read)
    assert client.post(page, {**typed, "invite": [str(user("farid").key)]}).status_code == 302
    with acting(user("marte").pk):
        assert Meeting.objects.get(pk=meeting.pk).date == today(3)


def why_not(who: str, plan: Plan) -> str:
    """What somebody who writes a progression wish straight into the database is told."""
    with acting(user(who).pk):
        try:
            with transaction.atomic():
                plans.wish(plan=plan, writer=Writer(user(who), Source.PERSON), kind="leave_plan")
        except DatabaseError as refused_:
            return str(refused_).splitlines()[0]
    return ""


def test_only_who_may_know_of_varetekt_is_told_that_it_is_the_reason(plan) -> None:
    for who in ("elias", "marte"):
        assert "I varetekt er det ingen dom" in why_not(who, plan)
    with acting(user("elias").pk):
        consents.exclude(
            plan=plan,
            made_by=user("elias"),
            topic=SERVING_FORM,
            recipient=consents.Recipient(user=user("farid")),
        )
    assert why_not("farid", plan) == "Dette kan ikke registreres nå. Spør kontaktteamet."


@pytest.mark.parametrize("who", ["kari", "sunniva", "hanne", "silje", "anders", "ida"])
def test_what_others_are_told_is_the_same_on_remand_and_off_it(plan, who: str) -> None:
    on_remand = why_not(who, plan)
    with acting(user("marte").pk):
        plans.set_serving_form(plan=plan, writer=service(), form="high_security", since=today())
    assert on_remand == why_not(who, plan) != ""
    assert "varetekt" not in on_remand.lower()


def called(who: str, meeting: Meeting) -> str:
    with acting(user(who).pk):
        try:
            with transaction.atomic():
                MeetingInvitee.objects.create(plan=meeting.plan, meeting=meeting, user=user("liv"))
        except DatabaseError as refused_:
            return str(refused_).splitlines()[0]
    return ""


def test_nobody_learns_of_restrictions_by_being_refused(plan) -> None:
    meeting = meeting_of(plan, 3)
    others = ("kari", "silje", "anders")
    before = [called(who, meeting) for who in others]
    restrict(plan, 14)
    assert [called(who, meeting) for who in others] == before
    assert "restriksjoner" in called("marte", meeting)
    with acting(user("elias").pk):
        consents.exclude(
            plan=plan, made_by=user("elias"), topic=DECIDED, recipient=consents.Recipient(user=user("farid"))
        )
    assert called("farid", meeting) == "Dette kan ikke registreres nå. Spør kontaktteamet."


def test_the_page_of_whoever_does_not_know_says_no_more(browse, plan) -> None:
    with acting(user("elias").pk):
        consents.exclude(
            plan=plan,
            made_by=user("elias"),
            topic=SERVING_FORM,
            recipient=consents.Recipient(user=user("farid")),
        )
    read = browse("farid").post(reverse("entry_new", args=[plan.key, "onske"]), {"kind": "leave_plan"})
    assert "Dette kan ikke registreres nå. Spør kontaktteamet." in body(read)
    assert "varetekt" not in body(read).lower()


def test_an_outsider_does_not_learn_whether_consent_was_asked(plan) -> None:
    """Written straight into the database: refused in the words of the policy, whatever was asked."""
    with (
        acting(user("silje").pk),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        cursor.execute(
            "insert into consents_preconsent (key, plan_id) values (gen_random_uuid(), %s)", [plan.pk]
        )
