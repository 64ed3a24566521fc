"""Notices as they are shown: what it is, about whom, and where one goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.notices.models import AcuteReason, Notice, NoticeChannel
from pop.people import labels
from pop.people.models import Person, User
from pop.plans.models import Plan
from pop.teams.models import TaskKind
from pop.teams.worklist import TASK_PAGES

OTHERS: dict[str, tuple[Any, str]] = {
    "wish_asked": (gettext_lazy("Et nytt ønske venter på svar"), "wishes"),
    "wish_answered": (gettext_lazy("Et ønske har fått svar"), "wishes"),
    "proposed": (gettext_lazy("Et forslag venter på svar"), "proposals"),
    "proposal_answered": (gettext_lazy("Et forslag har fått svar"), "proposals"),
    "measure_given": (gettext_lazy("Du har ansvaret for et tiltak"), "plan"),
    "work_new": (gettext_lazy("Noe nytt i «Mine oppgaver»"), "work"),
    "group_invited": (gettext_lazy("Du er invitert til en ansvarsgruppe"), "plans"),
    "consent_given": (gettext_lazy("Et nytt samtykke gjelder deg"), "plan"),
    "talk_booked": (gettext_lazy("Det er avtalt en samtale med deg"), "conversations"),
    "talk_moved": (gettext_lazy("En samtale med deg har fått ny tid"), "conversations"),
    "handover_asked": (gettext_lazy("Noen spør om du kan ta over"), "handover_requests"),
    "message": (gettext_lazy("Ny melding i gruppa"), "channel"),
    "letter_unanswered": (gettext_lazy("Et brev er ikke besvart innen fristen"), "letters"),
    "meeting_without": (gettext_lazy("Hva kan det snakkes om på et møte uten deg?"), "meetings"),
    "meeting_called": (gettext_lazy("Du er innkalt til et møte"), "meetings"),
    "meeting_moved": (gettext_lazy("Et møte har fått ny tid"), "meetings"),
    "talked_of": (gettext_lazy("Det er snakket om deg på et møte"), "meetings"),
    "meeting_cancelled": (gettext_lazy("Et møte er avlyst"), "meetings"),
    "minutes_approved": (gettext_lazy("Et referat er klart"), "meetings"),
    "deputy_asked": (gettext_lazy("Du er satt opp som vara på et møte"), "stand_ins"),
    "deputy_moved": (gettext_lazy("Et møte du er vara på, har fått ny tid"), "stand_ins"),
    "deputy_freed": (gettext_lazy("Du er ikke lenger vara på et møte"), "stand_ins"),
}
"""What it says and where one goes, of what is no task."""
OF_NO_PLAN = {"handover_requests", "unit", "stand_ins", "work", "plans"}


@dataclass(frozen=True)
class Row:
    notice: Notice
    title: str
    name: str
    by: str = ""
    """Who said that it is acute."""


def title(what: str) -> str:
    if what in OTHERS:
        return str(OTHERS[what][0])
    if what in AcuteReason:
        return str(AcuteReason(what).label)
    return str(TaskKind(what).label) if what in TaskKind else _("Noe nytt")


def page(what: str) -> str:
    """The page, by its name in urls.py."""
    if what in OTHERS:
        return OTHERS[what][1]
    if what in AcuteReason:
        return "plan"
    return TASK_PAGES.get(TaskKind(what), "plan") if what in TaskKind else "work"


def rows(notices: Iterable[Notice], reader: User) -> list[Row]:
    """With the names that the reader may know; one's own plan needs none."""
    notices = list(notices)
    plans = {
        plan.pk: plan.person_id
        for plan in Plan.objects.filter(pk__in={n.plan_id for n in notices if n.plan_id})
    }
    persons = Person.objects.in_bulk(set(plans.values()) - {reader.person_id})
    users = labels.users(n.told_by_id for n in notices)
    return [
        Row(
            n, title(n.what), str(persons.get(plans.get(n.plan_id or 0) or 0, "")),
            str(users.get(n.told_by_id) or labels.somebody()) if n.told_by_id else "",
        )
        for n in notices
    ]  # fmt: skip


UNPROVEN = """
    select w.channel, w.address from notices_contactpoint p, lateral (values ('email', p.email), ('sms', p.phone)) w (channel, address)
    where w.address <> '' and not exists (
        select 1 from notices_addressproof a where a.user_id = p.user_id and a.channel = w.channel and a.address = w.address
        and a.proven_at is not null)
"""


def unproven() -> dict[str, str]:
    """Channel and address of the actor's own that no code has come back from: nothing is sent there."""
    with connection.cursor() as cursor:
        cursor.execute(UNPROVEN)
        return dict(cursor.fetchall())


WHY: dict[str, Any] = {
    "connection": gettext_lazy("Fikk ikke kontakt med tjeneren"),
    "timeout": gettext_lazy("Tjeneren svarte ikke i tide"),
    "tls": gettext_lazy("Tjeneren kunne ikke sende kryptert"),
    "login": gettext_lazy("Tjeneren godtok ikke innloggingen"),
    "later": gettext_lazy("Tjeneren ba oss prøve igjen, til det ikke var flere forsøk"),
    "refused": gettext_lazy("Tjeneren avviste mottakeren eller meldingen"),
    "address": gettext_lazy("Adressen kan ikke brukes"),
    "no_server": gettext_lazy("Det er ikke satt opp noen tjener for denne kanalen"),
}


@dataclass(frozen=True)
class DeadLetter:
    key: UUID
    who: str
    channel: str
    at: datetime
    attempts: int
    why: str


def dead_letters() -> list[DeadLetter]:
    """For the administrator; the database answers nobody else. Neither kind, plan nor address."""
    with connection.cursor() as cursor:
        cursor.execute("select key, user_id, channel, at, attempts, error from access.dead_letters()")
        found = cursor.fetchall()
    names = labels.users(user_id for _key, user_id, *_rest in found)
    return [
        DeadLetter(
            key, str(names.get(user_id) or _("En bruker")), str(NoticeChannel(channel).label), at, attempts,
            str(WHY.get(error, error)),
        )
        for key, user_id, channel, at, attempts, error in found
    ]  # fmt: skip
