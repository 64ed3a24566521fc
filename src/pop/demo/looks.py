"""Looks at the plan of Elias, and what he asks about one of them: as it would happen, by those who do it."""

from pop.access.actor import acting
from pop.access.models import Look
from pop.demo.places import user
from pop.looks import actions as looks
from pop.plans.opening import record_look

OPENED = (
    ("marte", "plan"),
    ("marte", "entry: behov"),
    ("marte", "samtykke"),
    ("farid", "plan"),
    ("kari", "plan"),
    ("kari", "plan"),
    ("kari", "entry: tiltak"),
    ("sunniva", "plan"),
    ("hanne", "plan"),
    ("hanne", "entry: behov"),
    ("torbjorn", "plan"),
)
"""Who opened what, in this order."""


def build() -> None:
    """Opens the plan, asks, and answers."""
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        plan = plan_of("elias")
    for slug, page in OPENED:
        with acting(user(slug).pk):
            record_look(plan, page, "oppfølging")
    with acting(user("elias").pk):
        row = Look.objects.filter(user_id=user("hanne").pk, page="entry: behov").latest("pk")
        asked = looks.ask(
            look=row, kind="question", words="Hvorfor så Hanne på behovet mitt? Har kommunen funnet noe?"
        )
        again = Look.objects.filter(user_id=user("torbjorn").pk).latest("pk")
        looks.ask(look=again, kind="question", words="Skal læreren se på planen i ferien?")
    with acting(user("anders").pk):
        looks.answer(
            question=str(asked),
            text="Hanne forberedte boligmøtet neste uke. Hun tar kontakt med deg når hun vet mer.",
        )
