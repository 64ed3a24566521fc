"""Sending a case on to another meeting. The database has the last word (access/passing.sql); here is what the page offers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.meetings import agenda, before
from pop.meetings.agenda import Case
from pop.meetings.models import AgendaItem
from pop.people.models import User
from pop.plans.forms.fields import radios
from pop.plans.models import Meeting
from pop.plans.opening import OpenPlan
from pop.ui import dates


def sendable(opened: OpenPlan, meeting: Meeting, reader: User, cases: Sequence[Case]) -> list[Case]:
    """Cases that belong to this meeting. Not what the person keeps (rule A7); of an absent person, what may be talked of (C1)."""
    narrowed = not opened.own and before.is_absent(meeting)
    allowed = before.may_talk_of(meeting, reader) if narrowed else set()
    return [
        case
        for case in cases
        if not case.back and (opened.own or not kept(case)) and (not narrowed or need_of(case) in allowed)
    ]


def need_of(case: Case) -> int | None:
    return case.item.need_id if case.item else case.need.pk if case.need else None


def kept(case: Case) -> bool:
    return bool(agenda.kept(case.item, case.need))


def targets(opened: OpenPlan, meeting: Meeting, case: Case) -> list[Meeting]:
    """Meetings to come that the reader sees and the case does not stand at already."""
    coming = Q(date=None) | Q(date__gte=timezone.localdate())
    found = Meeting.objects.of(opened.plan).filter(coming, held=None).exclude(pk=meeting.pk)
    if not opened.own:
        found = found.filter(only_me=False)
    if case.item:
        sent = AgendaItem.objects.of(opened.plan).filter(passed_from=case.item)
        found = found.exclude(pk__in=sent.values("meeting"))
    return list(found.select_related("set"))


def told(meeting: Meeting) -> str:
    day = dates.weekday_date(meeting.date) or meeting.when_text
    return f"{meeting.subject}, {day}" if day else meeting.subject


class PassForm(forms.Form):
    to = radios(label=_("Hvilket møte skal saken til?"), error_messages={"required": _("Velg et møte")})

    def __init__(
        self, data: Any = None, *, opened: OpenPlan, reader: User, case: Case, found: Sequence[Meeting]
    ) -> None:
        super().__init__(data)
        self.opened, self.reader, self.case = opened, reader, case
        self.found = {str(meeting.key): meeting for meeting in found}
        self.fields["to"].choices = [(key, told(one)) for key, one in self.found.items()]  # type: ignore[attr-defined]

    def clean_to(self) -> Meeting:
        """Rule C1: where the person is absent, only what they have said yes to with the one who sends."""
        meeting = self.found[self.cleaned_data["to"]]
        absent = not self.opened.own and before.is_absent(meeting)
        if absent and need_of(self.case) not in before.may_talk_of(meeting, self.reader):
            raise forms.ValidationError(
                _("Personen er ikke med på dette møtet, og har ikke sagt ja til at du tar opp saken der.")
            )
        return meeting

    def refuse(self) -> None:
        """The database did not let it through: something has changed since the page was made."""
        self.add_error("to", _("Saken kan ikke sendes dit nå. Velg et annet møte."))
