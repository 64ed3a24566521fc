"""Steps of a history about what is passed on: handovers, checklists, gaps, what waits for what, and what was said before."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.actions import wishes as said
from pop.conversations.models import Conversation
from pop.gaps import actions as gaps
from pop.gaps.models import Dependency, Gap
from pop.handovers import actions as handovers
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.pathways import pathways
from pop.people.models import User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, Plan, ProgressionWish, Source
from pop.sentences import actions as sentences
from pop.sentences.models import Restriction
from pop.teams.models import ContactTeamMember, SupportTeamMember
from tests.access.facts import past_the_rules
from tests.access.writing import WRITERS

if TYPE_CHECKING:
    from tests.access.history import Play

AREAS = (1, 7)
POINTS = ("housing", "doctor", "bankid")


def settle_gaps() -> None:
    """What the end of the transaction would do: gaps are found now."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def hand_over(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Marte begins a handover of measures and of places in both teams, and asks somebody about some of it."""
    begin(play, plan, a, b)
    for turn in range(3):
        ask_to_take_over(play, plan, person, a + turn, c + turn, d, 0)


def begin(play: "Play", plan: Plan, a: int, b: int) -> None:
    marte = play.stage.users["marte"]
    kind = ("other_ward", "release_without", "change_of_one")[a % 3]
    leaving = [
        *ContactTeamMember.objects.filter(plan=plan, until=None)[:1],
        *SupportTeamMember.objects.filter(plan=plan)[b % 3 : b % 3 + 2],
    ]
    with acting(marte.pk):
        taken = list(
            handovers.handed_over(plan).values_list("measure_id", "support_member_id", "contact_member_id")
        )
        busy = {key for keys in taken for key in keys}
        handovers.begin(
            plan=plan, begun_by=marte, pathway=pathways()[kind], on_day=timezone.localdate() + timedelta(20),
            measures=[m for m in Measure.objects.filter(plan=plan)[:3] if m.pk not in busy],
            leaving=[place for place in leaving if place.pk not in busy], new_role="Tillitsperson",
        )  # fmt: skip


def ask_to_take_over(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Somebody is chosen and asked: a colleague, one of an agency, an agency, or somebody with two jobs; c may answer."""
    users, bodies = play.stage.users, play.stage.agencies
    if not Handover.objects.filter(plan=plan).exists():
        begin(play, plan, a, b)
    user, body = (
        (users["farid"], None), (users["kari"], bodies[0]), (None, bodies[0]), (users["ola"], None),
        (users["ola"], bodies[0]), (users["nina"], bodies[2]), (users["torbjorn"], bodies[1]), (None, bodies[2]),
        (users["liv"], None), (users["silje"], None),
    )[b % 10]  # fmt: skip
    with acting(users["marte"].pk):
        items = list(HandoverItem.objects.filter(plan=plan, replaced_at=None, ended_at=None))
        if not items:
            return
        key = handovers.choose_receiver(items[a % len(items)], user=user, agency=body)
        if key and c % 5:
            handovers.ask(key)
    if key and user and c % 3:
        with acting(user.pk):
            for item in HandoverItem.objects.filter(key=key):
                handovers.answer(
                    item, answer=("confirmed", "question", "declined")[c % 3], reason="ord hvorfor"
                )


def stop_handing_over(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Nobody is needed after all, or the whole is put off or broken off."""
    if not Handover.objects.filter(plan=plan).exists():
        begin(play, plan, a, b)
    by = person if a % 2 else play.stage.users["marte"]
    with acting(by.pk):
        if b % 3:
            for item in HandoverItem.objects.filter(plan=plan, replaced_at=None)[:2]:
                handovers.needs_nobody(item, reason="ord ferdig")
            return
        for handover in Handover.objects.filter(plan=plan):
            (handovers.postpone if c % 2 else handovers.cancel)(handover, reason="ord utsatt")


def mark_a_point(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """What is in place before a release, and what is not after all; and what worked and what did not."""
    by = person if a % 2 else play.pick(("marte", "farid"), d)
    with acting(by.pk):
        state = ("done", "open", "not_needed")[c % 3]
        handovers.mark(plan=plan, by=by, code=POINTS[b % len(POINTS)], state=state, reason="ord grunn")
        if d % 3 == 0:
            handovers.tell_of_farewell(
                plan=plan, by=by, held_on=timezone.localdate(), worked="ord bra", hindered=""
            )


def make_gaps(play: "Play", plan: Plan, person: User, c: int, d: int) -> None:
    """What is a gap on its first day: an acute need, and a measure of an agency's that has no deadline."""
    marte = play.stage.users["marte"]
    with acting(person.pk):
        need = plans.write_need(
            plan=plan, writer=Writer(person, Source.PERSON), topic=AREAS[d % 2], text=play.token(), acute=True
        )
    with acting(marte.pk):
        service = Writer(marte, Source.CORRECTIONAL)
        if not Conversation.objects.filter(plan=plan, kind="needs_1", removed_at=None).exists():
            held = talks.Held(timezone.localdate(), "ord Marte", consent_asked=True, milieu_worker="x")
            talks.register_held(plan=plan, writer=service, kind="needs_1", held=held)
        measure = plans.propose_measure(
            plan=plan, writer=service, topic=AREAS[d % 2], text=play.token(), needs=(need,), due=None,
            responsible_agency=play.stage.agencies[c % 2],
        )  # fmt: skip
        plans.choose_measure(measure, way=ChoiceWay.ORAL, present="Marte og personen")


def act_on_a_gap(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Gaps are found; the first of some who sees one takes it, hands it on, or puts it off."""
    make_gaps(play, plan, person, c, d)
    settle_gaps()
    names = ("marte", "farid", "kari", "nina")
    for turn in range(len(names)):
        with acting(play.pick(names, a + turn).pk):
            found = list(Gap.objects.filter(plan=plan, closed_at=None))
            done = [act_on(play, gap, c, d) for gap in (found[b % len(found) :][:2] if found else ())]
        if any(done):
            break


def act_on(play: "Play", gap: Gap, c: int, d: int) -> bool:
    if c % 3 == 0:
        return gaps.take(gap=gap)
    if c % 3 == 1:
        return gaps.hand_over(gap=gap, to=play.pick(("kari", "nina", "farid"), d))
    until = timezone.localdate() + timedelta(d % 20 + 1)
    return gaps.snooze(gap=gap, until=until, reason="ord venter på svar")


def wait_for(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """A measure cannot be done yet because of another; or can, after all."""
    by = (person, play.stage.users["marte"], play.pick(play.stage.partners, c))[d % 3]
    with acting(person.pk):
        for topic in AREAS:
            WRITERS["need"](play, plan, Writer(person, Source.PERSON), topic, {})
            WRITERS["measure"](play, plan, Writer(person, Source.PERSON), topic, {})
    with acting(by.pk):
        measures = list(Measure.objects.filter(plan=plan)[:4])
        if a % 4 == 3:
            for link in Dependency.objects.filter(plan=plan)[:1]:
                gaps.wait_no_more(measure=link.measure, other=link.waits_for.key)
        elif len(measures) > 1:
            one = a % len(measures)
            gaps.wait_for(measure=measures[one], other=measures[one - 1 - b % (len(measures) - 1)])


def say_a_wish(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """In an utslusningssamtale the person wishes for a step; or says that a wish which stands there came from it."""
    marte = play.stage.users["marte"]
    service = Writer(marte, Source.CORRECTIONAL)
    with acting(marte.pk):
        talk = Conversation.objects.filter(plan=plan, kind="release_talk").first() or talks.register_held(
            plan=plan, writer=service, kind="release_talk", held=talks.Held(timezone.localdate(), "ord Marte")
        )
        stands = ProgressionWish.objects.filter(plan=plan).first()
        if stands and a % 2:
            said.tie(talk, stands)
        else:
            together = Writer(marte, Source.PERSON, together=True)
            said.wish(talk, writer=together, kind="leave_plan", own_words=play.token())


def name_an_agency(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """As if it had been said before the first consent: every plan here is past step 3, where the database says no."""
    by, way = (person, "own_login") if b % 2 else (play.stage.users["marte"], "paper")
    reference = "ark 2" if way == "paper" else ""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update consents_preconsent set ended_at = now(), end_reason = 'replaced'"
            " where plan_id = %s and ended_at is null",
            [plan.pk],
        )
        cursor.execute(
            "insert into consents_preconsent (key, plan_id, agency_id, way, own_words, given_at, registered_by_id,"
            " archive_reference, end_reason) values (gen_random_uuid(), %s, %s, %s, 'ord kommer', now(), %s, %s, '')",
            [plan.pk, play.stage.agencies[a % 4].pk, way, by.pk, reference],
        )
        cursor.execute("set local session_replication_role = origin")


def change_a_restriction(play: "Play", plan: Plan, person: User, a: int, b: int, c: int, d: int) -> None:
    """Restrictions of days that have gone are written, corrected and taken out."""
    marte, today = play.stage.users["marte"], timezone.localdate()
    with acting(marte.pk):
        stands = Restriction.objects.filter(plan=plan).first()
        if stands is None:
            sentences.restrict(
                plan=plan, writer=Writer(marte, Source.CORRECTIONAL), since=today - timedelta(3),
                until=today - timedelta(1), decided_by=play.token(),
            )  # fmt: skip
        elif a % 2:
            sentences.change(stands, decided_by=play.token())
        else:
            sentences.take_out(stands)


STEPS: tuple[Callable[..., None], ...] = (
    hand_over, ask_to_take_over, stop_handing_over, mark_a_point, act_on_a_gap, wait_for, say_a_wish, name_an_agency,
    change_a_restriction,
)  # fmt: skip
