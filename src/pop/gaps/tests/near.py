"""What is nearly a gap, or nearly mends one: each is made on one day and looked at on many after it, by the model."""

from collections.abc import Callable
from datetime import timedelta

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import talks
from pop.demo.places import agency, user
from pop.gaps.tests.cases import Stage, asked, days
from pop.handovers import actions as handovers
from pop.plans import actions as plans
from pop.plans import calendar, proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import ExpectedRelease, MeasureStatus, Source
from pop.teams import actions as teams
from pop.wishes import actions as wishes
from pop.wishes.models import Wish, WishWay

NEAR: dict[str, Callable[[Stage], None]] = {}
LOOKS = (0, 1, 6, 7, 8, 14, 15, 16, 22, 31, 43)
"""Days after which each is looked at."""


def near(make: Callable[[Stage], None]) -> Callable[[Stage], None]:
    NEAR[make.__name__] = make
    return make


@near
def whose_a_measure_is(s: Stage) -> None:
    with s.marte():
        need = s.need()
        for whose in (
            {"responsible_agency": agency("nav"), "due": None, "due_text": "I høst"},
            {"responsible_name": "Fotballklubben", "due": None, "recurring": True},
            {"person_responsible": True, "due": None},
            {"responsible_user": user("ola")},
            {},
        ):
            s.measure(need, **({"responsible_user": None} | whose))


@near
def invited_and_not_there(s: Stage) -> None:
    with s.marte():
        s.held()
        s.need()
        plans.expect_release(plan=s.plan, writer=s.service, on=days(120))
        for slug, kind in (("kari", "nav"), ("hanne", "home_municipality")):
            teams.invite(
                plan=s.plan, user=user(slug), agency=agency(kind), role="Kontakt", invited_by=user("marte")
            )


@near
def another_kind_of_agency(s: Stage) -> None:
    s.chair("torbjorn", "school")
    with s.marte():
        s.held()
        s.need()
        plans.expect_release(plan=s.plan, writer=s.service, on=days(120))


def release_in(months: int, beside: int) -> Callable[[Stage], None]:
    def make(s: Stage) -> None:
        with s.marte():
            on = calendar.add_months(days(7), months) + timedelta(beside)
            s.measure(due=on)
            s.measure(person_responsible=True, responsible_user=None, due=None)
            plans.expect_release(plan=s.plan, writer=s.service, on=on)
            handovers.mark(plan=s.plan, by=user("marte"), code="housing", state="open")

    make.__name__ = f"release in {months} months and {beside}"
    return make


for _months in (0, 2, 6):
    for _beside in (-1, 0, 1):
        near(release_in(_months, _beside))


@near
def new_words_before_and_after_a_talk(s: Stage) -> None:
    with s.marte():
        s.need()
        s.held()
        s.chair("kari", "nav")


@near
def a_status_and_a_note_after_a_talk(s: Stage) -> None:
    with s.marte():
        measure = s.measure()
        s.held(ago=0)
        plans.set_status(measure, status=MeasureStatus.WAITING, reason="Svar")
        plans.note_on_measure(measure=measure, writer=s.service, text="Sendt.")


@near
def new_words_after_a_talk_of_yesterday(s: Stage) -> None:
    with s.marte():
        s.held(ago=1)
        need = s.need()
        plans.edit(need, text="Et sted å bo, med plass til barna")


@near
def a_release_that_was_moved_in_place(s: Stage) -> None:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(900))
        plans.edit(ExpectedRelease.objects.of(s.plan).get(), on=days(800))


@near
def words_of_an_agency_after_a_talk(s: Stage) -> None:
    s.chair("kari", "nav")
    with s.marte():
        need = s.need()
        s.held(ago=0)
        s.consent("nav")
    with acting(user("kari").pk):
        teams.no_private_tie(plan=s.plan, user=user("kari"))
        nav = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        plans.propose_measure(plan=s.plan, writer=nav, topic=1, text="Depositum", needs=(need,), due=days(60))


@near
def a_talk_and_a_meeting_today(s: Stage) -> None:
    with s.marte():
        s.held("regular")
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Møte", date=days(0), held=False)
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Møte", date=days(7))


@near
def one_talk_missed_and_another_held_on_its_day(s: Stage) -> None:
    with s.marte():
        s.held()
        talks.book(plan=s.plan, writer=s.service, kind="needs_2", planned_on=days(0))
        talks.book(plan=s.plan, writer=s.service, kind="regular", planned_on=days(6))
        talks.book(plan=s.plan, writer=s.service, kind="regular", planned_on=days(14))


@near
def held_elsewhere_and_a_consent_that_is_not_signed(s: Stage) -> None:
    with s.marte():
        s.held(consent_asked=None, elsewhere="Havnes fengsel")
        s.held("needs_2", consent_asked=None)
        consents.draft(
            plan=s.plan, drafted_by=user("marte"), ends_on=None,
            choices=[Choice(Recipient(agency=agency("nav")), 1, give=True)],
        )  # fmt: skip
        s.measure(responsible_user=None, responsible_agency=agency("nav"))


@near
def a_new_representative_and_a_meeting_on_the_same_day(s: Stage) -> None:
    old = s.chair("hanne", "home_municipality")
    with s.marte():
        teams.leave_team(old)
    s.chair("per", "home_municipality")
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Møte", date=days(0), held=True)
        plans.expect_release(plan=s.plan, writer=s.service, on=days(900))
        plans.expect_release(plan=s.plan, writer=s.service, on=days(800))


@near
def a_new_representative_and_a_meeting_that_came_to_nothing(s: Stage) -> None:
    old = s.chair("hanne", "home_municipality")
    with s.marte():
        teams.leave_team(old)
    s.chair("per", "home_municipality")
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Møte", date=days(0), held=False)
        plans.expect_release(plan=s.plan, writer=s.service, on=days(900))
        plans.expect_release(plan=s.plan, writer=s.service, on=days(800))


@near
def a_representative_beside_another_and_a_talk(s: Stage) -> None:
    s.chair("hanne", "home_municipality")
    s.chair("per", "home_municipality")
    with s.marte():
        s.held()


@near
def input_by_a_measure_and_taken_out_again(s: Stage) -> None:
    s.chair("kari", "nav")
    with s.marte():
        s.held()
        s.consent("nav")
        need = s.need()
    with acting(user("kari").pk):
        teams.no_private_tie(plan=s.plan, user=user("kari"))
        nav = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        note = plans.write_note(plan=s.plan, writer=nav, topic=1, text="Nav kan hjelpe.")
        measure = plans.propose_measure(
            plan=s.plan, writer=nav, topic=1, text="Depositum", needs=(need,), due=days(60)
        )
        plans.remove(note)
        plans.remove(measure)


@near
def begun_and_only_chosen_and_urgent(s: Stage) -> None:
    with s.marte():
        talk = s.held()
        acute = s.need(topic=6, acute=True)
        begun, chosen, urgent = s.measure(), s.measure(), s.measure(acute)
        for measure in (begun, urgent):
            plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
        plans.remove(talk)
        plans.set_status(chosen, status=MeasureStatus.WAITING, reason="Svar")
        plans.set_status(chosen, status=MeasureStatus.CHOSEN)


@near
def said_no(s: Stage) -> None:
    with s.marte():
        need = s.need()
        measure = s.measure(need, chosen=False)
        proposal_actions.answer(measure, writer=s.told, kind="declined", present="Marte")


@near
def a_wish_that_was_taken_back_and_one_that_was_answered(s: Stage) -> None:
    with s.marte():
        for _ in range(2):
            wishes.ask(plan=s.plan, writer=s.told, topic=1, text="En telefontid til", asked_on=days(0))
        first, second = Wish.objects.filter(plan=s.plan)
        wishes.withdraw(first, way=WishWay.TOGETHER)
        wishes.answer(wish=second, writer=s.service, answer="no", reason="Det er fullt")


@near
def a_question_that_another_was_asked_instead(s: Stage) -> None:
    item = asked(s)
    with s.marte():
        key = handovers.choose_receiver(item, user=user("ola"))
        assert key


@near
def a_question_that_was_answered(s: Stage) -> None:
    item = asked(s)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="question", reason="Hvor mye er det?")


@near
def a_question_in_a_handover_that_was_stopped(s: Stage) -> None:
    item = asked(s)
    with s.marte():
        handovers.cancel(item.handover, reason="Det blir ikke noe av")


@near
def a_question_that_needs_nobody(s: Stage) -> None:
    item = asked(s)
    with s.marte():
        assert handovers.needs_nobody(item, reason="Ferdig før")
        plans.expect_release(plan=s.plan, writer=s.service, on=days(50))


@near
def a_new_contact_beside_the_one_before(s: Stage) -> None:
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("ola"), role="deputy")
    with acting(user("ola").pk):
        teams.no_private_tie(plan=s.plan, user=user("ola"))
    with acting(user("anders").pk):
        teams.assign_contact(plan_key=str(s.plan.key), user=user("ola"), role="main")
        teams.assign_contact(plan_key=str(s.plan.key), user=user("farid"), role="main")


@near
def a_new_coordinator_after_one_who_left(s: Stage) -> None:
    with s.marte():
        teams.stop_following_up(teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator"))
        teams.follow_up(plan=s.plan, user=user("ola"), role="coordinator")


@near
def a_new_coordinator_beside_the_one_before(s: Stage) -> None:
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        teams.follow_up(plan=s.plan, user=user("ola"), role="coordinator")


@near
def a_note_and_then_quiet(s: Stage) -> None:
    with s.marte():
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
        plans.note_on_measure(measure=measure, writer=s.service, text="Sendt.")
        plans.set_status(measure, status=MeasureStatus.WAITING, reason="Svar")
