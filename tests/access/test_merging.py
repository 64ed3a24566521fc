"""Two plans about the same person are joined, and can be parted again (rule A14)."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Exclusion
from pop.conversations.actions import mapping
from pop.conversations.models import BrikResult
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.gaps.models import Dependency
from pop.meetings import actions as meetings
from pop.meetings.models import AgendaItem
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Person, Unit
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import (
    Measure,
    MeasureNeed,
    Meeting,
    Merge,
    Need,
    NeedGoal,
    OwnArea,
    Placement,
    Plan,
    Source,
)
from pop.teams import actions as teams
from pop.teams.models import NamedAccess
from tests.access.facts import rows


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
        area = plan_actions.name_own_area(plan=plan, name="Førerkort")
        plans.write_need(plan=plan, writer=writer, topic=area.topic_id, text="Ta førerkort")
    return plan


def texts(plan):
    return set(Need.objects.of(plan).values_list("text", flat=True))


def test_the_entries_of_both_stand_in_one_plan(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        before = texts(elias)
        assert plan_actions.merge(keep=elias, other=twin)
        assert texts(elias) == before | {"Bolig fra tvillingen", "Ta førerkort"}
        assert texts(twin) == set()
        assert OwnArea.objects.get(plan=elias, name="Førerkort")


def test_a_merge_is_undone_row_by_row(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        before = texts(elias)
        assert plan_actions.undo_merge(plan_actions.merge(keep=elias, other=twin))
        assert texts(elias) == before
        assert texts(twin) == {"Bolig fra tvillingen", "Ta førerkort"}


def test_consent_is_narrowed_to_what_both_plans_gave_until_the_person_signs_anew(twin):
    with acting(user("kari").pk):
        assert Need.objects.exists()
    with acting(user("marte").pk):
        plan_actions.merge(keep=plan_of_elias(), other=twin)
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
        assert plan_actions.merge(keep=keep, other=twin) is None


def test_nobody_moves_an_entry_to_another_plan_by_hand(twin):
    with acting(user("marte").pk), connection.cursor() as cursor:
        elias = plan_of_elias()
        with pytest.raises(ProgrammingError, match="keeps its plan"), transaction.atomic():
            cursor.execute("update plans_need set plan_id = %s where plan_id = %s", [elias.pk, twin.pk])


def all_keys_hold():
    """As at the end of a request: rows that are tied lie in the same plan."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_what_agencies_wrote_moves_too(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        proposal = Measure.objects.get(text__startswith="Leksehjelp").pk
        merge = plan_actions.merge(keep=twin, other=elias)
        assert merge
        assert not Need.objects.of(elias).exists()
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
    with acting(user("elias").pk):
        assert Measure.objects.get(pk=proposal).plan_id == elias.pk


def test_the_same_plan_is_not_emptied_twice(twin):
    with acting(user("marte").pk):
        assert plan_actions.merge(keep=plan_of_elias(), other=twin)
        assert plan_actions.merge(keep=plan_of_elias(), other=twin) is None
        assert plan_actions.merge(keep=twin, other=plan_of_elias()) is None


def test_undoing_opens_the_stay_that_the_merge_closed(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        merge = plan_actions.merge(keep=elias, other=twin)
        assert Placement.objects.filter(plan=elias, until=None).count() == 1
        assert plan_actions.undo_merge(merge)
        assert Placement.objects.filter(plan=twin, until=None).count() == 1
    with acting(user("anders").pk):
        assert twin.key in {key for (key,) in rows("select plan_key from access.unit_overview()")}


def test_what_is_written_to_a_moved_entry_goes_back_with_it_and_threads_between_are_cut(twin):
    with acting(user("marte").pk):
        elias, writer = plan_of_elias(), Writer(user("marte"), Source.CORRECTIONAL)
        merge = plan_actions.merge(keep=elias, other=twin)
        moved = Need.objects.get(text="Ta førerkort")
        stays = Need.objects.get(text="Et fast sted å bo")
        goal = plans.write_goal(plan=elias, writer=writer, topic=1, text="Begge", needs=(moved, stays))
        measure = plans.propose_measure(
            plan=elias, writer=writer, topic=1, text="Kjøretime", needs=(moved, stays), goals=(goal,)
        )
        plans.note_on_measure(measure=measure, writer=writer, text="Bestilt")
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
        assert NeedGoal.objects.filter(goal=goal).count() == 1
        assert set(MeasureNeed.objects.filter(measure=measure).values_list("need_id", flat=True)) <= {
            stays.pk,
            None,
        }
        assert texts(twin) == {"Bolig fra tvillingen", "Ta førerkort"}


def test_a_note_on_a_moved_measure_goes_back_with_it(twin):
    with acting(user("marte").pk):
        writer = Writer(user("marte"), Source.CORRECTIONAL)
        area = OwnArea.objects.get(plan=twin)
        measure = plans.propose_measure(
            plan=twin, writer=writer, topic=area.topic_id, text="Kjøretime",
            needs=(Need.objects.get(text="Ta førerkort"),),
        )  # fmt: skip
        elias = plan_of_elias()
        plan_actions.name_own_area(plan=elias, name="Hund")
        merge = plan_actions.merge(keep=elias, other=twin)
        measure.refresh_from_db()
        assert measure.plan_id == elias.pk
        note = plans.note_on_measure(measure=measure, writer=writer, text="Bestilt")
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
        note.refresh_from_db()
        assert (note.plan_id, note.topic_id) == (twin.pk, area.topic_id)


def test_the_other_persons_words_do_not_stay_behind(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        nav = Recipient(agency=agency("nav"))
        consents.exclude(plan=twin, made_by=user("marte"), recipient=nav, topic=11, own_words="Ikke til Nav")
        merge = plan_actions.merge(keep=elias, other=twin)
        assert Exclusion.objects.filter(plan=elias, own_words="Ikke til Nav").exists()
        assert plan_actions.undo_merge(merge)
        assert not Exclusion.objects.filter(plan=elias, own_words="Ikke til Nav").exists()
        assert not OwnArea.objects.filter(plan=elias, name="Førerkort").exists()


def test_an_area_that_is_in_use_stays_when_a_merge_is_undone(twin):
    with acting(user("marte").pk):
        elias, writer = plan_of_elias(), Writer(user("marte"), Source.CORRECTIONAL)
        merge = plan_actions.merge(keep=elias, other=twin)
        area = OwnArea.objects.get(plan=elias, name="Førerkort")
        plans.write_need(plan=elias, writer=writer, topic=area.topic_id, text="Mopedlappen")
        assert plan_actions.undo_merge(merge)
        assert OwnArea.objects.filter(plan=elias, name="Førerkort").exists()
        assert "Mopedlappen" in texts(elias)


def test_the_newest_merge_is_undone_first(twin):
    with acting(user("marte").pk):
        elias = plan_of_elias()
        first = plan_actions.merge(keep=elias, other=twin)
        third = Plan.objects.get(
            key=create_plan(
                NewPerson("Elias", "Brekke", None, Unit.objects.get(name="Solvik fengsel")), sure=True
            )
        )
        teams.no_private_tie(plan=third, user=user("marte"))
        second = plan_actions.merge(keep=third, other=elias)
        assert not plan_actions.undo_merge(first)
        assert plan_actions.undo_merge(second)
        assert plan_actions.undo_merge(first)
        assert not plan_actions.undo_merge(first)
        assert texts(twin) == {"Bolig fra tvillingen", "Ta førerkort"}


def test_whoever_was_kept_away_from_one_is_kept_away_from_both(twin):
    with acting(user("marte").pk):
        teams.follow_up(plan=twin, user=user("farid"), role="deputy")
    with acting(user("farid").pk):
        assert Need.objects.filter(text="Et fast sted å bo").exists()
        teams.i_know_the_person(plan=twin)
    with acting(user("marte").pk):
        merge = plan_actions.merge(keep=plan_of_elias(), other=twin)
    with acting(user("farid").pk):
        assert not Need.objects.filter(text="Bolig fra tvillingen").exists()
        assert not Need.objects.filter(text="Et fast sted å bo").exists()
    with acting(user("marte").pk):
        assert plan_actions.undo_merge(merge)
    with acting(user("farid").pk):
        assert Need.objects.filter(text="Et fast sted å bo").exists()
        assert not Need.objects.filter(text="Bolig fra tvillingen").exists()


def test_what_only_named_users_open_stays_with_them(twin):
    with acting(user("marte").pk):
        teams.open_for_named_only(plan=twin, users=[], actor=user("marte"))
        teams.protect(plan=twin, level="confidential")
        elias = plan_of_elias()
        assert plan_actions.merge(keep=elias, other=twin)
        elias.refresh_from_db()
        assert elias.named_only
        assert Person.objects.get(pk=elias.person_id).protection == "confidential"
        assert list(NamedAccess.objects.filter(plan=elias).values_list("user_id", flat=True)) == [
            user("marte").pk
        ]
    for slug in ("farid", "kari", "hanne"):
        with acting(user(slug).pk):
            assert not Plan.objects.filter(pk=elias.pk).exists(), slug


def test_a_merge_is_told_in_both_plans_to_the_person_and_to_nobody_else(twin):
    with acting(user("marte").pk):
        plan_actions.merge(keep=plan_of_elias(), other=twin)
        assert Merge.objects.count() == 1
        teams.follow_up(plan=twin, user=user("silje"), role="deputy")
    with acting(user("silje").pk):
        teams.no_private_tie(plan=twin, user=user("silje"))
        assert Merge.objects.get().emptied_id == twin.pk
        assert not Plan.objects.exclude(pk=twin.pk).exists()
    with acting(user("elias").pk):
        assert Merge.objects.get().emptied_id == twin.pk
        assert not Plan.objects.filter(pk=twin.pk).exists()
    for slug in ("leyla", "kari", "ola", "anders", "jon", "tone", "jorgen"):
        with acting(user(slug).pk):
            assert not Merge.objects.exists(), slug


@pytest.mark.parametrize("slug", ["elias", "kari", "silje", "anders", "jon", "ola"])
def test_whoever_does_not_follow_up_undoes_nothing(twin, slug):
    with acting(user("marte").pk):
        merge = plan_actions.merge(keep=plan_of_elias(), other=twin)
    with acting(user(slug).pk):
        assert not plan_actions.undo_merge(merge)


def test_a_measure_that_waits_for_another_goes_along_and_back(twin):
    with acting(user("marte").pk):
        elias, writer = plan_of_elias(), Writer(user("marte"), Source.CORRECTIONAL)
        waiting, first, stays = (
            plans.propose_measure(
                plan=plan, writer=writer, topic=1, text=text, needs=Need.objects.of(plan)[:1]
            )
            for plan, text in ((twin, "Flytte inn"), (twin, "Rive huset"), (elias, "Selge bilen"))
        )
        inside = Dependency.objects.create(plan=twin, measure=waiting, waits_for=first)
        merge = plan_actions.merge(keep=elias, other=twin)
        across = Dependency.objects.create(plan=elias, measure=stays, waits_for=first)
        inside.refresh_from_db()
        assert inside.plan_id == elias.pk
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
        inside.refresh_from_db()
        assert inside.plan_id == twin.pk
        assert not Dependency.objects.filter(pk=across.pk).exists()


def test_what_came_from_brik_can_be_withdrawn_where_the_merge_put_it(twin):
    with acting(user("marte").pk):
        elias, writer = plan_of_elias(), Writer(user("marte"), Source.CORRECTIONAL)
        mapping.agree_to_brik(plan=twin, given_on=date(2026, 1, 2))
        plans.write(
            BrikResult,
            plan=twin,
            writer=writer,
            topic=2,
            mapped_on=date(2026, 1, 2),
            imported=True,
            result="Uten skole",
        )
        mapping.withdraw_brik(plan=elias)
        merge = plan_actions.merge(keep=elias, other=twin)
        assert BrikResult.objects.filter(plan=elias, result="Uten skole", removed_at=None).exists()
        assert mapping.withdraw_brik(plan=elias)
        assert not BrikResult.objects.filter(result="Uten skole", removed_at=None).exists()
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
        assert not BrikResult.objects.filter(result="Uten skole", removed_at=None).exists()


def test_a_case_that_was_passed_between_the_plans_loses_the_thread_and_one_within_a_plan_keeps_it(twin):
    marte = user("marte")
    writer = Writer(marte, Source.CORRECTIONAL)
    with acting(marte.pk):
        elias = plan_of_elias()
        first, other = (plans.plan_meeting(plan=elias, writer=writer, subject=name) for name in ("En", "To"))
        moved = plans.plan_meeting(plan=twin, writer=writer, subject="Tvillingens")
        merge = plan_actions.merge(keep=elias, other=twin)
        case = meetings.raise_item(meeting=first, writer=writer, topic=1, text="Bolig")
        within, between = (
            meetings.pass_on(meeting=first, case=str(case.key), to=to)
            for to in (other, Meeting.objects.get(pk=moved.pk))
        )
        assert within
        assert between
        assert plan_actions.undo_merge(merge)
        all_keys_hold()
        threads = dict(AgendaItem.objects.filter(text="Bolig").values_list("meeting_id", "passed_from_id"))
        assert threads == {first.pk: None, other.pk: case.pk, moved.pk: None}
        assert AgendaItem.objects.get(pk=between.pk).plan_id == twin.pk
