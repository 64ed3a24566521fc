"""Who is at a meeting, as the screen shows it: read inside the room, or by the reader on a screen of their own."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from pop.meetings import arenas
from pop.meetings.forms import PresentForm
from pop.meetings.models import MeetingSet, Presence
from pop.people import labels
from pop.people.models import User
from pop.plans import around
from pop.plans.models import Meeting
from pop.plans.opening import OpenPlan

PERSON = "person"
"""In the form, and the role of a person who has no login of their own."""


@dataclass(frozen=True)
class Attending:
    """One who came. `waits`: they left, and what they may not see is hidden until the person says yes."""

    row: Presence
    name: str
    waits: bool


def anybody(meeting: Meeting) -> bool:
    """Whether somebody counts for what may be shown: without that nothing is shown at all."""
    rows = Presence.objects.filter(meeting=meeting)
    return rows.filter(left_at=None).exists() or rows.filter(companion=False, gone_yes_at=None).exists()


def called(opened: OpenPlan) -> str:
    return opened.person.given_name if opened.person else str(_("Personen"))


def persons(opened: OpenPlan) -> list[int]:
    """The logins of the person; none for somebody who has none."""
    return list(User.objects.filter(person=opened.plan.person_id).values_list("pk", flat=True))


def person_there(opened: OpenPlan, meeting: Meeting) -> bool:
    """Whether the person is in the room: without them nothing is decided, and nothing opens (rule C1)."""
    return opened.own or person_ticked(meeting)


def may_decide(opened: OpenPlan, meeting: Meeting, there: bool | None = None) -> bool:
    """In an arena that is held without the person only innspill is made, whoever came in (rule C1).

    `there` is what `person_there` has answered already.
    """
    arena = MeetingSet.objects.filter(meeting=meeting).values_list("arena", flat=True).first()
    return (arena is None or arenas.find(arena).person_is_there) and (
        person_there(opened, meeting) if there is None else there
    )


def every(opened: OpenPlan, meeting: Meeting) -> list[Attending]:
    """All who were there, once for each time they came."""
    rows = list(Presence.objects.filter(meeting=meeting).order_by("arrived_at", "pk"))
    users = labels.users(row.user_id for row in rows)
    return [Attending(row, name(opened, row, users), waiting(row)) for row in rows]


def waiting(row: Presence) -> bool:
    return row.left_at is not None and row.gone_yes_at is None and not row.companion


def name(opened: OpenPlan, row: Presence, users: dict[int, labels.Label]) -> str:
    if row.user_id:
        return str(users.get(row.user_id) or labels.somebody())
    if row.role == PERSON and row.companion:
        return called(opened)
    return f"{row.name}, {row.role}" if row.role else row.name


def present(opened: OpenPlan, meeting: Meeting) -> list[Attending]:
    """Those who are there, and those who left while the person has not said yes to going on without them."""
    return [one for one in every(opened, meeting) if one.row.left_at is None or one.waits]


def team(opened: OpenPlan, meeting: Meeting) -> tuple[User, ...]:
    """Those of the team who are in the room now."""
    of_team = {member.user_id for member in around.members(opened.plan)}
    here = Presence.objects.filter(meeting=meeting, left_at=None, user__in=of_team).values_list("user_id")
    return tuple(User.objects.filter(pk__in=here))


def form(opened: OpenPlan, meeting: Meeting, data: Any = None, *, shared: bool = False) -> PresentForm:
    """Those who may be ticked: the person and the team, but whoever is there already; those who are called first.

    On the shared screen only who is called and the contact team: who else follows the person up is read by all who sit
    there, before anybody is ticked. Others are ticked on a screen of one's own.
    """
    here = set(Presence.objects.filter(meeting=meeting, left_at=None).values_list("user_id", flat=True))
    invited = set(meeting.invitees.values_list("user_id", flat=True))
    members = sorted(around.members(opened.plan), key=lambda member: member.user_id not in invited)
    if shared:
        members = [member for member in members if member.contact or member.user_id in invited]
    keys = around.user_keys(member.user_id for member in members)
    people = [] if person_ticked(meeting) else [(PERSON, called(opened))]
    people += [(keys[m.user_id], str(m)) for m in members if m.user_id in keys and m.user_id not in here]
    bodies = {m.agency_id: m.body for m in members if m.agency_id}
    agencies = [(key, bodies[pk]) for pk, key in around.agency_keys(bodies).items()]
    return PresentForm(data, people=people, agencies=agencies, person=called(opened))


def person_ticked(meeting: Meeting) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select access.person_in_room(%s)", [meeting.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def page(
    opened: OpenPlan, meeting: Meeting, given: PresentForm | None = None, *, shared: bool = False
) -> dict[str, Any]:
    return {
        "opened": opened, "meeting": meeting, "present": present(opened, meeting),
        "person_there": person_there(opened, meeting), "form": given or form(opened, meeting, shared=shared),
        "name": called(opened),
    }  # fmt: skip
