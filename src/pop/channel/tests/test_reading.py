"""Who reads a message: those whom consent gives its topic and who see what it hangs on, or fewer; the person always."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.channel.models import Message, Reader
from pop.channel.tests.conftest import STRANGERS, at_need, need_about, reads, refused, written
from pop.demo.places import user
from pop.plans.models import Need


def test_a_message_at_a_need_is_read_by_those_who_see_the_need_and_by_nobody_else():
    message = written("marte", thread=at_need())
    assert reads("elias", message)
    assert reads("marte", message)
    assert reads("kari", message), "Nav is given housing"
    for slug in STRANGERS:
        assert not reads(slug, message), slug


def test_a_message_at_the_plan_needs_a_consent_of_its_own():
    message = written("marte")
    assert reads("elias", message)
    assert not reads("kari", message)


def test_narrowed_it_is_read_by_those_chosen_the_writer_and_the_person_alone():
    message = written("marte", thread=at_need(), only=[])
    assert reads("elias", message)
    assert reads("marte", message)
    assert not reads("kari", message)
    chosen = written("marte", thread=at_need(), only=[user("kari").pk])
    assert reads("kari", chosen)


def test_narrowed_before_anybody_is_chosen_it_is_read_by_the_writer_and_the_person():
    with acting(user("marte").pk):
        from pop.channel.tests.conftest import of_elias
        from pop.plans.actions import Writer, write
        from pop.plans.models import Source

        message = write(
            Message, plan=of_elias(), writer=Writer(user("marte"), Source.CORRECTIONAL), topic=2,
            need=need_about(), text="Bare begynt", narrowed=True,
        )  # fmt: skip
    assert not reads("kari", message)
    assert reads("elias", message)


def test_narrowing_cannot_widen():
    """Whoever would not read it anyway does not by being chosen."""
    silje = user("silje")
    message = written("marte", thread=at_need(), only=[silje.pk, user("kari").pk])
    assert not reads("silje", message)
    with acting(user("elias").pk):
        assert silje.pk not in Reader.objects.filter(message=message).values_list("user", flat=True)
    general = written("marte", only=[user("kari").pk])
    assert not reads("kari", general)


def test_readers_are_said_once_and_by_the_writer_alone():
    from django.db import connection

    message = written("marte", thread=at_need(), only=[])
    for slug in ("marte", "kari", "silje"):
        with acting(user(slug).pk), connection.cursor() as cursor:
            cursor.execute("select access.narrow(%s, %s::bigint[])", [message.pk, [user("kari").pk]])
            assert cursor.fetchone() == (False,), slug
    for slug in ("marte", "elias"):
        with acting(user(slug).pk), pytest.raises(DatabaseError), transaction.atomic():
            Reader.objects.create(plan_id=message.plan_id, message=message, user=user("kari"))
    assert not reads("kari", message)


def test_a_need_that_is_kept_to_oneself_takes_its_messages_along():
    message = written("marte", thread=at_need())
    assert reads("kari", message)
    with acting(user("elias").pk):
        Need.objects.filter(pk=message.need_id).update(only_me=True)
    assert reads("elias", message)
    assert not reads("kari", message)
    assert not reads("marte", message)


def test_nobody_writes_at_what_the_person_keeps_to_themselves():
    thread = at_need()
    with acting(user("elias").pk):
        Need.objects.filter(pk=thread.thing.pk).update(only_me=True)
    for slug in ("marte", "elias"):
        with pytest.raises(DatabaseError), transaction.atomic():
            written(slug, thread=thread)


def test_what_was_sent_stays_as_it_was():
    message = written("marte", thread=at_need(), only=[])
    for slug in ("marte", "elias"):
        for change in ({"text": "Noe annet"}, {"narrowed": False}, {"removed_at": timezone.now()}):
            with acting(user(slug).pk):
                assert refused(
                    lambda change=change: Message.objects.filter(pk=message.pk).update(**change)
                ), (slug, change)


def test_nobody_writes_in_the_persons_name_alone():
    from pop.plans.models import Source

    with pytest.raises(DatabaseError), transaction.atomic():
        written("marte", source=Source.PERSON)
