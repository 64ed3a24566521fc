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
    ServingForm,
    Statement,
)
from pop.plans.names import Names

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
        (_("Valgt"), e.chosen_at.date() if e.chosen_at else None),
        (_("Måten det ble valgt på"), capfirst(e.get_chosen_way_display()) if e.chosen_way else ""),
        (_("Venter på, eller hvorfor"), e.status_reason),
    ]


def who(e: Measure, names: Names) -> str:
    """Who answers for a measure. The person reads a delay as the agency's (rule A12)."""
    late = deadlines.state(e, today=timezone.localdate(), personal=True) == "late"
    return (names.late(e) if names.own and late else "") or str(names.responsible(e))


def text_only(e: Entry, names: Names) -> Rows:
    return []


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
        (_("Relasjon"), e.relation),
        (_("Kan andre ta kontakt"), capfirst(e.get_permission_display())),
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
        (_("Tid"), e.when_text),
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
    return str(entry)


def release(e: ExpectedRelease, names: Names) -> Rows:
    return [(_("Dato"), e.on)]


ROWS: dict[type[Entry], Callable[[Any, Names], Rows]] = {
    Need: need,
    Goal: goal,
    Measure: measure,
    MeasureNote: text_only,
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
