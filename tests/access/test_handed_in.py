"""A sheet that the person hands in is registered also by somebody who may not know what stands on it."""

import pytest
from django.db import Error, transaction
from django.utils import timezone

from pop.consents import actions as consents
from pop.consents.models import Consent, ConsentItem
from pop.consents.sheets import code_of
from pop.demo.places import user
from pop.plans.models import Plan
from tests.access.clinic import TREATMENT, WORK, as_user, draft_for
from tests.access.facts import rows


def hand_in(slug: str, draft: Consent, witness: str = "ola") -> None:
    with as_user(slug):
        consents.register_paper(
            draft, registered_by=user(slug), witness=user(witness), signed_on=timezone.localdate()
        )


def found_by_code(slug: str, plan: Plan, code: str) -> list[object]:
    with as_user(slug):
        return [pk for (pk,) in rows("select id from access.draft_of_sheet(%s, %s)", [plan.pk, code])]


def test_whoever_holds_the_sheet_registers_it_and_then_knows_the_clinic(plan, clinic) -> None:
    draft = draft_for(plan, clinic)
    assert found_by_code("marte", plan, code_of(draft)) == [draft.pk]
    hand_in("marte", draft)
    with as_user("marte"):
        assert Consent.objects.get(pk=draft.pk).signed_at
        assert set(ConsentItem.objects.filter(consent=draft).values_list("recipient_key", flat=True)) == {
            clinic.key
        }
    with as_user("farid"):
        assert not Consent.objects.filter(pk=draft.pk).exists(), "a colleague does not"


def test_the_sheet_is_found_by_its_code_and_by_those_who_follow_up_only(plan, clinic) -> None:
    draft = draft_for(plan, clinic)
    code = code_of(draft)
    for wrong in ("", "0000-0000", "%", code[:4]):
        assert found_by_code("marte", plan, wrong) == [], wrong
    with pytest.raises(Error, match="only the person signs"), transaction.atomic():
        hand_in("elias", draft)
    for slug in ("elias", "kari", "mona", "ola", "silje", "jon"):
        assert found_by_code(slug, plan, code) == [], slug
        if slug != "elias":
            hand_in(slug, draft, witness="farid")
    with as_user("elias"):
        again = Consent.objects.get(pk=draft.pk)
        assert (again.signed_at, again.registered_by_id) == (None, None)
        consents.set_end(draft, ends_on=timezone.localdate())
    assert found_by_code("marte", plan, code) == [], "another content, another code"


@pytest.mark.parametrize("scope", ["", "recipient", "topic"])
def test_a_sheet_that_a_withdrawal_has_overtaken_is_not_found(plan, clinic, scope) -> None:
    """Rule A8: a draft never revives what was taken back after it was printed."""
    draft = draft_for(plan, clinic)
    with as_user("elias"):
        consents.withdraw(
            plan=plan,
            recipient=clinic if scope == "recipient" else None,
            topic=WORK if scope == "topic" else None,
        )
    assert found_by_code("marte", plan, code_of(draft)) == []


def test_a_withdrawal_of_something_else_leaves_the_sheet_as_it_is(plan, clinic, nav) -> None:
    draft = draft_for(plan, clinic)
    with as_user("elias"):
        consents.withdraw(plan=plan, recipient=nav)
        consents.withdraw(plan=plan, topic=TREATMENT)
    assert found_by_code("marte", plan, code_of(draft)) == [draft.pk]
