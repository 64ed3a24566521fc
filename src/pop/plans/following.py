"""What other features do when an entry of some kind is written, changed or taken out, without the plan knowing them."""

from collections.abc import Callable

from pop.plans.models import Entry, Plan

Follow = Callable[[Entry], None]
_following: dict[type[Entry], list[Follow]] = {}
_joined: list[Callable[[Plan], None]] = []


def add(model: type[Entry], follow: Follow) -> None:
    """From now on `follow` is called in the transaction that changes an entry of this kind."""
    _following.setdefault(model, []).append(follow)


def tell(entry: Entry) -> None:
    for follow in _following.get(type(entry), ()):
        follow(entry)


def add_joined(follow: Callable[[Plan], None]) -> None:
    """From now on `follow` is called for each plan whose entries were joined with another's, or parted from them."""
    _joined.append(follow)


def tell_joined(*plans: Plan) -> None:
    for plan in plans:
        for follow in _joined:
            follow(plan)
