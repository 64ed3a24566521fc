"""The commands of `./pop`, and what they say when they are used wrongly."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pop.run import environment
from pop.run.environment import ROOT
from pop.run.speech import Problem, complain, print_anything
from pop.run.supervisor import Stopped, Supervisor, become, require_free_port, stop_on_signals

DATA = ROOT / ".pop"
BENCH_DATA = ROOT / ".pop-bench"
COLUMN = 60
"""How wide the commands may stand in the list; what is longer has its meaning on the next line."""


class Parser(argparse.ArgumentParser):
    """argparse speaks English and over several lines; this one says in one line how to write it instead."""

    def error(self, message: str) -> NoReturn:
        """Whatever was wrong, the way out is the same."""
        raise Problem(f"Feil bruk. Skriv: ./pop {self.usage}  (alle kommandoer: ./pop help)", 2)


def port(text: str) -> int:
    """A port that one can ask for."""
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


def count(text: str) -> int:
    """How many of something, at least one and no more than is sane."""
    number = int(text)
    if not 0 < number <= 64:
        raise ValueError(text)
    return number


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """Takes no arguments."""


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--reset", action="store_true")


def _demo(given: argparse.Namespace) -> int:
    from pop.run import demo

    return demo.run(given.data, given.port, reset=given.reset)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--workers", type=count, default=2)


def _serve(given: argparse.Namespace) -> int:
    told = environment.own_server("web")
    environment.require_production(told)
    require_free_port(given.port, given.host)
    told.pop("POP_OWNER_DATABASE_URL", None)  # the web server never needs it
    web = [sys.executable, "-P", "-m", "pop.run.webserver"]
    become([*web, "--host", given.host, "--port", str(given.port), "--workers", str(given.workers)], told)


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true")


def _worker(given: argparse.Namespace) -> int:
    url = os.environ.get(environment.WORKER_SERVER, "")
    if not url:
        raise Problem(
            f"Sett {environment.WORKER_SERVER} (adressen til databasen, med brukeren pop_worker) først.", 2
        )
    scanner, sender = ([sys.executable, "-P", "-m", module] for module in ("pop.run.worker", "pop.notices"))
    with Supervisor() as supervisor:
        if given.once:
            supervisor.require("glippsoner", [*scanner, "--once"], environment.working(url))
            supervisor.require("varsler", [*sender, "--once"], environment.sending(url))
            return 0
        supervisor.start("Nattarbeideren", scanner, environment.working(url))
        supervisor.start("Varselarbeideren", sender, environment.sending(url))
        supervisor.watch()
    return 0


def _db_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--owner", action="store_true")


def _db(given: argparse.Namespace) -> int:
    from pop.run import commands

    return commands.psql(given.data, given.rest, owner=given.owner)


def _manage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("words", nargs=argparse.REMAINDER)


def _manage(given: argparse.Namespace) -> int:
    from pop.run import commands

    return commands.manage(given.data, given.words)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--sure", action="store_true")
    for name in ("--as", "--unit", "--born"):
        parser.add_argument(name)
    parser.add_argument("kind")
    parser.add_argument("files", nargs="+", type=Path)


def _import(given: argparse.Namespace) -> int:
    from pop.run import commands

    for file in given.files:
        if not file.is_file():
            raise Problem(f"Finner ikke filen {file}.", 2)
    files = [str(file.absolute()) for file in given.files]
    told = vars(given)
    switches = [f"--{name}" for name in ("preview", "sure") if told[name]]
    options = [f"--{name}={told[name]}" for name in ("as", "unit", "born") if told[name] is not None]
    return commands.manage(given.data, ["import_data", given.kind, *files, *switches, *options])


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", metavar="UTTRYKK")


def _test(given: argparse.Namespace) -> int:
    from pop.run import checks

    return checks.test([*(["-k", given.only] if given.only else []), *given.rest])


def _check(_given: argparse.Namespace) -> int:
    from pop.run import checks

    return checks.check()


def sizes(text: str) -> list[int]:
    """How many plans, one or more numbers with commas between."""
    numbers = sorted({int(each) for each in text.split(",")})
    if not 0 < numbers[0] <= numbers[-1] <= 1_000_000:
        raise ValueError(text)
    return numbers


def seconds(text: str) -> int:
    """How long to ask for one page, at most ten minutes."""
    number = int(text)
    if not 0 < number <= 600:
        raise ValueError(text)
    return number


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plans", type=sizes, default=[1_000, 10_000, 100_000])
    parser.add_argument("--seconds", type=seconds, default=10)
    parser.add_argument("--data", type=Path, default=BENCH_DATA)
    parser.add_argument("--write", action="store_true")


def _bench(given: argparse.Namespace) -> int:
    from pop.run import bench

    return bench.run(given.data, given.plans, given.seconds, write=given.write)


def _lock_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true")


def _lock(given: argparse.Namespace) -> int:
    from pop.run import locks

    return locks.write(given.upgrade)


def _help(_given: argparse.Namespace) -> int:
    width = max(len(command.usage) for command in COMMANDS.values() if len(command.usage) <= COLUMN)
    print("Bruk: ./pop KOMMANDO\n")
    for command in COMMANDS.values():
        gap = "  " if len(command.usage) <= width else f"\n{'':{width + 4}}"
        print(f"  {command.usage:<{width}}{gap}{command.meaning}")
    return 0


@dataclass(frozen=True)
class Command:
    """A word after `./pop`: how it is written, what it does, who does it."""

    usage: str
    meaning: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    rest: bool = False  # whether it hands what it does not know to another program …
    rest_after_mark: bool = False  # … or only what stands after a lone `--`


COMMANDS = {
    "demo": Command(
        "demo [--port N] [--data MAPPE] [--reset]",
        "start alt med oppdiktede personer; --reset begynner på nytt",
        _demo_arguments,
        _demo,
    ),
    "test": Command(
        "test [--only UTTRYKK] [-- PYTEST-VALG …]",
        "alle kontroller og tester; med et utvalg bare de testene",
        _test_arguments,
        _test,
        rest=True,
        rest_after_mark=True,
    ),
    "check": Command("check", "det raske utvalget, uten nettleser", _nothing, _check),
    "db": Command(
        "db [--owner] [--data MAPPE] [PSQL-VALG …]",
        "psql mot databasen som kjører, som pop_web eller eieren",
        _db_arguments,
        _db,
        rest=True,
    ),
    "manage": Command(
        "manage [--data MAPPE] KOMMANDO …", "en Django-kommando mot databasen", _manage_arguments, _manage
    ),
    "import": Command(
        "import SLAG FIL … [--preview] [--as NAVN --unit ENHET [--born DATO] [--sure]] [--data MAPPE]",
        "les inn data; --preview lagrer ikke, --as til --sure gjelder min-pop",
        _import_arguments,
        _import,
    ),
    "serve": Command(
        "serve [--host ADRESSE] [--port N] [--workers N]",
        "nettjener i drift, mot databasen i POP_DATABASE_URL",
        _serve_arguments,
        _serve,
    ),
    "worker": Command(
        "worker [--once]",
        "leter etter glippsoner hver natt og sender varsler, mot databasen i POP_WORKER_DATABASE_URL; --once gjør det nå",
        _worker_arguments,
        _worker,
    ),
    "bench": Command(
        "bench [--plans N,N,N] [--seconds N] [--data MAPPE] [--write]",
        "mål sidene på store databaser; --write skriver docs/benchmarks.md",
        _bench_arguments,
        _bench,
    ),
    "lock": Command(
        "lock [--upgrade]", "skriv låsefilene på nytt fra pyproject.toml", _lock_arguments, _lock
    ),
    "help": Command("help", "denne listen", _nothing, _help),
}


def parse(name: str, words: list[str]) -> argparse.Namespace:
    """What was written after the command."""
    command = COMMANDS[name]
    parser = Parser(usage=command.usage, add_help=False, allow_abbrev=False)
    command.arguments(parser)
    if name == "import":
        return parser.parse_intermixed_args(words)
    if not command.rest:
        return parser.parse_args(words)
    own, after = _split(words)
    given, unknown = parser.parse_known_args(own)
    if unknown and command.rest_after_mark:
        parser.error("unknown")
    given.rest = [*unknown, *after]
    return given


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Before and after a lone `--`."""
    if "--" not in words:
        return words, []
    place = words.index("--")
    return words[:place], words[place + 1 :]


def understand(words: list[str]) -> tuple[Command, argparse.Namespace]:
    """The command and its arguments, or a Problem that says how it is written."""
    name = {"-h": "help", "--help": "help"}.get(words[0], words[0]) if words else "help"
    if name not in COMMANDS:
        raise Problem(f"Kjenner ikke kommandoen «{name}». Velg en av: {', '.join(COMMANDS)}.", 2)
    return COMMANDS[name], parse(name, words[1:])


def first_answer(words: list[str]) -> int | None:
    """What can be answered before anything is installed: help and wrong use. None: go on."""
    print_anything()
    try:
        command, given = understand(words)
    except Problem as problem:
        complain(str(problem))
        return problem.code
    return command.run(given) if command.run is _help else None


def main(words: list[str]) -> int:
    """The exit code: 0, 1 for what went wrong, 2 for wrong use, 128 + n for a signal."""
    print_anything()
    try:
        command, given = understand(words)
        with stop_on_signals():
            return command.run(given)
    except Problem as problem:
        complain(str(problem))
        return problem.code
    except Stopped as stopped:
        return 0 if words[0] == "demo" else 128 + stopped.number
    except OSError as error:
        complain(f"{error.strerror or error} {error.filename or ''}")
        return 1
