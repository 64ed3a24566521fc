"""What other features do when an entry of some kind is written, changed or taken out, without the plan knowing them."""

from collections.abc import Callable

from pop.plans.models import Entry

Follow = Callable[[Entry], None]
_following: dict[type[Entry], list[Follow]] = {}


def add(model: type[Entry], follow: Follow) -> None:
    """From now on `follow` is called in the transaction that changes an entry of this kind."""
    _following.setdefault(model, []).append(follow)


def tell(entry: Entry) -> None:
    for follow in _following.get(type(entry), ()):
        follow(entry)
