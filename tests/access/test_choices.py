"""Rule I3 and the person's reasons, attacked with SQL: who says yes, how, and who reads why not."""

import pytest
from django.db import Error, connection, transaction

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.demo.proposals import CALL, COURSE, FLAT, TALK
from pop.plans.models import Measure, Plan
from tests.access.facts import rows

LESSONS = "Leksehjelp to kvelder i uka"
HIDDEN, SHOWN = "Jeg kjenner noen der%", "Jeg vil heller ta det%"
CHOOSE = "update plans_measure set status = 'chosen', chosen_at = now(), chosen_way = %s, chosen_present = %s where id = %s"


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def measure(plan):
    def find(text: str) -> Measure:
        with acting(user("elias").pk):
            return Measure.objects.get(plan=plan, text=text)

    return find


def done(slug: str, statement: str, *values: object) -> bool:
    """Whether the database did it to at least one row."""
    with acting(user(slug).pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.rowcount > 0
        except Error:
            return False


# How one chooses


@pytest.mark.parametrize(("slug", "way", "present", "works"), [
    ("elias", "own_login", "", True),
    ("elias", "oral", "Marte", False),
    ("elias", "signed", "", False),
    ("marte", "oral", "Marte", True),
    ("marte", "oral", "", False),
    ("marte", "oral", "  ", False),
    ("marte", "own_login", "", False),
    ("marte", "signed", "", False),
    ("marte", "imported", "", False),
    ("torbjorn", "oral", "Torbjørn", False),
    ("torbjorn", "own_login", "", False),
    ("kari", "oral", "Kari", False),
])  # fmt: skip
def test_who_may_choose_in_which_way(measure, slug: str, way: str, present: str, works: bool) -> None:
    assert done(slug, CHOOSE, way, present, measure(LESSONS).pk) is works


def test_nobody_says_when_it_was_chosen_or_confirmed(measure) -> None:
    proposal, call = measure(LESSONS), measure(CALL)
    done("elias", CHOOSE.replace("now()", "'2020-01-01'"), "own_login", "", proposal.pk)
    done(
        "elias",
        "update plans_measure set chosen_confirmed_at = '2020-01-01', confirmed_way = 'own_login' where id = %s",
        call.pk,
    )
    assert measure(LESSONS).chosen_at.year > 2020
    assert measure(CALL).chosen_confirmed_at.year > 2020


@pytest.mark.parametrize("slug", ["elias", "marte"])
def test_an_expired_offer_is_chosen_by_nobody(measure, slug: str) -> None:
    way, present = ("own_login", "") if slug == "elias" else ("oral", "Marte")
    assert not done(slug, CHOOSE, way, present, measure(TALK).pk)


def test_only_the_proposer_moves_the_end_of_an_offer_and_only_to_today(measure) -> None:
    talk = measure(TALK)
    for slug in ("elias", "marte", "hanne"):
        assert not done(
            slug, "update plans_measure set offer_ends_on = '2090-01-01' where id = %s", talk.pk
        ), slug
        assert not done(
            slug, "update plans_measure set offer_confirmed_on = '2090-01-01' where id = %s", talk.pk
        ), slug
    assert done("kari", "update plans_measure set offer_confirmed_on = '2090-01-01' where id = %s", talk.pk)
    assert measure(TALK).offer_confirmed_on.year < 2090


@pytest.mark.parametrize("change", [
    "chosen_confirmed_at = now(), confirmed_way = 'signed'",
    "chosen_confirmed_at = now(), confirmed_way = 'own_login'",
    "chosen_way = 'own_login', chosen_present = ''",
    "chosen_way = 'signed', chosen_present = ''",
    "chosen_way = 'imported', chosen_present = ''",
    "chosen_present = 'Kari'",
    "chosen_at = now() - interval '1 year'",
])  # fmt: skip
@pytest.mark.parametrize("slug", ["marte", "farid", "kari"])
def test_nobody_confirms_or_rewrites_a_muntlig_ja(measure, slug: str, change: str) -> None:
    assert not done(slug, f"update plans_measure set {change} where id = %s", measure(CALL).pk)
    assert measure(CALL).unconfirmed


def test_the_person_confirms_by_own_login_only(measure) -> None:
    signed = "update plans_measure set chosen_confirmed_at = now(), confirmed_way = %s where id = %s"
    assert not done("elias", signed, "signed", measure(CALL).pk)
    assert done("elias", signed, "own_login", measure(CALL).pk)


def test_the_contact_team_takes_back_no_choice_of_the_persons_own(measure) -> None:
    back = "update plans_measure set status = 'proposed', chosen_at = null, chosen_way = '', chosen_present = '' where id = %s"
    done("elias", CHOOSE, "own_login", "", measure(LESSONS).pk)
    assert not done("marte", back, measure(LESSONS).pk)
    assert done("marte", back, measure(CALL).pk), "a muntlig ja that is not confirmed"


def test_nor_one_that_is_confirmed_or_begun(measure) -> None:
    back = "update plans_measure set status = 'proposed', chosen_at = null, chosen_way = '', chosen_present = '' where id = %s"
    begun = measure("Avklare depositum")
    assert not done("elias", back, begun.pk)
    done(
        "elias",
        "update plans_measure set chosen_confirmed_at = now(), confirmed_way = 'own_login' where id = %s",
        measure(CALL).pk,
    )
    reset = back.replace(
        "chosen_present = ''", "chosen_present = '', chosen_confirmed_at = null, confirmed_way = ''"
    )
    assert not done("marte", reset, measure(CALL).pk)


@pytest.mark.parametrize("slug", ["torbjorn", "kari"])
def test_a_proposal_is_answered_by_no_partner(measure, slug: str) -> None:
    for change in ("status = 'stopped', status_reason = 'x'", "change_asked_at = now()"):
        assert not done(slug, f"update plans_measure set {change} where id = %s", measure(LESSONS).pk), change


def test_a_no_is_not_turned_into_a_proposal_again_by_the_one_who_proposed(measure) -> None:
    again = "update plans_measure set status = 'proposed', status_reason = '' where id = %s"
    assert not done("kari", again, measure(COURSE).pk)


# The sheet


def register(slug: str, plan: Plan, code: str, day: str = "today") -> object:
    with acting(user(slug).pk):
        return rows("select access.register_choices(%s, %s, access.today(), '{}')", [plan.pk, code])[0][0]


PRINT = (
    "insert into plans_choicesheet (key, plan_id, code, spoken, offered, printed_at, printed_by_id)"
    " values (gen_random_uuid(), %s, 'ABCD-0123', %s::bigint[], '{}', '2090-01-01', (select access.me()))"
)


def test_a_sheet_is_registered_once_by_the_contact_team(plan, measure) -> None:
    assert done("marte", PRINT, plan.pk, [measure(CALL).pk])
    for slug in ("elias", "kari", "silje", "anders"):
        assert register(slug, plan, "ABCD-0123") is None, slug
    assert register("marte", plan, "abcd0123") == 1
    assert register("marte", plan, "ABCD-0123") is None
    assert measure(CALL).confirmed_way == "signed"


def test_a_sheet_is_not_registered_by_writing_in_the_row(plan, measure) -> None:
    assert done("marte", PRINT, plan.pk, [measure(CALL).pk])
    assert not done("marte", "update plans_choicesheet set registered_at = now()")
    assert not done("marte", "delete from plans_choicesheet")


def test_what_one_does_not_see_is_put_on_no_sheet(plan, measure) -> None:
    with acting(user("leyla").pk):
        other = Measure.objects.get(text="Søke om besøk i besøkshuset").pk
    assert not done("ola", PRINT, plan.pk, [other])
    assert not done("marte", PRINT, plan.pk, [other]), "of another plan"
    assert not done("kari", PRINT, plan.pk, [measure(CALL).pk])


def test_what_was_chosen_after_the_sheet_was_printed_is_not_confirmed_by_it(plan, measure) -> None:
    assert done("marte", PRINT, plan.pk, [measure(CALL).pk, measure(LESSONS).pk])
    assert done("marte", CHOOSE, "oral", "Marte", measure(LESSONS).pk)
    assert register("marte", plan, "ABCD-0123") == 1
    assert measure(LESSONS).unconfirmed


# Who reads why not


@pytest.mark.parametrize("slug", ["hanne", "kari", "marte", "farid", "tone", "anders", "silje"])
def test_a_hidden_reason_is_in_no_row_that_another_reads(slug: str) -> None:
    with acting(user(slug).pk):
        assert rows("select 1 from plans_proposalanswer where words like %s", [HIDDEN]) == []
        assert rows("select 1 from plans_measure m where to_jsonb(m)::text like %s", ["%" + HIDDEN]) == []
        assert (
            rows(
                "select 1 from changelog_change c where coalesce(before, after)::text like %s", ["%" + HIDDEN]
            )
            == []
        )


def test_the_person_reads_it(plan) -> None:
    with acting(user("elias").pk):
        assert len(rows("select 1 from plans_proposalanswer where words like %s", [HIDDEN])) == 1


def test_a_reason_that_may_be_shown_is_read_by_the_proposer_and_those_of_the_topic() -> None:
    for slug, sees in (("kari", 1), ("hanne", 1), ("marte", 1), ("torbjorn", 0), ("sunniva", 0), ("liv", 0)):
        with acting(user(slug).pk):
            assert len(rows("select 1 from plans_proposalanswer where words like %s", [SHOWN])) == sees, slug


INSERT = (
    "insert into plans_proposalanswer (key, plan_id, topic_id, source, source_agency_id, only_me, written_by_id, written_at,"
    " together, imported, measure_id, kind, words, answered_at, way, present)"
    " values (gen_random_uuid(), %s, %s, 'person', null, false, (select access.me()), now(), %s, false, %s, 'declined', 'x',"
    " '2020-01-01', %s, %s)"
)


@pytest.mark.parametrize(("slug", "together", "way", "present", "works"), [
    ("elias", False, "own_login", "", True),
    ("elias", True, "oral", "Marte", False),
    ("marte", True, "oral", "Marte", True),
    ("marte", True, "oral", "", False),
    ("marte", False, "own_login", "", False),
    ("marte", True, "own_login", "", False),
    ("marte", True, "signed", "", False),
    ("torbjorn", True, "oral", "x", False),
    ("silje", False, "own_login", "", False),
])  # fmt: skip
def test_nobody_answers_in_the_name_of_another(plan, measure, slug, together, way, present, works) -> None:
    found = measure(LESSONS)
    assert done(slug, INSERT, plan.pk, found.topic_id, together, found.pk, way, present) is works
    with acting(user("elias").pk):
        assert rows("select 1 from plans_proposalanswer where answered_at < '2021-01-01'") == []


def test_an_answer_lies_in_the_topic_and_plan_of_the_proposal(plan, measure) -> None:
    found = measure(LESSONS)
    assert not done("elias", INSERT, plan.pk, 1, False, found.pk, "own_login", "")
    with acting(user("leyla").pk):
        other = plan_of("leyla")
    assert not done("leyla", INSERT, other.pk, found.topic_id, False, found.pk, "own_login", "")


def test_what_was_answered_is_not_rewritten(measure) -> None:
    for slug in ("elias", "marte", "kari"):
        for change in (
            "words = 'noe annet'",
            "kind = 'chosen'",
            "way = 'signed'",
            "measure_id = measure_id + 1",
        ):
            assert not done(slug, f"update plans_proposalanswer set {change} where words like %s", SHOWN), (
                slug,
                change,
            )
    assert not done("marte", "update plans_proposalanswer set removed_at = now() where words like %s", SHOWN)
    assert not done("marte", "update plans_proposalanswer set only_me = false where words like %s", HIDDEN)
    assert measure(FLAT).status == "stopped"
