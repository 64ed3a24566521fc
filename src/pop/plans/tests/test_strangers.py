"""Whoever has nothing to do with a plan finds nothing of it, at any address of this feature."""

import pytest
from django.test import Client
from django.urls import reverse

from pop.plans.kinds import KINDS
from pop.plans.models import Contact, Measure, Need
from pop.plans.urls import urlpatterns

STRANGERS = ("silje", "anders", "per", "grete", "jorgen", "tone", "eva", "jon", "leyla", "ida")
PLAN_NAMES = [p.name for p in urlpatterns if p.name != "my_plan"]


def addresses(name: str, plan, entries) -> list[str]:
    """All addresses of one name, with rows that exist."""
    pattern = next(p for p in urlpatterns if p.name == name).pattern
    wanted = {"key": plan.key, "number": 1, "sheet": plan.key}
    if "kind" in pattern.converters and name != "refusal_take_back":
        rows = entries if "entry" in pattern.converters else dict.fromkeys(k.slug for k in KINDS)
        found = []
        for slug, entry in rows.items():
            arguments = wanted | {"kind": slug, "entry": entry and entry.key}
            found.append(reverse(name, kwargs={k: arguments[k] for k in pattern.converters}))
        return found
    entry = entries["kontakt" if name.startswith("contact") else "tiltak"]
    arguments = wanted | {"kind": "no_plan", "entry": entry.key}
    return [reverse(name, kwargs={k: arguments[k] for k in pattern.converters})]


@pytest.fixture
def entries(entry):
    return {
        "behov": entry(Need, text="Et fast sted å bo"),
        "tiltak": entry(Measure, text="Avklare depositum"),
        "kontakt": entry(Contact, name="Sara"),
    }


@pytest.mark.parametrize("name", PLAN_NAMES)
@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(browse, plan, entries, who: str, name: str) -> None:
    client = browse(who)
    for address in addresses(name, plan, entries):
        assert client.get(address).status_code == 404, (who, address)
        assert client.post(address, {"text": "x"}).status_code == 404, (who, address)


@pytest.mark.parametrize("name", PLAN_NAMES)
def test_nobody_is_sent_to_the_start_page(plan, entries, name: str) -> None:
    for address in addresses(name, plan, entries):
        assert Client().get(address)["Location"] == reverse("start"), address


@pytest.mark.parametrize("who", ["marte", "kari", "jon", "anders"])
def test_my_plan_is_for_persons_only(browse, who: str) -> None:
    assert browse(who).get("/min-plan/").status_code == 404


def test_whoever_has_not_answered_about_ties_is_asked_first(browse, plan, url) -> None:
    answer = browse("ola").get(url())
    assert answer.status_code == 302
    assert answer["Location"] == reverse("tie", args=[plan.key])


@pytest.mark.parametrize("slug", [kind.slug for kind in KINDS if kind.slug not in ("tiltak", "notat")])
def test_a_partner_writes_only_measures_and_notes(browse, url, slug: str) -> None:
    assert browse("kari").get(url(f"{slug}/ny/?tema=1")).status_code == 404


@pytest.mark.parametrize("rest", ["omrader/", "nei/", "grunnlag/", "straffen-er-ferdig/"])
def test_a_partner_changes_nothing_of_the_plan_as_such(browse, url, rest: str) -> None:
    assert browse("kari").get(url(rest)).status_code == 404


@pytest.mark.parametrize("rest", ["grunnlag/", "straffen-er-ferdig/", "plassering/ny/", "form/ny/"])
def test_the_person_does_not_keep_the_records_of_kriminalomsorgen(browse, url, rest: str) -> None:
    assert browse("elias").get(url(rest)).status_code == 404
