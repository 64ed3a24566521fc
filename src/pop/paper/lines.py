"""What stands on each line of a print: measures, contacts, notes, consent, in words.

On paper nobody can be asked afterwards, so what must not be read by a stranger is left out here: of a person
with a protected address no agency, place, workplace or number (rule A10), of a child no name (rule A11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from pop.consents.board import Board, Card
from pop.people.models import Protection
from pop.plans.models import Contact, Entry, MeasureNote, MeasureStatus, Note, Source
from pop.plans.names import Names
from pop.plans.opening import OpenPlan
from pop.plans.threads import Step, Threads
from pop.ui.templatetags.ui import STATUSES


def is_protected(opened: OpenPlan) -> bool:
    """Whether no place, unit or municipality may stand on paper (rule A10). A name not given counts as one."""
    return opened.person is None or opened.person.protection != Protection.NONE


@dataclass(frozen=True)
class Line:
    """A measure. `name` is empty when nobody answers for it."""

    text: str
    because: str
    demands: str
    due: date | None
    due_text: str
    recurring: bool
    name: str
    body: str
    status: str
    contested_at: datetime | None = None
    contested_words: str = ""


def line(step: Step, opened: OpenPlan) -> Line:
    measure = step.measure
    name, body = responsible(step, opened)
    return Line(
        text=measure.text,
        because=", ".join(step.because),
        demands=measure.demands,
        due=measure.due,
        due_text=measure.due_text,
        recurring=measure.recurring,
        name=name,
        body=body,
        status=status(step, own=opened.own),
        contested_at=measure.contested_at,
        contested_words=measure.contested_words,
    )


def responsible(step: Step, opened: OpenPlan) -> tuple[str, str]:
    """Who answers for a measure, and where they work; the person says «jeg» on the own paper."""
    if step.who.person:
        return (_("Jeg") if opened.own else step.who.name), ""
    if not is_protected(opened):
        return step.who.name, "" if step.who.body == step.who.name else step.who.body
    # An agency without a named individual stands in the place of the name: it tells where the person is.
    by_agency = step.measure.responsible_agency_id and not step.measure.responsible_user_id
    return (_("en i teamet") if by_agency else step.who.name), ""


def status(step: Step, *, own: bool) -> str:
    """The word that the page uses (ux, section 3), and what is waited for or why."""
    reason = step.measure.status_reason
    if step.measure.status == MeasureStatus.WAITING and reason:
        return _("Venter på: %(what)s") % {"what": reason}
    word = str(STATUSES[step.state][1 if own else 0])
    return f"{word}: {reason}" if reason else word


def in_plan(step: Step) -> bool:
    """Chosen at some time: a proposal is not in the plan, nor is one that was answered with no."""
    return step.measure.chosen_at is not None


@dataclass(frozen=True)
class Known:
    """A contact, with whether they may be contacted beside the name."""

    name: str
    relation: str
    permission: str
    workplace: str = ""
    phone: str = ""
    email: str = ""
    makes_contact: str = ""
    along: str = ""
    contested_at: datetime | None = None
    contested_words: str = ""


def known(contact: Contact, *, protected: bool) -> Known:
    permission = str(contact.get_permission_display())
    said: dict[str, Any] = {
        "along": along(contact),
        "contested_at": contact.contested_at,
        "contested_words": contact.contested_words,
    }
    if contact.is_child:
        return Known(str(contact), "", permission, **said)
    if contact.protected or protected:
        return Known(contact.name, contact.relation, permission, makes_contact=contact.makes_contact, **said)
    return Known(
        contact.name,
        contact.relation,
        permission,
        contact.workplace,
        contact.phone,
        contact.email,
        contact.makes_contact,
        **said,
    )


def along(contact: Contact) -> str:
    """Whether the person wants them along, and that they stand at the gate; empty when neither is said."""
    wanted = _("vil ha med: %(answer)s") % {"answer": contact.get_wants_along_display()}
    return "; ".join([*[wanted] * bool(contact.wants_along), *[_("møter ved porten")] * contact.at_gate])


@dataclass(frozen=True)
class Remark:
    """A note, or what was done about a measure."""

    text: str
    about: str
    writer: str
    at: datetime
    contested_at: datetime | None = None
    contested_words: str = ""


def remarks(opened: OpenPlan, threads: Threads) -> list[Remark]:
    """Notes and what was done, newest first, with who wrote each."""
    notes, done = list(Note.objects.of(opened.plan)), list(MeasureNote.objects.of(opened.plan))
    names = Names(opened, [*notes, *done])
    protected = is_protected(opened)

    def writer(entry: Entry) -> str:
        agency = entry.source == Source.AGENCY or entry.together or entry.source == Source.CORRECTIONAL
        return names.user(entry.written_by_id) if protected and agency else names.writer(entry)

    def about(entry: Note | MeasureNote) -> str:
        step = threads.steps.get(entry.measure_id) if isinstance(entry, MeasureNote) else None
        area = threads.areas.get(entry.topic_id)
        return step.measure.text if step else area.name if area else ""

    both: list[Note | MeasureNote] = [*notes, *done]
    found = [
        Remark(
            entry.text,
            about(entry),
            writer(entry),
            entry.written_at,
            entry.contested_at,
            entry.contested_words,
        )
        for entry in both
    ]
    return sorted(found, key=lambda remark: remark.at, reverse=True)


@dataclass(frozen=True)
class Sharing:
    """What one recipient may see and tell, in short sentences that can be read aloud."""

    name: str
    sentences: list[str]


def sharing(opened: OpenPlan) -> list[Sharing]:
    """Who sees what; for the person and the contact team, who may know it."""
    if opened.partner:
        return []
    return [in_sentences(card, protected=is_protected(opened)) for card in Board(opened.plan).cards]


def in_sentences(card: Card, *, protected: bool) -> Sharing:
    name = card.party.kind_name if protected else card.party.name
    said = [
        (_("Får se: %(topics)s."), card.sees + card.basics),
        (_("Kan fortelle fengselet om: %(topics)s."), card.tells_prison),
        (_("Kan fortelle resten av teamet om: %(topics)s."), card.tells_team),
    ]
    # Names of topics have commas in them; a semicolon is also heard as a pause.
    sentences = [words % {"topics": "; ".join(topics)} for words, topics in said if topics]
    for made in card.exclusions:
        who = _("Et unntak") if protected else made.who
        sentences.append(_("%(who)s får ikke vite om: %(topic)s.") % {"who": who, "topic": made.topic})
    return Sharing(name[:1].upper() + name[1:], sentences)


def measures(rows: Iterable[Step], opened: OpenPlan) -> list[Line]:
    return [line(step, opened) for step in rows]


def chosen(threads: Threads) -> list[Step]:
    return [step for step in threads.steps.values() if in_plan(step)]


def proposed(threads: Threads) -> list[Step]:
    return [step for step in threads.steps.values() if step.proposed]
