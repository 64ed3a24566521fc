"""«Forslag og ønsker»: what waits in all plans, for whom, and what nobody else meets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import user
from pop.demo.proposals import CALL, TALK
from pop.plans import actions as plans
from pop.plans import proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import Measure, Source
from pop.wishes import proposed
from pop.wishes.tests.conftest import STRANGERS, text_of

LESSONS = "Leksehjelp to kvelder i uka"


def kinds(who):
    with acting(user(who).pk):
        return {
            row.measure.text: row.kind for row in proposed.waiting_for_anybody(today=timezone.localdate())
        }


def measure(text):
    with acting(user("elias").pk):
        return Measure.objects.get(text=text)


def ask_for_change(text):
    with acting(user("elias").pk):
        writer = Writer(user("elias"), Source.PERSON)
        proposal_actions.answer(measure(text), writer=writer, kind="change", words="Bare én kveld")


def test_the_contact_team_has_all_that_it_sees() -> None:
    found = kinds("marte")
    assert found[CALL] == "oral"
    assert found[LESSONS] == "answer"
    assert found[TALK] == "expiring"


@pytest.mark.parametrize(
    ("who", "text", "kind"), [("torbjorn", LESSONS, "answer"), ("kari", TALK, "expiring")]
)
def test_a_partner_has_what_it_proposed_itself_and_nothing_else(who, text, kind) -> None:
    assert kinds(who) == {text: kind}


@pytest.mark.parametrize("who", [*STRANGERS, "sunniva", "mona", "liv"])
def test_others_have_none(who) -> None:
    if who not in ("leyla", "ida"):
        assert {LESSONS, TALK, CALL}.isdisjoint(kinds(who))


def test_a_change_that_is_asked_for_waits_for_the_one_who_proposed_and_is_counted(browse) -> None:
    before = text_of(browse("torbjorn").get("/onsker/"))
    assert "Forslag og ønsker (" not in before
    ask_for_change(LESSONS)
    page = text_of(browse("torbjorn").get("/onsker/"))
    assert "Forslag og ønsker (1)" in page
    assert "Du kan endre det" in page
    assert "Hos den som foreslo det" in text_of(browse("marte").get("/onsker/"))


def test_what_was_rewritten_waits_for_a_new_yes(browse) -> None:
    with acting(user("marte").pk):
        plans.edit(measure(CALL), text="Ringe skolen hver uke")
    assert "Endret, venter på nytt ja" in text_of(browse("marte").get("/onsker/"))


def test_an_offer_that_ends_soon_is_told_before_it_has_ended() -> None:
    with acting(user("torbjorn").pk):
        plans.edit(measure(LESSONS), offer_ends_on=days(5))
    assert kinds("torbjorn") == {LESSONS: "expiring"}


def test_the_list_is_narrowed_to_one_kind(browse) -> None:
    client = browse("marte")
    whole, oral = text_of(client.get("/onsker/")), text_of(client.get("/onsker/?vis=oral"))
    assert CALL in whole
    assert LESSONS in whole
    assert CALL in oral
    assert LESSONS not in oral
    assert text_of(client.get("/onsker/?vis=tull")) == whole


def test_a_name_that_is_not_given_is_not_here_either(browse) -> None:
    with acting(user("elias").pk):
        from pop.consents import actions as consents
        from pop.consents.actions import Recipient
        from pop.demo.build import plan_of
        from pop.demo.places import agency

        nav = Recipient(agency=agency("nav"))
        consents.exclude(plan=plan_of("elias"), made_by=user("elias"), recipient=nav, topic=40)
    page = text_of(browse("kari").get("/onsker/"))
    assert TALK in page
    assert "Navnet er ikke delt med deg" in page
    assert "Elias" not in page


def test_what_is_kept_by_the_person_is_in_no_list() -> None:
    with acting(user("elias").pk):
        plans.keep_to_me(measure(LESSONS), kept=True)
    for who in ("marte", "torbjorn"):
        assert LESSONS not in kinds(who)


def test_more_proposals_take_no_more_queries(browse) -> None:
    client = browse("marte")
    with CaptureQueriesContext(connection) as before:
        client.get("/onsker/")
    with acting(user("marte").pk):
        first = measure(CALL)
        for number in range(10):
            need = first.whys.first().need
            plans.propose_measure(
                plan=first.plan, writer=Writer(user("marte"), Source.CORRECTIONAL), topic=first.topic_id,
                text=f"Forslag {number}", needs=(need,),
            )  # fmt: skip
    with CaptureQueriesContext(connection) as after:
        client.get("/onsker/")
    assert len(after) == len(before)
