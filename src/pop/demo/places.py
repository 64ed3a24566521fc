"""The invented places of the cast, and who works where. Done as the owner, once, in an empty database."""

from django.db import connection

from pop.demo.cast import BY_SLUG, CAST, PERSONS
from pop.people.actions import give_agency_role, give_system_role, give_unit_role, register_user
from pop.people.models import Agency, Region, Unit, User, Ward

OFFICER, LEADER, COORDINATOR, PROBATION = "officer", "leader", "reentry_coordinator", "probation_officer"
STAFF_OF_SOLVIK = (
    ("marte", OFFICER),
    ("ola", OFFICER),
    ("berit", OFFICER),
    ("farid", COORDINATOR),
    ("anders", LEADER),
)


def user(slug: str) -> User:
    """A member of the cast, to be named in an action also by somebody who may not look them up."""
    with connection.cursor() as cursor:
        cursor.execute("select access.demo_login(%s)", [BY_SLUG[slug].key])
        row = cursor.fetchone()
    if not row or row[0] is None:
        raise User.DoesNotExist(slug)
    return User(pk=row[0], key=BY_SLUG[slug].key, title=BY_SLUG[slug].title)


def agency(kind: str) -> Agency:
    """The cast's agency of a kind; of municipalities the home municipality."""
    return Agency.objects.filter(kind=kind).order_by("pk")[0]


def build() -> None:
    """Units, agencies, users and their roles. Persons become users when their plan is made."""
    for member in CAST:
        if member.group != PERSONS:
            register_user(name=member.name, title=member.title, key=str(member.key))
    units()
    agencies()
    system_roles()


def units() -> None:
    region = Region.objects.create(name="Region kyst")
    other = Region.objects.create(name="Region fjell")
    solvik = Unit.objects.create(region=region, name="Solvik fengsel", kind="prison", phone="22 00 00 10")
    for ward in ("Avdeling A", "Avdeling B"):
        Ward.objects.create(unit=solvik, name=ward)
    havnes = Unit.objects.create(region=other, name="Havnes fengsel", kind="prison", phone="22 00 00 11")
    probation = Unit.objects.create(
        region=region, name="Nordnes friomsorgskontor", kind="probation_office", phone="22 00 00 12"
    )
    for slug, role in STAFF_OF_SOLVIK:
        give_unit_role(user=user(slug), unit=solvik, role=role)
    give_unit_role(user=user("silje"), unit=havnes, role=OFFICER)
    give_unit_role(user=user("jorgen"), unit=probation, role=PROBATION)


def agencies() -> None:
    for slug, kind, name, sensitive in (
        ("hanne", "home_municipality", "Nordnes kommune", False),
        ("per", "home_municipality", "Sørvik kommune", False),
        ("kari", "nav", "Nav Nordnes", False),
        ("torbjorn", "school", "Solvik videregående skole", False),
        ("sunniva", "prison_health", "Helseavdelingen ved Solvik", False),
        ("grete", "mediation", "Konfliktrådet i Nordnes", False),
        ("mona", "specialist_health", "Lindelia rusklinikk", True),
        (None, "gp", "Nordnes legesenter", False),
        (None, "child_welfare", "Barnevernet i Nordnes", False),
    ):
        body = Agency.objects.create(kind=kind, name=name, sensitive=sensitive)
        if slug:
            give_agency_role(user=user(slug), agency=body)
    Agency.objects.create(kind="volunteer", name="Frivillige i Nordnes")


def system_roles() -> None:
    for slug, role in (("tone", "dpo"), ("eva", "analyst"), ("eva", "editor"), ("jon", "administrator")):
        give_system_role(user=user(slug), role=role)
