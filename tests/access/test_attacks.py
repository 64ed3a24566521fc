"""What the attacks found once: each was possible, and is not any more."""

import threading
from datetime import timedelta

import pytest
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent, ConsentItem
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import end_role
from pop.people.models import Agency, Person, UnitRole
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Contact, Meeting, Need, Note, Plan, Source
from pop.teams.models import PrivateTie, SupportTeamMember
from tests.access.facts import rows

HOUSING, FINANCES, NETWORK, MIND, NAME = 1, 2, 4, 7, 40


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


# Consent


def test_consent_for_the_time_after_the_sentence_gives_nothing_before(plan) -> None:
    with as_user("elias"):
        nav = Recipient(agency=agency("nav"))
        later = timezone.localdate() + timedelta(days=100)
        consents.sign(
            consents.draft(
                plan=plan, drafted_by=user("elias"), choices=[Choice(nav, MIND, give=True)], ends_on=later,
                after_sentence=True,
            )
        )  # fmt: skip
    with as_user("kari"):
        assert not Need.objects.filter(topic=MIND).exists()
    with as_user("marte"):
        plans.end_sentence(plan=plan, on=timezone.localdate() - timedelta(days=1))
    with as_user("kari"):
        assert Need.objects.filter(topic=MIND).exists()
        assert not Need.objects.filter(topic=HOUSING).exists()


def test_consent_that_ended_with_the_sentence_does_not_revive(plan) -> None:
    """Rule A8: an end that is taken back opens the plan to nobody anew."""
    with as_user("marte"):
        plans.end_sentence(plan=plan, on=timezone.localdate() - timedelta(days=1))
        plans.end_sentence(plan=plan, on=None)
    with as_user("kari"):
        assert not Need.objects.exists()
    assert relation("kari", plan) is None


def test_a_dropped_draft_is_never_signed(plan) -> None:
    with as_user("elias"):
        draft = consents.draft(
            plan=plan,
            drafted_by=user("elias"),
            choices=[Choice(Recipient(agency=agency("nav")), MIND, give=True)],
        )
        consents.drop_draft(draft)
        with pytest.raises(Error, match="stays dropped"), transaction.atomic():
            Consent.objects.filter(pk=draft.pk).update(
                way="own_login", signed_on=timezone.localdate(), signed_at=timezone.now()
            )


def test_nothing_is_added_to_a_consent_while_it_is_being_signed(committed: str) -> None:
    """Marte's addition waits for Elias's signature, and is then refused; it used to slip in unseen."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
        nav = Recipient(agency=agency("nav"))
        draft = consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(nav, HOUSING, give=True)])
    outcome: list[str] = []

    def add() -> None:
        try:
            with acting(user("marte").pk):
                ConsentItem.objects.create(
                    consent=draft, plan=plan, agency=nav.agency, topic_id=MIND, give=True
                )
            outcome.append("added")
        except Error:
            outcome.append("refused")
        finally:
            connections.close_all()

    with acting(user("elias").pk):
        consents.sign(draft)
        other = threading.Thread(target=add)
        other.start()
        other.join(1)
        assert outcome == [], "waits for the signature"
    other.join(10)
    assert outcome == ["refused"]


def test_after_withdrawal_the_recipient_sees_no_row_of_consent_either(plan) -> None:
    """Grete's consent is taken back; the signed act carries dates, names and remarks (rule A4)."""
    with as_user("grete"):
        assert not Consent.objects.exists()
        assert not ConsentItem.objects.exists()


def test_a_withdrawal_that_says_nothing_known_gets_no_receipt() -> None:
    """«topic:bolig» would have ended nothing, and been confirmed."""
    for scope in ("", "everything", "topic:bolig", "kind:"):
        with as_user("ola"):
            assert consents.withdraw_told(who="Elias Brekke", scope=scope) is None, scope


@pytest.mark.parametrize("topic", [None, 46])
def test_a_contact_that_was_opened_closes_with_what_is_withdrawn(plan, topic) -> None:
    with as_user("elias"):
        nav = agency("nav")
        plans.open_contact(Contact.objects.get(plan=plan, name="Sara"), agency=nav)
    with as_user("kari"):
        assert Contact.objects.filter(plan=plan).exists()
    with as_user("elias"):
        consents.withdraw(plan=plan, recipient=Recipient(agency=nav), topic=topic)
        assert not Contact.objects.get(plan=plan, name="Sara").openings.exists()
    with as_user("kari"):
        assert not Contact.objects.filter(plan=plan).exists()


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
