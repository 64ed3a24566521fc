"""Proposals over all plans of the actor: what waits for whom (rules I2 and I3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from pop.people.models import Person
from pop.plans.models import Measure, OwnArea, Plan, Topic
from pop.plans.models.measure import RUNNING
from pop.teams.worklist import opened

ANSWER, CHANGE, EXPIRING, ORAL = "answer", "change", "expiring", "oral"
KINDS = (CHANGE, EXPIRING, ORAL, ANSWER)
"""What a proposal waits for; first what waits for the one who proposed it."""
SOON = 7
"""Days left of an offer from which it is said that it expires."""


@dataclass(frozen=True)
class Waiting:
    """One proposal in the list. `mine`: the reader, or where the reader works, proposed it."""

    kind: str
    measure: Measure
    plan: Plan
    person: Person | None
    area: str
    mine: bool

    @property
    def since(self) -> date:
        """The day by which the list is sorted."""
        m = self.measure
        moment = m.rewritten_at or m.change_asked_at or (m.chosen_at if self.kind == ORAL else m.written_at)
        return m.offer_until if self.kind == EXPIRING and m.offer_until else (moment or m.written_at).date()


def kind_of(measure: Measure, *, today: date) -> str | None:
    """What it waits for; None when it waits for nothing."""
    if measure.asks_again:
        return ANSWER
    if measure.is_open:
        if measure.change_asked_at:
            return CHANGE
        until = measure.offer_until
        return EXPIRING if until and until <= today + timedelta(days=SOON) else ANSWER
    return ORAL if measure.unconfirmed and measure.status in (*RUNNING, "done") else None


def asked() -> dict[int, tuple[bool, bool]]:
    """By measure: whether the actor follows up the plan, and proposed it. The contact team has all that it sees; a
    partner what it proposed itself. The arrays of the policies say.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, follows, mine from (select m.id,"
            " m.plan_id = any ((select rule.contact())::bigint[]) as follows,"
            " m.source = 'correctional' and m.plan_id = any ((select rule.contact())::bigint[])"
            " or rule.key(m.plan_id, m.source_key, 0) = any ((select rule.sources())::bigint[]) as mine"
            " from plans_measure m"
            " where m.plan_id = any ((select rule.contact() || rule.open_plans())::bigint[])"
            " and m.removed_at is null and not m.only_me and (m.status = 'proposed' or m.rewritten_at is not null"
            " or m.chosen_way = 'oral' and m.chosen_confirmed_at is null)) found where follows or mine"
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def waiting_for_anybody(*, today: date) -> list[Waiting]:
    """Everything that waits, oldest first within its kind; as many queries for fifty plans as for two."""
    told = asked()
    measures = {m.pk: m for m in Measure.objects.filter(pk__in=told)}
    kinds = {pk: kind_of(m, today=today) for pk, m in measures.items()}
    plans = opened(m.plan_id for m in measures.values())
    names = areas({m.topic_id for m in measures.values()}, plans)
    found = []
    for pk, m in measures.items():
        kind, (follows, mine) = kinds[pk], told[pk]
        if kind and (follows or kind != ORAL):
            plan, person = plans[m.plan_id]
            name = names.get((m.plan_id, m.topic_id)) or names[0, m.topic_id]
            found.append(Waiting(kind, m, plan, person, name, mine))
    return sorted(found, key=lambda row: (KINDS.index(row.kind), row.since, row.measure.pk))


def areas(topics: set[int], plans: dict[int, tuple[Plan, Person | None]]) -> dict[tuple[int, int], str]:
    """What each topic is called: in every plan (0), and in those that have named it themselves."""
    own = OwnArea.objects.filter(plan__in=plans).values_list("plan_id", "topic_id", "name")
    common = {(0, number): str(topic) for number, topic in Topic.objects.in_bulk(topics).items()}
    return common | {(plan, topic): name for plan, topic, name in own}
