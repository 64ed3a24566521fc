"""How far the cast has come: what the group met about, which forløp was chosen, and what is not needed."""

from datetime import date

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.actions.talks import Held
from pop.demo.elias import days
from pop.demo.places import user
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source
from pop.process import actions


def build() -> None:
    """After everything else: what was suggested has been met about, and gone through with the person."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        elias(plan_of("elias"), today=days(0))
        actions.waive_step(
            plan=plan_of("leyla"),
            step="0.2",
            reason="Leyla vil vente til tolken er på plass",
            by=user("marte"),
        )
    with acting(user("anders").pk):
        actions.set_unit_rules(
            unit=Unit.objects.get(name="Solvik fengsel"), days={"short_pathway": 45}, by=user("anders")
        )


def elias(plan: Plan, *, today: date) -> None:
    service = Writer(user("marte"), Source.CORRECTIONAL)
    talks.register_held(
        plan=plan, writer=service, kind="needs_2",
        held=Held(held_on=today, with_whom="Marte", milieu_worker="Farid", consent_asked=True, minutes=40),
    )  # fmt: skip
    plans.plan_meeting(
        plan=plan, writer=service, subject="Om forslagene", place="Møterom 1", date=today, held=True
    )
    actions.choose_pathway(plan=plan, pathway="brisk", suggested="brisk", by=user("marte"))
