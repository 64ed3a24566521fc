"""Who reads and who writes a tilbudskort: asked of the database, past pages and actions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, connection, transaction

from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.actions import give_agency_role
from pop.people.models import Agency
from pop.services.models import Offer, ServiceCard

Act = Callable[[str], Any]


def sql(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def touched(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def card_of(name: str) -> str:
    return (
        "(select c.id from services_servicecard c left join people_agency a on a.id = c.agency_id"
        f" left join people_unit u on u.id = c.unit_id where '{name}' in (a.name, u.name))"
    )


KEEPERS = {
    "Nordnes kommune": {"hanne", "jon"},
    "Nav Nordnes": {"kari", "jon"},
    "Solvik videregående skole": {"torbjorn", "jon"},
    "Solvik fengsel": {"anders", "jon"},
    "Lindelia rusklinikk": {"mona", "jon"},
}


@pytest.mark.parametrize("name", KEEPERS)
def test_only_those_who_work_there_lead_there_or_keep_the_registers_change_a_card(
    name: str, act_as_member: Act
) -> None:
    for member in CAST:
        with act_as_member(member.slug):
            changed = touched(f"update services_servicecard set phone = '1' where id = {card_of(name)}")
            ended = touched(f"update services_offer set name = 'x' where card_id = {card_of(name)}")
            assert (changed == 1) is (member.slug in KEEPERS[name]), member.slug
            assert (ended > 0) is (member.slug in KEEPERS[name]), member.slug
            transaction.set_rollback(True)


@pytest.mark.parametrize("slug", ["kari", "marte", "elias", "farid", "tone", "eva"])
def test_another_agency_adds_no_offer_to_a_card(slug: str, act_as_member: Act) -> None:
    with act_as_member(slug), pytest.raises(Error, match="row-level security"), transaction.atomic():
        touched(
            "insert into services_offer (key, card_id, name, topics, requirements, waiting_time, changed_at, changed_by_id)"
            f" values (gen_random_uuid(), {card_of('Nordnes kommune')}, 'x', '{{1}}', '', '', now(), (select access.me()))"
        )


@pytest.mark.parametrize(
    ("slug", "made"), [("per", True), ("hanne", False), ("marte", False), ("ida", False)]
)
def test_a_card_is_made_by_those_whose_it_is(slug: str, made: bool, act_as_member: Act) -> None:
    statement = (
        "insert into services_servicecard (key, agency_id, way_in, phone, email, needs, needs_when, agreements,"
        " confirmed_on, confirmed_by_id, changed_at, changed_by_id) select gen_random_uuid(), id, 'x', '1', '', '', '', '',"
        " '2020-01-01', %s, now(), %s from people_agency where name = 'Sørvik kommune'"
    )
    with act_as_member(slug):
        someone_else = user("jon").pk
        if made:
            assert touched(statement, someone_else, someone_else) == 1
        else:
            with pytest.raises(Error, match="row-level security"), transaction.atomic():
                touched(statement, someone_else, someone_else)
        transaction.set_rollback(True)


def test_nobody_says_when_or_by_whom_a_card_was_confirmed(act_as_member: Act) -> None:
    with act_as_member("torbjorn"):
        touched(
            "update services_servicecard set confirmed_on = '2099-01-01', confirmed_by_id = %s, changed_by_id = %s"
            f" where id = {card_of('Solvik videregående skole')}",
            user("kari").pk,
            user("kari").pk,
        )
        [(today, by, changed)] = sql(
            "select confirmed_on = access.today(), confirmed_by_id, changed_by_id from services_servicecard"
            f" where id = {card_of('Solvik videregående skole')}"
        )
        assert (today, by, changed) == (True, user("torbjorn").pk, user("torbjorn").pk)
        transaction.set_rollback(True)


def test_a_change_of_phone_confirms_nothing(act_as_member: Act) -> None:
    with act_as_member("torbjorn"):
        touched(
            f"update services_servicecard set phone = '2' where id = {card_of('Solvik videregående skole')}"
        )
        card = ServiceCard.objects.get(agency__name="Solvik videregående skole")
        assert card.must_be_confirmed
        transaction.set_rollback(True)


@pytest.mark.parametrize("column", ["agency_id", "unit_id", "key"])
def test_a_card_never_moves_to_another(column: str, act_as_member: Act) -> None:
    with act_as_member("jon"), pytest.raises(Error, match="permission denied"), transaction.atomic():
        touched(f"update services_servicecard set {column} = null")


@pytest.mark.parametrize("table", ["services_servicecard", "services_offer"])
def test_nothing_is_deleted(table: str, act_as_member: Act) -> None:
    with act_as_member("jon"), pytest.raises(Error, match="permission denied"), transaction.atomic():
        touched(f"delete from {table}")


def test_a_card_is_where_the_name_of_its_agency_is(act_as_member: Act) -> None:
    """Lindelia rusklinikk: the persons choose among all; else those who know of it, and nobody besides."""
    for member in CAST:
        with act_as_member(member.slug):
            known = Agency.objects.filter(name="Lindelia rusklinikk").exists()
            seen = ServiceCard.objects.filter(agency__name="Lindelia rusklinikk").exists()
            offered = Offer.objects.filter(name="Plass i behandling").exists()
            assert known == seen == offered, member.slug
            assert seen is (member.slug in {"elias", "leyla", "ida", "rita", "amir", "mona", "jon"}), (
                member.slug
            )


def test_nobody_who_is_not_logged_in_sees_a_card() -> None:
    assert not ServiceCard.objects.exists()
    assert not Offer.objects.exists()


def test_whoever_has_left_the_agency_writes_its_card_no_more(act_as_member: Act) -> None:
    with act_as_member("jon"):
        give_agency_role(user=user("per"), agency=Agency.objects.get(name="Nav Nordnes"))
    with act_as_member("per"):
        assert (
            touched(f"update services_servicecard set phone = '1' where id = {card_of('Nav Nordnes')}") == 1
        )
    with act_as_member("jon"):
        touched(
            "update people_agencyrole set since = access.today() - 9, until = access.today() - 1"
            " where user_id = %s and agency_id = (select id from people_agency where name = 'Nav Nordnes')",
            user("per").pk,
        )
    with act_as_member("per"):
        assert (
            touched(f"update services_servicecard set phone = '1' where id = {card_of('Nav Nordnes')}") == 0
        )


def test_an_officer_who_does_not_lead_the_unit_does_not_write_its_card(act_as_member: Act) -> None:
    for slug in ("marte", "ola", "farid", "silje", "jorgen"):
        with act_as_member(slug):
            assert (
                touched(f"update services_servicecard set phone = '1' where id = {card_of('Solvik fengsel')}")
                == 0
            )


@pytest.mark.parametrize("topics", ["{}", "{15}", "{0}", "{1,40}"])
def test_an_offer_is_in_named_areas_only(topics: str, act_as_member: Act) -> None:
    with act_as_member("hanne"), pytest.raises(Error, match="offer_in_named_areas"), transaction.atomic():
        touched(f"update services_offer set topics = '{topics}' where card_id = {card_of('Nordnes kommune')}")
