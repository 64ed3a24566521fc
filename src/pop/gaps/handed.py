"""Which thing of a handover a gap is about, on the pages of gaps: the measure, or the role in the team.

Asked under the rules of the rows themselves (rule B9), and only when a gap is about such a thing. The page of the plan
does not ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from pop.gaps.reading import SLUGS, Row, subject_of
from pop.handovers.models import HandoverItem
from pop.plans.models import Measure
from pop.plans.opening import OpenPlan
from pop.teams.models import ContactTeamMember, SupportTeamMember

TABLE = HandoverItem._meta.db_table


def named(rows: Iterable[Row], opened: OpenPlan) -> list[Row]:
    """The rows, and what those about a handover are about. A partner reads that a request waits, and no more."""
    rows = list(rows)
    numbers = {number for row in rows if (number := _item_of(row))}
    if opened.partner or not numbers:
        return rows
    items = HandoverItem.objects.in_bulk(numbers)
    titles = _titles(items)
    return [
        replace(row, about=titles[number][0], about_url=_url(opened, items[number], titles[number][1]))
        if (number := _item_of(row)) in titles
        else row
        for row in rows
    ]


def _item_of(row: Row) -> int:
    subject = subject_of(row.gap)
    return subject.row_id if subject and subject.table == TABLE else 0


def _titles(items: Mapping[int, HandoverItem]) -> dict[int, tuple[str, Measure | None]]:
    """What each thing is called, for those of which the reader sees what it is."""
    measures = Measure.objects.current().in_bulk([i.measure_id for i in items.values() if i.measure_id])
    contacts = ContactTeamMember.objects.in_bulk(
        [i.contact_member_id for i in items.values() if i.contact_member_id]
    )
    chairs = SupportTeamMember.objects.in_bulk(
        [i.support_member_id for i in items.values() if i.support_member_id]
    )
    found: dict[int, tuple[str, Measure | None]] = {}
    for number, item in items.items():
        measure: Any = measures.get(item.measure_id or 0)
        contact, chair = contacts.get(item.contact_member_id or 0), chairs.get(item.support_member_id or 0)
        role = str(contact.get_role_display()) if contact else chair.role if chair else item.new_role
        if title := measure.text if measure else role[:1].upper() + role[1:]:
            found[number] = (title, measure)
    return found


def _url(opened: OpenPlan, item: HandoverItem, measure: Measure | None) -> str:
    """To the thing in the handover for those who give it on; to the measure for the person."""
    if not opened.own:
        return "" if item.replaced_at else reverse("handover_item", args=[opened.plan.key, item.key])
    if measure is None:
        return ""
    return reverse("entry", args=[opened.plan.key, SLUGS[Measure._meta.db_table], measure.key])
