"""Money in short, what BRIK found, the language, and what to arrange before arrival."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.conversations import asked, reading
from pop.conversations.actions import mapping, preparing, talks
from pop.conversations.forms import BrikConsentForm, BrikForm, EconomyForm, LanguageForm
from pop.conversations.guide import BRIK_TOPICS
from pop.conversations.mapping_forms import PreparationForm
from pop.conversations.models import BrikConsent, BrikResult, Economy, InterpreterNeed, Preparation, ToArrange
from pop.conversations.views.talks import writable_or_404
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import areas, grounds, offers
from pop.plans.models import Need
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.views.contesting import disagree


@plan_page("economy")
def economy(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What is written, for whoever may see it; the person and the team make needs of it."""
    found = reading.economy(opened.plan)
    context = {
        "opened": opened,
        "found": found,
        "lines": reading.money_lines(found) if found else [],
        "may_write": not opened.partner and preparing.FINANCES in areas.writable(opened.plan),
        "contestable": bool(found and offers.may_contest(opened, found, request.actor)),
        "viewers": None if opened.partner or not found else grounds.viewers(
            opened.plan, topic=found.topic_id, only_me=found.only_me, only_me_contact=found.only_me_contact_id
        ),
    }  # fmt: skip
    return render(request, "conversations/economy.html", context)


@plan_page("economy", relations=(OWN, CONTACT))
@require_POST
def economy_need(request: LoggedInRequest, opened: OpenPlan, row: UUID, line: str) -> HttpResponse:
    """«Gjør til behov»: one line of the economy, with one click."""
    found = economy_or_404(opened, row)
    offered = [known.name for known in reading.money_lines(found) if known.wanting]
    if line not in offered or preparing.FINANCES not in areas.writable(opened.plan):
        raise Http404
    writer = writer_for(request, opened, for_person=opened.contact)
    if preparing.need_of_line(found, writer=writer, line=line):
        messages.success(request, _("Det står som et behov i planen nå."))
    else:
        messages.info(request, _("Det er alt et behov."))
    return redirect("economy", key=opened.plan.key)


def economy_or_404(opened: OpenPlan, key: UUID) -> Economy:
    found = Economy.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found


@plan_page("disagree", relations=(OWN, CONTACT))
def economy_contest(request: LoggedInRequest, opened: OpenPlan, row: UUID) -> HttpResponse:
    """«Jeg er uenig» in what stands about money."""
    found = economy_or_404(opened, row)
    back = reverse("economy", args=[opened.plan.key])
    page = {"heading": str(found), "crumbs": "conversations/parts/crumbs.html"}
    return disagree(request, opened, found, back=back, page=page)


@plan_page("economy", relations=(OWN, CONTACT))
def economy_edit(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Income, debt, bank and papers, with few words. Who sees it stands beside, before it is saved."""
    if preparing.FINANCES not in areas.writable(opened.plan):
        raise Http404
    found = reading.economy(opened.plan)
    initial = {name: getattr(found, name) for name in EconomyForm.base_fields} if found else {}
    form = EconomyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        writer = writer_for(request, opened, for_person=opened.contact)
        preparing.write_economy(plan=opened.plan, writer=writer, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("economy", key=opened.plan.key)
    known = asked.earlier(opened)
    fields = [(form[name], asked.of_place(known, asked.ECONOMY, name)) for name in form.fields]
    context = {
        "opened": opened,
        "form": form,
        "fields": fields,
        "viewers": grounds.viewers(opened.plan, topic=preparing.FINANCES),
    }
    return render(request, "conversations/economy_edit.html", context)


@plan_page("preparations", relations=(OWN, CONTACT))
def prepare(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What to arrange before the sentence begins, in the person's own words (rule B3)."""
    rows = {row.what: row for row in Preparation.objects.of(opened.plan)}
    form = PreparationForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        writer = writer_for(request, opened, for_person=opened.contact)
        for what, state, words in form.said():
            preparing.prepare(plan=opened.plan, writer=writer, what=what, state=state, words=words)
        messages.success(request, _("Listen er lagret."))
        return redirect("preparations", key=opened.plan.key)
    known = asked.earlier(opened)
    groups = [
        (state, words, asked.of_place(known, asked.BEFORE, what))
        for what, (state, words) in zip(ToArrange.values, form.groups(), strict=True)
    ]
    return render(request, "conversations/prepare.html", {"opened": opened, "form": form, "groups": groups})


@plan_page("conversation", relations=(CONTACT,))
def language(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Whether an interpreter is needed, and in which language (rule B13)."""
    writable_or_404(opened)
    found = reading.language_needed(opened.plan)
    initial = {"language": found.language if found else ""}
    form = LanguageForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        writer = writer_for(request, opened, for_person=True)
        talks.need_interpreter(plan=opened.plan, writer=writer, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("conversations", key=opened.plan.key)
    return render(request, "conversations/language.html", {"opened": opened, "form": form})


@plan_page("disagree", relations=(OWN, CONTACT))
def language_contest(request: LoggedInRequest, opened: OpenPlan, need: UUID) -> HttpResponse:
    """«Jeg er uenig» in what stands about an interpreter."""
    found = InterpreterNeed.objects.of(opened.plan).filter(key=need, booked_for=None).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    back = reverse("conversations", args=[opened.plan.key])
    said = _("Det trengs tolk i %(language)s.") % {"language": found.language}
    return disagree(
        request, opened, found, back=back, page={"heading": said, "crumbs": "conversations/parts/crumbs.html"}
    )


@plan_page("brik")
def brik(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What BRIK found, with what became of it. Shown to a partner as far as consent here goes (rule B1)."""
    given = BrikConsent.objects.filter(plan=opened.plan, withdrawn_on=None).first()
    offered = [(str(n), a.name) for n, a in areas.to_write_in(opened.plan).items() if n in BRIK_TOPICS]
    form = BrikForm(request.POST if request.method == "POST" else None, areas=offered)
    if request.method == "POST" and not (opened.contact and given):
        raise Http404
    if form.is_valid():
        data = form.cleaned_data
        mapping.import_brik(
            plan=opened.plan, writer=writer_for(request, opened), topic=int(data["topic"]),
            mapped_on=data["mapped_on"], result=data["result"],
        )  # fmt: skip
        messages.success(request, _("Resultatet er hentet inn."))
        return redirect("brik", key=opened.plan.key)
    context = {"opened": opened, "given": given, "form": form if opened.contact and given else None}
    return render(request, "conversations/brik.html", context | results(opened, request.actor))


def results(opened: OpenPlan, actor: User) -> dict[str, Any]:
    rows = list(BrikResult.objects.of(opened.plan))
    needs = Need.objects.of(opened.plan).in_bulk([row.need_id for row in rows if row.need_id])
    names = areas.of(opened.plan)
    return {
        "rows": [(row, names[row.topic_id].name, needs.get(row.need_id or 0)) for row in rows],
        "contestable": {row.key for row in rows if offers.may_contest(opened, row, actor)},
    }


@plan_page("brik", relations=(OWN, CONTACT))
def brik_consent(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """That the person has said yes to BRIK, on its own form. It gives nobody anything here."""
    form = BrikConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        mapping.agree_to_brik(plan=opened.plan, given_on=form.cleaned_data["given_on"])
        messages.success(request, _("Samtykket til BRIK er skrevet inn."))
        return redirect("brik", key=opened.plan.key)
    return render(request, "conversations/brik_consent.html", {"opened": opened, "form": form})


@plan_page("brik", relations=(OWN, CONTACT))
def brik_withdraw(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Withdrawn at any time, without consequences (BRIK-forskriften §§ 2 and 5)."""
    if request.method == "POST":
        if mapping.withdraw_brik(plan=opened.plan):
            messages.success(request, _("Samtykket til BRIK er trukket. Resultatene er tatt ut av planen."))
        else:
            messages.info(request, _("Det er ikke noe samtykke til BRIK å trekke."))
        return redirect("brik", key=opened.plan.key)
    return render(request, "conversations/brik_withdraw.html", {"opened": opened})


def result_or_404(opened: OpenPlan, key: UUID) -> BrikResult:
    found = BrikResult.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found


@plan_page("brik", relations=(CONTACT,))
@require_POST
def brik_need(request: LoggedInRequest, opened: OpenPlan, result: UUID) -> HttpResponse:
    """«Gjør til behov»: what BRIK found, as a need that stands where the result stands."""
    found = result_or_404(opened, result)
    if not offers.locked(found):
        raise Http404
    if not found.need_id:
        mapping.make_need(found, writer=writer_for(request, opened), text=found.result)
        messages.success(request, _("Det står som et behov i planen nå."))
    return redirect("brik", key=opened.plan.key)


@plan_page("disagree", relations=(OWN, CONTACT))
def brik_contest(request: LoggedInRequest, opened: OpenPlan, result: UUID) -> HttpResponse:
    """The person may contest every assessment (BRIK-forskriften § 5 nr. 1)."""
    found = result_or_404(opened, result)
    back = reverse("brik", args=[opened.plan.key])
    page = {"heading": str(found), "crumbs": "conversations/parts/crumbs.html"}
    return disagree(request, opened, found, back=back, page=page)
