"""Who is required at a meeting (rule B11): whoever answers for a measure that is running."""

from collections.abc import Iterable

from pop.plans import around
from pop.plans.around import Member
from pop.plans.models import Measure, Meeting, Plan
from pop.plans.models.measure import RUNNING


def owners_of_running(plan: Plan, team: Iterable[Member]) -> list[Member]:
    """Those of the team who answer for a running measure, by name or with their agency; as the actor sees them."""
    running = Measure.objects.of(plan).filter(status__in=RUNNING)
    answering = list(running.values_list("responsible_user_id", "responsible_agency_id"))
    users = {user for user, _agency in answering if user}
    agencies = {agency for user, agency in answering if agency and not user}
    return [member for member in team if member.user_id in users or member.agency_id in agencies]


def left_out(meeting: Meeting) -> list[Member]:
    """Who should have been called to a meeting that is to be held. No reason is asked for; it is shown."""
    if meeting.held is not None:
        return []
    called = set(meeting.invitees.values_list("user_id", flat=True))
    team = around.members(meeting.plan)
    return [member for member in owners_of_running(meeting.plan, team) if member.user_id not in called]
