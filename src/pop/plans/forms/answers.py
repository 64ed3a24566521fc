"""Short answers: yes or no to a proposal, how it goes, bare for meg, refusals, areas, the end of the sentence."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans import areas, around
from pop.plans.forms.base import ALL, ALONE, kept_field
from pop.plans.forms.fields import boxes, capital, long_text, radios
from pop.plans.models import (
    Contact,
    Entry,
    MeasureStatus,
    ProposalAnswerKind,
    RefusalKind,
    Tangle,
    TopicKind,
)
from pop.plans.opening import OpenPlan
from pop.ui.forms import NorwegianDateField

YES, CHANGE, NO = "yes", "change", "no"


class AnswerForm(forms.Form):
    """The person's answer to a proposal; a no needs no reason. The contact team says who was present (rule I3)."""

    answer = forms.ChoiceField(label=_("Svaret"), choices=[(way, way) for way in (YES, CHANGE, NO)])
    present = forms.CharField(
        label=_("Hvem var til stede?"),
        max_length=200,
        error_messages={"required": _("Skriv hvem som var til stede")},
        help_text=_("For eksempel «Marte Nygård og tolk». Alle som ser tiltaket, ser dette."),
    )
    change = long_text(
        label=_("Hva skal endres?"),
        max_length=2000,
        rows=3,
        error_messages={"required": _("Skriv hva som skal endres")},
        help_text=_("Den som foreslo det, leser dette."),
    )
    reason = long_text(label=_("Hvorfor ikke?"), max_length=2000, rows=3, required=False)
    shown = forms.BooleanField(
        label=_("Den som foreslo det, og andre som ser dette temaet, kan lese hvorfor"), required=False
    )

    def __init__(self, data: Any = None, *, opened: OpenPlan) -> None:
        super().__init__(data)
        self.own = opened.own
        self.fields["reason"].help_text = (
            _t(
                "Du bestemmer. Du kan si nei uten å forklare hvorfor. Ingen andre leser det hvis du ikke krysser av."
            )
            if opened.own
            else _t("Kan stå tom. Den som foreslo det, og andre som ser dette temaet, kan lese det.")
        )
        del self.fields["present" if opened.own else "shown"]
        # Only whoever asks for a change must say which; the others send the field empty.
        self.fields["change"].required = data is None or data.get("answer") == CHANGE

    def said(self) -> dict[str, Any]:
        """What the action takes besides the measure and the writer."""
        data = self.cleaned_data
        kind, words = {
            YES: (ProposalAnswerKind.CHOSEN, ""),
            CHANGE: (ProposalAnswerKind.CHANGE, data["change"]),
            NO: (ProposalAnswerKind.DECLINED, data["reason"]),
        }[data["answer"]]
        shown = kind != ProposalAnswerKind.DECLINED or not self.own or data["shown"]
        return {"kind": kind, "words": words, "shown": shown, "present": data.get("present", "")}


class ChoiceSheetForm(forms.Form):
    """What stands on a signed sheet of choices."""

    code = forms.CharField(
        label=_("Koden på arket"), max_length=12, error_messages={"required": _("Skriv koden på arket")}
    )
    signed_on = NorwegianDateField(
        label=_("Når er det underskrevet?"), error_messages={"required": _("Skriv når det er underskrevet")}
    )
    ticked = boxes(label=_("Hvilke forslag er det krysset «ja» for?"), required=False)

    def __init__(self, data: Any = None, *, proposals: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["ticked"].choices = proposals  # type: ignore[attr-defined]
        if not proposals:
            del self.fields["ticked"]

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen kan ikke være fram i tid"))
        return day


class StatusForm(forms.Form):
    status = radios(label=_("Hvordan går det?"), error_messages={"required": _("Velg en status")})
    status_reason = forms.CharField(
        label=_("Hva venter det på, eller hvorfor er det stoppet?"), max_length=300, required=False
    )

    CHOICES = (
        MeasureStatus.CHOSEN,
        MeasureStatus.IN_PROGRESS,
        MeasureStatus.WAITING,
        MeasureStatus.DONE,
        MeasureStatus.STOPPED,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any], only_stop: bool = False) -> None:
        super().__init__(data, initial=initial)
        offered = (MeasureStatus.STOPPED,) if only_stop else self.CHOICES
        words = dict(MeasureStatus.choices) | ({MeasureStatus.DONE: _("Gjort")} if only_stop else {})
        self.fields["status"].choices = [(key, words[key]) for key in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        status = data.get("status")
        if status in (MeasureStatus.WAITING, MeasureStatus.STOPPED):
            if not data.get("status_reason"):
                error = {
                    MeasureStatus.WAITING: _("Skriv hva det venter på"),
                    MeasureStatus.STOPPED: _("Skriv hvorfor det er stoppet"),
                }[MeasureStatus(status)]
                self.add_error("status_reason", error)
        else:
            data["status_reason"] = ""
        return data


class MeasureNoteForm(forms.Form):
    text = long_text(label=_("Hva er gjort?"), error_messages={"required": _("Skriv hva som er gjort")})


class KeepForm(forms.Form):
    """*Bare for meg* on something that is written already."""

    def __init__(self, data: Any = None, *, opened: OpenPlan, entry: Entry) -> None:
        contact = around.user_keys([entry.only_me_contact_id]) if entry.only_me_contact_id else {}
        now = next(iter(contact.values()), ALONE) if entry.only_me else ALL
        super().__init__(data, initial={"kept": now})
        self.fields["kept"] = kept_field(opened)
        self.fields["kept"].initial = now


class RefusalForm(forms.Form):
    kind = radios(
        capital(RefusalKind.choices),
        label=_("Hva er det nei til?"),
        error_messages={"required": _("Velg ett")},
    )
    own_words = long_text(label=_("Med egne ord"), required=False, rows=3)

    def __init__(self, data: Any = None, *, taken: set[str]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = capital(c for c in RefusalKind.choices if c[0] not in taken)  # type: ignore[attr-defined]


class GroundworkForm(forms.Form):
    brik_completed = forms.CharField(
        label=_("BRIK – kartlegging fullført"),
        max_length=60,
        required=False,
        help_text=_("Dato, eller det dere vet"),
    )
    explained_on = NorwegianDateField(label=_("Forklart når?"), required=False)
    explained_language = forms.CharField(
        label=_("Forklart på hvilket språk?"),
        max_length=40,
        required=False,
        help_text=_("For eksempel «tyrkisk, med tolk»"),
    )


class AreasForm(forms.Form):
    """The innsatsområder of the plan: those of the form by floke, and up to ten of its own."""

    own = forms.CharField(label=_("Et eget område"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, offered: dict[int, areas.Area]) -> None:
        self.offered = offered
        super().__init__(data)
        for tangle in Tangle:
            within = [a for a in offered.values() if a.tangle == tangle]
            if within:
                self.fields[f"areas_{tangle.value}"] = boxes(
                    [(str(a.number), a.name) for a in within],
                    label=tangle.label,
                    required=False,
                    initial=[str(a.number) for a in within if a.ticked],
                )
        self.order_fields([*(name for name in self.fields if name != "own"), "own"])

    def ticked(self) -> set[int]:
        picked = (values for name, values in self.cleaned_data.items() if name.startswith("areas_"))
        return {int(number) for values in picked for number in values}

    @property
    def own_left(self) -> int:
        return 10 - sum(a.kind == TopicKind.OWN for a in self.offered.values())


class SentenceEndForm(forms.Form):
    on = NorwegianDateField(
        label=_("Siste dag av straffen"),
        required=False,
        help_text=_("La den stå tom hvis straffen ikke er ferdig."),
    )

    def __init__(self, data: Any = None, *, ended: date | None) -> None:
        super().__init__(data, initial={"on": ended})


class OpenContactForm(forms.Form):
    """One contact, opened to one agency or one named person at a time (rule A11)."""

    to = radios(label=_("Hvem skal få se?"), error_messages={"required": _("Velg hvem som skal få se")})

    def __init__(self, data: Any = None, *, opened: OpenPlan, contact: Contact) -> None:
        super().__init__(data)
        team = [m for m in around.members(opened.plan) if not m.contact]
        users = around.user_keys(m.user_id for m in team)
        agencies = around.agency_keys(m.agency_id for m in team)
        self.targets: dict[str, tuple[str, dict[str, int]]] = {}
        for m in team:
            self.targets[f"user:{users[m.user_id]}"] = (str(m), {"user_id": m.user_id})
            if m.agency_id in agencies and m.body:
                everyone = _t("Alle fra %(agency)s i teamet") % {"agency": m.body}
                self.targets[f"agency:{agencies[m.agency_id]}"] = (everyone, {"agency_id": m.agency_id})
        self.fields["to"].choices = [(key, text) for key, (text, _row) in self.targets.items()]  # type: ignore[attr-defined]
