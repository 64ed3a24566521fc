"""Meetings that are held one after another in one room, as whoever holds them sees them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.access.actor import set_local
from pop.meetings import arenas
from pop.meetings.arenas import Arena
from pop.meetings.models import MeetingConsent, MeetingSet, Presence, Turn
from pop.meetings.planning import CONTACT_ONLY
from pop.people import labels
from pop.people.models import Person, User
from pop.plans import around
from pop.plans.forms.fields import ClockField, boxes
from pop.plans.models import Meeting, MeetingInvitee, Plan
from pop.plans.opening import OpenPlan, every_plan
from pop.teams.models import ContactTeamMember, SupportTeamMember
from pop.ui.forms import NorwegianDateField

LONGEST = timedelta(hours=10)
"""How long a round may be: it is over the same day."""


@dataclass(frozen=True)
class Row:
    """One turn of a round. `named` and `needs`: how many the person has named, and for how many needs (rule C1)."""

    turn: Turn
    meeting: Meeting
    plan: Plan
    person: Person | None
    setting: MeetingSet | None
    named: int
    needs: int

    @property
    def on_agenda(self) -> bool:
        """Without the person's yes nobody is on the agenda of a meeting that they are absent from (rule C1)."""
        absent = self.setting is not None and not arenas.find(self.setting.arena).person_is_there
        return self.named > 0 or not absent or self.meeting.held is not None

    @property
    def waits(self) -> bool:
        """Whether it is gone through."""
        return self.on_agenda and self.meeting.held is None

    @property
    def used(self) -> int:
        """Minutes that it has taken so far, begun ones too."""
        running = (timezone.now() - self.turn.opened_at).total_seconds() if self.turn.opened_at else 0
        return -(-int(self.turn.seconds + running) // 60)

    @property
    def over(self) -> bool:
        """Too long: what was set aside for it is used."""
        return self.setting is not None and self.used > self.setting.minutes

    @property
    def opened(self) -> bool:
        return self.turn.opened_at is not None or self.turn.seconds > 0


def rows(round_: UUID) -> list[Row]:
    """The turns of a round that the actor sees, in order; asked for when the request is about all plans."""
    turns = list(Turn.objects.filter(round=round_, meeting__removed_at=None).select_related("meeting"))
    plans = Plan.objects.in_bulk({turn.plan_id for turn in turns})
    persons = Person.objects.in_bulk({plan.person_id for plan in plans.values()})
    meetings = [turn.meeting_id for turn in turns]
    settings = {one.meeting_id: one for one in MeetingSet.objects.filter(meeting__in=meetings)}
    named, needs = defaultdict(set), defaultdict(set)
    said = MeetingConsent.objects.filter(meeting__in=meetings, ended_at=None)
    for meeting, user, need in said.values_list("meeting_id", "user_id", "need_id"):
        named[meeting].add(user)
        needs[meeting].add(need)
    return [
        Row(
            turn,
            turn.meeting,
            plans[turn.plan_id],
            persons.get(plans[turn.plan_id].person_id),
            settings.get(turn.meeting_id),
            len(named[turn.meeting_id]),
            len(needs[turn.meeting_id]),
        )
        for turn in turns
        if turn.plan_id in plans
    ]


def agenda(round_: UUID) -> list[Row]:
    """What one goes through: those who have said yes, and whose meeting is not over."""
    return [row for row in rows(round_) if row.waits]


@dataclass(frozen=True)
class Bar:
    """What stands above the shared screen of one turn. `before` and `after` are numbers on the agenda, or 0."""

    row: Row
    number: int
    total: int
    parts: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < self.total else 0


def bar(opened: OpenPlan, meeting: Meeting) -> Bar | None:
    """Where a meeting is in its round; None for a meeting that is in none. Asked outside the room."""
    turn = Turn.objects.filter(meeting=meeting).first()
    if turn is None:
        return None
    every_plan()
    found = agenda(turn.round)
    set_local("pop.plan", str(opened.plan.pk))
    number = next((place for place, row in enumerate(found, start=1) if row.turn == turn), 0)
    if not number:
        return None
    return Bar(found[number - 1], number, len(found), parts=len({row.plan.pk for row in found}) == 1)


def in_one(meeting: Meeting) -> bool:
    """Whether a meeting is held after others, or before them."""
    return Turn.objects.filter(meeting=meeting).exists()


def parts(opened: OpenPlan, meeting: Meeting) -> list[Row]:
    """The parts that a meeting is divided in, itself among them; none for a meeting that is whole."""
    turn = Turn.objects.filter(meeting=meeting).first()
    if turn is None:
        return []
    found = [row for row in rows(turn.round) if row.plan == opened.plan]
    return found if len(found) > 1 else []


def called(found: Sequence[Row]) -> dict[int, labels.Label]:
    """Those who are called to some meeting of a round, as far as the actor may know them."""
    ids = MeetingInvitee.objects.filter(meeting__in=[row.meeting.pk for row in found])
    return labels.users(dict.fromkeys(ids.values_list("user_id", flat=True)))


def here(found: Sequence[Row]) -> set[int]:
    """The users who are in the room now."""
    now = Presence.objects.filter(meeting__in=[row.meeting.pk for row in found], left_at=None)
    return {user for user in now.values_list("user_id", flat=True) if user}


class HereForm(forms.Form):
    """Who is in the room: those who are called to some of the meetings, on a screen of one's own."""

    who = boxes(
        label=gettext_lazy("Hvem er kommet?"),
        error_messages={"required": gettext_lazy("Kryss av for hvem som er kommet")},
    )

    def __init__(self, data: Any = None, *, found: Sequence[Row], actor: int) -> None:
        super().__init__(data)
        already = here(found) | {actor}
        people = {pk: label for pk, label in called(found).items() if pk not in already}
        keys = around.user_keys(people)
        self.by_key = {key: pk for pk, key in keys.items()}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (keys[pk], label.described) for pk, label in people.items() if pk in keys
        ]

    def users(self) -> list[int]:
        return [self.by_key[key] for key in self.cleaned_data["who"]]


class RoundForm(forms.Form):
    """Whom the meeting goes through, when, and who is called. Each is called only where they follow the person up already."""

    date = NorwegianDateField(
        label=gettext_lazy("Dato"), error_messages={"required": gettext_lazy("Skriv datoen for møtet")}
    )
    time = ClockField(
        label=gettext_lazy("Når begynner det?"),
        error_messages={"required": gettext_lazy("Skriv når møtet begynner")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Hvor mange minutter til hver?"),
        min_value=5,
        max_value=120,
        initial=10,
        error_messages={
            "required": gettext_lazy("Skriv hvor mange minutter hver skal ha"),
            "invalid": gettext_lazy("Skriv minuttene med tall, for eksempel 10"),
            "min_value": gettext_lazy("Skriv et tall fra 5 til 120"),
            "max_value": gettext_lazy("Skriv et tall fra 5 til 120"),
        },
    )
    room = forms.CharField(label=gettext_lazy("Sted"), max_length=150, required=False)
    plans = boxes(
        label=gettext_lazy("Hvem skal møtet handle om?"),
        help_text=gettext_lazy("Hver av dem får spørsmål om hva det kan snakkes om, og med hvem."),
        error_messages={"required": gettext_lazy("Velg minst én")},
    )
    invite = boxes(
        label=gettext_lazy("Hvem er kalt inn?"),
        help_text=gettext_lazy(
            "Hver kalles bare inn til den delen som handler om dem de følger opp fra før."
        ),
        error_messages={"required": gettext_lazy("Velg hvem som er kalt inn")},
    )

    def __init__(self, data: Any = None, *, arena: Arena, actor: int) -> None:
        super().__init__(data)
        self.arena = arena
        self.offered = followed(actor)
        self.people = team(self.offered, contact_only=arena.key in CONTACT_ONLY)
        names = labels.users(self.people)
        keys = around.user_keys(names)
        self.by_key = {key: pk for pk, key in keys.items()}
        plans = sorted(self.offered.values(), key=lambda one: str(one[1]))
        self.fields["plans"].choices = [(str(plan.key), str(person)) for plan, person in plans]  # type: ignore[attr-defined]
        self.fields["invite"].choices = [  # type: ignore[attr-defined]
            (keys[pk], label.described) for pk, label in names.items() if pk in keys and pk != actor
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("date") and data["date"] < timezone.localdate():
            self.add_error("date", _("Velg en dag fra i dag av"))
        if data.get("plans") and data.get("invite"):
            for name in self.nobodys(data):
                self.add_error(
                    "invite", _("%(name)s følger ikke opp noen av dem du har valgt") % {"name": name}
                )
        if data.get("plans") and data.get("time") and data.get("minutes"):
            begins = datetime.combine(timezone.localdate(), data["time"])
            ends = begins + timedelta(minutes=data["minutes"] * len(data["plans"]))
            if ends.date() != begins.date() or ends - begins > LONGEST:
                self.add_error(
                    "minutes", _("Møtet blir for langt: velg færre personer eller færre minutter til hver")
                )
        return data

    def nobodys(self, data: dict[str, Any]) -> list[str]:
        """Those who are ticked, and follow up none of those whom the meeting is to be about."""
        about = {plan.pk for plan, _person in self.chosen(data)}
        names = dict(self.fields["invite"].choices)  # type: ignore[attr-defined]
        return [names[key] for key in data["invite"] if not self.people[self.by_key[key]] & about]

    def chosen(self, data: dict[str, Any] | None = None) -> list[tuple[Plan, Person | None]]:
        """In the order in which they stand in the form."""
        keys = (data or self.cleaned_data)["plans"]
        by_key = {str(plan.key): (plan, person) for plan, person in self.offered.values()}
        return [by_key[key] for key, _name in self.fields["plans"].choices if key in keys]  # type: ignore[attr-defined]

    def called_for(self, plan: Plan) -> tuple[User, ...]:
        ids = [self.by_key[key] for key in self.cleaned_data["invite"]]
        return tuple(User.objects.filter(pk__in=[pk for pk in ids if plan.pk in self.people[pk]]))


def followed(actor: int) -> dict[int, tuple[Plan, Person | None]]:
    """The plans in whose contact team the actor is, with whose they are."""
    today = timezone.localdate()
    mine = [m.plan_id for m in ContactTeamMember.objects.filter(user=actor) if m.holds_on(today)]
    plans = Plan.objects.in_bulk(mine)
    persons = Person.objects.in_bulk({plan.person_id for plan in plans.values()})
    return {pk: (plan, persons.get(plan.person_id)) for pk, plan in plans.items()}


def team(plans: dict[int, tuple[Plan, Person | None]], *, contact_only: bool) -> dict[int, set[int]]:
    """Those who follow up somebody in these plans, and in which of them."""
    today, found = timezone.localdate(), defaultdict(set)
    kinds: tuple[Any, ...] = (ContactTeamMember,) if contact_only else (ContactTeamMember, SupportTeamMember)
    for kind in kinds:
        for member in kind.objects.filter(plan_id__in=plans):
            if member.holds_on(today) and getattr(member, "accepted_at", True):
                found[member.user_id].add(member.plan_id)
    return found
