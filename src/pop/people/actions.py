"""What an administrator does to the registers, and how a person gets a plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from pop.access.models import Draft
from pop.people.models import (
    Agency,
    AgencyRole,
    Region,
    SecrecyAcceptance,
    SecrecyDeclaration,
    SystemRole,
    Unit,
    UnitRole,
    User,
    UserName,
    Ward,
)

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", UnitRole, AgencyRole, SystemRole)


@transaction.atomic
def register_user(*, name: str, title: str, shielded: bool = False, key: str | None = None) -> User:
    """A member of staff or a partner. Can log in; sees nothing until given a role and a place in a team."""
    user = User.objects.create(title=title, shielded=shielded, **({"key": key} if key else {}))
    UserName.objects.create(user=user, name=name)
    return user


def give_unit_role(*, user: User, unit: Unit, role: str) -> UnitRole:
    return give(UnitRole, user=user, unit=unit, role=role)


def give_agency_role(*, user: User, agency: Agency) -> AgencyRole:
    return give(AgencyRole, user=user, agency=agency)


def give_system_role(*, user: User, role: str) -> SystemRole:
    return give(SystemRole, user=user, role=role)


def give(kind: type[R], **what: Any) -> R:
    """From today until further notice. A role that was ended today is taken up again."""
    role, _new = kind.objects.update_or_create(since=timezone.localdate(), **what, defaults={"until": None})
    return role


def end_role(role: UnitRole | AgencyRole | SystemRole) -> None:
    """Ends with yesterday, so that the next click finds nothing."""
    type(role).objects.filter(pk=role.pk, until=None).update(until=timezone.localdate() - timedelta(days=1))


def close_user(user: User) -> None:
    """The user is nobody from the next click."""
    User.objects.filter(pk=user.pk).update(active=False)


def reopen_user(user: User) -> None:
    User.objects.filter(pk=user.pk).update(active=True)


def accept_secrecy(user: User) -> None:
    """Accepts the newest taushetserklæring (rule A9)."""
    newest = SecrecyDeclaration.objects.filter(since__lte=timezone.now()).latest("version")
    SecrecyAcceptance.objects.get_or_create(user=user, declaration=newest)


@dataclass(frozen=True)
class NewPerson:
    """What is asked before a plan is made; compared with those there are (rule A14)."""

    given_name: str
    family_name: str
    birth_date: date | None
    unit: Unit
    ward: Ward | None = None
    archive_number: str = ""
    national_id: str = ""
    language: str = ""
    arrives: date | None = None
    """Oppmøtedag, of somebody who has been summoned and is not here yet."""


class SamePerson(Exception):
    """The Doculivenummer or identity number is in use: this person has a plan already."""


class PerhapsSamePerson(Exception):
    """Someone of the same family name and birth date is registered; a human must say that it is another."""


def create_plan(person: NewPerson, *, sure: bool = False) -> str:
    """Registers a person and starts a plan; the actor becomes main contact. Answers the plan's key.

    Raises SamePerson, or PerhapsSamePerson unless `sure`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.create_plan(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                person.given_name,
                person.family_name,
                person.birth_date,
                person.archive_number,
                person.national_id,
                person.unit.pk,
                person.ward.pk if person.ward else None,
                sure,
                person.language,
                person.arrives,
            ],
        )
        row = cursor.fetchone()
    answer = str(row[0]) if row else ""
    if answer == "same":
        raise SamePerson
    if answer == "doubt":
        raise PerhapsSamePerson
    return answer


def choose_language(*, user: User, language: str) -> None:
    """The language in which the user reads, wherever they log in next."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def edit_user(user: User, *, name: str, title: str, shielded: bool) -> None:
    """What the register says about a user. A shielded one is a role only to all but the keepers (rule A12)."""
    User.objects.filter(pk=user.pk).update(title=title, shielded=shielded)
    UserName.objects.filter(user=user).update(name=name)


def save_region(*, region: Region | None, name: str) -> Region:
    """A new region, or a new name for one."""
    return save(Region(), name=name) if region is None else save(region, name=name)


def save_unit(*, unit: Unit | None, **fields: Any) -> Unit:
    """A new unit, or what has changed about one."""
    return save(unit or Unit(), **fields)


def save_ward(*, ward: Ward | None, unit: Unit, name: str) -> Ward:
    """A new ward of a unit, or a new name for one."""
    return save(ward or Ward(unit=unit), name=name)


def save_agency(*, agency: Agency | None, **fields: Any) -> Agency:
    """A new agency, or what has changed about one."""
    return save(agency or Agency(), **fields)


def save(row: M, **fields: Any) -> M:
    """Writes the named fields of a row, and of a new row all."""
    for name, value in fields.items():
        setattr(row, name, value)
    if row._state.adding:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(fields))
    return row


def discard_draft(key: UUID) -> bool:
    """Throws away something that was typed and not sent; one's own, the policy says."""
    return bool(Draft.objects.filter(key=key).delete()[0])
