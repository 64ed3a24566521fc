"""Names of users and agencies as the actor may see them; one query each for a whole page.

Never follow `entry.written_by` or `select_related("source_agency")`: a row that the actor may not see turns
the join into a missing entry. Ask here with the id instead; what may not be seen has a neutral word.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from pop.people.models import Agency, User, UserName


@dataclass(frozen=True)
class Label:
    """`name` may be empty (a shielded employee is a role only); `title` is the role in words."""

    name: str
    title: str

    def __str__(self) -> str:
        return self.name or self.title


def users(ids: Iterable[int | None]) -> dict[int, Label]:
    """A label for each id that the actor may see."""
    wanted = {number for number in ids if number}
    names = UserName.objects.filter(user=OuterRef("pk")).values("name")
    person = Concat("person__given_name", Value(" "), "person__family_name")
    rows = (
        User.objects.filter(pk__in=wanted)
        .annotate(label=Case(When(person_id=None, then=Subquery(names)), default=person))
        .values_list("pk", "label", "title")
    )
    return {pk: Label((label or "").strip(), title) for pk, label, title in rows}


def agencies(ids: Iterable[int | None]) -> dict[int, str]:
    """The name of each agency that the actor may see."""
    return dict(Agency.objects.filter(pk__in={n for n in ids if n}).values_list("pk", "name"))


def somebody() -> str:
    """For somebody whom the actor may not know."""
    return _("en ansatt")
