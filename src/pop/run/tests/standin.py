"""A stand-in for the product: `python -m pop.run.tests.standin DATA PORT` is `./pop demo` with a three-line page."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from pop.run import demo
from pop.run.speech import Problem, complain
from pop.run.supervisor import Stopped, stop_on_signals


def application(_environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Ready from the first moment."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def web(port: int) -> list[str]:
    """The real web server with the page above."""
    command = [sys.executable, "-P", "-m", "pop.run.webserver", "--port", str(port)]
    return [*command, "--application", f"{__package__}.standin:application"]


PARTS = demo.Parts(
    assets=lambda _supervisor: None,
    prepare=(sys.executable, "-c", ""),
    web=web,
    worker=(sys.executable, "-c", "import time; time.sleep(3600)"),
    sender=(sys.executable, "-c", "import time; time.sleep(3600)"),
)


def main() -> int:
    """As cli.main does it."""
    try:
        with stop_on_signals():
            return demo.run(Path(sys.argv[1]), int(sys.argv[2]), parts=PARTS)
    except Problem as problem:
        complain(str(problem))
        return problem.code
    except Stopped:
        return 0


if __name__ == "__main__":
    sys.exit(main())
