"""How an entry of each kind comes to be written, in a history."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from pop.channel import actions as channel
from pop.channel.things import KINDS as THINGS
from pop.channel.things import PLAN, Thread
from pop.conversations.actions import mapping
from pop.conversations.models import (
    BrikResult,
    Conversation,
    Economy,
    InterpreterNeed,
    MappingAnswer,
    Preparation,
)
from pop.letters import actions as letters
from pop.meetings import actions as meetings
from pop.plans import actions as plans
from pop.plans import proposal_actions as proposals
from pop.plans.actions import Writer
from pop.plans.gate import TooEarly
from pop.plans.models import Goal, Measure, Meeting, Need, Plan
from pop.sentences import actions as sentences
from pop.wishes import actions as wishes
from pop.wishes.models import PlannedLeave, Wish
from tests.access import gate

if TYPE_CHECKING:
    from tests.access.history import Play


def write_measure(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    needs, goals = Need.objects.filter(plan=plan)[:1], Goal.objects.filter(plan=plan)[:1]
    if needs or goals:
        plans.propose_measure(
            plan=plan,
            writer=writer,
            topic=topic,
            text=play.token(),
            needs=tuple(needs),
            goals=tuple(goals),
            **kept,
        )


def write_measure_note(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    for measure in Measure.objects.filter(plan=plan)[:1]:
        plans.note_on_measure(measure=measure, writer=writer, text=play.token())


def answer_proposal(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    """By whoever writes: a yes, a no with a reason that is shown or not, or a wish for a change."""
    said = ("chosen", "declined", "change", "declined")[play.written % 4]
    for measure in Measure.objects.filter(plan=plan, chosen_at=None).order_by("-pk")[:1]:
        early = said == "chosen" and gate.too_early(measure)
        try:
            proposals.answer(
                measure, writer=writer, kind=said, words=play.token(), shown=play.written % 4 != 3,
                present="Marte" if writer.fields["together"] else "",
            )  # fmt: skip
        except TooEarly:
            assert early, "the gate was shut without a reason"
        else:
            assert not early, "chosen before the first behovssamtale"


def write_goal(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    needs = tuple(Need.objects.filter(plan=plan)[:2])
    plans.write_goal(plan=plan, writer=writer, topic=topic, text=play.token(), needs=needs, **kept)


def write_meeting(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    called = (play.stage.users["kari"], play.stage.users["liv"]) if topic == 1 else ()
    plans.plan_meeting(plan=plan, writer=writer, subject=play.token(), invite=called, **kept)


def ask(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    """An agency is asked in one topic, kriminalomsorgen in the other."""
    body = play.stage.agencies[play.written % 2] if topic == 1 else None
    wishes.ask(plan=plan, writer=writer, topic=topic, agency=body, text=play.token(), **kept)


def answer_wish(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    """By whoever writes, also when somebody else was asked: the database says who may."""
    for wish in Wish.objects.filter(plan=plan)[:1]:
        wishes.answer(wish=wish, writer=writer, answer="no", reason=play.token(), **kept)


def plan_leave(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    plans.write(PlannedLeave, plan=plan, writer=writer, topic=44, kind="leave", purpose=play.token(),
                status="wished", **kept)  # fmt: skip


def write_letter(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    letters.make(plan=plan, writer=writer, topic=topic, facts=[], code="housing", to_name=play.token(), subject="Brev",
                 text=play.token(), purpose="x", **({"only_me": False} | kept))  # fmt: skip


def raise_item(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    for meeting in Meeting.objects.filter(plan=plan)[:1]:
        meetings.raise_item(meeting=meeting, writer=writer, topic=topic, text=play.token(), **kept)


def write_line(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    for meeting in Meeting.objects.filter(plan=plan)[:1]:
        meetings.write_line(
            meeting=meeting, writer=writer, topic=topic, kind="said", text=play.token(), **kept
        )


def write_message(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    """At a need, a measure, a meeting, a handover or the plan in turn; to all or to somebody."""
    slug = (*THINGS, PLAN, "behov")[play.written % 6]
    thread = Thread(PLAN)
    if slug != PLAN:
        thing = THINGS[slug][1].objects.filter(plan=plan).order_by("-pk").first()
        if thing is None:
            return
        thread = Thread(slug, thing)
    users = play.stage.users
    only = (None, None, None, [users["kari"].pk, users["liv"].pk], [users["ola"].pk], [])[
        play.written // 6 % 6
    ]
    channel.send(plan=plan, writer=writer, thread=thread, text=play.token(), only=only, **kept)


def talk(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    """Booked in one topic, held in the other; in the person's name the database refuses it."""
    fields = {"held_on": today()} if topic == 1 else {"planned_on": today()}
    kind = ("needs_1", "intake", "regular")[play.written % 3]
    plans.write(
        Conversation, plan=plan, writer=writer, topic=50, kind=kind, with_whom=play.token(), **fields, **kept
    )


def answer_guide(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    guide = mapping.begin_round(plan=plan, kind="arrival")
    plans.write(MappingAnswer, plan=plan, writer=writer, topic=topic, round=guide, words=play.token(),
                area="housing" if topic == 1 else "mental_health", **kept)  # fmt: skip


def bring_brik(play: "Play", plan: Plan, writer: Writer, topic: int, kept: dict[str, Any]) -> None:
    if play.written % 2:
        mapping.agree_to_brik(plan=plan, given_on=today())
    plans.write(BrikResult, plan=plan, writer=writer, topic=topic, mapped_on=today(), imported=True,
                result=play.token(), **kept)  # fmt: skip


def today() -> Any:
    return timezone.localdate()


WRITERS: dict[str, Callable[["Play", Plan, Writer, int, dict[str, Any]], Any]] = {
    "need": lambda p, plan, w, t, k: plans.write_need(plan=plan, writer=w, topic=t, text=p.token(), **k),
    "goal": write_goal,
    "measure": write_measure,
    "measurenote": write_measure_note,
    "proposalanswer": answer_proposal,
    "note": lambda p, plan, w, t, k: plans.write_note(plan=plan, writer=w, topic=t, text=p.token(), **k),
    "statement": lambda p, plan, w, t, k: plans.say_about_me(plan=plan, writer=w, kind="about_me", text=p.token(), **k),
    "progressionwish": lambda p, plan, w, t, k: plans.wish(plan=plan, writer=w, kind="section_12", own_words=p.token(), **k),
    "decision": lambda p, plan, w, t, k: plans.state_decision(plan=plan, writer=w, text=p.token(), decided_by="x", decided_on=today(), **k),
    "contact": lambda p, plan, w, t, k: plans.add_contact(plan=plan, writer=w, name=p.token(), **k),
    "meeting": write_meeting,
    "placement": lambda p, plan, w, t, k: plans.place(plan=plan, writer=w, unit_id=p.stage.units[0], since=today(), **k),
    "servingform": lambda p, plan, w, t, k: plans.set_serving_form(plan=plan, writer=w, form="home", since=today(), **k),
    "wish": ask,
    "wishanswer": answer_wish,
    "plannedleave": plan_leave,
    "letter": write_letter,
    "agendaitem": raise_item,
    "minuteline": write_line,
    "message": write_message,
    "conversation": talk,
    "interpreterneed": lambda p, plan, w, t, k: plans.write(InterpreterNeed, plan=plan, writer=w, topic=50, language=p.token(), **k),
    "mappinganswer": answer_guide,
    "brikresult": bring_brik,
    "economy": lambda p, plan, w, t, k: plans.write(Economy, plan=plan, writer=w, topic=t, income=p.token(), **k),
    "preparation": lambda p, plan, w, t, k: plans.write(Preparation, plan=plan, writer=w, topic=t, what="money", words=p.token(), **k),
    "sentencefacts": lambda p, plan, w, t, k: sentences.write_facts(plan=plan, writer=w, starts_on=today(), execution_plan=p.token(), **k),
    "sentenceterm": lambda p, plan, w, t, k: sentences.add_term(plan=plan, writer=w, months=p.written % 40 + 1, **k),
    "restriction": lambda p, plan, w, t, k: sentences.restrict(plan=plan, writer=w, since=today() - timedelta(2), until=today() - timedelta(1), decided_by=p.token(), **k),
    "interruption": lambda p, plan, w, t, k: sentences.interrupt(plan=plan, writer=w, since=today(), **k),
    "expectedrelease": lambda p, plan, w, t, k: plans.expect_release(plan=plan, writer=w, on=today(), **k),
}  # fmt: skip
