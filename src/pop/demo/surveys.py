"""Surveys at Solvik: one that was asked in spring, one that is open, and one that the leader builds."""

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.models import Unit
from pop.surveys import actions, replies
from pop.surveys.models import Round, Survey

SPRING = ("some", "some", "small", "large", "small", "dont_know", "some", "large")
NOW = ("large", "very_large", "large", "some", "large", "some", "dont_know")
SAID = ("Mer tid til det Elias ville ta opp", "Kortere møter, og tid til hvert behov", "Mer tid til slutt")


def build() -> None:
    """Each by the one who would do it; answers by nobody in particular."""
    with acting(user("marte").pk):
        spring = asked("Gruppemøtene i vår", expected=11)
        now = asked("Gruppemøtene i høst", expected=9, named=True)
    answer(spring, SPRING, ("no",))
    answer(now, NOW, ("yes", "yes", "no"))
    replies.put(
        code=now.code,
        reply={
            "useful": {"chosen": ["large"]},
            "next": {"chosen": ["yes"]},
            "_name": {"text": "Kari fra Nav"},
        },
    )
    with acting(user("marte").pk):
        actions.close_round(of=spring)
        actions.let_through(of=now, by=user("marte"), texts=[("better", text) for text in SAID[1:]])
    with acting(user("anders").pk):
        actions.copy(survey=meeting(), by=user("anders"), unit=Unit.objects.get(name="Solvik fengsel"))


def meeting() -> Survey:
    return Survey.objects.get(code="motet", number=1)


def asked(name: str, *, expected: int, named: bool = False) -> Round:
    unit = Unit.objects.get(name="Solvik fengsel")
    return actions.open_round(
        survey=meeting(), by=user("marte"), name=name, unit=unit, expected=expected, named=named
    )


def answer(one: Round, useful: tuple[str, ...], after: tuple[str, ...]) -> None:
    for number, chosen in enumerate(useful):
        reply: dict[str, object] = {
            "useful": {"chosen": [chosen]},
            "next": {"chosen": [after[number % len(after)]]},
        }
        if number < len(SAID):
            reply["better"] = {"text": SAID[number]}
        replies.put(code=one.code, reply=reply)
