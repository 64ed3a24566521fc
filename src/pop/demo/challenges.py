"""The tilbakeføringskart: what needs of the cast are tied to, a suggestion that waits for an editor, and one that is answered."""

from pop.access.actor import acting
from pop.challenges import actions
from pop.challenges.models import SuggestionStatus, Thread
from pop.demo.places import user
from pop.plans.models import Need

TIED = (
    ("elias", "elias", "Et fast sted å bo", ("uten-egen-bolig",)),
    ("elias", "marte", "Oversikt over gjelda", ("gjeld-som-ikke-synes", "okonomien-blir-darlig-kartlagt")),
    ("elias", "marte", "Fortsette behandlingen ute", ("behandling-stopper",)),
    ("ida", "jorgen", "Jobb på dagtid", ("rulleblad",)),
)
"""Whose plan, by whom, which need, to which threads."""


def build() -> None:
    """Each by the one who would write it."""
    with acting(user("kari").pk):
        actions.suggest(
            by=user("kari"), knot="money", phases=["hand_over"], title="Venter lenge på BankID",
            text="Uten BankID kommer de ikke inn hos oss, i banken eller på helsenorge den første tiden ute.",
        )  # fmt: skip
    with acting(user("marte").pk):
        asked = actions.suggest(
            by=user("marte"), knot="motivation", phases=["carry_out"], title="Vet ikke hva som skjer",
            text="Mange spør meg om hva som skjer videre, og jeg vet det ikke selv.",
        )  # fmt: skip
    with acting(user("eva").pk):
        actions.answer_suggestion(
            suggestion=asked, by=user("eva"), status=SuggestionStatus.MERGED,
            answer="Det er det samme som «Veien framover er tåkete».", became=Thread.objects.get(key="taket-vei"),
        )  # fmt: skip
    for person, slug, text, keys in TIED:
        with acting(user(slug).pk):
            need = Need.objects.select_related("plan").get(plan__person__user=user(person), text=text)
            actions.tie(
                plan=need.plan, about=need, by=user(slug), threads=Thread.objects.filter(key__in=keys)
            )
