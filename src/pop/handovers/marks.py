"""The days that a handover is laid out by, in words: the row of marks over the overlap (T9, T11, T12)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.handovers.models import Handover
from pop.handovers.pathways import RELEASED_TODAY
from pop.handovers.reading import two_weeks_after
from pop.plans.calendar import add_months

CLOSING_MONTHS = 2
"""The closing lasts from two months before release to two weeks after (T12)."""


@dataclass(frozen=True)
class Mark:
    """A day, how far from the day of the handover it is, and what happens then. `main`: the day itself."""

    day: date
    when: str
    what: str
    main: bool = False


def marks(handover: Handover) -> list[Mark]:
    """In the order of time. Before a release: six months, two months, the day, two weeks after."""
    day, pathway = handover.on_day, handover.pathway
    found = [Mark(day, pathway.what, "", main=True)]
    found += [Mark(two_weeks_after(handover), _("2 uker etter"), _("Se etter at noen holder tråden"))]
    if pathway.begin_months:
        found += [_months(day, pathway.begin_months, _("De nye begynner å være med"))]
    if pathway.is_release and pathway.code != RELEASED_TODAY:
        found += [_months(day, CLOSING_MONTHS, _("Avslutningen begynner"))]
    return sorted(found, key=lambda mark: mark.day)


def _months(day: date, count: int, what: str) -> Mark:
    before = ngettext("%(count)s måned før", "%(count)s måneder før", count) % {"count": count}
    return Mark(add_months(day, -count), before, what)
