"""Easy print: next steps, choices and consent, made to be read aloud (rule A21)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation

from pop.paper import lines
from pop.paper.lines import Line, Sharing, is_protected
from pop.plans import coming
from pop.plans.coming import Coming
from pop.plans.models import Decision
from pop.plans.opening import OpenPlan
from pop.plans.threads import Threads

MEETINGS = 6
"""As many as can be kept in mind when read aloud; the whole plan has them all."""


@dataclass(frozen=True)
class Easy:
    """What happens, what I do, what others do, what is decided, what I choose, and who sees what."""

    meetings: Sequence[Coming]
    mine: Sequence[Line]
    others: Sequence[Line]
    decisions: Sequence[Decision]
    choices: Sequence[Line]
    shared: Sequence[Sharing]
    protected: bool
    own: bool


def sheet(opened: OpenPlan, language: str) -> Easy:
    """As the actor may see it."""
    with translation.override(language):
        today = timezone.localdate()
        threads = Threads(opened, today=today)
        running = [step for step in threads.steps.values() if step.running]
        return Easy(
            meetings=[one for one in coming.of(opened.plan, today=today) if one.date][:MEETINGS],
            mine=lines.measures([s for s in running if s.who.person], opened),
            others=lines.measures([s for s in running if not s.who.person], opened),
            decisions=list(Decision.objects.of(opened.plan)),
            choices=lines.measures(lines.proposed(threads), opened),
            shared=lines.sharing(opened),
            protected=is_protected(opened),
            own=opened.own,
        )
