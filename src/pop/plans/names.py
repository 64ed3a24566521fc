"""Whose an entry is and who answers for a measure, in words the reader may read (rules A2 and A12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pop.people import labels
from pop.plans.around import Place
from pop.plans.models import Entry, Measure, Source
from pop.plans.opening import OpenPlan
from pop.plans.rows import Rows


@dataclass(frozen=True)
class Responsible:
    """Who answers for a measure. `name` is empty when nobody does."""

    name: str
    body: str = ""
    person: bool = False

    def __str__(self) -> str:
        return f"{self.name}, {self.body}" if self.body and self.body != self.name else self.name


class Names:
    """The labels that one page needs, fetched once."""

    def __init__(
        self,
        opened: OpenPlan,
        entries: Iterable[Entry],
        team: Iterable[Place] = (),
        others: Iterable[int] = (),
        rows: Rows | None = None,
    ) -> None:
        """`others` are more users whom the page names; `rows` of the page know most names already."""
        entries, team = list(entries), list(team)
        measures = [entry for entry in entries if isinstance(entry, Measure)]
        self.own = opened.own
        self.owner = opened.person.given_name if opened.person else ""
        known, bodies = (rows.users(), rows.agencies()) if rows else ({}, {})
        users = (
            [e.written_by_id for e in entries]
            + [e.source_user_id for e in entries]
            + [e.only_me_contact_id for e in entries]
            + [m.responsible_user_id for m in measures]
            + [place.user_id for place in team]
            + list(others)
        )
        agencies = (
            [e.source_agency_id for e in entries]
            + [m.responsible_agency_id for m in measures]
            + [place.agency_id for place in team]
        )
        more = labels.named(set(users) - known.keys(), set(agencies) - bodies.keys())
        self.users = {pk: label for pk, label in known.items() if label} | more[0]
        self.agencies = bodies | more[1]

    @property
    def person(self) -> str:
        """The one whom the plan is about."""
        if self.own:
            return _("Du")
        return self.owner or _("Den planen handler om")

    def user(self, number: int | None) -> str:
        label = self.users.get(number or 0)
        return str(label) if label else labels.somebody()

    def agency(self, number: int | None) -> str:
        """A name, or a neutral word for an agency that the reader may not know."""
        return self.agencies.get(number or 0) or _("en annen i teamet")

    def writer(self, entry: Entry) -> str:
        """Who wrote it, and where they come from."""
        if entry.source == Source.PERSON and not entry.together:
            return self.person
        name, body = self.user(entry.written_by_id), self.body_of(entry)
        return f"{name}, {body}" if body else name

    def body_of(self, entry: Entry) -> str:
        if entry.source == Source.AGENCY:
            return self.agency(entry.source_agency_id)
        label = self.users.get(entry.written_by_id)
        return label.title.lower() if label and label.name else ""

    def responsible(self, measure: Measure) -> Responsible:
        if measure.person_responsible:
            return Responsible(self.person, person=True)
        body = self.agency(measure.responsible_agency_id) if measure.responsible_agency_id else ""
        if measure.responsible_user_id:
            label = self.users.get(measure.responsible_user_id)
            title = label.title if label and label.name else ""
            return Responsible(self.user(measure.responsible_user_id), body or title)
        return Responsible(body or measure.responsible_name)

    def late(self, measure: Measure) -> str:
        """Who is late, as the person reads it: the agency, never a named individual (rule A12)."""
        if measure.person_responsible:
            return ""
        if measure.responsible_agency_id:
            return self.agency(measure.responsible_agency_id)
        return _("Kriminalomsorgen") if measure.responsible_user_id else ""
