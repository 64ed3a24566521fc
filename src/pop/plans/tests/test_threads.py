"""The thread: floke, need, goal and measure hang together in both directions."""

from datetime import date

from django.utils import timezone

from pop.people.models import Person
from pop.plans import actions
from pop.plans.models import Goal, Measure, Need, Plan
from pop.plans.opening import CONTACT, OWN, OpenPlan
from pop.plans.threads import Threads

TODAY = date(2026, 11, 17)


def threads(plan: Plan, relation: str = OWN) -> Threads:
    person = Person.objects.filter(pk=plan.person_id).first()
    return Threads(OpenPlan(plan, person, relation), today=timezone.localdate())


def test_a_need_knows_its_goals_and_measures_and_they_know_it(act_as_member, plan, entry) -> None:
    need, goal = entry(Need, text="Et fast sted å bo"), entry(Goal, text="Ha min egen plass å bo")
    measure = entry(Measure, text="Avklare depositum")
    with act_as_member("elias"):
        all_threads = threads(plan)
        assert all_threads.goals_of_need[need.pk] == [goal]
        assert measure in [step.measure for step in all_threads.of_need(need)]
        assert all_threads.needs_of_goal[goal.pk] == [need]
        assert measure in [step.measure for step in all_threads.of_goal(goal)]
        assert all_threads.needs_of_measure[measure.pk] == [need]


def test_a_measure_towards_a_goal_answers_the_need_of_the_goal(act_as_member, plan, entry) -> None:
    need, goal = entry(Need, text="Kontakt med familie"), entry(Goal, text="Ha kontakt med søstera mi")
    with act_as_member("marte"):
        writer = actions.Writer(marte(), actions.Source.CORRECTIONAL)
        measure = actions.propose_measure(plan=plan, writer=writer, topic=4, text="Brev", goals=(goal,))
    with act_as_member("elias"):
        assert measure.pk in [step.measure.pk for step in threads(plan).of_need(need)]


def test_a_proposal_does_not_fill_a_need(act_as_member, plan) -> None:
    with act_as_member("marte"):
        knots = {str(k.need): k for s in threads(plan, CONTACT).strands() for k in s.knots}
    assert knots["Fortsette behandlingen ute"].without_measure
    assert knots["Fortsette behandlingen ute"].proposals
    assert not knots["Et fast sted å bo"].without_measure


def test_a_hidden_need_leaves_the_measure_by_itself(act_as_member, plan, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("elias"):
        actions.keep_to_me(need, kept=True)
    with act_as_member("marte"):
        found = threads(plan, CONTACT)
        loose = [k for s in found.strands() for k in s.knots if k.need is None and not k.goals]
        assert need.pk not in found.needs
        assert "Avklare depositum" in [step.measure.text for knot in loose for step in knot.steps]


def test_the_most_urgent_floke_comes_first(act_as_member, plan) -> None:
    with act_as_member("marte"):
        assert [s.tangle for s in threads(plan, CONTACT).strands()] == ["economy", "health", "social"]


def test_one_query_for_all_rows_and_the_names_of_the_team(
    act_as_member, plan, django_assert_num_queries
) -> None:
    with act_as_member("marte"):
        person = Person.objects.get(pk=plan.person_id)
        with django_assert_num_queries(1):
            Threads(OpenPlan(plan, person, CONTACT), today=TODAY).strands()


def marte():
    from pop.people.models import UserName

    return UserName.objects.get(name="Marte Nygård").user
