"""Letters of Elias and Leyla: one sent and refused, one that waits, one that is ready, and one from the unit."""

from datetime import date
from typing import Any

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import agency, user
from pop.letters import actions, compose
from pop.letters.models import Letter
from pop.letters.standard import PERSON, UNIT, by_code, in_language
from pop.people.models import Unit
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source


def build() -> None:
    """Each by the one who would write it."""
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        plan = plan_of("elias")
        refused = own(
            plan, "elias", "benefits", "Elias Brekke\nStrandgata 1, 9999 Nordnes", to=agency("nav"),
            words="Jeg vil vite om jeg kan få arbeidsavklaringspenger når jeg kommer ut.",
        )  # fmt: skip
        out(refused, days(-30), days(0))
        actions.tell_answered(
            refused, answered_on=days(-4), reply="no", complaint_period="ftrl_21_12", printed=None
        )
        own(
            plan, "elias", "housing", "Elias Brekke\nStrandgata 1, 9999 Nordnes", to=agency("home_municipality"),
            words="Jeg trenger en liten leilighet for meg selv, med gangavstand til skolen.",
        )  # fmt: skip
    with acting(user("marte").pk):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        asked = made(
            plan, service, "information", UNIT, "Solvik fengsel\nPostboks 2, 9998 Solvik", to=agency("school"),
            words="Vi trenger å vite hvilke fag Elias har bestått, så han kan fortsette der han slapp.",
        )  # fmt: skip
        out(asked, days(-3), days(11))
    with acting(user("leyla").pk):
        waits = own(
            plan_of("leyla"), "leyla", "individual_plan", "Leyla Demir\nElvegata 4, 9997 Elvebakken", to=None,
            to_name="Koordinerende enhet, Elvebakken kommune",
            words="Jeg trenger hjelp fra flere når jeg kommer ut, og vil at de snakker sammen.",
        )  # fmt: skip
        out(waits, days(-9), days(12))


def own(plan: Plan, slug: str, code: str, sender: str, **fields: Any) -> Letter:
    return made(plan, Writer(user(slug), Source.PERSON), code, PERSON, sender, **fields)


def made(
    plan: Plan, writer: Writer, code: str, voice: str, sender: str, *, to: Any, words: str, to_name: str = ""
) -> Letter:
    """As the page makes it, without facts from the plan."""
    standard = by_code()[code]
    unit = Unit.objects.filter(name="Solvik fengsel").first()
    return actions.make(
        plan=plan, writer=writer, topic=standard.topic, facts=[], only_me=False, code=code, language="nb",
        to_agency=to, to_name=to_name or to.name, to_address="", sender=sender,
        subject=in_language(standard.names, "nb"), purpose=in_language(standard.purpose, "nb"), follows=None,
        text=compose.body(standard, voice=voice, language="nb", facts=[], words=words, unit=unit),
    )  # fmt: skip


def out(letter: Letter, on: date, due: date) -> None:
    actions.tell_sent(letter, sent_on=on, sent_way="post", answer_due=due)
