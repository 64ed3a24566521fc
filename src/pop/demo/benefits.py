"""Half a year of figures for three units, invented: who is counted is drawn, and what may be shown is worked out as always."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from pop.access.actor import acting, web_login
from pop.benefits import actions
from pop.benefits.indicators import Indicator, indicators
from pop.benefits.models import Aim, Measurement, Trial, TrialRound, TrialRoundKind, Tried
from pop.demo.places import user
from pop.people.models import Unit
from pop.surveys import actions as surveys
from pop.surveys import replies
from pop.surveys.models import Round

MONTHS = 6
SIZES = {"Solvik fengsel": 62, "Havnes fengsel": 48, "Nordnes friomsorgskontor": 37}
"""How many are there in each unit."""
FEW = 0.45
"""The share of them to whom something happened in a month, for indicators of those."""
START, END = 0.42, 0.68
"""The share at the baseline and half a year later, give or take what is drawn for each indicator."""


@dataclass(frozen=True)
class Drawn:
    """A person who is not: where, and in which parts."""

    unit: Unit
    age: str
    term: str
    duty: str


def build() -> None:
    """The figures as the owner, as the worker counts them; then what those who keep the goals wrote."""
    months = list(counted())
    with web_login():
        with acting(user("eva").pk):
            actions.freeze(measurement=months[0], by=user("eva"), why="Før planen var i bruk i alle enheter")
            plans(months[-1])
        trial()
    for number, each in enumerate(TrialRound.objects.order_by("pk")):
        Round.objects.filter(pk=each.round_id).update(
            opened_at=timezone.now() - timedelta(days=7 - 2 * number)
        )


def counted() -> Iterator[Measurement]:
    """The last months, the eldest first."""
    people = list(drawn())
    for number, first in enumerate(firsts()):
        to = (first + timedelta(days=32)).replace(day=1)
        one = Measurement.objects.create(from_day=first, to_day=to, counted=list(indicators()))
        with transaction.atomic(), connection.cursor() as cursor:
            for indicator in indicators().values():
                count(cursor, one, indicator, people, number / (MONTHS - 1))
        yield one


def firsts() -> list[date]:
    """The first days of the months before this one."""
    found, first = [], timezone.localdate().replace(day=1)
    for _month in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found[::-1]


def drawn() -> Iterator[Drawn]:
    dice = Random("personer")  # noqa: S311  (invented people, the same each time)
    for name, size in SIZES.items():
        unit = Unit.objects.get(name=name)
        for _person in range(size):
            yield Drawn(
                unit,
                dice.choices(("under_25", "from_25"), (2, 5))[0],
                dice.choices(("short", "middle", "long"), (3, 3, 4))[0],
                dice.choices(("yes", "no"), (2, 3))[0],
            )


def count(cursor: Any, of: Measurement, one: Indicator, people: list[Drawn], way: float) -> None:
    """One indicator of one month. `way` is how far it is from the baseline to now."""
    dice = Random(f"{one.id} {of.from_day:%m} {way}")  # noqa: S311
    aim = Random(one.id).uniform(-0.12, 0.12)  # noqa: S311
    share = START + aim + (END - START) * way if one.direction != "context" else 0.6 + aim
    some = [person for person in people if not one.cohort or dice.random() < FEW]
    rows = [
        (
            -number,
            *worth(one, share, dice),
            person.unit.region_id,
            person.unit.pk,
            person.age,
            person.term,
            person.duty,
        )
        for number, person in enumerate(some, 1)
    ]
    cursor.execute("select access.begin_measured()")
    cursor.executemany("insert into measured values (%s, %s, %s, %s, %s, %s, %s, %s)", rows)
    cursor.execute("select access.store_figures(%s, %s, %s, %s)", [of.pk, one.id, one.kind, one.sensitive])


def worth(one: Indicator, share: float, dice: Random) -> tuple[int, int]:
    """Hit and base of one person."""
    if one.kind == "days":
        return max(0, round(dice.gauss(24 * (1.2 - share), 4))), 1
    if one.survey and one.kind == "mean":
        return max(0, round(dice.gauss(10 * share if one.direction == "up" else 20 * (1.1 - share), 1.5))), 1
    if one.kind == "mean":
        return sum(dice.random() > share for _gap in range(4)), 1
    return int(dice.random() < share), 1


PLANNED = (
    ("integrated", "Direktoratet", "plan_in_use", "hver måned", 30),
    ("predictable", "Regionene", "first_talk", "hver måned, vurderes i juni og desember", 25),
    ("cooperation", "Regionene", "confirmed_at_release", "hver måned", 20),
    ("satisfied_persons", "Direktoratet", "persons_satisfied", "hvert halvår", 10),
)


def plans(newest: Measurement) -> None:
    """By the analyst: who answers for what, what is done, and what was found."""
    eva, today = user("eva"), timezone.localdate()
    goals = {goal.code: goal for goal in Aim.objects.all()}
    for code, owner, indicator, points, expected in PLANNED:
        actions.plan(
            goal=goals[code], by=eva, owner=owner, indicator=indicator, points=points, expected=expected,
            by_day=today + timedelta(days=180),
        )  # fmt: skip
    solvik = Unit.objects.get(name="Solvik fengsel")
    held = actions.begin_step(
        goal=goals["predictable"], by=eva, unit=solvik, what="Sette av tid til behovssamtalen i turnusen",
        owner="Enhetsleder", due=today - timedelta(days=20),
    )  # fmt: skip
    actions.finish_step(step=held, came_of_it="Flere samtaler ble holdt den første uka.")
    actions.begin_step(
        goal=goals["cooperation"], by=eva, unit=None, what="Øve på å be om bekreftet mottak", owner="Regionene",
        due=today + timedelta(days=30),
    )  # fmt: skip
    actions.assess(
        goal=goals["predictable"], measurement=newest, by=eva,
        text="Flere får samtalen i tide. Bemanningen ble også bedre i perioden, så planen er neppe hele grunnen.",
        worth="Bedre kvalitet. Ikke regnet i kroner.",
    )  # fmt: skip
    actions.bring_in(
        by=eva, year=2022, years_followed=2, source="Oppdiktet tall til demoen", persons=5200, returned=936
    )


def trial() -> None:
    """Prototype C, tried at Solvik: two days have been asked about, and the groups have talked."""
    anders, today = user("anders"), timezone.localdate()
    with acting(anders.pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        tried = actions.begin_trial(
            by=anders, units=[solvik], name="Planen på skjermen i gruppemøtet", tried=Tried.C, what="",
            partners="Nav Nordnes og skolen", goal="Alle går fra møtet med sine tiltak i planen.",
            begins_on=today - timedelta(days=9), ends_on=today + timedelta(days=4),
        )  # fmt: skip
        days = [ask(tried, solvik, TrialRoundKind.DAY) for _day in range(2)]
        talk = ask(tried, solvik, TrialRoundKind.TALK)
    for number, one in enumerate(days):
        for chosen in ("large", "some", "large", "small", "very_large", "large")[number:]:
            replies.put(
                code=one.code, reply={"helped": {"chosen": [chosen]}, "took_time": {"chosen": ["same"]}}
            )
    for group, text in (("1", "Fast dag, annenhver uke"), ("2", "Alle får saklisten uka før")):
        replies.put(code=talk.code, reply={"meetings": {"text": text}, replies.GROUP: {"text": group}})
    with acting(anders.pk):
        for one in days:
            surveys.close_round(of=one)
        surveys.let_through(
            of=talk,
            by=anders,
            texts=[("meetings", "Fast dag, annenhver uke"), ("meetings", "Alle får saklisten uka før")],
        )


def ask(tried: Trial, unit: Unit, kind: TrialRoundKind) -> Any:
    return actions.ask_in_trial(
        trial=tried, by=user("anders"), kind=kind, unit=unit, name="Gruppemøtet på skjerm"
    ).round
