"""Dates that move because somebody else changed the facts: the main contact and those who may read them are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.clock import standing

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.places import user
from pop.history.actions import mark_read
from pop.plans import actions as plans
from pop.plans.models import ExpectedRelease, Plan
from pop.sentences import actions, reading
from pop.sentences.models import SentenceTerm
from pop.sentences.tests.test_disagreeing import night
from pop.sentences.tests.test_pages import body, of, service
from pop.teams.models import Task
from pop.ui.dates import weekday_date

__all__ = ["both_logins"]
READERS = ("elias", "marte", "farid", "kari", "hanne")
NAME = "Løslatelse på prøve kan vurderes"


@pytest.fixture
def plan() -> Plan:
    """All have read what is new, and the task of Marte is done."""
    found = of("elias")
    for who in (*READERS, "torbjorn"):
        with acting(user(who).pk):
            newest = Change.objects.latest("pk").pk
            mark_read(plan=found, user=user(who), last_change=newest)
    return found


def longer(who: str, plan: Plan, days: int = 17) -> str:
    """Somebody corrects the length; what is then said of the day of release on probation."""
    with acting(user(who).pk):
        before = reading.kept(plan)["two_thirds"].on
        actions.change(SentenceTerm.objects.of(plan)[0], days=days)
        after = reading.kept(plan)["two_thirds"].on
    assert before != after
    return f"Forventet dato for «{NAME}» er endret fra {weekday_date(before)} til {weekday_date(after)}"


def tasks(who: str, plan: Plan) -> int:
    with acting(user(who).pk):
        return Task.objects.filter(plan=plan, user=user(who), kind="dates_moved", done_at=None).count()


def news(browse, who: str, plan: Plan) -> str:
    return body(browse(who).get(reverse("plan", args=[plan.key])))


def test_the_main_contact_is_told_by_day_when_another_moved_the_dates_and_once(plan) -> None:
    longer("farid", plan)
    assert (tasks("marte", plan), tasks("farid", plan)) == (1, 0)
    longer("farid", plan, 19)
    assert tasks("marte", plan) == 1


def test_who_moved_them_needs_no_telling(plan) -> None:
    longer("marte", plan)
    assert tasks("marte", plan) == 0


def test_what_moves_no_date_tells_nobody(plan) -> None:
    with acting(user("farid").pk):
        actions.change(SentenceTerm.objects.of(plan)[0], days=SentenceTerm.objects.of(plan)[0].days)
    assert tasks("marte", plan) == 0


def test_the_person_and_each_who_may_read_the_dates_read_from_what_to_what(browse, plan) -> None:
    said = longer("farid", plan)
    for who in ("elias", "marte", "kari", "hanne"):
        read = news(browse, who, plan)
        assert said.replace("\N{NO-BREAK SPACE}", " ") in read, who
        assert "andre datoer er også endret" in read
    assert "Forventet dato for" not in news(browse, "farid", plan), "what one did oneself is no news"
    for who in ("elias", "marte", "farid", "kari"):
        assert "Forventede datoer er endret" in body(browse(who).get(reverse("log", args=[plan.key])))


@pytest.mark.parametrize("who", ["torbjorn", "silje", "anders"])
def test_to_whom_no_date_is_shared_no_change_of_one_is_told(browse, plan, who: str) -> None:
    with acting(user(who).pk):
        assert not reading.kept(plan)
    longer("farid", plan)
    assert "Forventet dato for" not in news(browse, who, plan)
    with acting(user(who).pk):
        assert not Change.objects.filter(table="sentences_milestone").exists()


def test_what_the_person_keeps_takes_what_was_computed_from_it_along(browse, plan) -> None:
    longer("farid", plan)
    with acting(user("elias").pk):
        term = SentenceTerm.objects.of(plan)[0]
        plans.keep_to_me(term, kept=True)
    for who in ("marte", "kari"):
        assert "Forventet dato for" not in news(browse, who, plan)
    assert "Forventet dato for" in news(browse, "elias", plan)
    with acting(user("elias").pk):
        plans.keep_to_me(term, kept=False)
    assert "Forventet dato for" in news(browse, "kari", plan)


def test_what_was_written_on_the_wrong_person_leaves_no_day_in_the_log(browse, plan) -> None:
    longer("farid", plan)
    with acting(user("farid").pk):
        plans.written_on_wrong_person(SentenceTerm.objects.of(plan)[0])
    with acting(user("elias").pk):
        old = Change.objects.filter(table="sentences_milestone").order_by("pk").first()
        assert old is not None
        assert (old.before, old.after) == (None, None)


def test_what_the_person_blocks_as_anothers_no_date_is_computed_from_any_longer(plan) -> None:
    longer("farid", plan)
    with acting(user("marte").pk):
        before = {kind: m.on for kind, m in reading.kept(plan).items()}
    with acting(user("elias").pk):
        plans.written_on_wrong_person(SentenceTerm.objects.of(plan)[0])
    with acting(user("marte").pk):
        after = {kind: m.on for kind, m in reading.kept(plan).items()}
        day = ExpectedRelease.objects.of(plan).first()
    assert before["release"]
    assert after.get("release") != before["release"]
    assert not day or day.on != before["release"], "the day in the plan went along"
    assert tasks("marte", plan) == 1


def test_at_night_the_system_says_it(browse, both_logins, plan) -> None:
    with acting(user("farid").pk):
        since = timezone.localdate() + timedelta(10)
        plans.set_serving_form(plan=plan, writer=service("farid"), form="home", since=since)
    with standing(timezone.now() + timedelta(days=10)):
        night()
        read = news(browse, "elias", plan)
    assert "gjelder ikke lenger" in read or "Forventet dato for" in read
    assert "Systemet" in read
    assert (tasks("marte", plan), tasks("farid", plan)) == (1, 1)
