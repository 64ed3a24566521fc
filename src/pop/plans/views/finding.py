"""One entry from an address: what the actor may not see is not there."""

from uuid import UUID

from django.http import Http404

from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import OpenPlan


def entry_or_404(opened: OpenPlan, kind: Kind, entry: UUID) -> Entry:
    found: Entry | None = kind.model.objects.of(opened.plan).filter(key=entry).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found
