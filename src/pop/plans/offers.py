"""What a page offers to do. The database decides what works; a button that would not work is not shown."""

from dataclasses import dataclass

from django.db import connection

from pop.access.viewing import looking
from pop.people.models import User
from pop.plans import grounds
from pop.plans.models import Contact, Entry, Measure, MeasureNote, MeasureStatus, ProposalAnswer, Source
from pop.plans.models.entry import Contested
from pop.plans.opening import OpenPlan


def locked(entry: Entry) -> bool:
    """Whether the actor may change the row at all: a lock asks the same policy as an update, and holds the row."""
    if looking.get():
        return touched_by_partner(entry)
    rows = type(entry).objects.select_for_update().filter(pk=entry.pk)
    return bool(rows.values_list("pk", flat=True))


def touched_by_partner(entry: Entry) -> bool:
    """The same for a measure that a partner sees, where nothing can be locked: the arrays of the policy say."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select %s = any (rule.my_measures()) or rule.key(%s, %s, 0) = any (rule.sources())",
            [entry.pk, entry.plan_id, entry.source_key],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def may_edit(opened: OpenPlan, entry: Entry) -> bool:
    """Own words are changed by whoever they belong to, not by everybody who may touch the row."""
    if opened.own:
        return bool(entry.source == Source.PERSON)
    return grounds.ground_of(entry) in ("contact_team", "authorship")


@dataclass(frozen=True)
class Offers:
    """The links of the page of one entry."""

    edit: bool
    remove: bool
    keep: bool
    wrong: bool
    answer: bool
    status: bool
    note: bool
    open: bool
    contest: bool


def of(opened: OpenPlan, entry: Entry, actor: User) -> Offers:
    edit = may_edit(opened, entry)
    measure = isinstance(entry, Measure)
    touch = measure and locked(entry)
    return Offers(
        edit=edit and not isinstance(entry, MeasureNote | ProposalAnswer),
        remove=edit and not isinstance(entry, ProposalAnswer),
        keep=opened.own and entry.source == Source.PERSON,
        wrong=opened.own or opened.contact or entry.written_by_id == actor.pk,
        answer=touch and may_answer(opened, entry),
        status=touch and may_say_status(entry),
        note=measure and may_note(opened, entry, touch),
        open=isinstance(entry, Contact) and not opened.partner and edit,
        contest=may_contest(opened, entry, actor),
    )


def may_answer(opened: OpenPlan, entry: Entry) -> bool:
    """A proposal, something once said no to, or what was rewritten after a yes: the person answers, or the contact
    team registers it. One that has expired waits for whoever offers it.
    """
    if not isinstance(entry, Measure) or opened.partner:
        return False
    offered = entry.status == MeasureStatus.PROPOSED or (
        entry.status == MeasureStatus.STOPPED and not entry.chosen_at
    )
    return entry.asks_again or (offered and not entry.expired)


def may_contest(opened: OpenPlan, entry: Entry, actor: User) -> bool:
    """The person, of what others wrote; the contact team writes it down beside whatever it sees, and never over the
    person's own words.
    """
    if opened.own:
        return not (entry.source == Source.PERSON and entry.written_by_id == actor.pk and not entry.together)
    return opened.contact and (entry.contested_at is None or entry.contested_together)


def may_contest_reason(opened: OpenPlan, row: Contested, by_id: int | None, actor: User) -> bool:
    """The same of a reason that somebody gave in a row that is no entry: the person, of what others wrote."""
    if opened.own:
        return by_id != actor.pk or row.contested_at is not None
    return opened.contact and (row.contested_at is None or row.contested_together)


def may_say_status(entry: Entry) -> bool:
    return isinstance(entry, Measure) and entry.chosen_at is not None


def may_note(opened: OpenPlan, entry: Entry, touch: bool) -> bool:
    """The person, the contact team, and whoever delivers the measure (principle P6-1)."""
    return isinstance(entry, Measure) and (opened.own or opened.contact or touch) and not entry.only_me
