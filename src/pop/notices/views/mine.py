"""«Varsler», and how one wants to be told."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.notices import actions, reading
from pop.notices.forms import ChoicesForm
from pop.notices.models import Choice, ContactPoint, Notice
from pop.notices.views.proving import TOO_MANY
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan

PAGE = 30


@require_safe
@logged_in
def notices(request: LoggedInRequest) -> HttpResponse:
    """One's own, newest first."""
    page = Paginator(Notice.objects.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("side"))
    unread = Notice.objects.filter(read_at=None).exists()
    context = {
        "page": page, "rows": reading.rows(page.object_list, request.actor), "unread": unread, "unproven": reading.unproven(),
    }  # fmt: skip
    return render(request, "notices/notices.html", context)


@require_POST
@logged_in
def read_all(request: LoggedInRequest) -> HttpResponse:
    actions.read_all(user=request.actor)
    messages.success(request, _("Alle varslene er merket som lest."))
    return redirect("notices")


@require_POST
@logged_in
def open_one(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """To what it is about; what cannot be opened any more leads nowhere."""
    notice = get_object_or_404(Notice, key=key)
    actions.read(notice)
    page = reading.page(notice.what)
    if page in reading.OF_NO_PLAN:
        return redirect(page)
    plan = Plan.objects.filter(pk=notice.plan_id).first() if notice.plan_id else None
    return redirect(page, plan.key) if plan else redirect("notices")


@logged_in
def choices(request: LoggedInRequest) -> HttpResponse:
    """Where one is reached, and how one wants to be told of each kind."""
    point = ContactPoint.objects.filter(user=request.actor).first()
    chosen = {(c.kind, c.channel): c.how for c in Choice.objects.filter(user=request.actor)}
    form = ChoicesForm(request.POST if request.method == "POST" else None, point=point, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        email, phone = form.cleaned_data["email"], form.cleaned_data["phone"]
        actions.choose(user=request.actor, email=email, phone=phone, how=form.how)
        return asked_for_codes(request, {"email": point.email, "sms": point.phone} if point else {})
    return render(request, "notices/choices.html", {"form": form})


def asked_for_codes(request: LoggedInRequest, before: dict[str, str]) -> HttpResponse:
    """Saved. A new address gets a code; one that waits for its code keeps the one that was sent."""
    missing = reading.unproven()
    asked = [
        actions.ask_proof(channel) for channel, address in missing.items() if before.get(channel) != address
    ]
    if "many" in asked:
        messages.error(request, TOO_MANY)
    elif missing:
        messages.success(request, _("Lagret. Skriv koden du får, så sender vi beskjed dit."))
    else:
        messages.success(request, _("Lagret. Slik får du beskjed fra nå."))
    return redirect("notice_prove" if missing else "notices")
