"""Reads `process.toml`, and says clearly which entry is wrong when one is."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pop.process.checking import Mistake, check
from pop.process.data import (
    Box,
    Change,
    ConsentRule,
    NotNeeded,
    Pathway,
    Phase,
    Precondition,
    Principle,
    Process,
    Serving,
    Setting,
    Step,
    Text,
    TimeRule,
)

FILE = Path(__file__).parent / "process.toml"
COUNTS = ("days", "working_days")
T = TypeVar("T")


class Row:
    """One table of the file, read key by key: a missing key, a wrong kind or an unknown key is a mistake."""

    def __init__(self, where: str, values: Any) -> None:
        if not isinstance(values, dict):
            raise Mistake(f"{where}: expected a table, found {values!r}")
        self.where, self._left = where, dict(values)

    def take(self, key: str, kind: type[T]) -> T:
        if key not in self._left:
            raise Mistake(f"{self.where}: «{key}» is missing")
        value = self._left.pop(key)
        if not isinstance(value, kind) or kind is int and isinstance(value, bool):
            raise Mistake(f"{self.where}: «{key}» should be {kind.__name__}, found {value!r}")
        return value

    def maybe(self, key: str, kind: type[T], default: Any = None) -> Any:
        return self.take(key, kind) if key in self._left else default

    def text(self, key: str) -> Text:
        return text(f"{self.where}, «{key}»", self.take(key, dict))

    def maybe_text(self, key: str) -> Text | None:
        return self.text(key) if key in self._left else None

    def words(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        values = self.take(key, list) if needed else self.maybe(key, list, [])
        for value in values:
            if not isinstance(value, str):
                raise Mistake(f"{self.where}: «{key}» should hold words, found {value!r}")
        return tuple(values)

    def rows(self, key: str, make: Callable[["Row"], T]) -> tuple[T, ...]:
        return tuple(
            made(f"{self.where}, «{key}» {number}", value, make)
            for number, value in enumerate(self.maybe(key, list, []), 1)
        )

    def end(self) -> None:
        if self._left:
            raise Mistake(f"{self.where}: unknown key «{sorted(self._left)[0]}»")


def text(where: str, values: Any) -> Text:
    row = Row(where, values)
    found = Text(row.take("nb", str), row.take("nn", str), row.take("en", str))
    row.end()
    if not all(said.strip() for said in (found.nb, found.nn, found.en)):
        raise Mistake(f"{where}: a language is empty")
    return found


def made(where: str, values: Any, make: Callable[[Row], T]) -> T:
    row = Row(where, values)
    result = make(row)
    row.end()
    return result


def phase(row: Row) -> Phase:
    return Phase(row.take("id", str), row.text("name"), row.text("plain"), row.text("lead"))


def box(row: Row) -> Box:
    return Box(row.take("id", str), row.text("name"))


def change(row: Row) -> Change:
    return Change(
        row.take("number", int), row.text("name"), row.text("what"), row.words("steps", needed=True)
    )


def setting(row: Row) -> Setting:
    found = Setting(
        code=row.take("code", str),
        name=row.text("name"),
        what=row.text("what"),
        counts=row.take("counts", str),
        default=row.take("default", int),
        lowest=row.take("lowest", int),
        highest=row.take("highest", int),
    )
    if found.counts not in COUNTS:
        raise Mistake(f"{row.where}: «counts» should be one of {', '.join(COUNTS)}, found {found.counts!r}")
    if not 0 <= found.lowest <= found.default <= found.highest:
        raise Mistake(f"{row.where}: «default» {found.default} is not between «lowest» and «highest»")
    return found


def time_rule(row: Row) -> TimeRule:
    return TimeRule(
        id=row.take("id", str),
        says=row.text("says"),
        steps=row.words("steps", needed=True),
        source=row.take("source", str),
        setting=row.maybe("setting", str, ""),
        before_release=row.maybe("before_release", bool, False),
        months_before=row.maybe("months_before", int, 0),
        days_after=row.maybe("days_after", int, 0),
        held_by_database=row.maybe("held_by_database", bool, False),
    )


def principle(row: Row) -> Principle:
    return Principle(row.take("id", str), row.text("says"))


def step(row: Row) -> Step:
    return Step(
        id=row.take("id", str),
        phase=row.take("phase", str),
        box=row.take("box", str),
        name=row.text("name"),
        short=row.text("short"),
        what=row.text("what"),
        done_by=row.text("done_by"),
        principles=row.rows("principles", principle),
        plain=row.maybe_text("plain"),
        you=row.maybe_text("you"),
        goes_on=row.maybe("goes_on", bool, False),
        after=row.maybe("after", str, ""),
        setting=row.maybe("setting", str, ""),
        within=row.maybe("within", int),
    )


def precondition(row: Row) -> Precondition:
    return Precondition(row.take("number", int), row.text("says"))


def not_needed(row: Row) -> NotNeeded:
    return NotNeeded(row.take("step", str), row.text("why"))


def serving(row: Row) -> Serving:
    return Serving(
        form=row.take("form", str),
        contact=row.text("contact"),
        starts_at=row.take("starts_at", str),
        starts_why=row.maybe_text("starts_why"),
        also=row.maybe_text("also"),
        not_needed=row.rows("not_needed", not_needed),
        no_dates=row.maybe("no_dates", bool, False),
        no_gate=row.maybe("no_gate", bool, False),
    )


def pathway(row: Row) -> Pathway:
    return Pathway(
        code=row.take("code", str),
        name=row.text("name"),
        what=row.text("what"),
        home=row.words("home"),
        forms=row.words("forms"),
        below_setting=row.maybe("below_setting", str, ""),
        below_rule=row.maybe("below_rule", str, ""),
        needs_at_least=row.maybe("needs_at_least", int),
        without=row.words("without"),
        tasks=tuple(
            text(f"{row.where}, «tasks» {number}", task)
            for number, task in enumerate(row.maybe("tasks", list, []), 1)
        ),
        not_needed=row.rows("not_needed", not_needed),
    )


def consent_rule(row: Row) -> ConsentRule:
    return ConsentRule(
        group=row.take("group", str),
        matter=row.text("matter"),
        who=row.text("who"),
        sees=row.text("sees"),
        source=row.take("source", str),
    )


NAMED_BY = ("id", "code", "form", "number", "group")


def section(file: Row, key: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    """All [[key]] of the file; a mistake names the entry by what it calls itself."""
    found = []
    for number, values in enumerate(file.take(key, list), 1):
        own = next((values[n] for n in NAMED_BY if isinstance(values, dict) and n in values), number)
        found.append(made(f"[[{key}]] {own}", values, make))
    if not found:
        raise Mistake(f"[[{key}]]: there is none")
    return tuple(found)


def load(path: Path) -> Process:
    """The process as a file says it. Raises `Mistake`, naming the entry."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Mistake(f"{path.name}: {error}") from error
    file = Row(path.name, values)
    steps = section(file, "step", step)
    process = Process(
        phases=section(file, "phase", phase),
        boxes=section(file, "box", box),
        changes=section(file, "change", change),
        settings=section(file, "setting", setting),
        time_rules=section(file, "time_rule", time_rule),
        steps=steps,
        preconditions=section(file, "precondition", precondition),
        servings=section(file, "serving", serving),
        pathways=section(file, "pathway", pathway),
        consent_rules=section(file, "consent_rule", consent_rule),
        order={s.id: number for number, s in enumerate(steps)},
    )
    file.end()
    check(process)
    return process


@cache
def _loaded(path: Path) -> Process:
    return load(path)


def process() -> Process:
    """The process of this site."""
    return _loaded(FILE)


def defaults_sql() -> str:
    """Puts what the settings mean by default beside the rules (access.process_setting)."""
    rows = ", ".join(f"('{s.code}', {s.default})" for s in process().settings)
    return (
        "\ndelete from access.process_setting;\n"
        f"insert into access.process_setting (code, days) values {rows};\n"
    )
