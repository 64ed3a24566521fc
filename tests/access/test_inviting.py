"""Into the team without a list: who can be found, by what, and what nobody learns by trying (rules A3, A12, A15)."""

import pytest
from django.db import ProgrammingError, connection, transaction

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.actions import close_user, edit_user, end_role, give_agency_role, register_user
from pop.people.models import Agency, AgencyRole
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember
from tests.access.facts import rows


@pytest.fixture
def clinic():
    """A sensitive clinic, and somebody there who is in no team."""
    with acting(user("jon").pk):
        place = Agency.objects.get(name="Lindelia rusklinikk")
        turid = register_user(name="Turid Vold", title="Lege")
        give_agency_role(user=turid, agency=place)
    return place, turid


def code_of(who, place=None):
    with acting(who.pk):
        return next(str(code) for code in teams.my_codes() if code.agency_id == (place and place.pk))


def ask(slug, code, role="Lege"):
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user(slug).pk):
        return teams.invite_by_code(plan=plan, code=code, role=role)


def by_name(slug, place, name):
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user(slug).pk):
        return teams.invite_by_name(plan=plan, agency=place, name=name, role="Lege")


def told(slug):
    """What a user sees of the chairs of Elias, and of the clinic."""
    with acting(user(slug).pk):
        return set(SupportTeamMember.objects.values_list("role", flat=True)), {
            name for (name,) in rows("select name from people_agency")
        }


def test_the_codes_are_ones_own_one_for_each_place_and_one_for_oneself(clinic) -> None:
    place, turid = clinic
    assert code_of(turid) != code_of(turid, place)
    assert len({code_of(turid), code_of(turid, place), code_of(user("liv")), code_of(user("mona"))}) == 4


@pytest.mark.parametrize("slug", ["elias", "marte", "anders", "jon", "tone", "eva"])
def test_whoever_is_not_external_has_no_code(slug) -> None:
    with acting(user(slug).pk):
        assert teams.my_codes() == []


@pytest.mark.parametrize("slug", ["marte", "farid", "elias"])
def test_a_code_works_for_those_who_may_invite_and_however_it_is_typed(clinic, slug) -> None:
    place, turid = clinic
    assert ask(slug, f" {code_of(turid, place).lower().replace('-', ' ')} ")
    with acting(user("elias").pk):
        chair = SupportTeamMember.objects.get(user=turid)
        assert (chair.agency_id, chair.accepted_at) == (place.pk, None)


def test_the_inviter_knows_the_sensitive_agency_and_the_rest_of_the_team_does_not(clinic) -> None:
    place, turid = clinic
    assert ask("marte", code_of(turid, place))
    roles, names = told("marte")
    assert "Lege" in roles
    assert place.name in names
    for slug in ("farid", "kari", "anders", "silje"):
        roles, names = told(slug)
        assert "Lege" not in roles, slug
        assert place.name not in names, slug


def test_a_code_of_ones_own_does_not_tell_where_one_works(clinic) -> None:
    place, turid = clinic
    assert ask("marte", code_of(turid))
    roles, names = told("marte")
    assert "Lege" in roles
    assert place.name not in names


@pytest.mark.parametrize("slug", ["kari", "liv", "silje", "anders", "ola", "jon", "leyla", "turid"])
def test_nobody_else_invites_by_code(clinic, slug) -> None:
    _place, turid = clinic
    code = code_of(turid)
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(turid.pk if slug == "turid" else user(slug).pk):
        assert not teams.invite_by_code(plan=plan, code=code, role="Lege")
    with acting(user("elias").pk):
        assert not SupportTeamMember.objects.filter(user=turid).exists()


def test_no_code_answers_the_same_as_a_code_that_may_not_be_used(clinic) -> None:
    place, turid = clinic
    code = code_of(turid, place)
    assert not ask("marte", code[:-1] + ("B" if code[-1] != "B" else "C"))
    assert not ask("marte", "")
    assert not ask("marte", "BCDF-GHJK-LMNP-QRST")
    # Mona sits there already, where Marte may not see her.
    assert not ask("marte", code_of(user("mona"), place))
    with acting(user("jon").pk):
        close_user(turid)
    assert not ask("marte", code)


def test_a_code_for_a_place_that_one_has_left_is_no_code(clinic) -> None:
    place, turid = clinic
    code = code_of(turid, place)
    with acting(user("jon").pk):
        end_role(AgencyRole.objects.get(user=turid))
    assert not ask("marte", code)
    assert ask("marte", code_of(turid))


def test_nobody_makes_a_code_for_somebody_else_or_walks_round_the_code(clinic) -> None:
    _place, turid = clinic
    with acting(user("elias").pk):
        plan = plan_of("elias").pk
    for slug in ("marte", "elias", "jon"):
        for question in (
            f"select access.invitation_code({turid.pk}, null, 0)",
            f"select access.ask_in({plan}, {turid.pk}, null, 'Lege')",
            f"select access.invitable({turid.pk})",
            f"select access.tie_of({plan}, {turid.pk})",
        ):
            with (
                acting(user(slug).pk),
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(question)


def test_nobody_invites_with_an_empty_role(clinic) -> None:
    _place, turid = clinic
    assert not ask("marte", code_of(turid), role="  ")


def test_the_person_invites_whom_they_know_also_at_a_sensitive_agency(clinic) -> None:
    place, turid = clinic
    assert by_name("elias", place, "  turid   VOLD ")
    with acting(user("elias").pk):
        assert SupportTeamMember.objects.get(user=turid).agency_id == place.pk
    for slug in ("marte", "farid", "kari"):
        roles, names = told(slug)
        assert "Lege" not in roles, slug
        assert place.name not in names, slug


@pytest.mark.parametrize("slug", ["marte", "farid", "kari", "silje", "anders", "jon", "leyla"])
def test_nobody_but_the_person_tries_names(clinic, slug) -> None:
    place, turid = clinic
    assert not by_name(slug, place, "Turid Vold")
    with acting(user("elias").pk):
        assert not SupportTeamMember.objects.filter(user=turid).exists()


@pytest.mark.parametrize("name", ["Turid", "Turid V", "Turid%", "%", "", "T_rid Vold", "Turid Vold Vold"])
def test_a_part_of_a_name_finds_nobody(clinic, name) -> None:
    place, _turid = clinic
    assert not by_name("elias", place, name)


def test_a_name_at_another_place_finds_nobody(clinic) -> None:
    with acting(user("elias").pk):
        nav = agency("nav")
    assert not by_name("elias", nav, "Turid Vold")


def test_two_of_the_same_name_are_told_apart_by_a_code_only(clinic) -> None:
    place, _turid = clinic
    with acting(user("jon").pk):
        give_agency_role(user=register_user(name="Turid Vold", title="Sekretær"), agency=place)
    assert not by_name("elias", place, "Turid Vold")


def test_a_shielded_employee_is_found_by_no_name_and_gives_out_the_code(clinic) -> None:
    place, turid = clinic
    with acting(user("jon").pk):
        edit_user(turid, name="Turid Vold", title="Lege", shielded=True)
    assert not by_name("elias", place, "Turid Vold")
    assert ask("elias", code_of(turid, place))


def test_somebody_who_is_in_the_team_is_not_asked_twice(clinic) -> None:
    place, turid = clinic
    assert by_name("elias", place, "Turid Vold")
    assert not by_name("elias", place, "Turid Vold")
    assert not ask("elias", code_of(turid))
