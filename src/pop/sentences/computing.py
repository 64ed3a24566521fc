"""Expected dates from a sentence: pure, without a database, a clock or a language.

How lengths and fractions are counted is written at the top of `milestones.toml`. A result is a day, or the reason
why it must be assessed; what was done to reach it is a list of steps, which explaining.py puts in words.
"""

from dataclasses import replace
from datetime import date
from functools import cached_property

from pop.plans.calendar import add_months, add_weeks, add_years
from pop.sentences.catalogue import Rule, rules
from pop.sentences.span import Span, length_step
from pop.sentences.values import PREVENTIVE, PRISON, REMAND, Dates, Facts, Length, Milestone, Step


def compute(facts: Facts) -> Dates:
    """The expected dates of a sentence, for the form in which it is served; none on remand (rule B6)."""
    if facts.form == REMAND:
        return Dates()
    return _Computing(facts).dates()


class _Computing:
    """One computation. A rule may build on the day of another (`end`, `two_thirds`, `release`)."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        length = sum((t.length for t in facts.terms), Length())
        self.deduction = sum(t.deduction_days for t in facts.terms)
        self.undivided = any(t.undivided for t in facts.terms)
        self.span = Span(facts.starts_on, length, self.deduction, facts.pauses)
        self.rules = {r.kind: r for r in rules()}

    def dates(self) -> Dates:
        if not self.span.whole and self.facts.form != PREVENTIVE:
            return Dates()
        form = self.facts.form or PRISON
        found = [self.milestone(rule) for rule in self.rules.values() if form in rule.forms]
        return Dates(tuple(m for m in found if m), self.computed_release)

    def milestone(self, rule: Rule) -> Milestone | None:
        if rule.needs and getattr(self.facts, rule.needs) is False:
            return None
        made = self.by_rule(rule)
        return replace(made, notes=self.notes(made)) if made.on else made

    def by_rule(self, rule: Rule) -> Milestone:
        if rule.assess:
            return Milestone(rule, assess=rule.kind)
        if rule.needs and getattr(self.facts, rule.needs) is None:
            return Milestone(rule, assess=f"{rule.needs}_open")
        if rule.length:
            return self.by_length(rule)
        return self.by_fraction(rule) if rule.served else self.by_other_day(rule)

    # Days that follow from how much is served ---------------------------------------------------------

    def by_fraction(self, rule: Rule) -> Milestone:
        whole = rule.served == (1, 1)
        why = self.must_assess(rule) if not whole else ""
        if why:
            return Milestone(rule, assess=why)
        days = max(self.part(rule), rule.at_least_days)
        on = self.span.reached(days)
        steps = [*self.sentence_steps(), *self.part_steps(rule, days)]
        if on is None:
            return Milestone(rule, assess="pause_lasts", steps=tuple(steps))
        steps += self.paused_steps(on)
        if rule.held_months:
            return self.held(rule, on, steps)
        return Milestone(rule, on, steps=tuple(steps))

    def part(self, rule: Rule) -> int:
        """A fraction of the days, rounded up."""
        over, under = rule.served or (1, 1)
        return -(-self.span.whole * over // under)

    def must_assess(self, rule: Rule) -> str:
        if self.undivided:
            return "undivided"
        if rule.assess_over_years and self.span.longer_than(years=rule.assess_over_years):
            return "very_long"
        if rule.at_least_days > self.span.whole:
            return "too_short"
        days = max(self.part(rule), rule.at_least_days, min(self.deduction, self.span.whole))
        return "little_left" if self.span.whole - days < rule.remainder_days else ""

    def held(self, rule: Rule, served: date, steps: list[Step]) -> Milestone:
        """Also so long without liberty, or so many years for the longest; what must be continuous begins anew."""
        held = self.continuous(served, self.facts.held_since, rule.held_months, free_only=True)
        if held is None:
            return Milestone(rule, assess="pause_lasts", steps=tuple(steps))
        since, enough = held
        steps = [*steps, Step("held", {"months": rule.held_months, "since": since, "on": enough})]
        on = max(served, enough)
        if rule.long_years and self.span.longer_than(years=rule.long_years):
            years = rule.long_served_years
            long = self.continuous(date.min, None, 12 * years, free_only=False)
            if long:
                steps.append(
                    Step("long", {"over": rule.long_years, "years": years, "since": long[0], "on": long[1]})
                )
                on = min(on, long[1])
        return Milestone(rule, on, steps=(*steps, Step("result", {"on": on})))

    def continuous(
        self, served: date, since: date | None, months: int, *, free_only: bool
    ) -> tuple[date, date] | None:
        """From when, and when so many months are continuous; after an interruption before then they begin anew."""
        since = min(since or self.span.start, self.span.start)
        enough = add_months(since, months)
        for pause in self.span.pauses:
            if (pause.free or not free_only) and pause.since < max(served, enough):
                if pause.until is None:
                    return None
                since, enough = pause.until, add_months(pause.until, months)
        return since, enough

    def by_length(self, rule: Rule) -> Milestone:
        """A length of its own in the judgment (forvaring)."""
        length: Length = getattr(self.facts, rule.length)
        if not length:
            return Milestone(rule, assess="length_missing")
        span = Span(self.span.start, length, self.deduction, self.facts.pauses)
        steps = [length_step(span)]
        on = span.reached(span.whole)
        if on is None:
            return Milestone(rule, assess="pause_lasts", steps=tuple(steps))
        if self.deduction:
            steps.append(Step("deducted", {"days": self.deduction}))
        return Milestone(rule, on, steps=(*steps, *self.paused_steps(on)))

    # Days that follow from another ---------------------------------------------------------------------

    def by_other_day(self, rule: Rule) -> Milestone:
        if rule.short_months and self.span.whole and not self.span.longer_than(months=rule.short_months):
            return Milestone(rule, self.span.start, steps=(Step("short", {"months": rule.short_months}),))
        other = rule.before or rule.after
        anchor = self.anchor(other)
        if anchor is None:
            return Milestone(rule, assess=f"no_{other}")
        steps = [Step(f"from_{self.said_by(other)}", {"on": anchor})]
        on = add_months(anchor, -rule.months if rule.before else rule.months)
        steps.append(Step("before" if rule.before else "after", {"months": rule.months, "on": on}))
        return self.bounded(rule, on, anchor, steps)

    def bounded(self, rule: Rule, on: date, anchor: date, steps: list[Step]) -> Milestone:
        """Not before the start of serving, and not after the day that the rule names."""
        if rule.before and on < self.span.start:
            on = self.span.start
            steps.append(Step("from_start", {"on": on}))
        last = self.anchor(rule.cap) if rule.cap else None
        if last and on > last:
            on = last
            steps.append(Step("capped", {"on": on}))
        until = add_weeks(anchor, rule.until_after_weeks) if rule.until_after_weeks else None
        if until:
            steps.append(Step("until_after", {"weeks": rule.until_after_weeks, "on": until}))
        return Milestone(rule, on, until, steps=tuple(steps))

    def anchor(self, kind: str) -> date | None:
        if kind == "release":
            return self.facts.release or self.computed_release
        return self.by_fraction(self.rules[kind]).on

    def said_by(self, kind: str) -> str:
        return (
            "plan" if kind == "release" and self.facts.release not in (None, self.computed_release) else kind
        )

    @cached_property
    def computed_release(self) -> date | None:
        """The day of release on probation, or the end when that cannot be expected; none for forvaring."""
        form = self.facts.form or PRISON
        if form in self.rules["two_thirds"].forms:
            found = self.by_fraction(self.rules["two_thirds"])
            if found.on:
                return found.on
            if found.assess not in ("little_left", "too_short"):
                return None
            return self.by_fraction(self.rules["end"]).on
        return None

    # What was done -------------------------------------------------------------------------------------

    def sentence_steps(self) -> list[Step]:
        summed = [Step("summed", {"count": len(self.facts.terms)})] if len(self.facts.terms) > 1 else []
        return [*summed, length_step(self.span)]

    def part_steps(self, rule: Rule, days: int) -> list[Step]:
        found = []
        if rule.served != (1, 1):
            found.append(Step("part", {"part": rule.served, "of": self.span.whole, "days": self.part(rule)}))
        if days > self.part(rule):
            found.append(Step("at_least", {"days": rule.at_least_days}))
        if self.deduction:
            found.append(Step("deducted", {"days": self.deduction}))
        return found

    def paused_steps(self, on: date) -> list[Step]:
        days = self.span.paused(on)
        paused = [Step("paused", {"days": days})] if days else []
        return [*paused, Step("reached", {"on": on})]

    def notes(self, made: Milestone) -> tuple[str, ...]:
        """Remarks of the rule that hold for this person on that day, and that the day comes after release."""
        ages = {"under_18": 18, "under_25_team": 25, "under_25_release": 25}
        found = [n for n in made.rule.notes if n not in ages or (made.on and self.younger(ages[n], made.on))]
        release = self.facts.release or self.computed_release
        if (
            made.rule.served
            and made.kind not in ("two_thirds", "end")
            and release
            and made.on
            and made.on > release
        ):
            found.append("after_release")
        return tuple(found)

    def younger(self, years: int, day: date) -> bool:
        born = self.facts.birth_date
        return born is not None and add_years(born, years) > day
