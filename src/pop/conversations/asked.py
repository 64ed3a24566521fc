"""Every question that a person is asked about their situation, what each means, and what was answered before (rule B1).

Nobody is asked twice without seeing what they said the first time: where two places ask about the same, each shows the
other's answer to whoever may read it. The rows are asked for under their own policies, so the database decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.conversations import reading
from pop.conversations.models import MappingAnswer, Preparation, Said
from pop.plans.opening import OpenPlan

BEFORE, GUIDE, ECONOMY = "preparations", "mapping", "economy"
PLACES = {
    BEFORE: gettext_lazy("Før ankomst"),
    GUIDE: gettext_lazy("Minikartleggingen"),
    ECONOMY: gettext_lazy("Økonomi"),
}
"""Where it is asked, which is also the name of the page that has the answer."""
ASKED: dict[tuple[str, str], tuple[str, ...]] = {
    (BEFORE, "money"): ("money",),
    (BEFORE, "debt"): ("debt",),
    (BEFORE, "housing"): ("housing",),
    (BEFORE, "work"): ("work",),
    (BEFORE, "medicine"): ("health",),
    (BEFORE, "children"): ("family",),
    (BEFORE, "pets"): ("pets",),
    (GUIDE, "physical_health"): ("health",),
    (GUIDE, "mental_health"): ("mental health",),
    (GUIDE, "substances"): ("substances",),
    (GUIDE, "housing"): ("housing",),
    (GUIDE, "finances"): ("money", "debt"),
    (GUIDE, "family"): ("family",),
    (GUIDE, "legal"): ("legal",),
    (GUIDE, "work"): ("work",),
    (ECONOMY, "income"): ("money",),
    (ECONOMY, "debt_known"): ("debt",),
    (ECONOMY, "debt_unknown"): ("debt",),
    (ECONOMY, "bank_access"): ("bank account",),
    (ECONOMY, "bank_id"): ("bankid",),
    (ECONOMY, "id_papers"): ("papers",),
}  # fmt: skip
"""Place and question: what it is about. The checklists have theirs in handovers/asked.py."""
SAID = ("now", "more_help")
"""Those of the four questions of 2007 that say how it is; the other two tell what was."""


@dataclass(frozen=True)
class Earlier:
    """One answer that was given before: where, when, and a link to it."""

    place: str
    code: str
    question: str
    answer: str
    on: date
    url: str
    yes: bool = False
    """Whether it was a plain yes to a question of yes or no."""

    @property
    def where(self) -> str:
        return str(PLACES[self.place])


def earlier(opened: OpenPlan) -> list[Earlier]:
    """What has been answered, as far as the reader may read it."""
    return [*_before(opened), *_guide(opened), *_economy(opened)]


def about(found: Iterable[Earlier], meanings: Iterable[str], *, place: str = "") -> list[Earlier]:
    """Answers to questions that mean the same, but for those of the place that asks now."""
    wanted = set(meanings)
    return [one for one in found if one.place != place and wanted & set(ASKED[one.place, one.code])]


def of_place(found: Iterable[Earlier], place: str, code: str) -> list[Earlier]:
    return about(found, ASKED[place, code], place=place)


def _made(
    opened: OpenPlan, place: str, code: str, question: Any, answer: str, entry: Any, *, yes: bool = False
) -> Earlier:
    url = reverse(place, args=[opened.plan.key])
    return Earlier(place, code, str(question), answer, entry.written_at.date(), url, yes)


def _before(opened: OpenPlan) -> list[Earlier]:
    return [
        _made(opened, BEFORE, row.what, row.get_what_display(),
              ". ".join(filter(None, (str(row.get_state_display()), row.words))), row)
        for row in Preparation.objects.of(opened.plan)
    ]  # fmt: skip


def _guide(opened: OpenPlan) -> list[Earlier]:
    """The newest answer in each area."""
    newest = {row.area: row for row in MappingAnswer.objects.of(opened.plan).order_by("pk")}
    return [
        _made(opened, GUIDE, row.area, row.get_area_display(), _in_words(row), row)
        for row in newest.values()
        if row.answered
    ]


def _in_words(row: MappingAnswer) -> str:
    said = [
        f"{MappingAnswer._meta.get_field(name).verbose_name} {getattr(row, f'get_{name}_display')()}."  # type: ignore[union-attr]
        for name in SAID
        if getattr(row, name)
    ]
    return " ".join(filter(None, (*said, row.words))) or _("Snakket om")


def _economy(opened: OpenPlan) -> list[Earlier]:
    found = reading.economy(opened.plan)
    if found is None:
        return []
    return [
        _made(
            opened,
            ECONOMY,
            line.name,
            line.label,
            line.said,
            found,
            yes=getattr(found, line.name) == Said.YES,
        )
        for line in reading.money_lines(found)
        if (ECONOMY, line.name) in ASKED
    ]
