"""The Endringslogg of the Word forms that were read in: a reading function for pages (design, section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pop.plans.models import HistoryRow, Plan


@dataclass(frozen=True)
class FormLog:
    """The lines of one form, in its own order, and when it was read in."""

    read_in_at: datetime
    rows: Sequence[HistoryRow]


def form_logs(plan: Plan) -> list[FormLog]:
    """One log for each form that was read in, the newest form last. Empty for those who may not see it (rule A2)."""
    rows = HistoryRow.objects.filter(plan=plan)
    return [FormLog(at, list(lines)) for at, lines in groupby(rows, key=lambda row: row.read_in_at)]
