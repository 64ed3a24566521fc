"""What the attacks found once: each was possible, and is not any more."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import ConsentItem
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import end_role
from pop.people.models import Agency, Person, UnitRole
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Note, Plan, Source
from pop.teams.models import PrivateTie, SupportTeamMember
from tests.access.facts import rows

HOUSING, MIND, NAME = 1, 7, 40


def as_user(slug: str) -> object:
    return acting(user(slug).pk)


@pytest.fixture
def plan() -> Plan:
    with as_user("elias"):
        return plan_of("elias")


def count(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def relation(slug: str, plan: Plan) -> object:
    with as_user(slug):
        return rows("select access.relation(%s)", [plan.key])[0][0]


# Who is something to a plan


def test_whoever_has_left_kriminalomsorgen_opens_nothing_though_still_in_the_contact_team(plan) -> None:
    assert relation("farid", plan) == "contact"
    with as_user("jon"):
        for role in UnitRole.objects.filter(user=user("farid")):
            end_role(role)
    assert relation("farid", plan) is None
    with as_user("farid"):
        assert not Need.objects.exists()


def test_an_answer_about_ties_cannot_be_dated_ahead_of_the_one_that_closes(plan) -> None:
    """The newest holds: an answer from the year 2100 would have opened the plan for ever."""
    with as_user("farid"):
        later = timezone.now() + timedelta(days=30000)
        PrivateTie.objects.create(plan=plan, user=user("farid"), answer="no_tie", at=later)
    with as_user("elias"):
        rows("select access.ask_away(%s, %s)", [plan.pk, user("farid").pk])
    assert relation("farid", plan) is None


def test_the_name_can_be_kept_from_somebody_in_the_contact_team(plan) -> None:
    with as_user("elias"):
        consents.exclude(
            plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=NAME
        )
    with as_user("farid"):
        assert not Person.objects.filter(pk=plan.person_id).exists()
        assert rows("select 1 from people_personidentity where person_id = %s", [plan.person_id]) == []
        assert Need.objects.filter(plan=plan).exists()


# Who may know of whom


def test_the_clinic_that_one_knows_from_one_plan_is_not_seen_in_another(plan) -> None:
    """Marte hears from the clinic about Leyla; that Elias has it in his team she still does not know."""
    with as_user("elias"):
        clinic = Agency.objects.get(name="Lindelia rusklinikk")
    with as_user("leyla"):
        leyla = plan_of("leyla")
        recipient = Recipient(agency=clinic)
        choice = Choice(recipient, MIND, give=True, obtain=True)
        consents.sign(consents.draft(plan=leyla, drafted_by=user("leyla"), choices=[choice]))
    with as_user("marte"):
        assert Agency.objects.filter(pk=clinic.pk).exists(), "known from Leyla's plan"
        assert ConsentItem.objects.filter(plan=leyla, agency=clinic).exists()
        assert not SupportTeamMember.objects.filter(plan=plan, agency=clinic).exists()
        assert not ConsentItem.objects.filter(plan=plan, agency=clinic).exists()
        viewers = rows("select user_id from access.viewers(%s, 11, 0)", [plan.pk])
        assert (user("mona").pk,) not in viewers


def test_a_partner_does_not_ask_who_else_was_given_what(plan) -> None:
    """Who sees what one writes oneself is told (A3); what the person gave to others is not (I4)."""
    with as_user("kari"):
        nav = agency("nav").pk * 2
        for topic in range(1, 50):
            assert rows("select * from access.viewers(%s, %s, 0)", [plan.pk, topic]) == [], topic
        own = dict(rows("select user_id, ground from access.viewers(%s, %s, %s)", [plan.pk, HOUSING, nav]))
        assert user("hanne").pk in own
        assert rows("select * from access.viewers(%s, %s, %s)", [plan.pk, MIND, nav]) == []


def test_a_stranger_leaves_no_look_on_a_plan(plan) -> None:
    """The page that is recorded is shown to the person: a stranger could have written to them through it."""
    with as_user("silje"):
        rows("select access.record_look(%s, 'Jeg vet hvor du er', '')", [plan.pk])
    with as_user("elias"):
        assert rows("select 1 from access_look where user_id = %s", [user("silje").pk]) == []


def test_after_withdrawal_the_arrays_of_keys_are_empty(plan) -> None:
    """Injected SQL may call them; they named what one was called to, and what was opened, before."""
    with as_user("elias"):
        consents.withdraw(plan=plan)
    with as_user("kari"):
        for name in (
            "my_measures",
            "called_meetings",
            "opened_contacts",
            "my_consents",
            "sources",
            "granted",
        ):
            assert rows(f"select rule.{name}()") == [([],)], name
    with as_user("marte"):
        assert Meeting.objects.filter(plan=plan).exists()


# Changing what one does not see


def test_an_update_without_a_condition_touches_only_what_one_sees(plan) -> None:
    """A statement that reads no column is not held to what one may read."""
    with as_user("elias"):
        note = plans.write_note(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=HOUSING, text="Min"
        )
    with as_user("kari"):
        nav = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        hidden = plans.write_note(plan=plan, writer=nav, topic=HOUSING, text="Skal skjules")
    with as_user("elias"):
        plans.keep_to_me(hidden, kept=True)
    with as_user("kari"):
        assert count("update plans_note set text = 'Overskrevet'") == 0
    with as_user("elias"):
        assert set(Note.objects.filter(pk__in=[note.pk, hidden.pk]).values_list("text", flat=True)) == {
            "Min", "Skal skjules",
        }  # fmt: skip


def test_a_measure_that_one_does_not_see_is_not_set_to_done(plan) -> None:
    with as_user("elias"):
        consents.withdraw(plan=plan, recipient=Recipient(agency=agency("nav")))
    with as_user("kari"):
        assert count("update plans_measure set status = 'done'") == 0


def test_nobody_blocks_an_entry_past_the_door_that_clears_the_log(plan) -> None:
    with as_user("marte"), pytest.raises(Error, match="permission denied"), transaction.atomic():
        rows("update plans_need set blocked_at = now() returning id")
