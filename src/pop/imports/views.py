"""Reading in a Word form: choose the file, look at what was understood, store it."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.imports import texts
from pop.imports.actions import Stored, store_as_new_plan, store_in_plan
from pop.imports.envelope import MAX_CHARACTERS, NotYours, seal, unseal
from pop.imports.form import MinPop
from pop.imports.forms import UploadForm
from pop.imports.preview import Preview
from pop.people.actions import NewPerson, PerhapsSamePerson, SamePerson
from pop.people.gate import STAFF, for_role
from pop.people.models import Unit, UnitRole, User
from pop.people.requests import LoggedInRequest
from pop.teams.around import current
from pop.teams.views.opening import same_person


@for_role(STAFF)
def import_form(request: LoggedInRequest) -> HttpResponse:
    """The file is sent here, and the preview is the answer. Nothing is stored."""
    sent = request.method == "POST"
    upload = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if upload.is_valid():
        read: MinPop = upload.cleaned_data["file"]
        sealed = seal(read, user=request.actor)
        if len(sealed) <= MAX_CHARACTERS:
            return show(request, Preview(read, units=own_units(request.actor)), sealed)
        upload.add_error("file", texts.refusal("too_much"))
    return render(request, "imports/form.html", {"form": upload})


@for_role(STAFF)
def import_store(request: LoggedInRequest) -> HttpResponse:
    """Stores what the preview showed, with what the officer has decided; all of it or nothing."""
    if request.method != "POST":
        return redirect("import_form")
    sealed = request.POST.get("sealed", "")
    try:
        read = unseal(sealed, user=request.actor)
    except NotYours:
        upload = UploadForm({})
        upload.errors.clear()
        upload.add_error(None, _("Skjemaet må leses inn på nytt. Ingenting er lagret."))
        return render(request, "imports/form.html", {"form": upload})
    page = Preview(read, units=own_units(request.actor), data=request.POST)
    stored = store(request.actor, page) if page.is_valid() else None
    if stored is None:
        return show(request, page, sealed)
    tell(request, stored)
    return redirect("plan", key=stored.plan.key)


def show(request: LoggedInRequest, page: Preview, sealed: str) -> HttpResponse:
    return render(request, "imports/preview.html", page.context() | {"sealed": sealed})


def own_units(user: User) -> list[Unit]:
    """The units that the user works in."""
    mine = UnitRole.objects.filter(current(), user=user).values("unit_id")
    return list(Unit.objects.filter(pk__in=mine, active=True))


def store(user: User, page: Preview) -> Stored | None:
    """None where somebody must look once more whether it is the right person (rule A14)."""
    decided, sure = page.choices.choices(), page.target.is_sure
    target = page.chosen_target()
    if target is not None:
        if target.is_surely(page.read) or sure:
            return store_in_plan(user=user, plan=target.plan, form=page.read, choices=decided)
        page.doubt = "plan"
        return None
    person = NewPerson(**page.person.columns())
    try:
        return store_as_new_plan(user=user, person=person, form=page.read, choices=decided, sure=sure)
    except SamePerson:
        page.person.add_error("archive_number", same_person())
    except PerhapsSamePerson:
        page.doubt = "person"
    return None


def tell(request: LoggedInRequest, stored: Stored) -> None:
    """What came into the plan, and what is left to do with the consent."""
    messages.success(request, _("Skjemaet er lest inn: %(what)s.") % {"what": in_words(stored.counts)})
    if stored.counts["consents"]:
        messages.warning(
            request,
            format_html(
                '{} <a class="ds-link" href="{}">{}</a>',
                _("Samtykket i skjemaet gir ingen noe ennå. Det er lagret som et utkast."),
                reverse("consent", args=[stored.plan.key]),
                _("Velg mottakere, temaer og unntak"),
            ),
        )


def in_words(counts: Counter[str]) -> str:
    """«4 innsatsområder, 3 mål og 4 tiltak»."""
    said = [
        (counts["areas"], ngettext("%(n)d innsatsområde", "%(n)d innsatsområder", counts["areas"])),
        (counts["goals"], ngettext("%(n)d mål", "%(n)d mål", counts["goals"])),
        (counts["measures"], ngettext("%(n)d tiltak", "%(n)d tiltak", counts["measures"])),
        (counts["wishes"], ngettext("%(n)d ønske", "%(n)d ønsker", counts["wishes"])),
        (counts["decisions"], ngettext("%(n)d avgjørelse", "%(n)d avgjørelser", counts["decisions"])),
        (counts["contacts"], ngettext("%(n)d kontaktperson", "%(n)d kontaktpersoner", counts["contacts"])),
        (counts["meetings"], ngettext("%(n)d møte", "%(n)d møter", counts["meetings"])),
        (counts["notes"], ngettext("%(n)d notat", "%(n)d notater", counts["notes"])),
    ]
    parts = [words % {"n": number} for number, words in said if number]
    if not parts:
        return _("ingen nye rader")
    *most, last = parts
    return _("%(most)s og %(last)s") % {"most": ", ".join(most), "last": last} if most else last
