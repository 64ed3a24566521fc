"""Three shorter lives: forty-five days, a no to the plan, and remand that becomes a sentence.

Each as in test_a_year.py: a table of what comes and goes, and the whole life in a reviewed text file beside it.
"""

from datetime import date
from pathlib import Path

from django.db import DatabaseError
from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways as kinds
from pop.handovers.pathways import points
from pop.plans import actions as plans
from pop.plans import plan_actions, proposal_actions
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, Placement, Refusal
from pop.process import actions as process
from pop.process.loading import process as of_file
from pop.process.pathways import Situation, suggest
from pop.sentences import actions as sentences
from pop.sentences import reading
from tests.life.living import THE_NIGHT, Life, Script, a_life

HERE = Path(__file__).parent
HOUSING, BODY = 1, 6


def came(life: Life) -> dict[str, set[tuple[str, bool, str]]]:
    """Rule: the days on which its gaps came and went, and whether it was time that made them."""
    found: dict[str, set[tuple[str, bool, str]]] = {}
    for gap in life.gaps.values():
        went = f"{gap.went:%m-%d}" if gap.went else ""
        found.setdefault(gap.rule, set()).add((f"{gap.came:%m-%d}", gap.came_by == THE_NIGHT, went))
    return found


def none_is_older_than_it_says(life: Life) -> list[str]:
    """A gap that time made says that it is from the night in which it came."""
    return [f"{g.rule} {g.since}" for g in life.gaps.values() if g.came_by == THE_NIGHT and g.since != g.came]


# Forty-five days: the short forløp -----------------------------------------------------------------------------------

short = Script()


@short.on(3, 17, 2025)
def _(life: Life) -> None:
    """The summons: forty-five days from 1 April. Easter, 1 May and 17 May lie within."""
    life.begin("Rune", "Sol", date(1984, 3, 3), "202500001")
    with life.as_contact():
        plans.edit(Placement.objects.of(life.plan).get(), since=date(2025, 4, 1))
        sentences.register(
            plan=life.plan, writer=life.service, facts={"starts_on": date(2025, 4, 1), "reporting_duty": False},
            term={"days": 45},
        )  # fmt: skip


@short.on(4, 1, 2025)
def _(life: Life) -> None:
    """Arrival: the talk about needs is the next day."""
    with life.as_contact():
        talks.register_held(
            plan=life.plan, writer=life.service, kind="intake", held=talks.Held(date(2025, 4, 1), "Marte"),
            following=talks.Next("needs_1", date(2025, 4, 2)),
        )  # fmt: skip


@short.on(4, 2, 2025)
def _(life: Life) -> None:
    """Needs talk; consent is asked for, and given on paper."""
    life.hold(date(2025, 4, 14), consent_asked=True)
    choices = [Choice(Recipient(agency=life.body("nav")), HOUSING, give=True)]
    with life.as_contact():
        paper = consents.draft(plan=life.plan, drafted_by=user("marte"), choices=choices)
        consents.register_paper(
            paper, registered_by=user("marte"), witness=user("ola"), signed_on=date(2025, 4, 2),
            archive_reference="2025/4",
        )  # fmt: skip


@short.on(4, 2, 2025, hour=13)
def _(life: Life) -> None:
    """The short forløp is suggested and chosen: what is urgent, one appointment outside, the checklist."""
    with life.as_contact():
        release = reading.seen(life.plan).release
        assert release
        assert release.on == date(2025, 5, 16)
        days = {"short_pathway": 45}.get
        wanted = suggest(
            of_file(), Situation("prison", 1, release.on, timezone.localdate(), lambda code: days(code) or 60)
        )
        assert wanted.code == "short"
        process.choose_pathway(plan=life.plan, pathway="short", suggested="short", by=user("marte"))


@short.on(4, 4, 2025)
def _(life: Life) -> None:
    """Nav joins, and the municipality."""
    for slug, kind in (("kari", "nav"), ("hanne", "home_municipality")):
        life.invite(slug, kind)
        life.accept(slug, reached=slug == "kari")


@short.on(4, 7, 2025)
def _(life: Life) -> None:
    """One need, and one measure that he says yes to aloud. It goes on after the release."""
    life.need(HOUSING, "Beholde leiligheten")
    rent = life.measure(
        "Beholde leiligheten", "Husleie", due=date(2025, 6, 1), responsible_agency=life.body("nav")
    )
    with life.as_contact():
        assert plans.choose_measure(rent, way=ChoiceWay.ORAL, present="Marte")


@short.on(4, 9, 2025)
def _(life: Life) -> None:
    """Kari writes what Nav does."""
    with life.as_agency("kari", "nav") as writer:
        plans.write_note(plan=life.plan, writer=writer, topic=HOUSING, text="Vi betaler i to måneder.")


@short.on(4, 10, 2025)
def _(life: Life) -> None:
    """Kari is asked to go on with it."""
    with life.as_contact():
        handover = handovers.begin(
            plan=life.plan, begun_by=user("marte"), pathway=kinds()["release_without"], on_day=date(2025, 5, 16),
            measures=Measure.objects.of(life.plan),
        )  # fmt: skip
        item = HandoverItem.objects.get(handover=handover)
        key = handovers.choose_receiver(item, user=user("kari"), agency=life.body("nav"))
        assert key
        assert handovers.ask(key) == "asked"


@short.on(4, 14, 2025)
def _(life: Life) -> None:
    """The regular talk; the next is after Easter."""
    life.hold(date(2025, 4, 28))


@short.on(4, 23, 2025)
def _(life: Life) -> None:
    """Kari says yes, the day after the reminder: Easter took four working days."""
    with acting(user("kari").pk):
        item = HandoverItem.objects.get(plan_id=life.plan.pk, receiver_user=user("kari"), replaced_at=None)
        assert handovers.answer(item, answer="confirmed")


@short.on(4, 23, 2025, hour=13)
def _(life: Life) -> None:
    """Rune signs for what he said yes to aloud."""
    life.log_in()
    with life.as_person():
        assert proposal_actions.confirm_choices(plan=life.plan)


@short.on(4, 28, 2025)
def _(life: Life) -> None:
    """The regular talk; they go through the checklist, and book the farewell."""
    life.hold(date(2025, 5, 12), "farewell")
    with life.as_contact():
        for point in points("release"):
            state = "done" if point.code in ("housing", "phone") else "not_needed"
            handovers.mark(plan=life.plan, by=user("marte"), code=point.code, state=state, reason="Avklart")


@short.on(5, 12, 2025)
def _(life: Life) -> None:
    """Farewell; a talk for after is booked."""
    life.hold(date(2025, 5, 20), "follow_up")


@short.on(5, 12, 2025, hour=14)
def _(life: Life) -> None:
    """Nav may go on after the sentence: a consent of its own, with an end."""
    choices = [Choice(Recipient(agency=life.body("nav")), HOUSING, give=True)]
    with life.as_person():
        consents.sign(
            consents.draft(
                plan=life.plan, drafted_by=life.person, choices=choices, after_sentence=True,
                ends_on=date(2099, 1, 1),
            )
        )  # fmt: skip


@short.on(5, 16, 2025)
def _(life: Life) -> None:
    """Release, on the day before 17 May."""
    with life.as_contact():
        assert plan_actions.end_sentence(plan=life.plan, on=date(2025, 5, 16))


@short.on(5, 20, 2025)
def _(life: Life) -> None:
    """The talk after: he still has his flat."""
    life.hold()


def test_forty_five_days_have_what_is_urgent_at_once_and_nothing_that_there_is_no_time_for(
    committed: str,
) -> None:
    with a_life(committed) as life:
        life.live(short, until=date(2025, 6, 2))
        life.compare(HERE / "forty_five_days.txt")
    assert none_is_older_than_it_says(life) == []
    assert life.unseen == []
    assert came(life) == {
        # From the summons: less than two and six months are left.
        "checklist_open": {("03-17", False, "04-28")},
        # The short forløp asks for no group: one who receives outside is enough.
        "no_home_municipality": {("03-17", False, "04-02")},
        "no_nav_outside": {("03-17", False, "04-02")},
        # What goes on after the release needs a receiver as soon as it is chosen.
        "measure_without_receiver": {("04-07", False, "04-23")},
        # Asked on 10 April: 11, 14, 15 and 16 are working days, and then 22, after Easter.
        "receipt_late": {("04-23", True, "04-23")},
    }
    assert len(life.fired("checklist_open")) == len(points("release"))


# A no -----------------------------------------------------------------------------------------------------------------

refusal = Script()


@refusal.on(9, 1, 2025)
def _(life: Life) -> None:
    """Arrival. She wants no plan, and says so in the first talk."""
    life.begin("Siv", "Lie", date(1979, 7, 7), "202500002")
    life.log_in()
    with life.as_contact():
        talks.register_held(
            plan=life.plan, writer=life.service, kind="intake", held=talks.Held(date(2025, 9, 1), "Marte"),
            following=talks.Next("needs_1", date(2025, 9, 5)),
        )  # fmt: skip
    with life.as_person():
        plan_actions.refuse(plan=life.plan, kind="no_plan", own_words="Jeg vil sone i fred.")
        plan_actions.refuse(plan=life.plan, kind="no_sharing")


@refusal.on(9, 5, 2025)
def _(life: Life) -> None:
    """The talk must be held, what is told is free: she says no to consent, and wants no next talk."""
    life.hold(consent_asked=False, consent_not_asked_why="wishes_not_to_share")


@refusal.on(9, 8, 2025)
def _(life: Life) -> None:
    """One thing she does want: to write to her son. What is urgent is nobody's to forget."""
    with life.as_contact():
        talks.write_acute(
            plan=life.plan, writer=life.told, need=talks.AcuteNeed(HOUSING, "Noen må passe huset")
        )


@refusal.on(9, 9, 2025)
def _(life: Life) -> None:
    """Marte finds a neighbour. There is a deadline."""
    house = life.measure(
        "Noen må passe huset", "Nabo passer huset", due=date(2025, 9, 12), responsible_user=user("marte")
    )
    with life.as_person():
        assert plans.choose_measure(house, way=ChoiceWay.OWN_LOGIN)


@refusal.on(9, 15, 2025)
def _(life: Life) -> None:
    """The neighbour has the key, three days late."""
    with life.as_contact():
        plans.set_status(Measure.objects.of(life.plan).get(), status=MeasureStatus.DONE)


@refusal.on(11, 3, 2025)
def _(life: Life) -> None:
    """Siv has thought again: she wants a plan after all."""
    with life.as_person():
        for no in Refusal.objects.filter(plan=life.plan, ended_on=None):
            plan_actions.take_back_refusal(no)


@refusal.on(11, 4, 2025)
def _(life: Life) -> None:
    """A talk at once, and the next booked."""
    with life.as_contact():
        talks.register_held(
            plan=life.plan, writer=life.service, kind="regular", held=talks.Held(date(2025, 11, 4), "Marte"),
            following=talks.Next("regular", date(2025, 11, 18)),
        )  # fmt: skip


def test_a_no_is_left_in_peace_but_what_is_promised_is_not_forgotten(committed: str) -> None:
    with a_life(committed) as life:
        life.live(refusal, until=date(2025, 11, 10))
        life.compare(HERE / "a_no.txt")
    assert none_is_older_than_it_says(life) == []
    assert life.unseen == []
    assert came(life) == {
        # What is urgent is nobody's to leave in peace (A19).
        "need_without_measure": {("09-08", False, "09-09")},
        "measure_overdue": {("09-13", True, "09-15")},
        # Of seven weeks without a talk nobody hears while the no stands; when it is taken back, at once.
        "no_next_talk": {("11-03", False, "11-04")},
        "regular_talk_late": {("11-03", False, "11-04")},
        # So with the need she told of after the first talk: nobody has talked with her about it since.
        "change_not_discussed": {("11-03", False, "11-04")},
    }


# Remand ---------------------------------------------------------------------------------------------------------------

remand = Script()


@remand.on(10, 13, 2025)
def _(life: Life) -> None:
    """Remand. He speaks Turkish; there is no sentence to compute from."""
    life.begin("Emre", "Kaya", date(1990, 1, 1), "202500003")
    with life.as_contact():
        plans.set_serving_form(plan=life.plan, writer=life.service, form="remand", since=date(2025, 10, 13))
        talks.need_interpreter(plan=life.plan, writer=life.told, language="tyrkisk")
    try:
        with life.as_contact():
            sentences.write_facts(plan=life.plan, writer=life.service, starts_on=date(2025, 10, 13))
    except DatabaseError:
        return
    raise AssertionError("dates of a sentence that there is not")


@remand.on(10, 14, 2025)
def _(life: Life) -> None:
    """A talk is booked for the next day."""
    life.book("intake", date(2025, 10, 15))


@remand.on(10, 14, 2025, hour=14)
def _(life: Life) -> None:
    """So is an interpreter, by phone."""
    with life.as_contact():
        talks.book_interpreter(
            conversation=Conversation.objects.of(life.plan).get(), writer=life.service, language="tyrkisk",
            way="phone", qualified=True, independent=True, hired_from="register",
        )  # fmt: skip


@remand.on(10, 15, 2025)
def _(life: Life) -> None:
    """The first talk, and the next booked with an interpreter."""
    life.hold(date(2025, 10, 29), "regular")
    with life.as_contact():
        talks.book_interpreter(
            conversation=Conversation.objects.of(life.plan).get(held_on=None), writer=life.service,
            language="tyrkisk", way="phone", qualified=True, independent=True, hired_from="register",
        )  # fmt: skip


@remand.on(10, 16, 2025)
def _(life: Life) -> None:
    """Remand has no gate: a course begins without a needs talk."""
    life.need(BODY, "Noe å gjøre")
    course = life.measure("Noe å gjøre", "Trening", due=date(2025, 12, 31), responsible_user=user("marte"))
    with life.as_contact():
        assert plans.choose_measure(course, way=ChoiceWay.ORAL, present="Marte og tolk")
    with life.as_contact():
        assert plans.set_status(Measure.objects.of(life.plan).get(), status=MeasureStatus.IN_PROGRESS)


@remand.on(10, 27, 2025)
def _(life: Life) -> None:
    """The judgment: prison. What holds for a sentence holds from now."""
    with life.as_contact():
        plans.set_serving_form(plan=life.plan, writer=life.service, form="prison", since=date(2025, 10, 27))


@remand.on(10, 29, 2025)
def _(life: Life) -> None:
    """The needs talk is held where the regular one was booked; consent is asked for."""
    with life.as_contact():
        talks.move(Conversation.objects.of(life.plan).get(held_on=None), planned_on=date(2025, 11, 12))
        talks.register_held(
            plan=life.plan, writer=life.service, kind="needs_1",
            held=talks.Held(date(2025, 10, 29), "Marte", milieu_worker="Siri", consent_asked=True),
        )  # fmt: skip


def test_remand_has_no_gate_and_a_judgment_brings_the_rules_of_a_sentence(committed: str) -> None:
    with a_life(committed) as life:
        life.live(remand, until=date(2025, 11, 7))
        life.compare(HERE / "remand.txt")
    assert none_is_older_than_it_says(life) == []
    assert life.unseen == []
    assert came(life) == {
        "no_next_talk": {("10-14", True, "10-14")},
        "interpreter_not_booked": {("10-14", False, "10-14"), ("10-15", False, "10-15")},
        # The judgment: what began on remand began without a needs talk. The week until it is counted from here.
        "before_the_gate": {("10-27", False, "10-29")},
    }
