"""Which topics and recipients a page is about, and what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.consents.actions import DEFAULT_TOPICS
from pop.people import labels
from pop.people.models import Agency, AgencyKind, User
from pop.plans.models import ExpectedRelease, FocusArea, Need, OwnArea, Plan, Tangle, Topic, TopicKind
from pop.teams.models import SupportTeamMember

RELEASE_IS_NEAR = timedelta(days=180)


@dataclass(frozen=True)
class Party:
    """A recipient as it is shown: `token` is its address, `kind` the kind of agency that it counts as."""

    key: int
    token: UUID
    name: str
    kind: str
    active: bool = True
    seats: tuple[str, ...] = ()

    @property
    def kind_name(self) -> str:
        return str(AgencyKind(self.kind).label) if not self.individual else _("enkeltperson")

    @property
    def individual(self) -> bool:
        return bool(self.key % 2)


class Register:
    """The recipients of one plan that the actor may see. Three queries for a page."""

    def __init__(self, plan: Plan, keys: Iterable[int] = ()) -> None:
        self.plan = plan
        self.asked = set(keys)

    @cached_property
    def chairs(self) -> list[SupportTeamMember]:
        """Those who are in the team or asked into it."""
        today = timezone.localdate()
        return list(
            SupportTeamMember.objects.filter(
                Q(until=None) | Q(until__gte=today), plan=self.plan, declined_at=None
            )
        )

    @property
    def in_team(self) -> set[int]:
        return {chair_key(chair) for chair in self.chairs}

    @cached_property
    def parties(self) -> dict[int, Party]:
        """By recipient key. What the actor may not see is not there."""
        keys = self.in_team | self.asked
        agencies = Agency.objects.filter(pk__in=[key // 2 for key in keys if key % 2 == 0])
        users = User.objects.filter(pk__in=[key // 2 for key in keys if key % 2])
        names = labels.users([user.pk for user in users] + [chair.user_id for chair in self.chairs])
        seats: dict[int, list[str]] = {}
        for chair in self.chairs:
            if chair.agency_id and chair.user_id in names:
                seats.setdefault(chair.agency_id, []).append(str(names[chair.user_id]))
        found = [of_agency(agency, tuple(seats.get(agency.pk, ()))) for agency in agencies]
        # Whoever sits in the team as an individual helps as volunteers do.
        found += [of_individual(user, names[user.pk]) for user in users if user.pk in names]
        return {party.key: party for party in sorted(found, key=lambda party: party.name.casefold())}

    def by_token(self, token: UUID) -> Party | None:
        """A recipient by its address: in the team, with consent, or an agency in the register."""
        for party in self.parties.values():
            if party.token == token:
                return party
        agency = Agency.objects.filter(key=token).first()
        if agency:
            return of_agency(agency)
        sitting = User.objects.filter(key=token, pk__in=[chair.user_id for chair in self.chairs]).first()
        name = labels.users([sitting.pk]).get(sitting.pk) if sitting else None
        return of_individual(sitting, name) if sitting and name else None

    def name(self, key: int) -> str:
        party = self.parties.get(key)
        return party.name if party else _("en mottaker")


def of_agency(agency: Agency, seats: tuple[str, ...] = ()) -> Party:
    return Party(agency.pk * 2, agency.key, agency.name, agency.kind, agency.active, seats)


def of_individual(user: User, label: labels.Label) -> Party:
    return Party(user.pk * 2 + 1, user.key, individual_name(label), AgencyKind.VOLUNTEER)


def individual_name(label: labels.Label) -> str:
    return label.described


def chair_key(chair: SupportTeamMember) -> int:
    """The recipient that a chair is for."""
    return chair.agency_id * 2 if chair.agency_id else chair.user_id * 2 + 1


@dataclass(frozen=True)
class TopicLine:
    """A topic as it is shown; an area of the plan's own has the name that the person gave it."""

    number: int
    name: str
    tangle: str
    helpers: tuple[str, ...]
    basic: bool

    @property
    def tangle_name(self) -> str:
        return str(Tangle(self.tangle).label)

    @property
    def lower(self) -> str:
        """In the middle of a sentence."""
        return self.name[:1].lower() + self.name[1:]


def topics(plan: Plan | None) -> dict[int, TopicLine]:
    """All topics, by number. Own areas are there under the name that this plan has given them, or not at all."""
    own = dict(OwnArea.objects.filter(plan=plan).values_list("topic_id", "name")) if plan else {}
    return {
        topic.number: TopicLine(
            topic.number,
            own.get(topic.number) or str(topic),
            topic.tangle,
            tuple(topic.helpers),
            topic.kind == TopicKind.BASIC,
        )
        for topic in Topic.objects.all()
        if topic.kind != TopicKind.OWN or topic.number in own
    }


TANGLE_ORDER = [Tangle.ECONOMY, Tangle.SOCIAL, Tangle.HEALTH, Tangle.ACROSS]


def areas(plan: Plan, lines: dict[int, TopicLine]) -> list[TopicLine]:
    """The areas that consent is asked for, one by one: what is ticked, and what there are needs in (rule A3)."""
    ticked = set(FocusArea.objects.filter(plan=plan).values_list("topic_id", flat=True))
    needed = Need.objects.filter(plan=plan, removed_at=None, only_me=False)
    numbers = ticked | set(needed.values_list("topic_id", flat=True))
    return in_order(lines[n] for n in numbers if n in lines and not lines[n].basic)


def in_order(lines: Iterable[TopicLine]) -> list[TopicLine]:
    return sorted(lines, key=lambda line: (TANGLE_ORDER.index(Tangle(line.tangle)), line.number))


def basics(lines: dict[int, TopicLine]) -> list[TopicLine]:
    """Grunnopplysninger that are chosen one by one; name and own meetings follow from any yes (rule A2)."""
    return [line for line in lines.values() if line.basic and line.number not in DEFAULT_TOPICS]


def release_is_near(plan: Plan) -> bool:
    """Whether the time after the sentence is worth asking about: it has ended, or release is near."""
    if plan.sentence_ended_on:
        return True
    newest = ExpectedRelease.objects.filter(plan=plan, removed_at=None).order_by("-written_at").first()
    return bool(newest and newest.on <= timezone.localdate() + RELEASE_IS_NEAR)


def expected_release(plan: Plan) -> ExpectedRelease | None:
    return ExpectedRelease.objects.filter(plan=plan, removed_at=None).order_by("-written_at").first()
