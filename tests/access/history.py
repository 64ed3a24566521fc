"""What may happen around two plans: each step an action by whoever would do it, drawn at random.

A step that the database refuses is a step that did not happen. Nothing here knows who may see what.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import strategies as st

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent, Exclusion
from pop.people import actions as people
from pop.people.models import AgencyRole, UnitRole, User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Contact, Meeting, MeetingInvitee, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, NamedAccess, SupportTeamMember
from tests.access import passing_history
from tests.access.facts import TABLES, past_the_rules
from tests.access.stage import Stage
from tests.access.writing import WRITERS, today

AREAS = (1, 7)
TOPICS = (*AREAS, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51)
KINDS = tuple(TABLES)

small = st.integers(min_value=0, max_value=63)
Step = tuple[str, int, int, int, int, int]


@dataclass
class Play:
    """A history as it happens. `a`–`d` of a step are small numbers; each step takes from them what it needs."""

    stage: Stage
    written: int = 0

    def happen(self, step: Step) -> bool:
        """Whether something came of it: neither refused nor nothing to do."""
        name, number, a, b, c, d = step
        plan, before = self.stage.plans[number % 2], rows_written()
        try:
            with transaction.atomic():
                STEPS[name](self, plan, self.stage.persons[number % 2], a, b, c, d)
        except (ProgrammingError, IntegrityError):
            return False  # refused
        return rows_written() > before

    def pick(self, names: tuple[str, ...], number: int) -> User:
        return self.stage.users[names[number % len(names)]]

    def recipient(self, number: int) -> Recipient:
        """The four agencies and three individuals."""
        bodies = self.stage.agencies
        number %= len(bodies) + 3
        if number < len(bodies):
            return Recipient(agency=bodies[number])
        return Recipient(user=self.pick(("liv", "kari", "marte"), number))

    def token(self) -> str:
        self.written += 1
        return f"ord{self.written}x"


def rows_written() -> int:
    """In this transaction, as the database itself counts them."""
    with connection.cursor() as cursor:
        cursor.execute("select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint from pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def follow(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Marte takes a colleague (or, wrongly, somebody from outside) into the contact team, who answers."""
    member = play.pick(("ola", "farid", "ola", "farid", "silje", "kari"), a)
    with acting(play.stage.users["marte"].pk):
        teams.follow_up(plan=plan, user=member, role="deputy")
    answer(plan, member, b)


def answer(plan: Plan, user: User, which: int) -> None:
    """Five in seven say that there is no tie, one knows the person, one does not answer."""
    if which % 7 < 5:
        with acting(user.pk):
            teams.no_private_tie(plan=plan, user=user)
    elif which % 7 == 5:
        with acting(user.pk):
            teams.i_know_the_person(plan=plan)


def join(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    member = play.pick((*play.stage.partners, "farid"), a)
    bodies = {"kari": 0, "torbjorn": 1, "nina": 2, "odd": 3, "dag": b % 2}
    name = next(n for n, u in play.stage.users.items() if u.pk == member.pk)
    body = play.stage.agencies[bodies[name]] if name in bodies and c % 6 else None
    by = person if d % 2 else play.stage.users["marte"]
    with acting(by.pk):
        chair = teams.invite(plan=plan, user=member, agency=body, role="I teamet", invited_by=by)
    with acting(member.pk):
        if d % 7 == 3:
            people.accept_secrecy(member)
        if d % 7 == 5:
            teams.decline_invitation(chair)
        elif d % 7 != 6:
            teams.accept_invitation(chair)


def reconsider(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Somebody answers an invitation again: yes or no."""
    member = play.pick(play.stage.partners, a)
    with acting(member.pk):
        for chair in SupportTeamMember.objects.filter(plan=plan, user=member):
            (teams.accept_invitation if b % 3 == 2 else teams.decline_invitation)(chair)


def say_tie(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    answer(plan, play.pick((*play.stage.partners, *play.stage.staff), a), b)


def agree(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """A consent: own login or paper, with or without scan or reference, old or new, ended or for afterwards."""
    dice = Random(f"{a} {b}")
    who = [play.recipient(dice.randrange(7)) for _ in range(dice.randint(1, 4))]
    choices = [
        Choice(
            recipient, topic, give=dice.random() < 0.8, obtain=dice.random() < 0.5, share=dice.random() < 0.5
        )
        for recipient in {recipient.key: recipient for recipient in who}.values()
        for topic in {*dice.sample(AREAS, dice.randint(1, 2)), *dice.sample(TOPICS, dice.randint(0, 3))}
    ]
    after = c % 16 == 9
    ends = {10: -1, 11: 0, 9: 5}.get(c % 16)
    by_person = c % 3 != 0
    writer = person if by_person else play.stage.users["marte"]
    with acting(writer.pk):
        draft = consents.draft(
            plan=plan, drafted_by=writer, choices=choices, after_sentence=after,
            ends_on=None if ends is None else timezone.localdate() + timedelta(days=ends),
        )  # fmt: skip
        if d % 9 == 8:
            return  # never signed
        if by_person:
            consents.sign(draft)
        else:
            on_paper(play, draft, d)
    age = {0: 15, 1: 13}.get(d % 3, 0) if not by_person or d % 5 == 4 else 0
    if age:
        # An older consent, so that papers lapse; time is the only thing that is faked.
        with past_the_rules(), connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            cursor.execute(
                "update consents_consent set signed_at = signed_at - make_interval(days => %s) where id = %s",
                [age, draft.pk],
            )
            cursor.execute("set local session_replication_role = origin")


def agree_in_secret(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Only about an agency whose name tells something: by login or handed in to Marte, and sometimes taken back."""
    secret = Recipient(agency=play.stage.agencies[2 + a % 2])
    topic = AREAS[b % 2]
    with acting(person.pk):
        draft = consents.draft(plan=plan, drafted_by=person, choices=[Choice(secret, topic, give=True)])
        if c % 4:
            consents.sign(draft)
    if c % 4 == 0:
        with acting(play.stage.users["marte"].pk):
            on_paper(play, draft, d)
    elif c % 4 < 3:
        with acting(person.pk):
            consents.withdraw(plan=plan, recipient=None if d % 2 else secret, topic=topic)


def on_paper(play: Play, draft: Consent, d: int) -> None:
    reference = "ark 1" if d % 4 == 1 else ""
    consents.register_paper(
        draft, registered_by=play.stage.users["marte"], witness=play.stage.users["ola"],
        signed_on=timezone.localdate(), archive_reference=reference,
    )  # fmt: skip
    if d % 4 == 2:
        consents.attach_scan(draft, content=b"%PDF-1", content_type="application/pdf")


def take_back(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    by = person if a % 3 else play.stage.users["marte"]
    recipient = play.recipient(b) if c % 3 else None
    topic = TOPICS[d % len(TOPICS)] if d % 2 else None
    with acting(by.pk):
        consents.withdraw(plan=plan, recipient=recipient, topic=topic)


def take_back_told(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """At night, to an officer who may have nothing to do with the plan."""
    scope = ("all", "kind:nav", "kind:specialist_health", "topic:1", "topic:7")[a % 5]
    number = play.stage.plans.index(plan)
    with acting(play.pick(("ola", "silje", "marte"), b).pk):
        consents.withdraw_told(who=f"Prøve Tall{number}", scope=scope)


def keep_out(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    by = person if c % 3 else play.stage.users["marte"]
    with acting(by.pk):
        topic = AREAS[d % 2] if b % 3 else TOPICS[b % len(TOPICS)]
        consents.exclude(plan=plan, made_by=by, recipient=play.recipient(a), topic=topic)


def let_in_again(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    if not Exclusion.objects.filter(plan=plan).exists():
        keep_out(play, plan, person, a, b, 1, d)
    with acting(person.pk if b % 4 else play.stage.users["marte"].pk):
        closed = list(Exclusion.objects.filter(plan=plan))
        for exclusion in closed[a % 2 :] or closed:
            consents.lift(exclusion)
            break


def write(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """An entry of any kind, by the person, the contact team or a partner."""
    if a % 3 == 2:
        return partner_writes(play, plan, b, c, d)
    writer = Writer(person, Source.PERSON)
    if a % 3 == 1:
        marte = play.stage.users["marte"]
        writer = Writer(marte, (Source.CORRECTIONAL, Source.PERSON)[b % 2], together=bool(b % 2))
    kept: dict[str, Any] = {}
    if a % 3 == 0 and b % 3 == 0:
        named = play.pick(("marte", "kari", "farid", "nina"), c + d)
        kept = {"only_me": True, "only_me_contact": named if b % 2 else None}
    with acting(writer.fields["written_by"].pk):
        WRITERS[KINDS[c % len(KINDS)]](play, plan, writer, AREAS[d % 2], kept)
    return None


def say_to_group(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """A message: by the person, the contact team or a partner."""
    if a % 3 == 2:
        partner_says(play, plan, b, d)
        return
    marte = play.stage.users["marte"]
    writer = Writer(person, Source.PERSON) if a % 3 == 0 else Writer(marte, Source.CORRECTIONAL)
    play.written += c
    with acting(writer.fields["written_by"].pk):
        WRITERS["message"](play, plan, writer, AREAS[d % 2], {})


def partner_says(play: Play, plan: Plan, b: int, d: int) -> None:
    member = play.pick(play.stage.partners, b)
    with acting(member.pk):
        chair = SupportTeamMember.objects.filter(plan=plan, user=member).first()
        agency = next((a for a in play.stage.agencies if chair and a.pk == chair.agency_id), None)
        writer = Writer(member, Source.AGENCY if agency else Source.INDIVIDUAL, agency=agency)
        WRITERS["message"](play, plan, writer, AREAS[d % 2], {})


def partner_writes(play: Play, plan: Plan, b: int, c: int, d: int) -> None:
    member = play.pick(play.stage.partners, b)
    with acting(member.pk):
        chair = SupportTeamMember.objects.filter(plan=plan, user=member).first()
        body = chair.agency_id if chair else None
        agency = next((a for a in play.stage.agencies if a.pk == body), None)
        writer = Writer(member, Source.AGENCY if agency else Source.INDIVIDUAL, agency=agency)
        kind = ("note", "measure", "measurenote", "wishanswer", "message")[c % 5]
        WRITERS[kind](play, plan, writer, AREAS[d % 2], {})


def open_one_contact(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    recipient = play.recipient(b)
    with acting(person.pk if c % 2 else play.stage.users["marte"].pk):
        for contact in Contact.objects.filter(plan=plan)[a % 2 : a % 2 + 1]:
            plans.open_contact(contact, agency=recipient.agency, user=recipient.user)


def call(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    with acting(play.stage.users["marte"].pk):
        for meeting in Meeting.objects.filter(plan=plan)[a % 2 : a % 2 + 1]:
            invited = play.pick(play.stage.partners, b)
            MeetingInvitee.objects.create(plan=plan, meeting=meeting, user=invited)


def any_entry(plan: Plan, a: int, b: int, topics: Container[int] | None = None) -> Any:
    """One of the entries that the actor sees; of some topics, when it is said of which."""
    from pop.channel.models import ENTRIES as MESSAGES
    from pop.conversations.models import ENTRIES as TALKS
    from pop.letters.models import ENTRIES as LETTERS
    from pop.meetings.models import ENTRIES as MEETINGS
    from pop.plans.models import ENTRIES
    from pop.sentences.models import ENTRIES as SENTENCES
    from pop.wishes.models import ENTRIES as WISHES

    found = [
        row for kind in (*ENTRIES, *WISHES, *TALKS, *SENTENCES, *LETTERS, *MEETINGS, *MESSAGES) for row in kind.objects.filter(plan=plan)[:3]
        if topics is None or row.topic_id in topics
    ]  # type: ignore[attr-defined]  # fmt: skip
    return found[(a * 7 + b) % len(found)] if found else None


def keep(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    named = play.pick(("marte", "ola", "kari", "nina"), d) if c % 2 else None
    with acting(person.pk if d % 5 else play.stage.users["marte"].pk):
        entry = any_entry(plan, a, b)
        if entry:
            plans.keep_to_me(entry, kept=c % 4 != 3, contact=named)


def move(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """An entry goes to the other area, by whoever may write in it; no page does so yet."""
    with acting((person if c % 2 else play.stage.users["marte"]).pk):
        entry = any_entry(plan, a, b, AREAS)
        if entry:
            type(entry).objects.filter(pk=entry.pk).update(topic=AREAS[d % 2])


def block(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    by = (person, play.stage.users["marte"], play.pick(play.stage.partners, c))[d % 3]
    with acting(by.pk):
        entry = any_entry(plan, a, b)
        if entry:
            plans.written_on_wrong_person(entry)


def take_out(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    with acting(play.stage.users["marte"].pk if c % 2 else person.pk):
        entry = any_entry(plan, a, b)
        if entry:
            plans.remove(entry)


def leave(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    member = play.pick((*play.stage.partners, *play.stage.staff), a)
    with acting(member.pk if b % 2 else play.stage.users["marte"].pk):
        for chair in SupportTeamMember.objects.filter(plan=plan, user=member):
            teams.leave_team(chair)
        for place in ContactTeamMember.objects.filter(plan=plan, user=member).exclude(role="main"):
            teams.stop_following_up(place)


def send_away(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    with acting(person.pk):
        teams.ask_away(plan=plan, user=play.pick((*play.stage.partners, *play.stage.staff), a))


def end_sentence(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    on = (today() - timedelta(days=1), today(), today() + timedelta(days=3), None)[a % 4]
    with acting(play.stage.users["marte"].pk):
        Plan.objects.filter(pk=plan.pk).update(sentence_ended_on=on)


def named_users_only(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    with acting(play.stage.users["marte"].pk):
        for name in ("marte", ("ola", "kari", "nina", "liv")[a % 4]):
            NamedAccess.objects.get_or_create(plan=plan, user=play.stage.users[name])
        Plan.objects.filter(pk=plan.pk).update(named_only=bool(b % 4))


def lose_a_role(play: Play, plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """The administrator ends a role, or closes a user."""
    who = play.pick(("kari", "ola", "nina", "farid", "dag"), a)
    with acting(play.stage.users["jon"].pk):
        if b % 4 == 0:
            people.close_user(who)
            return
        for role in (*AgencyRole.objects.filter(user=who), *UnitRole.objects.filter(user=who)):
            people.end_role(role)


STEPS: dict[str, Callable[..., None]] = {
    step.__name__: step
    for step in (
        follow, join, reconsider, say_tie, agree, agree_in_secret, take_back, take_back_told, keep_out, let_in_again, write, say_to_group, open_one_contact,
        call, keep, move, block, take_out, leave, send_away, end_sentence, named_users_only, lose_a_role,
        *passing_history.STEPS,
    )
}  # fmt: skip
OFTEN = (
    "write",
    "write",
    "say_to_group",
    "agree",
    "agree",
    "agree_in_secret",
    "keep",
    "keep_out",
    "keep_out",
    "join",
    "join",
    "leave",
    "reconsider",
    "hand_over",
    "ask_to_take_over",
    "mark_a_point",
    "act_on_a_gap",
    "act_on_a_gap",
    "wait_for",
    "wait_for",
)
RARE = tuple(name for name in STEPS if name not in OFTEN)

one_step = st.tuples(
    st.one_of(st.sampled_from(OFTEN), st.sampled_from(RARE)), small, small, small, small, small
)
first_steps = st.lists(st.tuples(st.just("agree"), small, small, small, small, small), min_size=1, max_size=3)
histories = st.tuples(first_steps, st.lists(one_step, min_size=4, max_size=12)).map(
    lambda parts: [*parts[0], *parts[1]]
)


def evenly(dice: Random, often: str) -> tuple[list[Step], int]:
    """A history that is drawn evenly, with some step in it for sure: Hypothesis likes what it has tried before."""

    def step(name: str) -> Step:
        return (name, *(dice.randrange(64) for _ in range(5)))  # type: ignore[return-value]

    names = [dice.choice(OFTEN if dice.random() < 0.5 else RARE) for _ in range(dice.randint(4, 9))]
    names.insert(dice.randint(2, len(names)), often)
    first = ["agree"] * dice.randint(1, 3)
    return [step(name) for name in (*first, *names)], dice.randrange(61)
