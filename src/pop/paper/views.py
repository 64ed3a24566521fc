"""The plan on paper. The files' names tell nothing, and only what the reader may see is in them."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pop.paper import easy as easy_sheet
from pop.paper import pocket as pocket_sheet
from pop.paper.actions import count_prints, record_print
from pop.paper.form import form_of
from pop.people.requests import LoggedInRequest
from pop.plans.opening import OpenPlan, plan_page
from pop.ui.pdf import render_pdf

PURPOSE = "utskrift"
WHOLE = "utskrift: hele planen"
STYLE = "paper/paper.css"


class PrintForm(forms.Form):
    """Language and large print. What is not understood becomes the reader's own language.

    The names are Norwegian because they stand in the address.
    """

    sprak = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Språk"), required=False)
    stor = forms.BooleanField(label=_("Stor skrift"), required=False)


def wishes(request: HttpRequest) -> tuple[str, bool]:
    """Language and large print as asked for in the address."""
    form = PrintForm(request.GET)
    form.is_valid()
    language = form.cleaned_data.get("sprak") or (get_language() or settings.LANGUAGE_CODE)
    return language, bool(form.cleaned_data.get("stor"))


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Shown in the browser, kept by nobody on the way."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def printed_by(request: LoggedInRequest) -> dict[str, object]:
    """Who printed, and when: stands on every sheet but the one for the pocket."""
    return {
        "printed_by": (request.head.name if request.head else "") or request.actor.title,
        "printed_title": "" if request.actor.person_id else request.actor.title,
        "printed_at": timezone.localtime(),
    }


@plan_page("utskrift: valg", purpose=PURPOSE)
def choose(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Asks first: a sheet for the pocket, or the whole plan."""
    form = PrintForm(initial={"sprak": get_language()})
    context = {"opened": opened, "form": form, "prints": count_prints(opened.plan, WHOLE)}
    return render(request, "paper/choose.html", context)


@plan_page(WHOLE, purpose=PURPOSE)
def whole(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """«Min POP» in the form's order (requirements (a)). Each print is counted, also the person's own (rule A20)."""
    record_print(opened.plan, WHOLE)
    language, large = wishes(request)
    context = {"sheet": form_of(opened, language), "large": large, **printed_by(request)}
    return as_pdf(render_pdf("paper/min_pop.html", context, language=language, css=STYLE), "min-plan.pdf")


@plan_page("utskrift: neste steg", purpose=PURPOSE)
def pocket(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """One page that can lie in a cell (rule A20)."""
    language, large = wishes(request)
    sheet = pocket_sheet.sheet(opened, language, large=large)
    context = {"sheet": sheet, "large": large, "printed_at": timezone.localtime()}
    return as_pdf(render_pdf("paper/pocket.html", context, language=language, css=STYLE), "neste-steg.pdf")


@plan_page("utskrift: lett å lese", purpose=PURPOSE)
def easy(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Next steps, choices and consent, with symbols and a text made to be read aloud (rule A21)."""
    language, _large = wishes(request)
    context = {"sheet": easy_sheet.sheet(opened, language), "large": True, **printed_by(request)}
    return as_pdf(render_pdf("paper/easy.html", context, language=language, css=STYLE), "lett.pdf")
