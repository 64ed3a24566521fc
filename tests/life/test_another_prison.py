"""A life in two prisons: he is handed over, measure by measure and role by role, and no gap falls between the two.

Here access too is counted from the moved day, so that whoever leaves has left and whoever comes is there.
"""

from datetime import date
from pathlib import Path

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.tests.world import one_clock
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.handovers.pathways import pathways as kinds
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.models import ChoiceWay, Measure
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember
from tests.life.living import THE_NIGHT, Life, Script, a_life

HERE = Path(__file__).parent
SCHOOL = 4
MOVES = date(2027, 4, 12)

move = Script()


@move.on(2, 1, 2027)
def _(life: Life) -> None:
    """Arrival at Solvik: the talk about needs is in two days."""
    life.begin("Jonas", "Lie", date(1988, 5, 5), "202700001")
    life.log_in()
    life.book("needs_1", date(2027, 2, 3))


@move.on(2, 3, 2027)
def _(life: Life) -> None:
    """Needs talk; he does not wish to share outside."""
    life.hold(date(2027, 2, 15), consent_asked=False, consent_not_asked_why="wishes_not_to_share")


@move.on(2, 4, 2027)
def _(life: Life) -> None:
    """A need, and a measure that he says yes to himself."""
    life.need(SCHOOL, "Fullføre skolen")
    school = life.measure(
        "Fullføre skolen", "Norsk på Vg3", due=date(2027, 6, 30), responsible_user=user("marte")
    )
    with life.as_person():
        assert plans.choose_measure(Measure.objects.get(pk=school.pk), way=ChoiceWay.OWN_LOGIN)


@move.on(2, 15, 2027)
def _(life: Life) -> None:
    """The regular talk: he is to move to Havnes on 12 April. The handover begins, and the next talk is booked."""
    life.hold(date(2027, 3, 1))
    with life.as_contact():
        handovers.begin(
            plan=life.plan, begun_by=user("marte"), pathway=kinds()["other_prison"], on_day=MOVES,
            measures=[Measure.objects.of(life.plan).get()], to_unit=Unit.objects.get(name="Havnes fengsel"),
            leaving=[ContactTeamMember.objects.get(plan=life.plan, user=user("marte"))],
        )  # fmt: skip


def ask(life: Life, **what: bool) -> None:
    with life.as_contact():
        item = HandoverItem.objects.get(plan=life.plan, replaced_at=None, **what)
        key = handovers.choose_receiver(item, user=user("silje"))
        assert handovers.ask(HandoverItem.objects.get(key=key)) == "asked"


def says_yes(life: Life, **what: bool) -> None:
    with acting(user("silje").pk):
        item = HandoverItem.objects.get(plan_id=life.plan.pk, replaced_at=None, **what)
        assert handovers.answer(item, answer="confirmed")


@move.on(2, 16, 2027)
def _(life: Life) -> None:
    """Silje at Havnes is asked to be his contact."""
    ask(life, contact_member__isnull=False)


@move.on(2, 25, 2027)
def _(life: Life) -> None:
    """Silje says yes, two days after the reminder."""
    says_yes(life, contact_member__isnull=False)


@move.on(3, 1, 2027)
def _(life: Life) -> None:
    """The regular talk."""
    life.hold(date(2027, 3, 15))


@move.on(3, 15, 2027)
def _(life: Life) -> None:
    """The regular talk; the next is the farewell."""
    life.hold(date(2027, 3, 29))


@move.on(3, 29, 2027)
def _(life: Life) -> None:
    """The overlap begins and Silje is in: only now may she be told of the school, and is asked. The regular talk."""
    with acting(user("silje").pk):
        teams.no_private_tie(plan=life.plan, user=user("silje"))
    ask(life, measure__isnull=False)
    life.hold(date(2027, 4, 9))


@move.on(3, 30, 2027)
def _(life: Life) -> None:
    """Silje says yes to the school as well."""
    says_yes(life, measure__isnull=False)


@move.on(4, 9, 2027)
def _(life: Life) -> None:
    """The last talk at Solvik; the first at Havnes is booked."""
    life.hold(date(2027, 4, 14))


@move.on(4, 12, 2027)
def _(life: Life) -> None:
    """He moves to Havnes."""
    with life.as_contact():
        unit = Unit.objects.get(name="Havnes fengsel")
        plans.place(plan=life.plan, writer=life.service, unit=unit, since=MOVES)


@move.on(4, 14, 2027)
def _(life: Life) -> None:
    """The first talk at Havnes, with Silje: they speak of the move."""
    life.contact = "silje"
    life.hold(date(2027, 4, 28))


@move.on(4, 28, 2027)
def _(life: Life) -> None:
    """The regular talk with Silje, who is responsible for the school from now: Marte has left."""
    life.hold(date(2027, 5, 12))
    with life.as_contact():
        plans.edit(Measure.objects.of(life.plan).get(), responsible_user=user("silje"))


def test_a_handover_to_another_prison_leaves_no_gap_between_the_two(committed: str) -> None:
    with one_clock(), a_life(committed) as life:
        life.live(move, until=date(2027, 5, 3))
        life.compare(HERE / "another_prison.txt")
        assert {gap.rule for gap in life.gaps.values() if gap.went is None} == set()
    assert life.unseen == []
    told = {gap.rule: (gap.came, gap.came_by == THE_NIGHT, gap.owner, gap.went) for gap in life.gaps.values()}
    assert told == {
        "receipt_late": (date(2027, 2, 24), True, "Marte Nygård", date(2027, 2, 25)),
        # Marte leaves when the overlap is over; what had her name is Silje's to see to.
        "responsible_left": (date(2027, 4, 27), True, "Silje Bakke", date(2027, 4, 28)),
    }
    with acting(user("silje").pk):
        mains = ContactTeamMember.objects.filter(plan_id=life.plan.pk, role="main", until=None)
        assert [member.user_id for member in mains] == [user("silje").pk]
