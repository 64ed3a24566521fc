"""A consent on paper: registered by one, witnessed by another, kept as a scan or in the archive (rule A6)."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pop.consents import actions
from pop.consents.forms import AttachForm, PaperForm
from pop.consents.models import ConsentScan, SigningWay
from pop.consents.offers import individual_name
from pop.consents.sheets import FILE_NAMES
from pop.consents.state import PAPER_DAYS, at_place, has_lapsed, lapses_on
from pop.people import labels
from pop.people.models import UnitRole, User
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


def colleagues(me: User) -> list[User]:
    """Who may be a witness: the others who work in the same unit."""
    units = UnitRole.objects.filter(user=me, until=None).values("unit")
    found = UnitRole.objects.filter(unit__in=units, until=None).exclude(user=me)
    return list(User.objects.filter(pk__in=found.values("user"), active=True))


@plan_page("samtykke", relations=(CONTACT,), purpose="registrering av samtykke")
def register(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """A paper that the person has signed."""
    witnesses = colleagues(request.actor)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        plan_id=opened.plan.pk,
        witnesses=witnesses,
        initial={
            "language": opened.person.language if opened.person and opened.person.language else _("norsk")
        },
    )
    name_witnesses(form)
    if request.method == "POST" and form.is_valid() and registered(form, request.actor):
        number = form.cleaned_data["code"].place
        messages.success(
            request, _("Samtykke nummer %(number)s er registrert og gjelder nå.") % {"number": number}
        )
        return redirect("consent", key=opened.plan.key)
    return render(request, "consents/register.html", {"opened": opened, "form": form, "days": PAPER_DAYS})


def name_witnesses(form: PaperForm) -> None:
    """Names as the actor may see them; one query for the list."""
    field = form.fields["witness"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    chosen = list(field.queryset or [])
    names = labels.users(user.pk for user in chosen)
    field.choices = [("", field.empty_label or "")] + [
        (str(user.pk), witness_name(user, names.get(user.pk))) for user in chosen
    ]


def witness_name(user: User, label: labels.Label | None) -> str:
    return individual_name(label) if label else str(user.title)


def registered(form: PaperForm, me: User) -> bool:
    """Registers, and adds the scan when it came along. False when officer and witness are the same person."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            actions.register_paper(
                data["code"],
                registered_by=me,
                witness=data["witness"],
                signed_on=data["signed_on"],
                read_aloud=data["read_aloud"],
                language=data["language"],
                interpreter=data["interpreter"],
                remarks=data["remarks"],
                archive_reference=data["archive_reference"],
            )
    except IntegrityError:
        form.add_error("witness", _("Du og vitnet må være to personer. Velg en annen."))
        return False
    if data["scan"]:
        actions.attach_scan(
            data["code"], content=data["scan"].content, content_type=data["scan"].content_type
        )
    return True


@plan_page("samtykke", relations=(CONTACT,), purpose="registrering av samtykke")
def attach(request: LoggedInRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """The scan or the archive reference, when it was missing. Not after the paper has lapsed."""
    consent = at_place(opened.plan, number, way=SigningWay.PAPER)
    if consent.has_scan or has_lapsed(consent):
        raise Http404
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["archive_reference"]:
            actions.refer_to_archive(consent, reference=form.cleaned_data["archive_reference"])
        if scan := form.cleaned_data["scan"]:
            actions.attach_scan(consent, content=scan.content, content_type=scan.content_type)
        messages.success(request, _("Samtykke nummer %(number)s er komplett.") % {"number": number})
        return redirect("consent_one", key=opened.plan.key, number=number)
    context = {"opened": opened, "consent": consent, "form": form, "lapses_on": lapses_on(consent)}
    return render(request, "consents/attach.html", context)


@plan_page("signert samtykke", relations=(OWN, CONTACT), purpose="kontroll av samtykke")
def scan(request: LoggedInRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """The signed sheet as a file to save: never shown in the page, never under a name that tells anything."""
    found = get_object_or_404(ConsentScan, consent=at_place(opened.plan, number))
    name = FILE_NAMES[found.content_type]
    return HttpResponse(
        bytes(found.content),
        content_type=found.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
