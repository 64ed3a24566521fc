"""What makes a rule not hold in a plan (A19, B5–B7), said and taken back by what people do."""

from collections.abc import Iterator
from contextlib import contextmanager

from pop.gaps.tests.cases import Stage, days
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.process import actions as process

REFUSALS = ("no_plan", "no_sharing", "no_answer")
FORMS = ("remand", "preventive", "community_sentence", "fine_service")
WORDS = (
    *REFUSALS,
    *FORMS,
    "abroad",
    "short",
    "waived:0.2",
    "waived:2",
    "waived:3",
    "waived:4",
    "waived:6.2",
    "waived:7",
)


@contextmanager
def silenced(s: Stage, word: str) -> Iterator[None]:
    """With the word said, and afterwards taken back."""
    with s.marte():
        refusal = plan_actions.refuse(plan=s.plan, kind=word) if word in REFUSALS else None
        if word in FORMS:
            plans.set_serving_form(plan=s.plan, writer=s.service, form=word, since=days(0))
        elif word == "abroad":
            live(s, "abroad")
        elif word == "short":
            follow(s, "short")
        elif refusal is None:
            process.waive_step(
                plan=s.plan, step=word.partition(":")[2], reason="Trengs ikke", by=s.service.user
            )
    yield
    with s.marte():
        if refusal:
            plan_actions.take_back_refusal(refusal)
        elif word in FORMS:
            plans.set_serving_form(plan=s.plan, writer=s.service, form="high_security", since=days(0))
        elif word == "abroad":
            live(s, "norway")
        elif word == "short":
            follow(s, "standard")
        else:
            assert process.need_step_again(plan=s.plan, step=word.partition(":")[2])


def live(s: Stage, home: str) -> None:
    process.choose_pathway(
        plan=s.plan, pathway="standard", suggested="standard", home=home, by=s.service.user
    )


def follow(s: Stage, pathway: str) -> None:
    process.choose_pathway(plan=s.plan, pathway=pathway, suggested=pathway, by=s.service.user)
