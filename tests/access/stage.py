"""Two new plans in Solvik, and everybody who could come near them, in a database of the test's own."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.cast import NAMESPACE
from pop.demo.places import agency, user
from pop.people.actions import (
    NewPerson,
    accept_secrecy,
    create_plan,
    give_agency_role,
    give_unit_role,
    register_user,
)
from pop.people.models import Agency, Unit, User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source
from pop.teams import actions as teams
from pop.teams.actions import no_private_tie
from tests.access.facts import past_the_rules

SENSITIVE = ("Lyngmo rusklinikk", "Fjordheim rusklinikk")


@dataclass
class Stage:
    """Who plays, by short name; `partners` sit in teams, `staff` follow up, `others` must see nothing."""

    plans: list[Plan] = field(default_factory=list)
    persons: list[User] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    agencies: list[Agency] = field(default_factory=list)
    units: list[int] = field(default_factory=list)

    staff = ("marte", "ola", "farid")
    partners = ("kari", "torbjorn", "nina", "odd", "liv", "dag")
    others = ("silje", "anders", "tone", "jon", "per")

    @property
    def everybody(self) -> list[User]:
        return [*self.persons, *self.users.values()]


def key_of(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"stage {name}"))


def set_up() -> Stage:
    """By real actions; only the persons' own logins are made past the rules, as the owner makes them."""
    stage = Stage()
    for name in (*stage.staff, "kari", "torbjorn", "liv", *stage.others):
        stage.users[name] = user(name)
    with acting(user("jon").pk):
        registers(stage)
    for name in ("nina", "odd", "ola"):
        with acting(stage.users[name].pk):
            accept_secrecy(stage.users[name])
    for number, born in enumerate((date(1999, 1, 2), date(2001, 3, 4))):
        new_plan(stage, number, born)
    furnish(stage)
    return stage


def registers(stage: Stage) -> None:
    stage.agencies = [agency("nav"), agency("school")]
    for name in SENSITIVE:
        stage.agencies.append(Agency.objects.create(kind="specialist_health", name=name, sensitive=True))
    nav, school, first, second = stage.agencies
    # Dag has two jobs, and has not accepted the taushetserklæring.
    for name, works_for in (("nina", [first]), ("odd", [second]), ("dag", [nav, school])):
        stage.users[name] = register_user(name=name.title(), title="Ansatt", key=key_of(name))
        for body in works_for:
            give_agency_role(user=stage.users[name], agency=body)
    stage.units = list(Unit.objects.values_list("pk", flat=True))
    # Ola has a second job, for an agency.
    give_agency_role(user=stage.users["ola"], agency=nav)
    give_unit_role(user=stage.users["farid"], unit=Unit.objects.get(name="Havnes fengsel"), role="officer")


def new_plan(stage: Stage, number: int, born: date) -> None:
    marte = stage.users["marte"]
    with acting(marte.pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        key = create_plan(
            NewPerson(
                given_name="Prøve", family_name=f"Tall{number}", birth_date=born, unit=unit,
                archive_number=f"prøve{number}",
            )
        )  # fmt: skip
        plan = Plan.objects.get(key=key)
        no_private_tie(plan=plan, user=marte)
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "insert into people_user (key, person_id, title, language, shielded, active)"
            " values (%s, %s, 'prøve', '', false, true) returning id",
            [key_of(f"person {number}"), plan.person_id],
        )
        person = User(pk=cursor.fetchone()[0], person_id=plan.person_id)
    stage.plans.append(plan)
    stage.persons.append(person)


CHAIRS = ({"kari": 0, "torbjorn": 1, "nina": 2, "liv": None, "ola": 0}, {"kari": 0, "odd": 3, "nina": 2})
"""Who sits in each of the two teams, and for which agency."""


def furnish(stage: Stage) -> None:
    """Teams, and a little from everybody; then all consent is taken back, and the histories begin."""
    for plan, person, chairs in zip(stage.plans, stage.persons, CHAIRS, strict=True):
        team(stage, plan, chairs)
        with acting(person.pk):
            for kind in (need_by(person), about_by(person)):
                kind(plan)
            choices = [
                Choice(recipient_of(stage, name, body), topic, give=True, obtain=True, share=True)
                for name, body in chairs.items()
                for topic in (1, 7)
            ]
            consents.sign(consents.draft(plan=plan, drafted_by=person, choices=choices))
        with acting(stage.users["marte"].pk):
            by_marte(stage, plan)
        for turn, (name, body) in enumerate(chairs.items()):
            partner_writes(stage, plan, name, body, topic=(1, 7)[turn % 2])
        with acting(person.pk):
            consents.withdraw(plan=plan, recipient=Recipient(agency=stage.agencies[2]))
            consents.withdraw(plan=plan)


def recipient_of(stage: Stage, name: str, body: int | None) -> Recipient:
    if body is None:
        return Recipient(user=stage.users[name])
    return Recipient(agency=stage.agencies[body])


def team(stage: Stage, plan: Plan, chairs: dict[str, int | None]) -> None:
    marte = stage.users["marte"]
    with acting(marte.pk):
        teams.follow_up(plan=plan, user=stage.users["farid"], role="coordinator")
    with acting(stage.users["farid"].pk):
        no_private_tie(plan=plan, user=stage.users["farid"])
    for name, body in chairs.items():
        by = stage.persons[stage.plans.index(plan)] if name in ("nina", "odd") else marte
        with acting(by.pk):
            chair = teams.invite(
                plan=plan, user=stage.users[name], agency=None if body is None else stage.agencies[body],
                role="I teamet", invited_by=by,
            )  # fmt: skip
        with acting(stage.users[name].pk):
            teams.accept_invitation(chair)


def need_by(person: User) -> Callable[[Plan], object]:
    own = Writer(person, Source.PERSON)
    return lambda plan: [
        plans.write_need(plan=plan, writer=own, topic=topic, text=f"ord behov {topic}") for topic in (1, 7)
    ]


def about_by(person: User) -> Callable[[Plan], object]:
    own = Writer(person, Source.PERSON)
    return lambda plan: [
        plans.say_about_me(plan=plan, writer=own, kind="about_me", text="ord om meg"),
        plans.add_contact(plan=plan, writer=own, name="ord Sara", relation="søster", private=True),
        *(
            plans.write_need(
                plan=plan, writer=own, topic=1, text="ord kept", only_me=True, only_me_contact=user(name)
            )
            for name in ("kari", "farid")
        ),
    ]


def by_marte(stage: Stage, plan: Plan) -> None:
    service = Writer(stage.users["marte"], Source.CORRECTIONAL)
    needs = tuple(Need.objects.filter(plan=plan, topic=1))
    plans.write_goal(plan=plan, writer=service, topic=1, text="ord mål", needs=needs)
    plans.propose_measure(plan=plan, writer=service, topic=1, text="ord tiltak", needs=needs)
    plans.plan_meeting(plan=plan, writer=service, subject="ord møte", invite=(stage.users["kari"],))
    plans.expect_release(plan=plan, writer=service, on=date(2031, 1, 1))


def partner_writes(stage: Stage, plan: Plan, name: str, body: int | None, *, topic: int) -> None:
    member = stage.users[name]
    with acting(member.pk):
        no_private_tie(plan=plan, user=member)
        writer = Writer(member, Source.INDIVIDUAL)
        if body is not None:
            writer = Writer(member, Source.AGENCY, agency=stage.agencies[body])
        plans.write_note(plan=plan, writer=writer, topic=topic, text=f"ord notat {name}")
