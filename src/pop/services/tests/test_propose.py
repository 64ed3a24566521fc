"""«Foreslå dette»: from an offer to the form for a proposal, in the plans where one may propose."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from pop.demo.build import plan_of
from pop.plans.models import Measure
from pop.services.models import Offer
from pop.services.tests.test_need import Act, address, html

Browse = Callable[[str], Client]


def link(page: str, name: str) -> str:
    """Where «Foreslå dette» beside an offer leads."""
    found = re.search(rf'href="([^"]+)">Foreslå dette<span class="ds-sr-only">: {name}', page)
    assert found, name
    return unescape(found.group(1))


@pytest.mark.parametrize("slug", ["marte", "kari", "hanne"])
def test_from_a_need_it_leads_to_the_filled_form_of_that_plan(
    slug: str, browse: Browse, act_as_member: Act
) -> None:
    client = browse(slug)
    where = link(html(client, address(act_as_member, "elias", 1)), "Midlertidig bolig")
    assert where.startswith(f"/planer/{plan_of_elias(act_as_member)}/tiltak/ny/?tema=1&")
    form = html(client, where)
    assert 'value="Midlertidig bolig"' in form
    assert "Kan tilbys nå." in form
    assert re.search(r'name="offer_ends_on"[^>]*value="\d', form)


def plan_of_elias(act_as_member: Act) -> str:
    with act_as_member("elias"):
        return str(plan_of("elias").key)


def test_an_ordning_is_proposed_too(browse: Browse, act_as_member: Act) -> None:
    where = link(html(browse("marte"), address(act_as_member, "elias", 1)), "Individuell plan")
    assert 'value="Individuell plan"' in html(browse("marte"), where)


def test_the_person_is_offered_no_proposal_to_themselves(browse: Browse, act_as_member: Act) -> None:
    assert "Foreslå dette" not in html(browse("elias"), address(act_as_member, "elias", 1))
    assert browse("elias").get("/tilbud/foresla/individuell-plan/").status_code == 404


def offer(act_as_member: Act, name: str) -> Offer:
    with act_as_member("jon"):
        return Offer.objects.select_related("card").get(name=name)


def test_from_a_card_one_chooses_the_plan_and_the_area(browse: Browse, act_as_member: Act) -> None:
    found = offer(act_as_member, "Midlertidig bolig")
    client = browse("marte")
    choosing = link(html(client, f"/tilbud/{found.card.key}/"), "Midlertidig bolig")
    page = html(client, choosing)
    for name in ("Elias Brekke", "Leyla Demir"):
        assert name in page
    where = unescape(re.search(r'href="(/planer/[^"]+)"', page).group(1))
    assert 'value="Midlertidig bolig"' in html(client, where)


@pytest.mark.parametrize("slug", ["kari", "hanne"])
def test_a_partner_chooses_among_what_is_shared(slug: str, browse: Browse, act_as_member: Act) -> None:
    found = offer(act_as_member, "Midlertidig bolig")
    page = html(browse(slug), f"/tilbud/foresla/{found.key}/")
    assert "Elias Brekke" in page
    assert "Leyla" not in page


@pytest.mark.parametrize("slug", ["torbjorn", "liv", "silje", "per", "anders", "ola"])
def test_who_may_propose_nothing_there_has_no_plan_to_choose(
    slug: str, browse: Browse, act_as_member: Act
) -> None:
    found = offer(act_as_member, "Midlertidig bolig")
    page = html(browse(slug), f"/tilbud/foresla/{found.key}/")
    assert "Du har ingen plan å foreslå det i" in page
    assert "Elias" not in page[page.index("<main") :]


@pytest.mark.parametrize("slug", ["silje", "jon", "eva", "ola"])
def test_without_a_plan_the_card_has_no_such_link(slug: str, browse: Browse, act_as_member: Act) -> None:
    found = offer(act_as_member, "Midlertidig bolig")
    assert "Foreslå dette" not in html(browse(slug), f"/tilbud/{found.card.key}/")


def test_what_is_hidden_ended_or_unknown_is_not_there(browse: Browse, act_as_member: Act) -> None:
    clinic = offer(act_as_member, "Plass i behandling")
    for key in (str(clinic.key), "tull", "5c1f3b1e-7a53-4d3a-9c55-0d1f6a2b9e10"):
        assert browse("kari").get(f"/tilbud/foresla/{key}/").status_code == 404


def test_it_is_proposed_and_waits_for_the_person(browse: Browse, act_as_member: Act) -> None:
    client = browse("kari")
    where = link(html(client, address(act_as_member, "elias", 1)), "Midlertidig bolig")
    form = html(client, where)
    why = re.search(r'name="whys" value="([^"]+)"', form).group(1)
    shown = re.search(r'name="offer_ends_on"[^>]*value="([^"]+)"', form).group(1)
    sent = {"whys": why, "text": "Midlertidig bolig", "due_text": "ved løslatelse", "responsible": "nobody",
            "demands": "Kan tilbys nå.", "offer_ends_on": shown, "once": "x"}  # fmt: skip
    assert client.post(where, sent).status_code == 302
    with act_as_member("elias"):
        assert Measure.objects.get(text="Midlertidig bolig").waits_for_answer
