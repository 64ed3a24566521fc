"""Elias is to be released: some have said yes, one cannot, some are asked, and some things nobody has yet."""

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import agency, user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.pathways import pathways
from pop.people.models import Unit
from pop.plans.models import Measure, Plan
from pop.teams.models import ContactTeamMember

GIVEN = (
    ("Avklare depositum", "kari", "nav", "confirmed", ""),
    ("Lage plan for gjelda", "kari", "nav", "confirmed", ""),
    ("Svare på søknaden om bolig", "hanne", "home_municipality", "confirmed", ""),
    ("Finne lærebedrift i Nordnes", "torbjorn", "school", "declined",
     "Skolen følger opp til løslatelsen. Etter det må noen i Nordnes ta over."),
    ("Bestille time hos psykolog", "sunniva", "prison_health", "", ""),
)  # fmt: skip
"""Measure, receiver, what they answered and why."""


def build() -> None:
    """Each thing by the one who would do it."""
    from pop.demo.build import plan_of

    with acting(user("marte").pk):
        plan = plan_of("elias")
        handover = begun(plan)
    with acting(user("elias").pk):
        actions.pass_on(
            handover, own_words="Jeg vil helst ha beskjed på melding. Spør meg før dere ringer søstera mi."
        )
    for text, slug, kind, said, reason in GIVEN:
        with acting(user("marte").pk):
            item = HandoverItem.objects.get(handover=handover, measure__text=text, replaced_at=None)
            key = actions.choose_receiver(item, user=user(slug), agency=agency(kind))
            if key is None or actions.ask(key) != "asked":
                raise AssertionError(text)
        if said:
            with acting(user(slug).pk):
                actions.answer(HandoverItem.objects.get(key=key), answer=said, reason=reason)
    with acting(user("marte").pk):
        role = HandoverItem.objects.get(handover=handover, contact_member__user=user("marte"))
        key = actions.choose_receiver(role, user=user("jorgen"))
        if key:
            actions.ask(key)
        actions.mark(plan=plan, by=user("marte"), code="doctor", state="done", reason="Nordnes legesenter")
        actions.mark(plan=plan, by=user("marte"), code="phone", state="done")
    with acting(user("elias").pk):
        actions.mark(plan=plan, by=user("elias"), code="met_by", state="done", reason="Søstera mi kommer")


def begun(plan: Plan) -> Handover:
    """Marte and Elias go through what goes on after the release."""
    marte = user("marte")
    texts = [text for text, *_rest in GIVEN]
    return actions.begin(
        plan=plan,
        begun_by=marte,
        pathway=pathways()["release_with_duty"],
        on_day=days(65),
        to_unit=Unit.objects.get(name="Nordnes friomsorgskontor"),
        measures=[Measure.objects.get(plan=plan, text=text) for text in texts],
        leaving=[
            ContactTeamMember.objects.get(plan=plan, user=user(slug), until=None)
            for slug in ("marte", "farid")
        ],
    )
