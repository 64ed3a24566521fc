"""A plan, and what one does in it: what the cases of the gap rules and their neighbours are played on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from pop.access.actor import acting, set_local
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import agency, user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import calendar
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, Need, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import MainChoice, SupportTeamMember


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

    def named(self, slug: str) -> MainChoice:
        """At one screen with Marte the person asks for another main contact, who says yes."""
        with acting(user("marte").pk):
            set_local("pop.together", str(self.plan.pk))
            assert teams.name_main_contact(plan=self.plan, user=user(slug))
            set_local("pop.together", "")
            choice = MainChoice.objects.filter(plan=self.plan).latest("asked_at")
        with acting(user(slug).pk):
            teams.no_private_tie(plan=self.plan, user=user(slug))
            assert teams.answer_main_contact(choice=choice.key, yes=True)
        return choice

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
