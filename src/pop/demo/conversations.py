"""What the cast has talked of: held, booked, mapped twice, and brought along from BRIK."""

from datetime import date, time

from pop.access.actor import acting
from pop.conversations.actions import mapping, preparing, talks
from pop.conversations.actions.talks import Held
from pop.conversations.models import Conversation, MappingAnswer
from pop.demo.elias import days
from pop.demo.places import user
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source


def begin() -> None:
    """Before anything is chosen: innkomst and the first behovssamtale, each by whoever held it (rule B2)."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        first_talks(plan_of("elias"), "marte", arrival=days(-300))
        first_talks(plan_of("leyla"), "marte", arrival=days(-20), milieu_worker="")
    with acting(user("jorgen").pk):
        service = Writer(user("jorgen"), Source.CORRECTIONAL)
        plan = plan_of("ida")
        talks.register_held(
            plan=plan, writer=service, kind="intake", held=Held(held_on=days(-40), with_whom="Jørgen")
        )
        talks.register_held(
            plan=plan, writer=service, kind="needs_1",
            held=Held(held_on=days(-38), elsewhere="Nav Nordnes", consent_asked=False,
                      consent_not_asked_why="elsewhere"),
        )  # fmt: skip


def first_talks(plan: Plan, by: str, *, arrival: date, milieu_worker: str = "Farid") -> None:
    service = Writer(user(by), Source.CORRECTIONAL)
    following = talks.Next("needs_1", arrival, time(10, 0), "Rom B2")
    talks.register_held(
        plan=plan, writer=service, kind="intake", held=Held(held_on=arrival, with_whom="Marte"), following=following
    )  # fmt: skip
    needs = plan_talk(plan, "needs_1")
    talks.hold(
        needs, writer=service,
        held=Held(held_on=arrival, with_whom="Marte", milieu_worker=milieu_worker, consent_asked=True, minutes=50,
                  wants_to_share="Det om bolig og skole", wants_not_to_share="Det om faren min"),
    )  # fmt: skip


def plan_talk(plan: Plan, kind: str) -> Conversation:
    return Conversation.objects.of(plan).get(kind=kind)


def build() -> None:
    """After the rest: the guide at arrival and before release, money, BRIK, an interpreter, and the next talk."""
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        elias(plan_of("elias"))
    with acting(user("marte").pk):
        of_marte(plan_of("elias"))
        of_leyla(plan_of("leyla"))
    with acting(user("marte").pk):
        interpreter_comes(plan_of("leyla"))


ARRIVAL = (
    ("housing", 1, "yes", "yes", "no", "yes", "Mistet leiligheten da jeg ble satt inn", "Et fast sted å bo"),
    ("finances", 2, "yes", "yes", "no", "yes", "Vet ikke hva jeg skylder", "Oversikt over gjelda"),
    ("mental_health", 7, "yes", "yes", "yes", "yes", "Sover dårlig", "Sove bedre"),
    ("work", 3, "yes", "no", "yes", "yes", "Mangler fagbrevet", "Fullføre utdanningen"),
    ("physical_health", 6, "no", "no", "", "no", "", ""),
)
BEFORE_RELEASE = (
    ("housing", 1, "yes", "yes", "yes", "yes", "Kommunen leter nå"),
    ("mental_health", 7, "yes", "no", "yes", "no", "Sover bedre enn før"),
)


def elias(plan: Plan) -> None:
    """By himself, at arrival and now; each answer that asked for help is a need in the plan."""
    own = Writer(user("elias"), Source.PERSON)
    first = mapping.begin_round(plan=plan, kind="arrival")
    for area, topic, earlier, now, helped, more, words, need in ARRIVAL:
        made = mapping.answer(
            mapping=first, writer=own, area=area, topic=topic, earlier=earlier, now=now, helped=helped,
            more_help=more, words=words,
        )  # fmt: skip
        found = Need.objects.filter(plan=plan, text=need).first() if need else None
        if made and found:
            MappingAnswer.objects.filter(pk=made.pk).update(need=found)
    mapping.finish_round(first)
    again = mapping.begin_round(plan=plan, kind="before_release")
    for area, topic, earlier, now, helped, more, words in BEFORE_RELEASE:
        mapping.answer(
            mapping=again, writer=own, area=area, topic=topic, earlier=earlier, now=now, helped=helped,
            more_help=more, words=words,
        )  # fmt: skip
    preparing.write_economy(
        plan=plan, writer=own, income="Dagpenger i fengsel", debt_known="Tre inkassosaker og en bot",
        debt_unknown="Noen lån hos venner", bank_access="yes", bank_id="no", id_papers="no",
    )  # fmt: skip


def of_marte(plan: Plan) -> None:
    service = Writer(user("marte"), Source.CORRECTIONAL)
    mapping.agree_to_brik(plan=plan, given_on=days(-280))
    mapping.import_brik(
        plan=plan, writer=service, topic=1, mapped_on=days(-280), result="Uten bolig ved løslatelse"
    )
    talks.book(
        plan=plan, writer=service, kind="regular", planned_on=days(2), planned_at=time(13, 0), place="Rom B2"
    )


def of_leyla(plan: Plan) -> None:
    """She speaks Turkish, and the next talk is booked."""
    told = Writer(user("marte"), Source.PERSON, together=True)
    service = Writer(user("marte"), Source.CORRECTIONAL)
    talks.need_interpreter(plan=plan, writer=told, language="tyrkisk")
    talks.book(plan=plan, writer=service, kind="needs_2", planned_on=days(4), planned_at=time(10, 30))
    preparing.prepare(plan=plan, writer=told, what="pets", state="open", words="Katten er hos naboen")


def interpreter_comes(plan: Plan) -> None:
    """Booked afterwards, by phone: until then the talk had none."""
    service = Writer(user("marte"), Source.CORRECTIONAL)
    talks.book_interpreter(
        conversation=plan_talk(plan, "needs_2"),
        writer=service,
        language="tyrkisk",
        way="phone",
        qualified=True,
        independent=True,
        hired_from="register",
    )
