"""What the persons disagree with: Elias by himself, Leyla beside Marte at one screen."""

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.models import GapAct
from pop.plans import actions
from pop.plans.models import Decision, Measure


def build() -> None:
    from pop.demo.build import plan_of

    with acting(user("elias").pk):
        decision = Decision.objects.of(plan_of("elias"))[0]
        actions.contest(decision, words="Jeg var ikke med på møtet der dette ble bestemt.", together=False)
        later = GapAct.objects.filter(plan=plan_of("elias"), act="snoozed")[0]
        actions.say_disagrees(
            "gaps_gapact", later.key, words="Det har vært sagt to ganger før.", agrees=False
        )
    with acting(user("marte").pk):
        visit = Measure.objects.of(plan_of("leyla")).get(text="Søke om besøk i besøkshuset")
        actions.contest(
            visit, words="I want the children to come on Sundays, not only on weekdays.", together=True
        )
