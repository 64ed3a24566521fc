"""Messages follow when two plans about the same person are joined and parted, and stand on a shared screen for all or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pop.access.actor import acting
from pop.channel import actions
from pop.channel.models import Attachment, Message, MessageRead, Reader
from pop.channel.tests.conftest import address, at_need, need_about, written
from pop.channel.things import PLAN, Thread
from pop.consents.forms import Scan
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source
from pop.teams import actions as teams


@pytest.fixture
def twin(plan):
    """A second plan, with a message at a need in an area of its own, narrowed, read, and with a file; and one at the plan."""
    marte = user("marte")
    with acting(marte.pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        other = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=other, user=marte)
        area = plan_actions.name_own_area(plan=other, name="Førerkort")
        need = plans.write_need(
            plan=other,
            writer=Writer(marte, Source.PERSON, together=True),
            topic=area.topic_id,
            text="Ta førerkort",
        )
        service = Writer(marte, Source.CORRECTIONAL)
        message = actions.send(
            plan=other,
            writer=service,
            thread=Thread("behov", need),
            text="Om kjøretimer",
            only=[],
            files=[Scan(b"x", "image/png")],
        )
        actions.mark_read(user=marte, messages=[message])
        actions.send(plan=other, writer=service, thread=Thread(PLAN), text="Om hele")
    return other


def where() -> set[int]:
    """The plans of the two messages and of what belongs to them, as Marte sees it."""
    with acting(user("marte").pk):
        message = Message.objects.get(text="Om kjøretimer")
        assert message.need is not None
        assert message.topic_id == message.need.topic_id
        rows = [
            Reader.objects.get(message=message),
            MessageRead.objects.get(message=message),
            Attachment.objects.get(message=message),
        ]
        return {message.plan_id, Message.objects.get(text="Om hele").plan_id, *(row.plan_id for row in rows)}


def test_they_move_and_come_back_with_what_was_written_since(plan, twin):
    with acting(user("marte").pk):
        merge = plan_actions.merge(keep=plan, other=twin)
    assert where() == {plan.pk}
    with acting(user("marte").pk):
        need = Message.objects.get(text="Om kjøretimer").need
        assert need is not None
        since = actions.send(
            plan=plan,
            writer=Writer(user("marte"), Source.CORRECTIONAL),
            thread=Thread("behov", need),
            text="Skrevet siden",
        )
        assert plan_actions.undo_merge(merge)
        assert Message.objects.get(pk=since.pk).plan_id == twin.pk
    assert where() == {twin.pk}


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_a_longer_thread_takes_no_more_queries(browse, slug):
    client = browse(slug)
    pages = [address("channel"), address("channel_thread", "behov", need_about().key)]
    counts = []
    for _round in range(2):
        for text in ("En", "To", "Tre", "Fire"):
            written("marte", text, thread=at_need(), only=[user("kari").pk])
        for url in pages:
            client.get(url)
        with CaptureQueriesContext(connection) as captured:
            for url in pages:
                assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 50
