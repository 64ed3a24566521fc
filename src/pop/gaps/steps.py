"""The one thing to do about a gap: what the button says, and where it leads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pop.gaps.reading import ESCALATED, Row
from pop.plans.opening import OpenPlan
from pop.ui.addresses import reverse

PLACES: dict[str, tuple[Any, str]] = {
    "talk": (_("Avtal samtale"), "conversations"),
    "consent": (_("Se samtykkene"), "consent"),
    "team": (_("Se teamet"), "team"),
    "receiver": (_("Se teamet"), "team"),
}
"""Where most gaps of a kind are mended."""
RULES: dict[str, tuple[Any, str]] = {
    "meeting_not_held": (_("Se møtet"), ""),
    "interpreter_not_booked": (_("Bestill tolk"), "conversations"),
    "talk_missed": (_("Se samtalene"), "conversations"),
    "group_meeting_late": (_("Avtal møte"), "entry_new:mote"),
    "change_not_discussed": (_("Avtal møte"), "entry_new:mote"),
    "quiet": (_("Avtal samtale"), "conversations"),
    "role_change_without_overlap": (_("Avtal samtale"), "conversations"),
    "representative_without_overlap": (_("Avtal møte"), "entry_new:mote"),
    "representative_changed": (_("Avtal møte"), "entry_new:mote"),
    "oral_unconfirmed": (_("Se forslagene"), "proposals"),
    "wish_unanswered": (_("Se ønsket"), ""),
    "measure_without_responsible": (_("Velg ansvarlig"), ""),
    "responsible_left": (_("Velg ansvarlig"), ""),
    "need_without_measure": (_("Se behovet"), ""),
    "checklist_open": (_("Åpne sjekklisten"), "checklist"),
    "measure_without_receiver": (_("Velg mottaker"), "handover"),
    "receipt_late": (_("Se hvem som tar over"), "handover"),
    "receipt_escalated": (_("Se hvem som tar over"), "handover"),
    "receipt_declined": (_("Velg mottaker"), "handover"),
}
"""Where one rule differs."""
STAFF_ONLY = ("conversations", "entry_new:mote", "checklist", "handover")
MENDED_THERE = ("checklist", "handover")
"""Places that mend it better than the page of what the gap is about."""


def next_step(opened: OpenPlan, row: Row) -> tuple[str, str] | None:
    """Label and address; None when there is nothing for this reader to open."""
    if row.rule is None or row.gap.closed_at:
        return None
    if opened.partner and row.rule.id == ESCALATED:
        return str(_("Svar")), reverse("handover_requests")
    label, place = RULES.get(row.rule.id) or PLACES.get(row.rule.kind) or (_("Åpne tiltaket"), "")
    if place in MENDED_THERE and opened.contact:
        return str(label), reverse(place, args=[opened.plan.key])
    if row.about_url and (not place or row.rule.subject != "plans_plan" and row.rule.kind != "consent"):
        return str(label if not place else _("Se hva det gjelder")), row.about_url
    if row.rule.id == "wish_unanswered":  # the page of the plan reads no wishes
        return str(_("Se ønskene")), reverse("wishes", args=[opened.plan.key])
    if not place or place in STAFF_ONLY and not opened.contact:
        return None
    name, _colon, slug = place.partition(":")
    return str(label), reverse(name, args=[opened.plan.key, *([slug] if slug else [])])
