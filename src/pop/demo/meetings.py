"""How Elias's meetings are held: one that comes, with answers and cases, one whose minutes are approved, and one about him and Leyla."""

from datetime import time, timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import agency, user
from pop.meetings import actions, arenas
from pop.meetings.models import Coming, LineKind
from pop.people.models import User
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source

HOUSING = 1


def build() -> None:
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        plan = plan_of("elias")
    marte = user("marte")
    with acting(marte.pk):
        coming = Meeting.objects.of(plan).get(subject="Møte med teamet")
        actions.set_up(meeting=coming, by=marte, arena="support_group")
    answers(coming)
    cases(plan, coming)
    held(plan, marte)
    about_two(plan, marte)


def answers(meeting: Meeting) -> None:
    for slug, answer in (("kari", Coming.YES), ("torbjorn", Coming.DIGITAL)):
        with acting(user(slug).pk):
            actions.answer(meeting=meeting, user=user(slug), answer=answer)


def cases(plan: Plan, meeting: Meeting) -> None:
    with acting(user("elias").pk):
        need = Need.objects.of(plan).filter(topic=HOUSING, only_me=False).first()
        actions.raise_item(
            meeting=meeting, writer=Writer(user("elias"), Source.PERSON), topic=HOUSING, need=need,
            text="Jeg vil vite hvor jeg skal bo den første uka",
        )  # fmt: skip
    with acting(user("kari").pk):
        nav = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        actions.raise_item(
            meeting=meeting, writer=nav, topic=HOUSING, text="Hvem følger opp søknaden om depositum?"
        )


def held(plan: Plan, marte: User) -> None:
    """Short minutes of the talk about the proposals, approved the same day."""
    service = Writer(marte, Source.CORRECTIONAL)
    with acting(marte.pk):
        meeting = Meeting.objects.of(plan).get(subject="Om forslagene")
        actions.set_up(meeting=meeting, by=marte, arena="talk")
        for kind, text in (
            (LineKind.SAID, "Elias har lest forslagene og hadde ett spørsmål om kurset."),
            (LineKind.DECIDED, "Elias tenker over forslagene fram til neste samtale."),
        ):
            actions.write_line(meeting=meeting, writer=service, topic=47, kind=kind, text=text)
        actions.approve(meeting, by=marte)


def about_two(elias: Plan, marte: User) -> None:
    """A samarbeidsmøte that goes through two people: Elias has said what may be talked of with whom, Leyla has not yet."""
    from pop.demo.build import plan_of

    with acting(user("leyla").pk):
        leyla = plan_of("leyla")
    arena, day = arenas.find("agencies"), timezone.localdate() + timedelta(days=21)
    with acting(marte.pk):
        made = [
            actions.call(
                plan=plan, writer=Writer(marte, Source.CORRECTIONAL), subject=arena.name, date=day, time=at, place="Møterom 1",
                invite=(user("sunniva"), user("farid")), setting={"arena": arena.key, "minutes": 15},
            )
            for plan, at in ((elias, time(10)), (leyla, time(10, 15)))
        ]  # fmt: skip
        actions.in_a_row(made)
    with acting(user("elias").pk):
        needs = Need.objects.of(elias).filter(topic=HOUSING, only_me=False).values_list("pk", flat=True)
        wanted = {(user(name).pk, need) for name in ("marte", "farid", "sunniva") for need in needs}
        actions.consent_to_talk(meeting=made[0], by=user("elias"), wanted=wanted, way="own_login")
