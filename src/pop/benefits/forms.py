"""What is asked of those who keep the goals, the plan and the report, and of those who try something out."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.benefits.indicators import indicators
from pop.benefits.models import Aim, AimKind, Decision, Gain, TrialRoundKind, Tried
from pop.people.models import Unit
from pop.plans.forms.fields import boxes, capital, long_text, radios
from pop.surveys.forms import ThreeLanguages, in_fields
from pop.ui.forms import NorwegianDateField

TWO_WEEKS = timedelta(days=13)
"""From the first day of a trial to its last."""


class FreezeForm(forms.Form):
    measurement = forms.ChoiceField(label=_("Måling"))
    why = forms.CharField(
        label=_("Merknad"), required=False, max_length=300,
        help_text=_("For eksempel hvorfor det er denne måneden. Kan stå tom."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, measurements: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["measurement"].choices = measurements  # type: ignore[attr-defined]


class AimForm(ThreeLanguages):
    """A link of the map of benefits, in three languages."""

    asked_for = {"name": (_("Navn"), True, 120), "whom": (_("Hvem det gjelder"), False, 120)}
    kind = radios(label=_("Hva er det?"), choices=capital(AimKind.choices))
    gain = radios(
        label=_("Hva slags gevinst?"), required=False,
        choices=[("", _("Det er ikke en gevinst")), *capital(Gain.choices)],
    )  # fmt: skip
    leads_to = boxes(label=_("Hva fører det til?"), required=False)

    def __init__(self, data: Any = None, *, goals: list[Aim], now: Aim | None = None) -> None:
        super().__init__(data, initial=self.begin(now) if now else None)
        self.goals = {goal.code: goal for goal in goals if goal != now}
        self.fields["leads_to"].choices = [(code, str(goal)) for code, goal in self.goals.items()]  # type: ignore[attr-defined]
        if now:
            del self.fields["kind"]
        self.kind_now = now.kind if now else ""
        words = [name for name in self.fields if name.startswith(("name_", "whom_"))]
        self.order_fields(["kind", *words, "gain", "leads_to"])

    @staticmethod
    def begin(now: Aim) -> dict[str, Any]:
        codes = [one.effect.code for one in now.effects.select_related("effect")]
        return (
            in_fields("name", now.name)
            | in_fields("whom", now.stakeholders)
            | {"gain": now.gain, "leads_to": codes}
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind = found.get("kind") or self.kind_now
        if kind and (kind == AimKind.BENEFIT) != bool(found.get("gain")):
            self.add_error("gain", _("Velg kvalitet eller effektivitet for en gevinst, og bare for den."))
        return found

    def said(self) -> dict[str, Any]:
        """As the actions take it, but for the kind."""
        return {
            "name": self.words("name"), "stakeholders": self.words("whom"), "gain": self.cleaned_data["gain"],
            "leads_to": [self.goals[code] for code in self.cleaned_data["leads_to"]],
        }  # fmt: skip


class PlanLineForm(forms.Form):
    """Who answers for a goal, how it is measured, and what is expected."""

    owner = forms.CharField(
        label=_("Eier"), max_length=120, help_text=_("En rolle eller en avdeling, ikke et navn."),
        error_messages={"required": _("Skriv hvilken rolle eller avdeling som eier det.")},
    )  # fmt: skip
    indicator = forms.ChoiceField(label=_("Indikator"), required=False)
    points = forms.CharField(
        label=_("Målepunkter"),
        required=False,
        max_length=200,
        help_text=_("For eksempel «hver måned, vurderes i juni og desember»."),
    )
    expected = forms.DecimalField(
        label=_("Forventet endring fra nullpunktet"), required=False, max_digits=7, decimal_places=1, localize=True,
        help_text=_("I prosentpoeng, dager eller antall. Skriv minus foran når det skal bli færre."),
        error_messages={"invalid": _("Skriv et tall, for eksempel 10.")},
    )  # fmt: skip
    by_day = NorwegianDateField(label=_("Innen"), required=False)
    money = forms.IntegerField(
        label=_("Kroner i året"), required=False, min_value=0, max_value=10**12,
        help_text=_("Bare når det er regnet ut."),
        error_messages={"invalid": _("Skriv et helt tall uten mellomrom."), "min_value": _("Skriv et tall fra 0 og opp.")},
    )  # fmt: skip
    reckoned = forms.CharField(label=_("Slik er kronene regnet ut"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        measured = [(one.id, str(one)) for one in indicators().values() if one.direction != "context"]
        self.fields["indicator"].choices = [("", _("Ingen ennå")), *measured]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("money") and not found.get("reckoned"):
            self.add_error("reckoned", _("Skriv hvordan kronene er regnet ut."))
        return found


class StepForm(forms.Form):
    """Something to be done for a goal."""

    goal = forms.ChoiceField(label=_("For hvilket mål?"))
    unit = forms.ChoiceField(label=_("Enhet"), required=False)
    what = forms.CharField(
        label=_("Hva skal gjøres?"), max_length=200, help_text=_("Ikke skriv navn på personer."),
        error_messages={"required": _("Skriv hva som skal gjøres.")},
    )  # fmt: skip
    owner = forms.CharField(
        label=_("Ansvar"), max_length=120, help_text=_("En rolle eller en avdeling, ikke et navn."),
        error_messages={"required": _("Skriv hvilken rolle eller avdeling som gjør det.")},
    )  # fmt: skip
    due = NorwegianDateField(label=_("Frist"), error_messages={"required": _("Skriv en frist.")})

    def __init__(self, data: Any = None, *, goals: list[Aim], units: list[Unit], everywhere: bool) -> None:
        super().__init__(data)
        self.goals = {goal.code: goal for goal in goals}
        self.units = {str(unit.key): unit for unit in units}
        self.fields["goal"].choices = [(code, str(goal)) for code, goal in self.goals.items()]  # type: ignore[attr-defined]
        first = [("", _("Hele kriminalomsorgen"))] if everywhere else []
        self.fields["unit"].choices = first + [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["unit"].required = not everywhere

    def step(self) -> dict[str, Any]:
        """As the action takes it."""
        found = dict(self.cleaned_data)
        return found | {"goal": self.goals[found["goal"]], "unit": self.units.get(found["unit"])}


class DoneForm(forms.Form):
    came_of_it = forms.CharField(
        label=_("Hva førte det til?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hva det førte til, også om det var ingenting.")},
    )  # fmt: skip


class AssessmentForm(forms.Form):
    """What was achieved for one goal, in words."""

    text = long_text(
        label=_("Hva viser tallene, og hva vet vi ellers?"), max_length=2000,
        help_text=_("Si også hva som kan være en annen grunn. Ikke skriv om personer."),
        error_messages={"required": _("Skriv en vurdering.")},
    )  # fmt: skip
    worth = forms.CharField(
        label=_("Hva er det verdt?"),
        required=False,
        max_length=300,
        help_text=_("I kroner, tid eller kvalitet. Kan stå tomt."),
    )


class OutsideForm(forms.Form):
    """Return to crime, as somebody else counted it."""

    year = forms.IntegerField(
        label=_("Løslatt i år"),
        min_value=1990,
        max_value=2100,
        error_messages={"required": _("Skriv et årstall."), "invalid": _("Skriv et årstall.")},
    )
    years_followed = forms.IntegerField(
        label=_("Fulgt i antall år"),
        min_value=1,
        max_value=20,
        error_messages={"required": _("Skriv hvor mange år."), "invalid": _("Skriv et helt tall.")},
    )
    persons = forms.IntegerField(
        label=_("Antall personer"), min_value=10, max_value=1_000_000,
        error_messages={"required": _("Skriv hvor mange."), "invalid": _("Skriv et helt tall."), "min_value": _("Minst ti: færre kan peke på noen.")},
    )  # fmt: skip
    returned = forms.IntegerField(
        label=_("Av dem fikk ny dom"), min_value=5, max_value=1_000_000,
        error_messages={"required": _("Skriv hvor mange."), "invalid": _("Skriv et helt tall."), "min_value": _("Minst fem: færre kan peke på noen.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Kilde"), max_length=200, error_messages={"required": _("Skriv hvor tallet er fra.")}
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "persons" in found and "returned" in found and found["persons"] < found["returned"] + 5:
            self.add_error("returned", _("Minst fem må være uten ny dom: færre kan peke på noen."))
        if found.get("year", 0) + found.get("years_followed", 0) > timezone.localdate().year:
            self.add_error("years_followed", _("Årene er ikke over ennå."))
        return found


class TrialForm(forms.Form):
    """What is tried, by whom, for how long, and what for."""

    name = forms.CharField(
        label=_("Hva skal utprøvingen hete?"),
        max_length=100,
        error_messages={"required": _("Skriv et navn.")},
    )
    tried = radios(
        label=_("Hva prøver dere?"),
        choices=capital(Tried.choices),
        error_messages={"required": _("Velg hva dere prøver.")},
    )
    what = forms.CharField(label=_("Fortell kort"), required=False, max_length=300)
    units = boxes(label=_("Enheter"), error_messages={"required": _("Velg minst én enhet.")})
    partners = forms.CharField(
        label=_("Partnere"), max_length=300, help_text=_("Etater, ikke personer. For eksempel: Nav Nordnes og skolen."),
        error_messages={"required": _("Skriv hvilke etater som er med.")},
    )  # fmt: skip
    goal = forms.CharField(
        label=_("Hva skal være bedre etterpå?"),
        max_length=300,
        error_messages={"required": _("Skriv målet. Det avgjøres etter det.")},
    )
    begins_on = NorwegianDateField(label=_("Fra"), error_messages={"required": _("Skriv første dag.")})
    ends_on = NorwegianDateField(
        label=_("Til"), required=False, help_text=_("Står den tom, blir det to uker.")
    )

    def __init__(self, data: Any = None, *, units: list[Unit]) -> None:
        super().__init__(data)
        self.places = {str(unit.key): unit for unit in units}
        self.fields["units"].choices = [(key, unit.name) for key, unit in self.places.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        begins: date | None = found.get("begins_on")
        if begins and not found.get("ends_on") and "ends_on" not in self.errors:
            found["ends_on"] = begins + TWO_WEEKS
        if begins and found.get("ends_on") and found["ends_on"] < begins:
            self.add_error("ends_on", _("Siste dag er før den første."))
        if found.get("tried") == Tried.OWN and not found.get("what"):
            self.add_error("what", _("Fortell hva dere prøver."))
        return found

    def trial(self) -> dict[str, Any]:
        """As the action takes it."""
        found = dict(self.cleaned_data)
        return found | {"units": [self.places[key] for key in found["units"]]}


class TrialRoundForm(forms.Form):
    kind = radios(
        label=_("Hva vil du spørre om?"),
        choices=capital(TrialRoundKind.choices),
        error_messages={"required": _("Velg hva du vil spørre om.")},
    )
    unit = forms.ChoiceField(label=_("Enhet"))

    def __init__(self, data: Any = None, *, units: list[Unit]) -> None:
        super().__init__(data)
        self.units = {str(unit.key): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    decision = radios(
        label=_("Hva ble bestemt?"),
        choices=capital(Decision.choices),
        error_messages={"required": _("Velg stopp, endre eller spre.")},
    )
    why = forms.CharField(
        label=_("Hvorfor? Hold det mot målet."), max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hvorfor.")},
    )  # fmt: skip
