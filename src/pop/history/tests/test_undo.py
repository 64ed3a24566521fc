"""Undoing a change is a change of its own."""

import pytest

from pop.changelog.models import Change
from pop.plans import actions, plan_actions
from pop.plans.models import FocusArea, Measure, Need
from pop.plans.tests.conftest import send, text


def newest(act_as_member, who: str, table: str = "plans_need") -> Change:
    with act_as_member(who):
        return Change.objects.filter(table=table).exclude(action="leave").latest("pk")


def undo(browse, url, who: str, change: Change):
    return send(browse(who), url(f"logg/endring/{change.pk}/angre/"))


@pytest.fixture
def changed(entry, act_as_member):
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("marte"):
        actions.edit(need, text="Noe helt annet")
    return need


def test_the_page_shows_what_will_be_undone(browse, url, changed, act_as_member) -> None:
    change = newest(act_as_member, "marte")
    page = text(browse("marte").get(url(f"logg/endring/{change.pk}/angre/")))
    assert "Før: Et fast sted å bo Nå: Noe helt annet" in page


def test_undone_is_as_before_and_both_are_in_the_log(browse, url, changed, entry, act_as_member) -> None:
    answer = undo(browse, url, "marte", newest(act_as_member, "marte"))
    assert "Endringen er angret" in text(answer)
    assert entry(Need, pk=changed.pk).text == "Et fast sted å bo"
    assert "Før: Noe helt annet Nå: Et fast sted å bo" in text(answer)
    assert "Før: Et fast sted å bo Nå: Noe helt annet" in text(answer)


def test_what_was_changed_again_is_not_overwritten(browse, url, changed, entry, act_as_member) -> None:
    first = newest(act_as_member, "marte")
    with act_as_member("elias"):
        actions.edit(changed, text="Mitt eget ord")
    assert "endret igjen etterpå" in text(undo(browse, url, "marte", first))
    assert entry(Need, pk=changed.pk).text == "Mitt eget ord"


def test_what_was_taken_out_comes_back(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("marte"):
        actions.remove(need)
    undo(browse, url, "elias", newest(act_as_member, "elias"))
    assert entry(Need, pk=need.pk).removed_at is None


def test_the_person_undoes_what_was_kept(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("elias"):
        actions.keep_to_me(need, kept=True)
    undo(browse, url, "elias", newest(act_as_member, "elias"))
    assert entry(Need, pk=need.pk).only_me is False


def test_an_area_that_was_ticked_is_unticked(browse, url, plan, act_as_member) -> None:
    with act_as_member("marte"):
        plan_actions.tick_area(plan=plan, topic=14)
    undo(browse, url, "marte", newest(act_as_member, "marte", "plans_focusarea"))
    with act_as_member("elias"):
        assert not FocusArea.objects.filter(plan=plan, topic=14).exists()


def test_a_partner_undoes_nothing_of_others(browse, url, changed, entry, act_as_member) -> None:
    change = newest(act_as_member, "kari")
    assert "kan du ikke angre" in text(undo(browse, url, "kari", change))
    assert entry(Need, pk=changed.pk).text == "Noe helt annet"


def test_the_choice_of_the_person_is_not_undone_by_others(browse, url, plan, entry, act_as_member) -> None:
    with act_as_member("elias"):
        measure = Measure.objects.filter(plan=plan, status="proposed").first()
        actions.choose_measure(measure, way="own_login")
    undo(browse, url, "kari", newest(act_as_member, "elias", "plans_measure"))
    assert entry(Measure, pk=measure.pk).status == "chosen"


def test_a_change_of_another_plan_is_not_found(browse, url, changed, act_as_member) -> None:
    change = newest(act_as_member, "marte")
    for who in ("leyla", "silje", "tone"):
        assert undo(browse, url, who, change).status_code == 404


def test_a_change_that_is_not_seen_is_not_found(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("elias"):
        actions.keep_to_me(need, kept=True)
        actions.edit(need, text="Hemmelig")
    assert undo(browse, url, "marte", newest(act_as_member, "elias")).status_code == 404
