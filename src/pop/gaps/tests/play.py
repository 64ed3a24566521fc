"""What may happen next to a plan, drawn by one random source so that a failure can be played again.

Every step is an action of the product, by somebody who may do it or by somebody who no longer may: then nothing
happens, and the table must still say what the model says.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import DatabaseError

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.consents.models import Consent
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import agency, user
from pop.gaps import actions as gaps
from pop.gaps.models import Dependency
from pop.gaps.tests.cases import CASES, Made, Stage, days
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways, points
from pop.people import actions as people
from pop.people.models import Unit, UnitRole
from pop.plans import actions as plans
from pop.plans import calendar, plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.gate import TooEarly
from pop.plans.models import Measure, MeasureStatus, Meeting, Need, Placement, Refusal, Source
from pop.process import actions as process
from pop.teams import actions as teams
from pop.teams.models import MainChoice
from pop.wishes import actions as wishes
from pop.wishes.models import Wish, WishWay
from pop.worklists import actions as worklists
from pop.worklists.models import Absence

CHAIRS = (
    ("kari", "nav"),
    ("hanne", "home_municipality"),
    ("per", "home_municipality"),
    ("torbjorn", "school"),
)
OF_OTHER_PLANS = {"oral_unconfirmed", "young_without_contact"}
MAY_NOT = (DatabaseError, AssertionError, ObjectDoesNotExist, MultipleObjectsReturned, TooEarly)


class Play:
    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage, self.draw = stage, random.Random(seed)  # noqa: S311  (a history, not a secret)
        self.begun: list[Iterator[Made]] = []
        self.ahead = 0
        self.names = [n for n in dir(self) if n.startswith("do_")]

    def one(self, kind: Any, **wanted: Any) -> Any:
        rows = list(kind.objects.filter(plan=self.stage.plan, **wanted))
        return self.draw.choice(rows) if rows else None

    def chance(self, of: float) -> bool:
        return self.draw.random() < of

    def day(self, first: int, last: int) -> date:
        return days(self.draw.randint(first, last))

    def step(self) -> str:
        name = self.draw.choice(self.names)
        if self.chance(0.35):
            return self.case()
        try:
            with self.stage.marte():
                getattr(self, name)()
        except MAY_NOT as no:
            return f"{name}: {type(no).__name__}"
        return name

    def case(self) -> str:
        """What makes one of the gaps, or mends one made before (cases.py): rare orders of steps, more often."""
        if self.begun and self.chance(0.4):
            making, name = self.begun.pop(self.draw.randrange(len(self.begun))), "mend"
        else:
            name = self.draw.choice(sorted(set(CASES) - OF_OTHER_PLANS))
            making = CASES[name](self.stage)
            self.begun.append(making)
        try:
            made = next(making, None)
            self.ahead = made[1] if made else 0
        except (*MAY_NOT, AssertionError, StopIteration) as no:
            return f"{name}: {type(no).__name__}"
        return name

    # Needs and measures

    def do_need(self) -> None:
        self.stage.need(topic=self.draw.choice([1, 2, 4, 6]), acute=self.chance(0.3))

    def do_measure(self) -> None:
        whose = self.draw.choice(
            [
                {},
                {"responsible_user": None},
                {"responsible_user": user("farid")},
                {"responsible_user": None, "responsible_agency": agency("nav")},
            ]
        )
        self.stage.measure(
            self.one(Need),
            chosen=self.chance(0.85),
            due=self.draw.choice([None, days(3), days(40), days(200)]),
            talked=self.chance(0.8),
            **whose,
        )

    def do_measure_by_goal(self) -> None:
        if need := self.one(Need):
            goal = plans.write_goal(
                plan=self.stage.plan, writer=self.stage.told, topic=1, text="Eget hjem", needs=(need,)
            )
            if measure := self.one(Measure):
                plans.retie_measure(measure, needs=(), goals=(goal,))

    def do_status(self) -> None:
        measure = self.one(Measure)
        if measure and measure.chosen_at:
            plans.set_status(measure, status=self.draw.choice(list(MeasureStatus)[1:]), reason="Fordi")

    do_status_again = do_status

    def do_mend(self) -> None:
        if measure := self.one(Measure):
            what: dict[str, Any] = self.draw.choice(
                [
                    {"due": self.day(-1, 120)},
                    {"due": None, "due_text": "I høst"},
                    {"recurring": True},
                    {"responsible_user": user("marte"), "responsible_agency": None},
                    {"person_responsible": True},
                ]
            )
            plans.edit(measure, **what)

    def do_say_no(self) -> None:
        if measure := self.one(Measure, status="proposed"):
            proposal_actions.answer(measure, writer=self.stage.told, kind="declined", present="Marte")

    def do_confirm(self) -> None:
        with acting(user("elias").pk):
            proposal_actions.confirm_choices(plan=self.stage.plan)

    def do_note(self) -> None:
        if measure := self.one(Measure):
            plans.note_on_measure(measure=measure, writer=self.stage.service, text="Søknaden er sendt.")

    def do_remove(self) -> None:
        if entry := self.one(self.draw.choice([Need, Measure, Conversation, Meeting])):
            plans.remove(entry)

    def do_wait(self) -> None:
        one, other = self.one(Measure), self.one(Measure)
        if one and other and one.pk != other.pk:
            gaps.wait_for(measure=one, other=other)
            if self.chance(0.3):
                gaps.wait_for(measure=other, other=one)

    def do_wait_no_more(self) -> None:
        if link := self.one(Dependency):
            gaps.wait_no_more(measure=link.measure, other=link.waits_for.key)

    # Talks and meetings

    def do_book(self) -> None:
        talks.book(
            plan=self.stage.plan,
            writer=self.stage.service,
            kind=self.draw.choice(["regular", "needs_2"]),
            planned_on=self.day(0, 12),
        )

    def do_keep(self) -> None:
        talk = self.one(Conversation, held_on=None)
        if talk and talk.planned_on <= days(0):
            talks.hold(talk, writer=self.stage.service, held=talks.Held(days(0), "Marte", "Miljøarbeider"))
        elif talk:
            talks.move(talk, planned_on=self.day(0, 9))

    def do_hold(self) -> None:
        kind = self.draw.choice(["regular", "needs_1", "needs_1", "follow_up"])
        asked = self.draw.choice(
            [
                {},
                {"consent_asked": False, "consent_not_asked_why": "more_time"},
                {"consent_asked": False, "consent_not_asked_why": "wishes_not_to_share"},
                {"consent_asked": None, "elsewhere": "Havnes fengsel"},
            ]
        )
        self.stage.held(kind, **(asked if kind == "needs_1" else {"consent_asked": None}))

    def do_held_before(self) -> None:
        """Written down some days after it was held."""
        self.stage.held(
            self.draw.choice(["regular", "needs_2", "follow_up"]),
            self.draw.choice([1, 2, 13, 14, 15]),
            consent_asked=None,
        )

    def do_met_before(self) -> None:
        date, held = self.day(-20, 1), self.draw.choice([True, True, False, None])
        plans.plan_meeting(
            plan=self.stage.plan, writer=self.stage.service, subject="Møte", date=date, held=held
        )

    def do_meet(self) -> None:
        plans.plan_meeting(
            plan=self.stage.plan, writer=self.stage.service, subject="Møte", date=self.day(0, 9)
        )

    def do_meeting_held(self) -> None:
        meeting = self.one(Meeting, held=None)
        if meeting and meeting.date <= days(0):
            plans.edit(meeting, held=self.chance(0.7))

    def do_need_interpreter(self) -> None:
        talks.need_interpreter(
            plan=self.stage.plan, writer=self.stage.told, language="tyrkisk", needed=self.chance(0.8)
        )

    def do_book_interpreter(self) -> None:
        if talk := self.one(Conversation, held_on=None):
            talks.book_interpreter(
                conversation=talk, writer=self.stage.service, language="tyrkisk", way="phone",
                qualified=True, independent=True, hired_from="register",
            )  # fmt: skip

    # Consents and refusals

    def do_consent(self) -> None:
        ends = self.draw.choice([None, self.day(1, 30)])
        self.stage.consent(
            self.draw.choice(["nav", "nav", "home_municipality"]), 1, ends, archived=self.chance(0.7)
        )

    def do_archive(self) -> None:
        if paper := self.one(Consent, way="paper", archive_reference=""):
            consents.refer_to_archive(paper, reference="2026/17")

    def do_withdraw(self) -> None:
        consents.withdraw(plan=self.stage.plan, recipient=Recipient(agency=agency("nav")))

    def do_refuse(self) -> None:
        kind = self.draw.choice(["no_answer", "no_sharing", "no_plan"])
        refusal = plan_actions.refuse(plan=self.stage.plan, kind=kind)
        if self.chance(0.3):
            plan_actions.take_back_refusal(refusal)

    def do_take_back(self) -> None:
        for refusal in Refusal.objects.filter(plan=self.stage.plan, ended_on=None):
            plan_actions.take_back_refusal(refusal)

    # Who stands around

    def do_chair(self) -> None:
        self.stage.chair(*self.draw.choice(CHAIRS))

    def do_invite(self) -> None:
        slug, kind = self.draw.choice(CHAIRS)
        teams.invite(
            plan=self.stage.plan,
            user=user(slug),
            agency=agency(kind),
            role="Kontakt",
            invited_by=user("marte"),
        )

    def do_leave(self) -> None:
        members = list(self.stage.plan.support_team.filter(until=None))
        if members:
            teams.leave_team(self.draw.choice(members))

    def do_replace(self) -> None:
        """Whoever sits for the municipality goes, and another comes."""
        for old in self.stage.plan.support_team.filter(until=None, agency=agency("home_municipality")):
            teams.leave_team(old)
        self.stage.chair(self.draw.choice(["hanne", "per"]), "home_municipality")

    do_replace_again = do_replace

    def do_unsay(self) -> None:
        """The behovssamtale was written on the wrong person."""
        for talk in Conversation.objects.filter(plan=self.stage.plan, kind="needs_1"):
            plans.remove(talk)
        if self.chance(0.7):
            why = {"consent_asked": False, "consent_not_asked_why": "more_time"}
            self.stage.held(
                "needs_1", **self.draw.choice([why, {"consent_asked": None, "elsewhere": "Havnes"}])
            )

    def do_input(self) -> None:
        with acting(user("kari").pk):
            teams.no_private_tie(plan=self.stage.plan, user=user("kari"))
            kari = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
            plans.write_note(plan=self.stage.plan, writer=kari, topic=1, text="Nav kan hjelpe.")

    def do_assign(self) -> None:
        with acting(user("anders").pk):
            teams.assign_contact(
                plan_key=str(self.stage.plan.key),
                user=user(self.draw.choice(["marte", "marte", "ola", "farid"])),
                role=self.draw.choice(["main", "deputy"]),
            )

    def do_back_to_marte(self) -> None:
        with acting(user("anders").pk):
            teams.assign_contact(plan_key=str(self.stage.plan.key), user=user("marte"), role="main")

    do_back_to_marte_again = do_back_to_marte_once_more = do_back_to_marte

    def do_follow(self) -> None:
        teams.follow_up(
            plan=self.stage.plan,
            user=user(self.draw.choice(["farid", "ola"])),
            role=self.draw.choice(["coordinator", "main"]),
        )

    def do_stop_following(self) -> None:
        members = list(self.stage.plan.contact_team.filter(until=None))
        if members:
            teams.stop_following_up(self.draw.choice(members))

    def do_knows(self) -> None:
        slug = self.draw.choice(["ola", "farid"])
        with acting(user(slug).pk):
            if self.chance(0.3):
                teams.i_know_the_person(plan=self.stage.plan)
            else:
                teams.no_private_tie(plan=self.stage.plan, user=user(slug))

    def do_name(self) -> None:
        """B10: another main contact, inside the contact team or outside."""
        self.stage.named(self.draw.choice(["kari", "hanne", "torbjorn", "farid", "ola"]))

    do_name_again = do_name

    def do_take_choice_back(self) -> None:
        for choice in MainChoice.objects.filter(plan=self.stage.plan, ended_at=None, answer="yes"):
            with acting(user("elias").pk if self.chance(0.3) else choice.user_id):
                teams.end_main_contact(choice=choice.key)

    def do_away(self) -> None:
        who = user(self.draw.choice(["marte", "ola", "farid"]))
        with acting(who.pk):
            worklists.be_away(
                user=who,
                since=self.day(0, 3),
                until=self.draw.choice([None, self.day(3, 10)]),
                registered_by=who,
                deputy=self.draw.choice([None, None, user("ola")]) if who != user("ola") else None,
            )

    def do_back(self) -> None:
        who = user(self.draw.choice(["marte", "ola", "farid"]))
        with acting(who.pk):
            for absence in Absence.objects.filter(user=who):
                worklists.be_back(absence, registered_by=who)

    def do_role(self) -> None:
        with acting(user("jon").pk):
            if role := UnitRole.objects.filter(user=user("farid"), until=None).first():
                people.end_role(role)

    # Time, release and handing over

    def do_release(self) -> None:
        plans.expect_release(plan=self.stage.plan, writer=self.stage.service, on=self.day(10, 300))

    do_release_again = do_release

    def do_release_at_the_edge(self) -> None:
        """About two or six months ahead, on the day or beside it."""
        on = calendar.add_months(days(0), self.draw.choice([2, 6])) + timedelta(self.draw.choice([-1, 0, 1]))
        plans.expect_release(plan=self.stage.plan, writer=self.stage.service, on=on)

    def do_come_later(self) -> None:
        """Summoned: the plan is there before the person."""
        if here := Placement.objects.of(self.stage.plan).filter(until=None).first():
            plans.edit(here, since=self.day(-20, 20))

    def do_setting(self) -> None:
        """What a word means where the person is."""
        code = self.draw.choice(["nearest_week", "nearest_work_week", "talk_interval", "group_interval"])
        with acting(user("anders").pk):
            unit = Unit.objects.get(name="Solvik fengsel")
            number = self.draw.choice([None, 7, 10])
            process.set_unit_rules(unit=unit, days={code: number}, by=user("anders"))

    def do_form(self) -> None:
        form = self.draw.choice(["high_security", "high_security", "remand", "preventive", "fine_service"])
        plans.set_serving_form(plan=self.stage.plan, writer=self.stage.service, form=form, since=days(0))

    def do_home(self) -> None:
        process.choose_pathway(
            plan=self.stage.plan, pathway="standard", suggested="standard", by=user("marte"),
            home=self.draw.choice(["norway", "norway", "abroad"]),
        )  # fmt: skip

    def do_pathway(self) -> None:
        """The forløp alone says that steps are not needed."""
        way = self.draw.choice(["standard", "short"])
        process.choose_pathway(plan=self.stage.plan, pathway=way, suggested=way, by=user("marte"))

    def do_waive(self) -> None:
        step = self.draw.choice(["0.2", "2", "3", "4", "6.2", "7"])
        if not process.need_step_again(plan=self.stage.plan, step=step):
            process.waive_step(plan=self.stage.plan, step=step, reason="Trengs ikke", by=user("marte"))

    def do_end(self) -> None:
        plan_actions.end_sentence(plan=self.stage.plan, on=self.day(0, 2) if self.chance(0.4) else None)

    def do_go_on(self) -> None:
        plan_actions.end_sentence(plan=self.stage.plan, on=None)

    do_go_on_again = do_go_on_once_more = do_go_on

    def do_mark(self) -> None:
        handovers.mark(
            plan=self.stage.plan,
            by=user("marte"),
            code=self.draw.choice([point.code for point in points("release")]),
            state=self.draw.choice(["done", "open", "not_needed"]),
            reason="Trengs ikke",
        )

    def do_hand_over(self) -> None:
        measures = list(Measure.objects.of(self.stage.plan))[:2]
        if measures and not HandoverItem.objects.filter(plan=self.stage.plan).exists():
            teams.no_private_tie(plan=self.stage.plan, user=user("marte"))
            handovers.begin(
                plan=self.stage.plan, begun_by=user("marte"), pathway=pathways()["other_ward"],
                on_day=days(60), measures=measures,
            )  # fmt: skip

    def do_ask(self) -> None:
        if item := self.one(HandoverItem, answer="", replaced_at=None):
            key = handovers.choose_receiver(item, user=user(self.draw.choice(["farid", "ola"])))
            if key and self.chance(0.9):
                handovers.ask(HandoverItem.objects.get(key=key))

    do_ask_again = do_ask

    def do_answer(self) -> None:
        asked = {user(slug).pk for slug in ("farid", "ola")}
        item = self.one(HandoverItem, receiver_user__in=asked, asked_at__isnull=False, replaced_at=None)
        if item:
            with acting(item.receiver_user_id):
                words = self.draw.choice(["confirmed", "declined", "question"])
                handovers.answer(item, answer=words, reason="Jeg slutter snart")

    def do_needs_nobody(self) -> None:
        if item := self.one(HandoverItem, replaced_at=None):
            handovers.needs_nobody(item, reason="Tiltaket blir ferdig før")

    def do_stop_handover(self) -> None:
        if (item := self.one(HandoverItem, handover__state="open")) and self.chance(0.2):
            handovers.cancel(item.handover, reason="Det blir ikke noe av")

    # Wishes

    def do_wish(self) -> None:
        wishes.ask(
            plan=self.stage.plan, writer=self.stage.told, topic=1, text="En telefontid til", asked_on=days(0)
        )

    def do_answer_wish(self) -> None:
        if wish := self.one(Wish):
            if self.chance(0.5):
                wishes.answer(wish=wish, writer=self.stage.service, answer="yes")
            else:
                wishes.withdraw(wish, way=WishWay.TOGETHER)

    def wait(self) -> timedelta:
        """Time passes, often just to the day on which what was made becomes a gap, or to the day before."""
        if self.ahead and self.chance(0.7):
            later = self.ahead - (self.ahead > 1 and self.chance(0.5))
            self.ahead -= later
            return timedelta(days=later)
        self.ahead = 0
        return timedelta(days=self.draw.choice([1, 1, 3, 6, 9, 15, 32])) if self.chance(0.3) else timedelta()
