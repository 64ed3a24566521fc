"""A version of Elias' plan, what he said to it, and how far he has read."""

from pop.access.actor import acting
from pop.demo.cast import BY_SLUG
from pop.demo.places import user
from pop.history import actions, log
from pop.plans.models import Agreement, Plan, Version


def build() -> None:
    """The contact person numbers the plan after a talk; Elias does not quite agree."""
    with acting(user("marte").pk):
        plan = Plan.objects.get(person__user__key=BY_SLUG["elias"].key)
        number = actions.make_version(plan)
    with acting(user("elias").pk):
        actions.answer_version(
            version=Version.objects.get(plan=plan, number=number),
            answer=Agreement.DISAGREES,
            own_words="Jeg vil ha med at jeg kan bo hos søstera mi i starten.",
            answered_by=user("elias"),
        )
        actions.mark_read(plan=plan, user=user("elias"), last_change=log.changes(plan)[0].pk)
