"""Changing, keeping, removing and blocking one entry."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people import labels
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import actions, conflicts, offers, reading
from pop.plans.forms.answers import KeepForm
from pop.plans.forms.base import EntryForm, kept_columns
from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import OWN, OpenPlan, plan_page
from pop.plans.restricted import Restricted, way_out
from pop.plans.views.entries import address, form_page
from pop.plans.views.finding import entry_or_404


def editable_or_404(opened: OpenPlan, kind: Kind, entry: UUID) -> Entry:
    found = entry_or_404(opened, kind, entry)
    if not offers.may_edit(opened, found):
        raise Http404
    return found


@plan_page("change")
def edit(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """Changes an entry. Whoever was overtaken sees both and chooses; nothing typed is lost."""
    found = editable_or_404(opened, kind, entry)
    if kind.form is None or not offers.locked(found):
        raise Http404
    # Read again under the lock, so that what is compared is what will be changed.
    found = entry_or_404(opened, kind, entry)
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, opened=opened, topic=found.topic_id, entry=found)
    if data is not None and form.is_valid():
        fresh, resolving = data.get("stamp") == form.stamp(), "resolve" in data
        rows = [] if fresh and not resolving else conflicts.differences(form, data if resolving else None)
        if rows and fresh and not any(row.missing for row in rows):
            form = kind.form(
                conflicts.merged(form, data, rows), opened=opened, topic=found.topic_id, entry=found
            )
            rows = []
        if rows:
            return conflict(request, opened, kind, form, rows, asked=fresh)
        if form.is_valid():
            try:
                with way_out():
                    return changed(request, opened, kind, found, form)
            except Restricted as closed:
                form.add_error(None, str(closed))
    context = form_page(opened, kind, form, topic=form.topic, source_key=found.source_key, entry=found)
    # A form with mistakes keeps the stamp of what its writer has seen: correcting it overwrites nothing unseen.
    stamp = form.stamp() if data is None or "resolve" in data else data.get("stamp", "")
    return render(request, "plans/entry_form.html", context | {"stamp": stamp})


def conflict(
    request: LoggedInRequest,
    opened: OpenPlan,
    kind: Kind,
    form: EntryForm,
    rows: list[conflicts.Difference],
    *,
    asked: bool,
) -> HttpResponse:
    """Both versions side by side. `asked` when the same choice was asked for already, and not answered."""
    assert form.entry is not None  # noqa: S101
    context = {
        "opened": opened,
        "kind": kind,
        "entry": form.entry,
        "title": _("Endre %(the)s") % {"the": kind.the},
        "rows": rows if asked else [replace(row, missing=False) for row in rows],
        "missing": [row for row in rows if row.missing] if asked else [],
        "other": conflicts.overtaker(form.entry, request.actor),
        "typed": conflicts.typed(request.POST),
        "stamp": form.stamp(),
    }
    return render(request, "plans/conflict.html", context)


def changed(
    request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: Entry, form: EntryForm
) -> HttpResponse:
    together = {"together": True} if opened.together else {}
    actions.edit(entry, **form.columns(), **together)
    ties = form.ties()
    if kind.retie and ties:
        kind.retie(entry, **ties)
    messages.success(request, _("Endringen er lagret."))
    return redirect(address(opened, kind, entry))


@plan_page("change")
def remove(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """Takes an entry out of the plan, after asking."""
    found = editable_or_404(opened, kind, entry)
    if request.method == "POST":
        actions.remove(found)
        messages.success(request, _("Det er tatt ut av planen."))
        return redirect("plan", key=opened.plan.key)
    context = {"opened": opened, "kind": kind, "entry": found, "heading": reading.heading(found)}
    return render(request, "plans/remove.html", context)


@plan_page("change", relations=(OWN,))
def keep(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """*Bare for meg*, for the person alone (rule A7)."""
    found = editable_or_404(opened, kind, entry)
    form = KeepForm(request.POST if request.method == "POST" else None, opened=opened, entry=found)
    if form.is_valid():
        columns = kept_columns(opened, form.cleaned_data["kept"])
        contact = User.objects.filter(pk=columns.get("only_me_contact_id") or 0).first()
        actions.keep_to_me(found, kept=bool(columns), contact=contact)
        messages.success(request, _("Nå gjelder det du valgte."))
        return redirect(address(opened, kind, found))
    context = {
        "opened": opened,
        "kind": kind,
        "entry": found,
        "heading": reading.heading(found),
        "form": form,
    }
    return render(request, "plans/keep.html", context)


@plan_page("change")
def wrong_person(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """«Skrevet på feil person»: blocks the text everywhere and says who may have read it (rule A14)."""
    found = entry_or_404(opened, kind, entry)
    if not offers.of(opened, found, request.actor).wrong:
        raise Http404
    if request.method == "POST":
        readers = actions.written_on_wrong_person(found)
        messages.success(request, who_may_have_read(readers))
        return redirect("plan", key=opened.plan.key)
    context = {"opened": opened, "kind": kind, "entry": found, "heading": reading.heading(found)}
    return render(request, "plans/wrong_person.html", context)


def who_may_have_read(readers: list[int]) -> str:
    known = labels.users(readers)
    names = ", ".join(str(known[pk]) if pk in known else labels.somebody() for pk in readers)
    if not names:
        return _("Teksten er sperret for alle. Ingen andre har åpnet planen siden den ble skrevet.")
    return _("Teksten er sperret for alle. Disse har åpnet planen siden den ble skrevet: %(names)s.") % {
        "names": names
    }
