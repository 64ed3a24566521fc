"""«Hvem som betyr noe for meg»: the network in short structured form, beside what the person is good at."""

import pytest

from pop.demo.places import user
from pop.paper.lines import known
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Contact, Source
from pop.plans.tests.conftest import send


@pytest.fixture
def sister(plan, act_as_member) -> Contact:
    """Sara, of whom Elias says the whole of it."""
    with act_as_member("elias"):
        found = Contact.objects.of(plan).get(name="Sara")
        plans.edit(found, wants_along="yes", at_gate=True, permission="may")
    return found


def page(browse, at, slug: str) -> str:
    return browse(slug).get(at("nettverk")).content.decode()


@pytest.mark.parametrize("slug", ["elias", "marte"])
def test_each_one_stands_with_relation_what_the_person_wants_and_who_stands_at_the_gate(
    browse, at, sister, slug
):
    shown = page(browse, at, slug)
    row = shown[shown.index("Sara") :]
    row = row[: row.index("</tr>")]
    assert "søster" in row
    assert "Ja, gjerne" in row
    assert "Kan kontaktes" in row
    assert "Møter ved porten" in row


def test_what_elias_is_good_at_stands_beside(browse, at):
    assert "Jeg er flink til å lære bort" in page(browse, at, "elias")


def test_when_nobody_stands_at_the_gate_the_page_says_so(browse, at, sister, act_as_member):
    nobody = "Ingen er ført opp som den som møter"
    assert nobody not in page(browse, at, "elias")
    with act_as_member("elias"):
        plans.edit(sister, at_gate=False)
    assert nobody in page(browse, at, "elias")


def test_a_contact_that_the_person_keeps_is_not_on_the_teams_page(browse, at, sister, act_as_member):
    with act_as_member("elias"):
        plans.keep_to_me(sister, kept=True)
    assert "Sara" in page(browse, at, "elias")
    assert "Sara" not in page(browse, at, "marte")


@pytest.mark.parametrize("slug", ["kari", "torbjorn", "silje"])
def test_it_is_no_page_of_a_partner_who_sees_single_contacts_as_before(browse, at, slug):
    assert browse(slug).get(at("nettverk")).status_code == 404


def test_the_way_to_it_stands_on_the_plan_page_and_among_the_conversations(browse, at):
    for slug in ("elias", "marte"):
        for where in (at(), at("samtaler")):
            assert at("nettverk") in browse(slug).get(where).content.decode(), (slug, where)
    assert at("nettverk") not in browse("kari").get(at()).content.decode()
    assert at("nettverk") not in browse("kari").get(at("samtaler")).content.decode()


def test_an_empty_network_asks_the_person_for_somebody(browse, at, plan, act_as_member):
    with act_as_member("elias"):
        for contact in Contact.objects.of(plan):
            plans.remove(contact)
    assert "Ingen er ført opp ennå" in page(browse, at, "elias")


def test_it_is_written_in_the_form_of_a_contact_and_read_on_its_page(browse, at, plan, act_as_member):
    send(
        browse("elias"), at("kontakt", "ny"), name="Nora", relation="mor", private="on", permission="may",
        wants_along="maybe", at_gate="on", kept="all",
    )  # fmt: skip
    with act_as_member("elias"):
        nora = Contact.objects.of(plan).get(name="Nora")
    assert (nora.wants_along, nora.at_gate) == ("maybe", True)
    shown = browse("marte").get(at("kontakt", nora.key)).content.decode()
    assert "Vil ha med" in shown
    assert "Kanskje" in shown
    assert "Møter ved porten" in shown


def test_the_log_says_what_was_changed(browse, at, sister):
    log = browse("elias").get(at("logg")).content.decode()
    assert "vil ha med" in log.lower()


def test_the_print_says_who_stands_at_the_gate(act_as_member, plan, sister):
    with act_as_member("elias"):
        line = known(Contact.objects.of(plan).get(name="Sara"), protected=False)
        child = plans.add_contact(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), name="", relation="sønn", is_child=True,
            private=True, wants_along="no",
        )  # fmt: skip
        assert line.along == "vil ha med: ja, gjerne; møter ved porten"
        assert known(child, protected=False).along == "vil ha med: nei"
