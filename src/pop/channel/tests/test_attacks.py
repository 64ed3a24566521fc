"""Each way past the channel's rules that somebody might try, and that it leads nowhere."""

import pytest
from django.db import DatabaseError, connection, transaction

from pop.access.actor import acting
from pop.channel.models import ChannelMode, Message, MessageRead, Reader
from pop.channel.tests.conftest import (
    STRANGERS,
    at_need,
    need_about,
    of_elias,
    reads,
    refused,
    written,
)
from pop.channel.things import PLAN, Thread
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.plans.actions import Writer, write
from pop.plans.models import Meeting, MeetingInvitee, Need, Source
from pop.teams.models import SupportTeamMember


def ask(question: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def nav_writes(**more: object) -> Message:
    """By Kari, for Nav, past the pages."""
    who, plan = user("kari"), of_elias()
    with acting(who.pk):
        writer = Writer(who, Source.AGENCY, agency=agency("nav"))
        fields = {"plan": plan, "topic": 2, "text": "Fra Nav"} | more
        return write(Message, writer=writer, **fields)


@pytest.mark.parametrize("slug", [None, *STRANGERS])
def test_no_function_tells_a_stranger_anything(slug):
    message, plan, need = written("marte", thread=at_need()), of_elias(), need_about()
    with acting(user(slug).pk if slug else None):
        assert ask("select * from access.channel_now(%s)", plan.pk) == []
        assert ask("select access.may_write_message(%s, 'correctional', false)", plan.pk) == [(False,)]
        assert (
            ask("select * from access.message_readers(%s, 2, 0, %s, null, null, null)", plan.pk, need.pk)
            == []
        )
        assert ask("select access.narrow(%s, %s::bigint[])", message.pk, [1]) == [(False,)]
        assert ask("select rule.shut_messages()") == [([],)]
        for model in (Message, MessageRead, Reader, ChannelMode):
            assert not model.objects.exists(), model


def test_a_partner_is_not_told_who_reads_what_others_write():
    """Who reads what one writes oneself is told (A3); what others are given is not (I4)."""
    plan = of_elias()
    with acting(user("kari").pk):
        assert ask("select * from access.message_readers(%s, 2, 0, null, null, null, null)", plan.pk) == []
        nav = agency("nav").pk * 2
        assert ask("select * from access.message_readers(%s, 2, %s, null, null, null, null)", plan.pk, nav)


def test_a_partner_writes_as_itself_and_at_what_it_sees_alone():
    plan, money, mind = of_elias(), need_about(2), need_about(7)
    assert nav_writes(need=money).source == "agency"
    with acting(user("kari").pk):
        kari = user("kari")
        for writer in (
            Writer(kari, Source.AGENCY, agency=agency("school")),
            Writer(kari, Source.CORRECTIONAL),
            Writer(kari, Source.PERSON),
            Writer(kari, Source.PERSON, together=True),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                write(Message, plan=plan, writer=writer, topic=2, text="X", need=money)
    for more in ({"need": mind}, {"need": mind, "topic": 7}, {"topic": 51}, {"topic": 2}):
        with pytest.raises(DatabaseError), transaction.atomic():
            nav_writes(**more)


def test_a_message_hangs_on_nothing_of_another_plan():
    with acting(user("leyla").pk):
        theirs = Need.objects.filter(plan=plan_of("leyla")).first()
    for slug in ("elias", "marte"):
        who = user(slug)
        with acting(who.pk):
            source = Source.PERSON if slug == "elias" else Source.CORRECTIONAL
            assert refused(
                lambda who=who, source=source: write(
                    Message,
                    plan=plan_of("elias"),
                    writer=Writer(who, source),
                    topic=theirs.topic_id,
                    need=theirs,
                    text="X",
                )
            )


def test_when_a_consent_is_taken_back_nothing_is_left_for_the_partner_not_even_its_own():
    own, given = nav_writes(need=need_about(2)), written("marte", thread=at_need())
    assert reads("kari", own)
    assert reads("kari", given)
    with acting(user("elias").pk):
        consents.withdraw(plan=of_elias(), recipient=Recipient(agency=agency("nav")))
    assert not reads("kari", own)
    assert not reads("kari", given)
    assert reads("elias", own)


def test_what_is_kept_from_one_officer_is_kept_in_messages_too():
    message = written("marte", thread=at_need())
    assert reads("farid", message)
    with acting(user("elias").pk):
        consents.exclude(
            plan=of_elias(), recipient=Recipient(user=user("farid")), topic=2, made_by=user("elias")
        )
    assert not reads("farid", message)


def test_the_person_who_sees_the_plan_as_another_has_read_nothing():
    message = written("marte", thread=at_need())
    with acting(user("elias").pk):
        chair = SupportTeamMember.objects.get(plan=of_elias(), user=user("kari"))
        with transaction.atomic():
            ask("select access.view_as(%s, %s)", message.plan_id, chair.key)
            assert refused(
                lambda: MessageRead.objects.create(
                    plan_id=message.plan_id, message=message, user=user("elias")
                )
            )
            assert refused(
                lambda: MessageRead.objects.create(
                    plan_id=message.plan_id, message=message, user=user("kari")
                )
            )
            transaction.set_rollback(True)


def test_what_is_written_at_a_meeting_is_read_by_whoever_is_called_to_it():
    plan = of_elias()
    with acting(user("marte").pk):
        meeting = Meeting.objects.of(plan).filter(only_me=False).first()
        MeetingInvitee.objects.get_or_create(plan=plan, meeting=meeting, user=user("kari"))
    message = written("marte", thread=Thread("mote", meeting))
    assert reads("kari", message)
    with acting(user("marte").pk):
        MeetingInvitee.objects.filter(meeting=meeting, user=user("kari")).delete()
    assert not reads("kari", message)


def test_a_handover_is_talked_of_by_the_person_and_the_contact_team():
    from pop.handovers.models import Handover

    with acting(user("marte").pk):
        handover = Handover.objects.filter(plan=of_elias()).first()
    with acting(user("elias").pk):
        consents.sign(
            consents.draft(
                plan=of_elias(), drafted_by=user("elias"),
                choices=[consents.Choice(Recipient(agency=agency("nav")), 51, give=True)],
            )
        )  # fmt: skip
    assert reads("kari", written("marte", thread=Thread(PLAN)))
    message = written("marte", thread=Thread("overforing", handover))
    assert reads("farid", message)
    assert reads("elias", message)
    assert not reads("kari", message)


def test_whoever_guesses_the_key_of_a_narrowed_message_blocks_and_contests_nothing():
    message = written("marte", thread=at_need(), only=[])
    with acting(user("farid").pk):
        assert ask("select * from access.block_entry('channel_message', %s)", message.key) == []
        assert ask("select access.say_disagrees('channel_message', %s, 'x', false)", message.key) == [
            (False,)
        ]
    assert reads("elias", message)
    with acting(user("elias").pk):
        assert Message.objects.get(pk=message.pk).contested_at is None


def test_nobody_reads_by_the_log_what_they_do_not_read_in_the_thread():
    from pop.changelog.models import Change

    message = written("marte", thread=at_need(), only=[])
    for slug, seen in (("elias", True), ("marte", True), ("farid", False), ("kari", False), ("silje", False)):
        with acting(user(slug).pk):
            assert Change.objects.filter(table="channel_message", row_id=message.pk).exists() is seen, slug
