"""What each point of the checklists asks about, beside what was answered about the same before (rule B1)."""

from pop.conversations import asked
from pop.conversations.asked import Earlier
from pop.handovers.models import MarkState
from pop.handovers.pathways import Point

ABOUT: dict[str, tuple[str, ...]] = {
    "housing": ("housing",), "home_ready": ("housing",), "home_for_monitoring": ("housing",), "sleep_tonight": ("housing",),
    "income": ("money",), "money_today": ("money",),
    "activity": ("work",), "activity_ready": ("work",), "school_along": ("work",),
    "doctor": ("health",), "medicine": ("health",), "medicine_along": ("health",), "medicine_goes_on": ("health",),
    "medicine_today": ("health",),
    "treatment": ("substances",),
    "bankid": ("bankid", "papers"), "papers_today": ("bankid", "papers"),
    "bank": ("bank account",),
    "debt": ("debt",),
}  # fmt: skip
OWN = frozenset({
    "phone", "met_by", "appointment", "contact_there", "meeting_together", "needs_gone_through", "things_along",
    "first_appointment", "phone_today", "travel_today", "told_today", "tomorrow", "met", "consent_fits", "first_report",
    "duty_terms", "whom_to_call", "ward_knows", "appointments_moved", "first_report_probation", "institution_terms",
    "institution_knows", "weekly_report", "timetable", "old_tells_new", "others_know",
})  # fmt: skip
"""Points that nobody is asked about anywhere else."""
SAME = {"bank": ("bank_access",), "bankid": ("bank_id", "id_papers")}
"""Points that are the very questions of the economy: a yes there is where the point begins."""


def of_point(found: list[Earlier], code: str) -> list[Earlier]:
    return asked.about(found, ABOUT.get(code, ()))


def begins_as(found: list[Earlier], point: Point) -> str:
    """Where a point without a mark stands to begin with."""
    wanted = set(SAME.get(point.code, ()))
    said_yes = {one.code for one in found if one.place == asked.ECONOMY and one.yes}
    return MarkState.DONE if wanted and wanted <= said_yes else MarkState.OPEN
