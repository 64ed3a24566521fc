"""No plan with a gap by an independent model lacks it in the table, nor the other way round, whatever happens to it."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone
from tests.clock import move, standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.catalogue import load
from pop.gaps.tests import model, model_people, model_plan
from pop.gaps.tests.cases import Stage, days
from pop.gaps.tests.conftest import found, scan
from pop.gaps.tests.play import Play
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
            says, wanted = found(stage.plan), model.gaps(watch.look())
            assert says == wanted, (says - wanted, wanted - says, told)
