"""The random histories of gaps do what they say: each of their steps changes something that the model judges by.

A step that never comes to anything tests nothing, and nobody would see it: what is refused is passed over.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.clock import move, standing

from pop.gaps.tests.cases import Stage
from pop.gaps.tests.play import MAY_NOT, Play
from pop.gaps.tests.world import Watch, one_clock

ROUNDS = 20
"""At most: chance needs some of them, and most often few."""
FIRST = ("do_need", "do_measure", "do_measure", "do_hand_over", "do_ask", "do_ask_again", "do_answer") * 4
"""What must come in this order, before chance has its way."""


@pytest.fixture(autouse=True)
def on_one_clock(real_commits: str) -> Iterator[None]:
    with one_clock():
        yield


def judged(watch: Watch) -> tuple[Any, ...]:
    """What the model reads of a plan, but for the days on which it was touched."""
    facts = watch.look()
    return facts.plan, facts.users, facts.silent, facts.needs_interpreter, facts.tables


def test_each_step_of_the_histories_changes_something():
    """In a new plan, or in Elias', which has much in it already."""
    found = {getattr(Play, name): name for name in dir(Play) if name.startswith("do_")}
    steps = sorted(found.values())  # the same step under two names is one
    idle = set(steps)
    began = timezone.localtime().replace(hour=12)
    with standing(began) as clock:
        for stage in (Stage.new(), Stage.of_elias()):
            play, watch, first = Play(stage, 7), Watch(stage.plan), FIRST
            for turn in range(ROUNDS):
                move(clock, began + timedelta(days=turn))
                for name in (*first, *play.draw.sample(steps, len(steps))):
                    if name in idle and changes(play, watch, name):
                        idle.discard(name)
                    elif name not in idle:
                        do(play, name)
                first = ()
                if not idle:
                    return
    assert not idle, f"steps that never came to anything: {sorted(idle)}"


def changes(play: Play, watch: Watch, name: str) -> bool:
    before = judged(watch)
    do(play, name)
    return judged(watch) != before


def do(play: Play, name: str) -> None:
    """By Marte, as in a history, whatever it comes to."""
    with suppress(*MAY_NOT), play.stage.marte():
        getattr(play, name)()
