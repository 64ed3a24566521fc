"""Two write the same entry: the second sees both versions, who and when, and chooses. Nothing goes unseen."""

import pytest
from django.utils import timezone

from pop.plans import actions
from pop.plans.kinds import KINDS
from pop.plans.models import Goal, Need, NeedGoal, Statement
from pop.plans.tests.conftest import send, text
from pop.ui.refill import fields_of


def shown_form(answer) -> dict[str, list[str]]:
    """The fields of the form on the page, as a browser would send them."""
    return fields_of(answer.content.decode())


def hand_in(client, address, answer, **changes):
    fields = {name: values for name, values in shown_form(answer).items() if name != "once"}
    return send(client, address, **fields | changes)


@pytest.fixture
def need(entry):
    return entry(Need, text="Et fast sted å bo")


def overtaken(browse, url, need, act_as_member, mine, theirs):
    """Marte has the form open while Elias changes the same need; the page that she gets."""
    client, address = browse("marte"), url(f"behov/{need.key}/endre/")
    opened = client.get(address)
    with act_as_member("elias"):
        actions.edit(need, **theirs)
    return client, address, hand_in(client, address, opened, **mine)


def test_the_second_sees_who_and_when_and_both_versions(browse, url, need, act_as_member):
    _client, _address, answer = overtaken(
        browse, url, need, act_as_member, {"text": "Et trygt sted å bo"}, {"text": "Min egen leilighet"}
    )
    page = text(answer)
    assert "Elias Brekke endret dette mens du skrev" in page
    assert f"kl. {timezone.localtime():%H.}" in page
    assert "Står nå Min egen leilighet Du skrev Et trygt sted å bo" in page


def test_nothing_is_overwritten_before_the_choice(browse, url, need, entry, act_as_member):
    client, address, answer = overtaken(
        browse, url, need, act_as_member, {"text": "Et trygt sted å bo"}, {"text": "Min egen leilighet"}
    )
    assert entry(Need, pk=need.pk).text == "Min egen leilighet"
    assert "Endringen er lagret." in text(hand_in(client, address, answer, all="mine"))
    assert entry(Need, pk=need.pk).text == "Et trygt sted å bo"


def test_field_by_field_mine_or_theirs(browse, url, need, entry, act_as_member):
    client, address, answer = overtaken(
        browse, url, need, act_as_member,
        {"text": "Et trygt sted å bo", "own_words": "Uten bråk"},
        {"text": "Min egen leilighet", "own_words": "Med kjøkken", "acute": True},
    )  # fmt: skip
    undecided = text(hand_in(client, address, answer, **{"pick-text": "mine"}))
    assert "Velg hva som skal stå" in undecided
    assert entry(Need, pk=need.pk).text == "Min egen leilighet"
    picks = {"pick-text": "mine", "pick-own_words": "theirs", "pick-acute": "theirs"}
    hand_in(client, address, answer, **picks)
    after = entry(Need, pk=need.pk)
    assert (after.text, after.own_words, after.acute) == ("Et trygt sted å bo", "Med kjøkken", True)


def test_a_choice_made_on_what_no_longer_stands_is_asked_again(browse, url, need, entry, act_as_member):
    client, address, answer = overtaken(
        browse, url, need, act_as_member, {"text": "Et trygt sted å bo"}, {"text": "Min egen leilighet"}
    )
    with act_as_member("marte"):
        actions.edit(need, text="Noe helt annet")
    again = hand_in(client, address, answer, all="mine")
    assert "Noe helt annet Du skrev Et trygt sted å bo" in text(again)
    assert entry(Need, pk=need.pk).text == "Noe helt annet"
    hand_in(client, address, again, all="mine")
    assert entry(Need, pk=need.pk).text == "Et trygt sted å bo"


def test_three_in_a_row_and_each_sees_the_one_before(browse, url, need, entry, act_as_member):
    with act_as_member("farid"):
        pass
    address = url(f"behov/{need.key}/endre/")
    windows = {who: browse(who) for who in ("elias", "marte", "farid")}
    pages = {who: client.get(address) for who, client in windows.items()}
    assert "Endringen er lagret." in text(hand_in(windows["elias"], address, pages["elias"], text="En"))
    second = hand_in(windows["marte"], address, pages["marte"], text="To")
    assert "Elias Brekke endret dette" in text(second)
    hand_in(windows["marte"], address, second, all="mine")
    third = hand_in(windows["farid"], address, pages["farid"], text="Tre")
    assert "Marte Nygård endret dette" in text(third)
    assert "To Du skrev Tre" in text(third)
    assert entry(Need, pk=need.pk).text == "To"


def test_correcting_a_mistake_in_the_form_overwrites_nothing_unseen(browse, url, need, entry, act_as_member):
    client, address = browse("marte"), url(f"behov/{need.key}/endre/")
    opened = client.get(address)
    with act_as_member("elias"):
        actions.edit(need, text="Min egen leilighet")
    wrong = hand_in(client, address, opened, text="")
    assert "Skriv hva det er behov for" in text(wrong)
    answer = hand_in(client, address, wrong, text="Et trygt sted å bo")
    assert "Elias Brekke endret dette mens du skrev" in text(answer)
    assert entry(Need, pk=need.pk).text == "Min egen leilighet"


def test_a_change_without_a_stamp_is_compared_too(browse, url, need):
    fields = {"text": "Noe annet", "said_by": "", "own_words": ""}
    assert "endret dette mens du skrev" in text(
        send(browse("marte"), url(f"behov/{need.key}/endre/"), **fields)
    )


def test_both_wrote_the_same_is_no_conflict(browse, url, need, act_as_member):
    _client, _address, answer = overtaken(
        browse, url, need, act_as_member, {"text": "Min egen leilighet"}, {"text": "Min egen leilighet"}
    )
    assert "Endringen er lagret." in text(answer)


def test_ones_own_other_window_is_called_that(browse, url, entry):
    said = entry(Statement, text="Møte på skolen hver dag")
    client, address = browse("elias"), url(f"om-meg/{said.key}/endre/")
    opened = client.get(address)
    hand_in(client, address, opened, text="Møte på skolen")
    answer = hand_in(client, address, opened, text="Møte på skolen alltid")
    assert "Du endret dette i et annet vindu" in text(answer)


def test_a_text_of_5000_characters_is_whole_in_both_versions(browse, url, need, entry, act_as_member):
    mine, theirs = "min " * 1249 + "min", "din " * 1249 + "din"
    client, address, answer = overtaken(
        browse, url, need, act_as_member, {"own_words": mine}, {"own_words": theirs}
    )
    assert mine in text(answer)
    assert theirs in text(answer)
    hand_in(client, address, answer, all="mine")
    assert entry(Need, pk=need.pk).own_words == mine


@pytest.mark.parametrize("slug", [kind.slug for kind in KINDS if kind.form])
def test_it_holds_for_every_kind(browse, url, act_as_member, plan, slug):
    """What stands is kept by «Behold det som står», and by choosing «theirs» in each field: the same row as before."""
    kind = next(kind for kind in KINDS if kind.slug == slug)
    with act_as_member("marte"):
        found = [e for e in kind.model.objects.of(plan) if e.source_key == 0]
    if not found:
        pytest.skip("none in the cast that Marte changes")
    client, address = browse("marte"), url(f"{slug}/{found[-1].key}/endre/")
    opened = client.get(address)
    assert opened.status_code == 200
    fields = shown_form(opened)
    name = next(
        n
        for n, v in fields.items()
        if n in ("text", "subject", "own_words", "on", "since", "name", "relation")
    )
    typed = {"on": "01.02.2031", "since": "01.02.2019", "name": "Kim"}.get(name, "Det jeg skrev")
    answer = hand_in(client, address, opened, **{name: typed, "stamp": "en-annen"})
    assert "endret dette" in text(answer), text(answer)[:600]
    before = row(kind.model, found[-1], act_as_member)
    assert "Endringen er lagret." in text(hand_in(client, address, answer, all="theirs"))
    assert row(kind.model, found[-1], act_as_member) == before
    hand_in(client, address, answer, all="mine")
    assert row(kind.model, found[-1], act_as_member) != before


def row(model, found, act_as_member):
    with act_as_member("elias"):
        ties = sorted(NeedGoal.objects.values_list("need_id", "goal_id")) if model is Goal else []
        return [model.objects.filter(pk=found.pk).values().get(), ties]
