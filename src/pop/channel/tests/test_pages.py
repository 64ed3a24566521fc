"""The channel as those who write and read meet it."""

import pytest
from django.test import Client

from pop.access.actor import acting
from pop.channel.models import MessageRead
from pop.channel.tests.conftest import (
    STRANGERS,
    address,
    at_need,
    need_about,
    newest,
    reads,
    say,
    text_of,
    written,
)
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import user

HOUSING = "Kommunen har en leilighet ledig."


def at_housing() -> str:
    return address("channel_thread", "behov", need_about().key)


def new(browser: Client) -> int:
    """What is unread in the thread about money, by the list of threads."""
    rows = browser.get(address("channel")).context["rows"]
    return next(row.new for row in rows if row.url == at_housing())


def test_before_sending_one_sees_who_can_read_it_and_then_it_is_sent(browse):
    browser = browse("marte")
    first = text_of(browser.get(at_housing()))
    assert "Disse kan lese det du skriver her" in first
    assert "Kari" in first
    step = browser.post(at_housing(), {"text": HOUSING, "whose": "service"})
    shown = text_of(step)
    assert "Er dette rett, og til de rette?" in shown
    assert HOUSING in shown
    assert "Kari" in shown
    assert newest().text != HOUSING
    say(browser, at_housing(), HOUSING, whose="service")
    assert newest().text == HOUSING
    assert not newest().narrowed
    assert HOUSING in text_of(browse("kari").get(at_housing()))
    assert HOUSING in text_of(browse("elias").get(at_housing()))


def test_a_tick_taken_away_narrows_it_and_the_others_do_not_see_the_thread_in_their_list(browse):
    say(browse("marte"), at_housing(), HOUSING, whose="service", drop=("Kari",))
    assert newest().narrowed
    assert not reads("kari", newest())
    kari = browse("kari")
    assert HOUSING not in text_of(kari.get(at_housing()))
    assert HOUSING not in text_of(kari.get(address("channel")))
    assert at_housing() not in [row.url for row in kari.get(address("channel")).context["rows"]]
    assert HOUSING not in text_of(kari.get(address("channel") + "?q=leilighet"))
    assert HOUSING in text_of(browse("elias").get(at_housing()))


def test_when_the_list_has_changed_since_it_was_shown_it_is_said_and_nothing_is_sent(browse, plan):
    browser = browse("marte")
    step = browser.post(at_housing(), {"text": HOUSING, "whose": "service"})
    ticked = [key for key, _label in step.context["list"].choices]
    with acting(user("elias").pk):
        consents.exclude(plan=plan, recipient=Recipient(user=user("kari")), topic=2, made_by=user("elias"))
    again = browser.post(at_housing(), {
        "text": HOUSING, "whose": "service", "shown": step.context["list"].shown, "readers": ticked, "send": "1",
    })  # fmt: skip
    shown = text_of(again)
    assert "er endret siden du så den" in shown
    assert "Noen som sto der, kan ikke lese lenger" in shown
    assert HOUSING in shown
    assert newest().text != HOUSING


def test_whoever_comes_to_the_list_is_not_ticked(browse, plan):
    browser = browse("marte")
    with acting(user("elias").pk):
        consents.exclude(plan=plan, recipient=Recipient(user=user("kari")), topic=2, made_by=user("elias"))
    step = browser.post(at_housing(), {"text": HOUSING, "whose": "service"})
    with acting(user("elias").pk):
        from pop.consents.models import Exclusion

        consents.lift(Exclusion.objects.get(plan=plan, user=user("kari"), topic=2, lifted_at=None))
    again = browser.post(at_housing(), {
        "text": HOUSING, "whose": "service", "shown": step.context["list"].shown, "readers": [], "send": "1",
    })  # fmt: skip
    assert "Nå kan også disse lese: Kari" in text_of(again)
    ticked = again.context["send"].initial["readers"]
    assert ticked == []


def test_going_back_keeps_what_was_typed(browse):
    page = browse("marte").post(at_housing(), {"text": HOUSING, "whose": "service", "back": "1"})
    assert HOUSING in text_of(page)
    assert "Se over og send" in text_of(page)


def test_an_empty_message_says_so_at_its_field(browse):
    page = browse("marte").post(at_housing(), {"text": " ", "whose": "service"})
    assert "Skriv meldingen" in text_of(page)
    assert page.context["form"].errors["text"]


@pytest.mark.parametrize("slug", STRANGERS)
def test_there_is_no_channel_for_strangers(browse, slug):
    message = written("marte", thread=at_need())
    browser = browse(slug)
    for url in (address("channel"), address("channel_general"), at_housing(), address("channel_mode"),
                address("message_contest", message.key), address("message_wrong_person", message.key)):  # fmt: skip
        assert browser.get(url).status_code == 404, url
        assert browser.post(url, {"text": "Hei"}).status_code == 404, url


def test_a_thread_about_what_one_does_not_see_is_not_there(browse):
    health = need_about(7)
    assert browse("marte").get(address("channel_thread", "behov", health.key)).status_code == 200
    assert browse("kari").get(address("channel_thread", "behov", health.key)).status_code == 404


def test_a_partner_writes_where_consent_gives_the_topic_and_not_elsewhere(browse):
    kari = browse("kari")
    say(kari, at_housing(), "Nav kan betale depositum.")
    assert newest().text == "Nav kan betale depositum."
    assert newest().source == "agency"
    general = text_of(kari.get(address("channel_general")))
    assert "samtykket dekker ikke at du skriver" in general
    kari.post(address("channel_general"), {"text": "Hei", "send": "1", "shown": ""})
    assert newest().text == "Nav kan betale depositum."


def test_what_is_new_is_marked_until_it_is_read_and_the_writer_sees_who_has_read_it(browse):
    message = written("marte", HOUSING, thread=at_need())
    kari = browse("kari")
    assert new(kari) == 1
    assert "1 ulest" in text_of(kari.get(address("channel")))
    assert "Ingen har lest den ennå" in text_of(browse("marte").get(at_housing()))
    kari.get(at_housing())
    assert new(kari) == 0
    assert "Lest av: Kari" in text_of(browse("marte").get(at_housing()))
    with acting(user("elias").pk):
        assert list(MessageRead.objects.filter(message=message).values_list("user", flat=True)) == [
            user("kari").pk
        ]


def test_nobody_has_read_for_another():
    from django.db import DatabaseError, transaction

    message = written("marte", thread=at_need())
    for slug in ("marte", "kari", "elias"):
        with acting(user(slug).pk), pytest.raises(DatabaseError), transaction.atomic():
            MessageRead.objects.create(
                plan_id=message.plan_id, message=message, user=user("farid" if slug != "farid" else "marte")
            )
    with acting(user("silje").pk), pytest.raises(DatabaseError), transaction.atomic():
        MessageRead.objects.create(plan_id=message.plan_id, message=message, user=user("silje"))


def test_search_finds_other_forms_of_the_word_and_only_what_one_reads(browse):
    written("marte", "Parkeringsplassene i Nordnes er ledige.", thread=at_need())
    written("marte", "Parkeringsplassen er hemmelig.", thread=at_need(), only=[])
    for slug, number in (("kari", 1), ("marte", 2), ("elias", 2)):
        page = browse(slug).get(address("channel") + "?q=parkeringsplass")
        assert len(page.context["found"]) == number, slug
    nothing = text_of(browse("kari").get(address("channel") + "?q=hemmelig"))
    assert "Ingen meldinger som du kan lese" in nothing


def test_a_message_on_the_wrong_person_is_blocked_for_all(browse):
    message = written("marte", HOUSING, thread=at_need())
    assert browse("kari").get(address("message_wrong_person", message.key)).status_code == 404
    browse("marte").post(address("message_wrong_person", message.key))
    for slug in ("elias", "marte", "kari"):
        assert not reads(slug, message), slug


def test_the_person_says_beside_it_that_they_disagree(browse):
    message = written("marte", HOUSING, thread=at_need())
    browse("elias").post(address("message_contest", message.key), {"words": "Det er ikke sant."})
    assert "Det er ikke sant." in text_of(browse("marte").get(at_housing()))
    assert browse("kari").get(address("message_contest", message.key)).status_code == 404


def test_the_warning_is_shown_before_it_is_sent_and_the_writer_decides(browse):
    words = "Ring meg på 412 34 567 om metadon."
    page = text_of(browse("marte").post(at_housing(), {"text": words, "whose": "service"}))
    assert "«412 34 567» ser ut som et telefonnummer" in page
    assert "«metadon» kan handle om helse" in page
    say(browse("marte"), at_housing(), words, whose="service")
    assert newest().text == words


@pytest.mark.parametrize("name", ["behov", "tiltak", "mote"])
def test_from_the_page_of_a_thing_to_its_thread(browse, plan, name):
    from pop.channel.things import KINDS

    with acting(user("elias").pk):
        thing = KINDS[name][1].objects.of(plan).filter(only_me=False).first()
    page = browse("elias").get(f"/planer/{plan.key}/{name}/{thing.key}/")
    link = address("channel_thread", name, thing.key)
    assert link in page.content.decode()
    assert browse("elias").get(link).status_code == 200


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_from_the_plan_to_the_channel(browse, plan, slug):
    assert address("channel") in browse(slug).get(f"/planer/{plan.key}/").content.decode()


def test_the_plan_and_the_list_of_plans_say_how_many_are_unread(browse, plan):
    kari = browse("kari")
    from pop.channel.blocks import unread

    with acting(user("kari").pk):
        already = unread({plan.pk}).get(plan.pk, 0)
    written("marte", HOUSING, thread=at_need())
    written("marte", "Bare for noen", thread=at_need(), only=[])
    assert f"{already + 1} ulest" in text_of(kari.get(f"/planer/{plan.key}/"))
    with acting(user("kari").pk):
        assert unread({plan.pk}) == {plan.pk: already + 1}
    with acting(user("silje").pk):
        assert unread({plan.pk}) == {}


def test_older_messages_are_behind_a_link(browse):
    for number in range(53):
        written("marte", f"Nummer {number}.", thread=at_need(), only=[])
    page = text_of(browse("marte").get(at_housing()))
    assert "Nummer 52." in page
    assert "Nummer 2." not in page
    older = text_of(browse("marte").get(at_housing() + "?side=2"))
    assert "Nummer 2." in older
    assert "Nummer 52." not in older


def test_in_sammen_modus_the_words_are_the_persons_unless_somebody_says_otherwise(browse, plan):
    browser = browse("marte")
    browser.post(f"/planer/{plan.key}/sammen/", {"start": "1"})
    page = browser.get(at_housing())
    assert page.context["opened"].together
    assert page.context["form"].initial["whose"] == "person"


def test_what_was_sent_is_not_undone_from_the_log(browse, plan):
    written("marte", HOUSING, thread=at_need())
    page = browse("marte").get(f"/planer/{plan.key}/logg/")
    assert HOUSING in text_of(page)
    narrowed = written("marte", "Bare til noen få", thread=at_need(), only=[])
    assert "Bare til noen få" not in text_of(browse("kari").get(f"/planer/{plan.key}/logg/"))
    from pop.changelog.models import Change
    from pop.history import actions as history

    with acting(user("marte").pk), pytest.raises(history.CannotUndo):
        history.undo(Change.objects.get(table="channel_message", row_id=narrowed.pk))
