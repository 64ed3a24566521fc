"""A step is done by doing its thing, and what each may learn of it (access.step_dates)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from pop.conversations.models import Conversation
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import CONVERSATIONS, Writer
from pop.plans.models import Plan, Source
from pop.plans.rows import Rows
from pop.process import actions
from pop.process.models import UnitRule

TODAY = timezone.localdate


def steps(of: Plan) -> dict[str, tuple[date | None, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute("select step, done_on, next_on from access.step_dates(%s)", [of.pk])
        return {step: (done, coming) for step, done, coming in cursor.fetchall()}


def states(of: Plan) -> dict[str, bool]:
    """What a partner reads of how far it has come; nothing for anybody else."""
    return {row["step"]: row["done"] for row in Rows(of).raw("state")}


def unit_days(of: Plan, rule: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select access.unit_days(%s, %s)", [of.pk, rule])
        row = cursor.fetchone()
    assert row
    number: int = row[0]
    return number


def talk(of: Plan, kind: str, **fields: Any) -> Conversation:
    if kind == "needs_1" and fields.get("held_on"):
        fields.setdefault("consent_asked", True)
    marte = Writer(user("marte"), Source.CORRECTIONAL)
    return plans.write(Conversation, plan=of, writer=marte, topic=CONVERSATIONS, kind=kind, **fields)


@pytest.fixture
def leyla(act_as_member) -> Plan:
    """A plan with little in it."""
    with act_as_member("marte"):
        return plan_of("leyla")


@pytest.fixture
def plan(act_as_member) -> Plan:
    with act_as_member("marte"):
        return plan_of("elias")


def test_there_is_one_row_for_each_of_the_thirteen_steps(act_as_member, plan: Plan) -> None:
    from pop.process.loading import process

    with act_as_member("elias"):
        assert list(steps(plan)) == [s.id for s in process().steps]


@pytest.mark.parametrize(("kind", "step"), [("intake", "1"), ("needs_1", "2"), ("farewell", "8")])
def test_a_talk_that_was_held_does_its_step(act_as_member, leyla: Plan, kind: str, step: str) -> None:
    early = TODAY() - timedelta(400)
    with act_as_member("marte"):
        talk(leyla, kind, held_on=early)
        talk(leyla, "regular", planned_on=TODAY() + timedelta(3))
        assert steps(leyla)[step][0] == early


def test_one_that_is_only_booked_does_not(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        before = steps(leyla)["8"][0]
        talk(leyla, "farewell", planned_on=TODAY() + timedelta(5))
        assert steps(leyla)["8"] == (before, TODAY() + timedelta(5))


def test_needs_talk_part_2_is_over_when_the_group_has_met(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        talk(leyla, "needs_1", held_on=TODAY() - timedelta(20))
        talk(leyla, "needs_2", held_on=TODAY() - timedelta(10))
        assert steps(leyla)["5"][0] is None
        marte = Writer(user("marte"), Source.CORRECTIONAL)
        plans.plan_meeting(plan=leyla, writer=marte, subject="Møte", date=TODAY() - timedelta(2), held=True)
        assert steps(leyla)["5"][0] == TODAY() - timedelta(2)


def test_a_no_to_sharing_is_an_answer_to_consent(act_as_member) -> None:
    from pop.plans import plan_actions

    with act_as_member("jorgen"):
        plan = plan_of("ida")
    with act_as_member("ida"):
        was = steps(plan)["3"][0]
        if was is None:
            plan_actions.refuse(plan=plan, kind="no_sharing")
        assert steps(plan)["3"][0] is not None


def test_a_partner_learns_states_and_not_whose_consent_or_when(act_as_member, plan: Plan) -> None:
    """The first consent was to others than Hanne, earlier: its day would tell that they have one."""
    with act_as_member("hanne"):
        assert states(plan)["3"] is True
        known = steps(plan)
    with act_as_member("elias"):
        all_of_it = steps(plan)
    assert all_of_it["1"][0] is None or known["1"][0] is None
    assert set(states_shape("hanne", act_as_member, plan)) == {"step", "done", "waived"}


def states_shape(who: str, act_as_member, plan: Plan) -> list[str]:
    with act_as_member(who):
        return list(Rows(plan).raw("state")[0])


def test_the_contact_team_does_not_learn_of_a_consent_that_it_may_not_know(act_as_member, plan: Plan) -> None:
    """Whoever reads the days reads rows that they see: the day of step 3 is that of a consent on the page."""
    from pop.consents.models import Consent

    for who in ("marte", "kari", "hanne"):
        with act_as_member(who):
            seen = [c.signed_at for c in Consent.objects.filter(plan=plan, signed_at__isnull=False)]
            first = timezone.localtime(min(seen)).date() if seen else None
            assert steps(plan)["3"][0] == first


@pytest.mark.parametrize("who", ["silje", "anders", "per", "grete", "leyla", "tone", "eva", "jon"])
def test_whoever_does_not_have_the_plan_learns_nothing(act_as_member, plan: Plan, who: str) -> None:
    with act_as_member(who):
        assert states(plan) == {}
        # Grete and Per see their own chairs, and so the day on which they took them.
        assert {step for step, days in steps(plan).items() if any(days)} <= {"0.2"}


def test_a_function_of_the_owner_counts_everything(act_as_member, plan: Plan) -> None:
    with act_as_member("kari"):
        said = states(plan)
    with act_as_member("elias"):
        assert said == {step: done is not None for step, (done, _) in steps(plan).items()}


def test_a_unit_means_by_a_word_what_its_leader_said_or_what_the_file_says(act_as_member, plan: Plan) -> None:
    with act_as_member("marte"):
        assert unit_days(plan, "nearest_week") == 7
    with act_as_member("anders"):
        unit = UnitRule._meta.get_field("unit").related_model.objects.get(name="Solvik fengsel")
        actions.set_unit_rules(unit=unit, days={"nearest_week": 4}, by=user("anders"))
    with act_as_member("marte"):
        assert unit_days(plan, "nearest_week") == 4
        assert unit_days(plan, "no_such_rule") is None


@pytest.mark.parametrize("who", ["marte", "elias", "kari", "jon"])
def test_nobody_but_the_leader_sets_a_rule_of_the_unit(act_as_member, who: str) -> None:
    with act_as_member(who):
        unit = UnitRule._meta.get_field("unit").related_model.objects.get(name="Solvik fengsel")
        with pytest.raises(ProgrammingError), transaction.atomic():
            UnitRule.objects.create(unit=unit, rule="nearest_week", days=1, set_by=user(who))


@pytest.mark.parametrize("who", ["elias", "kari", "silje", "ola"])
def test_nobody_but_the_contact_team_says_what_is_not_needed(act_as_member, plan: Plan, who: str) -> None:
    with act_as_member(who):
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.waive_step(plan=plan, step="6.2", reason="Nei", by=user(who))
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.choose_pathway(plan=plan, pathway="brisk", suggested="brisk", by=user(who))
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.set_guardianship(plan=plan, scope="both", by=user(who))


def test_nobody_says_it_in_the_name_of_another(act_as_member, plan: Plan) -> None:
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.waive_step(plan=plan, step="6.2", reason="Nei", by=user("farid"))


def test_another_pathway_without_a_reason_is_refused_by_the_database(act_as_member, plan: Plan) -> None:
    with act_as_member("marte"), pytest.raises(IntegrityError), transaction.atomic():
        actions.choose_pathway(plan=plan, pathway="short", suggested="brisk", by=user("marte"), reason="  ")


# What the sources make hard, held by the database with a message that explains ---------------------------------


def end_of_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_an_arrival_talk_without_the_next_one_booked_is_refused(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        Conversation.objects.filter(plan=leyla).update(removed_at=timezone.now())
        with pytest.raises(DatabaseError, match="Ved innkomst avtales neste samtale"), transaction.atomic():
            talk_to_the_end(leyla)


def talk_to_the_end(of: Plan) -> None:
    talk(of, "intake", held_on=TODAY())
    end_of_transaction()


def test_with_the_next_one_booked_in_the_same_breath_it_is_fine(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        Conversation.objects.filter(plan=leyla).update(removed_at=timezone.now())
        talk(leyla, "intake", held_on=TODAY())
        talk(leyla, "needs_1", planned_on=TODAY() + timedelta(4))
        end_of_transaction()


def test_one_that_was_held_elsewhere_comes_as_it_is(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        Conversation.objects.filter(plan=leyla).update(removed_at=timezone.now())
        talk(leyla, "intake", held_on=TODAY() - timedelta(3), elsewhere="Nordnes fengsel")
        end_of_transaction()


def test_a_needs_talk_is_not_over_before_consent_was_asked(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        with pytest.raises(DatabaseError, match="spørres det om samtykke"), transaction.atomic():
            talk(leyla, "needs_1", held_on=TODAY(), consent_asked=None)
        booked = talk(leyla, "needs_1", planned_on=TODAY())
        with pytest.raises(DatabaseError, match="spørres det om samtykke"), transaction.atomic():
            Conversation.objects.filter(pk=booked.pk).update(held_on=TODAY())


def test_it_is_enough_to_say_why_it_was_not_asked(act_as_member, leyla: Plan) -> None:
    with act_as_member("marte"):
        talk(leyla, "needs_1", held_on=TODAY(), consent_asked=False, consent_not_asked_why="no_interpreter")


def test_when_something_was_waived_stands_in_the_log_of_those_who_may_read_it(
    act_as_member, plan: Plan
) -> None:
    from pop.changelog.models import Change

    with act_as_member("marte"):
        actions.waive_step(plan=plan, step="6.2", reason="Kommunen har møtene", by=user("marte"))
    for who, sees in (("elias", True), ("marte", True), ("kari", False)):
        with act_as_member(who):
            assert Change.objects.filter(table="process_stepwaived").exists() is sees


@pytest.mark.parametrize("who", ["elias", "marte", "sunniva", "torbjorn"])
def test_the_page_of_the_plan_reads_the_steps_as_plain_queries_would(act_as_member, who: str) -> None:
    with act_as_member("elias"):
        plan = plan_of("elias")
    with act_as_member(who):
        rows = Rows(plan).raw("process")
        read = {step: [day and day.isoformat() for day in days] for step, days in steps(plan).items()}
    found = {row["step"]: [row["done_on"], row["next_on"]] for row in rows[0]["steps"]} if rows else read
    assert found == read
    assert rows or who not in ("elias", "marte")
