"""The gate by an independent reading of rule B2: facts read past the rules, judged in Python."""

from pop.plans.models import Measure
from tests.access.facts import past_the_rules, rows


def too_early(measure: Measure) -> bool:
    """Whether a measure may not be chosen yet. Varetekt is not among what these plans play through."""
    with past_the_rules():
        [(plan, imported, continued)] = rows(
            "select plan_id, imported, continued_from from plans_measure where id = %s", [measure.pk]
        )
        held = rows(
            "select kind, held_on, removed_at, blocked_at from conversations_conversation where plan_id = %s",
            [plan],
        )
        acute = {
            need
            for need, urgent, removed, blocked in rows(
                "select id, acute, removed_at, blocked_at from plans_need where plan_id = %s", [plan]
            )
            if urgent and not removed and not blocked
        }
        tied = rows("select need_id, goal_id from plans_measureneed where measure_id = %s", [measure.pk])
        behind = rows("select goal_id, need_id from plans_needgoal where plan_id = %s", [plan])
    talked = any(kind == "needs_1" and day and not out and not shut for kind, day, out, shut in held)
    goals = {goal for _need, goal in tied if goal}
    answers = {need for need, _goal in tied if need} | {need for goal, need in behind if goal in goals}
    return not (talked or imported or continued or answers & acute)
