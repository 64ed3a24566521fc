"""A sentence laid out on the calendar: which day so many days are served."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pop.plans.calendar import add_months
from pop.sentences.values import Length, Pause, Step


class Span:
    """The sentence laid out on the calendar."""

    def __init__(self, start: date, length: Length, deduction: int, pauses: Sequence[Pause]) -> None:
        self.start, self.length, self.deduction = start, length, deduction
        self.whole = (length.after(start) - start).days
        self.pauses = joined(start, pauses)

    def reached(self, days: int) -> date | None:
        """The first day on which so many days are served; None when an interruption that lasts comes before."""
        day = self.start + timedelta(max(days - self.deduction, 0))
        for pause in self.pauses:
            if pause.since >= day:
                break
            if pause.until is None:
                return None
            day += pause.until - pause.since
        return day

    def paused(self, day: date) -> int:
        """Days of interruption before a day."""
        return sum(((p.until or day) - p.since).days for p in self.pauses if p.since < day)

    def longer_than(self, *, years: int = 0, months: int = 0) -> bool:
        """Whether the sentence is longer than so many years."""
        return self.length.after(self.start) > add_months(self.start, 12 * years + months)


def joined(start: date, pauses: Sequence[Pause]) -> list[Pause]:
    """Interruptions in order; days that two of them share are counted once."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: (p.since, p.until or date.max)):
        pause = replace(pause, since=max(pause.since, start))
        if pause.until is not None and pause.until <= pause.since:
            continue
        last = found[-1] if found else None
        if last and (last.until is None or pause.since <= last.until):
            until = None if None in (last.until, pause.until) else max(last.until, pause.until)  # type: ignore[type-var]
            found[-1] = Pause(last.since, until, last.free or pause.free)
        else:
            found.append(pause)
    return found


def length_step(span: Span) -> Step:
    last = span.length.after(span.start)
    return Step("length", {"start": span.start, "length": span.length, "days": span.whole, "on": last})
