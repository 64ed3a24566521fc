"""«La en etat få vite at du kommer»: one agency, a name, a place and a month, until consent is asked (rule B3)."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.consents import actions, offers
from pop.consents import named as reading
from pop.consents.forms import PreConsentForm
from pop.consents.models import PreConsent
from pop.consents.views.give import MANY
from pop.people import labels
from pop.people.gate import for_role
from pop.people.models import Agency, AgencyKind
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page

WORKS_FOR_AN_AGENCY = "cardinality(rule.kept_agencies()) > 0"


def current(plan: Plan) -> PreConsent | None:
    """What the actor may know of the agency that is named now."""
    return PreConsent.objects.filter(plan=plan, ended_at=None).first()


@plan_page("forhåndssamtykke", relations=(OWN, CONTACT))
def preconsent(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The person chooses and takes back; the contact team registers a signed paper, and takes back when told."""
    may = reading.may_name_agency(opened.plan)
    named = current(opened.plan) if may else None
    if request.method == "POST" and "trekk" in request.POST:
        return take_back(request, opened, named)
    chosen = agency_of(request.POST.get("agency") or request.GET.get("etat", "")) if may else None
    form = PreConsentForm(
        request.POST or None, own=opened.own, initial={"agency": chosen.key if chosen else None}
    )
    if request.method == "POST" and chosen and form.is_valid() and given(form, request, opened, chosen):
        return redirect("preconsent", key=opened.plan.key)
    if request.method == "POST" and not chosen:
        messages.error(request, _("Velg hvilken etat det gjelder.") if may else too_late())
    context = {
        "opened": opened,
        "may": may,
        "named": named,
        "agency": labels.agencies([named.agency_id]).get(named.agency_id, _("en etat")) if named else "",
        "chosen": chosen,
        "form": form,
    }
    return render(request, "consents/preconsent.html", context | hits(request))


def too_late() -> str:
    return _("Spørsmålet om samtykke er stilt. Nå gis det et vanlig samtykke.")


def agency_of(key: str) -> Agency | None:
    """An agency that the actor may know of."""
    try:
        return Agency.objects.filter(key=UUID(key), active=True).first()
    except ValueError:
        return None


def hits(request: LoggedInRequest) -> dict[str, object]:
    """Agencies by kind and name, as they are found for an ordinary consent."""
    kind, word = request.GET.get("slag", ""), request.GET.get("navn", "").strip()
    found = Agency.objects.filter(active=True, name__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    shown = list(found[: MANY + 1]) if kind or word else []
    return {
        "kinds": AgencyKind.choices,
        "kind": kind,
        "word": word,
        "asked": bool(kind or word),
        "hits": [offers.of_agency(agency) for agency in shown[:MANY]],
        "too_many": len(shown) > MANY,
    }


def given(form: PreConsentForm, request: LoggedInRequest, opened: OpenPlan, agency: Agency) -> bool:
    """False when the question about consent was asked in the meantime."""
    try:
        with transaction.atomic():
            actions.name_to_agency(
                plan=opened.plan,
                registered_by=request.actor,
                agency=agency,
                own_words=form.cleaned_data.get("own_words", ""),
                archive_reference=form.cleaned_data.get("archive_reference", ""),
            )
    except IntegrityError:
        form.add_error(None, too_late())
        return False
    said = (
        _("%(name)s får vite at du kommer. Det gjelder fra nå.")
        if opened.own
        else _("Registrert. %(name)s får vite at personen kommer.")
    )
    messages.success(request, said % {"name": agency.name})
    return True


def take_back(request: LoggedInRequest, opened: OpenPlan, named: PreConsent | None) -> HttpResponse:
    """Works at once, with a receipt (rule A5)."""
    if named is None:
        messages.info(request, _("Det er ingenting å trekke tilbake nå."))
        return redirect("preconsent", key=opened.plan.key)
    key = actions.withdraw(plan=opened.plan, recipient=actions.Recipient(agency=Agency(pk=named.agency_id)))
    messages.success(request, _("Det er trukket tilbake, og gjelder fra nå."))
    return redirect("consent_receipt", key=opened.plan.key, receipt=key)


@require_safe
@for_role(WORKS_FOR_AN_AGENCY)
def named_to_us(request: LoggedInRequest) -> HttpResponse:
    """Those who are coming, for the agency that they have named; each row is a look."""
    return render(request, "consents/named_to_us.html", {"rows": reading.named_to_us()})
