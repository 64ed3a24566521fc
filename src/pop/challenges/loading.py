"""Reads `map.toml`: the frame, the tangles and knots of the map, and the threads that it began with.

Frame, tangles, knots and phases are this file's for good. Threads live in the database, where users add to them
(docs/adr/0026); the file only puts in those that are not there yet.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pop.challenges.models import DOCUMENTS
from pop.gaps.catalogue import load as catalogue
from pop.letters.standard import letters
from pop.process.checking import Mistake
from pop.process.data import Text
from pop.process.loading import Row, process, section, text

FILE = Path(__file__).parent / "map.toml"
ALWAYS = "always"
"""The phase of what is there all the way."""
ACROSS = "across"
"""The tangle of threads that run across the three."""
FELT = ("person", "staff", "partner")


@dataclass(frozen=True)
class Named:
    """A phase, a stage or a transfer of the frame."""

    id: str
    name: Text


@dataclass(frozen=True)
class Tangle:
    """A floke. `id` is a `plans.models.Tangle`."""

    id: str
    name: Text


@dataclass(frozen=True)
class Knot:
    """A knute of a tangle."""

    id: str
    tangle: str
    name: Text


@dataclass(frozen=True)
class Said:
    """A thread as the file says it."""

    key: str
    knots: tuple[str, ...]
    phases: tuple[str, ...]
    felt: tuple[str, ...]
    source: dict[str, str]
    lever: tuple[str, ...]
    title: Text
    text: Text
    helps: tuple[Text, ...]


@dataclass(frozen=True)
class Frame:
    """What surrounds the map: its goal, what it asks for, and the two that must meet."""

    goal: Text
    needs: Text
    together: Text
    person: Text
    society: Text


@dataclass(frozen=True)
class Chart:
    """The whole file, checked."""

    frame: Frame
    stages: tuple[Named, ...]
    transfers: tuple[Named, ...]
    phases: tuple[Named, ...]
    tangles: tuple[Tangle, ...]
    knots: tuple[Knot, ...]
    threads: tuple[Said, ...]

    def tangle(self, knot: str) -> Tangle:
        """The tangle of a knot. Raises StopIteration for a knot that there is not."""
        of = next(k.tangle for k in self.knots if k.id == knot)
        return next(t for t in self.tangles if t.id == of)


def named(row: Row) -> Named:
    return Named(row.take("id", str), row.text("name"))


def tangle(row: Row) -> Tangle:
    return Tangle(row.take("id", str), row.text("name"))


def knot(row: Row) -> Knot:
    return Knot(row.take("id", str), row.take("tangle", str), row.text("name"))


def thread(row: Row) -> Said:
    return Said(
        key=row.take("key", str),
        knots=row.words("knots", needed=True),
        phases=row.words("phases", needed=True),
        felt=row.words("felt", needed=True),
        source=row.take("source", dict),
        lever=row.words("lever"),
        title=row.text("title"),
        text=row.text("text"),
        helps=tuple(
            text(f"{row.where}, «helps» {number}", value)
            for number, value in enumerate(row.take("helps", list), 1)
        ),
    )


def load(path: Path) -> Chart:
    """The map as a file says it. Raises `Mistake`, naming the entry."""
    try:
        file = Row(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Mistake(f"{path.name}: {error}") from error
    frame = Row("[frame]", file.take("frame", dict))
    chart = Chart(
        frame=Frame(*(frame.text(key) for key in ("goal", "needs", "together", "person", "society"))),
        stages=section(file, "stage", named),
        transfers=section(file, "transfer", named),
        phases=section(file, "phase", named),
        tangles=section(file, "tangle", tangle),
        knots=section(file, "knot", knot),
        threads=section(file, "thread", thread),
    )
    frame.end()
    file.end()
    check(chart)
    return chart


def check(chart: Chart) -> None:
    """That what is named is there, and nothing is there twice."""
    for kind, keys in (
        ("tangle", [t.id for t in chart.tangles]), ("knot", [k.id for k in chart.knots]),
        ("phase", [p.id for p in chart.phases]), ("thread", [t.key for t in chart.threads]),
    ):  # fmt: skip
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise Mistake(f"[[{kind}]] {twice[0]}: is there twice")
    for one in chart.knots:
        known(f"[[knot]] {one.id}", "tangle", [one.tangle], [t.id for t in chart.tangles])
    for said in chart.threads:
        where = f"[[thread]] {said.key}"
        known(where, "knots", said.knots, [k.id for k in chart.knots])
        known(where, "phases", said.phases, [p.id for p in chart.phases])
        known(where, "felt", said.felt, FELT)
        known(where, "source", list(said.source), DOCUMENTS)
        known(where, "lever", said.lever, [code for code, _name in levers()])


def known(where: str, key: str, found: Sequence[str], allowed: Sequence[str]) -> None:
    if wrong := [value for value in found if value not in allowed]:
        raise Mistake(f"{where}: «{key}» names {wrong[0]!r}, which there is not")
    if not found and key in ("knots", "phases"):
        raise Mistake(f"{where}: «{key}» is empty")


def levers() -> list[tuple[str, str]]:
    """What in the plan can help, as code and what it is called in the reader's language."""
    return [
        *((f"step {step.id}", str(step.name)) for step in process().steps),
        *((f"gap {rule.id}", rule.say("title")) for rule in catalogue().rules),
        *((f"letter {letter.code}", str(letter)) for letter in letters().values()),
    ]


@cache
def chart() -> Chart:
    """The map of this site."""
    return load(FILE)


def seed_sql() -> str:
    """Puts in the threads that are not there yet, each with its first version. What is there is left alone."""
    rows = [
        {
            "key": said.key, "numbers": said.source, "knots": said.knots, "phases": said.phases,
            "felt": said.felt, "lever": said.lever,
            **{f"{what}_{language}": value for language in ("nb", "nn", "en") for what, value in (
                ("title", getattr(said.title, language)), ("text", getattr(said.text, language)),
                ("helps", "\n".join(getattr(one, language) for one in said.helps)),
            )},
        }
        for said in chart().threads
    ]  # fmt: skip
    words = ", ".join(
        f"{what}_{language}" for what in ("title", "text", "helps") for language in ("nb", "nn", "en")
    )
    data = json.dumps(rows, ensure_ascii=False).replace("'", "''")
    return f"""
with said as (select * from jsonb_to_recordset('{data}'::jsonb) as x(key text, numbers jsonb, knots text[], phases text[],
        felt text[], lever text[], {words.replace(",", " text,")} text)),
     made as (insert into challenges_thread (key, numbers) select key, numbers from said
        on conflict (key) do nothing returning id, key)
insert into challenges_threadversion (thread_id, number, status, knots, phases, felt, lever, {words}, reason, decided_at)
select made.id, 1, 'in_use', knots, phases, felt, lever, {words}, '', now() from said join made using (key);
"""  # noqa: S608  (the map is part of the product: no text of it comes from a page)
