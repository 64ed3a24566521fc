"""A round as files, beside another, by its parts and by its groups."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest
from pop.surveys import comparing, figures, report
from pop.surveys.models import Round
from pop.surveys.views.asking import ASKERS, own_or_404
from pop.ui.csv_file import csv_file
from pop.ui.pdf import pdf_to_print

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def round_or_404(key: UUID) -> Round:
    """A round that the actor reads."""
    return get_object_or_404(Round.objects.select_related("survey", "unit"), key=key)


def as_file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
@for_role(ASKERS)
def as_csv(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002  (the name of the address)
    """Question, choice, count and per cent. Nothing before five have answered; no free texts but those let through."""
    one = round_or_404(round)
    rows = (
        [f"{value:.1f}" if isinstance(value, float) else value for value in row] for row in report.rows(one)
    )
    return csv_file(f"svar-{one.code.lower()}.csv", report.COLUMNS, rows)


@require_safe
@for_role(ASKERS)
def as_xlsx(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    one = round_or_404(round)
    return as_file(report.workbook(one), XLSX, f"svar-{one.code.lower()}.xlsx")


@require_safe
@for_role(ASKERS)
def as_pdf(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """What the page of the round says, on paper."""
    one = round_or_404(round)
    number = figures.total(one)
    results = figures.results(one, one.survey.asks, number) if figures.shown(one) else []
    context: dict[str, object] = {
        "round": one, "asks": one.survey.asks, "number": number, "fewest": figures.FEWEST, "results": results,
    }  # fmt: skip
    return pdf_to_print(
        "surveys/paper_report.html", context, css="surveys/paper.css", name=f"svar-{one.code.lower()}.pdf"
    )


@require_safe
@for_role(ASKERS)
def sheet(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """The questions on paper, with boxes to tick."""
    one = round_or_404(round)
    asks, first = one.survey.asks, 1
    sections = []
    for section in asks.sections:
        sections.append((section, first))
        first += len(section.questions)
    context: dict[str, object] = {"round": one, "asks": asks, "sections": sections}
    return pdf_to_print("surveys/paper_sheet.html", context, css="surveys/paper.css", name="sporreark.pdf")


@require_safe
@for_role(ASKERS)
def compare(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """With another round of the same survey (`med`), or its parts by the answer to a question (`etter`)."""
    one = round_or_404(round)
    asks, others = one.survey.asks, comparing.others(one)
    wanted, by = request.GET.get("med", ""), request.GET.get("etter", "")
    sides: list[comparing.Side | None] = []
    if wanted:
        with_ = next((other for other in others if str(other.key) == wanted), None)
        if with_ is None:
            raise Http404
        # The elder first: what is asked is what has changed.
        sides = [
            comparing.side(each) for each in sorted((one, with_), key=lambda each: (each.opened_at, each.pk))
        ]
    elif by:
        question = next((each for each in comparing.splitters(asks) if each.id == by), None)
        if question is None:
            raise Http404
        sides = list(comparing.parts(one, question))
    enough = len(sides) > 1 and None not in sides
    context = {
        "round": one, "asks": asks, "others": others, "splitters": comparing.splitters(asks), "wanted": wanted, "by": by,
        "asked": bool(wanted or by), "sides": [each for each in sides if each], "enough": enough,
        "lines": comparing.lines(asks, [each for each in sides if each]) if enough else [], "fewest": figures.FEWEST,
    }  # fmt: skip
    return render(request, "surveys/compare.html", context)


@require_safe
@for_role(ASKERS)
def named(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """Those who wrote their name, and what they answered: for whoever asked."""
    one = own_or_404(request, round)
    if not one.named:
        raise Http404
    return render(
        request, "surveys/named.html", {"round": one, "asks": one.survey.asks, "people": figures.named(one)}
    )
