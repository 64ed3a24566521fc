"""The stored figures as the pages want them: of a period, a place and a part, beside the baseline."""

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pop.benefits.comparing import Row
from pop.benefits.indicators import GROUPS, Indicator, indicators
from pop.benefits.models import Baseline, Figure, Measurement
from pop.people.models import Region, Unit

PARTS = (
    ("", _("Alle")),
    ("age:under_25", _("Under 25 år")),
    ("age:from_25", _("25 år og eldre")),
    ("term:short", _("Dom under 3 måneder")),
    ("term:middle", _("Dom fra 3 måneder til ett år")),
    ("term:long", _("Dom på ett år eller mer")),
    ("duty:yes", _("Med møteplikt")),
    ("duty:no", _("Uten møteplikt")),
)
GROUP_NAMES = {
    "use": _("Planen er i bruk"),
    "transition": _("Overgangen til livet ute"),
    "release": _("På plass ved løslatelse"),
    "experience": _("Opplevelsen av arbeidet"),
    "context": _("Samtykke, til sammenheng"),
}
LONG_RUN = 6
"""Points in a row on one side of the median that are more than chance (Perla, Provost and Murray 2011)."""


@dataclass(frozen=True)
class Place:
    """The whole service, a region or a unit. `key` is what stands in an address."""

    key: str
    name: str
    region_id: int | None = None
    unit_id: int | None = None

    def of(self, figures: QuerySet[Figure]) -> QuerySet[Figure]:
        return figures.filter(region=None, unit=None) if not self.region_id else (
            figures.filter(unit_id=self.unit_id) if self.unit_id else figures.filter(region_id=self.region_id, unit=None)
        )  # fmt: skip


def places() -> list[Place]:
    """Where the actor may look: the whole, the regions, and the units that the actor reads figures of."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.keeps_benefits(), rule.led_units()")
        row = cursor.fetchone()
    every, led = (bool(row[0]), list(row[1] or ())) if row else (False, [])
    found = [Place("", str(_("Hele kriminalomsorgen")))]
    found += [Place(str(one.key), one.name, one.pk) for one in Region.objects.order_by("name")]
    units = Unit.objects.filter(region__isnull=False).order_by("name")
    if not every:
        units = units.filter(pk__in=led)
    return found + [Place(str(one.key), one.name, one.region_id, one.pk) for one in units]


@dataclass(frozen=True)
class View:
    """What somebody asked to see, and what can be chosen instead."""

    measurement: Measurement | None
    baseline: Baseline | None
    place: Place
    part: str
    measurements: list[Measurement]
    places: list[Place]

    @property
    def part_name(self) -> str:
        return str(dict(PARTS)[self.part])


def wanted(asked: Any) -> View:
    """As an address asks; what it does not say, or says wrongly, is the newest, the whole and all."""
    measurements = list(Measurement.objects.all())
    baseline = Baseline.objects.select_related("measurement").first()
    known = places()
    newest = measurements[0] if measurements else None
    measurement = next((one for one in measurements if str(one.key) == asked.get("maling")), newest)
    default = (
        next((one for one in known if one.unit_id), known[0])
        if len(known) < 20 and _leads(known)
        else known[0]
    )
    place = next((one for one in known if one.key == asked.get("sted", default.key)), default)
    part = asked.get("del", "")
    return View(measurement, baseline, place, part if part in dict(PARTS) else "", measurements, known)


def _leads(known: list[Place]) -> bool:
    """Whether there is one unit alone: that is the one a leader wants to see first."""
    return sum(1 for one in known if one.unit_id) == 1


def rows(view: View) -> list[tuple[str, str, list[Row]]]:
    """Group, its name and its indicators, now beside the baseline."""
    found: dict[tuple[int, str], Figure] = {}
    if view.measurement:
        wanted_ids = {view.measurement.pk} | ({view.baseline.measurement_id} if view.baseline else set())
        figures = view.place.of(Figure.objects.filter(measurement_id__in=wanted_ids, part=view.part))
        found = {(one.measurement_id, one.indicator): one for one in figures}
    now = view.measurement.pk if view.measurement else 0
    first = view.baseline.measurement_id if view.baseline else 0
    made = [
        Row(one, found.get((first, one.id)) if first != now else None, found.get((now, one.id)))
        for one in indicators().values()
    ]
    return [
        (group, str(GROUP_NAMES[group]), [row for row in made if row.indicator.group == group])
        for group in GROUPS
    ]


def over_time(one: Indicator, place: Place, part: str) -> list[tuple[Measurement, Figure | None]]:
    """The figures of every period, the eldest first."""
    figures = place.of(Figure.objects.filter(indicator=one.id, part=part))
    found = {figure.measurement_id: figure for figure in figures}
    return [(each, found.get(each.pk)) for each in Measurement.objects.order_by("from_day")]


def beside(
    one: Indicator, measurement: Measurement, known: list[Place], part: str
) -> list[tuple[Place, Figure | None]]:
    """The same figure at each place that the actor reads."""
    figures = Figure.objects.filter(measurement=measurement, indicator=one.id, part=part)
    found = {(figure.region_id, figure.unit_id): figure for figure in figures}
    return [(place, found.get((place.region_id, place.unit_id))) for place in known]


def middle(series: list[tuple[Measurement, Figure | None]]) -> float | None:
    """The median of what is shown."""
    values = [figure.value for _each, figure in series if figure]
    return median(values) if values else None


def long_run(series: list[tuple[Measurement, Figure | None]]) -> bool:
    """Whether so many in a row lie on one side of the median that it is hardly chance. Points on it do not count."""
    centre, run, side = middle(series), 0, 0
    for _each, figure in series:
        now = 0 if figure is None or figure.value == centre else 1 if figure.value > (centre or 0) else -1
        if now:
            run, side = (run + 1, side) if now == side else (1, now)
            if run >= LONG_RUN:
                return True
    return False
