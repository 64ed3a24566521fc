"""For the protection officer and the analyst: who has looked, and how many; never whom a plan is about."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from pop.access.models import Look
from pop.people import labels, looked
from pop.people.forms import LookSearchForm
from pop.people.gate import ANALYST, PROTECTION_OFFICER, for_role
from pop.people.models import User

PAGE = 50
MANY, BACK = 10, 30
"""Plans that one user opens in one day before it stands out, and for how many days back that is asked."""


@require_safe
@for_role(PROTECTION_OFFICER)
def looks(request: HttpRequest) -> HttpResponse:
    """Each look: when, who, page, ground, purpose, and a code by which two looks at the same plan are known."""
    form = LookSearchForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(matching(wanted), PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "rows": rows(page),
        "filtered": any(wanted.values()),
        "standing_out": standing_out(),
        "many": MANY,
        "back": BACK,
    }
    return render(request, "people/looks.html", context)


def matching(wanted: dict[str, Any]) -> QuerySet[Look]:
    """The looks that were asked for, newest first."""
    found = Look.objects.order_by("-at", "-pk")
    if wanted.get("since"):
        found = found.filter(at__gte=midnight(wanted["since"]))
    if wanted.get("until"):
        found = found.filter(at__lt=midnight(wanted["until"]) + timedelta(days=1))
    if wanted.get("who"):
        who = Q(username__name__icontains=wanted["who"].strip()) | Q(title__icontains=wanted["who"].strip())
        found = found.filter(user_id__in=list(User.objects.filter(who).values_list("pk", flat=True)))
    if wanted.get("plan"):
        plans = found.order_by().values_list("plan_id", flat=True).distinct()
        code = wanted["plan"].strip().upper()
        found = found.filter(plan_id__in=[number for number in plans if plan_code(number) == code])
    return found


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def standing_out() -> list[dict[str, Any]]:
    """Who has opened many plans in one day, the most first. A reason to ask, not a finding."""
    days = (
        Look.objects.filter(at__gte=midnight(timezone.localdate() - timedelta(days=BACK)))
        .annotate(day=TruncDate("at"))
        .values("user_id", "day")
        .annotate(plans=Count("plan_id", distinct=True), looks=Count("pk"))
        .filter(plans__gte=MANY)
        .order_by("-plans", "-day")
    )
    found = list(days[:PAGE])
    names = labels.users(row["user_id"] for row in found)
    return [row | {"who": names.get(row["user_id"])} for row in found]


def rows(page: Page[Look]) -> list[dict[str, Any]]:
    """What is shown of each look, with one query for all names."""
    names = labels.users(look.user_id for look in page)
    return [
        {
            "at": look.at,
            "who": names.get(look.user_id),
            "page": looked.page_in_words(look.page),
            "purpose": look.purpose,
            "ground": looked.ground_in_words(look.ground),
            "code": plan_code(look.plan_id),
        }
        for look in page
    ]


def plan_code(plan_id: int) -> str:
    """Tells plans apart and names none: it can be turned back into a plan only with the server's key."""
    return salted_hmac("pop.people.looks", str(plan_id), algorithm="sha256").hexdigest()[:6].upper()


@require_safe
@for_role(ANALYST)
def overview(request: HttpRequest) -> HttpResponse:
    """Plans and plans with consent, by region. The database has taken the small numbers out already."""
    with connection.cursor() as cursor:
        cursor.execute("select region, plans, with_consent from access.region_counts()")
        found = [{"region": r, "plans": p, "with_consent": c} for r, p, c in cursor.fetchall()]
    regions = [row for row in found if row["region"]]
    total = next((row for row in found if not row["region"]), None)
    return render(request, "people/overview.html", {"regions": regions, "total": total})
