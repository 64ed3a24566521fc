"""«Min POP» as the form has it: what stands where (requirements (a.1)–(a.6)), read as the actor may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pop.paper import lines
from pop.paper.lines import Known, Line, Remark, is_protected
from pop.people import labels
from pop.people.models import PersonIdentity, Unit, Ward
from pop.plans.areas import Area
from pop.plans.models import (
    Contact,
    Decision,
    ExpectedRelease,
    Goal,
    Groundwork,
    HistoryRow,
    Meeting,
    Need,
    Placement,
    ProgressionKind,
    ProgressionWish,
    Refusal,
    ServingForm,
    Statement,
    StatementKind,
    TopicKind,
)
from pop.plans.opening import OpenPlan
from pop.plans.threads import Threads
from pop.ui.dates import weekday_date

COLUMN_ENDS = (6, 10, 14)
"""The last innsatsområde in each of the form's three columns (requirements (a.3))."""


@dataclass(frozen=True)
class Box:
    """A tick box of the form: its label, and whether it is ticked."""

    label: str
    ticked: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on the form, in its order."""

    header: Sequence[tuple[str, str]]
    history: Sequence[HistoryRow]
    columns: Sequence[Sequence[Box]]
    wishes: Sequence[Sequence[Box]]
    about_me: Sequence[Statement]
    goals: Sequence[Goal]
    parked: Sequence[Goal]
    do_myself: Sequence[Statement]
    need_help: Sequence[Statement]
    needs: Sequence[Need]
    decisions: Sequence[Decision]
    lines: Sequence[Line]
    proposals: Sequence[Line]
    contacts: Sequence[Known]
    meetings: Sequence[Meeting]
    notes: Sequence[Remark]
    refusals: Sequence[Refusal]
    own: bool
    partner: bool
    protected: bool

    @property
    def says_something_about_me(self) -> bool:
        return bool(
            self.about_me or self.goals or self.parked or self.do_myself or self.need_help or self.needs
        )


def form_of(opened: OpenPlan, language: str) -> Sheet:
    """The form filled with what the actor may see; what is hidden leaves neither a gap nor a number."""
    with translation.override(language):
        return read(opened)


def read(opened: OpenPlan) -> Sheet:
    plan = opened.plan
    threads = Threads(opened, today=timezone.localdate())
    goals = list(threads.goals.values())
    said = list(Statement.objects.of(plan))
    return Sheet(
        header=header(opened),
        history=list(HistoryRow.objects.filter(plan=plan)),
        columns=area_columns(opened, threads.areas),
        wishes=wish_columns(opened),
        about_me=[s for s in said if s.kind in (StatementKind.ABOUT_ME, StatementKind.STRENGTH)],
        do_myself=[s for s in said if s.kind == StatementKind.DO_MYSELF],
        need_help=[s for s in said if s.kind == StatementKind.NEED_HELP],
        goals=[goal for goal in goals if not goal.parked],
        parked=[goal for goal in goals if goal.parked],
        needs=list(threads.needs.values()),
        decisions=list(Decision.objects.of(plan)),
        lines=lines.measures(lines.chosen(threads), opened),
        proposals=lines.measures(lines.proposed(threads), opened),
        contacts=[lines.known(c, protected=is_protected(opened)) for c in Contact.objects.of(plan)],
        meetings=list(Meeting.objects.of(plan)),
        notes=lines.remarks(opened, threads),
        refusals=list(Refusal.objects.filter(plan=plan, ended_on=None)),
        own=opened.own,
        partner=opened.partner,
        protected=is_protected(opened),
    )


def header(opened: OpenPlan) -> list[tuple[str, str]]:
    """The form's five rows, then what it has no field for. A partner gets no row without a value."""
    plan = opened.plan
    identity = PersonIdentity.objects.filter(person_id=plan.person_id).first()
    groundwork = Groundwork.objects.filter(plan=plan).first()
    serving = ServingForm.objects.of(plan).first()
    release = ExpectedRelease.objects.of(plan).first()
    of_the_form = [
        (_("Navn:"), str(opened.person) if opened.person else ""),
        (_("Doculivenummer:"), identity.archive_number if identity else ""),
        (_("Navn saksbehandler/kontaktbetjent:"), main_contact(opened)),
        (_("Dato for opprettelse:"), weekday_date(plan.created_on)),
        (_("BRIK – kartlegging fullført:"), groundwork.brik_completed if groundwork else ""),
    ]
    further = [
        (_("Enhet og avdeling:"), place(opened)),
        (_("Gjennomføringsform:"), str(serving.get_form_display()) if serving else ""),
        (_("Forventet løslatelse:"), weekday_date(release.on) if release else ""),
    ]
    return [row for row in of_the_form if row[1] or not opened.partner] + [row for row in further if row[1]]


def main_contact(opened: OpenPlan) -> str:
    """The main contact by name, or by role for a shielded employee (rule A12)."""
    row = opened.plan.contact_team.filter(role="main", until=None).first()
    return str(labels.users([row.user_id]).get(row.user_id, "")) if row else ""


def place(opened: OpenPlan) -> str:
    """Unit and ward, when given to the actor and not protected (rule A10)."""
    stay = Placement.objects.of(opened.plan).filter(until=None).first()
    if stay is None or is_protected(opened):
        return ""
    unit = Unit.objects.filter(pk=stay.unit_id).first()
    ward = Ward.objects.filter(pk=stay.ward_id).first() if stay.ward_id else None
    return ", ".join(str(part) for part in (unit, ward) if part)


def area_columns(opened: OpenPlan, found: dict[int, Area]) -> list[list[Box]]:
    """The fourteen of the form in its three columns; own ones below the second and the third, in turn."""
    columns: list[list[Box]] = [[], [], []]
    listed = sorted((a for a in found.values() if a.kind != TopicKind.BASIC), key=lambda area: area.number)
    for area in listed:
        own = area.kind == TopicKind.OWN
        column = 1 + area.number % 2 if own else sum(area.number > end for end in COLUMN_ENDS)
        columns[column].append(Box(area.name, area.ticked))
    return for_reader(opened, columns)


def wish_columns(opened: OpenPlan) -> list[list[Box]]:
    wanted = set(ProgressionWish.objects.of(opened.plan).values_list("kind", flat=True))
    boxes = [Box(str(label), key in wanted) for key, label in ProgressionKind.choices]
    return for_reader(opened, [boxes[:3], boxes[3:5], boxes[5:]])


def for_reader(opened: OpenPlan, columns: list[list[Box]]) -> list[list[Box]]:
    """A partner gets the ticked ones alone: an empty box beside a hidden area would say something untrue."""
    if not opened.partner:
        return columns
    ticked = [box for column in columns for box in column if box.ticked]
    return [ticked] if ticked else []
