"""The three tables of «Min plan»: measures, contacts and meetings (requirements (a.6))."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pop.imports import choices
from pop.imports.choices import ContactChoice, MeasureChoice, MeetingChoice, codes_of_row, row_place
from pop.imports.form import Contact, Measure, Meeting
from pop.imports.guess import is_own, names_in
from pop.imports.storing.desk import Desk
from pop.plans import actions as plans
from pop.plans.models import ChoiceWay, MeasureStatus


def measures(desk: Desk) -> None:
    for number, (row, choice) in enumerate(zip(desk.form.measures, desk.choices.measures, strict=True)):
        where = row_place("measures", number)
        if choice.takes == choices.NOTE:
            desk.leave(whole(row), where=where, topic=plans.DECIDED)
        elif choice.takes == choices.DECISION:
            decision(desk, row, choice, where)
        else:
            measure(desk, row, choice, where, uncovered=is_uncovered(desk, number))


def is_uncovered(desk: Desk, number: int) -> bool:
    return "measure_not_covered_by_consent" in codes_of_row(desk.form, "measures", number)


def whole(row: Measure) -> str:
    """A row as one text."""
    return "\n".join(
        filter(None, (row.what, row.deadline.text, row.responsible, row.agency, row.status_text))
    )


def decision(desk: Desk, row: Measure, choice: MeasureChoice, where: str) -> None:
    """What others have decided is no measure (rule A16). What it has no field for becomes a note beside it."""
    plans.state_decision(
        plan=desk.plan,
        writer=desk.service,
        text=desk.fit(row.what, 500, where=where, topic=plans.DECIDED),
        decided_by=choice.decided_by,
        decided_on=choice.decided_on,
        imported=True,
    )
    rest = (row.deadline.text, row.responsible, row.agency, row.status_text)
    if any(rest):
        desk.leave("\n".join(filter(None, (row.what[:100], *rest))), where=where, topic=plans.DECIDED)
    desk.counts["decisions"] += 1


def measure(desk: Desk, row: Measure, choice: MeasureChoice, where: str, *, uncovered: bool) -> None:
    """Imported measures are chosen already: they stood in the form (rule B2), except those proposed."""
    topic = desk.number(choice.area)
    written = plans.propose_measure(
        plan=desk.plan,
        writer=desk.service,
        topic=topic,
        text=desk.fit(row.what, 500, where=where, topic=topic) or _("Tiltak uten tekst i skjemaet"),
        needs=(desk.need(topic),),
        recurring=row.deadline.recurring,
        due=choice.due,
        due_text=desk.fit(due_text(row, choice), 100, where=where, topic=topic),
        **how_far(desk, row, choice, where, topic),
        **responsible(desk, row, where, topic),
        imported=True,
    )
    desk.counts["measures"] += 1
    note = "\n".join(remarks(desk, row, uncovered=uncovered))
    if note:
        plans.note_on_measure(measure=written, writer=desk.service, text=note)


def due_text(row: Measure, choice: MeasureChoice) -> str:
    """The deadline in words, where the date does not say all of it."""
    certain = row.deadline.date and row.deadline.date == choice.due and not row.deadline.doubt
    return "" if certain and not row.deadline.recurring else row.deadline.text


def how_far(desk: Desk, row: Measure, choice: MeasureChoice, where: str, topic: int) -> dict[str, Any]:
    """The status, with the form's own word for it beside where that is another."""
    status = MeasureStatus(choice.status)
    own_word = row.status_text if row.status_text.casefold() != str(status.label).casefold() else ""
    if status in (MeasureStatus.WAITING, MeasureStatus.STOPPED):
        own_word = row.status_text or _("Står ikke i skjemaet")
    chosen = status != MeasureStatus.PROPOSED
    return {
        "status": status,
        "status_reason": desk.fit(own_word, 300, where=where, topic=topic),
        "chosen_at": timezone.now() if chosen else None,
        "chosen_way": ChoiceWay.IMPORTED if chosen else "",
    }


def responsible(desk: Desk, row: Measure, where: str, topic: int) -> dict[str, Any]:
    """Who answers for it, as it is written. Nobody is looked up by name: that would open a plan by a namesake."""
    if is_own(desk.form, row):
        return {"person_responsible": True}
    named = ", ".join(filter(None, (row.responsible, row.agency)))
    return {"responsible_name": desk.fit(named, 150, where=where, topic=topic)}


def remarks(desk: Desk, row: Measure, *, uncovered: bool) -> list[str]:
    """What the measure itself has no field for."""
    lines = []
    if is_own(desk.form, row) and row.agency:
        named = ", ".join(filter(None, (row.responsible, row.agency)))
        lines.append(_("Ansvarlig i skjemaet: %(text)s") % {"text": named})
    if uncovered:
        # Rule A22: that it was doubtful stands with the measure, until somebody has asked.
        lines.append(_("Samtykket i skjemaet omfattet ikke %(agency)s.") % {"agency": row.agency})
    return lines


def contacts(desk: Desk) -> None:
    for number, (row, choice) in enumerate(zip(desk.form.contacts, desk.choices.contacts, strict=True)):
        where = row_place("contacts", number)
        if choice.kind == choices.LEAVE_OUT:
            continue
        fields = at_work(desk, row, where) if choice.kind == choices.PROFESSIONAL else at_home(row, choice)
        makes_contact = desk.fit(row.makes_contact, 150, where=where)
        plans.add_contact(
            plan=desk.plan, writer=desk.person, makes_contact=makes_contact, imported=True, **fields
        )
        desk.counts["contacts"] += 1


def at_work(desk: Desk, row: Contact, where: str) -> dict[str, Any]:
    return {
        "name": desk.fit(row.name or row.workplace or row.email or row.phone, 150, where=where)
        or _("Uten navn"),
        "workplace": desk.fit(row.workplace, 150, where=where),
        "phone": desk.fit(row.phone, 30, where=where),
        "email": desk.fit(row.email, 254, where=where),
    }


def at_home(row: Contact, choice: ContactChoice) -> dict[str, Any]:
    """A private person: first name and relation; a child: relation. Nothing else, wherever it stood (rule A11)."""
    child = choice.kind == choices.CHILD
    name = first_name(row.name) or choice.relation.capitalize() or _("Uten navn")
    return {
        "name": "" if child else name,
        "relation": choice.relation[:100] or (_("barn") if child else ""),
        "private": True,
        "is_child": child,
    }


def first_name(name: str) -> str:
    """«mor Anne Berg» is Anne."""
    return next(iter(names_in(name)), "")[:150]


def meetings(desk: Desk) -> None:
    for number, (row, choice) in enumerate(zip(desk.form.meetings, desk.choices.meetings, strict=True)):
        meeting(desk, row, choice, number)


def meeting(desk: Desk, row: Meeting, choice: MeetingChoice, number: int) -> None:
    where = row_place("meetings", number)

    def fit(text: str, limit: int) -> str:
        return desk.fit(text, limit, where=where, topic=plans.MEETINGS)

    if row.done_text and "done_unclear" in codes_of_row(desk.form, "meetings", number):
        desk.leave(row.done_text, where=f"{where}, gjennomført", topic=plans.MEETINGS)
    plans.plan_meeting(
        plan=desk.plan,
        writer=desk.service,
        subject=fit(row.topic, 200) or _("Møte"),
        place=fit(row.place, 150),
        date=choice.on,
        time=row.time.time,
        when_text=fit(when_text(row, choice), 100),
        called_by=fit(row.caller, 150),
        held=choice.held,
        imported=True,
    )
    desk.counts["meetings"] += 1


def when_text(row: Meeting, choice: MeetingChoice) -> str:
    """Day and time in words, where the fields do not say all of it."""
    certain = row.date.date and row.date.date == choice.on and not row.date.doubt and not row.date.recurring
    day = "" if certain else row.date.text
    clock = row.time.text if row.time.doubt else ""
    return " ".join(filter(None, (day, clock)))
