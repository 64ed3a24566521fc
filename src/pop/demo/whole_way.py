"""What was there before today: where Elias has been, what was talked of and met about, a handover that is done, and
how Leyla came to have the contact she has. Dates lie in the past wherever an action takes a date.
"""

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.actions.talks import Held
from pop.demo.elias import days
from pop.demo.places import user
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways, points
from pop.people.models import Unit, Ward
from pop.plans import actions as plans
from pop.plans.actions import Writer, write
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, Need, Placement, Plan, Source
from pop.teams import actions as teams

CHILDREN = 4
MOVED = -120
CALLS = "Videosamtale hver søndag"
TALKS = (-270, -205, -150, -85, -30, -9)
MEETINGS = ((-240, "Første møte i gruppa"), (-160, "Skole og gjeld"), (-75, "Bolig etter løslatelsen"))


def change_contact() -> None:
    """Ola began with Leyla. Anders chose Marte when Ola had stopped already, so nobody was there together."""
    from pop.demo.build import plan_of

    with acting(user("ola").pk):
        key = str(plan_of("leyla").key)
    with acting(user("anders").pk):
        teams.assign_contact(plan_key=key, user=user("marte"), role="main")
    with acting(user("marte").pk):
        teams.no_private_tie(plan=plan_of("leyla"), user=user("marte"))


def build() -> None:
    """By Marte, before anything of today is handed over."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        elias, leyla = plan_of("elias"), plan_of("leyla")
        where(elias)
        talked(elias)
        begin_move(elias)
    with acting(user("farid").pk):
        for item in HandoverItem.objects.filter(plan=elias, receiver_user=user("farid"), replaced_at=None):
            handovers.answer(item, answer="confirmed")
    with acting(user("marte").pk):
        follow_up(elias)
        of_leyla(leyla)


def where(plan: Plan) -> None:
    """He came to avdeling A, and moved to avdeling B when he began at school."""
    solvik = Unit.objects.get(name="Solvik fengsel")
    now = Placement.objects.of(plan).get(until=None)
    plans.edit(now, since=days(MOVED))
    write(
        Placement, plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), topic=plans.UNIT, unit=solvik,
        ward=Ward.objects.get(unit=solvik, name="Avdeling A"), since=days(-300), until=days(MOVED),
    )  # fmt: skip


def talked(plan: Plan) -> None:
    """Regular talks and meetings of the year; of one meeting nobody has said whether it was held."""
    service = Writer(user("marte"), Source.CORRECTIONAL)
    for ago in TALKS:
        talks.register_held(
            plan=plan, writer=service, kind="regular", held=Held(held_on=days(ago), with_whom="Marte")
        )
    for ago, subject in MEETINGS:
        plans.plan_meeting(
            plan=plan, writer=service, subject=subject, place="Møterom 1", date=days(ago), held=True
        )
    plans.plan_meeting(
        plan=plan, writer=service, subject="Møte med skolen", place="Klasserom 1", date=days(-10)
    )


def begin_move(plan: Plan) -> None:
    """The move within the prison: the calls on Sundays went over to Farid's ward, and everything was in place."""
    marte = user("marte")
    move = handovers.begin(
        plan=plan, begun_by=marte, pathway=pathways()["other_ward"], on_day=days(MOVED),
        measures=[Measure.objects.get(plan=plan, text=CALLS)],
    )  # fmt: skip
    for point in points("other_ward"):
        handovers.mark(plan=plan, by=marte, code=point.code, state="done", handover=move)
    key = handovers.choose_receiver(HandoverItem.objects.get(handover=move), user=user("farid"))
    if key is None or handovers.ask(key) != "asked":
        raise AssertionError(CALLS)


def follow_up(plan: Plan) -> None:
    """Two weeks after the move somebody looked whether the thread held."""
    talks.register_held(
        plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), kind="follow_up",
        held=Held(held_on=days(-106), with_whom="Marte"),
    )  # fmt: skip


def of_leyla(plan: Plan) -> None:
    """One talk after the first, and one measure that is done."""
    service = Writer(user("marte"), Source.CORRECTIONAL)
    talks.register_held(
        plan=plan, writer=service, kind="regular", held=Held(held_on=days(-17), with_whom="Ola")
    )
    calls = plans.propose_measure(
        plan=plan, writer=service, topic=CHILDREN, text="Ringe barna hver kveld",
        needs=(Need.objects.get(plan=plan, topic=CHILDREN),), responsible_user=user("marte"), due=days(-6),
    )  # fmt: skip
    plans.choose_measure(calls, way=ChoiceWay.ORAL, present="Marte Nygård og tolk")
    plans.set_status(calls, status=MeasureStatus.DONE)
