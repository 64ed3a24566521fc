"""A year in one person's life, from the summons to two weeks after the release, day by day.

Aksel is 22. He is summoned on 2 January 2024, comes to Solvik on 5 February, and is to serve fifteen months, of which
two thirds are ten: he is released on 5 December. Nobody is as quick as the rules would have it, so that each rule finds
its gap on its day, and somebody closes it by doing the thing itself. The year has a leap day, Easter (28 March to
1 April), 17 May on a Friday before Whitsun, and both changes of the clock.

`a_year.txt` is the whole year, read through by a human; `POP_WRITE=1` writes it anew.
"""

from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from pop.access.actor import acting
from pop.channel import actions as channel
from pop.channel.things import Thread
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import agency, user
from pop.gaps import actions as gaps
from pop.gaps.catalogue import load
from pop.gaps.models import Gap
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways, points
from pop.letters import actions as letters
from pop.letters.models import Letter
from pop.meetings import actions as meetings
from pop.meetings.models import Coming, LineKind
from pop.people.models import Ward
from pop.plans import actions as plans
from pop.plans import plan_actions, proposal_actions
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, Meeting, Need, Placement
from pop.process import actions as process
from pop.sentences import actions as sentences
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, SupportTeamMember
from pop.wishes import actions as wishes
from pop.wishes.models import Wish
from pop.worklists import actions as worklists
from pop.worklists.models import Absence
from tests.life.living import THE_NIGHT, Life, Script, a_life

FILE = Path(__file__).parent / "a_year.txt"
LAST = date(2024, 12, 20)
HOUSING, SCHOOL, BODY = 1, 3, 6
FAR_OFF = date(2099, 1, 1)
"""Whether a consent is in force asks the real day."""

year = Script()


# Before -----------------------------------------------------------------------------------------------------------


@year.on(1, 2)
def _(life: Life) -> None:
    """The summons: Marte starts the plan, and registers the sentence and the day of arrival."""
    life.begin("Aksel", "Myhre", date(2001, 5, 1), "202400001")
    life.log_in()
    with life.as_contact():
        arrival = Placement.objects.of(life.plan).get()
        plans.edit(arrival, since=date(2024, 2, 5))
        sentences.register(
            plan=life.plan, writer=life.service, facts={"starts_on": date(2024, 2, 5), "reporting_duty": True},
            term={"years": 1, "months": 3},
        )  # fmt: skip


@year.on(2, 5)
def _(life: Life) -> None:
    """Arrival: the first talk. Aksel has a toothache. The next talk is booked."""
    with life.as_contact():
        talks.register_held(
            plan=life.plan, writer=life.service, kind="intake",
            held=talks.Held(date(2024, 2, 5), "Marte", acute=(talks.AcuteNeed(BODY, "Tannverk"),)),
            following=talks.Next("needs_1", date(2024, 2, 9)),
        )  # fmt: skip


@year.on(2, 5, hour=13)
def _(life: Life) -> None:
    """An urgent need waits for no talk: Aksel says yes to the dentist, aloud."""
    dentist = life.measure("Tannverk", "Tannlege", due=date(2024, 5, 2), responsible_user=user("marte"))
    with life.as_contact():
        assert plans.choose_measure(dentist, way=ChoiceWay.ORAL, present="Marte")


# To understand ----------------------------------------------------------------------------------------------------


@year.on(2, 9, hour=8)
def _(life: Life) -> None:
    """Marte is ill, and nobody stands in."""
    with acting(user("anders").pk):
        worklists.be_away(
            user=user("marte"), since=date(2024, 2, 9), until=None, registered_by=user("anders")
        )


@year.on(2, 12, hour=8)
def _(life: Life) -> None:
    """Marte is back."""
    with acting(user("anders").pk):
        worklists.be_back(Absence.objects.get(user=user("marte"), until=None), registered_by=user("anders"))


@year.on(2, 12)
def _(life: Life) -> None:
    """She finds another day for the talk."""
    with life.as_contact():
        talks.move(Conversation.objects.of(life.plan).get(held_on=None), planned_on=date(2024, 2, 14))


@year.on(2, 14)
def _(life: Life) -> None:
    """Needs talk, part 1. Aksel wants time to think about consent."""
    life.hold(date(2024, 2, 28), consent_asked=False, consent_not_asked_why="more_time")


@year.on(2, 14, hour=13)
def _(life: Life) -> None:
    """All that they talked of is written down."""
    life.need(HOUSING, "Et sted å bo")
    life.need(SCHOOL, "Ta fagbrevet")


@year.on(2, 14, hour=14)
def _(life: Life) -> None:
    """There is time for the whole forløp."""
    with life.as_contact():
        process.choose_pathway(plan=life.plan, pathway="standard", suggested="standard", by=user("marte"))


def give(kind: str, *topics: int) -> Any:
    def choices(life: Life) -> list[Choice]:
        return [
            Choice(Recipient(agency=life.body(kind)), t, give=True, obtain=True, share=True) for t in topics
        ]

    return choices


def sign(life: Life, *wanted: Any) -> None:
    choices = [choice for each in wanted for choice in each(life)]
    with life.as_person():
        consents.sign(consents.draft(plan=life.plan, drafted_by=life.person, choices=choices))


@year.on(2, 16)
def _(life: Life) -> None:
    """Aksel signs: the school and the municipality may see what he needs."""
    sign(life, give("school", SCHOOL), give("home_municipality", HOUSING))


@year.on(2, 21)
def _(life: Life) -> None:
    """He confirms what he said aloud."""
    with life.as_person():
        assert proposal_actions.confirm_choices(plan=life.plan)


for number in range(21):
    wednesday = date(2024, 2, 28) + timedelta(14 * number)
    if wednesday in (date(2024, 3, 27), date(2024, 4, 10), date(2024, 12, 4)):
        continue

    @year.on(wednesday.month, wednesday.day)
    def _(life: Life) -> None:
        """The regular talk; the next is booked."""
        following = timezone.localdate() + timedelta(14)
        life.hold(following, "farewell" if following == date(2024, 12, 4) else "regular")


# To plan -----------------------------------------------------------------------------------------------------------


@year.on(3, 14)
def _(life: Life) -> None:
    """Aksel moves to another ward."""
    with life.as_contact():
        here = Placement.objects.of(life.plan).get(until=None)
        ward = Ward.objects.get(unit_id=here.unit_id, name="Avdeling B")
        plans.place(
            plan=life.plan, writer=life.service, unit_id=here.unit_id, ward=ward, since=date(2024, 3, 14)
        )


@year.on(3, 20)
def _(life: Life) -> None:
    """Torbjørn from the school is invited."""
    life.invite("torbjorn", "school")


@year.on(3, 22)
def _(life: Life) -> None:
    """He says yes: the first from outside."""
    life.accept("torbjorn")


@year.on(3, 26)
def _(life: Life) -> None:
    """The talk before Easter is moved to after it."""
    with life.as_contact():
        talks.move(Conversation.objects.of(life.plan).get(held_on=None), planned_on=date(2024, 4, 2))


@year.on(4, 2)
def _(life: Life) -> None:
    """The regular talk, after Easter; part 2 is booked."""
    life.hold(date(2024, 4, 10), "needs_2")


@year.on(4, 5)
def _(life: Life) -> None:
    """Torbjørn proposes what the school can do, and names neither a day nor who."""
    need = life.of(Need, "Ta fagbrevet")
    with life.as_agency("torbjorn", "school") as writer:
        plans.propose_measure(plan=life.plan, writer=writer, topic=SCHOOL, text="Tømrer Vg2", needs=(need,))


@year.on(4, 8)
def _(life: Life) -> None:
    """Marte proposes that Nav helps with a deposit."""
    life.measure("Et sted å bo", "Depositum", due=date(2024, 12, 20), responsible_agency=life.body("nav"))


@year.on(4, 10)
def _(life: Life) -> None:
    """Needs talk, part 2. They forget to book the next."""
    life.hold(consent_asked=True)


@year.on(4, 10, hour=14)
def _(life: Life) -> None:
    """The next talk is booked."""
    life.book("regular", date(2024, 4, 24))


@year.on(4, 10, hour=13)
def _(life: Life) -> None:
    """Aksel chooses both, with his own login."""
    with life.as_person():
        for measure in Measure.objects.of(life.plan).filter(chosen_at=None):
            assert plans.choose_measure(measure, way=ChoiceWay.OWN_LOGIN)


@year.on(4, 12)
def _(life: Life) -> None:
    """The school says who, and until when; Nav gets consent on paper."""
    with life.as_agency("torbjorn", "school"):
        measure = Measure.objects.of(life.plan).get(text="Tømrer Vg2")
        assert plans.edit(measure, responsible_user=user("torbjorn"), due=date(2024, 12, 13))
    choices = give("nav", HOUSING)(life)
    with life.as_contact():
        paper = consents.draft(plan=life.plan, drafted_by=user("marte"), choices=choices)
        consents.register_paper(
            paper, registered_by=user("marte"), witness=user("ola"), signed_on=date(2024, 4, 12)
        )


@year.on(4, 15)
def _(life: Life) -> None:
    """The sheet is in the archive."""
    with life.as_contact():
        consents.refer_to_archive(life.plan.consents.get(way="paper"), reference="2024/17")


# Day to day -------------------------------------------------------------------------------------------------------


@year.on(5, 3)
def _(life: Life) -> None:
    """Marte takes the gap, and puts it off over the weekend. It is a gap all the same."""
    with life.as_contact():
        late = Gap.objects.get(plan=life.plan, rule="measure_overdue")
        assert gaps.take(gap=late)
        assert gaps.snooze(gap=late, until=date(2024, 5, 6), reason="Timen er på mandag")


@year.on(5, 6)
def _(life: Life) -> None:
    """The dentist is done, some days late."""
    with life.as_contact():
        dentist = Measure.objects.of(life.plan).get(text="Tannlege")
        plans.set_status(dentist, status=MeasureStatus.DONE)


def meet(life: Life, *, on: date | None = None, held: bool | None = True) -> None:
    with life.as_contact():
        plans.plan_meeting(
            plan=life.plan,
            writer=life.service,
            subject="Ansvarsgruppe",
            date=on or timezone.localdate(),
            held=held,
        )


@year.on(4, 29)
def _(life: Life) -> None:
    """Marte calls the team to its meetings: one every six weeks, the first a week from now."""
    with life.as_contact():
        made = meetings.call_series(
            plan=life.plan, writer=life.service, setting={"arena": "support_group"}, weeks=6, times=6, subject="Ansvarsgruppe",
            date=date(2024, 5, 6), time=time(14), invite=(user("torbjorn"),), cases=("Hvordan går det på skolen?",),
        )  # fmt: skip
    assert [m.date for m in made if m.date] == [
        date(2024, 5, 6) + timedelta(42 * number) for number in range(6)
    ]


@year.on(5, 2)
def _(life: Life) -> None:
    """Torbjørn comes by video; Aksel wants to talk about the flat."""
    with acting(user("torbjorn").pk):
        meetings.answer(
            meeting=team_meeting(life, date(2024, 5, 6)), user=user("torbjorn"), answer=Coming.DIGITAL
        )
    with life.as_person() as writer:
        meeting = team_meeting(life, date(2024, 5, 6))
        meetings.raise_item(meeting=meeting, writer=writer, topic=HOUSING, text="Hvor skal jeg bo?")


def team_meeting(life: Life, on: date) -> Meeting:
    return Meeting.objects.of(life.plan).get(date=on, set__arena="support_group")


for number in range(6):
    monday = date(2024, 5, 6) + timedelta(42 * number)

    @year.on(monday.month, monday.day, hour=14)
    def _(life: Life) -> None:
        """The team meets; what it agrees on is in the plan when they leave the room."""
        today = timezone.localdate()
        with life.as_contact():
            meeting = team_meeting(life, today)
            for one in (user(life.contact), life.person, user("torbjorn")):
                meetings.arrive(meeting=meeting, user=one)
            need = life.of(Need, "Ta fagbrevet")
        with life.as_contact():
            decided = {"need": need, "item": meeting.agenda.first()} if today == date(2024, 5, 6) else {}
            text = "Torbjørn hører med skolen om plass fra høsten"
            meetings.write_line(
                meeting=meeting,
                writer=life.service,
                topic=SCHOOL,
                kind=LineKind.DECIDED,
                text=text,
                **decided,
            )
            assert meetings.end(meeting)


@year.on(5, 7)
def _(life: Life) -> None:
    """The minutes are approved: those who were called are told that they are there."""
    with life.as_contact():
        assert meetings.approve(team_meeting(life, date(2024, 5, 6)), by=user("marte"))


@year.on(5, 13)
def _(life: Life) -> None:
    """Aksel asks for one more phone hour."""
    with life.as_person() as writer:
        wishes.ask(
            plan=life.plan, writer=writer, topic=HOUSING, text="En telefontid til", asked_on=date(2024, 5, 13)
        )


@year.on(5, 24)
def _(life: Life) -> None:
    """He gets his answer."""
    with life.as_contact():
        wish = Wish.objects.of(life.plan).get()
        wishes.answer(wish=wish, writer=life.service, answer="yes")


@year.on(5, 15)
def _(life: Life) -> None:
    """He asks Torbjørn where the course is, in the group's channel."""
    with life.as_person() as writer:
        school = Thread("tiltak", Measure.objects.of(life.plan).get(text="Tømrer Vg2"))
        channel.send(plan=life.plan, writer=writer, thread=school, text="Hvor er kurset?")


@year.on(5, 16)
def _(life: Life) -> None:
    """With Marte he writes to the municipality that he needs a home; an answer is due in four weeks."""
    with life.as_contact():
        application = letters.make(
            plan=life.plan, writer=life.told, topic=HOUSING, facts=[], only_me=False, code="housing", to_name="Kommunen",
            to_agency=life.body("home_municipality"), subject="Søknad om bolig", text="Jeg søker om bolig.", purpose="å få et sted å bo",
        )  # fmt: skip
        assert letters.tell_sent(
            application, sent_on=date(2024, 5, 16), sent_way="post", answer_due=date(2024, 6, 13)
        )


@year.on(6, 18)
def _(life: Life) -> None:
    """Nobody has answered: a reminder goes out."""
    with life.as_contact():
        application = Letter.objects.of(life.plan).get(code="housing")
        reminder = letters.make(
            plan=life.plan, writer=life.told, topic=HOUSING, facts=[], only_me=False, code="reminder", to_name="Kommunen",
            subject="Purring", text="Jeg venter på svar.", purpose="å få svar", follows=application,
        )  # fmt: skip
        assert letters.tell_sent(
            reminder, sent_on=date(2024, 6, 18), sent_way="post", answer_due=date(2024, 7, 9)
        )


@year.on(7, 5)
def _(life: Life) -> None:
    """The municipality says no; there are three weeks to complain."""
    with life.as_contact():
        for code in ("housing", "reminder"):
            letter = Letter.objects.of(life.plan).get(code=code)
            assert letters.tell_answered(
                letter, answered_on=date(2024, 7, 5), reply="no", complaint_period="fvl_29"
            )
            letter.refresh_from_db()
            assert letter.complaint_deadline == date(2024, 7, 26)


@year.on(6, 3)
def _(life: Life) -> None:
    """The school has no place before August: the measure waits."""
    status(life, "Tømrer Vg2", MeasureStatus.WAITING, "Ledig plass")


def status(life: Life, text: str, to: MeasureStatus, reason: str = "") -> None:
    with life.as_agency("torbjorn", "school"):
        assert plans.set_status(Measure.objects.of(life.plan).get(text=text), status=to, reason=reason)


# Six months before (T11) ---------------------------------------------------------------------------------------------


@year.on(6, 7)
def _(life: Life) -> None:
    """Kari from Nav, where Aksel is to live, joins."""
    life.invite("kari", "nav")
    life.accept("kari")


@year.on(6, 10)
def _(life: Life) -> None:
    """So does Hanne from the municipality."""
    life.invite("hanne", "home_municipality")
    life.accept("hanne")


@year.on(6, 14)
def _(life: Life) -> None:
    """Both say what they can do, in time."""
    for slug, kind in (("kari", "nav"), ("hanne", "home_municipality")):
        with life.as_agency(slug, kind) as writer:
            plans.write_note(plan=life.plan, writer=writer, topic=HOUSING, text="Vi kan hjelpe.")


@year.on(6, 26)
def _(life: Life) -> None:
    """A place after all: school begins."""
    status(life, "Tømrer Vg2", MeasureStatus.IN_PROGRESS)


@year.on(6, 27)
def _(life: Life) -> None:
    """Ola and Farid come into the contact team; Marte has a measure of her own."""
    with life.as_contact():
        teams.follow_up(plan=life.plan, user=user("farid"), role="coordinator")
    with acting(user("farid").pk):
        teams.no_private_tie(plan=life.plan, user=user("farid"))
    papers = life.measure(
        "Et sted å bo", "Søke om bolig", due=date(2024, 11, 1), responsible_user=user("marte")
    )
    with life.as_person():
        assert plans.choose_measure(papers, way=ChoiceWay.OWN_LOGIN)


@year.on(7, 1)
def _(life: Life) -> None:
    """Marte's leave begins. Nobody has thought of who comes after her."""
    with acting(user("farid").pk):
        teams.stop_following_up(ContactTeamMember.objects.get(plan=life.plan, user=user("marte"), until=None))
    life.contact = "farid"


@year.on(7, 2)
def _(life: Life) -> None:
    """Ola takes over as main contact."""
    with life.as_contact():
        teams.follow_up(plan=life.plan, user=user("ola"), role="main")
    life.contact = "ola"
    with life.as_contact():
        teams.no_private_tie(plan=life.plan, user=user("ola"))


@year.on(7, 2, hour=13)
def _(life: Life) -> None:
    """He takes over her measure too."""
    with life.as_contact():
        assert plans.edit(
            Measure.objects.of(life.plan).get(text="Søke om bolig"), responsible_user=user("ola")
        )


@year.on(7, 29)
def _(life: Life) -> None:
    """Torbjørn writes how it goes."""
    note(life)


def note(life: Life) -> None:
    with life.as_agency("torbjorn", "school") as writer:
        plans.note_on_measure(
            measure=Measure.objects.of(life.plan).get(text="Tømrer Vg2"),
            writer=writer,
            text="Møter hver dag.",
        )


for month, number in ((8, 23), (9, 20), (10, 18), (11, 15)):

    @year.on(month, number)
    def _(life: Life) -> None:
        """Torbjørn writes how it goes, in time."""
        note(life)


@year.on(8, 1)
def _(life: Life) -> None:
    """Aksel takes back what Nav was given."""
    nav = life.body("nav")
    with life.as_person():
        consents.withdraw(plan=life.plan, recipient=Recipient(agency=nav))


@year.on(8, 5)
def _(life: Life) -> None:
    """After a talk with Kari he gives it again."""
    sign(life, give("nav", HOUSING))


@year.on(8, 12)
def _(life: Life) -> None:
    """The flat waits for the deposit, and the deposit for the flat."""
    for one, other in (("Depositum", "Søke om bolig"), ("Søke om bolig", "Depositum")):
        a, b = life.of(Measure, one), life.of(Measure, other)
        with life.as_contact():
            assert gaps.wait_for(measure=a, other=b)


@year.on(8, 14, hour=14)
def _(life: Life) -> None:
    """Nav pays without an address: the knot is untied."""
    a, b = life.of(Measure, "Depositum"), life.of(Measure, "Søke om bolig")
    with life.as_contact():
        assert gaps.wait_no_more(measure=a, other=b.key)


@year.on(9, 2)
def _(life: Life) -> None:
    """Hanne changes work: Per joins before she leaves."""
    life.invite("per", "home_municipality")
    life.accept("per", reached=False)


@year.on(9, 3)
def _(life: Life) -> None:
    """Hanne leaves."""
    with life.as_contact():
        teams.leave_team(SupportTeamMember.objects.get(plan=life.plan, user=user("hanne")))


@year.on(9, 12)
def _(life: Life) -> None:
    """A meeting more is called for the 16th."""
    meet(life, on=date(2024, 9, 16), held=None)


@year.on(9, 18)
def _(life: Life) -> None:
    """It is written that nobody came."""
    with life.as_contact():
        assert plans.edit(Meeting.objects.of(life.plan).get(date=date(2024, 9, 16)), held=False)


# Two months before (T12) ---------------------------------------------------------------------------------------------


@year.on(10, 7)
def _(life: Life) -> None:
    """Ola and Aksel begin the handover, and ask who takes over."""
    with life.as_contact():
        handover = handovers.begin(
            plan=life.plan,
            begun_by=user("ola"),
            pathway=pathways()["release_with_duty"],
            on_day=date(2024, 12, 5),
            measures=Measure.objects.of(life.plan).filter(text__in=["Depositum", "Tømrer Vg2"]),
            leaving=[ContactTeamMember.objects.get(plan=life.plan, user=user("ola"), until=None)],
        )
    for subject, slug, kind in (
        ({"measure__text": "Depositum"}, "kari", "nav"),
        ({"measure__text": "Tømrer Vg2"}, "torbjorn", "school"),
        ({"measure": None}, "jorgen", ""),
    ):
        with life.as_contact():
            item = HandoverItem.objects.get(handover=handover, replaced_at=None, **subject)
            key = handovers.choose_receiver(item, user=user(slug), agency=agency(kind) if kind else None)
            assert key
            assert handovers.ask(key) == "asked", slug


def answer(life: Life, slug: str, said: str, reason: str = "") -> None:
    with acting(user(slug).pk):
        item = HandoverItem.objects.get(receiver_user=user(slug), replaced_at=None, plan_id=life.plan.pk)
        assert handovers.answer(item, answer=said, reason=reason)


@year.on(10, 7, hour=13)
def _(life: Life) -> None:
    """Half of the checklist is in place."""
    mark(life, points("release")[:6])


def mark(life: Life, some: Any) -> None:
    with life.as_contact():
        for point in some:
            handovers.mark(plan=life.plan, by=user("ola"), code=point.code, state="done")


@year.on(10, 9, hour=13)
def _(life: Life) -> None:
    """Torbjørn cannot go on after the release."""
    answer(life, "torbjorn", "declined", "Skolen følger opp til løslatelsen.")


@year.on(10, 10)
def _(life: Life) -> None:
    """Aksel will find an apprenticeship himself: nobody has to take over school."""
    with life.as_contact():
        item = HandoverItem.objects.get(plan=life.plan, measure__text="Tømrer Vg2", replaced_at=None)
        assert handovers.needs_nobody(item, reason="Aksel finner læreplass selv")


@year.on(10, 16)
def _(life: Life) -> None:
    """Kari says yes, two days late."""
    answer(life, "kari", "confirmed")


@year.on(10, 21, hour=15)
def _(life: Life) -> None:
    """The rest of the checklist is in place."""
    mark(life, points("release")[6:])


@year.on(10, 23, hour=13)
def _(life: Life) -> None:
    """Jørgen in the probation service says yes, after the leader has asked."""
    answer(life, "jorgen", "confirmed")


@year.on(10, 31)
def _(life: Life) -> None:
    """The flat is found, a day before the deadline."""
    with life.as_contact():
        plans.set_status(Measure.objects.of(life.plan).get(text="Søke om bolig"), status=MeasureStatus.DONE)


@year.on(12, 2, hour=15)
def _(life: Life) -> None:
    """Nav may go on after the sentence: a consent of its own, with an end."""
    choices = give("nav", HOUSING)(life)
    with life.as_person():
        paper = consents.draft(
            plan=life.plan, drafted_by=life.person, choices=choices, after_sentence=True, ends_on=FAR_OFF
        )
        consents.sign(paper)


# Release -------------------------------------------------------------------------------------------------------------


@year.on(12, 4)
def _(life: Life) -> None:
    """Farewell. A talk for after is booked."""
    life.hold(date(2024, 12, 19), "follow_up")
    with life.as_contact():
        handovers.tell_of_farewell(
            plan=life.plan, by=user("ola"), held_on=date(2024, 12, 4), worked="Skolen", hindered="Ventetida"
        )


@year.on(12, 5)
def _(life: Life) -> None:
    """Release."""
    with life.as_contact():
        assert plan_actions.end_sentence(plan=life.plan, on=date(2024, 12, 5))


@year.on(12, 20)
def _(life: Life) -> None:
    """Somebody talks with Aksel at last."""
    life.hold()


# Rule: when it came and went. `night` when time alone made it; all others come with an act, in the same moment. What
# each is about, and which act closed it, stands in the reviewed file.
TABLE = """
quiet                        02-02 night   02-05   arrival, after 30 days in which nobody wrote anything
need_without_measure         02-05         02-05   the toothache: at once, until there is a dentist
contact_away                 02-09         02-12   Marte is ill and nobody stands in, until she is back
talk_missed                  02-10 night   02-12   the talk of the 9th was not held, until there is a new day for it
first_talk_late              02-13 night   02-14   a week after arrival was the 12th
consent_not_asked            02-15 night   02-16   Aksel wanted time to think, until he signs
need_without_measure         02-21 night   04-10   housing and school: 7 days, until he chooses (twice)
group_lacks_service          02-21 night   03-22   school: until Torbjørn joins; housing: until he chooses on 04-10
young_without_contact        03-07 night   03-22   30 days and still nobody from outside
regular_talk_late            03-28 night   04-02   two weeks since the last talk: Easter lies between
change_not_discussed         03-29 night   04-02   a new ward on 14 March, 14 days
input_missing                04-04 night   04-05   5 working days from 22 March: Easter does not count
no_next_talk                 04-10         04-10   part 2 was held and nothing booked, until there is a day
measure_without_responsible  04-10         04-12   chosen, and nobody is named
measure_without_deadline     04-10         04-12   nor a day
consent_missing              04-10         04-12   Nav is to act, and may not see
paper_missing                04-12         04-15   signed on paper, until the sheet is in the archive
measure_overdue              05-03 night   05-06   the dentist was due on the 2nd; putting it off closes nothing
group_meeting_late           05-04 night   05-06   42 days since there is a group
wish_unanswered              05-23 night   05-24   5 working days from 13 May: 17 May and Whit Monday do not count
group_not_updated            06-05 night   06-07   T11: six months before release
no_nav_outside               06-05 night   06-07   until Kari joins
letter_unanswered            06-14 night   06-18   the application for a home, due on the 13th, until a reminder is sent
no_home_municipality         06-05 night   06-10   until Hanne joins
waiting_too_long             06-25 night   06-26   three weeks on hold
no_main_contact              07-01         07-02   Marte has left
responsible_left             07-01         07-02   and what she was to do is nobody's
role_change_without_overlap  07-02         07-03   Ola came when she had gone: until he has talked with Aksel
no_note                      07-27 night   07-29   a month without a word about school
consent_narrowed             08-01         08-05   Aksel takes it back, and gives it again
knot                         08-12         08-14   two measures that wait for each other (both)
representative_changed       09-03         09-09   Hanne's needs are new to Per, until the team has met
meeting_not_held             09-17 night   09-18   nobody wrote whether it was held
checklist_open               10-05 night   10-07   T12: six of twelve are in place on 10-07, the rest on 10-21
measure_without_receiver     10-05 night   10-10   school: nobody has to; the deposit: Kari on 10-16
receipt_declined             10-09         10-10   Torbjørn cannot
receipt_late                 10-15 night   10-16   5 working days: Kari; Jørgen's becomes the leader's on 10-22
receipt_escalated            10-22 night   10-23   10 working days
released_no_contact          12-20 night   12-20   two weeks after the release
"""
STEPS = {
    "0.1": date(2024, 2, 5),
    "0.2": date(2024, 3, 22),
    "1": date(2024, 2, 5),
    "2": date(2024, 2, 14),
    "4": date(2024, 5, 6),
    "5": date(2024, 5, 6),
    "6.1": date(2024, 11, 20),
    "6.2": date(2024, 12, 2),
    "7": date(2024, 10, 23),
    "8": date(2024, 12, 4),
}
"""When the steps were done, by the thing itself; 4 and 5 with the meeting after them (B11)."""
ELSEWHERE = {
    "before_the_gate": "test_short_lives.py",
    "interpreter_not_booked": "test_short_lives.py",
    "representative_without_overlap": "src/pop/gaps/tests/cases.py: here Per joins before Hanne leaves",
    "consent_ending": "src/pop/gaps/tests/cases.py: whether a consent is in force asks the real day",
    "chosen_contact_cannot": "src/pop/gaps/tests/cases_contact.py: Aksel names nobody",
    "oral_unconfirmed": "src/pop/gaps/tests/cases.py: when somebody said yes is stamped with the real day",
}


STAMPED = {"consent_missing", "measure_without_deadline", "measure_without_responsible", "paper_missing"}
"""Counted from a yes or a signature: on these the database puts the real day."""


def older(life: Life) -> list[str]:
    """Gaps that say that they are from another day than the one on which they came."""
    return [f"{g.rule}: {g.since}" for g in life.gaps.values() if g.since != g.came and g.rule not in STAMPED]


def told(table: str) -> list[tuple[str, date, bool, date]]:
    """The rows of the table: rule, came, whether by night, went."""
    found = []
    for line in table.strip().splitlines():
        rule, came, *rest = line.split()
        night = rest[0] == "night"
        days = [date.fromisoformat(f"2024-{day}") for day in (came, rest[1] if night else rest[0])]
        found.append((rule, days[0], night, days[1]))
    return found


def test_each_rule_finds_its_gap_on_its_day_and_the_right_act_closes_it(committed: str) -> None:
    with a_life(committed) as life:
        life.live(year, until=LAST)
        life.compare(FILE)
        steps = dict(
            life.link.execute("select step, done_on from access.step_dates(%s)", [life.plan.pk]).fetchall()
        )
        [(nights,)] = life.link.execute("select count(*) from access.gap_scan where day <= %s", [LAST])
    assert nights == 354, "the worker looked once on each day, also when the clock was changed"
    assert {step: steps[step] for step in STEPS} == STEPS
    assert all(steps.values()), "nothing of the process is left undone"
    # As the table says: the first gap of each row that came in this way on this day.
    for rule, came, night, went in told(TABLE):
        same = [g for g in life.fired(rule) if g.came == came and (g.came_by == THE_NIGHT) == night]
        assert went in {g.went for g in same}, (rule, came, went)
    # And nothing else: no gap comes on another day, or twice, and each says that it is from the day on which it came.
    assert {(g.rule, g.came) for g in life.gaps.values()} == {row[:2] for row in told(TABLE)}
    twice = Counter((g.rule, g.about) for g in life.gaps.values())
    assert [what for what, times in twice.items() if times > 1] == []
    # Per said yes on the day before Hanne left; that is when he was new.
    assert older(life) == ["representative_changed: 2024-09-02"]
    assert life.unseen == [], "each has its owner, who reads of it in «Mine oppgaver»"
    # All are closed, each by an act; what was late with the receiver goes on to the leader by itself.
    assert [g for g in life.gaps.values() if g.went is None] == []
    assert [g.rule for g in life.gaps.values() if g.went_by == THE_NIGHT] == ["receipt_late"]
    assert {row[0] for row in told(TABLE)} | set(ELSEWHERE) == {rule.id for rule in load().rules}
