"""Two screens of one meeting, written on at the same moment: nothing is lost, and nobody waits for the other (ADR 21)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions
from pop.meetings.models import MinuteLine
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Source

LINES = 6


@pytest.fixture
def meeting(committed: str) -> Meeting:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        found = actions.call(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="To skjermer", invite=(user("farid"),),
            setting={"arena": "support_group"},
        )  # fmt: skip
        for slug in ("marte", "elias", "farid"):
            actions.arrive(meeting=found, user=user(slug))
        found.plan = plan
        return found


def test_two_who_write_at_the_same_moment_lose_nothing(
    meeting: Meeting, browse: Callable[[str], Any]
) -> None:
    with acting(user("marte").pk):
        need = str(Need.objects.of(meeting.plan).filter(only_me=False).first().key)
    together = Barrier(2)

    def write(slug: str) -> list[int]:
        client, where = browse(slug), reverse("meeting_room", args=[meeting.plan.key, meeting.key])
        answers = []
        for number in range(LINES):
            together.wait(timeout=60)
            text = f"{slug} sa {number}"
            answers.append(client.post(where, {"case": need, "text": text, "line": "1"}).status_code)
        connections.close_all()
        return answers

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(write, ("marte", "farid")))
    assert answers == [[302] * LINES] * 2
    with acting(user("marte").pk):
        said = list(MinuteLine.objects.filter(meeting=meeting).values_list("text", flat=True))
    assert sorted(said) == sorted(
        f"{slug} sa {number}" for slug in ("marte", "farid") for number in range(LINES)
    )
