"""The register of cases: for each rule the one function that makes and mends its gap."""

from collections.abc import Callable, Iterator

from pop.gaps.tests.stage import Stage

Made = tuple[int | None, int]
CASES: dict[str, Callable[[Stage], Iterator[Made]]] = {}


def case(name: str) -> Callable[[Callable[[Stage], Iterator[Made]]], Callable[[Stage], Iterator[Made]]]:
    def keep(make: Callable[[Stage], Iterator[Made]]) -> Callable[[Stage], Iterator[Made]]:
        CASES[name] = make
        return make

    return keep
