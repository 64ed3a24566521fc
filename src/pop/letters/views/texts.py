"""The words of the standard letters: the central part in versions, and the local part of each unit."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.letters import actions, compose
from pop.letters.forms import TextForm
from pop.letters.models import LetterText
from pop.letters.standard import LANGUAGES, Standard, letters
from pop.people.gate import ADMINISTRATOR, LEADER, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest

KEEPERS = f"{ADMINISTRATOR} or {LEADER}"


def units() -> list[Unit]:
    """The units that the actor leads; all for the administrator."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.led_units(), rule.has_role('administrator')")
        led, every = cursor.fetchone() or ([], False)
    return list(Unit.objects.all() if every else Unit.objects.filter(pk__in=led))


def administrates() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select rule.has_role('administrator')")
        row = cursor.fetchone()
    return bool(row and row[0])


@for_role(KEEPERS)
def texts(request: LoggedInRequest) -> HttpResponse:
    """The central part; the local part of one unit at a time, as there may be many units."""
    some = units()
    chosen = next((row for row in some if str(row.key) == request.GET.get("enhet")), None)
    context = {
        "letters": letters().values(),
        "units": some,
        "chosen": chosen or (some[0] if len(some) == 1 else None),
        "languages": LANGUAGES,
        "central": administrates(),
    }
    return render(request, "letters/texts.html", context)


def standard_or_404(slug: str, language: str) -> Standard:
    standard = letters().get(slug)
    if standard is None or language not in LANGUAGES:
        raise Http404
    return standard


@for_role(ADMINISTRATOR)
def central(request: LoggedInRequest, slug: str, language: str) -> HttpResponse:
    """Law and agreements, for every letter from now on; those that are made stay as they are."""
    standard = standard_or_404(slug, language)
    return edited(request, standard, None, language, compose.central(standard, language))


@for_role(KEEPERS)
def local(request: LoggedInRequest, slug: str, language: str, unit: UUID) -> HttpResponse:
    """Agreements, practice and offers of one unit; in the unit's own letters only (rule C5)."""
    standard = standard_or_404(slug, language)
    found = next((row for row in units() if row.key == unit), None)
    if found is None:
        raise Http404
    return edited(request, standard, found, language, compose.local(standard, found, language))


def edited(
    request: LoggedInRequest, standard: Standard, unit: Unit | None, language: str, now: str
) -> HttpResponse:
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": now})
    if form.is_valid():
        actions.write_text(
            code=standard.code,
            unit=unit,
            language=language,
            text=form.cleaned_data["text"],
            written_by=request.actor,
        )
        messages.success(request, _("Teksten er lagret som en ny versjon."))
        return redirect("letter_texts")
    versions = LetterText.objects.filter(code=standard.code, unit=unit, language=language)[:20]
    context = {"standard": standard, "unit": unit, "language": language, "form": form, "versions": versions}
    return render(request, "letters/text.html", context)
