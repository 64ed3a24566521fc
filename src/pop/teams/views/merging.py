"""The same person stands there twice: two plans become one, and can be parted again (rule A14)."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.people.requests import LoggedInRequest
from pop.plans import plan_actions
from pop.plans.opening import CONTACT, OpenPlan, plan_page
from pop.teams import same
from pop.teams.forms import SamePersonForm


@require_safe
@plan_page("teamet: samme person", relations=(CONTACT,), alone=False)
def same_person(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Which other plan is about the same person, and what has been joined before."""
    context = {"opened": opened, "others": same.others(opened.plan), "merges": same.merges(opened.plan)}
    return render(request, "teams/same_person.html", context)


@plan_page("teamet: slå sammen", relations=(CONTACT,), alone=False)
def merge(request: LoggedInRequest, opened: OpenPlan, other: UUID) -> HttpResponse:
    """Both persons side by side, what will happen, and the confirmation."""
    alike = {side.plan.key: side.plan for side in same.others(opened.plan)}
    if other not in alike:
        raise Http404
    keep, gone = same.kept_first(*same.sides([opened.plan, alike[other]]))
    form = SamePersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and joined(form, keep, gone):
        told = _("Planene er slått sammen. Samtykkene må skrives under på nytt. Du kan angre her på siden.")
        messages.success(request, told)
        return redirect("team", key=keep.plan.key)
    context = {"opened": opened, "keep": keep, "gone": gone, "doubts": same.doubts(keep, gone), "form": form}
    return render(request, "teams/merge.html", context)


def joined(form: SamePersonForm, keep: same.Side, gone: same.Side) -> bool:
    """Whether the database joined them. The answer never says what is kept from the actor."""
    try:
        with transaction.atomic():
            if plan_actions.merge(keep=keep.plan, other=gone.plan):
                return True
    except IntegrityError:
        form.add_error(None, _("Planene har for mange egne områder til sammen. Ta bort et av dem først."))
        return False
    form.add_error(None, _("Du kan ikke slå sammen disse planene. Be en annen i begge kontaktteamene."))
    return False


@plan_page("teamet: angre sammenslåing", relations=(CONTACT,), alone=False)
def undo(request: LoggedInRequest, opened: OpenPlan, merge: UUID) -> HttpResponse:
    """Parts two plans again; says so when a newer merge has to be undone first."""
    one = next((one for one in same.merges(opened.plan) if one.merge.key == merge), None)
    if one is None or one.emptied:
        raise Http404
    if one.merge.undone_at:
        return redirect("team", key=opened.plan.key)
    if request.method == "POST" and plan_actions.undo_merge(str(merge)):
        messages.success(request, _("Sammenslåingen er angret. Alt er tilbake i planen det kom fra."))
        return redirect("team", key=opened.plan.key)
    return render(request, "teams/merge_undo.html", {"opened": opened, "one": one})
