"""The same person stands there twice: found, compared, joined, and parted again on the page (rule A14)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source
from pop.teams import actions as teams

Browse = Callable[[str], Client]


def twin_of_elias(**more: Any) -> Plan:
    """A second plan, made by Marte by mistake, with one need."""
    marte = user("marte")
    with acting(marte.pk):
        who = NewPerson("Elias", "Brekke", None, Unit.objects.get(name="Solvik fengsel"), **more)
        plan = Plan.objects.get(key=create_plan(who, sure=True))
        teams.no_private_tie(plan=plan, user=marte)
        writer = Writer(marte, Source.CORRECTIONAL)
        plans.write_need(plan=plan, writer=writer, topic=1, text="Bolig fra tvillingen")
    return plan


@pytest.fixture
def twin() -> Plan:
    return twin_of_elias()


@pytest.fixture
def elias(act_as_member: Any) -> Plan:
    with act_as_member("elias"):
        return plan_of("elias")


def page(plan: Plan, rest: str = "") -> str:
    return f"/planer/{plan.key}/team/samme-person/{rest}"


def join(browse: Browse, elias: Plan, twin: Plan) -> str:
    """Marte joins them on the page; the answer is where the merge is undone."""
    marte = browse("marte")
    answer = marte.post(page(elias, f"{twin.key}/"), {"sure": "on"})
    assert answer["Location"] == f"/planer/{elias.key}/team/"
    with acting(user("marte").pk):
        newest = elias.merges.filter(undone_at=None).latest("pk")
        return page(elias, f"{newest.key}/angre/")


def everybody(browse: Browse, address: str) -> dict[str, int]:
    return {member.slug: browse(member.slug).get(address).status_code for member in CAST}


def only(*slugs: str, asked: tuple[str, ...] = ()) -> dict[str, int]:
    return {m.slug: 200 if m.slug in slugs else 302 if m.slug in asked else 404 for m in CAST}


def test_only_the_contact_team_asks_whether_a_person_stands_there_twice(browse: Browse, elias: Plan) -> None:
    assert everybody(browse, page(elias)) == only("marte", "farid", asked=("ola",))


def test_only_whoever_follows_both_up_compares_them(browse: Browse, elias: Plan, twin: Plan) -> None:
    assert everybody(browse, page(elias, f"{twin.key}/")) == only("marte", asked=("ola",))
    for slug in ("farid", "kari", "elias", "silje"):
        assert browse(slug).post(page(elias, f"{twin.key}/"), {"sure": "on"}).status_code == 404, slug
    with acting(user("marte").pk):
        assert not elias.merges.exists()


def test_only_whoever_follows_the_joined_plan_up_parts_it(browse: Browse, elias: Plan, twin: Plan) -> None:
    undo = join(browse, elias, twin)
    assert everybody(browse, undo) == only("marte", "farid", asked=("ola",))


def test_the_one_who_looks_most_like_the_person_is_first_in_the_list(
    browse: Browse, elias: Plan, twin: Plan
) -> None:
    html = browse("marte").get(page(elias)).content.decode()
    rows = html[html.index("Andre du følger opp") :]
    assert rows.index("Elias Brekke") < rows.index("Leyla Demir")
    assert "Fødselsdatoen mangler" in rows


def test_nobody_else_to_join_with_says_what_to_do(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jorgen"):
        ida = plan_of("ida")
    html = browse("jorgen").get(page(ida)).content.decode()
    assert "Ingen planer å slå sammen med" in html
    assert "Elias" not in html


def test_both_stand_side_by_side_and_it_is_said_what_happens(browse: Browse, elias: Plan, twin: Plan) -> None:
    html = browse("marte").get(page(elias, f"{twin.key}/")).content.decode()
    for words in ("202600518", "mangler", "03.05.2004", "Ingen samtykker følger med", "Du kan angre"):
        assert words in html
    assert "Kontroller dette først" not in html


def test_the_plan_that_the_person_logs_into_is_kept_from_whichever_side_one_comes(
    browse: Browse, elias: Plan, twin: Plan
) -> None:
    answer = browse("marte").post(page(twin, f"{elias.key}/"), {"sure": "on"})
    assert answer["Location"] == f"/planer/{elias.key}/team/"
    assert "Bolig fra tvillingen" in browse("elias").get("/min-plan/", follow=True).content.decode()


def test_different_birth_dates_and_numbers_are_a_warning(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("marte"):
        elias, leyla = plan_of("elias"), plan_of("leyla")
    html = browse("marte").get(page(elias, f"{leyla.key}/")).content.decode()
    for words in ("Fødselsdatoene er ulike", "Doculivenumrene er ulike", "Begge har egen innlogging"):
        assert words in html


def test_nothing_is_joined_before_it_is_confirmed(browse: Browse, elias: Plan, twin: Plan) -> None:
    html = browse("marte").post(page(elias, f"{twin.key}/")).content.decode()
    assert "Kryss av for at du har kontrollert det." in html
    assert "ds-error-summary" in html
    with acting(user("marte").pk):
        assert not elias.merges.exists()


def test_after_joining_the_merge_is_told_in_both_plans(browse: Browse, elias: Plan, twin: Plan) -> None:
    join(browse, elias, twin)
    marte = browse("marte")
    team = marte.get(f"/planer/{elias.key}/team/").content.decode()
    assert "To planer er slått sammen" in team
    assert "av Marte Nygård" in team
    assert "Angre sammenslåingen" in team
    other = marte.get(f"/planer/{twin.key}/team/").content.decode()
    assert "Alt i denne planen er flyttet til planen til Elias Brekke" in other
    assert "Angre fra teamet i den planen" in other
    assert marte.get(page(elias, f"{twin.key}/")).status_code == 404
    assert "slått sammen" not in browse("kari").get(f"/planer/{elias.key}/team/").content.decode()


def test_the_person_is_told_of_it_and_that_it_was_undone(browse: Browse, elias: Plan, twin: Plan) -> None:
    mine = browse("elias")
    assert "Du sto registrert to ganger" not in mine.get("/teamet-mitt/").content.decode()
    undo = join(browse, elias, twin)
    told = mine.get("/teamet-mitt/").content.decode()
    assert "Marte Nygård slo sammen de to planene om deg" in told
    assert "Ingen fikk se mer av den grunn." in told
    assert undo not in told, "undoing is for those who follow up"
    browse("marte").post(undo)
    assert "Det ble angret" in mine.get("/teamet-mitt/").content.decode()
    assert "Du sto registrert" not in browse("leyla").get("/teamet-mitt/").content.decode()


def test_a_merge_is_undone_on_the_page_and_stays_in_the_history(
    browse: Browse, elias: Plan, twin: Plan
) -> None:
    undo, marte = join(browse, elias, twin), browse("marte")
    assert "Vil du angre sammenslåingen?" in marte.get(undo).content.decode()
    assert marte.post(undo)["Location"] == f"/planer/{elias.key}/team/"
    with acting(user("marte").pk):
        assert list(Need.objects.of(twin).values_list("text", flat=True)) == ["Bolig fra tvillingen"]
    assert "Angre sammenslåingen" not in marte.get(f"/planer/{elias.key}/team/").content.decode()
    assert "Angret " in marte.get(page(elias)).content.decode()
    assert marte.get(undo)["Location"] == f"/planer/{elias.key}/team/"


def test_an_older_merge_waits_for_the_newest(browse: Browse, elias: Plan, twin: Plan) -> None:
    undo, marte = join(browse, elias, twin), browse("marte")
    third = twin_of_elias()
    newest = join(browse, elias, third)
    for answer in (marte.get(undo), marte.post(undo)):
        assert "Sammenslåingen kan ikke angres nå" in answer.content.decode()
    assert "Angre den nyeste først" in marte.get(page(elias)).content.decode()
    assert marte.post(newest).status_code == 302
    assert marte.post(undo).status_code == 302


def test_what_is_kept_from_the_actor_is_not_told_when_joining_is_refused(
    browse: Browse, elias: Plan, twin: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_actions, "merge", lambda **_both: None)
    html = browse("marte").post(page(elias, f"{twin.key}/"), {"sure": "on"}).content.decode()
    assert "Du kan ikke slå sammen disse planene." in html


def test_a_sentence_that_is_over_is_not_joined_with_one_that_runs(
    browse: Browse, elias: Plan, twin: Plan
) -> None:
    with acting(user("marte").pk):
        plan_actions.end_sentence(plan=twin, on=date(2020, 1, 1))
    assert browse("marte").get(page(elias, f"{twin.key}/")).status_code == 404
