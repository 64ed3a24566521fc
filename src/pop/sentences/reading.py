"""The facts of a sentence as the actor sees them, and the dates that follow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import connection
from django.utils import timezone

from pop.people.models import PersonIdentity
from pop.plans.models import Entry, ExpectedRelease, FormOfServing, Plan, ServingForm
from pop.sentences.catalogue import Rule, rules
from pop.sentences.computing import compute
from pop.sentences.models import Interruption, SentenceFacts, SentenceTerm
from pop.sentences.values import REMAND, Dates, Facts

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Seen:
    """What the dates of one plan are computed from. `rows` is how many rows it is: see access.sentence_rows."""

    facts: SentenceFacts | None
    terms: tuple[SentenceTerm, ...]
    pauses: tuple[Interruption, ...]
    form: str
    birth_date: date | None = None
    release: ExpectedRelease | None = None
    rows: int = 0
    coming: tuple[ServingForm, ...] = ()
    """Forms of serving that have not begun, soonest first."""

    @property
    def on_remand(self) -> bool:
        return self.form == REMAND

    @property
    def form_name(self) -> str:
        return str(dict(FormOfServing.choices).get(self.form, ""))

    def known(self) -> Facts | None:
        """For computing.py; None while nobody has written when serving began."""
        if self.facts is None:
            return None
        return Facts(
            starts_on=self.facts.starts_on,
            terms=tuple(t.term() for t in self.terms),
            pauses=tuple(p.pause() for p in self.pauses),
            form=self.form,
            reporting_duty=self.facts.reporting_duty,
            birth_date=self.birth_date,
            held_since=self.facts.held_since,
            minimum=self.facts.minimum,
            frame=self.facts.frame,
            release=self.release.on if self.release else None,
        )

    def dates(self) -> Dates:
        known = self.known()
        return compute(known) if known else Dates()

    def ahead(self) -> list[tuple[date, Dates]]:
        """What the dates will be, by the day on which another form begins; of two on one day the later written holds."""
        return list({form.since: replace(self, form=form.form).dates() for form in self.coming}.items())


def seen(plan: Plan) -> Seen:
    """Of the database, as the actor may see it."""
    facts = written(SentenceFacts, plan)
    terms, pauses = written(SentenceTerm, plan), written(Interruption, plan)
    forms = sorted(written(ServingForm, plan), key=lambda f: (f.since, f.pk), reverse=True)
    return Seen(
        facts=facts[0] if facts else None,
        terms=terms,
        pauses=pauses,
        form=holding(forms),
        birth_date=born(plan),
        release=ExpectedRelease.objects.of(plan).order_by("-written_at", "-pk").first(),
        coming=tuple(f for f in reversed(forms) if f.since > timezone.localdate()),
        rows=len(facts) + len(terms) + len(pauses) + len(forms),
    )


def written(model: type[E], plan: Plan) -> tuple[E, ...]:
    return tuple(cast("Iterable[E]", model.objects.of(plan)))


def holding(forms: Iterable[ServingForm]) -> str:
    """The form of serving on this day; `forms` newest first."""
    today = timezone.localdate()
    return next((f.form for f in forms if f.since <= today), "")


def born(plan: Plan) -> date | None:
    identity = PersonIdentity.objects.filter(person_id=plan.person_id).first()
    return identity.birth_date if identity else None


@dataclass(frozen=True)
class Kept:
    """A date as it was computed last, and what it was before."""

    rule: Rule | None
    on: date | None
    until: date | None
    assess: str
    before: date | None
    changed: datetime | None
    contested_at: datetime | None = None
    contested_words: str = ""
    contested_together: bool = False

    @property
    def computed(self) -> bool:
        """Whether the date is there still: what the person disagreed with stays after it is gone."""
        return bool(self.on or self.assess)


def kept(plan: Plan) -> dict[str, Kept]:
    """The dates that were computed last, by kind; nothing when they are not for the actor."""
    by_kind = {rule.kind: rule for rule in rules()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, on_day, until_day, assess, before_day, changed_at, contested_at, contested_words,"
            " contested_together from access.milestones(%s)",
            [plan.pk],
        )
        return {kind: Kept(by_kind.get(kind), *rest) for kind, *rest in cursor.fetchall()}


def differs(seen: Seen, dates: Dates) -> tuple[date, date] | None:
    """The day in the plan and the computed one, when somebody has written another."""
    if seen.release is None or dates.release is None or seen.release.on == dates.release:
        return None
    return seen.release.on, dates.release


def as_rows(dates: Dates) -> list[dict[str, Any]]:
    """What is kept for the rules of the database."""
    found = [
        {"kind": m.kind, "on": said(m.on), "until": said(m.until), "assess": m.assess}
        for m in dates.milestones
    ]
    if dates.release:
        found.append({"kind": "release", "on": said(dates.release), "until": None, "assess": ""})
    return found


def said(day: date | None) -> str | None:
    return day.isoformat() if day else None
