"""What goes along, and who sees it: the person and the giver read the same, and it is what the receiver really sees."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.places import user
from pop.handovers.along import documents, entries, title
from pop.handovers.tests.conftest import DEPOSIT, HOME, SLEEP, ask, body, choose, item_of, reply, text_of
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source

WORDS = "Dette vil personen at de skal vite"
OWN_WORDS = "Dette vil jeg at de skal vite"


def readers(answer, name="Kari"):
    """The titles that the page says somebody sees, by kind."""
    return {
        (kind.name, thing.title)
        for kind in answer.context["along"].kinds
        for thing in kind.things
        if kind.name not in (WORDS, OWN_WORDS) and any(name in reader for reader in thing.readers)
    }


def titles(plan, slug):
    """What that member of the cast reads in the plan."""
    with acting(user(slug).pk):
        return {(name, title(one)) for name, rows in documents(plan, entries(plan)) for one in rows}


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


def test_what_the_person_wants_passed_on_goes_to_those_who_are_asked_and_to_nobody_before(
    browse, handover, plan
):
    elias, where = browse("elias"), reverse("handover", args=[plan.key])
    elias.post(reverse("handover_words", args=[plan.key, handover.key]), {"own_words": "Ring meg om kvelden"})
    item = choose(item_of(handover, DEPOSIT), "kari", kind="nav")

    def told():
        return next(
            kind.things[0].readers
            for kind in elias.get(where).context["along"].kinds
            if kind.name == OWN_WORDS
        )

    assert told() == ()
    assert ask(item) == "asked"
    assert [("Kari" in name) for name in told()] == [True]
    assert "Ring meg om kvelden" in text_of(browse("kari").get(reverse("handover_request", args=[item.key])))


def test_the_signed_consents_go_along_and_each_is_read_by_whom_it_names(browse, asked, plan):
    with acting(user("elias").pk):
        clinic = Recipient(agency=body("specialist_health"))
        consents.sign(
            consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(clinic, 5, give=True)])
        )
    kinds = {
        kind.name: kind.things
        for kind in browse("elias").get(reverse("handover", args=[plan.key])).context["along"].kinds
    }
    seen = [thing for thing in kinds["Samtykker"] if any("Kari" in name for name in thing.readers)]
    assert seen
    assert len(seen) < len(kinds["Samtykker"]), "one that does not name Nav is not Nav's to read"
    given = {
        kind.name: kind.things
        for kind in browse("marte").get(reverse("handover", args=[plan.key])).context["along"].kinds
    }
    assert len(given["Samtykker"]) < len(kinds["Samtykker"]), "of the clinic's she may not know"


def test_a_package_of_many_things_asks_no_more_of_the_database(browse, asked, plan):
    marte = browse("marte")

    def asks() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert marte.get(reverse("handover", args=[plan.key])).status_code == 200
        return len(captured)

    before = asks()
    with acting(user("marte").pk):
        for number in range(12):
            writer = Writer(user("marte"), Source.CORRECTIONAL)
            plans.write_need(plan=plan, writer=writer, topic=number + 1, text=f"Behov {number}")
    assert asks() == before <= 60
