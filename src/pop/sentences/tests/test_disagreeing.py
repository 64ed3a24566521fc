"""The person disagrees with what is written about the sentence, and with each date that is computed from it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.plans.models import ExpectedRelease
from pop.sentences import actions, reading
from pop.sentences.models import SentenceFacts, SentenceTerm
from pop.sentences.tests.test_pages import body, of, page, refused, service

__all__ = ["both_logins"]
WORDS = "Jeg har sittet lenger enn det står"
KINDS = ("facts", "term", "interruption", "date")


def address(kind: str) -> str:
    """The page on which one disagrees."""
    plan = of("elias")
    if kind == "date":
        return reverse("sentence_date_contest", args=[plan.key, "two_thirds"])
    if kind == "interruption":
        with acting(user("marte").pk):
            today = timezone.localdate()
            pause = actions.interrupt(plan=plan, writer=service(), since=today - timedelta(9), until=today)
        return reverse("interruption_contest", args=[plan.key, pause.key])
    model = {"facts": SentenceFacts, "term": SentenceTerm}[kind]
    with acting(user("marte").pk):
        found = model.objects.of(plan)[0]
    return reverse(f"sentence_{kind}_contest", args=[plan.key, found.key])


@pytest.mark.parametrize("kind", KINDS)
def test_the_person_says_so_in_their_own_words_beside_what_stands_there(browse, kind: str) -> None:
    to, elias = address(kind), browse("elias")
    assert to in elias.get(page()).content.decode()
    assert "Jeg er uenig" in body(elias.get(to))
    assert elias.post(to, {"words": WORDS}).status_code == 302
    assert WORDS in body(elias.get(page()))
    for who in ("marte", "farid"):
        assert WORDS in body(browse(who).get(page()))
    assert WORDS in body(browse("kari").get(page())), "whoever sees the dates sees that the person disagrees"


@pytest.mark.parametrize("kind", KINDS)
def test_the_contact_writes_it_down_and_never_over_the_persons_own_words(browse, kind: str) -> None:
    to, marte = address(kind), browse("marte")
    assert to in marte.get(page()).content.decode()
    assert marte.post(to, {"words": WORDS}).status_code == 302
    assert "Sagt sammen med en ansatt" in body(browse("elias").get(page()))
    browse("elias").post(to, {"words": "Med mine egne ord"})
    assert to not in marte.get(page()).content.decode()
    assert marte.get(to).status_code == 404
    assert marte.post(to, {"words": "Nei"}).status_code == 404
    assert "Med mine egne ord" in body(marte.get(page()))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["kari", "sunniva", "silje", "anders", "ida"])
def test_nobody_else_says_it(browse, kind: str, who: str) -> None:
    to, client = address(kind), browse(who)
    assert client.get(to).status_code == 404
    assert client.post(to, {"words": WORDS}).status_code == 404
    assert WORDS not in body(browse("elias").get(page()))


@pytest.mark.parametrize("who", ["kari", "sunniva", "silje", "leyla"])
def test_the_database_takes_it_from_nobody_else(who: str) -> None:
    with acting(user(who).pk):
        assert refused(lambda: actions.contest_date(plan=of("elias"), kind="two_thirds", words=WORDS))


def test_the_database_keeps_the_persons_own_words_from_the_contact() -> None:
    plan = of("elias")
    with acting(user("elias").pk):
        assert actions.contest_date(plan=plan, kind="two_thirds", words=WORDS)
    with acting(user("marte").pk):
        assert refused(lambda: actions.contest_date(plan=plan, kind="two_thirds", words="Nei"))
        assert refused(lambda: actions.agree_with_date(plan=plan, kind="two_thirds"))
        assert reading.kept(plan)["two_thirds"].contested_words == WORDS


def test_a_date_that_does_not_exist_is_contested_by_nobody(browse) -> None:
    client = browse("elias")
    for kind in ("no_such", "frame"):
        assert client.get(reverse("sentence_date_contest", args=[of("elias").key, kind])).status_code == 404


def test_what_is_computed_anew_keeps_what_the_person_said_and_it_can_be_taken_back(browse) -> None:
    to, elias = address("date"), browse("elias")
    elias.post(to, {"words": WORDS})
    with acting(user("marte").pk):
        actions.change(SentenceTerm.objects.of(of("elias"))[0], days=17)
    assert WORDS in body(elias.get(page()))
    elias.post(to, {"agree": "yes"})
    assert WORDS not in body(elias.get(page()))


def night() -> int:
    """What the nightly scan does first (access/gaps.sql): how many plans have moved dates."""
    with past_the_rules():
        return int(rows("select access.begin_dates()")[0][0])


def test_when_a_form_that_was_told_of_begins_the_night_puts_its_dates_in_place_and_tells(
    browse, both_logins
) -> None:
    """Nobody writes that day: the worker, which knows no facts, does it by itself."""
    from pop.plans import actions as plans
    from pop.teams.models import Task

    plan, begins = of("elias"), timezone.now() + timedelta(days=10)
    with acting(user("marte").pk):
        before = reading.kept(plan)
        plans.set_serving_form(
            plan=plan, writer=service(), form="home", since=timezone.localdate() + timedelta(10)
        )
        assert {k: v.on for k, v in reading.kept(plan).items()} == {k: v.on for k, v in before.items()}
    assert "leave" in before
    for later, there in ((timedelta(days=9), True), (timedelta(days=10), False)):
        with standing(timezone.now() + later):
            night()
            with acting(user("marte").pk):
                assert ("leave" in reading.kept(plan)) is there
                assert Task.objects.filter(kind="dates_moved").exists() is not there
    with standing(begins):
        assert night() == 0


def test_the_release_in_the_plan_goes_along_only_as_long_as_it_is_the_computed_one(both_logins) -> None:
    from pop.plans import actions as plans

    plan = of("elias")
    with acting(user("marte").pk):
        plans.expect_release(plan=plan, writer=service(), on=timezone.localdate() + timedelta(77))
        plans.set_serving_form(
            plan=plan, writer=service(), form="preventive", since=timezone.localdate() + timedelta(1)
        )
    with standing(timezone.now() + timedelta(days=1)):
        night()
    with acting(user("marte").pk):
        assert ExpectedRelease.objects.of(plan).latest("written_at").on == timezone.localdate() + timedelta(
            77
        )


def test_after_two_plans_have_become_one_the_dates_are_there_at_once_and_when_they_part(
    act_as_member,
) -> None:
    from pop.people.actions import NewPerson, create_plan
    from pop.people.models import Unit
    from pop.plans import plan_actions
    from pop.plans.models import Plan
    from pop.teams import actions as teams

    plan = of("elias")
    with act_as_member("marte"):
        solvik = Unit.objects.get(name="Solvik fengsel")
        twin = Plan.objects.get(key=create_plan(NewPerson("Elias", "Brekke", None, solvik), sure=True))
        teams.no_private_tie(plan=twin, user=user("marte"))
        before = {kind: kept.on for kind, kept in reading.kept(plan).items()}
        merge = plan_actions.merge(keep=twin, other=plan)
        assert {kind: kept.on for kind, kept in reading.kept(twin).items()} == before
        assert reading.kept(plan) == {}
        assert plan_actions.undo_merge(merge)
        assert {kind: kept.on for kind, kept in reading.kept(plan).items()} == before
        assert reading.kept(twin) == {}


def test_a_leave_is_not_planned_on_remand_either() -> None:
    from pop.plans import actions as plans
    from pop.wishes import actions as wishes

    plan = of("elias")
    with acting(user("marte").pk):
        plans.set_serving_form(plan=plan, writer=service(), form="remand", since=timezone.localdate())
        assert refused(
            lambda: wishes.plan_leave(
                plan=plan, writer=service(), kind="leave", purpose="Hjem", status="planned"
            )
        )
