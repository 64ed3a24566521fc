"""Where a form is written into a plan: who writes, which topic an area is, and what found no room.

A text that is longer than its field is cut there and kept whole in a note, so that nothing is lost.
"""

from collections import Counter
from typing import Final

from django.utils.translation import gettext as _

from pop.imports import texts
from pop.imports.choices import Choices
from pop.imports.form import MinPop
from pop.imports.guess import GENERAL, OWN
from pop.people.models import Person, User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, OwnArea, Plan, Source, Topic

NOTE_LENGTH: Final = 5000


class Desk:
    """One form on its way into one plan. `counts` is what the officer is told afterwards."""

    def __init__(self, *, plan: Plan, user: User, form: MinPop, choices: Choices) -> None:
        self.plan, self.user, self.form, self.choices = plan, user, form, choices
        self.person = Writer(user, Source.PERSON)
        self.service = Writer(user, Source.CORRECTIONAL)
        self.counts: Counter[str] = Counter()
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.own_numbers: dict[str, int] = {}
        self.needs: dict[int, Need] = {}
        self.left: dict[tuple[int, str], list[str]] = {}

    @property
    def whose(self) -> Person:
        return Person.objects.get(pk=self.plan.person_id)

    def number(self, code: str) -> int:
        """The topic of an area: one of the printed, or one that the form names itself."""
        if code.startswith(OWN):
            return self.own_numbers.get(code, self.topics[GENERAL].number)
        return self.topics[code].number

    def need(self, topic: int) -> Need:
        """The need that the thread of an area starts with; what the plan has already is used."""
        if topic not in self.needs:
            there = Need.objects.of(self.plan).filter(topic=topic, only_me=False).first()
            self.needs[topic] = there or self.first_need(topic)
        return self.needs[topic]

    def first_need(self, topic: int) -> Need:
        own = OwnArea.objects.filter(plan=self.plan, topic=topic).first()
        names = {row.number: row.names["nb"] for row in self.topics.values()}
        ticked = topic in {self.number(code) for code in self.form.areas} | set(self.own_numbers.values())
        self.counts["needs"] += 1
        return plans.write_need(
            plan=self.plan,
            writer=self.person,
            topic=topic,
            text=own.name if own else names[topic],
            said_by=_("Krysset av i skjemaet") if ticked else "",
            imported=True,
        )

    def fit(self, text: str, limit: int, *, where: str, topic: int = plans.ABOUT_ME) -> str:
        """The text, or as much as its field takes; the whole is then kept in a note."""
        if len(text) <= limit:
            return text
        self.leave(text, where=where, topic=topic)
        return f"{text[: limit - 1].rstrip()}…"

    def leave(self, text: str, *, where: str, topic: int = plans.ABOUT_ME) -> None:
        """Keeps a text that no field takes, for a note to a topic."""
        if text.strip():
            self.left.setdefault((topic, where), []).append(text.strip())

    def write_notes(self) -> None:
        """One note for each place in the form, titled by it; a very long one goes on in the next."""
        for (topic, where), kept in self.left.items():
            whole = f"{texts.place(where)}:\n" + "\n".join(kept)
            for start in range(0, len(whole), NOTE_LENGTH):
                self.counts["notes"] += 1
                plans.write_note(
                    plan=self.plan,
                    writer=self.person,
                    topic=topic,
                    text=whole[start : start + NOTE_LENGTH],
                    imported=True,
                )
