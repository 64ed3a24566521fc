"""What the attacks on consent found once: each was possible, and is not any more."""

import threading
from datetime import timedelta

import pytest
from django.db import Error, connections, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent, ConsentItem
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import Contact, ExpectedRelease, Need, Plan, Source
from pop.teams import actions as teams
from tests.access.facts import rows

HOUSING, MIND = 1, 7


def as_user(slug: str) -> object:
    return acting(user(slug).pk)


@pytest.fixture
def plan() -> Plan:
    with as_user("elias"):
        return plan_of("elias")


def relation(slug: str, plan: Plan) -> object:
    with as_user(slug):
        return rows("select access.relation(%s)", [plan.key])[0][0]


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
        plan_actions.end_sentence(plan=plan, on=timezone.localdate() - timedelta(days=1))
    with as_user("kari"):
        assert Need.objects.filter(topic=MIND).exists()
        assert not Need.objects.filter(topic=HOUSING).exists()


def test_consent_that_ended_with_the_sentence_does_not_revive(plan) -> None:
    """Rule A8: an end that is taken back opens the plan to nobody anew."""
    with as_user("marte"):
        plan_actions.end_sentence(plan=plan, on=timezone.localdate() - timedelta(days=1))
        plan_actions.end_sentence(plan=plan, on=None)
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


# Joining two plans (rule A14): never wider than either


@pytest.fixture
def twin(plan) -> Plan:
    """A second plan of Elias, by mistake: expected release, and an area of its own that Kari is kept from."""
    with as_user("marte"):
        unit = Unit.objects.get(name="Solvik fengsel")
        second = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, unit), sure=True))
        teams.no_private_tie(plan=second, user=user("marte"))
        service = Writer(user("marte"), Source.CORRECTIONAL)
        plans.expect_release(plan=second, writer=service, on=timezone.localdate() + timedelta(days=9))
        area = plan_actions.name_own_area(plan=second, name="Hund")
        plans.write_need(plan=second, writer=service, topic=area.topic_id, text="Passer hunden")
        recipient = Recipient(user=user("kari"))
        consents.exclude(plan=second, made_by=user("marte"), recipient=recipient, topic=area.topic_id)
    return second


def test_what_only_one_of_the_plans_gave_is_not_given_for_both(plan, twin) -> None:
    """Nav was given the day of release in one plan; what stands about it in the other was never given."""
    with as_user("marte"):
        assert plan_actions.merge(keep=plan, other=twin)
    with as_user("kari"):
        assert not ExpectedRelease.objects.exists()


def test_who_was_kept_from_an_own_area_stays_out_when_it_gets_another_number(plan, twin) -> None:
    with as_user("elias"):
        for name in ("Katt", "Hund"):
            area = plan_actions.name_own_area(plan=plan, name=name)
        nav = Recipient(agency=agency("nav"))
        consents.sign(
            consents.draft(
                plan=plan, drafted_by=user("elias"), choices=[Choice(nav, area.topic_id, give=True)]
            )
        )
    with as_user("marte"):
        assert plan_actions.merge(keep=plan, other=twin)
    with as_user("elias"):
        assert Need.objects.filter(plan=plan, topic_id=area.topic_id, text="Passer hunden").exists()
        again = consents.draft(
            plan=plan, drafted_by=user("elias"), choices=[Choice(nav, area.topic_id, give=True)]
        )
        consents.sign(again)
    with as_user("kari"):
        assert not Need.objects.filter(topic_id=area.topic_id).exists()
