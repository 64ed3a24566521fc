"""Whoever answers for a running measure is required at the meeting (rule B11); one left out is shown, without a reason."""

import pytest

from pop.demo.places import user
from pop.plans import actions
from pop.plans.actions import Writer
from pop.plans.models import Measure, MeasureStatus, Meeting, MeetingInvitee, Source
from pop.plans.models.measure import RUNNING
from pop.plans.tests.conftest import send, text

LEFT_OUT = "Har et tiltak i gang, men er ikke kalt inn"


@pytest.fixture
def school(plan, act_as_member) -> Measure:
    """A measure of Torbjørn's that is running, and no other of his."""
    with act_as_member("elias"):
        first, *others = Measure.objects.of(plan).filter(
            responsible_user=user("torbjorn"), status__in=RUNNING
        )
        for other in others:
            actions.set_status(other, status=MeasureStatus.DONE)
        actions.set_status(first, status=MeasureStatus.IN_PROGRESS)
    return first


def ticked(browse, url) -> set[str]:
    """Whose boxes stand ticked in the form of a new meeting."""
    form = browse("marte").get(url("mote/ny/")).context["form"]
    names = dict(form.fields["invite"].choices)
    return {names[key] for key in form["invite"].value() or []}


def test_whoever_answers_for_a_running_measure_stands_ticked_as_required(browse, url, school) -> None:
    found = ticked(browse, url)
    assert [name for name in found if name.startswith("Torbjørn") and "må være med" in name]
    assert not [name for name in found if name.startswith("Farid")], "his are done"


def test_a_measure_that_is_over_requires_nobody(browse, url, school, act_as_member) -> None:
    for status in (MeasureStatus.DONE, MeasureStatus.STOPPED):
        with act_as_member("elias"):
            actions.set_status(Measure.objects.get(pk=school.pk), status=status, reason="Ferdig med det")
        assert not [name for name in ticked(browse, url) if name.startswith("Torbjørn")], status


def test_one_left_out_needs_no_reason_and_is_shown_to_the_person_and_the_team(
    browse, url, school, plan, act_as_member, member
) -> None:
    kari = member("Kari Moen")
    send(browse("marte"), url("mote/ny/"), subject="Ansvarsgruppe", date="24.12.2026", invite=[str(kari.key)])
    with act_as_member("marte"):
        meeting = Meeting.objects.of(plan).get(subject="Ansvarsgruppe")
    for slug in ("elias", "marte"):
        page = text(browse(slug).get(url(f"mote/{meeting.key}/")))
        assert LEFT_OUT in page, slug
        assert "Torbjørn" in page[page.index(LEFT_OUT) :], slug
    assert LEFT_OUT not in text(browse("kari").get(url(f"mote/{meeting.key}/")))


def test_when_all_are_called_nobody_is_said_to_be_left_out(browse, url, school, plan, act_as_member) -> None:
    with act_as_member("marte"):
        meeting = actions.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Alle",
            invite=tuple(user(slug) for slug in ("kari", "torbjorn", "hanne", "mona", "liv", "sunniva", "marte", "farid")),
        )  # fmt: skip
        assert MeetingInvitee.objects.filter(meeting=meeting).count() == 8
    assert LEFT_OUT not in text(browse("marte").get(url(f"mote/{meeting.key}/")))
