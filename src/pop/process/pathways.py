"""Which forløp fits (rules B4 and B7). The file says when each is suggested; the contact chooses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pop.plans.calendar import add_months
from pop.process.data import Pathway, Process, TimeRule
from pop.process.models import Home


@dataclass(frozen=True)
class Situation:
    """What a forløp is chosen by. `days` is what the unit means by a setting, and so what it can manage."""

    form: str
    needs: int
    release: date | None
    today: date
    days: Callable[[str], int]
    home: str = Home.NORWAY

    @property
    def left(self) -> int | None:
        return (self.release - self.today).days if self.release else None


def suggest(process: Process, situation: Situation) -> Pathway:
    """The first in the file whose conditions all hold. The last one always does."""
    return next(p for p in process.pathways if fits(process, p, situation))


def fits(process: Process, pathway: Pathway, situation: Situation) -> bool:
    if pathway.home and situation.home not in pathway.home:
        return False
    if pathway.forms and situation.form not in pathway.forms:
        return False
    if pathway.needs_at_least is not None and situation.needs < pathway.needs_at_least:
        return False
    if pathway.below_rule and not too_late(process.time_rule(pathway.below_rule), situation):
        return False
    if not pathway.below_setting:
        return True
    return situation.left is not None and situation.left < situation.days(pathway.below_setting)


def too_late(rule: TimeRule, situation: Situation) -> bool:
    """Whether less time is left than the rule counts back from release: its day has passed."""
    return (
        situation.release is not None and add_months(situation.release, -rule.months_before) < situation.today
    )


@dataclass(frozen=True)
class Lead:
    """A rule that counts back from release. `at_once` when its day has passed before the work began."""

    rule: TimeRule
    on: date
    at_once: bool


def leads(
    process: Process, *, release: date | None, today: date, days: Callable[[str], int] | None = None
) -> list[Lead]:
    """`days` is what the unit means by a setting; without it, what the file says."""
    if release is None:
        return []
    means = days or (lambda code: process.setting(code).default)
    found = [
        (
            rule,
            release - timedelta(means(rule.setting))
            if rule.before_release
            else add_months(release, -rule.months_before),
        )
        for rule in process.time_rules
        if rule.months_before or rule.before_release
    ]
    return [Lead(rule, on, on < today) for rule, on in found]
