"""Varetekt: no sentence, and so no wishes about progression (rule B6). access/sentences.sql holds it."""

from django.utils import timezone

from pop.plans.models import FormOfServing, Plan, ServingForm


def on_remand(plan: Plan) -> bool:
    """By the form of serving that holds today, as far as the actor sees it."""
    forms = ServingForm.objects.of(plan).filter(since__lte=timezone.localdate()).order_by("-since", "-pk")
    return forms.values_list("form", flat=True).first() == FormOfServing.REMAND
