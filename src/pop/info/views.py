"""Four pages of text. They ask nothing of the database, and are the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.info.words import groups, statuses


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "info/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "info/accessibility.html")


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the plan. `?ord=nav` opens one of them, for browsers that do not open it by themselves."""
    context = {"groups": groups(), "statuses": statuses(), "asked": request.GET.get("ord", "")}
    return render(request, "info/glossary.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "info/help.html")
