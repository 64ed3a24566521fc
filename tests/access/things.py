"""What the model judges: plans, people, consents and entries, as plain facts."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included; the last may be open."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Agency:
    id: int
    sensitive: bool = False


@dataclass(frozen=True)
class User:
    """Anybody who can log in. `person_id` is set for those whom plans are about."""

    id: int
    person_id: int | None = None
    active: bool = True
    unit_roles: tuple[tuple[int, str, Span], ...] = ()
    agency_roles: tuple[tuple[int, Span], ...] = ()
    system_roles: tuple[tuple[str, Span], ...] = ()
    accepted_secrecy: bool = False

    def staff(self, day: date) -> bool:
        return any(span.holds(day) for _unit, _role, span in self.unit_roles)

    def leads(self, day: date) -> set[int]:
        return {unit for unit, role, span in self.unit_roles if role == "leader" and span.holds(day)}

    def works_for(self, day: date) -> set[int]:
        return {agency for agency, span in self.agency_roles if span.holds(day)}

    def has(self, role: str, day: date) -> bool:
        return any(kind == role and span.holds(day) for kind, span in self.system_roles)


@dataclass(frozen=True)
class Following:
    """A place in the contact team."""

    user_id: int
    span: Span


@dataclass(frozen=True)
class Chair:
    """A place in the support team, for an agency or as an individual (agency_id None)."""

    id: int
    user_id: int
    agency_id: int | None
    span: Span
    accepted: bool


@dataclass(frozen=True)
class Item:
    """One recipient and one topic of a consent."""

    id: int
    recipient: int
    topic: int
    give: bool
    obtain: bool
    share: bool
    ended: datetime | None


@dataclass(frozen=True)
class Receipt:
    """That something was taken back: from one recipient, about one topic, or None for any; by whom told."""

    id: int
    recipient: int | None
    topic: int | None
    at: datetime
    registered_by: int


@dataclass(frozen=True)
class Consent:
    id: int
    number: int
    way: str
    signed_at: datetime | None
    documented: bool
    ends_on: date | None
    after_sentence: bool
    items: tuple[Item, ...] = ()
    drafted_by: int | None = None
    registered_by: int | None = None
    dropped: bool = False
    has_sheet: bool = False
    """A scan is kept."""


@dataclass(frozen=True)
class Exclusion:
    id: int
    recipient: int
    topic: int
    lifted: bool


@dataclass(frozen=True)
class Entry:
    """One thing written in a plan. `opened_to`: recipients of a contact. `called`: users of a meeting."""

    kind: str
    id: int
    topic: int
    source: str = "person"
    source_key: int = 0
    only_me: bool = False
    named_contact: int | None = None
    blocked: bool = False
    removed: bool = False
    opened_to: frozenset[int] = frozenset()
    called: frozenset[int] = frozenset()
    written_at: tuple[str, int] | None = None
    """What a message hangs on: kind and row."""
    meant_for: frozenset[int] | None = None
    """Whom a message was narrowed to, the writer among them."""


@dataclass(frozen=True)
class Handed:
    """What somebody is to take over: a measure, a place in the team, or a role. `asked`: the question is still theirs."""

    id: int
    measure: int | None
    chair: int | None
    user_id: int | None
    agency_id: int | None
    asked: bool


@dataclass(frozen=True)
class Mark:
    """One point of a checklist."""

    id: int
    topic: int | None


@dataclass(frozen=True)
class PreConsent:
    """One agency that may know that the person comes."""

    id: int
    agency_id: int
    registered_by: int


@dataclass(frozen=True)
class Gap:
    """Whose it is, and the table, topic and source of what it is about."""

    id: int
    about: str
    topic: int | None
    source_key: int
    owners: frozenset[int]
    owner_agency: int | None


@dataclass(frozen=True)
class GapAct:
    id: int
    gap: int
    by: int


@dataclass
class Passing:
    """What is about what falls between two chairs, and who takes over."""

    handovers: list[int] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    farewells: list[int] = field(default_factory=list)
    preconsents: list[PreConsent] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    acts: list[GapAct] = field(default_factory=list)


@dataclass
class Plan:
    id: int
    person_id: int
    named_only: bool = False
    sentence_ended_on: date | None = None
    units: frozenset[int] = frozenset()
    """Units where the person is now."""
    contact_team: list[Following] = field(default_factory=list)
    chairs: list[Chair] = field(default_factory=list)
    ties: dict[int, str] = field(default_factory=dict)
    """The newest answer of each user."""
    named: set[int] = field(default_factory=set)
    consents: list[Consent] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    threads: list[tuple[str, int, tuple[tuple[str, int], ...]]] = field(default_factory=list)
    """Table, row and the entries that it joins."""
    openings: dict[int, int] = field(default_factory=dict)
    """To whom each opening of a contact is."""
    passing: Passing = field(default_factory=Passing)
    written_down: dict[int, set[int]] = field(default_factory=dict)
    """Agencies that a member of the contact team has put into the plan, by invitation or in a consent."""
