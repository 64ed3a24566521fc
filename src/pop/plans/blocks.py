"""What other features put on the plan page, without the plan knowing them.

A feature that imports `plans` adds its block when the app is ready; the page asks each for its content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pop.plans.names import Names
from pop.plans.opening import OpenPlan
from pop.plans.rows import Rows


@dataclass(frozen=True)
class PlanPage:
    """What a block can build on without asking the database again."""

    opened: OpenPlan
    rows: Rows
    names: Names


Content = Callable[[PlanPage], dict[str, Any] | None]


@dataclass(frozen=True)
class Block:
    """`content` gives what the template shows as `block`, or None when it has nothing for this reader."""

    order: int
    template: str
    content: Content
    place: str


_blocks: list[Block] = []


def add(order: int, template: str, content: Content, *, place: str = "side") -> None:
    """Adds a block to the side column of the plan page, or to its `top`; the lowest `order` comes first.

    `middle` is on the person's own page only, after what they are asked to answer; `next` stands in for the next
    thing that happens, when nothing is booked.
    """
    _blocks.append(Block(order, template, content, place))


def of(page: PlanPage, *, place: str = "side") -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block in a place that has something to show."""
    blocks = sorted((b for b in _blocks if b.place == place), key=lambda b: b.order)
    found = [(block.template, block.content(page)) for block in blocks]
    return [(template, content) for template, content in found if content is not None]
