"""The same world counted twice: by the database's question, and by hand in Python, plan by plan."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.benefits.indicators import indicators
from pop.benefits.models import Figure, Measurement
from pop.consents.models import ConsentItem
from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.people.models import Unit
from pop.plans.models import Goal, Measure, MeasureNeed, Meeting, Need, Plan
from pop.surveys import actions as surveys
from pop.surveys import replies
from pop.surveys.models import Round, Survey

__all__ = ["both_logins"]
pytestmark = pytest.mark.usefixtures("both_logins")
Counted = dict[int, tuple[int, int]]


def day(moment) -> date:
    return timezone.localtime(moment).date()


@pytest.fixture
def period() -> tuple[date, date]:
    """Sixty days, with what is agreed for the weeks to come."""
    today = timezone.localdate()
    return today - timedelta(days=30), today + timedelta(days=30)


def asked(name: str, period: tuple[date, date]) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select plan_id, hit, base from access.indicator_{name}(%s, %s)", period)  # noqa: S608
        return [(plan, int(hit), int(base)) for plan, hit, base in cursor.fetchall()]


def by_plan(name: str, period: tuple[date, date]) -> Counted:
    return {plan: (hit, base) for plan, hit, base in asked(name, period)}


def active(period: tuple[date, date]) -> set[int]:
    """Plans of sentences that have begun, and have not been over for more than a month."""
    return {
        plan.pk
        for plan in Plan.objects.all()
        if plan.created_on < period[1]
        and (plan.sentence_ended_on is None or plan.sentence_ended_on >= period[0] - timedelta(days=31))
    }


def test_plans_in_use(period) -> None:
    with past_the_rules():
        written = {
            entry.plan_id
            for kind in (Need, Goal, Measure, Meeting, Conversation)
            for entry in kind._base_manager.all()
            if period[0] <= day(entry.written_at) < period[1]
        }
        expected = {plan: (int(plan in written), 1) for plan in active(period)}
        assert by_plan("plan_in_use", period) == expected
    assert set(expected.values()) == {(0, 1), (1, 1)} or len(expected) > 3


def test_needs_that_have_a_measure(period) -> None:
    with past_the_rules():
        live = {one.pk for one in Measure._base_manager.all() if not one.removed_at}
        helped = {link.need_id for link in MeasureNeed._base_manager.all() if link.measure_id in live}
        needs = [
            one for one in Need._base_manager.all()
            if not one.blocked_at and (not one.removed_at or day(one.removed_at) >= period[1]) and one.plan_id in active(period)
        ]  # fmt: skip
        every = Counter(one.plan_id for one in needs)
        with_one = Counter(one.plan_id for one in needs if one.pk in helped)
        assert by_plan("needs_with_measure", period) == {
            plan: (with_one[plan], n) for plan, n in every.items()
        }
    assert 0 < sum(with_one.values()) < sum(every.values())


def test_meetings_that_were_held(period) -> None:
    with past_the_rules():
        meetings = [
            one for one in Meeting._base_manager.all()
            if not one.blocked_at and not one.removed_at and one.date and period[0] <= one.date < period[1] and one.plan_id in active(period)
        ]  # fmt: skip
        every, held = Counter(m.plan_id for m in meetings), Counter(m.plan_id for m in meetings if m.held)
        assert by_plan("meetings_held", period) == {plan: (held[plan], n) for plan, n in every.items()}
    assert sum(every.values()) > 3


def test_gaps_in_each_plan(period) -> None:
    with past_the_rules():
        open_ = Counter(
            gap.plan_id
            for gap in Gap._base_manager.all()
            if not gap.closed_at or day(gap.closed_at) >= period[1]
        )
        assert by_plan("gaps_per_plan", period) == {plan: (open_[plan], 1) for plan in active(period)}
    assert max(open_.values()) > 1


def test_days_from_a_need_to_its_first_measure(period) -> None:
    with past_the_rules():
        written = {one.pk: one.written_at for one in Measure._base_manager.all()}
        firsts: dict[int, list] = {}
        for link in MeasureNeed._base_manager.all():
            firsts.setdefault(link.need_id, []).append(written[link.measure_id])
        expected = [
            max(0, (day(min(firsts[one.pk])) - day(one.written_at)).days)
            for one in Need._base_manager.all()
            if one.pk in firsts and period[0] <= day(min(firsts[one.pk])) < period[1] and one.plan_id in active(period)
        ]  # fmt: skip
        assert sorted(hit for _plan, hit, _base in asked("days_to_measure", period)) == sorted(expected)
    assert expected


def test_consents_in_force(period) -> None:
    with past_the_rules():
        holding = {
            item.plan_id
            for item in ConsentItem._base_manager.select_related("consent")
            if item.consent.signed_at and day(item.consent.signed_at) < period[1]
            and (not item.ended_at or day(item.ended_at) >= period[1])
        }  # fmt: skip
        assert by_plan("consent_given", period) == {
            plan: (int(plan in holding), 1) for plan in active(period)
        }
    assert holding


def test_satisfaction_and_minutes_are_counted_of_closed_rounds_with_five_answers() -> None:
    """Seven answer: four agree, two do not, one does not know. They use 10, 20, 30, 40, 50 and 60 minutes, and one does not say."""
    today = timezone.localdate()
    seven_and_four()
    assert [hit for hit, _base in asked_of_all("staff_satisfied", today)] == [0, 0, 1, 1, 1, 1]
    minutes = [hit for hit, _base in asked_of_all("minutes_per_plan", today)]
    assert minutes == [10, 20, 30, 40, 50, 60]
    assert median(minutes) == 35


def seven_and_four() -> None:
    """A closed round that is shown, and one that is not."""
    with acting(user("marte").pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        staff = Survey.objects.filter(code="ansatte", sealed=True).latest("number")
        full, few = (
            surveys.open_round(survey=staff, by=user("marte"), name=name, unit=unit)
            for name in ("Sju", "Fire")
        )
    for number, chosen in enumerate(("large", "very_large", "large", "large", "some", "small", "dont_know")):
        reply: dict[str, object] = {"satisfied": {"chosen": [chosen]}}
        if number < 6:
            reply["minutes"] = {"chosen": [str(10 * (number + 1))]}
        replies.put(code=full.code, reply=reply)
    for _answer in range(4):
        replies.put(code=few.code, reply={"satisfied": {"chosen": ["large"]}})
    with acting(user("marte").pk):
        surveys.close_round(of=full)
        surveys.close_round(of=few)


def asked_of_all(name: str, today: date) -> list[tuple[int, int]]:
    """Of all that was closed today, except by the demo."""
    with past_the_rules():
        Round.objects.exclude(name__in=("Sju", "Fire")).update(closed_at=None)
        return sorted((hit, base) for _plan, hit, base in asked(name, (today, today + timedelta(days=1))))


def test_a_figure_of_a_survey_is_of_its_unit() -> None:
    today = timezone.localdate()
    seven_and_four()
    one = indicators()["minutes_per_plan"]
    with past_the_rules(), connection.cursor() as cursor:
        made = Measurement.objects.create(from_day=today, to_day=today + timedelta(days=1))
        cursor.execute("select access.measure(%s, %s, %s, %s)", [made.pk, one.id, one.kind, one.sensitive])
        figure = Figure.objects.get(measurement=made, indicator=one.id, unit__name="Solvik fengsel")
    assert (figure.persons, figure.value) == (6, 35)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 35 < figure.high
