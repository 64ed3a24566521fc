"""Keeping a card: for those whom the database lets write it; 404 for everybody else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.services import actions, keeping
from pop.services.forms import CardForm, OfferForm, OwnerSearchForm
from pop.services.models import Offer, ServiceCard


def card_or_404(key: UUID) -> ServiceCard:
    """A card that the actor keeps."""
    found = get_object_or_404(ServiceCard.objects.in_use().with_owner(), key=key)
    if not keeping.may_keep(found):
        raise Http404
    return found


def offer_or_404(card: ServiceCard, key: UUID) -> Offer:
    found = get_object_or_404(Offer, card=card, key=key, ended_on=None)
    found.card = card
    return found


@require_safe
@logged_in
def choose_owner(request: LoggedInRequest) -> HttpResponse:
    """Whose card to make: the own places without one; for the administrator, all without one."""
    administrator = keeping.is_administrator()
    of_agency, of_unit = keeping.own_bodies()
    if not (administrator or of_agency or of_unit):
        raise Http404
    form = OwnerSearchForm(request.GET or None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    owners = keeping.without_card(words)
    context = {"form": form, "owners": owners, "words": words, "searchable": administrator}
    return render(request, "services/choose_owner.html", context)


@logged_in
def new(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Makes the card of an agency or a unit."""
    owner = keeping.owner_or_404(key)
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.make_card(owner=owner, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kortet er laget. Legg inn det dere kan tilby."))
        return redirect("card", key=made.key)
    return render(request, "services/card_form.html", {"form": form, "owner": owner, "card": None})


@logged_in
def edit(request: LoggedInRequest, key: UUID) -> HttpResponse:
    card = card_or_404(key)
    form = CardForm(request.POST if request.method == "POST" else None, card=card)
    if form.is_valid():
        actions.change_card(card, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kortet er endret."))
        return redirect("card", key=card.key)
    return render(request, "services/card_form.html", {"form": form, "owner": card.owner, "card": card})


@require_POST
@logged_in
def confirm(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """«Stemmer fortsatt», in one click."""
    card = card_or_404(key)
    actions.confirm_card(card, by=request.actor)
    messages.success(request, _("Bekreftet i dag."))
    return redirect("card", key=card.key)


@logged_in
def offer_new(request: LoggedInRequest, key: UUID) -> HttpResponse:
    card = card_or_404(key)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.add_offer(card=card, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Tilbudet står på kortet."))
        return redirect("card", key=card.key)
    return render(request, "services/offer_form.html", {"form": form, "card": card, "offer": None})


@logged_in
def offer_edit(request: LoggedInRequest, key: UUID, offer: UUID) -> HttpResponse:
    card = card_or_404(key)
    found = offer_or_404(card, offer)
    form = OfferForm(request.POST if request.method == "POST" else None, offer=found)
    if form.is_valid():
        actions.change_offer(found, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Tilbudet er endret."))
        return redirect("card", key=card.key)
    return render(request, "services/offer_form.html", {"form": form, "card": card, "offer": found})


@logged_in
def offer_end(request: LoggedInRequest, key: UUID, offer: UUID) -> HttpResponse:
    """Asks first: what is ended does not come back."""
    card = card_or_404(key)
    found = offer_or_404(card, offer)
    if request.method == "POST":
        actions.end_offer(found, by=request.actor)
        messages.success(request, _("«%(name)s» tilbys ikke lenger.") % {"name": found.name})
        return redirect("card", key=card.key)
    return render(request, "services/offer_end.html", {"card": card, "offer": found})
