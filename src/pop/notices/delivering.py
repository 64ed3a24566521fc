"""One delivery from begun to ended, as the database tells it (access/notices.sql, section 4). Knows no model."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.utils import translation
from psycopg_pool import ConnectionPool

from pop.notices import sending, words
from pop.notices.links import Links
from pop.notices.sending import Failed, Outgoing, Settings
from pop.ui.calendars import Appointment

Pool = ConnectionPool[psycopg.Connection[Any]]
MOST = 8
"""Attempts before a message is dead: the last comes a good day after the first."""
FIRST, LONGEST = 60.0, 8 * 60 * 60.0
"""Seconds from the first attempt to the second, and at most between two."""


class NotYet(Exception):
    """To be tried again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def wait_after(attempt: int, first: float = FIRST) -> float:
    """A minute, four, sixteen, … and at most eight hours."""
    return float(min(first * 4 ** (attempt - 1), LONGEST))


@dataclass(frozen=True)
class Post:
    """What the worker sends with. `demo`: keep what would have gone out where the demo shows it."""

    pool: Pool
    settings: Settings
    demo: bool = False
    first: float = FIRST
    links: Links = field(default_factory=Links)

    def deliver(self, delivery: int) -> None:
        """Marked before and after. If this process dies in between, the same message is sent again with the same key:
        nobody can know whether the server had taken it.
        """
        begun = self._ask("select access.begin_delivery(%s)", delivery)
        if not begun:
            return
        if "wait" in begun:
            raise NotYet(begun["wait"])
        try:
            self._send(made(delivery, begun, self.settings))
        except Failed as error:
            dead = error.for_good or begun["attempt"] >= MOST
            self._end(delivery, "dead" if dead else "begun", error.why)
            if not dead:
                raise NotYet(wait_after(begun["attempt"], self.first)) from None
            return
        self._end(delivery, "sent", "")

    def recover(self) -> int:
        """Gives a job to what waits without one; lets go of connections that nobody uses."""
        self.links.close_idle()
        return int(self._ask("select access.recover_deliveries()"))

    def _send(self, one: Outgoing) -> None:
        if self.demo:
            settings = self.settings
            sender = settings.sender if one.channel == "email" else settings.sms_sender
            self._ask(
                "select access.keep_outgoing(%s, %s, %s, %s, %s)",
                one.delivery, sender, one.to, one.words.subject, shown(one, settings),
            )  # fmt: skip
            return
        send = sending.transport(self.settings, one.channel, self.links)
        if send is None:
            raise Failed("no_server", for_good=True)
        send(one)

    def _end(self, delivery: int, how: str, why: str) -> None:
        self._ask("select access.end_delivery(%s, %s, %s)", delivery, how, why)

    def _ask(self, question: str, *values: object) -> Any:
        with self.pool.connection() as connection:
            row = connection.execute(question, values).fetchone()
        return row[0] if row else None


def made(delivery: int, begun: dict[str, Any], settings: Settings) -> Outgoing:
    """The message, in the language of whoever gets it."""
    with translation.override(begun["language"] or "nb"):
        said = (
            words.proof(begun["channel"], begun["code"])
            if begun.get("code")
            else words.message(begun["channel"], settings.address, acute=bool(begun["acute"]))
        )
    events = tuple(Appointment.told(row) for row in begun["events"])
    return Outgoing(delivery, begun["message"], begun["channel"], begun["to"], said, events)


def shown(one: Outgoing, settings: Settings) -> str:
    """The whole message as a text, with what would have been attached."""
    files = sending.calendar_files(one, settings)
    return "\n".join(
        [one.words.text, *(f"{sending.CALENDAR_FILE}\n{file.decode()}" for _method, file in files)]
    )
