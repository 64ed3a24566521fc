"""The baseline and a follow-up, the map, the plan and the report, as those who keep them and those who read them meet them."""

import csv
from io import StringIO

import pytest
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.benefits import actions
from pop.benefits.figures import long_run
from pop.benefits.indicators import indicators
from pop.benefits.models import Aim, Baseline, Figure, Measurement, PlanLine, Step, Trial
from pop.demo.places import user
from pop.people.models import Unit

__all__ = ["both_logins"]


def words(client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, url
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("who", ["eva", "anders"])
def test_the_baseline_stands_beside_now_for_all_who_read_figures(browse, who) -> None:
    page = words(browse(who), "/gevinster/?sted=")
    assert "Nullpunkt, " in page
    assert "Høyere, som ønsket" in page
    assert "Samtykke er den enkeltes valg" in page
    assert "Signert av" in words(browse(who), "/gevinster/nullpunkt/")


def test_consent_has_no_wanted_direction(browse) -> None:
    assert "Ingen: tallet er bare til sammenheng" in words(browse("eva"), "/gevinster/tall/consent_given/")
    page = words(browse("eva"), "/gevinster/?sted=")
    context = page[page.index('id="g-context"') : page.index('id="tabell"')]
    assert "som ønsket" not in context


def test_each_figure_says_what_measuring_it_may_do_that_nobody_wants(browse) -> None:
    client = browse("eva")
    for one in indicators().values():
        assert str(one.side_effect) in words(client, f"/gevinster/tall/{one.id}/").replace("&#x27;", "'")


def test_what_is_hidden_on_the_page_is_hidden_in_the_file(browse) -> None:
    client = browse("anders")
    answer = client.get("/gevinster/tall.csv?del=age:under_25")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(indicators())
    hidden = [row for row in rows if row["Nå"] == "skjult"]
    assert hidden
    assert all(row["Antall personer"] == "skjult" and not row["Laveste"] for row in hidden)
    page = words(client, "/gevinster/?del=age:under_25")
    assert page.count("Skjult, for få personer") == len(hidden)


def test_a_leader_asks_for_no_other_unit(browse) -> None:
    """Another unit's key in the address shows the own unit, as any word that is no place."""
    with acting(user("eva").pk):
        other = Unit.objects.get(name="Havnes fengsel")
    page = words(browse("anders"), f"/gevinster/?sted={other.key}")
    assert "Havnes fengsel" not in page
    with acting(user("anders").pk):
        assert not Figure.objects.filter(unit=other).exists()


def test_a_chart_has_no_style_of_its_own(browse) -> None:
    page = browse("eva").get("/gevinster/tall/first_talk/").content.decode()
    chart = page[page.index('class="diagram"') : page.index("</svg>", page.index('class="diagram"'))]
    assert "<circle" in chart
    assert "style" not in chart
    assert "<script" not in chart


def test_the_baseline_is_frozen_by_an_analyst_in_two_steps_and_once(browse, both_logins_clean) -> None:
    assert "Det gjør en analytiker" in words(browse("anders"), "/gevinster/nullpunkt/")
    client = browse("eva")
    with acting(user("eva").pk):
        first = Measurement.objects.order_by("from_day")[0]
    sent = {"measurement": str(first.key), "why": "Før planen"}
    assert client.post("/gevinster/nullpunkt/", sent).status_code == 302
    assert "Før planen" in words(client, "/gevinster/nullpunkt/")
    with acting(user("eva").pk):
        newest = Measurement.objects.order_by("-from_day")[0]
    client.post("/gevinster/nullpunkt/", {"measurement": str(newest.key), "why": "Flyttet"})
    with acting(user("eva").pk):
        assert Baseline.objects.get().why == "Før planen"


def test_something_new_on_the_map_leads_to_a_goal_and_can_be_changed_and_taken_off(browse) -> None:
    client = browse("eva")
    sent = {"kind": "step", "gain": "", "leads_to": ["integrated"]} | {
        f"name_{language}": f"Øving {language}" for language in ("nb", "nn", "en")
    }
    assert client.post("/gevinster/kart/nytt/", sent).status_code == 302
    assert "Øving nb" in words(client, "/gevinster/kart/")
    with acting(user("eva").pk):
        code = Aim.objects.get(name__nb="Øving nb").code
    client.post(f"/gevinster/kart/ledd/{code}/", sent | {"name_nb": "Trening", "leads_to": ["cooperation"]})
    page = words(client, "/gevinster/kart/")
    assert "Trening" in page
    assert "Øving nb" not in page
    assert client.post(f"/gevinster/kart/ledd/{code}/ta-ut/").status_code == 302
    assert "Trening" not in words(client, "/gevinster/kart/")


def test_a_benefit_says_of_what_kind_it_is(browse) -> None:
    client = browse("eva")
    sent = {"kind": "benefit", "gain": ""} | {f"name_{one}": "Noe" for one in ("nb", "nn", "en")}
    assert "Velg kvalitet eller effektivitet" in client.post("/gevinster/kart/nytt/", sent).content.decode()


def test_the_plan_keeps_what_it_said_before(browse) -> None:
    client = browse("eva")
    for owner in ("Direktoratet", "Regionene"):
        sent = {
            "owner": owner,
            "indicator": "first_talk",
            "expected": "-5,5",
            "money": "",
            "points": "",
            "by_day": "",
        }
        assert client.post("/gevinster/plan/good_life/", sent).status_code == 302
    assert "−5,5" in words(client, "/gevinster/plan/") or "-5,5" in words(client, "/gevinster/plan/")
    with acting(user("eva").pk):
        assert [line.owner for line in PlanLine.objects.filter(goal__code="good_life")] == [
            "Regionene",
            "Direktoratet",
        ]
    refused = client.post("/gevinster/plan/good_life/", {"owner": "X", "money": "1000"}).content.decode()
    assert "Skriv hvordan kronene er regnet ut" in refused


def test_a_leader_writes_what_the_own_unit_does_and_what_came_of_it(browse) -> None:
    client = browse("anders")
    page = words(client, "/gevinster/tiltak/")
    assert "Solvik fengsel" in page
    assert "Havnes fengsel" not in page
    key = page.split('name="unit"')[1].split('value="')[1].split('"')[0]
    day = f"{timezone.localdate():%d.%m.%Y}"
    sent = {"goal": "integrated", "unit": key, "what": "Øve sammen", "owner": "Enhetsleder", "due": day}
    assert client.post("/gevinster/tiltak/", sent).status_code == 302
    with acting(user("anders").pk):
        step = Step.objects.get(what="Øve sammen")
    assert client.post(f"/gevinster/tiltak/{step.key}/", {"came_of_it": "Flere øvde"}).status_code == 302
    assert "Flere øvde" in words(client, "/gevinster/")
    with acting(user("anders").pk):
        assert Step.objects.filter(pk=step.pk).update(came_of_it="Noe annet") == 0
    assert "Flere øvde" in words(browse("eva"), "/gevinster/rapport/")


def test_return_to_crime_comes_from_outside_and_never_of_few(browse) -> None:
    client, url = browse("eva"), "/gevinster/rapport/tilbakefall/"
    sent = {"year": "2021", "years_followed": "2", "persons": "40", "returned": "38", "source": "SSB"}
    assert "Minst fem må være uten ny dom" in client.post(url, sent).content.decode()
    assert "Minst fem: færre kan peke på noen" in client.post(url, sent | {"returned": "3"}).content.decode()
    assert client.post(url, sent | {"returned": "10"}).status_code == 302
    page = words(client, "/gevinster/rapport/")
    assert "25 %" in page
    assert "SSB" in page


def test_the_report_is_a_paper_too(browse) -> None:
    answer = browse("anders").get("/gevinster/rapport/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_trial_is_asked_about_talked_about_and_decided(browse) -> None:
    client = browse("anders")
    page = words(client, "/utprovinger/ny/")
    key = page.split('name="units"')[1].split('value="')[1].split('"')[0]
    sent = {"name": "Kort sakliste", "tried": "a", "units": [key], "partners": "Nav", "goal": "Kortere møter",
            "begins_on": f"{timezone.localdate():%d.%m.%Y}"}  # fmt: skip
    made = client.post("/utprovinger/ny/", sent)
    assert made.status_code == 302
    url = made["Location"]
    opened = client.post(f"{url}spor/", {"kind": "day", "unit": key})
    assert opened["Location"].startswith("/undersokelser/runde/")
    assert "for få svar" in words(browse("marte"), url)
    assert (
        client.post(
            f"{url}avgjor/", {"decision": "change", "why": "Møtene ble kortere, men noe falt ut."}
        ).status_code
        == 302
    )
    page = words(browse("marte"), url)
    assert "Endre og prøv igjen." in page
    assert client.post(f"{url}avgjor/", {"decision": "stop", "why": "Nei"}).status_code == 404
    assert browse("silje").get(url).status_code == 404
    with acting(user("anders").pk):
        assert Trial.objects.filter(name="Kort sakliste").update(decision="stop") == 0


def test_the_demo_trial_shows_how_the_days_went_and_what_the_groups_said(browse) -> None:
    client = browse("marte")
    page = words(client, "/utprovinger/")
    url = page.split('href="/utprovinger/')[1].split('"')[0]
    page = words(client, f"/utprovinger/{url}")
    assert "67 %" in page
    assert "«Fast dag, annenhver uke»" in page


@pytest.mark.parametrize(
    ("values", "long"),
    [([1, 9, 1, 9, 1, 9, 1, 9], False), ([1] * 6 + [9] * 6, True), ([5, 5, 5], False), ([], False)],
)
@pytest.mark.no_database
def test_more_than_chance_is_six_months_in_a_row_on_one_side(values, long) -> None:
    assert long_run([(Measurement(), Figure(value=value)) for value in values]) is long


@pytest.fixture
def both_logins_clean(both_logins):  # noqa: F811  (the fixture is imported above)
    """Measured, but not frozen."""
    with past_the_rules():
        Baseline.objects.all().delete()


def test_freezing_again_is_refused_quietly(browse) -> None:
    with acting(user("eva").pk):
        newest = Measurement.objects.all()[0]
        assert actions.freeze(measurement=newest, by=user("eva"), why="") is None
