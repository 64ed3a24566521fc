"""Møtesamtykke (rule C1): which needs may be talked of with whom, at one meeting where the person is absent."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.meetings.models import MeetingConsent
from pop.plans import around
from pop.plans.around import Member
from pop.plans.models import Meeting, Need
from pop.plans.opening import OpenPlan


def named(opened: OpenPlan, meeting: Meeting) -> list[Member]:
    """Those whom the person may name: the team, those who are called first."""
    called = set(meeting.invitees.values_list("user_id", flat=True))
    return sorted(around.members(opened.plan), key=lambda member: member.user_id not in called)


def given(meeting: Meeting) -> dict[int, set[int]]:
    """The needs that hold now for each who is named, by user; as the actor may see them."""
    found: dict[int, set[int]] = defaultdict(set)
    for user, need in MeetingConsent.objects.filter(meeting=meeting, ended_at=None).values_list(
        "user_id", "need_id"
    ):
        found[user].add(need)
    return found


class ConsentForm(forms.Form):
    """One list of needs for each who is named. Nobody is ticked at first: nothing is said yes to."""

    def __init__(self, data: Any = None, *, opened: OpenPlan, meeting: Meeting) -> None:
        super().__init__(data)
        self.people = named(opened, meeting)
        self.needs: Sequence[Need] = list(Need.objects.of(opened.plan).order_by("written_at", "pk"))
        keys = around.user_keys(member.user_id for member in self.people)
        already, choices = given(meeting), [(str(need.key), need.text) for need in self.needs]
        self.needed_sometimes = {f"with_{key}" for key in keys.values()}
        self.names = {f"with_{keys[member.user_id]}": member for member in self.people}
        for name, member in self.names.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=str(member),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(need.key) for need in self.needs if need.pk in already[member.user_id]],
            )
        if not opened.own:
            self.fields["present"] = forms.CharField(
                label=_("Hvem var til stede da personen sa dette?"),
                max_length=150,
                error_messages={"required": _("Skriv hvem som var til stede")},
            )

    def wanted(self) -> set[tuple[int, int]]:
        """User and need, of all that is ticked."""
        by_key = {str(need.key): need.pk for need in self.needs}
        return {
            (member.user_id, by_key[key])
            for name, member in self.names.items()
            for key in self.cleaned_data[name]
        }
