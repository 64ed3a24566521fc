"""What somebody wants on the agenda: first what it is about, then the words. The topic decides who reads it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.meetings import agenda, before
from pop.meetings.models import AgendaItem
from pop.people.models import User
from pop.plans import areas
from pop.plans.models import Measure, Meeting, Need
from pop.plans.opening import OpenPlan

OTHER = "mote"
"""Nothing of the plan, but the meeting itself: read by those who see all its meetings."""


@dataclass(frozen=True)
class Subject:
    """What it is about. What is kept to the person is kept so on the agenda too, and so is a whole meeting (rule A7)."""

    topic: int
    heading: str
    need: Need | None = None
    measure: Measure | None = None
    meeting: Meeting | None = None

    @property
    def kept(self) -> dict[str, Any]:
        return agenda.kept(self.need, self.measure, self.meeting)


def choices(opened: OpenPlan, meeting: Meeting, reader: User) -> list[tuple[str, str]]:
    """Needs that the reader sees and may write about, then areas, then the meeting itself. C1: only the first, some of them."""
    writable = areas.writable(opened.plan)
    needs = Need.objects.of(opened.plan).order_by("-acute", "written_at", "pk")
    only_needs = not opened.own and before.is_absent(meeting)
    if only_needs:
        needs = needs.filter(pk__in=before.may_talk_of(meeting, reader))
    told = [
        (f"behov:{need.key}", _t("Behov: %(what)s") % {"what": need.text})
        for need in needs
        if need.topic_id in writable and (opened.own or not need.only_me)
    ]
    if only_needs:
        return told
    named = areas.of(opened.plan)
    told += [
        (f"tema:{number}", area.name)
        for number, area in named.items()
        if number in writable and area.kind != "basic" and (area.ticked or not opened.partner)
    ]
    if meeting.topic_id in writable:
        told.append((OTHER, _t("Noe annet")))
    return told


def find(opened: OpenPlan, meeting: Meeting, reader: User, asked: str) -> Subject | None:
    """What is asked for, when the reader sees it and may write there; None otherwise. The database has the last word."""
    kind, _colon, which = asked.partition(":")
    found = subject(opened, meeting, kind, which)
    if (
        found is None
        or found.topic not in areas.writable(opened.plan)
        or agenda.kept(found.need, found.measure)
        and not opened.own
    ):
        return None
    found = replace(found, meeting=meeting)
    if not opened.own and before.is_absent(meeting):
        # Rule C1: only of needs that may be talked of with the one who asks.
        return found if found.need and found.need.pk in before.may_talk_of(meeting, reader) else None
    return found


def subject(opened: OpenPlan, meeting: Meeting, kind: str, which: str) -> Subject | None:
    if kind == OTHER:
        return Subject(meeting.topic_id, "")
    if kind == "tema":
        area = areas.of(opened.plan).get(int(which)) if which.isdecimal() and len(which) < 5 else None
        return Subject(area.number, area.name) if area and area.kind != "basic" else None
    try:
        key = UUID(which)
    except ValueError:
        return None
    if kind == "behov":
        need = Need.objects.of(opened.plan).filter(key=key).first()
        return Subject(need.topic_id, need.text, need=need) if need else None
    measure = Measure.objects.of(opened.plan).filter(key=key).first() if kind == "tiltak" else None
    return Subject(measure.topic_id, measure.text, measure=measure) if measure else None


class AboutForm(forms.Form):
    """Step one, by GET."""

    om = forms.ChoiceField(label=_("Hva handler det om?"))

    def __init__(self, told: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["om"].choices = [("", _t("Velg")), *told]  # type: ignore[attr-defined]


class RaiseForm(forms.Form):
    text = forms.CharField(
        label=_("Hva vil du ta opp?"),
        max_length=AgendaItem._meta.get_field("text").max_length,
        error_messages={"required": _("Skriv hva du vil ta opp")},
    )
    persons = forms.BooleanField(label=_("Dette er det personen selv vil ta opp"), required=False)
    only_me = forms.BooleanField(
        label=_("Bare for meg"), required=False, help_text=_("Da er det en huskelapp som ingen andre ser.")
    )

    def __init__(self, *given: Any, opened: OpenPlan, subject: Subject, **named: Any) -> None:
        super().__init__(*given, **named)
        if not opened.contact:
            del self.fields["persons"]
        if not opened.own or subject.kept:
            del self.fields["only_me"]
