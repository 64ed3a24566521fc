"""The registers of regions, units, wards and agencies, kept by the administrator."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people import actions
from pop.people.forms import AgencyForm, AgencySearchForm, RegionForm, UnitForm, WardForm
from pop.people.gate import ADMINISTRATOR, for_role
from pop.people.models import Agency, Region, Unit, Ward

PAGE = 50


@require_safe
@for_role(ADMINISTRATOR)
def units(request: HttpRequest) -> HttpResponse:
    """Regions, and the units of each."""
    regions = Region.objects.prefetch_related("unit_set__wards")
    return render(request, "people/units.html", {"regions": regions})


@for_role(ADMINISTRATOR)
def region_edit(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """A region: new, or another name."""
    region = get_object_or_404(Region, key=key) if key else None
    form = RegionForm(request.POST if request.method == "POST" else None, region=region)
    if request.method == "POST" and form.is_valid():
        actions.save_region(region=region, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("units")
    return render(request, "people/region.html", {"form": form, "region": region})


@for_role(ADMINISTRATOR)
def unit_edit(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """A unit and its wards."""
    unit = get_object_or_404(Unit.objects.select_related("region"), key=key) if key else None
    form = UnitForm(request.POST if request.method == "POST" else None, unit=unit)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_unit(unit=unit, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("unit_edit", key=saved.key)
    return render(
        request,
        "people/unit.html",
        {"form": form, "unit": unit, "ward_form": unit and WardForm(unit=unit, auto_id="avdeling_%s")},
    )


@require_POST
@for_role(ADMINISTRATOR)
def ward_new(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more ward of a unit."""
    unit = get_object_or_404(Unit.objects.select_related("region"), key=key)
    form = WardForm(request.POST, unit=unit, auto_id="avdeling_%s")
    if not form.is_valid():
        context = {"form": UnitForm(unit=unit), "unit": unit, "ward_form": form}
        return render(request, "people/unit.html", context)
    actions.save_ward(ward=None, unit=unit, **form.cleaned_data)
    messages.success(request, _("Avdelingen er lagt til."))
    return redirect("unit_edit", key=key)


@for_role(ADMINISTRATOR)
def ward_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another name for a ward."""
    ward = get_object_or_404(Ward.objects.select_related("unit"), key=key)
    form = WardForm(request.POST if request.method == "POST" else None, unit=ward.unit, ward=ward)
    if request.method == "POST" and form.is_valid():
        actions.save_ward(ward=ward, unit=ward.unit, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("unit_edit", key=ward.unit.key)
    return render(request, "people/ward.html", {"form": form, "ward": ward})


@require_safe
@for_role(ADMINISTRATOR)
def agencies(request: HttpRequest) -> HttpResponse:
    """Agencies by name, filtered by kind and by a part of the name or a number."""
    form = AgencySearchForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    q = wanted["q"].strip()
    found = Agency.objects.select_related("parent")
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    if q:
        found = found.filter(Q(name__icontains=q) | Q(municipality_number=q) | Q(organisation_number=q))
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "filtered": bool(q or wanted["kind"]),
        "q": q,
        "kind": wanted["kind"],
    }
    return render(request, "people/agencies.html", context)


@for_role(ADMINISTRATOR)
def agency_edit(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """An agency: new, or what has changed about it."""
    agency = get_object_or_404(Agency.objects.select_related("parent"), key=key) if key else None
    form = AgencyForm(request.POST if request.method == "POST" else None, agency=agency)
    if request.method == "POST" and form.is_valid():
        actions.save_agency(agency=agency, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("agencies")
    return render(request, "people/agency.html", {"form": form, "agency": agency})
