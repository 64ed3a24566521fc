"""What people do about who stands around a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from pop.people.models import Agency, Person, User
from pop.plans.models import Plan
from pop.teams.models import (
    ContactTeamMember,
    NamedAccess,
    PrivateTie,
    SupportTeamMember,
    Task,
    TieAnswer,
)


@transaction.atomic
def follow_up(*, plan: Plan, user: User, role: str) -> ContactTeamMember:
    """Takes someone into the contact team; a new main contact takes over from the one before."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if role == "main":
        plan.contact_team.filter(role="main", until=None).update(until=yesterday)
    return ContactTeamMember.objects.create(plan=plan, user=user, role=role)


def stop_following_up(member: ContactTeamMember) -> None:
    """Out of the contact team from now: yesterday was the last day."""
    ContactTeamMember.objects.filter(pk=member.pk, until=None).update(
        until=timezone.localdate() - timedelta(days=1)
    )


def invite(
    *, plan: Plan, user: User, agency: Agency | None, role: str, invited_by: User
) -> SupportTeamMember:
    """Asks a named representative into the team. That alone shows them nothing, not even a name."""
    return SupportTeamMember.objects.create(
        plan=plan, user=user, agency=agency, role=role, invited_by=invited_by
    )


def accept_invitation(member: SupportTeamMember) -> None:
    SupportTeamMember.objects.filter(pk=member.pk, until=None).update(
        accepted_at=timezone.now(), declined_at=None
    )


def decline_invitation(member: SupportTeamMember) -> None:
    SupportTeamMember.objects.filter(pk=member.pk, until=None).update(
        declined_at=timezone.now(), accepted_at=None
    )


def leave_team(member: SupportTeamMember) -> None:
    """Out of the team from now. Consent is kept; without a chair it reaches nobody."""
    SupportTeamMember.objects.filter(pk=member.pk, until=None).update(
        until=timezone.localdate() - timedelta(days=1)
    )


def no_private_tie(*, plan: Plan, user: User) -> None:
    """Whoever opens a plan the first time confirms that there is no private tie (rule A13)."""
    PrivateTie.objects.create(plan=plan, user=user, answer=TieAnswer.NO_TIE)


def i_know_the_person(*, plan: Plan) -> None:
    """Closes the plan for the actor at once, and asks the leader for another contact, without content."""
    with connection.cursor() as cursor:
        cursor.execute("select access.close_for_me(%s)", [plan.pk])


def ask_away(*, plan: Plan, user: User) -> None:
    """The person asks that a named user no longer opens the plan; works at once, and the leader is told."""
    with connection.cursor() as cursor:
        cursor.execute("select access.ask_away(%s, %s)", [plan.pk, user.pk])


def finish(task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(done_at=timezone.now())


def take_up_again(task: Task) -> None:
    """It was not done after all."""
    Task.objects.filter(pk=task.pk).update(done_at=None)


def assign_contact(*, plan_key: str, user: User, role: str) -> bool:
    """The leader of the person's unit says who follows up, without seeing the plan."""
    with connection.cursor() as cursor:
        cursor.execute("select access.assign_contact(%s, %s, %s)", [plan_key, user.pk, role])
        row = cursor.fetchone()
    return bool(row and row[0])


def main_candidates(*, plan: Plan) -> list[int]:
    """Whom the person may name as main contact (rule B10); nobody, for whoever may not name."""
    with connection.cursor() as cursor:
        cursor.execute("select access.main_candidates(%s)", [plan.pk])
        row = cursor.fetchone()
    return list(row[0]) if row else []


def name_main_contact(*, plan: Plan, user: User) -> bool:
    """The person asks somebody to be the main contact; nothing changes before their yes."""
    return asked("select access.name_main_contact(%s, %s)", [plan.pk, user.pk])


def answer_main_contact(*, choice: UUID, yes: bool) -> bool:
    """Yes or no, by whoever was asked."""
    return asked("select access.answer_main_contact(%s, %s)", [choice, yes])


def end_main_contact(*, choice: UUID) -> bool:
    """Given back by the one who has it, or taken back by the person: the contact team's again from now."""
    return asked("select access.end_main_contact(%s)", [choice])


def let_in(*, plan: Plan, user: User) -> None:
    """Names a user who may open a plan that only named users open (rule A10)."""
    NamedAccess.objects.get_or_create(plan=plan, user=user)


@transaction.atomic
def open_for_named_only(*, plan: Plan, users: Iterable[User], actor: User) -> None:
    """From now only these, and the one who decides it, open the plan; whoever else was named no longer is."""
    wanted = {user.pk for user in users} | {actor.pk}
    for user_id in wanted:
        NamedAccess.objects.get_or_create(plan=plan, user_id=user_id)
    NamedAccess.objects.filter(plan=plan).exclude(user_id__in=wanted).delete()
    Plan.objects.filter(pk=plan.pk).update(named_only=True)


def protect(*, plan: Plan, level: str) -> None:
    """Address protection in the population register (rule A10). The plan is open to named users from then on,
    so the users are named first.
    """
    Person.objects.filter(pk=plan.person_id).update(protection=level)


def open_for_whole_team(*, plan: Plan) -> None:
    """The teams open the plan again, each as far as consent goes."""
    Plan.objects.filter(pk=plan.pk).update(named_only=False)


def let_back(*, plan: Plan, user: User) -> bool:
    """The person lets somebody back whom they asked away; what that user said before holds again (rule A13)."""
    return asked("select access.let_back(%s, %s)", [plan.pk, user.pk])


def invite_by_name(*, plan: Plan, agency: Agency, name: str, role: str) -> bool:
    """The person asks in somebody whose whole name and place of work they know; no is no, without a reason."""
    return asked("select access.invite_by_name(%s, %s, %s, %s)", [plan.pk, agency.key, name, role])


def invite_by_code(*, plan: Plan, code: str, role: str) -> bool:
    """Asks in whoever has given out the code; no is no, without a reason."""
    return asked("select access.invite_by_code(%s, %s, %s)", [plan.pk, code, role])


def asked(question: str, values: Sequence[int | str | UUID]) -> bool:
    """What a function of the database answers: whether it was done."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return bool(row and row[0])


@dataclass(frozen=True)
class Code:
    """What a user reads out to be invited; `agency_id` is None for the one as an individual."""

    agency_id: int | None
    letters: str

    def __str__(self) -> str:
        return "-".join(self.letters[start : start + 4] for start in range(0, len(self.letters), 4))


def my_codes() -> list[Code]:
    """The actor's own codes; none for persons with a plan, and for kriminalomsorgen."""
    with connection.cursor() as cursor:
        cursor.execute("select agency_id, code from access.my_codes()")
        return [Code(*row) for row in cursor.fetchall()]
