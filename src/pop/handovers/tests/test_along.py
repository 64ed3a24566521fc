"""What goes along, and who sees it: the person and the giver read the same, and it is what the receiver really sees."""

from django.urls import reverse

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import user
from pop.handovers.along import entries, title
from pop.handovers.tests.conftest import DEPOSIT, HOME, SLEEP, body, choose, item_of, reply, text_of


def readers(answer, name="Kari"):
    """The titles that the page says somebody sees, by kind."""
    return {
        (kind.name, thing.title)
        for kind in answer.context["along"].kinds
        for thing in kind.things
        if any(name in reader for reader in thing.readers)
    }


def titles(plan, slug):
    """What that member of the cast reads in the plan."""
    with acting(user(slug).pk):
        return {(name, title(one)) for name, rows in entries(plan) for one in rows}


def test_elias_and_marte_read_what_kari_will_see_and_it_is_what_she_sees(browse, asked, plan):
    page = reverse("handover", args=[plan.key])
    own, given = browse("elias").get(page), browse("marte").get(page)
    really = titles(plan, "kari")
    assert ("Åpne tiltak", DEPOSIT) in really
    assert readers(own) == really & titles(plan, "elias")
    assert readers(given) == really & titles(plan, "marte")
    assert ("Åpne tiltak", SLEEP) not in readers(own)
    told = text_of(own)
    assert "Ses av: Kari" in told
    assert "Ingen av dem som tar over, ser dette" in told


def test_nobody_is_said_to_see_what_consent_no_longer_covers(browse, asked, plan):
    with acting(user("elias").pk):
        consents.withdraw(plan=plan, recipient=Recipient(agency=body("nav")))
    assert readers(browse("elias").get(reverse("handover", args=[plan.key]))) == titles(plan, "kari")
    assert ("Åpne tiltak", DEPOSIT) not in readers(browse("marte").get(reverse("handover", args=[plan.key])))


def test_the_sheet_says_the_same_and_comes_as_a_pdf(browse, asked, plan):
    elias, sheet = browse("elias"), reverse("handover_sheet", args=[plan.key])
    assert "ses av Kari" in text_of(elias.get(sheet))
    answer = elias.get(sheet + "?pdf=1")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_slip_comes_as_a_pdf_once(browse, asked, plan):
    marte, thing = browse("marte"), reverse("handover_item", args=[plan.key, asked.key])
    where = marte.post(thing, {"gjor": "pdf"})["Location"]
    assert marte.get(where)["Content-Type"] == "application/pdf"
    assert marte.get(where).status_code == 302


def test_somebody_outside_is_said_to_see_nothing_of_the_plan(browse, handover, plan):
    choose(item_of(handover, HOME), outside="Nordnes legesenter")
    told = text_of(browse("elias").get(reverse("handover", args=[plan.key])))
    assert "Nordnes legesenter Ser ikke planen." in told


def test_whoever_has_said_yes_goes_on_to_what_they_see_of_the_plan(browse, asked, plan):
    reply(asked, "kari")
    kari = browse("kari")
    assert (
        reverse("plan", args=[plan.key])
        in kari.get(reverse("handover_request", args=[asked.key])).content.decode()
    )
    assert DEPOSIT in text_of(kari.get(reverse("plan", args=[plan.key])))
