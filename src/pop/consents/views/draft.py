"""A draft: what it changes, its end, the signature, the sheet for paper."""

import hashlib
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.consents import actions
from pop.consents.board import Board, in_words, text_of
from pop.consents.forms import EndForm, SignForm
from pop.consents.models import Consent
from pop.consents.offers import Register
from pop.consents.sheets import FILE_NAMES, PDF, code_of
from pop.consents.state import Topics, differences, grouped, open_drafts, standing
from pop.people.models import AgencyKind
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.ui.pdf import pdf_to_print

FORM_KINDS = (
    AgencyKind.SPECIALIST_HEALTH,
    AgencyKind.PRISON_HEALTH,
    AgencyKind.MEDIATION,
    AgencyKind.NAV,
    AgencyKind.HOME_MUNICIPALITY,
    AgencyKind.GP,
    AgencyKind.SCHOOL,
)
"""The recipients printed on the official form, in its order; the eighth is «andre» (requirements (b))."""


def find(opened: OpenPlan, sheet: UUID) -> Consent:
    """An open draft of this plan; 404 when it is signed, dropped, or overtaken by a withdrawal."""
    for draft in open_drafts(opened.plan):
        if draft.key == sheet:
            return draft
    raise Http404


def seen(draft: Consent) -> str:
    """What stood on the screen: the draft, and what holds beside it."""
    now = standing(draft.plan, after_sentence=draft.after_sentence)
    beside = sorted((key, sorted(topics.items(), key=str)) for key, topics in now.items())
    return f"{code_of(draft)} {hashlib.sha256(str(beside).encode()).hexdigest()[:16]}"


def changes(board: Board, draft: Consent) -> list[dict[str, object]]:
    """What is new and what goes, recipient by recipient, in words."""
    return [
        {
            "name": board.register.name(change.recipient),
            "party": board.register.parties.get(change.recipient),
            "new": in_words(board, change.new),
            "gone": in_words(board, change.gone),
            "becomes": in_words(board, change.becomes),
            "is_new": change.is_new,
        }
        for change in differences(draft)
    ]


@plan_page("samtykke", relations=(OWN, CONTACT))
def summary(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """«Du har endret N ting»: what is new, what goes, what it means, and the person's own signature."""
    draft = find(opened, sheet)
    form = SignForm(request.POST or None, initial={"seen": seen(draft)}) if opened.own else None
    if form and request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] == seen(draft):
            actions.sign(draft, language=(get_language() or "nb")[:2])
            messages.success(
                request,
                _("Du har signert. Samtykke nummer %(number)s gjelder nå.") % {"number": draft.place},
            )
            return redirect("consent", key=opened.plan.key)
        messages.warning(request, _("Noe ble endret mens du leste. Se gjennom på nytt før du signerer."))
        return redirect("consent_summary", key=opened.plan.key, sheet=draft.key)
    mine = request.actor is not None and draft.drafted_by_id == request.actor.pk
    return render(request, "consents/summary.html", shown(opened, draft, form) | {"mine": mine})


def shown(opened: OpenPlan, draft: Consent, form: SignForm | None) -> dict[str, object]:
    board = Board(opened.plan)
    found = differences(draft)
    return {
        "opened": opened,
        "board": board,
        "draft": draft,
        "code": code_of(draft),
        "changes": changes(board, draft),
        "count": sum(change.count for change in found),
        "exceptions": board.exceptions,
        "text": text_of(draft, get_language() or "nb"),
        "form": form,
    }


@plan_page("samtykke", relations=(OWN, CONTACT))
def end(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """The last day, when it is to end before the sentence does."""
    draft = find(opened, sheet)
    form = EndForm(request.POST or None, initial={"ends_on": draft.ends_on}, needed=draft.after_sentence)
    if request.method == "POST" and form.is_valid():
        actions.set_end(draft, ends_on=form.cleaned_data["ends_on"])
        return redirect("consent_summary", key=opened.plan.key, sheet=draft.key)
    return render(request, "consents/end.html", {"opened": opened, "draft": draft, "form": form})


@require_POST
@plan_page("samtykke", relations=(OWN, CONTACT))
def drop(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """Leaves everything as it is."""
    waiting = Consent.objects.filter(plan=opened.plan, signed_at=None, dropped_at=None)
    actions.drop_draft(get_object_or_404(waiting, key=sheet))
    messages.success(request, _("Utkastet er forkastet. Det som gjaldt fra før, gjelder fortsatt."))
    return redirect("consent", key=opened.plan.key)


@require_POST
@plan_page("samtykke", relations=(CONTACT,))
def take_over(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """The officer prepares what the person has chosen for paper: what the officer sees of it, nothing else."""
    draft = find(opened, sheet)
    chosen = [
        actions.Choice(actions.recipient_of(i.recipient_key), i.topic_id, i.give, i.obtain, i.share)
        for i in draft.items.all()
    ]
    mine = actions.redraft(
        plan=opened.plan,
        drafted_by=request.actor,
        choices=chosen,
        earlier=draft,
        language=draft.language,
        ends_on=draft.ends_on,
        after_sentence=draft.after_sentence,
    )
    if mine is None:
        return redirect("consent", key=opened.plan.key)
    return redirect("consent_summary", key=opened.plan.key, sheet=mine.key)


def own_sheet(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> Consent:
    """Each prints what they have written: another's draft may name a recipient that the reader does not see."""
    draft = find(opened, sheet)
    if request.actor is None or draft.drafted_by_id != request.actor.pk:
        raise Http404
    return draft


@plan_page("samtykke", relations=(OWN, CONTACT), purpose="utskrift av samtykke")
def print_sheet(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """The form on paper, with the fields of the official one (requirements (b)) and a code."""
    return render(request, "consents/sheet.html", printed(opened, own_sheet(request, opened, sheet)))


@plan_page("samtykke", relations=(OWN, CONTACT), purpose="utskrift av samtykke")
def pdf_sheet(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """The same sheet as a PDF, under a name that tells nothing."""
    context = printed(opened, own_sheet(request, opened, sheet))
    return pdf_to_print("consents/sheet.html", context, css="ui/consent-sheet.css", name=FILE_NAMES[PDF])


def printed(opened: OpenPlan, draft: Consent) -> dict[str, object]:
    """What stands on the sheet: in full what each recipient gets when it is signed."""
    board = Board(opened.plan)
    named = grouped(draft.items.all())
    register = Register(opened.plan, named)
    parties = [party for key, party in register.parties.items() if key in named]
    return {
        "opened": opened,
        "draft": draft,
        "code": code_of(draft),
        "kinds": [
            (kind.label, [p.name for p in parties if p.kind == kind and not p.individual])
            for kind in FORM_KINDS
        ],
        "others": [p.name for p in parties if p.individual or p.kind not in FORM_KINDS],
        "rows": [(party, sheet_rows(board, named[party.key])) for party in parties],
        "exceptions": board.exceptions,
        "text": text_of(draft, get_language() or "nb"),
        "printed_at": timezone.localtime(),
    }


def sheet_rows(board: Board, topics: Topics) -> dict[str, object]:
    areas = [
        (line, topics[line.number])
        for line in board.lines.values()
        if line.number in topics and not line.basic
    ]
    basics = [board.lines[n].lower for n in sorted(topics) if n in board.lines and board.lines[n].basic]
    return {"areas": areas, "basics": basics, "count": len(areas) + 1}
