"""A letter, that it was sent, what came back, and the words of the standard letters."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.letters import filling
from pop.letters.complaints import UNKNOWN, periods
from pop.letters.models import Reply, SentWay
from pop.letters.standard import PERSON, UNIT, by_code
from pop.plans.forms.fields import boxes, capital, long_text, radios
from pop.ui.forms import NorwegianDateField

ELSEWHERE = "elsewhere"
"""A recipient who is not in the register of agencies."""
VOICES = {PERSON: _("Personen selv, med egen avsender"), UNIT: _("Enheten, som forteller noe videre")}
WRITTEN_IN = (("nb", _("Bokmål")), ("nn", _("Nynorsk")))


def not_ahead(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_t("Datoen kan ikke være fram i tid"))
    return day


class RecipientForm(forms.Form):
    """Who it is from and to; what may be taken in follows from that."""

    voice = radios(label=_("Hvem er brevet fra?"))
    language = radios(WRITTEN_IN, label=_("Språk i brevet"), initial="nb")
    to = radios(
        label=_("Hvem skal ha brevet?"), error_messages={"required": _("Velg hvem som skal ha brevet")}
    )
    to_name = forms.CharField(
        label=_("Navnet på mottakeren"), max_length=200, required=False,
        help_text=_("Kontoret eller avdelingen. Kan stå tomt når du har valgt en etat over."),
    )  # fmt: skip
    to_address = long_text(label=_("Adressen til mottakeren"), rows=3, max_length=500, required=False)

    needed_sometimes = ("to_name",)

    def __init__(
        self, *args: Any, voices: tuple[str, ...], parties: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voice"].choices = [(v, VOICES[v]) for v in voices]  # type: ignore[attr-defined]
        if len(voices) == 1:
            self.fields["voice"].widget = forms.HiddenInput()
        self.fields["to"].choices = [*parties, (ELSEWHERE, _("En annen, som jeg skriver under"))]  # type: ignore[attr-defined]
        self.names = dict(parties)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("to_name"):
            if data.get("to") == ELSEWHERE:
                self.add_error("to_name", _t("Skriv hvem som skal ha brevet"))
            data["to_name"] = self.names.get(data.get("to", ""), "")
        return data


class LetterForm(RecipientForm):
    """The rest of the letter. `facts`: what may be taken in, as code and line. `may_answer`: whom the unit may ask; None for all."""

    sender = long_text(
        label=_("Avsender"), rows=3, max_length=500,
        error_messages={"required": _("Skriv navn og adresse som svaret skal gå til")},
        help_text=_("Navn og adressen svaret skal gå til."),
    )  # fmt: skip
    facts = boxes(label=_("Hentet fra planen. Ta bort det som ikke skal med"), required=False)
    words = long_text(label=_("Det du vil si, med egne ord"), rows=6, max_length=5000, required=False)
    only_me = forms.BooleanField(
        label=_("Bare for meg"), required=False,
        help_text=_("Brevet står i planen din, men ingen andre ser det her."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, facts: list[tuple[str, str]], own: bool, prison: tuple[str, ...] = (),
        may_answer: set[str] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.prison, self.may_answer = prison, may_answer
        self.fields["facts"].choices = facts  # type: ignore[attr-defined]
        if not facts:
            del self.fields["facts"]
        if not own:
            del self.fields["only_me"]

    def clean(self) -> dict[str, Any]:
        """The person's own letter says nothing of where it was written (rule C5)."""
        data = super().clean()
        said = str(data.get("sender", "")).casefold()
        if data.get("voice") == PERSON and any(name.casefold() in said for name in self.prison if name):
            self.add_error(
                "sender", _t("Brevet er fra personen selv. Skriv en adresse som ikke er enhetens.")
            )
        if (
            self.may_answer is not None
            and data.get("voice") == UNIT
            and data.get("to") in self.names
            and data["to"] not in self.may_answer
        ):
            # Forvaltningsloven § 13 a nr. 1: the unit asks where the person has said yes; the person may always ask. Somebody who is in no
            # register has no consent here either: the signed one goes along with the letter, as the guide says.
            said_no = _t("Personen har ikke sagt ja til at dere henter opplysninger om dette derfra.")
            self.add_error("to", f"{said_no} {_t('Spør om samtykke først, eller la personen skrive selv.')}")
        return data


class SentForm(forms.Form):
    """That it went out, and until when an answer is expected."""

    sent_on = NorwegianDateField(
        label=_("Sendt"), error_messages={"required": _("Skriv når brevet ble sendt")}
    )
    sent_way = radios(
        capital(SentWay.choices),
        label=_("Hvordan?"),
        error_messages={"required": _("Velg hvordan det ble sendt")},
    )
    answer_due = NorwegianDateField(
        label=_("Svar ventes innen"), required=False,
        help_text=_("Kommer det ikke svar, får dere beskjed, og en purring er klar. La feltet stå tomt hvis ingen skal svare."),
    )  # fmt: skip

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        today = timezone.localdate()
        first = {"sent_on": today, "answer_due": today + timedelta(days=days) if days else None}
        kwargs.setdefault("initial", first)
        super().__init__(*args, **kwargs)

    def clean_sent_on(self) -> date | None:
        return not_ahead(self.cleaned_data["sent_on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        sent, due = data.get("sent_on"), data.get("answer_due")
        if sent and due and due < sent:
            self.add_error("answer_due", _t("Svaret kan ikke ventes før brevet er sendt"))
        return data


class ReplyForm(forms.Form):
    """What came back. The date printed on a decision wins over the one worked out (rule C6)."""

    answered_on = NorwegianDateField(
        label=_("Svaret kom"), error_messages={"required": _("Skriv når svaret kom")}
    )
    reply = radios(
        capital(Reply.choices),
        label=_("Hva ble svaret?"),
        error_messages={"required": _("Velg hva svaret ble")},
    )
    complaint_period = radios(label=_("Hvilken lov gjelder vedtaket?"), required=False, initial=UNKNOWN)
    printed = NorwegianDateField(
        label=_("Klagefristen som står i vedtaket"), required=False,
        help_text=_("Står det en dato i vedtaket, er det den som gjelder."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["complaint_period"].choices = [  # type: ignore[attr-defined]
            *((code, str(period)) for code, period in periods().items()),
            (UNKNOWN, _t("Vet ikke: se vedtaket")),
        ]

    def clean_answered_on(self) -> date | None:
        return not_ahead(self.cleaned_data["answered_on"])

    def columns(self) -> dict[str, Any]:
        """Only a no, or a yes to a part, is complained about."""
        data = dict(self.cleaned_data)
        if data["reply"] not in (Reply.NO, Reply.PARTLY):
            data |= {"complaint_period": "", "printed": None}
        return data


class TextForm(forms.Form):
    """A new version of the central part, or of a unit's local part."""

    text = long_text(label=_("Tekst"), rows=8, required=False)


class TemplateForm(forms.Form):
    """A Word template, and which letters it is for. Its fields are checked before it is kept."""

    code = radios(label=_("Hvilke brev gjelder malen?"), required=False, initial="")
    file = forms.FileField(
        label=_("Word-fil (.docx)"), help_text=_("Høyst 1 MB, uten makroer."),
        error_messages={"required": _("Velg en fil"), "empty": _("Filen er tom. Velg en annen.")},
    )  # fmt: skip

    def __init__(self, *args: Any, back: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(row.code, str(row)) for row in by_code().values() if UNIT in row.voices]
        self.fields["code"].choices = [("", _t("Alle brev fra enheten")), *kinds]  # type: ignore[attr-defined]
        if back:
            del self.fields["file"]

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(filling.MAX_BYTES + 1)
        filling.check(content)
        return content
