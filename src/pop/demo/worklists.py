"""Who shares the work at Solvik: a team, a roster, somebody who is away, and a task that waits for somebody to take it."""

from datetime import timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.models import Unit
from pop.worklists import actions, work
from pop.worklists.words import MEASURE

DAY = timedelta(days=1)


def build() -> None:
    """Through the web login, under the rules."""
    today, anders, marte, ola, farid = timezone.localdate(), *map(user, ("anders", "marte", "ola", "farid"))
    with acting(anders.pk):
        team = actions.make_team(
            unit=Unit.objects.get(name="Solvik fengsel"), name="Team B", users=[marte, ola, farid]
        )
        actions.be_away(user=farid, since=today, until=today + 4 * DAY, registered_by=anders, deputy=marte)
    with acting(marte.pk):
        off = range(4, 9)
        actions.type_in_roster(user=marte, days={today + number * DAY: number in off for number in range(28)})
        own = [row for row in work.waiting().rows if row.kind == MEASURE and row.holder == marte.pk]
        for row in own[-1:]:
            actions.give(kind=MEASURE, subject=row.key, team=team)
