"""Connections to the mail server, kept open from one message to the next: most of a short message is the handshake."""

import contextlib
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

IDLE = 10.0
"""Seconds that a connection may lie unused: servers take it ill to be held."""
MANY = 100
"""Messages on one connection: many servers hang up after so many."""


@dataclass
class Link:
    smtp: smtplib.SMTP
    used_at: float
    used: int = 0


class Links:
    """Each is used by one thread at a time. What failed in any way is closed, never used again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free: list[Link] = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def one(self, connect: Callable[[], smtplib.SMTP]) -> Iterator[smtplib.SMTP]:
        """A connection that has just answered, or a new one."""
        link = self._living() or Link(connect(), self._clock())
        try:
            yield link.smtp
        except BaseException:
            link.smtp.close()
            raise
        link.used += 1
        link.used_at = self._clock()
        if link.used >= MANY:
            self._leave(link)
        else:
            with self._lock:
                self._free.append(link)

    def close_idle(self, seconds: float = IDLE) -> None:
        """Says goodbye to what nobody has used for a while."""
        with self._lock:
            old = [link for link in self._free if link.used_at <= self._clock() - seconds]
            self._free = [link for link in self._free if link not in old]
        for link in old:
            self._leave(link)

    def _living(self) -> Link | None:
        """Asked before it is used: a server that has hung up meanwhile costs a new connection, not a message."""
        self.close_idle()
        while True:
            with self._lock:
                if not self._free:
                    return None
                link = self._free.pop()
            with contextlib.suppress(OSError, smtplib.SMTPException, ssl.SSLError):
                if link.smtp.noop()[0] == 250:
                    return link
            link.smtp.close()

    @staticmethod
    def _leave(link: Link) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException, ssl.SSLError):
            link.smtp.quit()
        link.smtp.close()
