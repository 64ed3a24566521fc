"""Who sets up, answers, writes and is there; and who does not."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, arenas
from pop.meetings.models import AgendaItem, MeetingSet, MinuteLine, Presence
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Source


def refused(change: Callable[[], object]) -> bool:
    """The database says no, or finds no row that the actor may change."""
    try:
        with transaction.atomic():
            return not change()
    except DatabaseError:
        return True


def officer() -> Writer:
    return Writer(user("marte"), Source.CORRECTIONAL)


@pytest.fixture
def meeting() -> Meeting:
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user("marte").pk):
        held = plans.plan_meeting(plan=plan, writer=officer(), subject="Gruppa", invite=(user("kari"),))
        actions.set_up(meeting=held, by=user("marte"), arena="support_group")
    return held


def test_there_are_four_arenas_and_two_of_them_are_without_the_person():
    assert [a.key for a in arenas.every()] == ["talk", "support_group", "agencies", "team"]
    assert [a.person_is_there for a in arenas.every()] == [True, True, False, False]
    assert all(set(words) == {"nb", "nn", "en"} for a in arenas.every() for words in (a.names, *a.template))


def test_a_meeting_gets_the_length_of_its_arena_and_strangers_see_nothing_of_it(meeting):
    with acting(user("elias").pk):
        assert MeetingSet.objects.get(meeting=meeting).minutes == 60
    with acting(user("silje").pk):
        assert not MeetingSet.objects.filter(meeting=meeting).exists()
        assert refused(lambda: actions.set_up(meeting=meeting, by=user("silje"), arena="talk"))


def test_approved_minutes_are_corrected_by_addition_only(meeting):
    with acting(user("marte").pk):
        line = actions.write_line(meeting=meeting, writer=officer(), topic=1, kind="said", text="Leie")
        assert plans.edit(line, text="Leier")
        assert actions.approve(meeting, by=user("marte"))
        assert refused(lambda: plans.edit(line, text="Noe annet"))
        assert refused(lambda: plans.remove(line))
        assert refused(
            lambda: actions.write_line(meeting=meeting, writer=officer(), topic=1, kind="said", text="x")
        )
        assert actions.correct(line, writer=officer(), text="Eier").corrects == line
        assert not actions.approve(meeting, by=user("marte"))


def test_nobody_approves_in_the_name_of_another(meeting):
    with acting(user("marte").pk):
        assert refused(lambda: actions.approve(meeting, by=user("elias")))


def test_nobody_answers_for_another_and_a_deputy_is_of_the_same_agency(meeting):
    with acting(user("marte").pk):
        assert refused(lambda: actions.answer(meeting=meeting, user=user("kari"), answer="yes"))
        assert refused(
            lambda: actions.answer(
                meeting=meeting, user=user("marte"), answer="deputy", deputy=user("kari").pk
            )
        )
        assert actions.answer(meeting=meeting, user=user("marte"), answer="yes")
    with acting(user("silje").pk):
        assert refused(lambda: actions.answer(meeting=meeting, user=user("silje"), answer="yes"))


def test_who_left_has_left_and_a_companion_is_said_at_once(meeting):
    with acting(user("marte").pk):
        there = actions.arrive(meeting=meeting, user=user("kari"))
        assert refused(lambda: actions.go_on_without(there))
        assert actions.leave(there)
        assert not actions.leave(there)
        assert refused(lambda: Presence.objects.filter(pk=there.pk).update(left_at=None))
        assert refused(lambda: Presence.objects.filter(pk=there.pk).update(companion=True))
        assert refused(lambda: actions.go_on_without(there))  # the person is not in the room
        assert refused(lambda: actions.arrive(meeting=meeting, name="En tolk", role="tolk", companion=True))
        actions.arrive(meeting=meeting, user=user("elias"))
        assert actions.go_on_without(there)
        assert refused(lambda: actions.arrive(meeting=meeting, user=user("kari"), companion=True))
        assert actions.arrive(meeting=meeting, name="En tolk", role="tolk", companion=True)
    with acting(user("silje").pk):
        assert not Presence.objects.filter(meeting=meeting).exists()


def test_items_come_in_the_order_they_were_raised_and_each_by_its_own_topic(meeting):
    with acting(user("elias").pk):
        own = Writer(user("elias"), Source.PERSON)
        first = actions.raise_item(meeting=meeting, writer=own, topic=1, text="Bolig")
        second = actions.raise_item(meeting=meeting, writer=own, topic=47, text="Tid", only_me=True)
        assert [first.position, second.position] == [1, 2]
    with acting(user("marte").pk):
        assert list(AgendaItem.objects.filter(meeting=meeting)) == [first]
    with acting(user("silje").pk):
        assert not AgendaItem.objects.filter(meeting=meeting).exists()
        assert not MinuteLine.objects.filter(meeting=meeting).exists()
