"""Two plans about the same person are joined, and can be parted again (rule A14)."""

import pytest
from django.db import ProgrammingError, connection, transaction

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, OwnArea, Plan, Source
from pop.teams import actions as teams


@pytest.fixture
def twin():
    """A second plan of Elias, made by mistake, with one need in housing and one in an area of its own."""
    marte = user("marte")
    with acting(marte.pk):
        key = create_plan(
            NewPerson("Elias", "Brekke", None, Unit.objects.get(name="Solvik fengsel")), sure=True
        )
        plan = Plan.objects.get(key=key)
        teams.no_private_tie(plan=plan, user=marte)
        writer = Writer(marte, Source.CORRECTIONAL)
        plans.write_need(plan=plan, writer=writer, topic=1, text="Bolig fra tvillingen")
        area = plans.name_own_area(plan=plan, name="Førerkort")
        plans.write_need(plan=plan, writer=writer, topic=area.topic_id, text="Ta førerkort")
    return plan


def texts(plan):
    return set(Need.objects.of(plan).values_list("text", flat=True))


def test_the_entries_of_both_stand_in_one_plan(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        before = texts(elias)
        assert plans.merge(keep=elias, other=twin)
        assert texts(elias) == before | {"Bolig fra tvillingen", "Ta førerkort"}
        assert texts(twin) == set()
        assert OwnArea.objects.get(plan=elias, name="Førerkort")


def test_a_merge_is_undone_row_by_row(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        before = texts(elias)
        assert plans.undo_merge(plans.merge(keep=elias, other=twin))
        assert texts(elias) == before
        assert texts(twin) == {"Bolig fra tvillingen", "Ta førerkort"}


def test_consent_is_narrowed_to_what_both_plans_gave_until_the_person_signs_anew(twin):
    with acting(user("kari").pk):
        assert Need.objects.exists()
    with acting(user("marte").pk):
        plans.merge(keep=plan_of_elias(), other=twin)
    with acting(user("kari").pk):
        assert not Need.objects.exists()
    with acting(user("elias").pk):
        nav = Recipient(agency=agency("nav"))
        consents.sign(
            consents.draft(
                plan=plan_of("elias"), drafted_by=user("elias"), choices=[Choice(nav, 1, give=True)]
            )
        )
    with acting(user("kari").pk):
        assert texts_all() == {"Et fast sted å bo", "Bolig fra tvillingen"}


def texts_all():
    return set(Need.objects.values_list("text", flat=True))


def plan_of_elias():
    return Plan.objects.exclude(person__identity__archive_number="").get(
        person__given_name="Elias", person__family_name="Brekke"
    )


@pytest.mark.parametrize("slug", ["elias", "kari", "silje", "anders", "jon", "ola"])
def test_whoever_is_not_in_both_contact_teams_merges_nothing(twin, slug):
    with acting(user("marte").pk):
        keep = plan_of_elias()
    with acting(user(slug).pk):
        assert plans.merge(keep=keep, other=twin) is None


def test_nobody_moves_an_entry_to_another_plan_by_hand(twin):
    with acting(user("marte").pk), connection.cursor() as cursor:
        elias = plan_of_elias()
        with pytest.raises(ProgrammingError, match="keeps its plan"), transaction.atomic():
            cursor.execute("update plans_need set plan_id = %s where plan_id = %s", [elias.pk, twin.pk])
