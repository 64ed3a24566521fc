"""What the pages about consent show, put together once: recipients, topics, what holds, exceptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from pop.consents import offers
from pop.consents.actions import DEFAULT_TOPICS
from pop.consents.models import Consent, ConsentItem, ConsentText, Exclusion
from pop.consents.offers import Party, Register, TopicLine
from pop.consents.state import (
    NO,
    REVIEW_DAYS,
    State,
    Topics,
    Yes,
    grouped,
    has_lapsed,
    in_force,
    lapses_on,
    open_drafts,
    signed_items,
    wanted,
)
from pop.people import labels
from pop.plans.models import Plan, Refusal, RefusalKind, Tangle

SEES_ALL, SEES_SOME, SEES_NOTHING = "all", "some", "none"
"""As the component `sees` takes them: Ser, Noe, Nei."""


@dataclass(frozen=True)
class Card:
    """What one recipient has now, in lists of topic names, and from which consents."""

    party: Party
    sees: list[str]
    tells_prison: list[str]
    tells_team: list[str]
    basics: list[str]
    consents: list[Consent]
    glances: list[str]
    exclusions: list["Except"]
    area_count: int

    @property
    def numbers(self) -> str:
        return ", ".join(str(consent.place) for consent in self.consents)

    @property
    def ends_on(self) -> date | None:
        """The last day, when each of the consents has one."""
        days = [consent.ends_on for consent in self.consents]
        return max(day for day in days if day) if all(days) else None


@dataclass(frozen=True)
class Except:
    """An exception, with names."""

    exclusion: Exclusion
    who: str
    topic: str


class Board:
    """The page's rows, read when they are needed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def lines(self) -> dict[int, TopicLine]:
        return offers.topics(self.plan)

    @cached_property
    def areas(self) -> list[TopicLine]:
        return offers.areas(self.plan, self.lines)

    @cached_property
    def items(self) -> list[ConsentItem]:
        return in_force(self.plan)

    @cached_property
    def state(self) -> State:
        return grouped(self.items)

    @cached_property
    def drafts(self) -> list[Consent]:
        return open_drafts(self.plan)

    def draft(self, *, after_sentence: bool = False) -> Consent | None:
        return next((draft for draft in self.drafts if draft.after_sentence == after_sentence), None)

    @cached_property
    def wanted(self) -> State:
        """For the boxes: what holds, with the open draft laid over it."""
        return wanted(self.plan, self.draft())

    @cached_property
    def excluded(self) -> list[Exclusion]:
        return list(Exclusion.objects.filter(plan=self.plan, lifted_at=None))

    @cached_property
    def register(self) -> Register:
        keys = set(self.state) | set(self.wanted) | {e.recipient_key for e in self.excluded}
        for draft in self.drafts:
            keys |= {item.recipient_key for item in draft.items.all()}
        return Register(self.plan, keys)

    @cached_property
    def exceptions(self) -> list[Except]:
        return [
            Except(e, self.register.name(e.recipient_key), self.topic_name(e.topic_id)) for e in self.excluded
        ]

    def topic_name(self, number: int) -> str:
        line = self.lines.get(number)
        return line.lower if line else _("et tema")

    def topic_names(self, numbers: Iterable[int]) -> list[str]:
        known = [self.lines[number] for number in numbers if number in self.lines]
        return [line.lower for line in offers.in_order(known)]

    @cached_property
    def tangles(self) -> list[Tangle]:
        """The floker that the glance shows: the three, and «på tvers» where the plan has something there."""
        across = any(line.tangle == Tangle.ACROSS for line in self.areas)
        return [Tangle.HEALTH, Tangle.SOCIAL, Tangle.ECONOMY, *([Tangle.ACROSS] if across else [])]

    def glance(self, key: int, tangle: Tangle) -> str:
        kept = {e.topic_id for e in self.excluded if e.recipient_key == key}
        seen = {t for t, yes in self.state.get(key, {}).items() if yes.give and t not in kept}
        inside = {
            n for n in seen if n in self.lines and not self.lines[n].basic and self.lines[n].tangle == tangle
        }
        asked = {line.number for line in self.areas if line.tangle == tangle}
        if not inside:
            return SEES_NOTHING
        return SEES_ALL if asked <= inside else SEES_SOME

    def card(self, party: Party) -> Card:
        topics = self.state.get(party.key, {})
        own = [number for number in topics if number in self.lines and not self.lines[number].basic]
        consents = {i.consent_id: i.consent for i in self.items if i.recipient_key == party.key}
        return Card(
            party=party,
            sees=self.topic_names(n for n in own if topics[n].give),
            tells_prison=self.topic_names(n for n in own if topics[n].obtain),
            tells_team=self.topic_names(n for n in own if topics[n].share),
            basics=[self.lines[n].lower for n in sorted(topics) if n in self.lines and self.lines[n].basic],
            consents=sorted(consents.values(), key=lambda consent: consent.number),
            glances=[self.glance(party.key, tangle) for tangle in self.tangles],
            exclusions=[e for e in self.exceptions if e.exclusion.recipient_key in self.people_of(party)],
            area_count=len(self.areas),
        )

    def people_of(self, party: Party) -> set[int]:
        """A recipient and those who sit in the team for it: an exception for one of them concerns it too."""
        seats = {
            c.user_id * 2 + 1 for c in self.register.chairs if c.agency_id and c.agency_id * 2 == party.key
        }
        return {party.key} | seats

    @cached_property
    def cards(self) -> list[Card]:
        """Those who have something now."""
        return [self.card(party) for key, party in self.register.parties.items() if key in self.state]

    @cached_property
    def outside(self) -> list[Party]:
        """In the team, and given nothing."""
        team = self.register.in_team
        return [p for key, p in self.register.parties.items() if key in team and key not in self.state]

    @cached_property
    def consents(self) -> list[Consent]:
        """The consents that give something now, newest first."""
        found = {item.consent_id: item.consent for item in self.items}
        return sorted(found.values(), key=lambda consent: -consent.number)

    @cached_property
    def no_sharing(self) -> Refusal | None:
        """The person's «ønsker ikke å dele», with date and own words (rule A19)."""
        return Refusal.objects.filter(plan=self.plan, kind=RefusalKind.NO_SHARING, ended_on=None).first()

    @property
    def unscanned(self) -> list[tuple[Consent, date]]:
        """Papers that give something, and the last day without a scan (rule A6)."""
        return [(c, day) for c in self.consents if (day := lapses_on(c))]

    @property
    def lapsed(self) -> list[Consent]:
        """Papers that have lapsed and that nothing has taken the place of."""
        found = {item.consent_id: item.consent for item in signed_items(self.plan)}
        return [consent for consent in found.values() if has_lapsed(consent)]

    @property
    def to_review(self) -> list[Consent]:
        """Consents older than a year (rule A8)."""
        limit = timezone.localdate() - timedelta(days=REVIEW_DAYS)
        return [consent for consent in self.consents if consent.signed_on and consent.signed_on <= limit]


@dataclass(frozen=True)
class Successor:
    """A recipient that has come in the place of another: «samme ja for den nye?» (rule A8)."""

    old: Party
    new: Party


def successors(board: Board) -> list[Successor]:
    """Where a recipient is out of use, or another of the same kind has joined after the signature."""
    found = []
    for chair in board.register.chairs:
        new = board.register.parties.get(offers.chair_key(chair))
        if new is None or new.individual or not new.active or new.key in board.state:
            continue
        if board.draft() and new.key in board.wanted:
            continue
        for card in board.cards:
            signed = max((c.signed_at for c in card.consents if c.signed_at), default=None)
            later = signed is not None and chair.invited_at > signed
            if card.party.kind == new.kind and not card.party.individual and (not card.party.active or later):
                found.append(Successor(card.party, new))
    return found


def text_of(consent: Consent | None, language: str = "") -> dict[str, object]:
    """The text that was or will be signed, in the language of the consent."""
    version = consent.text_version if consent else ConsentText.objects.latest("version")
    tongue = language or (consent.language if consent else "nb")
    return dict(version.text.get(tongue[:2]) or version.text["nb"]) | {"version": version.version}


def permissions(yes: Yes) -> list[str]:
    """The three permissions in words (rule A1)."""
    words = ((yes.give, _("får se")), (yes.obtain, _("kan fortelle fengselet")))
    return [word for holds, word in (*words, (yes.share, _("kan fortelle resten av teamet"))) if holds]


def in_words(board: Board, topics: Topics) -> list[tuple[str, str]]:
    """Topic and permissions, for lists of what is new or goes away."""
    known = offers.in_order(board.lines[n] for n in topics if n in board.lines and n not in DEFAULT_TOPICS)
    return [(line.name, ", ".join(permissions(topics.get(line.number, NO)))) for line in known]


def signed_by(consent: Consent) -> dict[str, str]:
    """Who registered and witnessed a paper, as the actor may know them."""
    names = labels.users([consent.registered_by_id, consent.witness_id])
    return {
        "registered_by": str(names.get(consent.registered_by_id or 0, labels.somebody())),
        "witness": str(names.get(consent.witness_id or 0, labels.somebody())),
    }
