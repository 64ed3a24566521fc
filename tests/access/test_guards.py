"""What an update may touch: words stay their writer's, the choice stays the person's."""

import pytest
from django.db import DatabaseError, transaction

from pop.access.actor import acting
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.models import ChoiceWay, Goal, Measure, MeasureStatus, Need, Note


def refused(change):
    """The database says no, or finds no row that the actor may change."""
    try:
        with transaction.atomic():
            return not change()
    except DatabaseError:
        return True


@pytest.fixture
def deposit():
    with acting(user("elias").pk):
        return Measure.objects.get(text="Avklare depositum")


def test_whoever_answers_for_a_measure_says_how_it_goes_and_rewrites_nothing(deposit):
    with acting(user("kari").pk):
        assert plans.set_status(deposit, status=MeasureStatus.DONE)
        for field, value in (("text", "Noe annet"), ("due", None), ("demands", "Mer"), ("only_me", True)):
            assert refused(lambda field=field, value=value: plans.edit(deposit, **{field: value})), field


def test_nobody_but_the_person_and_the_contact_team_chooses(deposit):
    with acting(user("torbjorn").pk):
        proposal = Measure.objects.get(text="Leksehjelp to kvelder i uka")
        assert refused(lambda: plans.choose_measure(proposal, way=ChoiceWay.OWN_LOGIN))
        assert refused(lambda: plans.set_status(proposal, status=MeasureStatus.IN_PROGRESS))


def test_the_contact_team_registers_a_choice_but_not_as_the_persons_own_login():
    with acting(user("marte").pk):
        proposal = Measure.objects.get(text="Leksehjelp to kvelder i uka")
        assert refused(lambda: plans.choose_measure(proposal, way=ChoiceWay.OWN_LOGIN))
        assert plans.choose_measure(proposal, way=ChoiceWay.ORAL, present="Marte Nygård og tolk")
        assert refused(lambda: plans.edit(proposal, text="Noe annet"))


def test_the_person_keeps_what_others_wrote_to_themselves_and_rewrites_nothing():
    with acting(user("elias").pk):
        note = Note.objects.get(text__startswith="Blodtrykket")
        assert refused(lambda: plans.edit(note, text="Blodtrykket er dårlig"))
        assert plans.keep_to_me(note, kept=True)
    with acting(user("marte").pk):
        assert not Note.objects.filter(pk=note.pk).exists()


def test_only_the_person_keeps_an_entry_to_themselves_or_opens_it():
    with acting(user("marte").pk):
        need = Need.objects.get(text="Sove bedre")
        assert refused(lambda: plans.keep_to_me(need, kept=True))


@pytest.mark.parametrize("field", ["plan_id", "source", "written_by_id", "key"])
def test_an_entry_keeps_where_it_comes_from(field):
    with acting(user("marte").pk):
        goal = Goal.objects.filter(parked=False).first()
        other = {"plan_id": 999, "source": "agency", "written_by_id": user("ola").pk, "key": user("ola").key}
        assert refused(lambda: plans.edit(goal, **{field: other[field]}))


def test_an_officer_writes_nothing_that_only_the_person_would_see():
    with acting(user("marte").pk):
        elias = Need.objects.get(text="Sove bedre").plan
        writer = plans.Writer(user("marte"), "person", together=True)
        assert refused(lambda: plans.write_note(plan=elias, writer=writer, topic=1, text="x", only_me=True))
