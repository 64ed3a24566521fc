"""The demo has somebody on the way in, and somebody in varetekt with restrictions: what each can see and do today."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.consents.models import PreConsent
from pop.consents.named import named_to_us
from pop.conversations.models import Conversation, Preparation, ToArrange
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.identity import is_synthetic
from pop.people.models import PersonIdentity
from pop.plans.models import Measure, Plan
from pop.plans.remand import on_remand
from pop.sentences.models import Restriction, SentenceFacts
from pop.teams.models import SupportTeamMember

Browse = Callable[[str], Client]


def plan(slug: str) -> Plan:
    with acting(user(slug).pk):
        return plan_of(slug)


def body(browse: Browse, slug: str, page: str) -> str:
    answer = browse(slug).get(page, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_identity_number_in_the_demo_belongs_to_nobody() -> None:
    """Month + 80: no such number is given to anybody."""
    with acting(user("berit").pk):
        found = PersonIdentity.objects.exclude(national_id="").values_list("national_id", flat=True)
        assert len(found) == 2
        assert all(is_synthetic(number) for number in found)


def test_rita_is_expected_and_has_not_been_talked_with() -> None:
    with acting(user("rita").pk):
        talks = list(Conversation.objects.of(plan_of("rita")))
    assert [(talk.kind, talk.held_on) for talk in talks] == [("intake", None)]
    assert talks[0].planned_on
    assert talks[0].planned_on > timezone.localdate()


def test_rita_reads_what_is_left_to_arrange_before_she_comes(browse: Browse) -> None:
    html = body(browse, "rita", "/min-plan/")
    assert "Før du møter" in html
    assert "En etat får allerede vite det." in html
    with acting(user("rita").pk):
        said = {row.what: row.state for row in Preparation.objects.of(plan_of("rita"))}
    assert said == {"money": "done", "medicine": "open", "children": "not_needed", "pets": "open"}


def test_rita_has_named_one_agency_and_the_others_are_told_nothing() -> None:
    with acting(user("rita").pk):
        assert PreConsent.objects.filter(plan=plan_of("rita"), ended_at=None).count() == 1
    told = {}
    for member in CAST:
        with acting(user(member.slug).pk):
            told[member.slug] = [row.name for row in named_to_us()]
    assert {slug for slug, names in told.items() if names} == {"sunniva"}
    assert told["sunniva"] == ["Rita Holmen"]


def test_amir_has_no_sentence_and_a_measure_for_what_could_not_wait() -> None:
    with acting(user("amir").pk):
        found = plan_of("amir")
        assert on_remand(found)
        assert not SentenceFacts.objects.of(found).exists()
        assert [measure.status for measure in Measure.objects.of(found)] == ["chosen"]


def test_amir_reads_until_when_there_are_restrictions_and_that_the_first_are_over(browse: Browse) -> None:
    today = timezone.localdate()
    with acting(user("amir").pk):
        rows = list(Restriction.objects.of(plan_of("amir")))
    assert {row.since <= today <= row.until for row in rows} == {True, False}
    html = body(browse, "amir", reverse("restrictions", args=[plan("amir").key]))
    assert "Bestemt av Nordnes tingrett" in html


def test_while_they_last_berit_cannot_invite_anybody(browse: Browse) -> None:
    page = reverse("team_invite", args=[plan("amir").key])
    client = browse("berit")
    choice = re.findall(r'name="who" value="([^"]+)"', client.get(page).content.decode())[-1]
    answer = client.post(page, {"who": choice, "role": "Veileder"}, follow=True)
    assert "Det er restriksjoner til og med" in answer.content.decode()
    with acting(user("berit").pk):
        assert not SupportTeamMember.objects.filter(plan=plan_of("amir")).exists()


def test_only_berit_and_the_persons_themselves_open_the_plans(browse: Browse) -> None:
    for slug in ("rita", "amir"):
        page = reverse("plan", args=[plan(slug).key])
        opens = {m.slug for m in CAST if browse(m.slug).get(page).status_code != 404}
        assert opens == {slug, "berit"}


def test_rita_reads_that_getting_ready_is_where_she_is_and_what_was_written(browse: Browse) -> None:
    """The first phase stands among the dots until it is behind; «Forberedelse lagt til» says of what."""
    where = reverse("plan", args=[plan("rita").key])
    here = body(browse, "rita", where).split('aria-labelledby="veien"')[1].split("</ol>")[0]
    assert here.count('data-steg="naa"') == 1
    assert "Gjøre meg klar" in here.split('data-steg="naa"')[1].split("</li>")[0]
    log = re.sub(r"<[^>]+>|\s+", " ", body(browse, "rita", reverse("log", args=[plan("rita").key])))
    assert re.search(rf"Forberedelse lagt til\W+{ToArrange.PETS.label}", log)
