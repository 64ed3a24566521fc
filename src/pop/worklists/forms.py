"""What is asked about who shares the work and who is away."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans.forms.fields import boxes, radios
from pop.ui.forms import NorwegianDateField

NOBODY = ""
FEWEST, MOST = 2, 5
"""Officers in a team (work order 4, section 5)."""


class RosterForm(forms.Form):
    """The days on which one is off; all other days of the form are days on duty."""

    off = boxes(label=_("Hvilke dager har du fri?"), required=False)

    def __init__(self, data: Any = None, *, days: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["off"].choices = days  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    """From when, until when, and who has the tasks meanwhile. There is no field for why."""

    who = radios(label=_("Hvem er borte?"), error_messages={"required": _("Velg hvem som er borte")})
    since = NorwegianDateField(label=_("Fra"), error_messages={"required": _("Skriv fra hvilken dag")})
    until = NorwegianDateField(
        label=_("Til og med"), required=False, help_text=_("La feltet stå tomt når det ikke er kjent.")
    )
    deputy = radios(label=_("Stedfortreder"), required=False, initial=NOBODY)
    team = radios(label=_("Skal teamet få oppgavene?"), required=False, initial=NOBODY)

    def __init__(
        self, data: Any = None, *, people: list[tuple[str, str]], deputies: list[tuple[str, str]],
        teams: list[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.fields["who"].choices = people  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [*deputies, (NOBODY, _t("Ingen"))]  # type: ignore[attr-defined]
        self.fields["team"].choices = [*teams, (NOBODY, _t("Nei"))]  # type: ignore[attr-defined]
        if len(people) == 1:
            del self.fields["who"]
        if not teams:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _t("Siste dag kan ikke være før første dag"))
        if until and until < timezone.localdate():
            self.add_error("until", _t("Velg en dag som ikke er over"))
        if found.get("deputy") and found.get("deputy") == found.get("who"):
            self.add_error("deputy", _t("Velg en annen enn den som er borte"))
        return found


class TeamForm(forms.Form):
    """A team of the unit: what it is called and who shares the work."""

    name = forms.CharField(
        label=_("Hva heter teamet?"),
        max_length=60,
        help_text=_("For eksempel Team B"),
        error_messages={"required": _("Skriv hva teamet heter")},
    )
    users = boxes(
        label=_("Hvem er med?"),
        help_text=_("To til fem ansatte."),
        error_messages={"required": _("Velg hvem som er med")},
    )

    def __init__(
        self, data: Any = None, *, people: list[tuple[str, str]], taken: set[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.taken = taken
        self.fields["users"].choices = people  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if name.casefold() in self.taken:
            raise forms.ValidationError(_t("Enheten har et team med dette navnet. Velg et annet navn."))
        return name

    def clean_users(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["users"]
        if not FEWEST <= len(chosen) <= MOST:
            raise forms.ValidationError(_t("Et team er to til fem ansatte."))
        return chosen


class GiveForm(forms.Form):
    """Which tasks, and to which team."""

    team = radios(label=_("Hvilket team?"), error_messages={"required": _("Velg et team")})
    tasks = boxes(label=_("Hvilke oppgaver?"), error_messages={"required": _("Velg minst én oppgave")})

    def __init__(
        self, data: Any = None, *, teams: list[tuple[str, str]], tasks: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]


def day_of(text: str) -> date | None:
    """A day as the form sends it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
