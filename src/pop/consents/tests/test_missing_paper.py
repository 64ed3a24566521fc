"""Rule A6: a paper without scan or archive reference waits for somebody, until it has come or lapses."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.consents.tests.conftest import PDF, address, no_tie
from pop.consents.tests.test_paper import prepare, register
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.teams.models import Task

WORK = 5


def waiting(slug: str) -> list[Task]:
    """As that member of the cast has it on «Mine planer»."""
    with acting(user(slug).pk):
        return list(Task.objects.filter(kind="paper_missing", user=user(slug), done_at=None).order_by("at"))


def others() -> list[Task]:
    return [
        task for slug in ("ola", "farid", "anders", "silje", "sunniva", "leyla") for task in waiting(slug)
    ]


@pytest.fixture
def before() -> int:
    """The cast's own paper for Leyla waits already."""
    no_tie("sunniva", "leyla")
    assert others() == []
    return len(waiting("marte"))


def test_the_cast_begins_with_one_paper_that_waits(before, browse):
    assert before == 1
    page = " ".join(browse("marte").get("/planer/").content.decode().split())
    assert "Et samtykke på papir mangler skannet ark: Leyla Demir" in page
    assert "Siste dag er" in page


def test_the_main_contact_gets_a_task_with_the_day_on_which_the_paper_lapses(browse, before):
    marte = browse("marte")
    register(marte, prepare(marte))
    found = waiting("marte")
    # It took the place of the cast's own paper, which needs no sheet any more.
    assert len(found) == 1
    assert found[0].due_on == timezone.localdate() + timedelta(days=14)
    assert others() == []


def test_the_task_is_done_by_itself_when_the_scan_comes(browse, before):
    browse("marte").post(address("consent_attach", 1, of="leyla"), {"scan": SimpleUploadedFile("a.pdf", PDF)})
    assert waiting("marte") == []


def test_the_task_is_done_by_itself_when_the_archive_reference_comes(browse, before):
    browse("marte").post(address("consent_attach", 1, of="leyla"), {"archive_reference": "2026/1-2"})
    assert waiting("marte") == []


@pytest.mark.parametrize(
    "more", [{"archive_reference": "2026/1-2"}, {"scan": SimpleUploadedFile("a.pdf", PDF)}]
)
def test_nothing_waits_when_the_sheet_comes_along(browse, before, more):
    marte = browse("marte")
    register(marte, prepare(marte), **more)
    assert waiting("marte") == []


def test_nothing_waits_for_a_paper_that_is_taken_back(before):
    with acting(user("leyla").pk):
        consents.withdraw(plan=plan_of("leyla"), topic=4)
    assert len(waiting("marte")) == 1, "something is left of it"
    with acting(user("leyla").pk):
        consents.withdraw(plan=plan_of("leyla"))
    assert waiting("marte") == []


def handed_in_to_farid(recipient: Recipient) -> Consent:
    with acting(user("elias").pk):
        choices = [Choice(recipient, WORK, give=True)]
        draft = consents.draft(plan=plan_of("elias"), drafted_by=user("elias"), choices=choices)
    with acting(user("farid").pk):
        consents.register_paper(
            draft, registered_by=user("farid"), witness=user("ola"), signed_on=timezone.localdate()
        )
    return draft


def test_a_colleague_registers_and_the_main_contact_gets_the_task(before):
    with acting(user("elias").pk):
        nav = Recipient(agency=agency("nav"))
    handed_in_to_farid(nav)
    assert len(waiting("marte")) == before + 1
    assert waiting("farid") == []


def test_a_main_contact_who_may_not_know_of_the_clinic_is_told_nothing(before):
    """Then it waits for whoever registered it, who has had the sheet in hand."""
    with acting(user("elias").pk):
        clinic = Recipient(agency=agency("specialist_health"))
    draft = handed_in_to_farid(clinic)
    assert len(waiting("marte")) == before
    assert [task.at for task in waiting("farid")] == [signed(draft)]
    with acting(user("farid").pk):
        consents.refer_to_archive(draft, reference="2026/9-9")
    assert waiting("farid") == []


def signed(draft: Consent) -> object:
    with acting(user("elias").pk):
        return Consent.objects.get(pk=draft.pk).signed_at
