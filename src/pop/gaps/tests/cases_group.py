"""Gaps about the group, its consents and its answers: how each is made and mended."""

from collections.abc import Iterator
from typing import Any

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import agency, user
from pop.gaps.tests.making import Made, case
from pop.gaps.tests.stage import Stage, after_working_days, days
from pop.letters import actions as letters
from pop.letters.models import Letter
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import calendar
from pop.plans.actions import Writer
from pop.plans.models import MeasureStatus, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember
from pop.wishes import actions as wishes


@case("input_missing")
def input_missing(s: Stage) -> Iterator[Made]:
    chair = s.chair("kari", "nav")
    with s.marte():
        s.held()
        s.consent("nav")
    yield chair.pk, after_working_days(5)
    with acting(user("kari").pk):
        teams.no_private_tie(plan=s.plan, user=user("kari"))
        kari = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        plans.write_note(plan=s.plan, writer=kari, topic=1, text="Nav kan hjelpe med depositum.")


@case("group_meeting_late")
def group_meeting_late(s: Stage) -> Iterator[Made]:
    s.chair("kari", "nav")
    yield None, 43
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(0), held=True)


@case("meeting_not_held")
def meeting_not_held(s: Stage) -> Iterator[Made]:
    with s.marte():
        meeting = plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(2))
    yield meeting.pk, 3
    with s.marte():
        plans.edit(meeting, held=True)


@case("group_lacks_service")
def group_lacks_service(s: Stage) -> Iterator[Made]:
    with s.marte():
        need = s.need()
    yield need.pk, 7
    s.chair("kari", "nav")


@case("change_not_discussed")
def change_not_discussed(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(900))
        plans.expect_release(plan=s.plan, writer=s.service, on=days(800))
    yield None, 15
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(0), held=True)


@case("consent_missing")
def consent_missing(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(responsible_user=None, responsible_agency=agency("nav"))
    yield measure.pk, 0
    with s.marte():
        s.consent("nav")


@case("consent_narrowed")
def consent_narrowed(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.consent("nav")
        measure = s.measure(responsible_user=None, responsible_agency=agency("nav"))
        consents.withdraw(plan=s.plan, recipient=Recipient(agency=agency("nav")))
    yield measure.pk, 0
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.STOPPED, reason="Personen ville ikke dele")


@case("consent_ending")
def consent_ending(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.consent("nav", ends_on=days(30))
        measure = s.measure(responsible_user=None, responsible_agency=agency("nav"))
    yield measure.pk, 16
    with s.marte():
        s.consent("nav", ends_on=days(90))


@case("group_not_updated")
def group_not_updated(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(300))
    yield None, (calendar.add_months(days(300), -6) - days(0)).days
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(0), held=True)


@case("no_home_municipality")
def no_home_municipality(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(100))
    yield None, 0
    s.chair("hanne", "home_municipality")


@case("no_nav_outside")
def no_nav_outside(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(100))
    yield None, 0
    s.chair("kari", "nav")


@case("young_without_contact")
def young_without_contact(s: Stage) -> Iterator[Made]:
    with s.marte():
        unit = Unit.objects.get(name="Solvik fengsel")
        key = create_plan(
            NewPerson("Ung", "Person", days(-20 * 365), unit, None, "202699998", language="norsk")
        )
        s.plan = Plan.objects.get(key=key)
        teams.no_private_tie(plan=s.plan, user=user("marte"))
    yield None, 31
    s.chair("kari", "nav")


@case("wish_unanswered")
def wish_unanswered(s: Stage) -> Iterator[Made]:
    with s.marte():
        wish = wishes.ask(plan=s.plan, writer=s.told, topic=1, text="En telefontid til", asked_on=days(0))
    yield wish.pk, after_working_days(5)
    with s.marte():
        wishes.answer(wish=wish, writer=s.service, answer="yes")


@case("letter_unanswered")
def letter_unanswered(s: Stage) -> Iterator[Made]:
    with s.marte():
        letter = make_letter(s)
        letters.tell_sent(letter, sent_on=days(0), sent_way="post", answer_due=days(14))
    yield letter.pk, 15
    with s.marte():
        letters.tell_answered(letter, answered_on=days(0), reply="information")


def make_letter(s: Stage, **fields: Any) -> Letter:
    """An own letter that Marte writes with the person."""
    return letters.make(
        plan=s.plan, writer=s.told, topic=1, facts=[], only_me=False, code="housing", to_name="Kommunen",
        subject="Søknad om bolig", text="Ord", purpose="å få bolig", **fields,
    )  # fmt: skip


@case("paper_missing")
def paper_missing(s: Stage) -> Iterator[Made]:
    with s.marte():
        paper = s.consent("nav", archived=False)
    yield paper.pk, 0
    with s.marte():
        consents.refer_to_archive(paper, reference="2026/17")


@case("representative_changed")
def representative_changed(s: Stage) -> Iterator[Made]:
    """They overlap: Hanne goes on the day after Per said yes."""
    old, new = s.chair("hanne", "home_municipality"), s.chair("per", "home_municipality")
    with s.marte():
        SupportTeamMember.objects.filter(pk=old.pk).update(until=days(1))
    yield new.pk, 0
    with s.marte():
        s.held("regular")


@case("representative_without_overlap")
def representative_without_overlap(s: Stage) -> Iterator[Made]:
    old = s.chair("hanne", "home_municipality")
    with s.marte():
        teams.leave_team(old)
    new = s.chair("per", "home_municipality")
    yield new.pk, 0
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(0), held=True)
