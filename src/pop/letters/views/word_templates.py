"""Word templates of the unit's letters: the directorate's, and each unit's own; in versions."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.letters import actions
from pop.letters.filling import FIELDS
from pop.letters.forms import TemplateForm
from pop.letters.models import LetterTemplate
from pop.letters.standard import by_code
from pop.letters.views.listing import WORD, file
from pop.letters.views.texts import KEEPERS, administrates, units
from pop.people.gate import ADMINISTRATOR, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest


@dataclass(frozen=True)
class Version:
    """A template as the list shows it. `holds`: the newest of its kind of letter."""

    template: LetterTemplate
    what: str
    holds: bool
    back: bool
    """From here on the built-in letter."""


def versions(unit: Unit | None) -> list[Version]:
    seen: set[str] = set()
    found = []
    empty = ExpressionWrapper(Q(content=b""), BooleanField())
    for row in LetterTemplate.objects.filter(unit=unit).defer("content").annotate(back=empty)[:40]:
        what = str(by_code()[row.code]) if row.code in by_code() else _("Alle brev fra enheten")
        found.append(Version(row, what, row.code not in seen, row.back))
        seen.add(row.code)
    return found


@for_role(ADMINISTRATOR)
def central(request: LoggedInRequest) -> HttpResponse:
    """For every unit that has none of its own."""
    return kept(request, None)


@for_role(KEEPERS)
def of_unit(request: LoggedInRequest, unit: UUID) -> HttpResponse:
    """For one unit's letters, before the directorate's."""
    found = next((row for row in units() if row.key == unit), None)
    if found is None:
        raise Http404
    return kept(request, found)


def kept(request: LoggedInRequest, unit: Unit | None) -> HttpResponse:
    posted = request.method == "POST"
    back = posted and "back" in request.POST
    form = TemplateForm(request.POST, request.FILES, back=back) if posted else TemplateForm()
    if form.is_valid():
        actions.keep_template(
            code=form.cleaned_data["code"],
            unit=unit,
            content=form.cleaned_data.get("file", b""),
            made_by=request.actor,
        )
        messages.success(
            request, _("Den vanlige malen brukes igjen.") if back else _("Malen er lagret som en ny versjon.")
        )
        return redirect("letter_templates_unit", unit=unit.key) if unit else redirect("letter_templates")
    context = {"unit": unit, "form": form, "versions": versions(unit), "fields": FIELDS.items()}
    return render(request, "letters/templates.html", context)


@for_role(KEEPERS)
def download(request: LoggedInRequest, template: UUID) -> HttpResponse:
    """The file as it was laid in, to change it and lay in the next."""
    found = LetterTemplate.objects.filter(key=template).first()
    if (
        found is None
        or not found.content
        or not (administrates() or found.unit_id in {u.pk for u in units()})
    ):
        raise Http404
    return file(bytes(found.content), WORD, "brevmal.docx")
