"""The dates as a page shows them: how each was computed, what has passed, what is next, what is wished for."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pop.plans import origins
from pop.plans.models import Plan, ProgressionWish
from pop.plans.origins import Origin
from pop.sentences import explaining, reading
from pop.sentences.catalogue import Rule
from pop.sentences.reading import Kept, Seen
from pop.sentences.values import Dates, Milestone

PASSED, NEXT, LATER = "passed", "next", "later"


@dataclass(frozen=True)
class Wished:
    """A progression wish, and the conversation that it comes from (rule B10)."""

    wish: ProgressionWish
    origin: Origin | None = None


@dataclass
class Row:
    """One date, or why there is none."""

    rule: Rule
    on: date | None
    until: date | None = None
    reason: str = ""
    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    state: str = LATER
    before: date | None = None
    changed: datetime | None = None
    contested_at: datetime | None = None
    contested_words: str = ""
    contested_together: bool = False
    kept: bool = False
    """Whether it is kept for the rules of the database, so that one can say that one disagrees with it."""
    wishes: list["Wished"] = field(default_factory=list)

    def over(self, today: date) -> bool:
        """Passed is what lies behind, and a span when it is at an end."""
        last = self.until or self.on
        return last is not None and last < today


@dataclass
class Shown:
    dated: list[Row]
    open: list[Row]
    release: Row | None
    loose: list[Wished]

    @property
    def coming(self) -> list[Row]:
        return [row for row in self.dated if row.state != PASSED]

    @property
    def passed(self) -> list[Row]:
        return [row for row in self.dated if row.state == PASSED]

    @property
    def next(self) -> Row | None:
        return next((row for row in self.dated if row.state == NEXT), None)


def of(plan: Plan, seen: Seen, *, today: date) -> Shown:
    """For who sees the facts: with each step of the sum."""
    dates = seen.dates()
    kept = reading.kept(plan)
    rows = [computed(m, kept.get(m.kind)) for m in dates.milestones]
    return arranged(rows, release(dates, kept), wishes(plan), today)


def for_partner(plan: Plan, *, today: date) -> Shown:
    """What was computed last, without the sums: birth date and form of serving are not the partner's to see."""
    kept = reading.kept(plan)
    rows = [
        Row(
            k.rule,
            k.on,
            k.until,
            explaining.reason(k.assess) if k.assess else "",
            before=k.before,
            changed=k.changed,
            **contested(k),
        )
        for k in kept.values()
        if k.rule and k.computed
    ]
    return arranged(rows, None, wishes(plan), today)


def computed(milestone: Milestone, kept: Kept | None) -> Row:
    changed = kept if kept and kept.on == milestone.on and kept.changed else None
    return Row(
        milestone.rule,
        milestone.on,
        milestone.until,
        explaining.reason(milestone.assess) if milestone.assess else "",
        [explaining.say(step) for step in milestone.steps],
        [explaining.note(key) for key in milestone.notes],
        before=changed.before if changed else None,
        changed=changed.changed if changed else None,
        **contested(kept),
    )


def contested(kept: Kept | None) -> dict[str, Any]:
    """That the person disagrees with a date."""
    if kept is None:
        return {}
    return {
        "contested_at": kept.contested_at,
        "contested_words": kept.contested_words,
        "contested_together": kept.contested_together,
        "kept": True,
    }


def release(dates: Dates, kept: dict[str, Kept]) -> Row | None:
    """The computed day of release, which is that of another milestone."""
    source = next(
        (m for m in dates.milestones if m.kind in ("two_thirds", "end") and m.on == dates.release), None
    )
    if source is None or dates.release is None:
        return None
    return computed(Milestone(source.rule, dates.release, steps=source.steps), kept.get("release"))


def wishes(plan: Plan) -> list[Wished]:
    found = list(ProgressionWish.objects.of(plan))
    come_from = origins.of(plan, found)
    return [Wished(wish, come_from.get(wish.pk)) for wish in found]


def arranged(rows: list[Row], release: Row | None, wished: list[Wished], today: date) -> Shown:
    """In the order of their days; the first that has not passed is the next."""
    for row in rows:
        row.wishes = [w for w in wished if w.wish.kind in row.rule.wishes]
    dated = sorted((r for r in rows if r.on), key=lambda r: (r.on or date.max, r.rule.kind == "end"))
    mark(dated, today)
    there = {w.wish.pk for r in rows for w in r.wishes}
    loose = [w for w in wished if w.wish.pk not in there]
    return Shown(dated, [r for r in rows if r.on is None], release, loose)


def mark(dated: list[Row], today: date) -> None:
    coming = [row for row in dated if not row.over(today)]
    for row in dated:
        row.state = PASSED if row.over(today) else LATER
    if coming:
        # A span that has begun is not what comes next.
        ahead = [row for row in coming if row.on and row.on >= today] or coming
        ahead[0].state = NEXT
