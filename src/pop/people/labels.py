"""Names of users and agencies as the actor may see them; one query each for a whole page.

Never follow `entry.written_by` or `select_related("source_agency")`: a row that the actor may not see turns
the join into a missing entry. Ask here with the id instead; what may not be seen has a neutral word.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Label:
    """`name` may be empty (a shielded employee is a role only); `title` is the role in words."""

    name: str
    title: str

    def __str__(self) -> str:
        return self.name or self.title

    @property
    def described(self) -> str:
        """Name and role in one line; the role alone for a shielded employee (rule A12)."""
        named = self.title.startswith("Nav") or self.title[1:2].isupper()
        role = self.title if named else self.title[:1].lower() + self.title[1:]
        return f"{self.name}, {role}" if self.name and role else str(self)


def named(
    users: Iterable[int | None] = (), agencies: Iterable[int | None] = ()
) -> tuple[dict[int, Label], dict[int, str]]:
    """A label for each user, and the name of each agency, that the actor may see (access.names)."""
    wanted = [sorted({number for number in ids if number}) for ids in (users, agencies)]
    people: dict[int, Label] = {}
    bodies: dict[int, str] = {}
    if not any(wanted):
        return people, bodies
    with connection.cursor() as cursor:
        cursor.execute("select kind, id, name, title from access.names(%s::bigint[], %s::bigint[])", wanted)
        for kind, number, name, title in cursor.fetchall():
            if kind == "user":
                people[number] = Label(name.strip(), title)
            else:
                bodies[number] = name
    return people, bodies


def users(ids: Iterable[int | None]) -> dict[int, Label]:
    """A label for each id that the actor may see."""
    return named(users=ids)[0]


def agencies(ids: Iterable[int | None]) -> dict[int, str]:
    """The name of each agency that the actor may see."""
    return named(agencies=ids)[1]


def somebody() -> str:
    """For somebody whom the actor may not know."""
    return _("en ansatt")
