"""No plan with a gap by an independent model lacks it in the table, nor the other way round, whatever happens to it:
the same gaps, since the same day, due on the same day, and of the same owner.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from tests.clock import move, standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.catalogue import load
from pop.gaps.tests import model, model_people, model_plan
from pop.gaps.tests.cases import CASES, Stage, days
from pop.gaps.tests.conftest import look_again, scan, whole
from pop.gaps.tests.near import LOOKS, NEAR
from pop.gaps.tests.play import Play
from pop.gaps.tests.silencing import WORDS, silenced
from pop.gaps.tests.world import Watch, one_clock
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans.models import Plan
from pop.teams import actions as teams

HISTORIES = max(1, int(os.environ.get("POP_HISTORIES", "320")) // 53)
STEPS = 60
PARTS = model_people, model_plan
HOURS = (0, 12, 23)
"""Norway's new day begins while it is yesterday elsewhere."""


@pytest.fixture(autouse=True)
def on_one_clock(real_commits: str) -> Iterator[None]:
    with one_clock():
        yield


def test_every_rule_of_the_catalogue_is_modelled():
    assert set(model.RULES) == {rule.id for rule in load().rules}


def begin(seed: int) -> Stage:
    """Elias, who has a login and much in his plan; somebody under 25; and somebody else."""
    if seed % 3 == 0:
        return Stage.of_elias()
    marte, born = user("marte"), date(1980, 1, 1) if seed % 3 == 1 else days(-25 * 365 + 30)
    with acting(marte.pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        key = create_plan(NewPerson("Ny", "Person", born, unit, None, "202699990", language="norsk"))
        plan = Plan.objects.get(key=key)
        teams.no_private_tie(plan=plan, user=marte)
    return Stage(plan)


def agree(stage: Stage, watch: Watch, *told: object) -> None:
    """The table says what the model says: the same gaps, days and owners."""
    says, wanted = whole(stage.plan), model.gaps(watch.look())
    assert says == wanted, (says - wanted, wanted - says, told)
    assert all(gap[2] <= timezone.localdate() for gap in says), "none has begun tomorrow"


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_rule_begins_and_is_silent_and_is_mended_as_the_model_says(name):
    """Day by day around the day on which a gap is there; then with everything that can silence a rule."""
    began = timezone.localtime().replace(hour=12, minute=30)
    with standing(began) as clock:
        stage = Stage.new()
        watch = Watch(stage.plan)
        watch.look()
        making = CASES[name](stage)
        _, later = next(making)
        if stage.plan.pk != watch.plan:
            watch = Watch(stage.plan)
        agree(stage, watch, "made")
        for day in sorted({later - 1, later, later + 1} - {-1, 0}):
            move(clock, began + timedelta(days=day))
            look_again(stage.plan)
            agree(stage, watch, day)
        # Where Marte has gone there is nobody to say it.
        with suppress(DatabaseError):
            for word in WORDS:
                with silenced(stage, word):
                    agree(stage, watch, word)
        next(making, None)
        agree(stage, watch, "mended")


@pytest.mark.parametrize("name", NEAR)
def test_what_is_nearly_a_gap_is_what_the_model_says_on_every_day(name):
    began = timezone.localtime().replace(hour=12, minute=30)
    with standing(began) as clock:
        stage = Stage.new()
        watch = Watch(stage.plan)
        watch.look()
        NEAR[name](stage)
        for day in LOOKS:
            move(clock, began + timedelta(days=day))
            look_again(stage.plan)
            agree(stage, watch, day)


@pytest.mark.parametrize("seed", range(1, HISTORIES + 1))
def test_the_table_says_what_the_model_says_after_every_step(seed):
    began = timezone.localtime().replace(hour=12, minute=30)
    with standing(began) as clock:
        stage = begin(seed)
        play, watch, now, told = Play(stage, seed), Watch(stage.plan), began, []
        watch.look()
        for _ in range(STEPS):
            if later := play.wait():
                now = (now + later).replace(hour=play.draw.choice(HOURS))
                move(clock, now)
                scan()
            told.append((now.isoformat(), play.step()))
            agree(stage, watch, told)
