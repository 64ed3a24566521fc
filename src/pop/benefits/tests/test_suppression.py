"""Figures that point to nobody: every filter and every subtraction is tried (rule D2)."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from django.db import connection
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

__all__ = ["both_logins"]
pytestmark = pytest.mark.usefixtures("both_logins")

Tree = tuple[list[int], list[list[int]]]
"""Parents (1-based, 0 for none), and how many persons are in each part of each place."""


def shown(parents: list[int], parts: list[list[int]], may: list[bool] | None = None) -> list[bool]:
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "select access.safe_places(%s::integer[], %s::integer[], %s::boolean[])",
            [parents, parts, may or [True] * len(parents)],
        )
        [found] = cursor.fetchone()
    return list(found)


def service(regions: list[list[list[int]]], homeless: list[int] | None = None) -> Tree:
    """A service of regions of units of parts, summed upwards. `homeless`: those who are in no unit."""
    width = len(regions[0][0])
    sums = [[sum(unit[c] for unit in region) for c in range(width)] for region in regions]
    whole = [sum(one[c] for one in sums) + (homeless or [0] * width)[c] for c in range(width)]
    parents, parts = [0], [whole]
    parents += [1] * len(regions)
    parts += sums
    for number, region in enumerate(regions):
        parents += [2 + number] * len(region)
        parts += region
    return parents, parts


def atoms(tree: Tree) -> tuple[list[int], list[list[int]]]:
    """The groups that no filter divides, by size; and for each place and part which of them are in it."""
    parents, parts = tree
    width, places = len(parts[0]), len(parents)
    children = {i: [j for j in range(places) if parents[j] == i + 1] for i in range(places)}
    sizes: list[int] = []
    inside: list[set[int]] = [set() for _ in range(places * width)]
    for i, c in product(range(places), range(width)):
        own = parts[i][c] - sum(parts[j][c] for j in children[i])
        sizes.append(own)
        at = i
        while True:
            inside[at * width + c].add(len(sizes) - 1)
            if parents[at] == 0:
                break
            at = parents[at] - 1
    rows = [[int(a in members) for a in range(len(sizes))] for members in inside]
    return sizes, rows


def spanned(rows: list[list[int]], wanted: list[int]) -> bool:
    """Whether sums and differences of the rows give the wanted one: all that can be worked out of what is shown."""
    found = [[Fraction(x) for x in row] for row in rows]
    target = [Fraction(x) for x in wanted]
    rank = 0
    for column in range(len(target)):
        pivot = next((r for r in range(rank, len(found)) if found[r][column]), None)
        if pivot is None:
            continue
        found[rank], found[pivot] = found[pivot], found[rank]
        lead = found[rank][column]
        found[rank] = [x / lead for x in found[rank]]
        for r in range(len(found)):
            if r != rank and found[r][column]:
                factor = found[r][column]
                found[r] = [x - factor * y for x, y in zip(found[r], found[rank], strict=True)]
        factor = target[column]
        target = [x - factor * y for x, y in zip(target, found[rank], strict=True)]
        rank += 1
    return not any(target)


def disclosed(tree: Tree, mask: list[bool]) -> list[list[int]]:
    """Groups of one to four whom somebody can work out of what is shown, whatever is added and subtracted."""
    sizes, rows = atoms(tree)
    width = len(tree[1][0])
    known = [row for n, row in enumerate(rows) if mask[n // width]]
    some = [a for a, size in enumerate(sizes) if size]
    found = []
    for chosen in product((0, 1), repeat=len(some)):
        group = [0] * len(sizes)
        for a, one in zip(some, chosen, strict=True):
            group[a] = one
        size = sum(sizes[a] for a, one in zip(some, chosen, strict=True) if one)
        # Groups of nobody may come along: they tell nothing.
        free = [[int(a == b) for b in range(len(sizes))] for a in range(len(sizes)) if not sizes[a]]
        if 0 < size < 5 and spanned([*known, *free], group):
            found.append(group)
    return found


def test_a_place_of_few_is_hidden_and_a_neighbour_with_it() -> None:
    parents, parts = service([[[20], [3], [9]]])
    assert shown(parents, parts) == [True, True, True, False, False]


def test_nothing_is_hidden_where_all_are_many() -> None:
    parents, parts = service([[[20], [8], [9]], [[5], [6]]])
    assert all(shown(parents, parts))


def test_a_part_of_few_hides_all_parts_of_the_place() -> None:
    """Otherwise the other part, and the whole, would give it away."""
    parents, parts = service([[[20, 3], [9, 9], [8, 8]]])
    mask = shown(parents, parts)
    assert mask[2] is False
    assert disclosed((parents, parts), mask) == []


def test_what_is_hidden_as_a_whole_stays_hidden() -> None:
    parents, parts = service([[[20], [9]]])
    assert shown(parents, parts, [True, True, False, True])[2] is False


@pytest.mark.parametrize("seed", range(40))
def test_nobody_is_found_by_trying_all_filters_and_all_differences(seed: int) -> None:
    """Small services of many shapes; every group of people is tried against everything that is shown."""
    dice = Random(seed)
    width = dice.choice((1, 1, 2))
    shape = [dice.randint(1, 3) for _region in range(dice.randint(1, 2))]
    tree = service(
        [[[dice.choice((0, 1, 2, 3, 4, 5, 6, 7, 12)) for _part in range(width)] for _unit in range(units)] for units in shape],
        [dice.choice((0, 0, 1, 6)) for _part in range(width)],
    )  # fmt: skip
    mask = shown(*tree)
    assert disclosed(tree, mask) == [], (tree, mask)


def test_the_attack_finds_somebody_where_only_the_small_ones_are_hidden() -> None:
    """Otherwise the test above could not fail."""
    tree = service([[[20], [3], [9]]])
    assert disclosed(tree, [True, True, True, False, True])
    two = service([[[20], [2], [2], [9]]])
    assert disclosed(two, [True, True, True, False, False, True])


def test_as_much_is_shown_as_a_reader_needs() -> None:
    """Over many services most places are shown: hiding everything would be safe, too."""
    dice = Random(7)
    seen = every = 0
    for _service in range(60):
        tree = service([[[dice.randint(0, 60)] for _unit in range(6)] for _region in range(3)])
        mask = shown(*tree)
        seen, every = seen + sum(mask), every + len(mask)
    assert seen / every > 0.85
