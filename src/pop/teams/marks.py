"""What other features count for each plan in the list of plans, without the list knowing them."""

from collections.abc import Callable

from pop.people.models import User

Count = Callable[[User, set[int]], dict[int, int]]
"""For a reader and the numbers of plans: how much of something there is in each, in one query."""

_news: list[Count] = []


def add_news(count: Count) -> None:
    """Adds to what is new in a plan since the reader last said «lest»."""
    _news.append(count)


def news(reader: User, plans: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for count in _news if plans else ():
        for plan, number in count(reader, plans).items():
            found[plan] = found.get(plan, 0) + number
    return found
