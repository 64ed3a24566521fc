"""Reading the log of one plan: pages of groups, and the versions they belong to."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.history import lines
from pop.history.values import Words
from pop.people import labels
from pop.people.models import User
from pop.plans.models import Plan, Source, Version
from pop.plans.opening import OpenPlan

PAGE = 150
"""Changes read for one page; the group at its end is left for the next page when it may be cut."""


@dataclass
class Row:
    """A line of the Endringslogg: Versjon, Dato, Hva er endret, Endret av (requirements (a.2))."""

    version: int | None
    group: lines.Group
    by: str
    title: str


@dataclass
class LogPage:
    rows: list[Row]
    older: int | None
    """Where the next page begins; None on the last."""
    undoable: set[Change]
    """The changes that are offered to be undone; the database has the last word."""


def changes(plan: Plan) -> QuerySet[Change]:
    """All that the actor may see of the log, newest first; merged plans follow their rows."""
    return Change.objects.filter(subject__plan_id=plan.pk).order_by("-pk")


def both_sides(plan: Plan, change: Change) -> list[Change]:
    """A change, after the one by which the entry left where it was, when the reader sees that too."""
    if change.action != "enter":
        return [change]
    left = changes(plan).filter(table=change.table, row_id=change.row_id, action="leave", pk__lt=change.pk)
    return [*left[:1], change]


def page(opened: OpenPlan, reader: User, *, before: int | None = None, topic: int | None = None) -> LogPage:
    plan = opened.plan
    found = changes(plan)
    if before:
        found = found.filter(pk__lt=before)
    if topic:
        found = found.filter(subject__topic_id=topic)
    some = list(found[: PAGE + 1])
    groups = lines.groups(some, Words(plan, some))
    older = None
    if len(some) > PAGE and len(groups) > 1:
        older = groups.pop().last + 1
    undoable = {c for g in groups for line in g.lines if (c := line.change) and offered(opened, reader, c)}
    return LogPage(rows_of(opened, reader, groups), older, undoable)


FINAL = {"channel_message"}
"""What was sent was sent: nobody undoes it."""


def offered(opened: OpenPlan, reader: User, change: Change) -> bool:
    """Whoever may change a text may undo a change of it: the writers of its source, and what one did oneself."""
    if change.table in FINAL:
        return False
    source = (change.after or change.before or {}).get("source")
    if change.actor_id == reader.pk or opened.own:
        return change.actor_id == reader.pk or source in (None, Source.PERSON)
    return opened.contact and source in (None, Source.PERSON, Source.CORRECTIONAL)


def rows_of(opened: OpenPlan, reader: User, groups: list[lines.Group]) -> list[Row]:
    marks = list(
        Version.objects.filter(plan=opened.plan).order_by("number").values_list("number", "last_change")
    )
    who = labels.users(group.actor_id for group in groups)
    called = opened.person.given_name if opened.person else _("Den planen handler om")
    who |= {number: labels.Label(called, "") for number in the_person(opened.plan)}
    return [
        Row(
            next((number for number, last in marks if group.last <= last), None),
            group,
            *name(group.actor_id, who, reader),
        )
        for group in groups
    ]


def the_person(plan: Plan) -> list[int]:
    """The users who are the one whom the plan is about."""
    with connection.cursor() as cursor:
        cursor.execute("select access.the_person(%s)", [plan.pk])
        row = cursor.fetchone()
    return list(row[0]) if row else []


def name(actor: int | None, who: dict[int, labels.Label], reader: User) -> tuple[str, str]:
    """Who did it and as what. Nobody acts in what the database does by itself."""
    if actor is None:
        return _("Systemet"), ""
    if actor == reader.pk:
        return _("Du"), ""
    label = who.get(actor)
    if label is None:
        return labels.somebody(), ""
    return str(label), label.title if label.name else ""
