"""Who the main contact is and how that came about, as the page of a team tells it (rule B10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from pop.people import labels
from pop.people.labels import Label
from pop.people.models import User
from pop.plans.around import main_contact
from pop.plans.models import Plan
from pop.teams import actions
from pop.teams.around import Choice, Somebody
from pop.teams.models import MainAnswer, MainChoice


@dataclass(frozen=True)
class Main:
    """What is so now. `asked` waits for an answer; `holds` is the choice with a yes, whether or not that one can
    be it today; `said_no` is the newest answer, when it was a no.
    """

    now: Label | None
    by_choice: bool
    holds: MainChoice | None
    asked: MainChoice | None
    said_no: MainChoice | None
    names: dict[int, Label]
    me: int

    @property
    def held_by(self) -> Label | None:
        return self.names.get(self.holds.user_id) if self.holds else None

    @property
    def asked_who(self) -> Label | None:
        return self.names.get(self.asked.user_id) if self.asked else None

    @property
    def no_by(self) -> Label | None:
        return self.names.get(self.said_no.user_id) if self.said_no else None

    @property
    def mine(self) -> bool:
        """Whether the reader is the one whom the person has named."""
        return bool(self.holds and self.holds.user_id == self.me)

    @property
    def asks_me(self) -> bool:
        return bool(self.asked and self.asked.user_id == self.me)


def read(plan: Plan, *, me: int) -> Main:
    """As far as the reader may see the choices (access/contacts.sql)."""
    choices = list(MainChoice.objects.filter(plan=plan))
    holds, asked = (
        next((c for c in choices if c.answer == answer and c.ended_at is None), None)
        for answer in (MainAnswer.YES, MainAnswer.ASKED)
    )
    said_no = choices[0] if choices and choices[0].answer == MainAnswer.NO else None
    now = main_contact(plan)
    names = labels.users([now or 0, *(choice.user_id for choice in choices)])
    by_choice = bool(holds and holds.user_id == now)
    return Main(names.get(now or 0), by_choice, holds, asked, said_no, names, me)


def candidates(plan: Plan, around: Sequence[Somebody]) -> list[Choice]:
    """Those around the person who can be the main contact, whom only the person may name."""
    wanted = set(actions.main_candidates(plan=plan))
    users = User.objects.in_bulk(wanted)
    found = {one.user_id: one for one in around if one.user_id in users}
    return [
        Choice(str(users[pk].key), users[pk], None, one.label, one.agency or one.role)
        for pk, one in found.items()
    ]
