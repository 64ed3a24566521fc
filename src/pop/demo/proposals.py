"""Proposals to Elias, and his answers: a no with and without a reason that is shown, a muntlig ja, an offer that has
expired. One more waits for him (elias.py).
"""

from typing import Any

from pop.access.actor import acting
from pop.demo.elias import FINANCES, HOUSING, SCHOOL, days
from pop.demo.places import agency, user
from pop.plans import actions as plans
from pop.plans import proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import Measure, Need, Plan, Source

COURSE, FLAT, CALL, TALK = (
    "Gjeldskurs tre tirsdager",
    "Se på hybelen i Strandgata",
    "Ringe skolen sammen",
    "Samtale om budsjett",
)


def build() -> None:
    """Proposed by those who can offer it, answered by Elias."""
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user("kari").pk):
        nav = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        by_nav = {"responsible_user": user("kari"), "responsible_agency": agency("nav")}
        course = propose(
            plan, nav, FINANCES, COURSE, due=days(26), demands="Du må møte alle tre kveldene.", **by_nav
        )
        propose(
            plan, nav, FINANCES, TALK, due=days(16), offered_from=days(-20), offer_ends_on=days(-2),
            presupposes="At du har fakturaene klare", **by_nav,
        )  # fmt: skip
    with acting(user("hanne").pk):
        town = Writer(user("hanne"), Source.AGENCY, agency=agency("home_municipality"))
        flat = propose(plan, town, HOUSING, FLAT, due=days(8), presupposes="Permisjon den dagen",
                       responsible_user=user("hanne"), responsible_agency=agency("home_municipality"))  # fmt: skip
    own = Writer(user("elias"), Source.PERSON)
    with acting(user("elias").pk):
        proposal_actions.answer(
            course, writer=own, kind="declined", words="Jeg vil heller ta det når jeg er ute."
        )
        proposal_actions.answer(
            flat,
            writer=own,
            kind="declined",
            words="Jeg kjenner noen der som jeg ikke vil treffe.",
            shown=False,
        )
    spoken(plan)


def spoken(plan: Plan) -> None:
    """What Marte writes down when Elias says yes aloud."""
    marte = user("marte")
    with acting(marte.pk):
        service = Writer(marte, Source.CORRECTIONAL)
        call = propose(plan, service, SCHOOL, CALL, due=days(20), responsible_user=marte)
        told = Writer(marte, Source.PERSON, together=True)
        proposal_actions.answer(call, writer=told, kind="chosen", present="Elias og Marte Nygård")


def propose(plan: Plan, writer: Writer, topic: int, text: str, **fields: Any) -> Measure:
    need = Need.objects.filter(plan=plan, topic=topic)[0]
    return plans.propose_measure(plan=plan, writer=writer, topic=topic, text=text, needs=(need,), **fields)
