"""Gaps about the one who follows up, and about the talks: how each is made and mended."""

from collections.abc import Iterator

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.demo.places import user
from pop.gaps.tests.making import Made, case
from pop.gaps.tests.stage import Stage, days
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.teams import actions as teams


@case("no_main_contact")
def no_main_contact(s: Stage) -> Iterator[Made]:
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        teams.stop_following_up(s.plan.contact_team.get(role="main"))
    yield None, 0
    with acting(user("anders").pk):
        assert teams.assign_contact(plan_key=str(s.plan.key), user=user("ola"), role="main")


@case("contact_away")
def contact_away(s: Stage) -> Iterator[Made]:
    with s.marte():
        teams.i_know_the_person(plan=s.plan)
    yield None, 0
    with acting(user("anders").pk):
        assert teams.assign_contact(plan_key=str(s.plan.key), user=user("ola"), role="deputy")


@case("chosen_contact_cannot")
def chosen_contact_cannot(s: Stage) -> Iterator[Made]:
    """B10: the teacher whom the person named leaves the team, and another takes over."""
    s.chair("torbjorn", "school")
    s.chair("kari", "nav")
    with s.marte():
        s.consent("school")
        s.consent("nav")
    chosen = s.named("torbjorn")
    with s.marte():
        teams.leave_team(s.plan.support_team.get(user=user("torbjorn"), until=None))
    yield chosen.pk, 0
    s.named("kari")


@case("first_talk_late")
def first_talk_late(s: Stage) -> Iterator[Made]:
    yield None, 8
    with s.marte():
        s.held()


@case("no_next_talk")
def no_next_talk(s: Stage) -> Iterator[Made]:
    yield None, 1
    with s.marte():
        talks.book(plan=s.plan, writer=s.service, kind="needs_1", planned_on=days(3))


@case("talk_missed")
def talk_missed(s: Stage) -> Iterator[Made]:
    with s.marte():
        talk = talks.book(plan=s.plan, writer=s.service, kind="needs_1", planned_on=days(2))
    yield talk.pk, 3
    with s.marte():
        talks.move(talk, planned_on=days(6))


@case("regular_talk_late")
def regular_talk_late(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.held()
    yield None, 15
    with s.marte():
        s.held("regular")


@case("consent_not_asked")
def consent_not_asked(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.held(consent_asked=False, consent_not_asked_why="more_time")
    yield None, 1
    with s.marte():
        s.consent("nav")


@case("role_change_without_overlap")
def role_change_without_overlap(s: Stage) -> Iterator[Made]:
    with acting(user("anders").pk):
        assert teams.assign_contact(plan_key=str(s.plan.key), user=user("ola"), role="main")
    with acting(user("ola").pk):
        teams.no_private_tie(plan=s.plan, user=user("ola"))
        new = s.plan.contact_team.get(user=user("ola"))
    yield new.pk, 0
    with acting(user("ola").pk):
        talks.register_held(
            plan=s.plan,
            writer=Writer(user("ola"), Source.CORRECTIONAL),
            kind="regular",
            held=talks.Held(days(0), "Ola"),
        )


@case("quiet")
def quiet(s: Stage) -> Iterator[Made]:
    yield None, 31
    with s.marte():
        s.need()


@case("interpreter_not_booked")
def interpreter_not_booked(s: Stage) -> Iterator[Made]:
    with s.marte():
        talks.need_interpreter(plan=s.plan, writer=s.told, language="tyrkisk")
        talk = talks.book(plan=s.plan, writer=s.service, kind="needs_1", planned_on=days(5))
    yield talk.pk, 0
    with s.marte():
        talks.book_interpreter(
            conversation=talk,
            writer=s.service,
            language="tyrkisk",
            way="phone",
            qualified=True,
            independent=True,
            hired_from="register",
        )
