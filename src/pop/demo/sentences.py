"""What Elias and Leyla are sentenced to, as far as dates follow from it. Elias' release stays where it stands."""

from datetime import timedelta

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import user
from pop.plans.actions import Writer
from pop.plans.models import ExpectedRelease, Plan, Source
from pop.sentences import actions
from pop.sentences.computing import compute
from pop.sentences.values import Facts, Length, Pause, Term


def build() -> None:
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        of_elias(plan_of("elias"), service)
        of_leyla(plan_of("leyla"), service)


def of_elias(plan: Plan, service: Writer) -> None:
    """One year and eight months with ten days away, and as many days on remand as make release come on the day that stands."""
    release = ExpectedRelease.objects.of(plan)[0].on
    length, start = Length(years=1, months=8), days(-300)
    away = Pause(days(-240), days(-230))
    alone = compute(Facts(start, (Term(length),), (away,))).release
    remand = ((alone or release) - release).days
    actions.register(
        plan=plan,
        writer=service,
        facts={"starts_on": start, "held_since": start - timedelta(remand), "reporting_duty": True,
               "execution_plan": "Nordnes friomsorgskontor", "execution_plan_on": days(-5)},
        term={"years": length.years, "months": length.months, "deduction_days": remand},
    )  # fmt: skip
    actions.interrupt(plan=plan, writer=service, since=away.since, until=away.until)


def of_leyla(plan: Plan, service: Writer) -> None:
    """Ten months, and prison in place of a fine: that is served whole, so her release must be assessed."""
    actions.register(
        plan=plan, writer=service, facts={"starts_on": days(-20)}, term={"months": 10, "deduction_days": 12}
    )
    actions.add_term(plan=plan, writer=service, days=20, undivided=True)
