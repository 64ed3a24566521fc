"""Changing, keeping, removing and blocking one entry."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pop.people import labels
from pop.people.middleware import PersonalRequest
from pop.people.models import User
from pop.plans import actions, offers, reading
from pop.plans.forms.answers import KeepForm
from pop.plans.forms.base import EntryForm, kept_columns
from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import OWN, OpenPlan, plan_page
from pop.plans.views.entries import address, form_page
from pop.plans.views.finding import entry_or_404


def editable_or_404(opened: OpenPlan, kind: Kind, entry: UUID) -> Entry:
    found = entry_or_404(opened, kind, entry)
    if not offers.may_edit(opened, found):
        raise Http404
    return found


@plan_page("change")
def edit(request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """Changes an entry. Whoever was overtaken sees both, and nothing typed is lost."""
    found = editable_or_404(opened, kind, entry)
    if kind.form is None or not offers.locked(found):
        raise Http404
    # Read again under the lock, so that what is compared is what will be changed.
    found = entry_or_404(opened, kind, entry)
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, opened=opened, topic=found.topic_id, entry=found)
    conflict: list[dict[str, str]] = []
    if form.is_valid():
        conflict = [] if request.POST.get("stamp") == form.stamp() else differences(form)
        if not conflict:
            return changed(request, opened, kind, found, form)
    context = form_page(opened, kind, form, topic=form.topic, source_key=found.source_key, entry=found)
    return render(request, "plans/entry_form.html", context | {"conflict": conflict, "stamp": form.stamp()})


def changed(
    request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: Entry, form: EntryForm
) -> HttpResponse:
    actions.edit(entry, **form.columns())
    ties = form.ties()
    if kind.retie and ties:
        kind.retie(entry, **ties)
    messages.success(request, _("Endringen er lagret."))
    return redirect(address(opened, kind, entry))


def differences(form: EntryForm) -> list[dict[str, str]]:
    """Field by field where what stands now is not what was typed."""
    rows = []
    for name, field in form.fields.items():
        now = shown(field, form.initial.get(name))
        typed = shown(field, form.cleaned_data.get(name))
        if now != typed:
            rows.append({"label": str(field.label), "now": now, "typed": typed})
    return rows


def shown(field: forms.Field, value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(text) for key, text in flat(field.choices)}
        picked = value if isinstance(value, list) else [value]
        return ", ".join(sorted(words.get(str(v), "") for v in picked if v not in (None, ""))) or "–"
    if hasattr(value, "weekday"):
        return date_format(value, "j. F Y")
    return str(value) if value not in (None, "") else "–"


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    rows = [words if isinstance(words, list) else [(key, words)] for key, words in choices]
    return [choice for row in rows for choice in row]


@plan_page("change")
def remove(request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """Takes an entry out of the plan, after asking."""
    found = editable_or_404(opened, kind, entry)
    if request.method == "POST":
        actions.remove(found)
        messages.success(request, _("Det er tatt ut av planen."))
        return redirect("plan", key=opened.plan.key)
    context = {"opened": opened, "kind": kind, "entry": found, "heading": reading.heading(found)}
    return render(request, "plans/remove.html", context)


@plan_page("change", relations=(OWN,))
def keep(request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
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
def wrong_person(request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """«Skrevet på feil person»: blocks the text everywhere and says who may have read it (rule A14)."""
    found = entry_or_404(opened, kind, entry)
    assert request.actor is not None  # noqa: S101
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
