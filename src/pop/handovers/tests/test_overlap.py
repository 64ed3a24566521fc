"""What a unit means by «i god tid» and by overlap, and the days that somebody writes instead (P7-1, P7-3, T9)."""

from datetime import date, timedelta

from django.urls import reverse

from pop.access.actor import acting
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover
from pop.handovers.pathways import pathways
from pop.handovers.tests.conftest import ask, begin, choose, item_of, reply, text_of, today
from pop.people.models import Unit
from pop.process.actions import set_unit_rules
from pop.process.loading import process
from pop.teams.models import ContactTeamMember


def of_the_unit(code: str, days: int) -> None:
    """The leader of Elias' unit says what a word means there."""
    with acting(user("anders").pk):
        set_unit_rules(unit=Unit.objects.get(name="Solvik fengsel"), days={code: days}, by=user("anders"))


def overlap(plan, kind: str) -> tuple[date, date]:
    with acting(user("elias").pk):
        found = Handover.objects.filter(plan=plan, kind=kind, state="open").latest("pk")
        return found.overlap_from, found.overlap_until


def begun(browse, plan, kind: str, **days: str) -> object:
    """Marte begins a handover where the day is 1 March."""
    where = reverse("handover_new", args=[plan.key]) + f"?slag={kind}"
    return browse("marte").post(where, {"on_day": "1.3.2027", "new_role": "Støttekontakt", **days})


DAY = date(2027, 3, 1)


def test_overlap_is_as_long_as_the_unit_has_said(browse, plan):
    page = reverse("handover_new", args=[plan.key]) + "?slag=change_of_one"
    assert "fra dagen det skjer til 14 dager etter" in text_of(browse("marte").get(page))
    of_the_unit("overlap", 21)
    assert "fra dagen det skjer til 21 dager etter" in text_of(browse("marte").get(page))
    assert begun(browse, plan, "change_of_one").status_code == 302
    assert overlap(plan, "change_of_one") == (DAY, DAY + timedelta(21))


def test_the_new_ones_come_in_before_a_release_as_early_as_the_unit_has_said(browse, plan):
    of_the_unit("good_time", 90)
    assert begun(browse, plan, "release_without").status_code == 302
    assert overlap(plan, "release_without") == (DAY - timedelta(90), DAY + timedelta(14))


def test_the_days_that_marte_writes_hold(browse, plan):
    assert (
        begun(browse, plan, "probation", overlap_from="1.2.2027", overlap_until="20.3.2027").status_code
        == 302
    )
    assert overlap(plan, "probation") == (date(2027, 2, 1), date(2027, 3, 20))


def test_an_overlap_holds_the_day_itself(browse, plan):
    late = begun(browse, plan, "probation", overlap_from="2.3.2027")
    assert "De nye er med senest fra dagen det skjer." in text_of(late)
    early = begun(browse, plan, "probation", overlap_until="28.2.2027")
    assert "De som slipper, er med minst til dagen det skjer." in text_of(early)
    handover = begin("change_of_one", leaving=("marte",), day=DAY)
    with acting(user("marte").pk):
        assert not actions.move(handover, on_day=DAY, overlap=(DAY + timedelta(1), None))
        assert not actions.move(handover, on_day=DAY, overlap=(None, DAY - timedelta(1)))


def test_another_overlap_moves_the_last_day_of_the_one_who_leaves(browse, plan):
    handover = begin("change_of_one", leaving=("marte",), day=today())
    item = choose(item_of(handover), "silje")
    assert ask(item) == "asked"
    assert reply(item, "silje")
    where = reverse("handover_change", args=[plan.key, handover.key])
    marte = browse("marte")
    assert "Overlappen er nå fra" in text_of(marte.get(where))
    until = today() + timedelta(30)
    told = {"gjor": "move", "dag-on_day": f"{today():%d.%m.%Y}", "dag-overlap_until": f"{until:%d.%m.%Y}"}
    assert marte.post(where, told).status_code == 302
    with acting(user("elias").pk):
        assert ContactTeamMember.objects.filter(plan=plan, user=user("marte")).latest("pk").until == until


def test_every_setting_of_a_unit_is_used_by_something():
    """A setting that nothing reads is a promise to a leader that nobody keeps."""
    way, used = process(), set[str]()
    used |= {step.setting for step in way.steps} | {pathway.below_setting for pathway in way.pathways}
    used |= {rule.setting for rule in way.time_rules if rule.before_release}
    for pathway in pathways().values():
        used |= {pathway.before_setting, pathway.after_setting}
    assert {setting.code for setting in way.settings} <= used
