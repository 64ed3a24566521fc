"""The innsatsområder of one plan: names, floke, which are ticked, and which the actor may write in."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import get_language

from pop.plans.models import FocusArea, OwnArea, Plan, Topic, TopicKind


@dataclass(frozen=True)
class Area:
    """A topic as it is called in this plan."""

    number: int
    name: str
    tangle: str
    kind: str
    ticked: bool
    starters: tuple[str, ...] = ()


def of(plan: Plan) -> dict[int, Area]:
    """All topics of a plan by number, in one query. Own areas are there when the actor may see their names."""
    own = OwnArea.objects.filter(plan=plan, topic=OuterRef("pk"))
    ticked = FocusArea.objects.filter(plan=plan, topic=OuterRef("pk"))
    rows = Topic.objects.annotate(own_name=Subquery(own.values("name")[:1]), ticked=Exists(ticked))
    return {row.number: area(row) for row in rows if row.kind != TopicKind.OWN or row.own_name}


def area(row: Topic) -> Area:
    language = (get_language() or "nb")[:2]
    return Area(
        number=row.number,
        name=getattr(row, "own_name", "") or str(row),
        tangle=row.tangle,
        kind=row.kind,
        ticked=getattr(row, "ticked", False),
        starters=tuple(s.get(language) or s["nb"] for s in row.starters),
    )


def writable(plan: Plan) -> set[int]:
    """Topics in which the actor may write; the arrays of the write policies answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.number from plans_topic t where %(plan)s = any ((select rule.own())::bigint[])"
            " or %(plan)s = any ((select rule.contact())::bigint[])"
            " and rule.key(%(plan)s, 0, t.number) <> all ((select rule.excluded_topics())::bigint[])"
            " or rule.key(%(plan)s, 0, t.number) = any ((select rule.granted())::bigint[])",
            {"plan": plan.pk},
        )
        return {row[0] for row in cursor.fetchall()}


def to_write_in(plan: Plan) -> dict[int, Area]:
    """The innsatsområder in which the actor may write, by number."""
    numbers = writable(plan)
    return {n: a for n, a in of(plan).items() if n in numbers and a.kind != TopicKind.BASIC}
