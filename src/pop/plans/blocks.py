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


_blocks: list[Block] = []


def add(order: int, template: str, content: Content) -> None:
    """Adds a block to the side column of the plan page; the lowest `order` comes first."""
    _blocks.append(Block(order, template, content))


def of(page: PlanPage) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block that has something to show."""
    found = [(block.template, block.content(page)) for block in sorted(_blocks, key=lambda b: b.order)]
    return [(template, content) for template, content in found if content is not None]
