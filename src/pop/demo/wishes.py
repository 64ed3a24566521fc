"""What Elias has asked for: answered, waiting too long, decided with a time to complain, and by a slip."""

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import agency, user
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, ProgressionWish, Source
from pop.wishes import actions
from pop.wishes.complaints import ComplaintPeriod
from pop.wishes.models import Wish


def build() -> None:
    """Each thing by the one who would do it."""
    from pop.demo.build import plan_of

    elias = user("elias")
    with acting(elias.pk):
        plan = plan_of("elias")
        deposit, leave = asked_by_himself(plan)
        slip = actions.print_slip(plan=plan, printed_by=elias)
        actions.print_slip(plan=plan, printed_by=elias)
    with acting(user("kari").pk):
        actions.answer(
            wish=deposit, writer=Writer(user("kari"), Source.AGENCY, agency=agency("nav")), answer="yes",
            reason="Vi betaler depositumet når kommunen har sagt ja til boligen. Jeg sier fra samme dag.",
            answered_on=days(-3),
        )  # fmt: skip
    with acting(user("marte").pk):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        actions.answer(
            wish=leave, writer=service, answer="no", answered_on=days(-2), decided_by="local", decided_on=days(-3),
            reason="Det er for tidlig nå. Går det fint på de to neste fremstillingene, kan du få svar på nytt i vår.",
            complaint_period=ComplaintPeriod.SEVEN_DAYS, complaint_deadline=days(5), try_again_on=days(60),
        )  # fmt: skip
        planned = actions.plan_leave(
            plan=plan, writer=service, kind="leave", purpose="Besøk hos søsteren", status="granted"
        )
        actions.release_dates(planned, date_from=days(21), date_to=days(22))
        actions.plan_leave(
            plan=plan,
            writer=service,
            kind="day_release",
            purpose="Prøvedag i tømrerbedriften",
            status="planned",
        )
    with acting(user("ola").pk):
        actions.register_slip(
            code=slip.code, asked="correctional", topic=4, text="Kan jeg få en ekstra telefontid på søndager?",
            asked_on=days(-1),
        )  # fmt: skip


def asked_by_himself(plan: Plan) -> tuple[Wish, Wish]:
    own = Writer(user("elias"), Source.PERSON)
    home = Need.objects.get(plan=plan, text="Et fast sted å bo")
    kind = ProgressionWish.objects.get(plan=plan, kind="leave_plan")
    deposit = actions.ask(
        plan=plan, writer=own, topic=home.topic_id, need=home, agency=agency("nav"),
        text="Kan dere betale depositum?", asked_on=days(-8),
    )  # fmt: skip
    actions.ask(
        plan=plan, writer=own, topic=home.topic_id, need=home, agency=agency("home_municipality"),
        text="Kan jeg få se leiligheten før jeg flytter inn?", asked_on=days(-16),
        own_words="Jeg vil gjerne se den sammen med søstera mi.",
    )  # fmt: skip
    actions.ask(plan=plan, writer=own, topic=4, text="Kan jeg få bytte avdeling?", only_me=True)
    leave = actions.ask(
        plan=plan, writer=own, topic=kind.topic_id, progression_wish=kind, text="Permisjon til bursdagen til søstera mi",
        asked_on=days(-10), applied_on=days(-10), decides="local",
    )  # fmt: skip
    return deposit, leave
