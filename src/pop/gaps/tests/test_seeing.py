"""Who sees a gap (rule B9): the contact team and the person all of it; a partner what is theirs, and no more of it than
kind, date and owner; the leader the same of the unit; everybody else nothing.
"""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import agency, user
from pop.gaps import actions
from pop.gaps.models import Gap, GapAct, GapSubject
from pop.gaps.tests.cases import Stage, days
from pop.plans import actions as plans
from pop.plans.models import Measure, MeasureStatus
from pop.teams import actions as teams


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


@pytest.fixture
def of_nav(stage) -> Measure:
    """A measure of Nav's that has no deadline; Nav sees the topic."""
    stage.chair("kari", "nav")
    with stage.marte():
        stage.consent("nav")
        measure = stage.measure(responsible_user=None, responsible_agency=agency("nav"), due=None)
    with acting(user("kari").pk):
        teams.no_private_tie(plan=stage.plan, user=user("kari"))
    return measure


def kinds(slug: str, stage: Stage) -> set[str]:
    with acting(user(slug).pk):
        return set(Gap.objects.filter(plan_id=stage.plan.pk, closed_at=None).values_list("rule", flat=True))


def test_a_partner_sees_what_the_own_agency_owns_and_nothing_else(stage, of_nav):
    with stage.marte():
        stage.need(topic=6, acute=True)
    assert kinds("marte", stage) >= {"measure_without_deadline", "need_without_measure"}
    assert kinds("kari", stage) == {"measure_without_deadline"}


STRANGERS = ("silje", "per", "tone", "eva", "jon", "leyla", "ida", "elias", "hanne", "farid", "ola")


def test_whoever_is_nothing_to_the_plan_sees_no_gap(stage, of_nav):
    for slug in STRANGERS:
        with acting(user(slug).pk):
            for model in (Gap, GapSubject, GapAct):
                assert not model.objects.filter(plan_id=stage.plan.pk).exists(), slug


def test_nobody_who_is_not_logged_in_sees_any(stage, of_nav):
    with acting(None):
        assert not Gap.objects.exists()
        assert not GapSubject.objects.exists()


def test_the_leader_sees_kind_date_and_owner_and_not_what_it_is_about(stage, of_nav):
    assert "measure_without_deadline" in kinds("anders", stage)
    with acting(user("anders").pk):
        assert not GapSubject.objects.filter(plan_id=stage.plan.pk).exists()
        assert not Measure.objects.filter(plan_id=stage.plan.pk).exists()


def test_no_login_reads_what_a_gap_is_about_from_the_gap_itself(stage, of_nav):
    columns = ("topic_id", "source_key", "subject_table", "subject_id")
    for slug, column in itertools.product(("kari", "anders", "marte"), columns):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            acting(user(slug).pk),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"select {column} from gaps_gap")


def test_when_consent_ends_the_gap_is_the_contacts_and_the_partner_sees_none(stage, of_nav):
    with stage.marte():
        consents.withdraw(plan=stage.plan, recipient=Recipient(agency=agency("nav")))
    assert kinds("kari", stage) == set()
    with stage.marte():
        gap = Gap.objects.get(plan=stage.plan, rule="measure_without_deadline", closed_at=None)
        assert (gap.owner_user_id, gap.owner_agency_id) == (user("marte").pk, None)


def test_what_the_person_keeps_makes_no_gap():
    stage = Stage.of_elias()
    with acting(user("elias").pk):
        need = plans.write_need(
            plan=stage.plan,
            writer=plans.Writer(user("elias"), "person"),
            topic=6,
            text="Noe jeg ikke sier",
            acute=True,
            only_me=True,
        )
    with acting(user("elias").pk):
        assert not GapSubject.objects.filter(table="plans_need", row_id=need.pk).exists()


def test_a_topic_that_is_kept_from_one_in_the_contact_team_keeps_its_gaps():
    stage = Stage.of_elias()
    with acting(user("elias").pk):
        need = plans.write_need(
            plan=stage.plan,
            writer=plans.Writer(user("elias"), "person"),
            topic=6,
            text="Tannverk",
            acute=True,
        )
        consents.exclude(
            plan=stage.plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=6
        )
    about = {"subject__table": "plans_need", "subject__row_id": need.pk, "closed_at": None}
    with stage.marte():
        gap = Gap.objects.filter(**about).first()
        assert gap is not None
    with acting(user("farid").pk):
        assert not Gap.objects.filter(pk=gap.pk).exists()
        assert not GapSubject.objects.filter(gap_id=gap.pk).exists()
        assert not actions.take(gap=gap)


# Acting


def only(stage: Stage, rule: str) -> Gap:
    with stage.marte():
        return Gap.objects.get(plan=stage.plan, rule=rule, closed_at=None)


def test_strangers_take_hand_on_and_put_off_nothing(stage, of_nav):
    gap = only(stage, "measure_without_deadline")
    for slug in (*STRANGERS, "anders"):
        with acting(user(slug).pk):
            assert not actions.take(gap=gap), slug
            # The leader may (test_leading.py).
            assert slug == "anders" or not actions.hand_over(gap=gap, to=user("marte")), slug
            assert not actions.snooze(gap=gap, until=days(3), reason="Kan vente"), slug


def test_the_person_reads_and_never_has_to_act():
    stage = Stage.of_elias()
    with acting(user("elias").pk):
        plans.write_need(
            plan=stage.plan,
            writer=plans.Writer(user("elias"), "person"),
            topic=6,
            text="Tannverk",
            acute=True,
        )
    with acting(user("elias").pk):
        gap = Gap.objects.filter(plan=stage.plan, closed_at=None, rule="need_without_measure").first()
        assert gap is not None
        assert not actions.take(gap=gap)


def test_the_owner_outside_takes_it_and_says_why_it_can_wait_to_the_contact_team(stage, of_nav):
    gap = only(stage, "measure_without_deadline")
    with acting(user("kari").pk):
        assert actions.take(gap=gap)
        assert actions.snooze(gap=gap, until=days(5), reason="Venter på vedtak")
        assert GapAct.objects.filter(gap_id=gap.pk).count() == 2
    with stage.marte():
        assert GapAct.objects.get(gap_id=gap.pk, act="snoozed").reason == "Venter på vedtak"
    with acting(user("anders").pk):
        assert not GapAct.objects.exists()


def test_a_gap_is_put_off_for_a_month_at_most_and_with_a_reason(stage, of_nav):
    gap = only(stage, "measure_without_deadline")
    with stage.marte():
        for ahead, reason in ((0, "Kan vente"), (31, "Kan vente"), (3, "  ")):
            assert not actions.snooze(gap=gap, until=days(ahead), reason=reason)
        assert actions.snooze(gap=gap, until=days(30), reason="Kan vente")


def test_it_is_handed_on_to_whoever_may_see_it_and_to_nobody_else(stage, of_nav):
    gap = only(stage, "measure_without_deadline")
    with stage.marte():
        assert not actions.hand_over(gap=gap, to=user("silje"))
        assert not actions.hand_over(gap=gap, to=user("elias"))
        assert actions.hand_over(gap=gap, to=user("kari"))


STATEMENTS = (
        "delete from gaps_gap", "update gaps_gap set closed_at = now()", "delete from gaps_gapsubject", "delete from gaps_gapact",
        "insert into gaps_gap (key, plan_id, rule, since, opened_at) values (gen_random_uuid(), 1, 'x', now(), now())",
        "select access.refresh_gaps(array[1])", "select access.found_gaps(array[1])", "select access.mark_plans(array[1], true)",
        "insert into access.gaps_dirty values ('1', 1, true)", "select * from access.plan_touched", "select * from access.gap_scan",
        "select * from access.gap_reads", "select access.live_plans(array[1])", "select access.moved_rules(array[1], '{}')",
        "select access.act_on_gap(gen_random_uuid())", "select access.gap_of_leader(gen_random_uuid())",
        "select access.gap_takers(null)", "select access.rules_of_contact()", "select access.knots(array[1])", "select access.gap_settings(1)",
        "update access.measure_status set since = '2020-01-01'", "select * from access.changed_on",
        "delete from access.changed_on", "select access.steps_not_needed('short', 'remand')",
)  # fmt: skip


def test_no_login_writes_closes_or_finds_a_gap_by_itself(stage, of_nav):
    for statement in STATEMENTS:
        with (
            pytest.raises(DatabaseError),
            acting(user("marte").pk),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_no_login_switches_the_search_off(stage, of_nav):
    with stage.marte():
        with connection.cursor() as cursor:
            cursor.execute("set local pop.gaps = 'off'")
        plans.edit(of_nav, due=None, responsible_agency=None)
    assert "measure_without_responsible" in kinds("marte", stage)


# What waits for what


def test_both_sides_read_of_the_knot_and_each_sees_only_its_own(stage, of_nav, browse):
    with stage.marte():
        inside = stage.measure()
        hidden = plans.propose_measure(
            plan=stage.plan, writer=stage.service, topic=6, text="Noe om helse", needs=(stage.need(topic=6),)
        )
        assert actions.wait_for(measure=of_nav, other=hidden)
        assert actions.wait_for(measure=hidden, other=of_nav)
        assert not actions.wait_for(measure=inside, other=inside)
    assert "knot" in kinds("kari", stage)
    with acting(user("kari").pk):
        gap = Gap.objects.get(plan_id=stage.plan.pk, rule="knot", closed_at=None)
    page = browse("kari").get(reverse("gap", args=[stage.plan.key, gap.key])).content.decode()
    assert "Resten av ringen er noe du ikke ser" in page
    assert "Noe om helse" not in page
    with stage.marte():
        inner = Gap.objects.filter(
            plan=stage.plan, rule="knot", closed_at=None, subject__row_id=hidden.pk
        ).get()
    whole = browse("marte").get(reverse("gap", args=[stage.plan.key, inner.key])).content.decode()
    assert "Noe om helse" in whole
    assert "Resten av ringen" not in whole


def test_a_partner_ties_nothing_to_what_it_does_not_see(stage, of_nav):
    with stage.marte():
        hidden = plans.propose_measure(
            plan=stage.plan, writer=stage.service, topic=6, text="Noe om helse", needs=(stage.need(topic=6),)
        )
    with acting(user("kari").pk):
        assert not actions.wait_for(measure=of_nav, other=hidden)


def test_the_form_on_the_measure_says_what_must_happen_first(stage, of_nav, browse):
    with stage.marte():
        other = stage.measure()
    address = reverse("measure_waits", args=[stage.plan.key, of_nav.key])
    client = browse("marte")
    assert "Velg hva det venter på" in client.post(address, {}).content.decode()
    page = client.post(address, {"other": str(other.key)}, follow=True).content.decode()
    assert "Det er skrevet hva dette venter på" in page
    page = client.post(
        reverse("measure_waits_not", args=[stage.plan.key, of_nav.key, other.key]), follow=True
    ).content.decode()
    assert "Det venter ikke lenger" in page
    assert browse("silje").get(address).status_code == 404


def test_what_is_done_ties_no_knot(stage, of_nav):
    with stage.marte():
        other = stage.measure()
        actions.wait_for(measure=of_nav, other=other)
        actions.wait_for(measure=other, other=of_nav)
    assert "knot" in kinds("marte", stage)
    with stage.marte():
        plans.set_status(other, status=MeasureStatus.DONE)
    assert "knot" not in kinds("marte", stage)
