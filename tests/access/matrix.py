"""Every address, with what stands in it filled in, and what each of the cast gets there.

`matrix.toml` is the reviewed answer. Where a row does not name somebody, the answer is 404; nobody (not logged
in) is sent to the start page. A new address without cases here, or without rows there, fails.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.access.models import Look
from pop.benefits import actions as benefits
from pop.benefits.models import Aim
from pop.challenges import actions as challenges
from pop.changelog.models import Change
from pop.channel import actions as channel
from pop.channel.models import Attachment
from pop.channel.things import PLAN as WHOLE_PLAN
from pop.channel.things import Thread
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.forms import Scan
from pop.consents.models import Consent, Exclusion, WithdrawalReceipt
from pop.conversations.actions import mapping, talks
from pop.conversations.models import BrikResult, Conversation, Economy, InterpreterNeed, MappingAnswer
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import agency, user
from pop.gaps.models import Dependency, Gap, GapAct
from pop.handovers.models import Handover, HandoverItem
from pop.letters import actions as letters
from pop.letters.models import Letter
from pop.looks.models import LookQuestion
from pop.meetings import actions as meetings
from pop.notices.models import Notice
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Agency, Region, Unit, Ward
from pop.plans import plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import (
    Contact,
    Decision,
    Entry,
    ExpectedRelease,
    Goal,
    Measure,
    MeasureNote,
    Meeting,
    Need,
    Note,
    Placement,
    Plan,
    ProgressionWish,
    ServingForm,
    Source,
    Statement,
)
from pop.sentences import actions as sentences
from pop.sentences.models import Interruption, SentenceFacts, SentenceTerm
from pop.services.models import Offer, ServiceCard
from pop.surveys import actions as surveys
from pop.surveys.models import Survey
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, MainChoice, SupportTeamMember, Task
from pop.wishes import actions as wishes
from pop.wishes.models import PlannedLeave, Wish, WishAnswer, WishSlip
from pop.worklists.models import Absence, OfficerTeam

FILE = Path(__file__).parent / "matrix.toml"
NOBODY = "nobody"
ACTORS = (NOBODY, *(member.slug for member in CAST))
DEFAULT = {actor: "404" for actor in ACTORS} | {NOBODY: "302 start"}
PERSONS = ("elias", "leyla", "ida")

Params = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One address. `about` tells cases of the same name apart."""

    name: str
    about: str
    params: Params

    @property
    def title(self) -> str:
        return f"{self.name} {self.about}".strip()

    @property
    def address(self) -> str:
        return reverse(self.name, kwargs=self.params)


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Route and name of every address, as the resolver knows them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, route)
        else:
            yield route, str(pattern.name)


class Things:
    """What addresses point at, found or made as whoever may."""

    def __init__(self) -> None:
        self.plans: dict[str, Plan] = {}
        for slug in PERSONS:
            with acting(user(slug).pk):
                self.plans[slug] = plan_of(slug)
        with acting(user("elias").pk):
            self.entries = dict(entries(self.plans["elias"]))
            self.consents()
            self.wishes()
            self.messages()
            self.main_choice = MainChoice.objects.get(plan=self.plans["elias"])
        with acting(user("marte").pk):
            self.absent = absent_meeting(self.plans["elias"])
            self.series = in_a_series(self.plans["elias"])
            self.round = meetings.in_a_row([self.absent, absent_meeting(self.plans["leyla"], "sunniva")])[
                0
            ].round
            self.asked = surveys.open_round(
                survey=Survey.objects.get(code="motet"), by=user("marte"), name="Runden",
                unit=Unit.objects.get(name="Solvik fengsel"), named=True,
            )  # fmt: skip
            self.choices = proposal_actions.print_sheet(plan=self.plans["elias"], printed_by=user("marte"))
        with acting(user("leyla").pk):
            self.entries |= {
                "leyla children": Need.objects.get(topic=4),
                "leyla health": Need.objects.get(topic=6),
            }
        with acting(user("eva").pk):
            self.step = benefits.begin_step(
                goal=Aim.objects.get(code="integrated"), by=user("eva"), unit=Unit.objects.get(name="Solvik fengsel"),
                what="Øve", owner="Enhetsleder", due=timezone.localdate(),
            )  # fmt: skip
        with acting(user("anders").pk):
            self.trial = benefits.begin_trial(
                by=user("anders"), units=[Unit.objects.get(name="Solvik fengsel")], name="Skjerm", tried="c", what="",
                partners="Nav", goal="Bedre møter", begins_on=timezone.localdate(), ends_on=timezone.localdate(),
            )  # fmt: skip
            self.draft_survey = surveys.copy(
                survey=Survey.objects.get(code="motet"),
                by=user("anders"),
                unit=Unit.objects.get(name="Solvik fengsel"),
            )
        with acting(user("ola").pk):
            # Ends nothing that there is, but leaves a receipt with Ola and a task with the contact team.
            told = consents.withdraw_told(who="Leyla Demir", scope="topic:14")
            self.told = WithdrawalReceipt.objects.get(key=told)
        with acting(user("marte").pk):
            self.task = Task.objects.filter(plan=self.plans["leyla"], kind="consent_withdrawn").latest("at")
            self.notice = Notice.objects.get(about=self.task.key)
            said = Conversation.objects.filter(plan=self.plans["elias"])
            self.talks = {
                "needs_1": said.filter(kind="needs_1").latest("pk"),
                "regular": said.filter(kind="regular", held_on=None).latest("pk"),
            }
            self.answer = MappingAnswer.objects.get(round__kind="before_release", area="housing")
            self.release_talk()
            self.brik = BrikResult.objects.get(topic=1)
            self.money = Economy.objects.of(self.plans["elias"]).get()
            self.awaited = Dependency.objects.get(measure_id=self.entries["measure of Nav"].pk).waits_for
            self.merge = merged_twins()
            self.draft_of_marte = kept_draft()
        with acting(user("anders").pk):
            self.team = OfficerTeam.objects.get(unit__name="Solvik fengsel")
            self.absence = Absence.objects.get(user=user("farid"))
        with acting(user("kari").pk):
            self.suggestion = challenges.suggest(
                by=user("kari"),
                knot="treatment",
                phases=["hand_over"],
                title="Mister fastlegen",
                text="Ofte.",
            )
        with acting(user("per").pk):
            self.invitation = SupportTeamMember.objects.get(user=user("per"))
        with acting(user("jon").pk):
            self.places()
            self.cards = {
                "of Nordnes": ServiceCard.objects.get(agency__name="Nordnes kommune"),
                "of Solvik fengsel": ServiceCard.objects.get(unit__name="Solvik fengsel"),
                "of the clinic": ServiceCard.objects.get(agency__sensitive=True),
            }
            self.cardless = {
                "for Sørvik": Agency.objects.get(name="Sørvik kommune"),
                "for Havnes fengsel": Unit.objects.get(name="Havnes fengsel"),
            }

    def consents(self) -> None:
        plan = self.plans["elias"]
        self.receipt = WithdrawalReceipt.objects.filter(plan=plan).first()
        self.exclusion = Exclusion.objects.filter(plan=plan).first()
        self.number = Consent.objects.filter(plan=plan, signed_at__isnull=False).latest("number").number
        nav = Recipient(agency=agency("nav"))
        self.draft = consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(nav, 1, give=True)])
        self.nav, self.town = nav.agency, agency("home_municipality")
        self.kari = SupportTeamMember.objects.get(plan=plan, user=user("kari"))
        self.ola = ContactTeamMember.objects.get(plan=plan, user=user("ola"))
        self.look = Look.objects.filter(plan_id=plan.pk, user_id=user("kari").pk).latest("pk")
        self.question = LookQuestion.objects.filter(plan=plan).latest("pk")

    def letters(self) -> None:
        """A letter that is not sent, one that waits for its answer, and one that is the person's alone."""
        plan, day = self.plans["elias"], timezone.localdate()
        words = {
            "code": "housing",
            "to_name": "Kommunen",
            "subject": "Søknad om bolig",
            "text": "Ord",
            "purpose": "bolig",
        }

        def made(topic: int = 1, *, only_me: bool = False) -> Letter:
            writer = Writer(user("elias"), Source.PERSON)
            return letters.make(plan=plan, writer=writer, topic=topic, facts=[], only_me=only_me, **words)

        self.letter = {"not sent": made(), "sent": made(2), "kept to himself": made(only_me=True)}
        letters.tell_sent(self.letter["sent"], sent_on=day, sent_way="post", answer_due=day)
        self.letter_unit = Unit.objects.get(name="Solvik fengsel")
        with acting(user("anders").pk):
            self.letter_template = letters.keep_template(
                code="", unit=self.letter_unit, content=b"PK", made_by=user("anders")
            )

    def messages(self) -> None:
        """At the plan, at a need that others are given, and one that is narrowed to nobody else; each with a file."""
        plan, file = self.plans["elias"], Scan(b"x", "image/png")
        housing = Thread("behov", self.entries["need of housing"])
        self.message = {
            about: channel.send(
                plan=plan, writer=Writer(user("elias"), Source.PERSON), thread=thread, text="Hei", only=only, files=[file]
            )
            for about, thread, only in (
                ("about the plan", Thread(WHOLE_PLAN), None), ("about housing", housing, None), ("narrowed", housing, []),
            )
        }  # fmt: skip
        self.file = {
            about: Attachment.objects.get(message=message) for about, message in self.message.items()
        }

    def wishes(self) -> None:
        self.wish = {
            "to Nav": Wish.objects.get(text="Kan dere betale depositum?"),
            "to the municipality": Wish.objects.get(text__startswith="Kan jeg få se leiligheten"),
            "about progression": Wish.objects.get(text__startswith="Permisjon til"),
            "kept to himself": wishes.ask(
                plan=self.plans["elias"], writer=Writer(user("elias"), Source.PERSON), topic=1, text="Noe bare for meg",
                only_me=True,
            ),
        }  # fmt: skip
        self.letters()
        self.slip = WishSlip.objects.get(registered_at=None)
        self.handed_in = WishSlip.objects.get(registered_at__isnull=False)
        self.leave = PlannedLeave.objects.get(kind="day_release")
        self.term = SentenceTerm.objects.get(years=1, months=8)
        self.pause = Interruption.objects.get()
        self.facts = SentenceFacts.objects.get(plan=self.plans["elias"])

    def release_talk(self) -> None:
        """An utslusningssamtale that was held, and restrictions that are over; whoever acts is Marte."""
        plan, day = self.plans["elias"], timezone.localdate()
        marte = Writer(user("marte"), Source.CORRECTIONAL)
        self.talks["release_talk"] = talks.register_held(
            plan=plan, writer=marte, kind="release_talk", held=talks.Held(day, "Marte Nygård")
        )
        self.restriction = sentences.restrict(
            plan=plan, writer=marte, since=day - timedelta(20), until=day - timedelta(6)
        )
        told = Writer(user("marte"), Source.PERSON, together=True)
        self.told_answer = mapping.answer(
            mapping=mapping.begin_round(plan=plan, kind="arrival"),
            writer=told,
            area="family",
            topic=4,
            words="Det går fint",
        )
        self.language = InterpreterNeed.objects.get(plan=self.plans["leyla"], booked_for=None)

    def places(self) -> None:
        self.region, self.unit, self.ward = Region.objects.first(), Unit.objects.first(), Ward.objects.first()
        self.agency = Agency.objects.first()


def kept_draft() -> Params:
    """Something that whoever acts had typed when the session ran out."""
    with connection.cursor() as cursor:
        cursor.execute("select access.keep_draft('/planer/', %s)", ['{"text": ["Et notat"]}'])
        row = cursor.fetchone()
    return {"key": row[0] if row else None}


def merged_twins() -> Params:
    """Two plans about one person, made by whoever acts, and joined."""
    solvik = Unit.objects.get(name="Solvik fengsel")
    twins = []
    for _ in range(2):
        twins.append(Plan.objects.get(key=create_plan(NewPerson("Nils", "Berg", None, solvik), sure=True)))
        teams.no_private_tie(plan=twins[-1], user=user("marte"))
    keep, other = twins
    return {"key": keep.key, "merge": plan_actions.merge(keep=keep, other=other)}


def entries(plan: Plan) -> Iterator[tuple[str, Entry]]:
    """One of each kind, and those whose visibility differs."""

    def text(model: Any, **words: Any) -> Entry:
        found: Entry = model.objects.filter(plan=plan, **words).order_by("pk")[0]
        return found

    yield "need of housing", text(Need, topic=1)
    yield "need of mental health", text(Need, topic=7)
    yield "need of treatment", text(Need, topic=11)
    yield "need kept to himself", text(Need, only_me=True)
    yield "goal of housing", text(Goal, topic=1)
    yield "measure of Nav", text(Measure, text="Avklare depositum")
    yield "measure of the nurse", text(Measure, text="Bestille time hos psykolog")
    yield "proposal of the school", text(Measure, text__startswith="Leksehjelp")
    yield "note of Nav on a measure", text(MeasureNote)
    yield "note of the nurse, mental health", text(Note, topic=7)
    yield "note of the nurse, body", text(Note, topic=6)
    yield "note of the clinic", text(Note, topic=11)
    yield "about me", text(Statement)
    yield "progression wish", text(ProgressionWish)
    yield "decision", text(Decision)
    yield "contact", text(Contact)
    yield "meeting about the proposals", text(Meeting, subject="Om forslagene")
    yield "meeting of the team", text(Meeting, subject="Møte med teamet")
    yield "placement", text(Placement)
    yield "form of serving", text(ServingForm)
    yield "expected release", text(ExpectedRelease)


SLUGS = {
    Need: "behov", Goal: "mal", Measure: "tiltak", MeasureNote: "tiltaksnotat", Note: "notat", Statement: "om-meg",
    ProgressionWish: "onske", Decision: "bestemt", Contact: "kontakt", Meeting: "mote", Placement: "plassering",
    ServingForm: "form", ExpectedRelease: "loslatelse",
}  # fmt: skip
CHANGED = (
    "need of housing",
    "need of mental health",
    "measure of Nav",
    "note of the nurse, mental health",
    "decision",
)


def cases() -> list[Case]:
    things = Things()
    found = []
    for route, name in patterns():
        if (
            name not in FILLED
            and "<" not in route.replace("<uuid:key>", "")
            and route.startswith("planer/<uuid:key>")
        ):
            params: dict[str, Params] = {slug: {"key": plan.key} for slug, plan in things.plans.items()}
        elif name in FILLED:
            params = FILLED[name](things)
        else:
            assert "<" not in route, (
                f"{name}: say in tests/access/matrix.py how the address {route} is filled in"
            )
            params = {"": {}}
        found += [Case(name, about, values) for about, values in params.items()]
    return list({case.title: case for case in found}.values())


def of_elias(**more: Any) -> Callable[[Things], dict[str, Params]]:
    """The plan of Elias and one more value, taken from the things by its name."""
    return lambda t: {"elias": {"key": t.plans["elias"].key} | {n: value(t) for n, value in more.items()}}


def of_entries(*names: str) -> Callable[[Things], dict[str, Params]]:
    def fill(t: Things) -> dict[str, Params]:
        found = {}
        for about in names or tuple(t.entries):
            plan = t.plans["leyla" if about.startswith("leyla") else "elias"]
            entry = t.entries[about]
            found[about] = {"key": plan.key, "kind": SLUGS[type(entry)], "entry": entry.key}
        return found

    return fill


def without_kind(*names: str) -> Callable[[Things], dict[str, Params]]:
    return lambda t: {
        about: {name: value for name, value in params.items() if name != "kind"}
        for about, params in of_entries(*names)(t).items()
    }


def of_kinds(t: Things) -> dict[str, Params]:
    return {
        f"{slug} {kind}": {"key": t.plans[slug].key, "kind": kind}
        for slug in PERSONS
        for kind in ("behov", "notat", "mote")
    }


def of_cards(t: Things) -> dict[str, Params]:
    return {about: {"key": card.key} for about, card in t.cards.items()}


def of_offers(t: Things) -> dict[str, Params]:
    with acting(user("jon").pk):
        return {
            about: {"key": card.key, "offer": Offer.objects.filter(card=card)[0].key}
            for about, card in t.cards.items()
        }


def of_letters(t: Things) -> dict[str, Params]:
    key = t.plans["elias"].key
    return {name: {"key": key, "letter": letter.key} for name, letter in t.letter.items()}


def absent_meeting(plan: Plan, called: str = "kari") -> Meeting:
    """Of the agencies, without the person (rule C1)."""
    writer = Writer(user("marte"), Source.CORRECTIONAL)
    day = timezone.localdate() + timedelta(days=30)
    return meetings.call(
        plan=plan,
        writer=writer,
        setting={"arena": "agencies"},
        invite=(user(called),),
        subject="Samarbeidsmøte",
        date=day,
    )


def in_a_series(plan: Plan) -> Meeting:
    writer, today = Writer(user("marte"), Source.CORRECTIONAL), timezone.localdate()
    day = today + timedelta(days=42 - today.weekday())
    return meetings.call_series(
        plan=plan, writer=writer, setting={"arena": "talk"}, weeks=4, times=2, subject="Samtale", date=day
    )[0]


def of_rounds(t: Things) -> dict[str, Params]:
    return {"samarbeidsmøte": {"round": t.round}}


def of_meetings(t: Things) -> dict[str, Params]:
    found = {about: t.entries[about].key for about in ("meeting about the proposals", "meeting of the team")}
    found["meeting without him"] = t.absent.key
    return {about: {"key": t.plans["elias"].key, "meeting": key} for about, key in found.items()}


def of_messages(t: Things) -> dict[str, Params]:
    key = t.plans["elias"].key
    return {about: {"key": key, "message": message.key} for about, message in t.message.items()}


def of_wishes(t: Things) -> dict[str, Params]:
    return {about: {"key": t.plans["elias"].key, "wish": wish.key} for about, wish in t.wish.items()}


def of_handovers(t: Things) -> dict[str, Params]:
    plan = t.plans["elias"]
    with acting(user("elias").pk):
        return {"elias": {"key": plan.key, "handover": Handover.objects.filter(plan=plan)[0].key}}


def of_gaps(t: Things) -> dict[str, Params]:
    """Something of the nurse, something of Nav, and a no that the contact team has to do with."""
    plan = t.plans["elias"]
    with acting(user("elias").pk):
        found = Gap.objects.filter(plan=plan, closed_at=None)
        gaps = {
            "late with the nurse": found.get(rule="measure_overdue"),
            "knot of Nav": found.get(rule="knot", owner_user=user("kari")),
            "no from a receiver": found.get(rule="receipt_declined"),
        }
    return {about: {"key": plan.key, "gap": gap.key} for about, gap in gaps.items()}


def snoozed(t: Things) -> GapAct:
    """Why Marte put off a gap."""
    with acting(user("elias").pk):
        return GapAct.objects.select_related("gap").get(plan=t.plans["elias"], act="snoozed")


def declined(t: Things) -> HandoverItem:
    """What a receiver said no to, and why."""
    with acting(user("elias").pk):
        return HandoverItem.objects.get(plan=t.plans["elias"], answer="declined", replaced_at=None)


def of_handed_over(t: Things) -> dict[str, Params]:
    """What Kari has said yes to, what the nurse is asked about, and a role that a colleague is asked about."""
    plan = t.plans["elias"]
    with acting(user("elias").pk):
        items = HandoverItem.objects.filter(
            plan=plan, replaced_at=None, handover=Handover.objects.filter(plan=plan)[0]
        )
        found = {
            "deposit": items.get(measure__text="Avklare depositum"),
            "nurse": items.get(measure__text="Bestille time hos psykolog"),
            "main contact": items.get(contact_member__role="main"),
        }
    return {about: {"key": plan.key, "item": item.key} for about, item in found.items()}


def of_requests(t: Things) -> dict[str, Params]:
    return {about: {"item": params["item"]} for about, params in of_handed_over(t).items()}


def of_talks(t: Things) -> dict[str, Params]:
    return {about: {"key": t.plans["elias"].key, "talk": talk.key} for about, talk in t.talks.items()}


def answer_to(wish: Wish) -> WishAnswer:
    with acting(user("elias").pk):
        return WishAnswer.objects.get(wish=wish)


def of_changes(t: Things) -> dict[str, Params]:
    """The first change in the log of some entries."""
    found = {}
    with acting(user("elias").pk):
        for about in (
            "need of housing",
            "need of mental health",
            "need kept to himself",
            "note of the clinic",
        ):
            entry = t.entries[about]
            change = Change.objects.filter(table=entry._meta.db_table, row_id=entry.pk).earliest("pk")
            found[about] = {"key": t.plans["elias"].key, "number": change.pk}
    return found


MEASURES = ("measure of Nav", "measure of the nurse", "proposal of the school")
FILLED: dict[str, Callable[[Things], dict[str, Params]]] = {
    "undo": of_changes,
    **{name: of_handed_over for name in (
        "handover_item", "handover_receiver", "handover_ended", "handover_agree", "handover_slip",
    )},
    **{name: of_handovers for name in ("handover_change", "handover_words")},
    "handover_request": of_requests,
    **{name: of_gaps for name in ("gap", "gap_take", "gap_hand", "gap_snooze", "gap_wake", "gap_threads")},
    "unit_gap": lambda t: {about: {"gap": params["gap"]} for about, params in of_gaps(t).items()},
    "measure_waits": without_kind(*MEASURES),
    "measure_waits_not": lambda t: {
        "Nav for the nurse": without_kind("measure of Nav")(t)["measure of Nav"] | {"other": t.awaited.key}
    },
    "work_take": lambda t: {
        about: {"kind": "measure", "key": t.entries[about].key} for about in MEASURES
    } | {f"gap {about}": {"kind": "gap", "key": params["gap"]} for about, params in of_gaps(t).items()},
    "work_done": lambda t: {"of Marte": {"key": t.task.key}},
    "notice_open": lambda t: {"of Marte": {"key": t.notice.key}},
    "letter_again": lambda t: {"nobody's": {"key": t.task.key}},
    "absence_end": lambda t: {"of Farid": {"key": t.absence.key}},
    **{name: lambda t: {"at Solvik": {"key": t.team.key}} for name in ("officer_team", "officer_team_end")},
    "unit_gaps_kind": lambda t: {"without home": {"rule": "no_home_municipality"}},
    "unit_gaps_user": lambda t: {slug: {"key": user(slug).key} for slug in ("marte", "silje")},
    "unit_gaps_team": lambda t: {"at Solvik": {"key": t.team.key}},
    "unit_gaps_person": lambda t: {slug: {"key": t.plans[slug].key} for slug in PERSONS},
    "unit_step": lambda t: {"not begun": {"code": "0"}},
    "unit_ask": lambda t: {slug: {"key": t.plans[slug].key} for slug in PERSONS},
    "handover_link": lambda t: {"made up": {"link": t.plans["elias"].key}},
    "checklist_mark": of_elias(code=lambda t: "doctor"),
    **{name: of_elias(number=lambda t: 1) for name in ("version", "version_answer")},
    "entry_new": of_kinds,
    "entry": of_entries(),
    **{name: of_entries(*CHANGED) for name in (
        "entry_edit", "entry_remove", "entry_keep", "entry_contest", "entry_wrong_person",
    )},
    **{name: without_kind(*MEASURES) for name in ("measure_done", "measure_answer", "measure_status", "measure_note", "measure_take_back",
                                                    "measure_confirm", "measure_offered")},
    "contact_open": without_kind("contact"),
    "contact_close": lambda t: {"contact": without_kind("contact")(t)["contact"] | {"number": 1}},
    "refusal_take_back": lambda t: {"leyla": {"key": t.plans["leyla"].key, "kind": "no_answer"}},
    "consent_topic": of_elias(topic=lambda t: 1),
    "consent_recipient": of_elias(who=lambda t: t.nav.key),
    **{
        f"consent_{name}": of_elias(sheet=lambda t: t.draft.key)
        for name in ("summary", "end", "drop", "take_over", "print", "pdf")
    },
    **{f"consent_{name}": of_elias(number=lambda t: t.number) for name in ("one", "scan", "attach")},
    "consent_same": of_elias(old=lambda t: t.nav.key, new=lambda t: t.town.key),
    "exclusion_lift": of_elias(exclusion=lambda t: t.exclusion.key),
    "consent_receipt": of_elias(receipt=lambda t: t.receipt.key),
    "told_receipt": lambda t: {"told to Ola": {"receipt": t.told.key}},
    "plan_look": of_elias(look=lambda t: t.look.key),
    "plan_seen_as": of_elias(member=lambda t: t.kari.key),
    "plan_seen_as_page": of_elias(member=lambda t: t.kari.key, rest=lambda t: "team/"),
    "look_question": lambda t: {"of Elias": {"question": t.question.key}},
    **{name: of_wishes for name in ("wish", "wish_answer", "wish_withdraw", "wish_applied", "wish_wrong_person")},
    **{name: of_wishes for name in ("wish_open", "wish_contest")},
    **{name: of_letters for name in ("letter", "letter_pdf", "letter_docx", "letter_sent", "letter_answered",
                                     "letter_take_out", "letter_contest", "letter_wrong_person")},
    **{name: of_messages for name in ("message_contest", "message_wrong_person")},
    "channel_thread": lambda t: {
        about: {"key": t.plans["elias"].key, "slug": "behov", "thing": t.entries[about].key}
        for about in ("need of housing", "need of mental health", "need kept to himself")
    },
    "channel_file": lambda t: {
        about: {"key": t.plans["elias"].key, "attachment": file.key} for about, file in t.file.items()
    },
    "unit_channel": lambda t: {"of Solvik": {"unit": t.letter_unit.key}},
    "letter_new": of_elias(slug=lambda t: "bolig"),
    **{name: of_meetings for name in ("meeting", "meeting_before", "meeting_raise", "meeting_before_paper", "meeting_room",
                                      "meeting_live", "meeting_present", "meeting_aside", "meeting_minutes", "meeting_file",
                                      "meeting_consent", "meeting_talked_of", "meeting_parts", "meeting_pass", "meeting_setting")},
    "meeting_series": lambda t: {"series of Elias": {"key": t.plans["elias"].key, "meeting": t.series.key}},
    "meeting_round": of_rounds, "meeting_round_screen": of_rounds,
    "calendar_feed_file": lambda t: {"nobody's": {"secret": "0" * 64}},
    **{name: lambda t: {"foggy": {"thread": "taket-vei"}} for name in (
        "thread", "thread_reword", "thread_edit", "thread_take_off", "thread_bring_back",
    )},
    **{name: lambda t: {"of Kari": {"suggestion": t.suggestion.key}} for name in ("thread_suggestion", "thread_take_in")},
    "benefits_indicator": lambda t: {"first talk": {"code": "first_talk"}},
    "benefits_step_done": lambda t: {"at Solvik": {"step": t.step.key}},
    **{name: lambda t: {"the result goal": {"goal": "integrated"}} for name in (
        "benefits_goal", "benefits_goal_retire", "benefits_plan_line", "benefits_assess",
    )},
    **{name: lambda t: {"at Solvik": {"trial": t.trial.key}} for name in ("trial", "trial_ask", "trial_decide")},
    **{name: lambda t: {"the meeting": {"survey": t.asked.survey.key}} for name in (
        "survey", "survey_open", "survey_import", "survey_copy", "survey_next",
    )},
    **{name: lambda t: {"draft of Anders": {"survey": t.draft_survey.key}} for name in ("survey_build", "survey_arrange")},
    "survey_section": lambda t: {"draft of Anders": {"survey": t.draft_survey.key, "number": 0}},
    "survey_question": lambda t: {"draft of Anders": {"survey": t.draft_survey.key, "number": 0, "name": "useful"}},
    **{name: lambda t: {"at Solvik": {"round": t.asked.key}} for name in (
        "survey_round", "survey_codes", "survey_texts", "survey_close", "survey_screen", "survey_step", "survey_csv",
        "survey_xlsx", "survey_pdf", "survey_sheet", "survey_key", "survey_compare", "survey_named",
    )},
    "survey_answer": lambda t: {"open": {"code": t.asked.code}},
    "need_threads": without_kind("need of housing", "need of mental health", "leyla children"),
    "chart_pdf": lambda t: {"a4": {"paper": "a4"}},
    "letter_text": lambda t: {"housing": {"slug": "bolig", "language": "nb"}},
    "letter_templates_unit": lambda t: {"of Solvik": {"unit": t.letter_unit.key}},
    "letter_template_file": lambda t: {"of Solvik": {"template": t.letter_template.key}},
    "letter_text_local": lambda t: {
        "transfer in Solvik": {"slug": "overforing", "language": "nb", "unit": t.letter_unit.key}},
    "wish_answer_contest": of_elias(
        wish=lambda t: t.wish["to Nav"].key, answer=lambda t: answer_to(t.wish["to Nav"]).key
    ),
    "leave_contest": of_elias(leave=lambda t: t.leave.key),
    **{name: of_elias(sheet=lambda t: t.choices.key) for name in ("choice_sheet", "choice_sheet_pdf")},
    **{name: of_elias(slip=lambda t: t.slip.key) for name in ("slip", "slip_pdf")},
    **{name: of_talks for name in ("conversation", "conversation_hold", "conversation_move", "conversation_cancel",
                                   "conversation_sitting", "conversation_share", "conversation_interpreter",
                                   "conversation_contest", "talk_wishes")},
    "interpreter_contest": lambda t: {"leyla": {"key": t.plans["leyla"].key, "need": t.language.key}},
    "mapping_contest": of_elias(answer=lambda t: t.told_answer.key),
    **{name: of_elias(entry=lambda t: t.restriction.key) for name in ("restriction", "restriction_contest")},
    "sentence_facts_contest": of_elias(entry=lambda t: t.facts.key),
    "sentence_term_contest": of_elias(entry=lambda t: t.term.key),
    "interruption_contest": of_elias(entry=lambda t: t.pause.key),
    "sentence_date_contest": of_elias(kind=lambda t: "two_thirds"),
    "conversation_register": of_elias(kind=lambda t: "intake"),
    "mapping_fill": of_elias(kind=lambda t: "arrival"),
    "mapping_need": of_elias(answer=lambda t: t.answer.key),
    **{name: of_elias(result=lambda t: t.brik.key) for name in ("brik_need", "brik_contest")},
    "economy_contest": of_elias(row=lambda t: t.money.key),
    "economy_need": of_elias(row=lambda t: t.money.key, line=lambda t: "bank_id"),
    "slip_receipt": lambda t: {"handed in to Ola": {"slip": t.handed_in.key}},
    "leave": of_elias(leave=lambda t: t.leave.key),
    "step_waive": of_elias(step=lambda t: "8"),
    "step_contest": lambda t: {"leyla": {"key": t.plans["leyla"].key, "step": "0.2"}},
    "gap_act_contest": of_elias(gap=lambda t: snoozed(t).gap.key, act=lambda t: snoozed(t).key),
    "handover_item_contest": of_elias(item=lambda t: declined(t).key),
    "checklist_contest": of_elias(code=lambda t: "doctor"),
    "step_need": lambda t: {"leyla": {"key": t.plans["leyla"].key, "step": "0.2"}},
    "sentence_term": of_elias(entry=lambda t: t.term.key),
    "interruption": of_elias(entry=lambda t: t.pause.key),
    "team_remove": of_elias(member=lambda t: t.kari.key),
    "main_contact_answer": of_elias(choice=lambda t: t.main_choice.key),
    "team_ask_away": of_elias(member=lambda t: t.ola.key),
    "team_let_back": of_elias(member=lambda t: t.ola.key),
    "merge": of_elias(other=lambda t: t.plans["leyla"].key),
    "merge_undo": lambda t: {"twins": t.merge},
    "invitation": lambda t: {"to Per": {"key": t.invitation.key}},
    "draft_discard": lambda t: {"of Marte": t.draft_of_marte},
    "task_done": lambda t: {"of Marte": {"key": t.task.key}},
    "unit_assign": lambda t: {slug: {"key": t.plans[slug].key} for slug in PERSONS},
    **{name: lambda t: {"kari": {"key": user("kari").key}} for name in ("user", "user_active")},
    **{name: lambda t: {"kari": {"key": user("kari").key, "kind": "etat"}} for name in ("role_give", "role_end")},
    "unit_edit": lambda t: {"": {"key": t.unit.key}},
    "ward_new": lambda t: {"": {"key": t.unit.key}},
    "ward_edit": lambda t: {"": {"key": t.ward.key}},
    "region_edit": lambda t: {"": {"key": t.region.key}},
    "agency_edit": lambda t: {"": {"key": t.agency.key}},
    **{name: of_cards for name in ("card", "card_edit", "card_confirm", "offer_new")},
    **{name: of_offers for name in ("offer_edit", "offer_end")},
    "offer_propose": lambda t: {about: {"offer": str(p["offer"])} for about, p in of_offers(t).items()},
    "card_new": lambda t: {about: {"key": owner.key} for about, owner in t.cardless.items()},
    "scheme": lambda t: {"": {"slug": "ungdomsgarantien"}},
    "need_services": without_kind("need of housing", "need of mental health", "need of treatment", "leyla children"),
}  # fmt: skip


def answers(client: Client, found: list[Case]) -> dict[str, str]:
    """What one browser gets at each address. Whatever a request changes is taken back."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    told = {}
    for case in found:
        with transaction.atomic():
            told[case.title] = answer(client, case.address)
            transaction.set_rollback(True)
        client.cookies.load(cookies)
    return told


def answer(client: Client, address: str) -> str:
    """The status, and for a redirect where to; an address for forms only is sent an empty form."""
    response = client.get(address)
    if response.status_code != 405:
        return said(response, "")
    return said(client.post(address, {}), "POST ")


def said(response: Any, way: str) -> str:
    """404, and nobody's way to the start page, are the same for a form as for a page."""
    target = ""
    if response.status_code == 302:
        path = response["Location"].partition("?")[0]
        try:
            target = f" {resolve(path).url_name}"
        except Resolver404:
            target = f" {path}"
    status = f"{response.status_code}{target}"
    return status if status in DEFAULT.values() else way + status


def reviewed() -> dict[str, dict[str, str]]:
    """The rows of `matrix.toml`, with everybody in them."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return {
        title: DEFAULT | {actor: status for status, actors in row.items() for actor in actors}
        for title, row in rows.items()
    }


def as_toml(table: dict[str, dict[str, str]]) -> str:
    """The draft that POP_WRITE=1 writes, for a human to review."""
    lines = [
        "# What each of the cast gets at each address. Whoever is not named gets 404; nobody (not logged in) is sent to start.",
        "",
    ]
    for title, row in table.items():
        by_status: dict[str, list[str]] = {}
        for actor in ACTORS:
            if row[actor] != DEFAULT[actor]:
                by_status.setdefault(row[actor], []).append(actor)
        lines.append(f'["{title}"]')
        lines += [f'"{status}" = {actors!r}'.replace("'", '"') for status, actors in by_status.items()]
        lines.append("")
    return "\n".join(lines)
