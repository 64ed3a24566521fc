"""What of the plan a letter may take in: as its writer sees it, and as consent lets it go to the recipient.

In the person's own letter the person decides, and nothing of the prison stands in it (rule C5). In the unit's letter
only topics that the recipient is given; without a recipient in the register, the name alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pop.letters.models import Letter
from pop.letters.standard import PERSON, Standard
from pop.people import labels
from pop.people.models import Agency
from pop.plans.actions import EXPECTED_RELEASE, NAME, UNIT
from pop.plans.models import Entry, ExpectedRelease, Goal, Measure, MeasureStatus, Need, Placement
from pop.plans.opening import OpenPlan
from pop.teams.models import ContactTeamMember

KINDS: dict[str, type[Entry]] = {"need": Need, "goal": Goal, "measure": Measure}


@dataclass(frozen=True)
class Fact:
    """One thing that can be taken in. `suggested` is ticked at first; `withheld` may not go to this recipient."""

    code: str
    topic: int
    label: str
    value: str
    suggested: bool
    only_me: bool = False
    withheld: bool = False

    @property
    def line(self) -> str:
        return f"{self.label}: {self.value}"


def given_to(opened: OpenPlan, agency: Agency | None) -> set[int]:
    """The topics that consent gives an agency."""
    if agency is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("select access.given_topics(%s, %s)", [opened.plan.pk, agency.pk])
        row = cursor.fetchone()
    return set(row[0]) if row else set()


class Facts:
    """What there is to take in, for one kind of letter about one topic."""

    def __init__(
        self, opened: OpenPlan, standard: Standard, topic: int, *, about: Entry | None, earlier: Letter | None
    ) -> None:
        self.opened, self.standard, self.topic = opened, standard, topic
        self.about, self.earlier = about, earlier
        self.asked = [*standard.facts, *standard.may]

    def all(self, voice: str, agency: Agency | None) -> list[Fact]:
        found = [*self.basic(voice), *self.entries()]
        if voice == PERSON or self.standard.code == "summons":
            return found
        given = given_to(self.opened, agency) | {NAME, 0}
        return [
            fact
            if fact.topic in given and not fact.only_me
            else Fact(**{**vars(fact), "withheld": True, "suggested": False})
            for fact in found
        ]

    def basic(self, voice: str) -> Iterator[Fact]:
        if "name" in self.asked and self.opened.person:
            yield self.fact("name", NAME, _("Navn"), str(self.opened.person))
        if "unit" in self.asked and voice != PERSON and (stay := self.stay()):
            yield self.fact("unit", UNIT, _("Enhet"), str(stay.unit))
        if "release" in self.asked and (day := ExpectedRelease.objects.of(self.opened.plan).first()):
            yield self.fact(
                "release",
                EXPECTED_RELEASE,
                _("Forventet løslatelse"),
                date_format(day.on),
                only_me=day.only_me,
            )
        if "contact" in self.asked and voice != PERSON and (name := self.contact()):
            yield self.fact("contact", 0, _("Kontaktperson hos oss"), name)
        if self.earlier:
            yield from self.of_earlier(self.earlier)

    def of_earlier(self, letter: Letter) -> Iterator[Fact]:
        """What a reminder or a complaint is about."""
        sent = _("%(what)s, sendt %(day)s") % {
            "what": letter.subject, "day": date_format(letter.sent_on or timezone.localdate()),
        }  # fmt: skip
        yield self.fact("earlier", letter.topic_id, _("Gjelder"), sent, only_me=letter.only_me)

    def fact(self, code: str, topic: int, label: str, value: str, *, only_me: bool = False) -> Fact:
        suggested = code in self.standard.facts or code == "earlier"
        return Fact(code, topic, label, value, suggested and not only_me, only_me)

    def stay(self) -> Placement | None:
        return Placement.objects.of(self.opened.plan).filter(until=None).select_related("unit").first()

    def contact(self) -> str:
        member = ContactTeamMember.objects.filter(plan=self.opened.plan, until=None, role="main").first()
        return str(labels.users([member.user_id])[member.user_id].name) if member else ""

    def entries(self) -> Iterator[Fact]:
        words = {"need": _("Dette trengs"), "goal": _("Målet"), "measure": _("Det som er avtalt")}
        for kind, model in KINDS.items():
            if kind not in self.asked and not isinstance(self.about, model):
                continue
            for entry in self.rows(kind, model):
                own = self.about is not None and entry.pk == self.about.pk and type(entry) is type(self.about)
                suggested = own or (kind in self.standard.facts and self.about is None and not entry.only_me)
                yield Fact(
                    f"{kind}:{entry.key.hex[:12]}",
                    entry.topic_id,
                    words[kind],
                    str(entry),
                    suggested,
                    entry.only_me,
                )

    def rows(self, kind: str, model: type[Entry]) -> list[Entry]:
        rows: QuerySet[Any] = model.objects.of(self.opened.plan)
        if self.standard.code != "transfer":
            rows = rows.filter(topic=self.topic)
        if kind == "measure":
            rows = rows.filter(
                status__in=(MeasureStatus.CHOSEN, MeasureStatus.IN_PROGRESS, MeasureStatus.WAITING)
            )
        return list(rows.order_by("written_at")[:30])
