"""For each rule: how the gap is made, and how it is mended, by what people really do.

A case is a generator: it makes, yields what the gap is about and how many days later it is there, and then mends.
`None` is the plan itself. A rule without a case fails (test_rules.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import agency, user
from pop.gaps import actions as gaps
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import calendar, plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, Need, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember
from pop.wishes import actions as wishes

Made = tuple[int | None, int]
CASES: dict[str, Callable[["Stage"], Iterator[Made]]] = {}


def case(name: str) -> Callable[[Callable[["Stage"], Iterator[Made]]], Callable[["Stage"], Iterator[Made]]]:
    def keep(make: Callable[["Stage"], Iterator[Made]]) -> Callable[["Stage"], Iterator[Made]]:
        CASES[name] = make
        return make

    return keep


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def after_working_days(number: int) -> int:
    """How many days ahead the day after so many working days is."""
    return (calendar.add_working_days(days(0), number) - days(0)).days + 1


@dataclass
class Stage:
    """A new plan that Marte follows up, and what one does in it."""

    plan: Plan

    @classmethod
    def new(cls) -> "Stage":
        marte = user("marte")
        with acting(marte.pk):
            unit = Unit.objects.get(name="Solvik fengsel")
            key = create_plan(
                NewPerson("Ny", "Person", date(1980, 1, 1), unit, None, "202699999", language="norsk")
            )
            plan = Plan.objects.get(key=key)
            teams.no_private_tie(plan=plan, user=marte)
        return cls(plan)

    @classmethod
    def of_elias(cls) -> "Stage":
        with acting(user("elias").pk):
            return cls(Plan.objects.get(person__user=user("elias")))

    @property
    def told(self) -> Writer:
        return Writer(user("marte"), Source.PERSON, together=True)

    @property
    def service(self) -> Writer:
        return Writer(user("marte"), Source.CORRECTIONAL)

    def need(self, topic: int = 1, **fields: Any) -> Need:
        return plans.write_need(plan=self.plan, writer=self.told, topic=topic, text="Et sted å bo", **fields)

    def held(self, kind: str = "needs_1", ago: int = 0, **fields: Any) -> Conversation:
        fields = {"consent_asked": True, "milieu_worker": "Miljøarbeider"} | fields
        return talks.register_held(
            plan=self.plan,
            writer=self.service,
            kind=kind,
            held=talks.Held(days(-ago), "Marte Nygård", **fields),
        )

    def measure(
        self, need: Need | None = None, *, chosen: bool = True, talked: bool = True, **fields: Any
    ) -> Measure:
        """A measure of kriminalomsorgen's that the person has said yes to, aloud."""
        if talked and not Conversation.objects.of(self.plan).filter(kind="needs_1").exists():
            self.held()
        fields = {"due": days(300), "responsible_user": user("marte")} | fields
        measure = plans.propose_measure(
            plan=self.plan,
            writer=self.service,
            topic=1,
            text="Søke om bolig",
            needs=(need or self.need(),),
            **fields,
        )
        if chosen:
            plans.choose_measure(measure, way=ChoiceWay.ORAL, present="Marte og personen")
        measure.refresh_from_db()
        return measure

    def chair(self, slug: str, kind: str) -> SupportTeamMember:
        """Invited by Marte, and says yes."""
        with acting(user("marte").pk):
            member = teams.invite(
                plan=self.plan, user=user(slug), agency=agency(kind), role="Kontakt", invited_by=user("marte")
            )
        with acting(user(slug).pk):
            teams.accept_invitation(member)
        return member

    def consent(
        self, kind: str, topic: int = 1, ends_on: date | None = None, *, archived: bool = True
    ) -> Any:
        """On paper, with a number in the archive."""
        paper = consents.draft(
            plan=self.plan, drafted_by=user("marte"), ends_on=ends_on,
            choices=[Choice(Recipient(agency=agency(kind)), topic, give=True)],
        )  # fmt: skip
        consents.register_paper(paper, registered_by=user("marte"), witness=user("ola"), signed_on=days(0))
        if archived:
            consents.refer_to_archive(paper, reference="2026/17")
        return paper

    def marte(self) -> Any:
        return acting(user("marte").pk)


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


@case("need_without_measure")
def need_without_measure(s: Stage) -> Iterator[Made]:
    with s.marte():
        s.held()
        need = s.need()
    yield need.pk, 7
    with s.marte():
        s.measure(need)


@case("measure_overdue")
def measure_overdue(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(due=days(3))
    yield measure.pk, 4
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.DONE)


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


@case("measure_without_responsible")
def measure_without_responsible(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(responsible_user=None)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, responsible_user=user("marte"))


@case("measure_without_deadline")
def measure_without_deadline(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure(due=None)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, due=days(30))


@case("waiting_too_long")
def waiting_too_long(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.WAITING, reason="Svar fra kommunen")
    yield measure.pk, 22
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)


@case("no_note")
def no_note(s: Stage) -> Iterator[Made]:
    with s.marte():
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
    yield measure.pk, 31
    with s.marte():
        note = plans.note_on_measure(measure=measure, writer=s.service, text="Søknaden er sendt.")
        plans.edit(note, text="Søknaden er sendt i dag.")
        plans.set_status(measure, status=MeasureStatus.DONE)


@case("before_the_gate")
def before_the_gate(s: Stage) -> Iterator[Made]:
    with s.marte():
        talk = s.held()
        measure = s.measure()
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
        plans.remove(talk)
    yield measure.pk, 0
    with s.marte():
        s.held()


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


@case("checklist_open")
def checklist_open(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(40))
    yield 1, 0
    with s.marte():
        handovers.mark(plan=s.plan, by=user("marte"), code="housing", state="done")


@case("measure_without_receiver")
def measure_without_receiver(s: Stage) -> Iterator[Made]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(40))
        measure = s.measure(due=days(90))
    yield measure.pk, 0
    with s.marte():
        plans.set_status(measure, status=MeasureStatus.DONE)


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


def asked(s: Stage) -> HandoverItem:
    """A handover in which Farid is asked to take over a measure."""
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        measure = s.measure()
        handover = handovers.begin(
            plan=s.plan,
            begun_by=user("marte"),
            pathway=pathways()["other_ward"],
            on_day=days(60),
            measures=[measure],
        )
        item = HandoverItem.objects.get(handover=handover)
        key = handovers.choose_receiver(item, user=user("farid"))
        item = HandoverItem.objects.get(key=key)
        assert handovers.ask(item) == "asked"
    with acting(user("farid").pk):
        teams.no_private_tie(plan=s.plan, user=user("farid"))
    return item


@case("receipt_late")
def receipt_late(s: Stage) -> Iterator[Made]:
    item = asked(s)
    yield item.pk, after_working_days(5)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="confirmed")


@case("receipt_escalated")
def receipt_escalated(s: Stage) -> Iterator[Made]:
    item = asked(s)
    yield item.pk, after_working_days(10)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="confirmed")


@case("receipt_declined")
def receipt_declined(s: Stage) -> Iterator[Made]:
    item = asked(s)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="declined", reason="Jeg slutter snart")
    yield item.pk, 0
    with s.marte():
        assert handovers.needs_nobody(item, reason="Tiltaket blir ferdig før")


@case("quiet")
def quiet(s: Stage) -> Iterator[Made]:
    yield None, 31
    with s.marte():
        s.need()


@case("released_no_contact")
def released_no_contact(s: Stage) -> Iterator[Made]:
    with s.marte():
        plan_actions.end_sentence(plan=s.plan, on=days(2))
    yield None, 17
    with s.marte():
        s.held("follow_up")


@case("wish_unanswered")
def wish_unanswered(s: Stage) -> Iterator[Made]:
    with s.marte():
        wish = wishes.ask(plan=s.plan, writer=s.told, topic=1, text="En telefontid til", asked_on=days(0))
    yield wish.pk, after_working_days(5)
    with s.marte():
        wishes.answer(wish=wish, writer=s.service, answer="yes")


@case("oral_unconfirmed")
def oral_unconfirmed(s: Stage) -> Iterator[Made]:
    s.plan = Stage.of_elias().plan
    with s.marte():
        measure = s.measure()
    yield measure.pk, 15
    with acting(user("elias").pk):
        assert proposal_actions.confirm_choices(plan=s.plan, only=measure)


@case("paper_missing")
def paper_missing(s: Stage) -> Iterator[Made]:
    with s.marte():
        paper = s.consent("nav", archived=False)
    yield paper.pk, 0
    with s.marte():
        consents.refer_to_archive(paper, reference="2026/17")


@case("representative_changed")
def representative_changed(s: Stage) -> Iterator[Made]:
    old = s.chair("hanne", "home_municipality")
    with s.marte():
        teams.leave_team(old)
    new = s.chair("per", "home_municipality")
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
        )


@case("responsible_left")
def responsible_left(s: Stage) -> Iterator[Made]:
    with s.marte():
        farid = teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        measure = s.measure(responsible_user=user("farid"))
        teams.stop_following_up(farid)
    yield measure.pk, 0
    with s.marte():
        plans.edit(measure, responsible_user=user("marte"))


@case("knot")
def knot(s: Stage) -> Iterator[Made]:
    with s.marte():
        home, release = s.measure(), s.measure()
        assert gaps.wait_for(measure=home, other=release)
        assert gaps.wait_for(measure=release, other=home)
    yield home.pk, 0
    with s.marte():
        assert gaps.wait_no_more(measure=release, other=home.key)
