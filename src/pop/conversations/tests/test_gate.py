"""No measure but for acute needs before the first behovssamtale (P2-6, T5, rule B2), and said in a sentence."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pop.conversations.actions import talks
from pop.conversations.actions.talks import Held
from pop.conversations.models import Conversation
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans import plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.gate import TooEarly
from pop.plans.models import Measure, Need, Plan, Source

WORDS = "Ingen tiltak kan velges før den første behovssamtalen er holdt"


@pytest.fixture
def untalked(act_as_member, plan) -> Plan:
    """Elias' plan as it would be if the talk had been entered by mistake and was taken out."""
    with act_as_member("marte"):
        plans.remove(Conversation.objects.of(plan).get(kind="needs_1"))
    return plan


def propose(plan: Plan, *, need: str = "Et fast sted å bo", **fields) -> Measure:
    with_need = Need.objects.get(plan=plan, text=need)
    service = Writer(user("marte"), Source.CORRECTIONAL)
    return plans.propose_measure(
        plan=plan,
        writer=service,
        topic=with_need.topic_id,
        text="Se på leiligheten",
        needs=(with_need,),
        **fields,
    )


@pytest.fixture
def proposed(act_as_member, untalked) -> Measure:
    with act_as_member("marte"):
        return propose(untalked)


def held(plan: Plan, day: date | None = None, **fields) -> None:
    service = Writer(user("marte"), Source.CORRECTIONAL)
    how = {"with_whom": "Marte", "consent_asked": True} | fields
    talks.register_held(
        plan=plan, writer=service, kind="needs_1", held=Held(held_on=day or timezone.localdate(), **how)
    )


def test_nobody_chooses_before_the_talk(act_as_member, proposed):
    with act_as_member("elias"), pytest.raises(TooEarly):
        plans.choose_measure(proposed, way="own_login")
    with act_as_member("marte"), pytest.raises(TooEarly):
        plans.choose_measure(proposed, way="oral", present="Elias")


def test_when_the_talk_is_held_it_is_chosen(act_as_member, proposed):
    with act_as_member("marte"):
        held(proposed.plan)
    with act_as_member("elias"):
        assert plans.choose_measure(proposed, way="own_login")


def test_a_talk_that_is_only_booked_opens_nothing(act_as_member, proposed):
    with act_as_member("marte"):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        talks.book(plan=proposed.plan, writer=service, kind="needs_1", planned_on=timezone.localdate())
    with act_as_member("elias"), pytest.raises(TooEarly):
        plans.choose_measure(proposed, way="own_login")


def test_a_talk_held_elsewhere_counts(act_as_member, proposed):
    with act_as_member("marte"):
        held(
            proposed.plan, elsewhere="Havnes fengsel", consent_asked=False, consent_not_asked_why="elsewhere"
        )
    with act_as_member("elias"):
        assert plans.choose_measure(proposed, way="own_login")


@pytest.mark.parametrize("kind", ["intake", "needs_2", "regular"])
def test_another_kind_of_talk_does_not_count(act_as_member, proposed, kind):
    with act_as_member("marte"):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        following = talks.Next("regular", timezone.localdate() + timedelta(days=1))
        talks.register_held(
            plan=proposed.plan, writer=service, kind=kind, following=following,
            held=Held(held_on=timezone.localdate(), with_whom="Marte", consent_asked=kind == "needs_2" or None),
        )  # fmt: skip
    with act_as_member("elias"), pytest.raises(TooEarly):
        plans.choose_measure(proposed, way="own_login")


def test_what_cannot_wait_is_chosen_at_once(act_as_member, untalked):
    with act_as_member("marte"):
        measure = propose(untalked, need="Sove bedre")
    with act_as_member("elias"):
        assert plans.choose_measure(measure, way="own_login")


def test_what_went_on_before_passes_with_its_origin(act_as_member, untalked):
    with act_as_member("marte"):
        measure = propose(untalked, continued_from="Havnes fengsel, 3.2.2026")
    with act_as_member("elias"):
        assert plans.choose_measure(measure, way="own_login")


def test_varetekt_has_no_gate(act_as_member, proposed):
    with act_as_member("marte"):
        service = Writer(user("marte"), Source.CORRECTIONAL)
        plans.set_serving_form(plan=proposed.plan, writer=service, form="remand", since=timezone.localdate())
    with act_as_member("elias"):
        assert plans.choose_measure(proposed, way="own_login")


def test_no_statement_past_the_actions_opens_the_gate(act_as_member, proposed):
    change = {"status": "chosen", "chosen_at": timezone.now(), "chosen_way": "own_login"}
    with act_as_member("elias"), pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=proposed.pk).update(**change)


def test_that_the_person_keeps_the_talk_to_themselves_changes_nothing(act_as_member, plan):
    """The gate asks whether it was held, not who may see that."""
    with act_as_member("elias"):
        plans.keep_to_me(Conversation.objects.of(plan).get(kind="needs_1"), kept=True)
    with act_as_member("marte"):
        measure = propose(plan)
    with act_as_member("elias"):
        assert plans.choose_measure(measure, way="own_login")


def test_another_plans_talk_opens_nothing_here(act_as_member, proposed):
    """Leyla's was held; Elias' was not."""
    with act_as_member("marte"):
        assert (
            Conversation.objects.of(plan_of("leyla")).filter(kind="needs_1", held_on__isnull=False).exists()
        )
    with act_as_member("elias"), pytest.raises(TooEarly):
        plans.choose_measure(proposed, way="own_login")


def once(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', page.content.decode()).group(1)


def test_the_form_says_why_and_keeps_what_was_typed(browse, proposed):
    client = browse("marte")
    address = f"/planer/{proposed.plan.key}/tiltak/{proposed.key}/svar/"
    given = {"answer": "yes", "present": "Elias og Ola", "once": once(client.get(address))}
    page = client.post(address, given)
    text = page.content.decode()
    assert page.status_code == 200
    assert WORDS in text
    assert 'value="Elias og Ola"' in text


def test_a_signed_sheet_is_refused_in_the_same_words(browse, act_as_member, proposed):
    with act_as_member("marte"):
        sheet = proposal_actions.print_sheet(plan=proposed.plan, printed_by=user("marte"))
    client = browse("marte")
    address = f"/planer/{proposed.plan.key}/forslag/ark/registrer/"
    page = client.get(address)
    given = {
        "code": sheet.code,
        "signed_on": timezone.localdate().strftime("%d.%m.%Y"),
        "ticked": [str(proposed.key)],
    }
    answer = client.post(address, {**given, "once": once(page)})
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()


def test_what_elias_writes_down_himself_waits_as_a_proposal(browse, act_as_member, untalked):
    client = browse("elias")
    with act_as_member("elias"):
        need = Need.objects.get(plan=untalked, text="Et fast sted å bo")
    address = f"/planer/{untalked.key}/tiltak/ny/?tema=1"
    page = client.get(address)
    given = {"text": "Ringe en utleier", "whys": [str(need.key)], "responsible": "person", "kept": "all"}
    answer = client.post(address, {**given, "once": once(page)}, follow=True)
    assert WORDS in answer.content.decode()
    with act_as_member("elias"):
        assert Measure.objects.get(plan=untalked, text="Ringe en utleier").status == "proposed"


def test_an_undo_chooses_nothing_either(act_as_member, plan):
    """A choice taken back cannot be put back when the talk has been taken out since."""
    with act_as_member("marte"):
        measure = propose(plan)
    with act_as_member("elias"):
        plans.choose_measure(measure, way="own_login")
        proposal_actions.take_back(measure, writer=Writer(user("elias"), Source.PERSON))
    with act_as_member("marte"):
        plans.remove(Conversation.objects.of(plan).get(kind="needs_1"))
    with act_as_member("elias"), pytest.raises(TooEarly):
        plans.choose_measure(measure, way="own_login")


def test_merging_and_undoing_it_asks_no_gate(act_as_member, plan):
    with act_as_member("marte"):
        leyla = plan_of("leyla")
        count = Conversation.objects.of(plan).count()
        key = plan_actions.merge(keep=plan, other=leyla)
        assert key
        assert Conversation.objects.of(plan).count() > count
        assert plan_actions.undo_merge(key)
        assert Conversation.objects.of(plan).count() == count
