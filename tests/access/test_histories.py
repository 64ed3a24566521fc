"""Whatever happens around a plan, each actor sees exactly what the model of the rules says, row by row."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pop.access.actor import act_as
from tests.access import agreed, facts, logged, model, passing, seen
from tests.access.history import STEPS, Play, Step, answer, evenly, histories
from tests.access.passing_history import settle_gaps
from tests.access.stage import Stage, set_up

EXAMPLES = int(os.environ.get("POP_HISTORIES", "320"))
PARTS = 4
PHASES = (Phase.generate, Phase.shrink) if os.environ.get("POP_SHRINK") else (Phase.generate,)
"""A history that fails is made smaller with POP_SHRINK=1; that takes minutes."""
# Its words are who held it, or nobody's as long as it is only booked.
NAMES_ONLY = ("conversation",)
UNUSED_TEXT = ("placement", "servingform", "expectedrelease", "sentenceterm", "interruption")
seen_so_far: Counter[str] = Counter()
PASSED_ON = (
    "gap", "gap_subject", "gap_act", "dependency", "handed", "mark", "preconsent", "restriction", "said_wish", "message",
)  # fmt: skip
REACHED = {
    "contact agency None", "contact agency consent", "contact person contact_team", "contact person None",
    "contact person named_contact", "partner person None", "partner person consent", "partner agency authorship",
    "partner individual authorship", "partner correctional consent",
    "partner person named_contact", "own agency own_plan",
    "contact consent not told", "contact receipt not told",
    *(f"{kind} {word}" for word in ("seen", "not seen") for kind in PASSED_ON),
    *(f"step {name}" for name in STEPS),
}  # fmt: skip
"""What some history must come to: who, whose entry, and on which ground it is seen; of each kind of row that is passed on
some that is seen and some that is not; and each sort of step, done and not refused.
"""
TEXT = {"contact": "name", "meeting": "subject", "progressionwish": "own_words", "wishanswer": "reason",
        "plannedleave": "purpose", "proposalanswer": "words",
        "interpreterneed": "language", "mappinganswer": "words", "brikresult": "result", "economy": "income",
        "preparation": "words", "sentencefacts": "execution_plan", "restriction": "decided_by"}  # fmt: skip


@pytest.fixture
def stage(both_logins: str) -> Iterator[Stage]:
    with connection.cursor() as cursor:
        cursor.execute("set plan_cache_mode = force_generic_plan")
    with transaction.atomic():
        yield set_up()
        transaction.set_rollback(True)


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_sees_what_the_model_says_and_nothing_else(stage: Stage, part: int) -> None:
    """In parts, so that several workers share them; `POP_SEED` chooses other histories. Half are drawn by Hypothesis,
    which tries the edges and makes a failure smaller; half evenly, so that every sort of step comes up in each part.
    """
    number, each = int(os.environ.get("POP_SEED", "20261")) * PARTS + part, -(-EXAMPLES // PARTS // 2)

    @seed(number)
    @settings(
        max_examples=each, deadline=None, database=None, phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(histories, st.integers(0, 60))
    def holds(history: list[Step], turn: int) -> None:
        once(stage, history, turn)

    seen_so_far.clear()
    holds()
    dice = Random(number)
    for name in islice(cycle(STEPS), each):
        once(stage, *evenly(dice, name))
    missing = REACHED - {sort for sort, times in seen_so_far.items() if times}
    assert not missing, f"the histories do not come far enough: {sorted(missing)}"


def once(stage: Stage, history: list[Step], turn: int) -> None:
    with transaction.atomic():
        play(stage, history)
        compare(stage, turn)
        transaction.set_rollback(True)


def play(stage: Stage, history: list[Step]) -> None:
    on = Play(stage)
    for step in history:
        if on.happen(step):
            seen_so_far[f"step {step[0]}"] += 1
    settle(stage)
    settle_gaps()


def settle(stage: Stage) -> None:
    """Most of those who are asked about private ties say that there is none."""
    world = facts.world([plan.pk for plan in stage.plans])
    for plan, known in zip(stage.plans, world.plans, strict=True):
        for user in stage.users.values():
            if world.relation(world.users[user.pk], known) in ("assigned", "invited") and user.pk % 5:
                answer(plan, user, 0)


def compare(stage: Stage, turn: int) -> None:
    world = facts.world([plan.pk for plan in stage.plans])
    plans, kinds = [plan.id for plan in world.plans], seen.turn_of(turn)
    log = {plan.id: logged.read(plan.id) for plan in world.plans}
    for user in actors(stage, world, turn):
        act_as(user.id)
        wanted = {row for row in expected(world, user) if row[0] in kinds}
        assert seen.everything(kinds, plans) == wanted, f"rows of {user.id}"
        check_log(world, user, log)
        if turn % 3 == user.id % 3:
            check_page(world, user)
        check_names(stage, world, user)
        check_relations(world, user)
        if turn % 3 == user.id % 3:
            check_grounds(world, user, turn)
            check_questions(world, user, turn)
    remember(world)
    check_viewers(stage, world, turn)
    act_as(None)
    assert not seen.everything(kinds, plans), "rows of nobody"
    assert not seen.changes([change.id for changes in log.values() for change in changes]), "log of nobody"


def actors(stage: Stage, world: model.World, turn: int) -> list[model.User]:
    """Whoever is or was something to one of the plans; and, in turn, some of those who are nothing."""
    users = [world.users[user.pk] for user in stage.everybody]
    placed = {place.user_id for plan in world.plans for place in (*plan.chairs, *plan.contact_team)}
    near = [u for u in users if u.id in placed or any(world.relation(u, plan) for plan in world.plans)]
    far = [user for user in users if user not in near]
    return [*near, *far[turn % 3 :: 3]]


def remember(world: model.World) -> None:
    """Which sorts of rows the histories have come to, so that the test can tell that they come anywhere."""
    for plan in world.plans:
        for user in world.users.values():
            relation = world.relation(user, plan)
            for entry in plan.entries if relation else ():
                ground = str(world.sees(user, plan, entry)).partition(":")[0]
                seen_so_far[f"{relation} {entry.source} {ground}"] += 1
            if relation in ("contact", "partner"):
                count_passing(world, user, plan)
            if relation == "contact":
                consents, receipts = {c.id for c in plan.consents if c.items}, {r.id for r in plan.receipts}
                hidden = consents - agreed.consents_seen(world, user, plan)
                seen_so_far["contact consent not told"] += len(hidden)
                seen_so_far["contact receipt not told"] += len(
                    receipts - agreed.receipts_seen(world, user, plan)
                )


def count_passing(world: model.World, user: model.User, plan: model.Plan) -> None:
    """What is passed on and what hangs together: of each kind some row is seen and some is not."""
    shown = expected(world, user)
    whole = {("handed", one.id) for one in plan.passing.handed}
    whole |= {("mark", one.id) for one in plan.passing.marks}
    whole |= {("preconsent", one.id) for one in plan.passing.preconsents}
    whole |= {(kind, gap.id) for gap in plan.passing.gaps for kind in ("gap", "gap_subject")}
    whole |= {("gap_act", act.id) for act in plan.passing.acts}
    whole |= {(kind, row) for kind, row, _ends in plan.threads if kind in ("dependency", "said_wish")}
    whole |= {(entry.kind, entry.id) for entry in plan.entries if entry.kind in ("restriction", "message")}
    for row in whole:
        seen_so_far[f"{row[0]} {'seen' if row in shown else 'not seen'}"] += 1


def expected(world: model.World, user: model.User) -> seen.Rows:
    rows: seen.Rows = set()
    for plan in world.plans:
        rows |= world.visible(user, plan) | world.threads(user, plan)
        rows |= {("item", row) for row in world.items_seen(user, plan)}
        rows |= {("consent", row) for row in agreed.consents_seen(world, user, plan)}
        rows |= {("receipt", row) for row in agreed.receipts_seen(world, user, plan)}
        rows |= {("sheet", row) for row in agreed.sheets_seen(world, user, plan)}
        rows |= {("exclusion", row) for row in world.exclusions_seen(user, plan)}
        rows |= {("chair", row) for row in world.chairs_seen(user, plan)}
        rows |= passing.seen(world, user, plan)
    return rows


def check_page(world: model.World, user: model.User) -> None:
    """The one question of the plan page answers what plain queries do (ADR 14)."""
    for plan in world.plans:
        assert seen.on_page(plan.id) == seen.current(plan.id), user.id


def check_log(world: model.World, user: model.User, log: dict[int, list[logged.Logged]]) -> None:
    """Rule I4: of the log one sees what one may see now, and might see then."""
    wanted = {row for plan in world.plans for row in logged.visible(world, user, plan, log[plan.id])}
    assert seen.changes([change.id for changes in log.values() for change in changes]) == wanted, user.id


def check_names(stage: Stage, world: model.World, user: model.User) -> None:
    bodies = [body.pk for body in stage.agencies]
    persons, agencies = seen.people_and_places(world.plans, bodies)
    assert persons == {plan.person_id for plan in world.plans if world.knows_name(user, plan)}, user.id
    assert agencies == {body for body in bodies if world.sees_agency(user, world.agencies[body])}, user.id


def check_relations(world: model.World, user: model.User) -> None:
    relations = seen.relations([plan.id for plan in world.plans])
    for plan in world.plans:
        assert relations.get(plan.id) == world.relation(user, plan), user.id


def check_grounds(world: model.World, user: model.User, turn: int) -> None:
    """Also why: the ground for each entry of one of the plans."""
    plan = world.plans[turn % 2]
    entries = [e for e in plan.entries if not e.blocked and e.kind not in seen.NARROWER][turn % 2 :: 2]
    wanted = {(e.kind, e.id): world.sees(user, plan, e) for e in entries}
    assert seen.grounds(plan, entries) == {key: ground for key, ground in wanted.items() if ground}, user.id


def check_questions(world: model.World, user: model.User, turn: int) -> None:
    """Counts and searches of one kind, through the models, as pages ask them."""
    kinds = sorted({e.kind for plan in world.plans for e in plan.entries} - set(UNUSED_TEXT))
    kind = kinds[turn % len(kinds)]
    entry = apps.get_model(facts.TABLES[kind].partition("_")[0], kind)
    visible = sum(1 for plan in world.plans for key, _id in world.visible(user, plan) if key == kind)
    plans = [plan.id for plan in world.plans]
    assert entry.objects.filter(plan_id__in=plans).count() == visible
    if kind not in NAMES_ONLY:
        found = entry.objects.filter(**{f"{TEXT.get(kind, 'text')}__icontains": "ord"})
        assert found.filter(plan_id__in=plans).count() == visible, kind


def check_viewers(stage: Stage, world: model.World, turn: int) -> None:
    """The person is told everybody who sees an entry; the contact team those whom it may know of."""
    plan, person = world.plans[turn % 2], stage.persons[turn % 2]
    entries = [e for e in plan.entries if not e.blocked and e.kind not in seen.NARROWER]
    entry = entries[turn * 7 % len(entries)]
    wanted = world.viewers(plan, entry)
    assert seen.as_actor(person.pk, seen.viewers, plan, entry) == wanted
    for name in ("marte", "kari", "silje"):
        user = world.users[stage.users[name].pk]
        told = seen.as_actor(user.id, seen.viewers, plan, entry)
        assert told.items() <= wanted.items()
        if world.sees(user, plan, entry) is None:
            assert told == {}
