"""«Kan ikke gjøres ennå»: what a measure waits for stands beside it, for whoever sees both (issue 4, gaps)."""

from collections.abc import Callable

import pytest

from pop.gaps import actions
from pop.gaps.models import Dependency
from pop.plans import actions as plans
from pop.plans.models import Measure, MeasureStatus
from pop.plans.rows import Rows
from pop.plans.tests.conftest import text

READERS = ("elias", "marte", "kari", "torbjorn", "sunniva", "hanne", "mona", "liv", "silje", "tone")


@pytest.fixture
def url(plan) -> Callable[[str], str]:
    return lambda rest="": f"/planer/{plan.key}/{rest}"


@pytest.fixture
def tied(act_as_member, plan) -> tuple[Measure, Measure]:
    """The first waits for the second."""
    with act_as_member("marte"):
        running = [
            m for m in Measure.objects.of(plan).order_by("pk") if m.status in ("chosen", "in_progress")
        ]
        one = running[-1]
        first = next(m for m in running if actions.wait_for(measure=one, other=m))
    return one, first


@pytest.mark.parametrize("who", READERS)
def test_the_page_gets_the_threads_that_its_reader_sees(plan, act_as_member, tied, who: str) -> None:
    with act_as_member(who):
        wanted = set(Dependency.objects.filter(plan=plan).values_list("measure_id", "waits_for_id"))
        found = {(row["measure_id"], row["waits_for_id"]) for row in Rows(plan).raw("waits")}
    assert found == wanted


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_the_plan_says_beside_a_measure_what_it_waits_for(browse, url, tied, who: str) -> None:
    one, first = tied
    assert f"Kan ikke gjøres ennå. Venter på: {first.text}" in text(browse(who).get(url()))


def test_both_measures_say_it_on_their_pages(browse, url, tied) -> None:
    one, first = tied
    assert f"Kan ikke gjøres ennå. Venter på: {first.text}" in text(
        browse("marte").get(url(f"tiltak/{one.key}/"))
    )
    assert f"Dette venter på tiltaket: {one.text}" in text(browse("marte").get(url(f"tiltak/{first.key}/")))


def test_it_is_not_said_when_the_other_is_done(browse, url, act_as_member, tied) -> None:
    one, first = tied
    with act_as_member("marte"):
        plans.set_status(Measure.objects.get(pk=first.pk), status=MeasureStatus.DONE)
    assert "Kan ikke gjøres ennå" not in text(browse("marte").get(url(f"tiltak/{one.key}/")))
    assert "Dette venter på tiltaket" not in text(browse("marte").get(url(f"tiltak/{first.key}/")))


def test_who_sees_one_end_only_is_told_of_no_thread(browse, url, act_as_member, plan, tied) -> None:
    one, first = tied
    half = 0
    for who in READERS:
        with act_as_member(who):
            seen = set(Measure.objects.of(plan).values_list("pk", flat=True)) & {one.pk, first.pk}
        if len(seen) == 1:
            half += 1
            end, other = (one, first) if one.pk in seen else (first, one)
            page = browse(who).get(url(f"tiltak/{end.key}/"))
            assert page.status_code != 200 or other.text not in text(page)
    assert half
