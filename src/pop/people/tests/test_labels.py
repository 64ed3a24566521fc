"""Names come from one function of the database: it must answer what the policies would (A12, A2)."""

import pytest
from django.db.models import OuterRef, Subquery

from pop.demo.cast import CAST
from pop.people import labels
from pop.people.models import Agency, User, UserName

SLUGS = [member.slug for member in CAST]


def plainly() -> tuple[dict[int, tuple[str, str]], dict[int, str]]:
    """Every user and agency as ordinary queries show them to the one who acts."""
    called = UserName.objects.filter(user=OuterRef("pk")).values("name")
    users = {}
    for user in User.objects.select_related("person").annotate(called=Subquery(called)):
        name = (str(user.person) if user.person else "") if user.person_id else user.called or ""
        users[user.pk] = (name, user.title)
    return users, dict(Agency.objects.values_list("pk", "name"))


@pytest.mark.parametrize("who", SLUGS)
def test_everybody_is_named_as_the_policies_show_them(act_as_member, who: str) -> None:
    with act_as_member(who):
        numbers = range(1, 400)
        people, bodies = labels.named(numbers, numbers)
        assert ({pk: (label.name, label.title) for pk, label in people.items()}, bodies) == plainly()


def test_nobody_learns_no_names() -> None:
    assert labels.named(range(1, 400), range(1, 400)) == ({}, {})
