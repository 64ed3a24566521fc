"""The slip: any officer of the unit registers it by its code, and learns nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.wishes import actions
from pop.wishes.models import Wish, WishSlip
from pop.wishes.tests.conftest import STRANGERS, body, refused


@pytest.fixture
def slip(plan):
    with acting(user("elias").pk):
        return actions.print_slip(plan=plan, printed_by=user("elias"))


def register(slip, by="ola", **fields):
    with acting(user(by).pk if by else None):
        return actions.register_slip(
            **({"code": slip.code, "asked": "correctional", "topic": 1, "text": "Ringe advokaten",
                "asked_on": timezone.localdate()} | fields)
        )  # fmt: skip


def made():
    with acting(user("elias").pk):
        return Wish.objects.filter(text="Ringe advokaten").first()


def test_an_officer_who_has_not_opened_the_plan_registers_it_and_sees_no_wish(slip):
    assert register(slip) == slip.key
    wish = made()
    assert (wish.way, wish.source, wish.written_by_id) == ("slip", "person", user("ola").pk)
    with acting(user("ola").pk):
        assert not Wish.objects.exists()
        mine = WishSlip.objects.get(key=slip.key)
        assert len(mine.receipt) == 8


def test_a_code_is_forgiven_small_letters_and_a_missing_dash(slip):
    assert register(slip, code=slip.code.lower().replace("-", " "))


def test_a_code_is_used_once(slip):
    assert register(slip)
    assert register(slip) is None


@pytest.mark.parametrize("by", ["silje", "jorgen", "kari", "elias", "tone", None])
def test_nobody_outside_the_unit_registers_it(slip, by):
    assert register(slip, by=by) is None
    assert made() is None


@pytest.mark.parametrize(
    "wrong",
    [{"code": "0000-0000"}, {"code": ""}, {"text": " "}, {"topic": 45}, {"topic": 20}, {"topic": 99},
     {"asked_on": timezone.localdate() + timedelta(days=2)}],
)  # fmt: skip
def test_what_cannot_be_is_not_registered(slip, wrong):
    assert register(slip, **wrong) is None
    assert made() is None


def test_the_kind_on_the_slip_finds_the_agency_of_the_plan_when_there_is_exactly_one(slip):
    register(slip, asked="nav")
    assert made().asked_agency_id == body("nav").pk


def test_otherwise_kriminalomsorgen_is_asked_and_reads_whom_the_slip_names(slip):
    register(slip, asked="bailiff")
    assert (made().asked_agency_id, made().asked_kind) == (None, "bailiff")


@pytest.mark.parametrize("slug", [*STRANGERS, "kari", "ola"])
def test_nobody_but_the_person_and_the_contact_team_sees_a_slip_that_was_not_handed_in(slug, slip):
    with acting(user(slug).pk):
        assert not WishSlip.objects.filter(pk=slip.pk).exists()
        assert refused(lambda: actions.print_slip(plan=slip.plan, printed_by=user(slug)))


def test_nobody_marks_a_slip_as_registered_by_hand(slip):
    for slug in ("elias", "marte"):
        with acting(user(slug).pk):
            assert refused(
                lambda slug=slug: WishSlip.objects.filter(pk=slip.pk).update(
                    registered_at=timezone.now(), registered_by=user(slug), receipt="x"
                )
            )
