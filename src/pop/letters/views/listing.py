"""The letters of a plan, one letter, and the letter as a file. The files' names tell nothing."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pop.letters import compose
from pop.letters.document import pdf_file, word_file
from pop.letters.models import Letter, Reply
from pop.letters.standard import PERSON
from pop.letters.standard import letters as standards
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans import offers
from pop.plans.models import Placement
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter_or_404(opened: OpenPlan, key: UUID) -> Letter:
    found = Letter.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found


def overdue(letter: Letter) -> bool:
    due = letter.answer_due
    return bool(due and letter.answered_on is None and due < timezone.localdate())


@plan_page("letters", relations=(OWN, CONTACT))
def letters(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What is not sent, what waits for an answer, what is over, and the eleven that can be written."""
    rows = list(Letter.objects.of(opened.plan)[:200])
    waits = [row for row in rows if row.answer_due and not row.answered_on]
    context = {
        "opened": opened,
        "ready": [row for row in rows if row.sent_on is None],
        "late": [row for row in waits if overdue(row)],
        "waiting": [row for row in waits if not overdue(row)],
        "over": [row for row in rows if row.sent_on and row not in waits],
        "any": bool(rows),
        "standards": [row for row in standards().values() if PERSON in row.voices or not opened.own],
        "about": {name: value for name, value in request.GET.items() if name in ("behov", "tiltak")},
        "query": request.GET.urlencode(),
    }
    return render(request, "letters/letters.html", context)


@plan_page("letter", relations=(OWN, CONTACT))
def read(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """What it says, what was taken from the plan, how it went out, and what follows from the answer."""
    found = letter_or_404(opened, letter)
    follows = Letter.objects.of(opened.plan).filter(pk=found.follows_id or 0).first()
    mine = not opened.own or found.own_voice
    context = {
        "opened": opened,
        "letter": found,
        "pieces": compose.paragraphs(found.text),
        "late": overdue(found),
        "may_send": mine and found.sent_on is None,
        "may_answer": mine and found.sent_on is not None and (found.answer_due or found.answered_on),
        "may_remind": mine and overdue(found),
        "may_complain": found.reply in (Reply.NO, Reply.PARTLY),
        "follows": follows,
        "followed_by": Letter.objects.of(opened.plan).filter(follows=found),
        "writer": labels.users([found.written_by_id]).get(found.written_by_id),
        "merged": [line for piece in compose.paragraphs(found.text) for line in piece.lines],
        "may_contest": offers.may_contest(opened, found, request.actor),
    }
    return render(request, "letters/letter.html", context)


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Kept by nobody on the way."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


@plan_page("letter", relations=(OWN, CONTACT), purpose="utskrift")
def pdf(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """Tagged, in the language of the letter; without logo, and with the sender that stands in it (rule C5)."""
    found = letter_or_404(opened, letter)
    return file(pdf_file(found), "application/pdf", "brev.pdf")


@plan_page("letter", relations=(OWN, CONTACT), purpose="utskrift")
def docx(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """The same as a Word file; the unit's letter in the unit's template."""
    found = letter_or_404(opened, letter)
    stay = Placement.objects.of(opened.plan).filter(until=None).select_related("unit").first()
    return file(word_file(found, stay.unit if stay else None), WORD, "brev.docx")
