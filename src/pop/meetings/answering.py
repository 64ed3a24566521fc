"""Who is called to a meeting and what each of them has answered; and the answer itself."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.db import connection
from django.utils.translation import gettext_lazy as _

from pop.meetings.models import Answer, Coming
from pop.people import labels
from pop.plans.models import Meeting


@dataclass(frozen=True)
class Called:
    """One who is called. `answer` is None where nothing is answered, or where it is not the reader's to see."""

    label: labels.Label
    answer: Answer | None
    deputy: labels.Label | str = ""
    me: bool = False


@dataclass(frozen=True)
class Colleague:
    """Somebody who can come instead; `name` is empty for whoever is shown as a role (rule A12)."""

    pk: int
    key: str
    name: str
    title: str

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.name and self.title else self.name or self.title


def newest(meeting: Meeting) -> dict[int, Answer]:
    """What holds for each; answers are never changed, a new one comes in their place."""
    found: dict[int, Answer] = {}
    for answer in Answer.objects.filter(meeting=meeting):
        found.setdefault(answer.user_id, answer)
    return found


def called(meeting: Meeting, *, actor: int) -> list[Called]:
    """Those who are called and those who have answered, as far as the reader may know them."""
    answers = newest(meeting)
    order = dict.fromkeys(meeting.invitees.values_list("user_id", flat=True)) | dict.fromkeys(answers)
    names = labels.users([*order, *(a.deputy_id for a in answers.values())])
    return [
        Called(
            names[user],
            answers.get(user),
            names.get(deputy_of(answers.get(user)), str(_("en kollega"))),
            me=user == actor,
        )
        for user in order
        if user in names
    ]


def deputy_of(answer: Answer | None) -> int:
    return (answer.deputy_id or 0) if answer else 0


def colleagues() -> list[Colleague]:
    """Those of the actor's own agencies; asked of the database, since an agency's staff is in no register for others."""
    with connection.cursor() as cursor:
        cursor.execute("select id, key::text, name, title from access.deputies()")
        return [Colleague(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class StandIn:
    """When and where one comes instead of a colleague; nothing of whom or what it is about. `minutes`: how long it is."""

    day: date
    clock: time | None
    minutes: int
    place: str
    video: str
    name: str
    title: str

    @property
    def instead_of(self) -> str:
        return self.name or self.title


def stand_ins() -> list[StandIn]:
    """Where the actor comes instead of somebody; asked of the database, since a deputy sees no plan."""
    with connection.cursor() as cursor:
        cursor.execute("select day, clock, minutes, place, video, name, title from access.my_stand_ins()")
        return [StandIn(*row) for row in cursor.fetchall()]


class AnswerForm(forms.Form):
    """«Kommer du?» Only whoever comes from an agency sends somebody else."""

    answer = forms.ChoiceField(
        label=_("Kommer du?"), widget=forms.RadioSelect, error_messages={"required": _("Velg et svar")}
    )
    deputy = forms.ChoiceField(
        label=_("Hvem kommer i stedet?"),
        required=False,
        help_text=_("Den som kommer i stedet, får vite når og hvor, men får ikke se planen."),
    )

    def __init__(self, data: Any = None, *, may_send: list[Colleague]) -> None:
        super().__init__(data)
        self.may_send = {colleague.key: colleague for colleague in may_send}
        ways = [way for way in Coming if way != Coming.DEPUTY or may_send]
        self.fields["answer"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        if may_send:
            names = [(c.key, str(c)) for c in may_send]
            self.fields["deputy"].choices = [("", _("Velg")), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["deputy"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == Coming.DEPUTY and not data.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", _("Velg hvem som kommer i stedet"))
        return data

    def deputy_chosen(self) -> int | None:
        """Nobody, unless the answer is that somebody else comes."""
        if self.cleaned_data["answer"] != Coming.DEPUTY:
            return None
        return self.may_send[self.cleaned_data["deputy"]].pk
