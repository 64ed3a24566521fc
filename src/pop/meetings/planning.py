"""Planning a meeting from an arena: the plan's own form, and what the arena adds to it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.meetings.arenas import Arena, Setup, every, setups
from pop.people.models import User
from pop.plans import around
from pop.plans.forms.about import MeetingForm
from pop.plans.forms.fields import boxes, radios
from pop.plans.opening import OpenPlan

TIMES = 4
"""How many meetings a series has."""
FRIDAY = 4
CONTACT_ONLY = ("talk", "team")
"""Arenas of the person and the contact team alone; nobody else is called to them."""


def offered(opened: OpenPlan) -> list[Arena]:
    """The person does not call others to talk where they are not there themselves (rule C1)."""
    return [arena for arena in every() if arena.person_is_there or not opened.own]


def ready(arenas: list[Arena]) -> list[Setup]:
    """The ready set-ups of these arenas."""
    return [one for one in setups() if one.arena in arenas]


class SettingForm(forms.Form):
    """How long a meeting is, and where one takes part from elsewhere."""

    minutes = forms.IntegerField(
        label=_("Hvor mange minutter?"),
        min_value=5,
        max_value=480,
        error_messages={
            "required": _("Skriv hvor lenge møtet varer"),
            "invalid": _("Skriv minuttene med tall, for eksempel 45"),
            "min_value": _("Skriv et tall fra 5 til 480"),
            "max_value": _("Skriv et tall fra 5 til 480"),
        },
    )
    video = forms.URLField(
        label=_("Lenke til video"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Når noen skal være med digitalt"),
        error_messages={"invalid": _("Skriv hele lenken, for eksempel https://video.no/rom")},
    )


class ArenaMeetingForm(SettingForm, MeetingForm):
    """Day, time, place or link, length, and whom to call; the arena says what stands there at first."""

    repeat = radios(
        [
            ("", _("Bare denne gangen")),
            ("1", _("Hver uke, fire ganger")),
            ("2", _("Annenhver uke, fire ganger")),
            ("4", _("Hver fjerde uke, fire ganger")),
        ],
        label=_("Skal møtet gjentas?"),
        required=False,
        help_text=_("Møtene legges på arbeidsdager, og ikke når hovedkontakten er borte."),
    )

    ties_fields: ClassVar[tuple[str, ...]] = ("invite", "minutes", "video", "repeat")

    def __init__(self, data: Any = None, *, arena: Arena, ready: Setup | None = None, **given: Any) -> None:
        self.arena, self.ready = arena, ready
        super().__init__(data, **given)

    def at_first(self) -> dict[str, Any]:
        return {"subject": (self.ready or self.arena).name, "minutes": self.arena.minutes}

    def prepare(self) -> None:
        super().prepare()
        if "invite" in self.fields and self.arena.key in CONTACT_ONLY:
            self.call_the_contact_team()

    def call_the_contact_team(self) -> None:
        team = [m for m in around.members(self.opened.plan) if m.contact]
        keys = {pk: key for key, pk in self.team.items()}
        self.fields["invite"].choices = [(keys[m.user_id], str(m)) for m in team]  # type: ignore[attr-defined]
        self.initial["invite"] = [keys[m.user_id] for m in team]
        if not team:
            del self.fields["invite"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("repeat"):
            return data
        if data.get("outside"):
            # Rule C3: the unit releases each time by itself.
            self.add_error("repeat", _("Møter utenfor fengselet planlegges ett om gangen"))
        elif "date" not in self.errors and not data.get("date"):
            self.add_error("date", _("Skriv datoen for det første møtet"))
        elif data.get("date") and data["date"].weekday() > FRIDAY:
            self.add_error("date", _("Velg en dag fra mandag til fredag"))
        return data

    @property
    def weeks(self) -> int:
        """Between the meetings of a series; 0 for one meeting alone."""
        return int(self.cleaned_data.get("repeat") or 0)

    def cases(self) -> list[str]:
        """What is on the agenda at once."""
        return self.ready.agenda if self.ready else []

    def setting(self) -> dict[str, Any]:
        """What the meeting is held with."""
        return {
            "arena": self.arena.key,
            "minutes": self.cleaned_data["minutes"],
            "video": self.cleaned_data["video"],
        }


class PartForm(forms.Form):
    """Another part of a meeting: what it is about, how long it is, and who is there."""

    subject = forms.CharField(
        label=_("Hva handler denne delen om?"),
        max_length=200,
        error_messages={"required": _("Skriv hva delen handler om")},
    )
    minutes = forms.IntegerField(
        label=_("Hvor mange minutter?"),
        min_value=5,
        max_value=480,
        initial=20,
        error_messages={
            "required": _("Skriv hvor lenge delen varer"),
            "invalid": _("Skriv minuttene med tall, for eksempel 45"),
            "min_value": _("Skriv et tall fra 5 til 480"),
            "max_value": _("Skriv et tall fra 5 til 480"),
        },
    )
    invite = boxes(label=_("Hvem er kalt inn?"), required=False)

    def __init__(self, data: Any = None, *, opened: OpenPlan, arena: Arena) -> None:
        super().__init__(data)
        people = [m for m in around.members(opened.plan) if m.contact or arena.key not in CONTACT_ONLY]
        self.team = around.user_keys(m.user_id for m in people)
        self.fields["invite"].choices = [  # type: ignore[attr-defined]
            (self.team[m.user_id], str(m)) for m in people if m.user_id in self.team
        ]

    def called(self) -> tuple[User, ...]:
        return tuple(User.objects.filter(key__in=self.cleaned_data["invite"]))
