"""A consent that is only about an agency whose name reveals something: the contact team learns nothing of it.

Raw SQL as the web server's login, with Marte as the actor. She is in Elias's contact team; Lindelia
rusklinikk is in his team, and she may not know.
"""

import pytest
from django.db import transaction
from django.utils import timezone

from pop.consents import actions as consents
from pop.consents.actions import Choice
from pop.consents.models import Consent, ConsentItem, ConsentScan, Exclusion, WithdrawalReceipt
from pop.demo.places import user
from tests.access.clinic import WORK, as_user, draft_for, sign, try_as
from tests.access.facts import rows

OF_THE_CAST = ["recipient:12"]
"""Konfliktrådet's consent was taken back."""
EVERYTHING = (
    "select 'consent', to_jsonb(c) from consents_consent c"
    " union all select 'item', to_jsonb(i) from consents_consentitem i"
    " union all select 'exclusion', to_jsonb(e) from consents_exclusion e"
    " union all select 'receipt', to_jsonb(r) from consents_withdrawalreceipt r"
    " union all select 'scan', to_jsonb(s) from consents_consentscan s"
    " union all select 'task', to_jsonb(t) from teams_task t"
    " union all select 'chair', to_jsonb(s) from teams_supportteammember s"
    " union all select 'agency', to_jsonb(a) from people_agency a order by 1"
)


def marte_sees() -> list[tuple[object, ...]]:
    with as_user("marte"):
        return rows(EVERYTHING)


# What she reads


def test_a_draft_a_signature_an_exception_and_a_withdrawal_change_nothing_that_marte_reads(
    plan, clinic
) -> None:
    before = marte_sees()
    draft = draft_for(plan, clinic)
    assert marte_sees() == before, "a draft"
    sign(draft)
    assert marte_sees() == before, "a signed consent"
    with as_user("elias"):
        consents.exclude(plan=plan, made_by=user("elias"), recipient=clinic, topic=WORK)
    assert marte_sees() == before, "an exception"
    with as_user("elias"):
        consents.withdraw(plan=plan, topic=WORK)
        consents.withdraw(plan=plan, recipient=clinic)
    assert marte_sees() == before, "receipts"
    with as_user("elias"):
        assert WithdrawalReceipt.objects.filter(plan=plan).count() == 2 + len(OF_THE_CAST)


def test_the_person_and_the_agency_itself_read_it(plan, clinic) -> None:
    signed = sign(draft_for(plan, clinic))
    for slug in ("elias", "mona"):
        with as_user(slug):
            assert Consent.objects.filter(pk=signed.pk).exists(), slug
            assert ConsentItem.objects.filter(consent=signed).exists(), slug


def test_a_consent_with_somebody_she_may_know_is_seen_for_that_part(plan, clinic, nav) -> None:
    signed = sign(draft_for(plan, clinic, nav))
    with as_user("marte"):
        assert Consent.objects.filter(pk=signed.pk).exists()
        seen = set(ConsentItem.objects.filter(consent=signed).values_list("recipient_key", flat=True))
        assert seen == {nav.key}


def test_a_withdrawal_that_also_concerned_somebody_she_may_know_is_seen_without_a_recipient(
    plan, clinic, nav
) -> None:
    sign(draft_for(plan, clinic, nav))
    with as_user("elias"):
        consents.withdraw(plan=plan, topic=WORK)
    with as_user("marte"):
        assert [r.scope.strip() for r in WithdrawalReceipt.objects.filter(plan=plan)] == [
            f"topic:{WORK}",
            *OF_THE_CAST,
        ]


def test_withdrawal_told_at_night_works_for_the_clinic_and_tells_the_contact_team_nothing(
    plan, clinic, nav
) -> None:
    """A task would say that there was something. The officer who was told has the receipt."""
    before = marte_sees()
    with as_user("anders"):
        key = consents.withdraw_told(who="Elias Brekke", scope="kind:specialist_health")
        assert WithdrawalReceipt.objects.filter(key=key).exists()
    with as_user("elias"):
        assert not ConsentItem.objects.filter(
            plan=plan, recipient_key=clinic.key, ended_at=None, consent__signed_at__isnull=False
        ).exists()
        assert WithdrawalReceipt.objects.filter(key=key).exists()
    assert marte_sees() == before
    with as_user("anders"):
        consents.withdraw_told(who="Elias Brekke", scope="kind:nav")
    with as_user("marte"):
        assert [r.scope.strip() for r in WithdrawalReceipt.objects.filter(plan=plan)] == [
            "kind:nav",
            *OF_THE_CAST,
        ]
        assert len(rows("select 1 from teams_task where kind = 'consent_withdrawn'")) == 1


def test_the_scan_of_a_paper_that_also_names_the_clinic_is_for_whoever_registered_it(
    plan, clinic, nav
) -> None:
    draft = draft_for(plan, clinic, nav)
    with as_user("farid"):
        by_farid = Consent.objects.get(pk=draft.pk)
        consents.register_paper(
            by_farid, registered_by=user("farid"), witness=user("ola"), signed_on=timezone.localdate()
        )
        consents.attach_scan(by_farid, content=b"%PDF-1 Lindelia", content_type="application/pdf")
        assert ConsentScan.objects.filter(consent=draft).exists()
    with as_user("marte"):
        assert Consent.objects.filter(pk=draft.pk).exists()
        assert not ConsentScan.objects.filter(consent=draft).exists()


def test_the_page_of_such_a_consent_offers_no_sheet_that_cannot_be_opened(plan, clinic, nav, browse) -> None:
    test_the_scan_of_a_paper_that_also_names_the_clinic_is_for_whoever_registered_it(plan, clinic, nav)
    with as_user("elias"):
        number = Consent.objects.filter(plan=plan).latest("number").number
    address = f"/planer/{plan.key}/samtykke/nummer/{number}/"
    page = browse("marte").get(address).content.decode()
    assert f"{address}ark/" not in page
    assert f"{address}legg-ved/" not in page
    assert f"{address}ark/" in browse("farid").get(address).content.decode()


# What she tries


@pytest.mark.parametrize("statement", [
    "update consents_consent set dropped_at = now()",
    "update consents_consent set language = 'nb'",
    "delete from consents_consentitem",
])  # fmt: skip
def test_no_statement_counts_or_touches_what_she_does_not_see(plan, clinic, statement) -> None:
    """Without a condition a statement asks only the rule for changing, not the one for seeing."""
    before = try_as("marte", statement)
    draft = draft_for(plan, clinic)
    with transaction.atomic():
        assert try_as("marte", statement) == before
    with as_user("elias"):
        assert Consent.objects.get(pk=draft.pk).dropped_at is None
        assert draft.items.exists()


def test_a_guessed_number_in_a_draft_of_her_own_opens_nothing(plan, clinic, nav) -> None:
    """It would have made the clinic «known», and every row about it readable."""
    sign(draft_for(plan, clinic))
    with as_user("marte"):
        mine = consents.draft(plan=plan, drafted_by=user("marte"), choices=[Choice(nav, WORK, give=True)])
    before = marte_sees()
    said = try_as(
        "marte",
        "insert into consents_consentitem (plan_id, consent_id, topic_id, agency_id, give, obtain, share, end_reason)"
        " values (%s, %s, %s, %s, true, false, false, '')",
        plan.pk, mine.pk, WORK, clinic.key // 2,
    )  # fmt: skip
    assert "row-level security" in str(said)
    assert marte_sees() == before


def test_a_point_added_to_somebody_elses_draft_runs_into_no_point_she_does_not_see(plan, clinic, nav) -> None:
    draft = draft_for(plan, clinic, nav)
    for key in (clinic.key // 2, clinic.key // 2 + 1000):
        said = try_as(
            "marte",
            "insert into consents_consentitem (plan_id, consent_id, topic_id, agency_id, give, obtain, share, end_reason)"
            " values (%s, %s, %s, %s, true, false, false, '')",
            plan.pk, draft.pk, WORK, key,
        )  # fmt: skip
        assert "row-level security" in str(said)


@pytest.mark.parametrize("column", ["drafted_by_id", "registered_by_id"])
def test_nobody_makes_a_draft_their_own(plan, clinic, nav, column) -> None:
    """Whoever wrote or registered a consent knows all of it."""
    draft = draft_for(plan, clinic, nav)
    before = marte_sees()
    said = try_as(
        "marte", f"update consents_consent set {column} = %s where id = %s", user("marte").pk, draft.pk
    )
    assert "who wrote and who registered" in str(said)
    assert marte_sees() == before


def test_a_scan_is_hung_on_no_consent_she_does_not_see(plan, clinic) -> None:
    draft = draft_for(plan, clinic)
    for number in (draft.pk, draft.pk + 1000):
        said = try_as(
            "marte",
            "insert into consents_consentscan (consent_id, plan_id, content_type, content, added_at)"
            " values (%s, %s, 'application/pdf', '', now())",
            number, plan.pk,
        )  # fmt: skip
        assert "row-level security" in str(said)


def test_nobody_writes_a_receipt_by_hand(plan) -> None:
    """A receipt stands for a withdrawal that happened."""
    for slug in ("elias", "marte"):
        said = try_as(
            slug,
            "insert into consents_withdrawalreceipt (key, plan_id, scope, way, at, registered_by_id)"
            " values (gen_random_uuid(), %s, 'all', 'told', now(), %s)",
            plan.pk, user(slug).pk,
        )  # fmt: skip
        assert "permission denied" in str(said)


def test_a_number_that_is_missing_may_as_well_be_a_draft_that_was_dropped(plan, clinic, nav) -> None:
    """A gap says that Elias once began something. What he dropped himself makes the same gap."""
    sign(draft_for(plan, clinic))
    dropped = draft_for(plan, nav)
    with as_user("elias"):
        consents.drop_draft(dropped)
    last = draft_for(plan, nav)
    with as_user("marte"):
        numbers = set(Consent.objects.filter(plan=plan).values_list("number", flat=True))
    assert last.number in numbers
    assert not {last.number - 1, last.number - 2} & numbers


def test_what_was_dropped_cannot_be_dropped_by_a_stranger_and_can_by_the_contact_team(plan, nav) -> None:
    draft = draft_for(plan, nav)
    for slug in ("silje", "kari"):
        with as_user(slug):
            consents.drop_draft(draft)
    with as_user("elias"):
        assert Consent.objects.get(pk=draft.pk).dropped_at is None
    with as_user("marte"):
        consents.drop_draft(draft)
    with as_user("elias"):
        assert Consent.objects.get(pk=draft.pk).dropped_at


def test_exceptions_about_the_clinic_are_the_persons_own(plan, clinic) -> None:
    with as_user("elias"):
        consents.exclude(plan=plan, made_by=user("elias"), recipient=clinic, topic=WORK)
    with as_user("marte"):
        assert not Exclusion.objects.filter(recipient_key=clinic.key).exists()
