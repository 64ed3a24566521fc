"""Rule C7: acute is a closed list, and somebody on duty sets it."""

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.clock import day, standing

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.notices import actions
from pop.notices.models import AcuteReason, Notice
from pop.notices.tests.conftest import nothing_queued, reached
from pop.notices.tests.test_night import begin, due
from pop.plans.models import Plan
from pop.worklists.actions import be_away, type_in_roster

__all__ = ["both_logins"]


def of_elias() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def tell(slug: str, *whom: str, reason: str = AcuteReason.CALL) -> int | None:
    plan = of_elias()
    users = [user(one).pk for one in whom]
    with acting(user(slug).pk):
        return actions.tell_acute(plan=plan, reason=reason, users=users)


def test_whoever_is_called_reads_why_and_who_said_it(browse) -> None:
    answer = browse("marte").post(
        f"/planer/{of_elias().key}/haster/", {"reason": "acute_today", "users": [str(user("kari").pk)]}
    )
    assert answer.status_code == 302
    page = browse("kari").get("/varsler/").content.decode()
    assert "Noe i planen må gjøres i dag" in page
    assert "Haster, sier Marte" in page


def test_only_the_contact_team_says_so() -> None:
    for slug in ("kari", "anders", "silje", "elias", "jon"):
        assert tell(slug, "marte") is None, slug


def test_nobody_outside_the_team_is_told() -> None:
    assert tell("marte", "silje", "jon", "marte") == 0
    with acting(user("silje").pk):
        assert not Notice.objects.exists()


def test_no_other_reason_than_those_of_the_list() -> None:
    assert tell("marte", "kari", reason="Elias er borte") is None
    refused = pytest.raises(Error, match="permission denied")
    with acting(user("marte").pk), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update notices_notice set kind = 'acute'")


def test_whoever_is_off_duty_sets_nothing() -> None:
    with acting(user("marte").pk):
        type_in_roster(user=user("marte"), days={timezone.localdate(): True})
    assert tell("marte", "kari") is None


def test_whoever_is_away_sets_nothing() -> None:
    with acting(user("marte").pk):
        be_away(user=user("marte"), since=timezone.localdate(), until=None, registered_by=user("marte"))
    assert tell("marte", "kari") is None


def test_twice_in_an_hour_is_once() -> None:
    assert tell("marte", "kari") == 1
    assert tell("marte", "kari") == 0


def test_it_goes_out_at_night_in_every_channel(both_logins) -> None:
    nothing_queued(both_logins)
    night = day(2026, 11, 24, 3)
    with standing(night):
        reached("kari", phone="+4740000000")
        assert tell("marte", "kari") == 1
        assert due() == [night] * 2
        told = begin()
    assert told["acute"]
    assert told["to"]
