"""What the head of every page shows: who one is, and where one can go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.middleware import Head
from pop.people.models import User
from pop.people.together import is_together


@dataclass(frozen=True)
class Actor:
    """Name and role of the one who is logged in, for the head of the page."""

    name: str
    title: str


SOON = timedelta(minutes=5)
"""How long before it happens one is warned of being logged out (ux, section 6)."""


def session_end(request: HttpRequest) -> dict[str, object]:
    """When the one who is logged in is logged out, and whether that is soon."""
    ends: datetime | None = getattr(request.session, "ends_at", None)
    return {"ends_at": ends, "ends_soon": ends is not None and ends - timezone.now() <= SOON}


def waiting() -> int:
    """Wishes and proposals that wait for the actor, over all plans. Costs more the more plans one has."""
    with connection.cursor() as cursor:
        cursor.execute("select cardinality(rule.waiting_wishes()) + cardinality(rule.waiting_proposals())")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def requests_label(waiting: int) -> str:
    """Requests to take something over, with the number that waits for an answer, when there is any."""
    return _("Forespørsler (%(number)s)") % {"number": waiting} if waiting else _("Forespørsler")


def asked_of_me() -> int:
    """Requests to take something over that wait for an answer by the actor."""
    with connection.cursor() as cursor:
        cursor.execute("select access.waiting_requests()")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def notices_label(unread: int) -> str:
    return _("Varsler (%(number)s)") % {"number": unread} if unread else _("Varsler")


def unread_notices() -> int:
    """Notices that the actor has not read, of what the actor may still see."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from notices_notice where read_at is null")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def pages(user: User, have: Head, *, count: bool = False, work: int = 0) -> list[tuple[str, str]]:
    """Label and URL name of the pages that the actor has; with `count`, how much waits there. `work`: what waits on
    «Mine oppgaver», which that page knows itself.
    """
    if user.person_id:
        return [
            (_("Planen"), "my_plan"),
            (_("Hvem ser hva"), "my_consent"),
            (_("Hvem har sett"), "my_looks"),
            (_("Teamet mitt"), "my_team"),
            (_("Ønsker"), "my_wishes"),
            (_("Hva finnes?"), "services"),
            (notices_label(unread_notices() if count else 0), "notices"),
        ]
    found = []
    if have.administrator:
        found += [(_("Brukere"), "users"), (_("Enheter"), "units"), (_("Etater"), "agencies")]
        found += [(_("Meldinger som ikke kom fram"), "dead_letters"), (_("Brevtekster"), "letter_texts")]
    if have.dpo:
        found += [(_("Oppslag"), "looks")]
    if have.analyst:
        found += [(_("Oversikt"), "overview"), (_("Gevinster"), "benefits"), (_("Undersøkelser"), "surveys")]
    if have.leader:
        found += [
            (_("Enheten"), "unit_overview"),
            (_("Gevinster"), "benefits"),
            (_("Undersøkelser"), "surveys"),
        ]
    if have.leader and not have.dpo:
        found += [(_("Oppslag"), "look_questions")]
    if not (have.administrator or have.dpo or have.analyst):
        found += [(work_label(work), "work")]
        found += [(_("Mine planer"), "plans"), (wishes_label(waiting() if count else 0), "wishes_inbox")]
        found += [(requests_label(asked_of_me() if count else 0), "handover_requests")]
    if not (have.dpo or have.analyst):
        found += [(_("Hva finnes?"), "services")]
    if have.staff:
        found += [] if have.leader else [(_("Undersøkelser"), "surveys")]
        found += [(_("Les inn skjema"), "import_form"), (_("Noen trekker samtykket"), "told_withdrawal")]
    found += [(_("Kart"), "chart"), (notices_label(unread_notices() if count else 0), "notices")]
    return found


def work_label(waiting: int) -> str:
    return _("Mine oppgaver (%(number)s)") % {"number": waiting} if waiting else _("Mine oppgaver")


def wishes_label(waiting: int) -> str:
    """With the number that waits for an answer, when there is any."""
    return _("Forslag og ønsker (%(number)s)") % {"number": waiting} if waiting else _("Forslag og ønsker")


STANDS_FOR = {
    "my_plan": ("plan",),
    "my_consent": ("consent",),
    "my_looks": ("plan_looks",),
    "my_team": ("team",),
    "my_wishes": ("wishes",),
    "surveys": ("survey", "survey_open", "survey_import", "survey_round", "survey_codes", "survey_texts", "survey_key",
                "survey_compare", "survey_named", "survey_build", "survey_section", "survey_question"),
    "benefits": ("benefits_indicator", "benefits_baseline", "benefits_step", "benefits_step_done", "benefits_map", "benefits_goal_new",
                 "benefits_goal", "benefits_plan", "benefits_plan_line", "benefits_report", "benefits_outside", "benefits_assess",
                 "trials", "trial_new", "trial", "trial_ask", "trial_decide"),
    "chart": ("thread", "thread_suggest", "thread_suggestions"),
    "unit_overview": (
        "unit", "unit_gaps", "unit_gaps_kind", "unit_gaps_user", "unit_gaps_team", "unit_gaps_person", "unit_gap", "unit_step",
    ),
}  # fmt: skip
"""Pages of the person that send on to the same page of the own plan, and the pages behind the overview of a unit."""


def for_page(request: HttpRequest) -> dict[str, object]:
    """Context for base.html. Empty when nobody is logged in, or when a page fails."""
    user = getattr(request, "actor", None)
    context: dict[str, object] = {
        "demo_mode": settings.DEMO,
        "actor": None,
        "navigation": [],
        "printed_at": timezone.localtime(),
    }
    head = getattr(request, "head", None)
    if user is None or head is None:
        return context
    context |= session_end(request)
    if is_together(request):
        # Rule I5: no menu, because it says how much waits in other plans.
        return context | {"actor": Actor(head.name, user.title), "together": request.together}  # type: ignore[attr-defined]
    here = request.resolver_match.url_name if request.resolver_match else ""
    # Inside a plan one works with that plan; what waits in others is counted on the pages about all of them.
    # «Mine oppgaver» counts all of it itself.
    counted = bool(request.resolver_match and not request.resolver_match.kwargs) and here != "work"
    return context | {
        "actor": Actor(head.name, user.title),
        "personal": user.person_id is not None,
        "navigation": [
            {"label": label, "url": reverse(name), "current": here in (name, *STANDS_FOR.get(name, ()))}
            for label, name in pages(user, head, count=counted, work=getattr(request, "waiting_work", 0))
        ],
    }
