"""What the process file says, as frozen objects."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language


@dataclass(frozen=True)
class Text:
    """One text in the three languages; read in the reader's."""

    nb: str
    nn: str
    en: str

    def __str__(self) -> str:
        found: str = getattr(self, (get_language() or "nb")[:2], self.nb)
        return found


@dataclass(frozen=True)
class Phase:
    """`plain` is what the person reads under «Her er du»."""

    id: str
    name: Text
    plain: Text
    lead: Text


@dataclass(frozen=True)
class Box:
    """One of the eight boxes of 2025: another name for the same steps."""

    id: str
    name: Text


@dataclass(frozen=True)
class Change:
    """One of the six main changes, and the steps that it touches."""

    number: int
    name: Text
    what: Text
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """A word that a unit decides the meaning of, such as «jevnlig»."""

    code: str
    name: Text
    what: Text
    counts: str
    default: int
    lowest: int
    highest: int

    @property
    def working_days(self) -> bool:
        return self.counts == "working_days"


@dataclass(frozen=True)
class TimeRule:
    """T1–T13. Counts by a unit's setting, or from release."""

    id: str
    says: Text
    steps: tuple[str, ...]
    source: str
    setting: str = ""
    before_release: bool = False
    months_before: int = 0
    days_after: int = 0
    held_by_database: bool = False


@dataclass(frozen=True)
class Principle:
    """P… of the sources in own words, or B… that practice asks for."""

    id: str
    says: Text


@dataclass(frozen=True)
class Step:
    """One of the thirteen steps of 2024. `done_by` says which thing makes it done.

    The day by which it is to be done is counted from the step `after`, by `setting` or `within` days. One that
    `goes_on` comes again, and its setting says how often.
    """

    id: str
    phase: str
    box: str
    name: Text
    short: Text
    what: Text
    done_by: Text
    principles: tuple[Principle, ...]
    plain: Text | None = None
    you: Text | None = None
    goes_on: bool = False
    after: str = ""
    setting: str = ""
    within: int | None = None

    @property
    def slug(self) -> str:
        """For ids and addresses, where a full stop would be in the way."""
        return self.id.replace(".", "-")


@dataclass(frozen=True)
class Precondition:
    number: int
    says: Text


@dataclass(frozen=True)
class NotNeeded:
    """A step that does not belong here, and why."""

    step: str
    why: Text


@dataclass(frozen=True)
class Serving:
    """What the process is in one form of serving (rule B5)."""

    form: str
    contact: Text
    starts_at: str
    starts_why: Text | None = None
    also: Text | None = None
    not_needed: tuple[NotNeeded, ...] = ()
    no_dates: bool = False
    no_gate: bool = False


@dataclass(frozen=True)
class Pathway:
    """A forløp, and when it is suggested (rules B4, B7). All conditions that are given must hold."""

    code: str
    name: Text
    what: Text
    home: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    below_setting: str = ""
    below_rule: str = ""
    needs_at_least: int | None = None
    without: tuple[str, ...] = ()
    tasks: tuple[Text, ...] = ()
    not_needed: tuple[NotNeeded, ...] = ()

    @property
    def always(self) -> bool:
        return not (
            self.home
            or self.forms
            or self.below_setting
            or self.below_rule
            or self.needs_at_least is not None
        )


@dataclass(frozen=True)
class ConsentRule:
    """Who consents to what when the person is young or has a verge (rule B8)."""

    group: str
    matter: Text
    who: Text
    sees: Text
    source: str


@dataclass(frozen=True)
class Process:
    """The whole file."""

    phases: tuple[Phase, ...]
    boxes: tuple[Box, ...]
    changes: tuple[Change, ...]
    settings: tuple[Setting, ...]
    time_rules: tuple[TimeRule, ...]
    steps: tuple[Step, ...]
    preconditions: tuple[Precondition, ...]
    servings: tuple[Serving, ...]
    pathways: tuple[Pathway, ...]
    consent_rules: tuple[ConsentRule, ...]
    order: dict[str, int] = field(default_factory=dict, compare=False)

    def step(self, number: str) -> Step:
        return next(s for s in self.steps if s.id == number)

    def phase(self, number: str) -> Phase:
        return next(p for p in self.phases if p.id == number)

    def box(self, number: str) -> Box:
        return next(b for b in self.boxes if b.id == number)

    def setting(self, code: str) -> Setting:
        return next(s for s in self.settings if s.code == code)

    def serving(self, form: str) -> Serving | None:
        return next((s for s in self.servings if s.form == form), None)

    def pathway(self, code: str) -> Pathway | None:
        return next((p for p in self.pathways if p.code == code), None)

    def steps_of(self, phase: str) -> list[Step]:
        return [s for s in self.steps if s.phase == phase]

    def time_rule(self, number: str) -> TimeRule:
        return next(r for r in self.time_rules if r.id == number)

    def rules_of(self, step: str) -> list[TimeRule]:
        return [r for r in self.time_rules if step in r.steps]

    def changes_of(self, step: str) -> list[Change]:
        return [c for c in self.changes if step in c.steps]


@dataclass(frozen=True)
class StepFacts:
    """What the database says of one step (access.step_dates)."""

    done: bool = False
    done_on: date | None = None
    next_on: date | None = None
