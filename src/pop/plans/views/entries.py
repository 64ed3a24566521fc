"""Reading and writing one entry; the same pages for all kinds (see kinds.py)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import actions, areas, called, grounds, offers, origins, proposals, reading
from pop.plans.actions import Writer
from pop.plans.forms.base import EntryForm
from pop.plans.gate import WORDS, TooEarly
from pop.plans.kinds import ASK, PERSON, Kind
from pop.plans.models import (
    ChoiceWay,
    Contact,
    Entry,
    Goal,
    Measure,
    MeasureNote,
    Meeting,
    Need,
    Plan,
    ProgressionWish,
    Source,
)
from pop.plans.names import Names
from pop.plans.opening import OpenPlan, plan_page, writer_for
from pop.plans.remand import on_remand
from pop.plans.restricted import Restricted, way_out
from pop.plans.threads import Threads
from pop.plans.views.finding import entry_or_404


@plan_page("write")
def new(request: LoggedInRequest, opened: OpenPlan, kind: Kind) -> HttpResponse:
    """Writes an entry. Where the area decides who sees it, the area is chosen first (rule A3)."""
    if kind.form is None or opened.relation not in kind.writers:
        raise Http404
    if kind.model is ProgressionWish and on_remand(opened.plan):
        return render(request, "plans/no_wishes.html", {"opened": opened})
    if kind.topic is None and "tema" not in request.GET:
        return choose_area(request, opened, kind)
    topic = kind.topic or asked_topic(request, opened.plan)
    writer = writer_for(request, opened)
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, opened=opened, topic=topic, ask_whose=opened.contact and kind.whose == ASK)
    form.begin_with(request.GET)
    if form.is_valid():
        try:
            with way_out():
                return written(request, opened, kind, form, topic)
        except Restricted as closed:
            form.add_error(None, str(closed))
    context = form_page(opened, kind, form, topic=topic, source_key=source_key(writer))
    return render(request, "plans/entry_form.html", context)


def asked_topic(request: LoggedInRequest, plan: Plan) -> int:
    """The area in the address, when the actor may write in it; 404 otherwise."""
    text = request.GET["tema"]
    topic = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if topic not in areas.to_write_in(plan):
        raise Http404
    return topic


def choose_area(request: LoggedInRequest, opened: OpenPlan, kind: Kind) -> HttpResponse:
    offered = list(areas.to_write_in(opened.plan).values())
    context = {
        "opened": opened,
        "kind": kind,
        "offered": offered,
        "groups": [
            (_("Områder i planen"), [area for area in offered if area.ticked]),
            (_("Andre områder"), [area for area in offered if not area.ticked]),
        ],
    }
    return render(request, "plans/choose_area.html", context)


def source_key(writer: Writer) -> int:
    """The same numbering as recipients of consent, before the row is there (`Entry.source_key`)."""
    if writer.fields["source_agency"]:
        return int(writer.fields["source_agency"].pk) * 2
    return int(writer.fields["source_user"].pk) * 2 + 1 if writer.fields["source_user"] else 0


def form_page(
    opened: OpenPlan, kind: Kind, form: EntryForm, *, topic: int, source_key: int, entry: Entry | None = None
) -> dict[str, Any]:
    return {
        "opened": opened,
        "kind": kind,
        "form": form,
        "entry": entry,
        "area": areas.of(opened.plan).get(topic),
        "title": _("Endre %(the)s") % {"the": kind.the}
        if entry
        else kind.new_own
        if opened.own
        else kind.new,
        "viewers": grounds.viewers(
            opened.plan,
            topic=topic,
            source_key=source_key,
            only_me=bool(entry and entry.only_me),
            only_me_contact=entry.only_me_contact_id if entry else None,
        ),
        "nothing_to_answer": "whys" in form.fields and not form.fields["whys"].choices,  # type: ignore[attr-defined]
    }


def written(
    request: LoggedInRequest, opened: OpenPlan, kind: Kind, form: EntryForm, topic: int
) -> HttpResponse:
    assert kind.write is not None  # noqa: S101  (a kind with a form has an action)
    for_person = opened.contact and (kind.whose == PERSON or form.said_by_person)
    writer = writer_for(request, opened, for_person=for_person)
    where = {"topic": topic} if kind.topic is None else {}
    entry = kind.write(
        plan=opened.plan, writer=writer, **where, **form.columns(), **form.ties(), **form.kept()
    )
    if isinstance(entry, Measure) and opened.own:
        # Whoever writes down what they will do themselves has chosen it.
        try:
            actions.choose_measure(entry, way=ChoiceWay.OWN_LOGIN)
        except TooEarly:
            messages.info(request, _("Det er lagret som et forslag. %(why)s") % {"why": WORDS})
            return redirect(address(opened, kind, entry))
    messages.success(request, saved(opened, entry))
    return redirect(address(opened, kind, entry) if kind.thread else reverse("plan", args=[opened.plan.key]))


def saved(opened: OpenPlan, entry: Entry) -> str:
    if isinstance(entry, Measure) and not opened.own:
        name = opened.person.given_name if opened.person else _("den planen handler om")
        return _("Forslaget er skrevet inn. Det er med i planen når %(name)s har sagt ja.") % {"name": name}
    return _("Det står i planen nå.")


def address(opened: OpenPlan, kind: Kind, entry: Entry) -> str:
    return reverse("entry", args=[opened.plan.key, kind, entry.key])


@plan_page("entry")
def read(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """One entry with all that stands in it, why one sees it, and who else does."""
    found = entry_or_404(opened, kind, entry)
    notes = (
        list(MeasureNote.objects.of(opened.plan).filter(measure_id=found.pk)) if kind.model is Measure else []
    )
    names = Names(opened, [found, *notes])
    context = {
        "opened": opened,
        "kind": kind,
        "entry": found,
        "heading": reading.heading(found),
        "rows": reading.of(found, names) + missing_at(opened, found),
        "names": names,
        "writer": names.writer(found),
        "changed_together": changed_together(found),
        "ground": why(found),
        "contact_label": names.user(found.only_me_contact_id),
        "may_write": areas.writable(opened.plan) if opened.partner else (),
        "offers": offers.of(opened, found, request.actor),
        "notes": [(note, names.writer(note)) for note in notes],
        "viewers": None if opened.partner else who_sees(found),
        "answer": proposals.answer_to(found) if isinstance(found, Measure) else None,
        "origin": origins.of(opened.plan, [found]).get(found.pk),
    }
    return render(request, "plans/entry.html", context | around_entry(opened, found))


def missing_at(opened: OpenPlan, entry: Entry) -> reading.Rows:
    """Who answers for a running measure and is not called to a meeting (rule B11). A partner learns nothing of others."""
    out = called.left_out(entry) if isinstance(entry, Meeting) and not opened.partner else []
    return [(_("Har et tiltak i gang, men er ikke kalt inn"), "; ".join(str(m) for m in out))] if out else []


def changed_together(entry: Entry) -> bool:
    """Whether the person wrote it alone, and an officer has changed it since together with them."""
    return (
        entry.together
        and entry.source == Source.PERSON
        and User.objects.filter(pk=entry.written_by_id, person_id=entry.plan.person_id).exists()
    )


def why(entry: Entry) -> str:
    """The ground as a sentence to the one who reads."""
    found = grounds.ground_of(entry)
    return (
        {
            "own_plan": _("Det er planen din."),
            "contact_team": _("Du er i kontaktteamet."),
            "authorship": _("Du, eller noen der du jobber, har skrevet det."),
            "named_contact": _("Det er åpnet bare for deg."),
            "consent": _("Personen har sagt ja til at du ser det."),
        }.get(found.partition(":")[0])
        or grounds.in_words(found)
        or opened_singly(entry)
    )


def opened_singly(entry: Entry) -> str:
    if isinstance(entry, Meeting):
        return _("Du er kalt inn til møtet.")
    return _("Kontaktpersonen er åpnet for deg.") if isinstance(entry, Contact) else ""


def who_sees(entry: Entry) -> list[grounds.Viewer]:
    return grounds.viewers(
        entry.plan,
        topic=entry.topic_id,
        source_key=entry.source_key,
        only_me=entry.only_me,
        only_me_contact=entry.only_me_contact_id,
    )


def around_entry(opened: OpenPlan, entry: Entry) -> dict[str, Any]:
    """The thread through a need, a goal or a measure, in both directions."""
    if not isinstance(entry, Need | Goal | Measure):
        return {"area": areas.of(opened.plan).get(entry.topic_id)}
    threads = Threads(opened, today=timezone.localdate())
    context: dict[str, Any] = {"area": threads.areas.get(entry.topic_id)}
    if isinstance(entry, Need):
        return context | {"goals": threads.goals_of_need[entry.pk], "steps": threads.of_need(entry)}
    if isinstance(entry, Goal):
        return context | {"needs": threads.needs_of_goal[entry.pk], "steps": threads.of_goal(entry)}
    return context | {
        "step": threads.steps.get(entry.pk),
        "agreed": threads.steps[entry.pk].agreed if entry.pk in threads.steps else None,
        "needs": threads.needs_of_measure.get(entry.pk, []),
        "goals": threads.goals_of_measure.get(entry.pk, []),
    }
