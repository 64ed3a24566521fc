"""The map, its list, its paper, and one thread."""

from typing import Any

from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pop.challenges import reading
from pop.challenges.forms import FELT_NAMES, SearchForm
from pop.challenges.loading import chart, levers
from pop.challenges.models import Thread, ThreadStatus, ThreadVersion
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.process.loading import process
from pop.ui.pdf import pdf_to_print

PAPERS = ("a4", "a3")
LIST = "liste"


def is_editor() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select rule.has_role('editor')")
        row = cursor.fetchone()
    return bool(row and row[0])


@require_safe
@logged_in
def chart_page(request: LoggedInRequest) -> HttpResponse:
    """The map, or the list that says the same. `?u=` opens a thread beside it."""
    form = SearchForm(request.GET or None)
    wanted, threads = form.wanted(), reading.in_use()
    opened = next((one for one in threads if one.thread.key == request.GET.get("u")), None)
    found = [one for one in threads if wanted.fits(one)]
    asked = request.GET.copy()
    for name in ("u", "vis"):
        asked.pop(name, None)
    context = drawn(found) | {
        "form": form, "wanted": wanted, "number": len(found), "every": len(threads), "asked": asked.urlencode(),
        "as_list": request.GET.get("vis") == LIST, "opened": about(opened) if opened else None,
        "editor": is_editor(),
    }  # fmt: skip
    return render(request, "challenges/chart.html", context)


def drawn(threads: list[ThreadVersion]) -> dict[str, Any]:
    """What the map and its paper are drawn from."""
    return {
        "chart": chart(),
        "phases": reading.phases_without_always(),
        "lanes": reading.lanes(threads),
        "everywhere": [(reading.tangle_of(one), one) for one in reading.everywhere(threads)],
        "by_phase": [
            (cell.phase, [(reading.tangle_of(one), one) for one in cell.threads])
            for cell in reading.by_phase(threads)
        ],
    }


@require_safe
@logged_in
def chart_pdf(request: LoggedInRequest, paper: str) -> HttpResponse:
    """The whole map on one sheet, A3 or A4."""
    if paper not in PAPERS:
        raise Http404
    context = drawn(reading.in_use()) | {"paper": paper}
    return pdf_to_print(
        "challenges/paper.html", context, css=f"challenges/{paper}.css", name=f"kart-{paper}.pdf"
    )


def about(one: ThreadVersion) -> dict[str, Any]:
    """All that is said of a thread, but for its history."""
    names = dict(levers())
    return {
        "thread": one.thread,
        "version": one,
        "tangle": reading.tangle_of(one),
        "knots": reading.knots_named(one.knots),
        "phases": reading.phases_named(one.phases),
        "felt": [FELT_NAMES[code] for code in one.felt if code in FELT_NAMES],
        "plans": reading.plans_marked().get(one.thread_id, 0),
        "helped_by": reading.helped_by(one.thread),
        "levers": [(code.split(" ")[0], names[code], lever_url(code)) for code in one.lever if code in names],
    }


def slug_of(step: str) -> str:
    return next(one.slug for one in process().steps if one.id == step)


def lever_url(code: str) -> str:
    """Where it is explained; letters are made inside a plan, so they have none."""
    kind, name = code.split(" ", 1)
    if kind == "step":
        return f"{reverse('process')}#steg-{slug_of(name)}"
    return f"{reverse('gap_rules')}#{name}" if kind == "gap" else ""


@require_safe
@logged_in
def thread_page(request: LoggedInRequest, thread: str) -> HttpResponse:
    """One thread: what it is, who feels it, what helps, where it stands in the sources, and its history."""
    found = get_object_or_404(Thread, key=thread)
    one = reading.version_of(found)
    said = about(one)
    context = said | {
        "about": said,
        "history": ThreadVersion.objects.filter(thread=found).select_related("merged_into"),
        "others": reading.disagreements(found) if found.numbers else [],
        "into": reading.version_of(one.merged_into) if one.merged_into else None,
        "on_map": one.status == ThreadStatus.IN_USE,
        "editor": is_editor(),
    }
    return render(request, "challenges/thread.html", context)
