"""What holds now, what a draft would change, and what ends when.

The database decides who sees an entry (`rule.in_force` in access/rules.sql). This says the same in Python
about the rows of consent that the actor may read, for the pages that explain it; a test compares the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from pop.consents.actions import DEFAULT_TOPICS, Choice, recipient_of
from pop.consents.models import Consent, ConsentItem, SigningWay, WithdrawalReceipt
from pop.plans.models import Plan

PAPER_DAYS = 14
"""Days after which a paper without scan or archive reference lapses (rule A6)."""

REVIEW_DAYS = 365
"""Days after which a consent is looked over again (rule A8)."""


@dataclass(frozen=True)
class Yes:
    """What one recipient is given about one topic: may see, may tell the prison, may tell the team (rule A1)."""

    give: bool = False
    obtain: bool = False
    share: bool = False

    def __bool__(self) -> bool:
        return self.give or self.obtain or self.share

    def __or__(self, other: "Yes") -> "Yes":
        return Yes(self.give or other.give, self.obtain or other.obtain, self.share or other.share)

    def beyond(self, other: "Yes") -> "Yes":
        """What this has and the other has not."""
        return Yes(
            self.give and not other.give, self.obtain and not other.obtain, self.share and not other.share
        )


NO = Yes()
Topics = dict[int, Yes]
State = dict[int, Topics]
"""By recipient key, then by topic."""


def yes_of(item: ConsentItem) -> Yes:
    return Yes(item.give, item.obtain, item.share)


def at_place(plan: Plan, place: int, **having: object) -> Consent:
    """The consent that the reader knows by a number (`Consent.place`); 404 where there is none of that sort."""
    seen = Consent.objects.filter(plan=plan).order_by("number")[max(place - 1, 0) : place]
    return get_object_or_404(Consent.objects.filter(**having), pk__in=[consent.pk for consent in seen])


def lapses_on(consent: Consent) -> date | None:
    """The last day of a paper that still lacks scan and archive reference (rule A6)."""
    if consent.way != SigningWay.PAPER or consent.has_scan or consent.archive_reference:
        return None
    return timezone.localdate(consent.signed_at) + timedelta(days=PAPER_DAYS) if consent.signed_at else None


def has_lapsed(consent: Consent) -> bool:
    """Whether a paper has gone without scan and reference for too long; a scan does not bring it back."""
    return bool(
        lapses_on(consent)
        and consent.signed_at
        and consent.signed_at <= timezone.now() - timedelta(days=PAPER_DAYS)
    )


def signed_items(plan: Plan) -> QuerySet[ConsentItem]:
    """Points that have been signed and not ended, whatever else may have stopped them."""
    return (
        ConsentItem.objects.filter(plan=plan, ended_at=None, consent__signed_at__isnull=False)
        .select_related("consent")
        .order_by("topic_id")
    )


def in_force(plan: Plan) -> list[ConsentItem]:
    """The points that give something now, of those that the actor may read."""
    today = timezone.localdate()
    found = signed_items(plan).filter(Q(consent__ends_on=None) | Q(consent__ends_on__gte=today))
    if plan.sentence_ended_on and plan.sentence_ended_on < today:
        found = found.filter(consent__after_sentence=True)
    return [item for item in found if not has_lapsed(item.consent)]


def grouped(items: Iterable[ConsentItem]) -> State:
    """Points as a state. Where two consents give to the same, both hold."""
    state: State = {}
    for item in items:
        topics = state.setdefault(item.recipient_key, {})
        topics[item.topic_id] = topics.get(item.topic_id, NO) | yes_of(item)
    return state


def standing(plan: Plan, *, after_sentence: bool = False) -> State:
    """What a new consent of the same sort would take the place of."""
    return grouped(i for i in in_force(plan) if i.consent.after_sentence == after_sentence)


def said(topics: Mapping[int, Yes]) -> Topics:
    """What was chosen: without noes, and without what follows from any yes (rule A2)."""
    return {topic: yes for topic, yes in topics.items() if yes and topic not in DEFAULT_TOPICS}


# Drafts -----------------------------------------------------------------------------------------------------


def is_stale(draft: Consent, items: list[ConsentItem]) -> bool:
    """Whether something in a draft was taken back after it was written: a draft never revives it (rule A8)."""
    keys = {str(item.recipient_key) for item in items}
    topics = {str(item.topic_id) for item in items}
    scopes = WithdrawalReceipt.objects.filter(plan_id=draft.plan_id, at__gte=draft.drafted_at)
    for scope in scopes.values_list("scope", flat=True):
        parts = dict(part.partition(":")[::2] for part in scope.split())
        if parts.get("recipient", next(iter(keys), "")) in keys and (
            "topic" not in parts or parts["topic"] in topics
        ):
            return True
    return False


def open_drafts(plan: Plan) -> list[Consent]:
    """Drafts that can still be signed: the newest for the sentence and the newest for the time after.

    A draft in which the actor sees no point is as if it were not there. A sheet that the person hands in finds
    its draft by the code (`pop.consents.sheets.draft_of`).
    """
    found: dict[bool, Consent] = {}
    for draft in Consent.objects.filter(plan=plan, signed_at=None, dropped_at=None).order_by("-number"):
        items = list(draft.items.all())
        if items and not is_stale(draft, items):
            found.setdefault(draft.after_sentence, draft)
    return list(found.values())


def read_from_form(plan: Plan, *, reader: int, own: bool) -> Consent | None:
    """The newest consent that stood in a Word form and waits for somebody to make areas and exceptions of it.

    For the person and whoever read it in: its words may name somebody of the contact team.
    """
    waiting = Consent.objects.filter(plan=plan, signed_at=None, dropped_at=None, items=None).exclude(
        remarks=""
    )
    return (waiting if own else waiting.filter(drafted_by=reader)).first()


def open_draft(plan: Plan, *, after_sentence: bool = False) -> Consent | None:
    """The draft of one sort, when there is one."""
    return next((d for d in open_drafts(plan) if d.after_sentence == after_sentence), None)


def wanted(plan: Plan, draft: Consent | None) -> State:
    """What would hold if the draft were signed now: the draft for those it names, else what holds."""
    state = standing(plan, after_sentence=bool(draft and draft.after_sentence))
    return state | (grouped(draft.items.all()) if draft else {})


@dataclass(frozen=True)
class Difference:
    """What a signature would change for one recipient, topic by topic."""

    recipient: int
    new: Topics
    gone: Topics
    becomes: Topics
    is_new: bool

    @property
    def count(self) -> int:
        """Things changed: a topic that both gains and loses is one."""
        return len(self.new.keys() | self.gone.keys())


def difference(recipient: int, before: Mapping[int, Yes], after: Mapping[int, Yes]) -> Difference:
    was, becomes = said(before), said(after)
    topics = sorted(was.keys() | becomes.keys())
    new = {t: becomes.get(t, NO).beyond(was.get(t, NO)) for t in topics}
    gone = {t: was.get(t, NO).beyond(becomes.get(t, NO)) for t in topics}
    return Difference(
        recipient,
        new={t: yes for t, yes in new.items() if yes},
        gone={t: yes for t, yes in gone.items() if yes},
        becomes=becomes,
        is_new=not was,
    )


def differences(draft: Consent) -> list[Difference]:
    """What signing a draft changes, recipient by recipient."""
    before = standing(draft.plan, after_sentence=draft.after_sentence)
    return [
        difference(key, before.get(key, {}), topics) for key, topics in grouped(draft.items.all()).items()
    ]


@dataclass(frozen=True)
class Edit:
    """The outcome of a filled-in form: what goes into the draft, and who is left with nothing."""

    choices: list[Choice] = field(default_factory=list)
    emptied: list[int] = field(default_factory=list)

    def leaves(self, draft: Consent | None) -> bool:
        """Whether the draft stays as it is; then its printed sheet still fits."""
        wished: State = {}
        for choice in self.choices:
            yes = Yes(choice.give, choice.obtain, choice.share)
            wished.setdefault(choice.recipient.key, {})[choice.topic] = yes
        held = grouped(draft.items.all()) if draft else {}
        return wished == {recipient: said(topics) for recipient, topics in held.items()}


def edited(
    plan: Plan, draft: Consent | None, ticked: Mapping[int, Topics], *, after_sentence: bool = False
) -> Edit:
    """Lays the ticked boxes over what is wanted so far. Says in full what each changed recipient gets.

    Whoever loses everything goes into no draft: that is a withdrawal, which needs no signature.
    """
    before = standing(plan, after_sentence=after_sentence)
    after = wanted(plan, draft) if draft else dict(before)
    for recipient, topics in ticked.items():
        after[recipient] = after.get(recipient, {}) | topics
    edit = Edit()
    for recipient, topics in after.items():
        was, becomes = said(before.get(recipient, {})), said(topics)
        if becomes == was and recipient not in confirmed_again(draft, before):
            continue
        if becomes:
            edit.choices.extend(as_choices(recipient, becomes))
        elif was:
            edit.emptied.append(recipient)
    return edit


def confirmed_again(draft: Consent | None, before: State) -> set[int]:
    """Recipients whom a draft names without a change: the person says yes to the same anew (rule A8)."""
    if draft is None:
        return set()
    return {k for k, topics in grouped(draft.items.all()).items() if said(topics) == said(before.get(k, {}))}


def as_choices(recipient: int, topics: Mapping[int, Yes]) -> list[Choice]:
    """A recipient's topics as the action takes them."""
    whom = recipient_of(recipient)
    return [Choice(whom, topic, yes.give, yes.obtain, yes.share) for topic, yes in topics.items()]
