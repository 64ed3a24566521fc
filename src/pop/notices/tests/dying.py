"""A worker that dies as if the power went, at the point that it is told: `python -m pop.notices.tests.dying sent`."""

import os
import smtplib
import sys
from typing import Any, NoReturn

from pop.notices import worker
from pop.notices.delivering import Post


def die(*_args: Any, **_kwargs: Any) -> NoReturn:
    os._exit(137)


def after(name: str) -> None:
    whole = getattr(Post, name)

    def and_die(self: Post, *args: Any) -> NoReturn:
        whole(self, *args)
        die()

    setattr(Post, name, and_die)


def begun_to_talk() -> None:
    """The server has the receiver and half of the text, and waits for the rest."""

    def half(self: smtplib.SMTP, message: bytes | str) -> NoReturn:
        self.putcmd("data")
        self.getreply()
        self.send(bytes(message, "ascii")[:40] if isinstance(message, str) else message[:40])
        die()

    smtplib.SMTP.data = half  # type: ignore[method-assign,assignment]


POINTS = {
    "fetched": lambda: setattr(Post, "deliver", die),
    "begun": lambda: setattr(Post, "_send", die),
    "connected": lambda: setattr(smtplib.SMTP, "mail", die),
    "half": begun_to_talk,
    "sent": lambda: setattr(Post, "_end", die),
    "ended": lambda: after("_end"),
    "done": lambda: after("deliver"),
}
"""The job is taken; the delivery is marked as begun; the server answers; it has half of it; it has all of it; the delivery is
marked as sent; the task is done, and the queue does not know."""

if __name__ == "__main__":
    POINTS[sys.argv[1]]()
    sys.exit(worker.main([]))
