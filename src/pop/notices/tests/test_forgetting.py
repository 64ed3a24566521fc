"""A notice is kept for a year, with all that went out of it, and then it is gone. The worker sees to it."""

from datetime import timedelta

import psycopg
from conftest import named, superuser_url
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.notices.models import Notice
from pop.notices.tests.conftest import deliveries, nothing_queued, reached, something_for_marte, worker_url


def tidy(database: str) -> None:
    with psycopg.connect(worker_url(database), autocommit=True) as link:
        link.execute("select access.recover_deliveries()")


def ended(database: str, state: str) -> None:
    """All went in one message, as the worker says it."""
    with psycopg.connect(named(superuser_url(), database)) as link:
        link.execute(
            "update notices_delivery set state = %s, ended_at = access.moment(), lead_id = (select min(id) from notices_delivery)",
            [state],
        )


def proofs(database: str, where: str) -> int:
    with psycopg.connect(named(superuser_url(), database)) as link:
        row = link.execute(f"select count(*) from notices_addressproof where {where}").fetchone()  # noqa: S608  # type: ignore[arg-type]
    return int(row[0]) if row else 0


def test_a_notice_is_gone_after_a_year_and_not_before(committed: str) -> None:
    nothing_queued(committed)
    reached("marte")
    something_for_marte()
    ended(committed, "dead")
    with acting(user("marte").pk):
        one = Notice.objects.filter(what="leader_asks").latest("at")
    for days, there in ((364, True), (366, False)):
        with standing(timezone.now() + timedelta(days=days)):
            tidy(committed)
            with acting(user("marte").pk):
                assert Notice.objects.filter(pk=one.pk).exists() == there
    assert deliveries(committed) == []


def test_what_went_along_and_is_younger_stays(committed: str) -> None:
    nothing_queued(committed)
    reached("marte")
    something_for_marte()
    with standing(timezone.now() + timedelta(days=200)):
        something_new(committed)
        ended(committed, "dead")
    with standing(timezone.now() + timedelta(days=370)):
        tidy(committed)
    assert [state for _c, state, _n in deliveries(committed)] == ["dead"]


def something_new(database: str) -> None:
    with psycopg.connect(named(superuser_url(), database)) as link:
        link.execute(
            "insert into notices_notice (key, user_id, kind, what, at) values (gen_random_uuid(), %s, 'task', 'leader_asks', access.moment())",
            [user("marte").pk],
        )


def test_a_code_that_never_came_back_is_gone_after_a_day_and_a_proven_address_stays(committed: str) -> None:
    nothing_queued(committed)
    reached("marte")
    with psycopg.connect(named(superuser_url(), committed)) as link:
        link.execute(
            "insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong) select gen_random_uuid(), id, 'sms', '+4740000009', now(), 0"
            " from people_user where id = %s",
            [user("marte").pk],
        )
    with standing(timezone.now() + timedelta(hours=25)):
        tidy(committed)
    assert proofs(committed, "proven_at is null") == 0
    assert proofs(committed, "address <> ''") == 1
