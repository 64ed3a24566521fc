"""What the group has written to each other about Elias, as each of them would."""

from datetime import timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.channel import actions
from pop.channel.models import Mode
from pop.channel.things import PLAN, Thread
from pop.demo.places import user
from pop.people.models import Unit
from pop.plans.actions import Writer
from pop.plans.models import Measure, Need, Plan, Source


def build() -> None:
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        plan = plan_of("elias")
        housing = Thread("behov", Need.objects.of(plan).filter(topic=1, only_me=False).first())
        deposit = Thread("tiltak", Measure.objects.of(plan).get(text="Avklare depositum"))
    say(
        plan, "marte", housing, "Elias kan være med på visning etter klokka 14. Hvem tar kontakt med utleier?"
    )
    nav(plan, housing, "Jeg ringer utleier i morgen, og skriver her når jeg vet mer.")
    say(plan, "elias", housing, "Jeg vil gjerne bo et sted med gangavstand til skolen.")
    nav(plan, deposit, "Søknaden om depositum er mottatt. Svaret kommer innen tre uker.")
    say(plan, "elias", Thread(PLAN), "Takk for at dere kom på møtet.")
    # For the person and a colleague alone.
    say(
        plan,
        "marte",
        Thread(PLAN),
        "Farid, kan du ta samtalen på torsdag? Da er jeg på kurs.",
        only=["farid"],
    )
    units()


def say(plan: Plan, slug: str, thread: Thread, text: str, *, only: list[str] | None = None) -> None:
    who = user(slug)
    source = Source.PERSON if slug == "elias" else Source.CORRECTIONAL
    with acting(who.pk):
        actions.send(
            plan=plan, writer=Writer(who, source), thread=thread, text=text,
            only=None if only is None else [user(name).pk for name in only],
        )  # fmt: skip


def nav(plan: Plan, thread: Thread, text: str) -> None:
    from pop.demo.places import agency

    who = user("kari")
    with acting(who.pk):
        actions.send(
            plan=plan, writer=Writer(who, Source.AGENCY, agency=agency("nav")), thread=thread, text=text
        )


def units() -> None:
    """Whom one calls, and one who writes together with an officer for a while."""
    with acting(user("anders").pk):
        actions.set_unit(
            unit=Unit.objects.get(name="Solvik fengsel"), mode=Mode.DIRECT, reason="", until=None,
            acute="Trykk på knappen ved døra, eller si fra til en betjent. Utenfra: ring sentralvakta.",
            changed_by=user("anders"),
        )  # fmt: skip
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        actions.set_mode(
            plan=plan_of("leyla"), unit=Unit.objects.get(name="Solvik fengsel"), mode=Mode.VIA_OFFICER,
            reason="Leyla vil skrive sammen med noen til tolken er på plass.",
            until=timezone.localdate() + timedelta(days=14), set_by=user("marte"),
        )  # fmt: skip
