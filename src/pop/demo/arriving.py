"""Two who have just come, or are on their way: Rita has been summoned, Amir is in varetekt with restrictions."""

from datetime import date, time

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.conversations.actions import preparing, talks
from pop.conversations.actions.talks import AcuteNeed, Held, Next
from pop.demo.elias import BODY, days
from pop.demo.places import agency, user
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Need, Plan, Source
from pop.sentences import actions as sentences

ARRIVES, CAME = 18, -16
"""Days from today: when Rita is to come, and when Amir came."""

TO_ARRANGE = (
    ("money", "done", "Regningene går av seg selv til våren"),
    ("medicine", "open", "Jeg trenger medisinene mine fra første dag"),
    ("children", "not_needed", ""),
    ("pets", "open", "Broren min kan kanskje ta hunden"),
)
"""What Rita has answered so far; of housing, debt and work she has said nothing yet."""


def start() -> None:
    """Berit at Solvik registers both, with the number that the innkalling and the court carry."""
    from pop.demo.build import start_plan

    start_plan("rita", by="berit", born=date(1982, 6, 19), unit="Solvik fengsel", archive="202600954",
               national_id="19868242038", arrives=days(ARRIVES))  # fmt: skip
    start_plan("amir", by="berit", born=date(1998, 11, 11), unit="Solvik fengsel", ward="Avdeling A",
               archive="202600917", national_id="11919835151")  # fmt: skip


def build() -> None:
    """Each thing by the one who would do it."""
    rita()
    amir()


def rita() -> None:
    """44, summoned and not here yet: she arranges what she can, and lets the nurse know that she comes."""
    from pop.demo.build import plan_of

    with acting(user("berit").pk):
        talks.book(
            plan=plan_of("rita"), writer=Writer(user("berit"), Source.CORRECTIONAL), kind="intake",
            planned_on=days(ARRIVES), planned_at=time(12, 0), place="Mottaket",
        )  # fmt: skip
    with acting(user("rita").pk):
        plan, own = plan_of("rita"), Writer(user("rita"), Source.PERSON)
        for what, state, words in TO_ARRANGE:
            preparing.prepare(plan=plan, writer=own, what=what, state=state, words=words)
        plans.say_about_me(
            plan=plan, writer=own, kind="about_me", text="Jeg har aldri sonet før, og gruer meg til den første kvelden."
        )  # fmt: skip
        consents.name_to_agency(
            plan=plan, registered_by=user("rita"), agency=agency("prison_health"),
            own_words="Jeg vil at de skal vite at jeg kommer, for jeg tar medisiner hver dag.",
        )  # fmt: skip


def amir() -> None:
    """28, in varetekt: no sentence, no dates, and until the court's day nobody outside may be called in."""
    from pop.demo.build import plan_of

    with acting(user("berit").pk):
        plan = plan_of("amir")
        service, told = (
            Writer(user("berit"), Source.CORRECTIONAL),
            Writer(user("berit"), Source.PERSON, together=True),
        )
        plans.set_serving_form(plan=plan, writer=service, form="remand", since=days(CAME))
        for since, until in ((CAME, -3), (-2, 12)):
            sentences.restrict(
                plan=plan, writer=service, since=days(since), until=days(until), decided_by="Nordnes tingrett"
            )
        received(plan, service)
        plans.say_about_me(
            plan=plan, writer=told, kind="about_me", text="Jeg har jobb som sjåfør og vil beholde den."
        )
        plan_actions.explain(plan=plan, language="norsk")


def received(plan: Plan, service: Writer) -> None:
    """Innkomst; what could not wait is under way, and the first behovssamtale is booked."""
    talks.register_held(
        plan=plan, writer=service, kind="intake",
        held=Held(held_on=days(CAME), with_whom="Berit", acute=(AcuteNeed(BODY, "Astmamedisin hver dag"),)),
        following=Next("needs_1", days(3), time(10, 0), "Samtalerommet på avdeling A"),
    )  # fmt: skip
    medicine = plans.propose_measure(
        plan=plan, writer=service, topic=BODY, text="Få resepten over til helseavdelingen",
        needs=(Need.objects.get(plan=plan, acute=True),), responsible_user=user("berit"), due=days(5),
    )  # fmt: skip
    plans.choose_measure(medicine, way=ChoiceWay.ORAL, present="Berit Sande")
