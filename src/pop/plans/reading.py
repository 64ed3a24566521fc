"""What stands on the page of one entry: its fields as pairs of label and value, in words."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pop.plans import deadlines
from pop.plans.models import (
    Contact,
    Decision,
    Entry,
    ExpectedRelease,
    Goal,
    Measure,
    MeasureNote,
    Meeting,
    Need,
    Note,
    Placement,
    ProgressionWish,
    ProposalAnswer,
    ServingForm,
    Statement,
)
from pop.plans.names import Names
from pop.ui.dates import weekday_date

Rows = list[tuple[str, Any]]


def of(entry: Entry, names: Names) -> Rows:
    """Fields that hold something. Dates stay dates: the template says them."""
    return [(label, value) for label, value in ROWS[type(entry)](entry, names) if value not in ("", None)]


def need(e: Need, names: Names) -> Rows:
    return [
        (_("Med egne ord"), e.own_words),
        (_("Hvem sa det"), e.said_by),
        (_("Haster"), _("Ja") if e.acute else ""),
    ]


def goal(e: Goal, names: Names) -> Rows:
    return [(_("Spart til senere"), _("Ja") if e.parked else "")]


def measure(e: Measure, names: Names) -> Rows:
    return [
        (_("Hvem gjør det"), who(e, names)),
        (_("Innen"), e.due),
        (_("Frist"), e.due_text),
        (_("Gjentas"), _("Ja") if e.recurring else ""),
        (_("Hva det krever av deg") if names.own else _("Hva det krever"), e.demands),
        (_("Kan tilbys fra"), e.offered_from),
        (_("Må være på plass"), e.presupposes),
        (_("Videreført fra"), e.continued_from),
        (_("Tilbudet gjelder til"), None if e.chosen_at else e.offer_until),
        (_("Valgt"), e.chosen_at.date() if e.chosen_at else None),
        (_("Hvordan det ble valgt"), capfirst(e.get_chosen_way_display()) if e.chosen_way else ""),
        (_("Hvem var til stede"), e.chosen_present),
        (_("Bekreftet"), confirmed(e)),
        (_("Venter på, eller hvorfor"), e.status_reason),
    ]


def confirmed(e: Measure) -> str:
    """Whether a muntlig ja has been confirmed, and how (rule I3)."""
    if e.chosen_confirmed_at:
        day = weekday_date(e.chosen_confirmed_at.date())
        return _("%(day)s, %(way)s") % {"day": capfirst(day), "way": e.get_confirmed_way_display()}
    if e.long_unconfirmed:
        return _("Ubekreftet i mer enn 14 dager")
    return _("Ubekreftet") if e.unconfirmed else ""


def who(e: Measure, names: Names) -> str:
    """Who answers for a measure. The person reads a delay as the agency's (rule A12)."""
    late = deadlines.state(e, today=timezone.localdate(), personal=True) == "late"
    return (names.late(e) if names.own and late else "") or str(names.responsible(e))


def text_only(e: Entry, names: Names) -> Rows:
    return []


def proposal_answer(e: ProposalAnswer, names: Names) -> Rows:
    return [(_("Med egne ord"), e.words), (_("Hvem var til stede"), e.present)]


def statement(e: Statement, names: Names) -> Rows:
    return [(_("Handler om"), e.get_kind_display())]


def wish(e: ProgressionWish, names: Names) -> Rows:
    return [(_("Med egne ord"), e.own_words)]


def decision(e: Decision, names: Names) -> Rows:
    return [
        (_("Hvem har bestemt det"), e.decided_by),
        (_("Bestemt"), e.decided_on),
        (_("Klagefrist"), e.complaint_deadline or _("Se vedtaket")),
    ]


def contact(e: Contact, names: Names) -> Rows:
    return [
        (_("Relasjon"), e.relation if e.name else ""),
        (_("Kan andre ta kontakt"), capfirst(e.get_permission_display())),
        (_("Vil ha med"), capfirst(e.get_wants_along_display())),
        (_("Møter ved porten"), _("Ja") if e.at_gate else ""),
        (_("Arbeidssted"), e.workplace),
        (_("Telefonnummer"), e.phone),
        (_("E-post"), e.email),
        (_("Hvem tar kontakt"), e.makes_contact),
        (_("Adressebeskyttelse"), _("Ja") if e.protected else ""),
    ]


def meeting(e: Meeting, names: Names) -> Rows:
    return [
        (_("Dato"), e.date),
        (_("Klokkeslett"), e.time),
        (_("Tid"), e.when_text or (_("Dato kommer") if e.date is None and e.held is None else "")),
        (_("Sted"), e.place),
        (_("Kaller inn"), e.called_by),
        (_("Holdt"), {True: _("Ja"), False: _("Nei"), None: ""}[e.held]),
    ]


def placement(e: Placement, names: Names) -> Rows:
    return [(_("Avdeling"), e.ward.name if e.ward else ""), (_("Fra"), e.since), (_("Til"), e.until)]


def serving_form(e: ServingForm, names: Names) -> Rows:
    return [(_("Fra"), e.since)]


def heading(entry: Entry) -> str:
    """What the page of an entry is called."""
    if isinstance(entry, Placement):
        return str(entry.unit)
    if isinstance(entry, ServingForm):
        return str(entry.get_form_display()).capitalize()
    if isinstance(entry, ExpectedRelease):
        return str(_("Forventet løslatelse"))
    if isinstance(entry, Contact):
        return str(capfirst(str(entry)))
    return str(entry)


def release(e: ExpectedRelease, names: Names) -> Rows:
    return [(_("Dato"), e.on)]


ROWS: dict[type[Entry], Callable[[Any, Names], Rows]] = {
    Need: need,
    Goal: goal,
    Measure: measure,
    MeasureNote: text_only,
    ProposalAnswer: proposal_answer,
    Note: text_only,
    Statement: statement,
    ProgressionWish: wish,
    Decision: decision,
    Contact: contact,
    Meeting: meeting,
    Placement: placement,
    ServingForm: serving_form,
    ExpectedRelease: release,
}
