"""«Jeg er uenig»: the person's own words beside what is written about them."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.requests import LoggedInRequest
from pop.plans import actions, offers, reading
from pop.plans.forms.contesting import ContestForm
from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.entries import address, who_sees
from pop.plans.views.finding import entry_or_404


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """The person says it; the contact team writes it down when the person says it aloud."""
    found = entry_or_404(opened, kind, entry)
    page = {"kind": kind, "heading": reading.heading(found), "crumbs": "plans/parts/crumbs.html"}
    return disagree(request, opened, found, back=address(opened, kind, found), page=page)


def disagree(
    request: LoggedInRequest, opened: OpenPlan, entry: Entry, *, back: str, page: dict[str, Any]
) -> HttpResponse:
    """The form for an entry of any kind, also of other packages. `page`: heading, crumbs and what these need."""
    if not offers.may_contest(opened, entry, request.actor):
        raise Http404
    return said(
        request, opened, entry, back=back, page=page | {"viewers": who_sees(entry)},
        contest=partial(actions.contest, entry, together=opened.contact),
        agree=partial(actions.agree_again, entry, together=opened.contact),
    )  # fmt: skip


def disagree_with_reason(
    request: LoggedInRequest,
    opened: OpenPlan,
    row: Any,
    *,
    by_id: int | None,
    back: str,
    page: dict[str, Any],
) -> HttpResponse:
    """The same for a reason that somebody (`by_id`) gave in a row that is no entry."""
    if not offers.may_contest_reason(opened, row, by_id, request.actor):
        raise Http404
    say = partial(actions.say_disagrees, row._meta.db_table, row.key)
    return said(
        request, opened, row, back=back, page=page | {"of_reason": True},
        contest=partial(say, agrees=False), agree=partial(say, words="", agrees=True),
    )  # fmt: skip


def said(
    request: LoggedInRequest, opened: OpenPlan, entry: Any, *, back: str, page: dict[str, Any],
    contest: Callable[..., bool], agree: Callable[[], bool],
) -> HttpResponse:  # fmt: skip
    data = request.POST if request.method == "POST" else None
    form = ContestForm(data, opened=opened, initial={"words": entry.contested_words})
    if data is not None and "agree" in data:
        agree()
        messages.success(
            request, _("Det står ikke lenger at du er uenig.") if opened.own else _("Det er fjernet.")
        )
        return redirect(back)
    if form.is_valid():
        contest(words=form.cleaned_data["words"])
        messages.success(request, _("Det står ved siden av teksten nå."))
        return redirect(back)
    return render(
        request, "plans/contest.html", {"opened": opened, "entry": entry, "form": form, "back": back} | page
    )
