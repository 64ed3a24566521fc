"""No question is asked twice (rule B1): where two places ask about the same, each shows the earlier answer."""

from typing import Any

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.conversations.actions import mapping, preparing
from pop.conversations.asked import ASKED, BEFORE, ECONOMY, GUIDE
from pop.conversations.forms import EconomyForm
from pop.conversations.models import Economy, LifeArea, MappingAnswer, Preparation, ToArrange
from pop.demo.places import user
from pop.handovers import asked as checklists
from pop.handovers.models import ChecklistMark, MarkState
from pop.handovers.pathways import RELEASE, pathways, points
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source
from pop.plans.tests.conftest import text

CODES = sorted(
    {point.code for one in pathways().values() for point in points(one.checklist)}
    | {p.code for p in points(RELEASE)}
)
MEANINGS = [*ASKED.items(), *((("checklist", code), checklists.ABOUT.get(code, (code,))) for code in CODES)]
"""Every question there is, with the place that asks it, and what it means."""
PAIRS = [
    pytest.param(place, code, other, their, id=f"{place}-{code} after {other}-{their}")
    for (place, code), wanted in MEANINGS
    for (other, their), said in ASKED.items()
    if place != other
    and set(wanted) & set(said)
    and (place != "checklist" or code in {p.code for p in points(RELEASE)})
]
"""Each question whose meaning is asked about in another place too, and the question there."""
ANSWER = "svaret fra {}"


def plan() -> Plan:
    with acting(user("leyla").pk):
        return Plan.objects.get()


def test_every_question_of_every_form_stands_in_the_list() -> None:
    asked = set(ASKED)
    assert {code for place, code in asked if place == BEFORE} == set(ToArrange.values)
    assert {code for place, code in asked if place == GUIDE} == set(LifeArea.values)
    assert {code for place, code in asked if place == ECONOMY} == set(EconomyForm.base_fields)
    assert set(CODES) == set(checklists.ABOUT) | checklists.OWN
    assert not set(checklists.ABOUT) & checklists.OWN


def test_no_place_asks_the_same_twice_by_itself() -> None:
    """Two debts are two questions; nothing else of one place means the same."""
    for place in (BEFORE, GUIDE, ECONOMY):
        meant = [
            m
            for (where, code), said in ASKED.items()
            if where == place and code != "debt_unknown"
            for m in said
        ]
        assert len(meant) == len(set(meant)), place


def answer(of_plan: Plan, place: str, code: str) -> str:
    """Leyla answers one question, and nothing else; answered with what her answer looks like."""
    writer = Writer(user("leyla"), Source.PERSON)
    words = ANSWER.format(code)
    with acting(user("leyla").pk):
        for model in (Economy, Preparation, MappingAnswer):
            for row in model.objects.of(of_plan):
                row.removed_at = row.written_at
                row.save(update_fields=["removed_at"])
        if place == BEFORE:
            preparing.prepare(plan=of_plan, writer=writer, what=code, state="open", words=words)
        elif place == GUIDE:
            going = mapping.begin_round(plan=of_plan, kind="arrival")
            going.plan = of_plan
            topic = checklist_topic(code)
            mapping.answer(mapping=going, writer=writer, area=code, topic=topic, now="yes", words=words)
        else:
            said = {name: "" for name in EconomyForm.base_fields}
            said[code] = words if code in ("income", "debt_known", "debt_unknown") else "no"
            preparing.write_economy(plan=of_plan, writer=writer, **said)
            words = words if said[code] == words else "No"  # Leyla reads English.
    return words


def checklist_topic(area: str) -> int:
    from pop.conversations.guide import BY_AREA

    return BY_AREA[area].topics[0]


def page(of_plan: Plan, place: str, code: str) -> str:
    names: dict[str, tuple[str, list[Any]]] = {
        BEFORE: ("preparations", []), GUIDE: ("mapping_fill", ["before_release"]), ECONOMY: ("economy_edit", []),
        "checklist": ("checklist_mark", [code]),
    }  # fmt: skip
    name, rest = names[place]
    return reverse(name, args=[of_plan.key, *rest])


@pytest.mark.parametrize(("place", "code", "other", "their"), PAIRS)
def test_what_was_answered_elsewhere_stands_beside_the_question(
    browse, place: str, code: str, other: str, their: str
) -> None:
    of_plan = plan()
    said = answer(of_plan, other, their)
    shown = browse("leyla").get(page(of_plan, place, code))
    assert said in text(shown)
    assert f'href="{reverse(other, args=[of_plan.key])}"' in shown.content.decode()
    assert any(word in text(shown) for word in ("Svart ", "Answered ")), "Leyla reads English"


def test_what_is_kept_from_a_reader_is_not_shown_to_them_beside_the_question(browse) -> None:
    """The database decides: the officer is kept out of money, and asks about the debt without knowing."""
    from pop.consents import actions as consents

    of_plan = plan()
    said = answer(of_plan, ECONOMY, "debt_known")
    with acting(user("marte").pk):
        at = reverse("preparations", args=[of_plan.key])
    assert said in text(browse("marte").get(at))
    with acting(user("leyla").pk):
        consents.exclude(
            plan=of_plan, recipient=consents.Recipient(user=user("marte")), topic=2, made_by=user("leyla")
        )
    assert said not in text(browse("marte").get(at))


def test_a_point_that_is_the_very_same_question_begins_with_the_answer(browse) -> None:
    of_plan = plan()
    with acting(user("leyla").pk):
        ChecklistMark.objects.filter(plan=of_plan, code="bank").update(state=MarkState.OPEN, by=user("leyla"))
        preparing.write_economy(
            plan=of_plan, writer=Writer(user("leyla"), Source.PERSON), income="", debt_known="", debt_unknown="",
            bank_access="yes", bank_id="yes", id_papers="no",
        )  # fmt: skip
    client = browse("leyla")
    bank = client.get(reverse("checklist_mark", args=[of_plan.key, "bank"]))
    papers = client.get(reverse("checklist_mark", args=[of_plan.key, "bankid"]))
    assert bank.context["form"].initial["state"] == MarkState.DONE
    assert papers.context["form"].initial["state"] == MarkState.OPEN
