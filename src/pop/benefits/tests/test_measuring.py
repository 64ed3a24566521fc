"""A month is counted once, by the worker alone; what is stored is what may be shown."""

from datetime import date

import pytest
from conftest import named, superuser_url
from django.db import ProgrammingError, connection, transaction
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.benefits.indicators import indicators
from pop.benefits.models import Assessment, Baseline, Figure, Measurement
from pop.demo.places import user
from pop.people.models import Unit
from pop.run import worker

__all__ = ["both_logins"]
pytestmark = pytest.mark.usefixtures("both_logins")


@pytest.fixture(autouse=True)
def nothing_counted(both_logins) -> None:  # noqa: F811  (the fixture is imported above)
    """Without the demo's invented half year."""
    with past_the_rules():
        Assessment.objects.all().delete()
        Baseline.objects.all().delete()
        Measurement.objects.all().delete()


def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def count_all() -> int:
    with past_the_rules():
        rounds = 0
        while ask("select access.measure_next()") == [(1,)]:
            rounds += 1
    return rounds


def test_last_month_is_counted_once_one_indicator_at_a_time() -> None:
    assert count_all() == len(indicators())
    with past_the_rules():
        before = set(Figure.objects.values_list("pk", flat=True))
        [one] = Measurement.objects.all()
        assert one.counted == list(indicators())
        assert one.from_day.day == one.to_day.day == 1
    assert count_all() == 0
    with past_the_rules():
        assert set(Figure.objects.values_list("pk", flat=True)) == before


def test_the_worker_counts_last_month_at_night_and_the_next_night_nothing(both_logins) -> None:  # noqa: F811
    url = named(superuser_url(), both_logins)
    assert worker.measure(url) == len(indicators())
    assert worker.measure(url) == 0


def test_nothing_about_fewer_than_five_is_stored() -> None:
    count_all()
    with past_the_rules():
        assert not Figure.objects.filter(persons__lt=5).exists()


def test_a_figure_is_the_share_with_its_interval() -> None:
    """Twelve plans at Solvik of which nine have what is asked about: 75 %, Wilson 46.8 to 91.1."""
    with past_the_rules():
        figures = measured([(None, 9, 12)])
    whole = figures[None, ""]
    assert (whole.persons, round(whole.value, 3)) == (12, 0.75)
    assert (round(whole.low or 0, 3), round(whole.high or 0, 3)) == (0.468, 0.911)


def measured(
    units: list[tuple[int | None, int, int]], *, few: bool = False
) -> dict[tuple[int | None, str], Figure]:
    """Figures of an indicator of the test's own: so many of so many in each unit. By unit and part."""
    rows = [
        f"({-n}::bigint, {unit or 'null'}::bigint, {int(n <= hits)}::numeric, 1::numeric)"
        for unit, hits, number in units
        for n in range(1, number + 1)
    ]
    ask(
        "create or replace function access.indicator_of_test(from_day date, to_day date)"
        " returns table (plan_id bigint, of_unit bigint, hit numeric, base numeric) language sql as $$"
        f" select row_number() over () * -1, v.u, v.h, v.b from (values {', '.join(rows)}) v(p, u, h, b) $$"
    )
    one = Measurement.objects.create(from_day=date(2026, 3, 1), to_day=date(2026, 4, 1))
    ask("select access.measure(%s, 'of_test', 'share', %s)", one.pk, few)
    return {
        (row.unit_id, row.part): row
        for row in Figure.objects.filter(measurement=one)
        if row.unit_id or not row.region_id
    }


def test_units_and_the_whole_are_counted_and_few_are_hidden_with_a_neighbour() -> None:
    with past_the_rules():
        first, second, third = Unit.objects.exclude(region=None).order_by("region", "pk")[:3]
        found = measured([(first.pk, 5, 10), (second.pk, 1, 3), (third.pk, 9, 30)])
    assert found[None, ""].persons == 43
    assert (second.pk, "") not in found
    shown = [unit for unit, part in found if unit and not part]
    assert len(shown) < 2 or first.region_id != second.region_id


def test_what_says_something_about_the_persons_is_hidden_when_few_of_them_are_meant() -> None:
    """Forty persons, of whom two withdrew: the two are not told of, nor the thirty-eight."""
    with past_the_rules():
        assert measured([(None, 2, 40)], few=True) == {}


@pytest.mark.parametrize("who", ["jon", "eva", "anders", "marte", "kari", "elias"])
def test_no_login_of_the_web_server_counts(who) -> None:
    for question in (
        "access.measure_next()",
        "access.measure(1, 'first_talk', 'share', false)",
        "access.indicator_first_talk('2026-01-01', '2026-02-01')",
    ):
        with acting(user(who).pk), pytest.raises(ProgrammingError), transaction.atomic():
            ask(f"select {question}")


def test_who_reads_figures() -> None:
    """Analysts and editors all; a leader the own units and the whole; nobody else."""
    with past_the_rules():
        units = list(Unit.objects.order_by("pk")[:3])
        measured([(unit.pk, 5, 20) for unit in units])
    seen = {}
    for who in ("jon", "eva", "anders", "marte", "kari", "elias"):
        with acting(user(who).pk):
            seen[who] = {
                row.unit_id
                for row in Figure.objects.filter(part="", region=None)
                | Figure.objects.exclude(unit=None).filter(part="")
            }
    assert seen["eva"] == {None, *(unit.pk for unit in units)}
    assert seen["anders"] == {
        None,
        next(unit.pk for unit in units if unit.name == "Solvik fengsel"),
    }
    assert seen["marte"] == seen["kari"] == seen["elias"] == set()


def test_the_baseline_is_signed_once_by_an_analyst_and_never_moved() -> None:
    with past_the_rules():
        measured([(None, 9, 12)])
        one = Measurement.objects.get(from_day=date(2026, 3, 1))
        other = Measurement.objects.create(from_day=date(2026, 2, 1), to_day=date(2026, 3, 1))
    with acting(user("anders").pk), pytest.raises(ProgrammingError), transaction.atomic():
        Baseline.objects.create(measurement=one, signed_by=user("anders"))
    with acting(user("eva").pk):
        kept = Baseline.objects.create(measurement=one, signed_by=user("eva"))
        with pytest.raises(Exception, match="only"), transaction.atomic():
            Baseline.objects.create(measurement=other, signed_by=user("eva"))
        for change in (lambda: Baseline.objects.filter(pk=kept.pk).update(why="x"), lambda: kept.delete()):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
