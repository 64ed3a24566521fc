"""Planned permisjon and frigang: whoever plans, wishes, releases and says no (rules I1 and C3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.wishes import actions
from pop.wishes.models import PlannedLeave
from pop.wishes.tests.conftest import address, body, newest, refused, text_of


def test_a_date_is_there_from_the_moment_it_is_released_and_not_before(plan):
    with acting(user("marte").pk):
        leave = PlannedLeave.objects.get(kind="day_release")
        assert leave.date_from is None
        assert refused(lambda: plans.edit(leave, date_from=timezone.localdate()))
        assert actions.release_dates(leave, date_from=timezone.localdate(), date_to=None)
        leave.refresh_from_db()
        assert leave.released_at
        assert leave.date_from
        assert actions.take_dates_back(leave)


def test_the_person_wishes_for_a_leave_and_says_no_but_neither_plans_nor_releases(plan):
    elias = user("elias")
    own = Writer(elias, Source.PERSON)
    with acting(elias.pk):
        mine = actions.plan_leave(plan=plan, writer=own, kind="leave", purpose="Besøk", status="wished")
        theirs = PlannedLeave.objects.get(kind="day_release")
        today = timezone.localdate()
        for leave in (mine, theirs):
            assert refused(lambda leave=leave: actions.set_leave_status(leave, status="granted"))
            assert refused(lambda leave=leave: actions.release_dates(leave, date_from=today, date_to=None))
        assert refused(
            lambda: actions.plan_leave(plan=plan, writer=own, kind="leave", purpose="x", status="granted")
        )
        assert actions.cancel_leave(theirs)
    with acting(user("marte").pk):
        assert refused(lambda: plans.edit(mine, purpose="Noe annet"))
        assert actions.set_leave_status(mine, status="planned")


@pytest.mark.parametrize("slug", ["kari", "silje"])
def test_nobody_outside_plans_a_leave(slug, plan):
    nav = Writer(user("kari"), Source.AGENCY, agency=body("nav"))
    writer = nav if slug == "kari" else Writer(user(slug), Source.CORRECTIONAL)
    with acting(user(slug).pk):
        assert refused(
            lambda: actions.plan_leave(plan=plan, writer=writer, kind="leave", purpose="x", status="planned")
        )


def test_the_date_of_a_leave_comes_when_it_is_released(browse):
    with acting(user("marte").pk):
        leave = PlannedLeave.objects.get(kind="day_release")
    marte, url = browse("marte"), f"{address('wishes').replace('onsker', 'permisjoner')}{leave.key}/"
    assert "Dato kommer" in text_of(marte.get(address("wishes")))
    day = timezone.localdate() + timedelta(days=9)
    unreleased = marte.post(url, {"status": "granted", "date_from": f"{day:%d.%m.%Y}"})
    assert "Kryss av når datoen er frigitt" in text_of(unreleased)
    saved = marte.post(url, {"status": "granted", "date_from": f"{day:%d.%m.%Y}", "release": "on"})
    assert saved.status_code == 302
    assert "Dato kommer" not in text_of(browse("elias").get(address("wishes")))


def test_the_person_says_no_to_a_leave_and_wishes_for_another(browse):
    with acting(user("elias").pk):
        leave = PlannedLeave.objects.get(kind="day_release")
    elias, base = browse("elias"), address("wishes").replace("onsker", "permisjoner")
    assert "Vil du si nei til dette?" in text_of(elias.get(f"{base}{leave.key}/"))
    assert elias.post(f"{base}{leave.key}/").status_code == 302
    assert elias.post(f"{base}ny/", {"kind": "leave", "purpose": "Se kampen"}).status_code == 302
    assert newest(PlannedLeave).status == "wished"
    assert browse("kari").get(f"{base}ny/").status_code == 404
