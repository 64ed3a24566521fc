"""What an officer fills in: the file, whom it is about, and what a human must decide about the rows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.imports import choices as decided
from pop.imports import guess, texts
from pop.imports.choices import Choices, ContactChoice, MeasureChoice, MeetingChoice, codes_of_row
from pop.imports.errors import UnreadableForm
from pop.imports.form import MinPop
from pop.imports.labels import AREAS
from pop.imports.minpop import read_form
from pop.imports.package import read_stream
from pop.plans.forms.about import INJURED
from pop.plans.models import MeasureStatus, Topic
from pop.teams.forms import NewPlanForm
from pop.ui.forms import NorwegianDateField

MAX_FIELDS: Final = 400
"""More rows than any form has; Django takes at most a thousand fields of a page."""


class UploadForm(forms.Form):
    """One Word file. What it is, its content says, not its name."""

    file = forms.FileField(
        label=_("Utfylt skjema"),
        help_text=_("En Word-fil (.docx) på høyst 10 MB."),
        widget=forms.FileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
        error_messages={
            "required": _("Velg filen med det utfylte skjemaet."),
            "empty": _("Filen er tom. Velg filen med det utfylte skjemaet."),
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
        },
    )

    def clean_file(self) -> MinPop:
        """What the form says; one clear sentence for a file that is refused."""
        sent = self.cleaned_data["file"]
        try:
            read = read_form(read_stream(sent), today=timezone.localdate())
        except UnreadableForm as error:
            raise forms.ValidationError(texts.refusal(error.code), code=error.code) from error
        rows = 3 * len(read.measures) + len(read.goals) + 2 * len(read.contacts) + 2 * len(read.meetings)
        if rows + len(read.own_areas) + len(decided.leftovers(read)) > MAX_FIELDS:
            raise forms.ValidationError(texts.refusal("too_much"), code="too_much")
        return read


class NewPersonForm(NewPlanForm):
    """Who the plan is about, as far as the form says it (rule A14)."""

    birth_date = NorwegianDateField(
        label=_("Fødselsdato"),
        required=False,
        help_text=_("Står ikke i skjemaet. Med fødselsdato er det lettere å skille to med samme navn."),
    )
    national_id = None  # type: ignore[assignment]
    language = None  # type: ignore[assignment]
    no_tie = forms.BooleanField(
        label=_("Jeg har ingen private bånd til personen"),
        help_text=_("Kjenner du personen privat, må en kollega lese inn skjemaet."),
        error_messages={
            "required": _("Bekreft at du ikke har private bånd, eller la en kollega lese inn skjemaet.")
        },
    )

    def clean_birth_date(self) -> Any:
        return super().clean_birth_date() if self.cleaned_data.get("birth_date") else None

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "no_tie"}


class TargetForm(forms.Form):
    """A new person, or a plan that the actor follows. `sure` is asked where there is doubt (rule A14)."""

    NEW: Final = "new"
    target = forms.ChoiceField(
        label=_("Velg person"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem skjemaet gjelder.")},
    )
    sure = forms.BooleanField(label=_("Jeg har kontrollert at dette er riktig person"), required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, plans: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (self.NEW, _t("En ny person. Jeg lager en plan.")),
            *plans,
        ]

    @property
    def is_new(self) -> bool:
        return bool(self.chosen == self.NEW)

    @property
    def chosen(self) -> Any:
        return self.data.get("target") if self.is_bound else self.initial.get("target")

    @property
    def is_sure(self) -> bool:
        """Ticked, and about the person for whom it was asked."""
        return bool(self.cleaned_data["sure"]) and self.cleaned_data["asked"] == self.cleaned_data["target"]


CONTACT_KINDS: Final = (
    (decided.PROFESSIONAL, _("En som er kontakt i jobben sin")),
    (decided.PRIVATE, _("En privatperson: bare fornavn og relasjon tas med")),
    (decided.CHILD, _("Et barn: bare relasjonen tas med, ikke navnet")),
    (decided.LEAVE_OUT, _("Skal ikke stå i planen, for eksempel den fornærmede")),
)
TAKES: Final = (
    (decided.MEASURE, _("Et tiltak personen har valgt")),
    (decided.DECISION, _("Noe andre har bestemt")),
    (decided.NOTE, _("Jeg vet ikke. Ta det med som et notat.")),
)
HELD: Final = (("", _("Ikke sagt")), ("yes", _("Ja")), ("no", _("Nei")))


class ChoicesForm(forms.Form):
    """Everything about the rows that a human decides, with what is suggested filled in."""

    def __init__(self, data: Any = None, *, read: MinPop, first: Choices) -> None:
        super().__init__(data, prefix="valg")
        self.read, self.first = read, first
        self.topics = {topic.code: str(topic) for topic in Topic.objects.all()}
        for section in ("own", "goal", "measure", "contact", "meeting"):
            getattr(self, f"ask_{section}")()
        for number, (_where, topic) in enumerate(first.notes.items()):
            self.ask("note", number, "topic", pick(_("Tema for notatet"), self.note_topics(), topic))

    def ask(self, section: str, number: int, name: str, field: forms.Field) -> None:
        self.fields[f"{section}-{number}-{name}"] = field

    def row(self, section: str, number: int) -> list[forms.BoundField]:
        """The fields that are asked about one row."""
        start = f"{section}-{number}-"
        return [self[name] for name in self.fields if name.startswith(start)]

    def ask_own(self) -> None:
        for number, name in enumerate(self.read.own_areas):
            own = (f"{guess.OWN}{number}", _t("Eget område: %(name)s") % {"name": name[:100]})
            options = [own, (_t("Samme som"), [(code, self.topics[code]) for code in AREAS])]
            self.ask("own", number, "area", pick(_("Innsatsområde"), options, own[0]))

    def ask_goal(self) -> None:
        for number, area in enumerate(self.first.goals):
            self.ask("goal", number, "area", self.area(area))

    def ask_measure(self) -> None:
        for number, row in enumerate(self.read.measures):
            first, codes = self.first.measures[number], codes_of_row(self.read, "measures", number)
            if "decided_by_others" in codes:
                self.ask("measure", number, "takes", radio(_("Hva er dette?"), TAKES))
                self.ask(
                    "measure", number, "decided_by", text(_("Hvem har bestemt det?"), 150, first.decided_by)
                )
                self.ask("measure", number, "decided_on", day(_("Når ble det bestemt?"), None))
            self.ask("measure", number, "area", self.area(first.area))
            if row.status is None or codes & {"status_unclear", "measure_not_covered_by_consent"}:
                options = [(key, word) for key, word in MeasureStatus.choices]
                self.ask("measure", number, "status", pick(_("Status"), options, first.status))
                if "measure_not_covered_by_consent" in codes:
                    self.fields[f"measure-{number}-status"].help_text = _t(
                        "Velg «Foreslått» hvis personen først må svare på om etaten får vite om det."
                    )
            if row.deadline.doubt or (
                row.deadline.text and not row.deadline.date and not row.deadline.recurring
            ):
                self.ask("measure", number, "due", day(_("Frist"), first.due))

    def ask_contact(self) -> None:
        for number, row in enumerate(self.read.contacts):
            if guess.contact_kind(row)[1]:
                first = self.first.contacts[number]
                self.ask("contact", number, "kind", radio(_("Hvem er dette?"), CONTACT_KINDS, first.kind))
                self.ask("contact", number, "relation", text(_("Relasjon"), 100, first.relation))
                self.fields[f"contact-{number}-relation"].help_text = _t(
                    "Brukes bare for privatpersoner og barn."
                )

    def ask_meeting(self) -> None:
        for number, row in enumerate(self.read.meetings):
            first = self.first.meetings[number]
            if row.date.doubt or (row.date.date is None and not row.date.recurring):
                self.ask("meeting", number, "on", day(_("Dato"), first.on))
            if "done_unclear" in codes_of_row(self.read, "meetings", number):
                said = {True: "yes", False: "no", None: ""}[first.held]
                self.ask("meeting", number, "held", pick(_("Gjennomført?"), HELD, said, required=False))

    def area(self, first: str) -> forms.ChoiceField:
        ticked = [(code, self.area_name(code)) for code in guess.areas_of(self.read)]
        others = [(code, self.topics[code]) for code in AREAS if code not in self.read.areas]
        groups = [(_t("Krysset av i skjemaet"), ticked), (_t("Andre områder"), others)]
        return pick(_("Innsatsområde"), [group for group in groups if group[1]], first)

    def area_name(self, code: str) -> str:
        if code in self.topics:
            return self.topics[code]
        return self.read.own_areas[int(code.removeprefix(guess.OWN))][:100]

    def note_topics(self) -> list[tuple[str, str]]:
        basic = (decided.ABOUT_ME, decided.PROGRESSION, decided.MEETINGS, decided.DECIDED)
        return [(code, self.topics[code]) for code in (*basic, *AREAS)]

    def clean(self) -> dict[str, Any]:
        """A decision has somebody who made it, and a day (rule A16)."""
        data: dict[str, Any] = super().clean() or {}
        self.refuse_relations(data)
        for name, takes in list(data.items()):
            if name.endswith("-takes") and takes == decided.DECISION:
                start = name.removesuffix("takes")
                if not data.get(f"{start}decided_by"):
                    self.add_error(f"{start}decided_by", _t("Skriv hvem som har bestemt det"))
                if not data.get(f"{start}decided_on") and f"{start}decided_on" not in self.errors:
                    self.add_error(f"{start}decided_on", _t("Skriv datoen i vedtaket"))
        return data

    def refuse_relations(self, data: dict[str, Any]) -> None:
        """A relation brings in neither the name of a child nor the injured party (rule A11)."""
        for number, row in enumerate(self.read.contacts):
            field = f"contact-{number}-relation"
            kind, relation = data.get(f"contact-{number}-kind"), str(data.get(field, ""))
            if kind in (decided.PRIVATE, decided.CHILD) and INJURED.search(relation):
                self.add_error(field, _t("Den som ble utsatt for lovbruddet, skal aldri stå her"))
            elif kind == decided.CHILD and set(guess.names_in(row.name)) & set(guess.names_in(relation)):
                self.add_error(field, _t("Skriv ikke navnet på et barn. Relasjonen er nok."))

    def said(self, section: str, number: int, name: str, otherwise: Any) -> Any:
        return self.cleaned_data.get(f"{section}-{number}-{name}", otherwise)

    def choices(self) -> Choices:
        """What was suggested, with what the officer has said instead."""
        first = self.first
        return Choices(
            own_areas=tuple(self.said("own", n, "area", code) for n, code in enumerate(first.own_areas)),
            goals=tuple(self.said("goal", n, "area", code) for n, code in enumerate(first.goals)),
            measures=tuple(self.measure(n, one) for n, one in enumerate(first.measures)),
            contacts=tuple(self.contact(n, one) for n, one in enumerate(first.contacts)),
            meetings=tuple(self.meeting(n, one) for n, one in enumerate(first.meetings)),
            notes={
                where: self.said("note", n, "topic", code)
                for n, (where, code) in enumerate(first.notes.items())
            },
        )

    def measure(self, number: int, first: MeasureChoice) -> MeasureChoice:
        names = ("area", "takes", "status", "due", "decided_by", "decided_on")
        return replace(first, **{n: self.said("measure", number, n, getattr(first, n)) for n in names})

    def contact(self, number: int, first: ContactChoice) -> ContactChoice:
        names = ("kind", "relation")
        return replace(first, **{n: self.said("contact", number, n, getattr(first, n)) for n in names})

    def meeting(self, number: int, first: MeetingChoice) -> MeetingChoice:
        held = self.said("meeting", number, "held", {True: "yes", False: "no", None: ""}[first.held])
        return MeetingChoice(
            self.said("meeting", number, "on", first.on), {"yes": True, "no": False}.get(held)
        )


def pick(label: Any, options: Any, first: str, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=options, initial=first, required=required)


def radio(label: Any, options: Any, first: str | None = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=options,
        initial=first,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva dette er")},
    )


def text(label: Any, limit: int, first: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, initial=first[:limit], required=False)


def day(label: Any, first: Any) -> forms.DateField:
    return NorwegianDateField(label=label, initial=first, required=False)
