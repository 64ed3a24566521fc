"""Who must not see it, and who must not write it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import mapping, preparing, talks
from pop.conversations.models import (
    BrikConsent,
    BrikResult,
    Confidence,
    Conversation,
    Economy,
    InterpreterNeed,
    MappingAnswer,
    MappingRound,
    Preparation,
    Sitting,
)
from pop.demo.places import agency, user
from pop.plans import actions as plans
from pop.plans.actions import CONVERSATIONS, Writer
from pop.plans.models import Need, Source

HERE = (Conversation, Sitting, Confidence, InterpreterNeed, MappingRound, BrikConsent, Preparation)


@pytest.mark.parametrize("slug", ["silje", "anders", "tone", "jon", "per"])
@pytest.mark.parametrize("model", [*HERE, MappingAnswer, BrikResult, Economy])
def test_strangers_see_no_row(act_as_member, model, slug):
    with act_as_member(slug):
        assert not model.objects.exists()


@pytest.mark.parametrize("slug", ["kari", "torbjorn", "sunniva", "hanne", "mona", "liv"])
@pytest.mark.parametrize("model", [Conversation, Sitting, Confidence, InterpreterNeed, BrikConsent])
def test_partners_see_nothing_of_conversations_unless_it_is_given(act_as_member, model, slug):
    with act_as_member(slug):
        assert not model.objects.exists()


def test_given_conversations_show_that_they_were_held_and_never_what_may_be_shared(act_as_member, plan):
    with act_as_member("elias"):
        nav = Recipient(agency=agency("nav"))
        draft = consents.draft(
            plan=plan, drafted_by=user("elias"), choices=[Choice(nav, CONVERSATIONS, give=True)]
        )
        consents.sign(draft)
    with act_as_member("kari"):
        assert Conversation.objects.of(plan).filter(kind="needs_1").exists()
        assert not Confidence.objects.exists()
        assert not Sitting.objects.exists()


def test_what_may_be_shared_is_in_no_log_that_a_partner_reads(act_as_member, plan):
    with act_as_member("elias"):
        nav = Recipient(agency=agency("nav"))
        draft = consents.draft(
            plan=plan, drafted_by=user("elias"), choices=[Choice(nav, CONVERSATIONS, give=True)]
        )
        consents.sign(draft)
    with act_as_member("kari"), connection.cursor() as cursor:
        cursor.execute("select count(*) from changelog_change where after::text like '%faren min%'")
        assert cursor.fetchone()[0] == 0


def test_an_answer_is_seen_by_whom_its_area_is_given_to(act_as_member):
    with act_as_member("kari"):
        assert {row.area for row in MappingAnswer.objects.all()} == {"housing", "finances", "work"}
    with act_as_member("mona"):
        assert not MappingAnswer.objects.exists()


def test_a_consent_to_brik_is_no_consent_here(act_as_member, plan):
    """Everything that BRIK found follows the plan's own consents (rule B1)."""
    with act_as_member("marte"):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        mapping.import_brik(plan=plan, writer=service, topic=9, mapped_on=timezone.localdate(), result="Rus")
    with act_as_member("kari"):
        assert [row.topic_id for row in BrikResult.objects.all()] == [1]
    with act_as_member("torbjorn"):
        assert not BrikResult.objects.exists()


def test_nothing_comes_from_brik_without_its_consent(act_as_member, plan):
    with act_as_member("elias"):
        assert mapping.withdraw_brik(plan=plan)
        assert not BrikResult.objects.of(plan).exists()
        assert not mapping.withdraw_brik(plan=plan)
    service = Writer(user("marte"), Source.CORRECTIONAL)
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        mapping.import_brik(
            plan=plan, writer=service, topic=1, mapped_on=timezone.localdate(), result="Bolig"
        )


@pytest.mark.parametrize("slug", ["kari", "silje", "anders"])
def test_others_withdraw_no_consent_to_brik(act_as_member, plan, slug):
    with act_as_member(slug):
        assert not mapping.withdraw_brik(plan=plan)
    with act_as_member("elias"):
        assert BrikConsent.objects.filter(withdrawn_on=None).exists()


def test_the_person_does_not_register_a_conversation_as_held(act_as_member, plan, talk_of):
    """The contact team does; the gate hangs on it."""
    own, booked = Writer(user("elias"), Source.PERSON), talk_of("regular")
    with act_as_member("elias"), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        plans.write(
            Conversation,
            plan=plan,
            writer=own,
            topic=CONVERSATIONS,
            kind="needs_1",
            consent_asked=True,
            held_on=timezone.localdate(),
        )
    service = Writer(user("elias"), Source.CORRECTIONAL)
    with act_as_member("elias"), pytest.raises(ProgrammingError), transaction.atomic():
        plans.write(
            Conversation,
            plan=plan,
            writer=service,
            topic=CONVERSATIONS,
            kind="needs_1",
            consent_asked=True,
            held_on=timezone.localdate(),
        )
    with act_as_member("elias"), pytest.raises(ProgrammingError), transaction.atomic():
        plans.edit(booked, held_on=timezone.localdate())


def test_a_partner_writes_no_conversation(act_as_member, plan):
    with act_as_member("elias"):
        writer = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
    with act_as_member("kari"), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        plans.write(
            Conversation,
            plan=plan,
            writer=writer,
            topic=CONVERSATIONS,
            kind="needs_1",
            consent_asked=True,
            held_on=timezone.localdate(),
        )


def test_nothing_is_held_before_its_day(act_as_member, talk_of):
    tomorrow, booked = timezone.localdate() + timedelta(days=1), talk_of("regular")
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        plans.edit(booked, held_on=tomorrow)


def test_whom_conversations_are_kept_from_sees_neither_them_nor_what_hangs_on_them(act_as_member, plan):
    with act_as_member("elias"):
        consents.exclude(
            plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=CONVERSATIONS
        )
    with act_as_member("farid"):
        for model in (Conversation, Sitting, Confidence):
            assert not model.objects.filter(plan=plan).exists(), model
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from changelog_change where plan_id = %s and \"table\" like 'conversations\\_con%%'",
                [plan.pk],
            )
            assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize(("independent", "hired_from"), [(False, "register"), (True, ""), (True, "known")])
def test_an_interpreter_is_never_an_inmate_a_child_or_the_partner(
    act_as_member, talk_of, independent, hired_from
):
    """The database takes nobody of whom it is not said, nor anybody who is not hired (rule B13)."""
    service, booked = Writer(user("marte"), Source.CORRECTIONAL), talk_of("regular")
    with act_as_member("marte"), pytest.raises(IntegrityError), transaction.atomic():
        talks.book_interpreter(
            conversation=booked, writer=service, language="tyrkisk", way="phone", qualified=None,
            independent=independent, hired_from=hired_from,
        )  # fmt: skip


def test_an_answer_builds_on_no_need_that_the_writer_does_not_see(act_as_member, plan):
    """Elias keeps a need to himself; Marte cannot tie an answer to its number."""
    with act_as_member("elias"):
        hidden = Need.objects.get(plan=plan, text="Snakke med faren min")
        answer = MappingAnswer.objects.of(plan).filter(need=None).first()
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        plans.edit(answer, need_id=hidden.pk)


def test_money_is_seen_by_whom_the_area_is_given_to(act_as_member):
    with act_as_member("kari"):
        assert Economy.objects.get().debt_unknown == "Noen lån hos venner"
    with act_as_member("torbjorn"):
        assert not Economy.objects.exists()


def test_what_was_not_arranged_follows_in_once(act_as_member, plan):
    own = Writer(user("elias"), Source.PERSON)
    with act_as_member("elias"):
        preparing.prepare(plan=plan, writer=own, what="pets", state="open", words="Hunden er alene")
        preparing.prepare(plan=plan, writer=own, what="work", state="done", words="Har sagt fra")
        preparing.prepare(plan=plan, writer=own, what="housing", state="open")
    with act_as_member("marte"):
        told = Writer(user("marte"), Source.PERSON, together=True)
        followed = preparing.follow_in(plan=plan, writer=told)
        assert [(need.text, need.own_words) for need in followed] == [
            ("Dyr", "Hunden er alene"),
            ("Bolig", ""),
        ]
        assert preparing.follow_in(plan=plan, writer=told) == []
