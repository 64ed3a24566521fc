"""What is done with a measure: answered, carried out, and written about."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.middleware import PersonalRequest
from pop.plans import actions, grounds, offers, proposal_actions
from pop.plans.forms.answers import CHANGE, NO, YES, AnswerForm, MeasureNoteForm, StatusForm
from pop.plans.gate import WORDS, TooEarly
from pop.plans.kinds import BY_MODEL
from pop.plans.models import Entry, Measure, MeasureStatus
from pop.plans.names import Names
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.threads import Threads
from pop.plans.views.entries import address, source_key
from pop.plans.views.finding import entry_or_404

KIND = BY_MODEL[Measure]


def measure_or_404(opened: OpenPlan, entry: UUID) -> Measure:
    """A measure that the actor may change something of; the row is held."""
    found = entry_or_404(opened, KIND, entry)
    if not isinstance(found, Measure) or not offers.locked(found):
        raise Http404
    return found


def page(opened: OpenPlan, measure: Measure, form: Any) -> dict[str, Any]:
    return {"opened": opened, "kind": KIND, "entry": measure, "heading": str(measure), "form": form}


@plan_page("answer", relations=(OWN, CONTACT))
def answer(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """The person says yes, no, or asks for a change; the contact team registers what was said (rule I3)."""
    measure = measure_or_404(opened, entry)
    if not offers.may_answer(opened, measure):
        messages.info(request, _("Det er svart på forslaget."))
        return redirect(address(opened, KIND, measure))
    form = AnswerForm(request.POST if request.method == "POST" else None, opened=opened)
    if form.is_valid():
        try:
            return answered(request, opened, measure, form)
        except TooEarly:
            form.add_error(None, WORDS)  # the answer is a button: there is no field to correct
    names = Names(opened, [measure])
    step = Threads(opened, today=timezone.localdate()).steps.get(measure.pk)
    context = page(opened, measure, form) | {
        "writer": names.writer(measure),
        "who": names.responsible(measure),
        "because": step.because if step else [],
        "agreed": step.agreed if step else None,
    }
    return render(request, "plans/answer.html", context)


def answered(request: PersonalRequest, opened: OpenPlan, measure: Measure, form: AnswerForm) -> HttpResponse:
    writer = writer_for(request, opened, for_person=opened.contact)
    try:
        proposal_actions.answer(measure, writer=writer, **form.said())
    except proposal_actions.Expired:
        messages.error(
            request, _("Tilbudet gjelder ikke lenger. Den som foreslo det, må si at det gjelder først.")
        )
        return redirect(address(opened, KIND, measure))
    messages.success(request, words_for(form.cleaned_data["answer"]))
    return redirect("plan", key=opened.plan.key)


def words_for(said: str) -> str:
    return {
        YES: _("Det er med i planen."),
        CHANGE: _("Den som foreslo det, får vite hva som skal endres."),
        NO: _("Det er ikke med i planen."),
    }[said]


@plan_page("status")
def done(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """«Jeg har gjort det»."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    measure = measure_or_404(opened, entry)
    if not offers.may_say_status(measure):
        raise Http404
    actions.set_status(measure, status=MeasureStatus.DONE)
    messages.success(request, _("«%(what)s» er gjort.") % {"what": measure})
    return redirect("plan", key=opened.plan.key)


@plan_page("status")
def status(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """How it goes. What others do the person can only stop; whoever does it says the rest."""
    measure = measure_or_404(opened, entry)
    if not offers.may_say_status(measure):
        raise Http404
    only_stop = opened.own and not measure.person_responsible
    form = StatusForm(
        request.POST if request.method == "POST" else None,
        initial={"status": measure.status, "status_reason": measure.status_reason},
        only_stop=only_stop,
    )
    if form.is_valid():
        actions.set_status(
            measure,
            status=MeasureStatus(form.cleaned_data["status"]),
            reason=form.cleaned_data["status_reason"],
        )
        messages.success(request, _("Statusen er endret."))
        return redirect(address(opened, KIND, measure))
    return render(request, "plans/status.html", page(opened, measure, form) | {"only_stop": only_stop})


@plan_page("note")
def note(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """What was done, by the one who delivers the measure, the contact team or the person (principle P6-1)."""
    found = entry_or_404(opened, KIND, entry)
    if not isinstance(found, Measure) or not offers.may_note(opened, found, offers.locked(found)):
        raise Http404
    form = MeasureNoteForm(request.POST if request.method == "POST" else None)
    writer = writer_for(request, opened)
    if form.is_valid():
        actions.note_on_measure(measure=found, writer=writer, text=form.cleaned_data["text"])
        messages.success(request, _("Notatet står på tiltaket nå."))
        return redirect(address(opened, KIND, found))
    context = page(opened, found, form) | {"viewers": readers_of_note(found, source_key(writer))}
    return render(request, "plans/measure_note.html", context)


def readers_of_note(measure: Entry, source: int) -> list[grounds.Viewer]:
    return grounds.viewers(measure.plan, topic=measure.topic_id, source_key=source)
