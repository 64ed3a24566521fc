"""The Endringslogg: what was changed, old and new, by whom; and only what the reader may see."""

import pytest

from pop.changelog.models import Change
from pop.plans import actions
from pop.plans.models import Measure, Need
from pop.plans.tests.conftest import send, text


def test_the_person_reads_old_and_new_and_who_did_it(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("marte"):
        actions.edit(need, text="Et trygt sted å bo")
    page = text(browse("elias").get(url("logg/")))
    assert "Behov endret : Et trygt sted å bo" in page
    assert "Før: Et fast sted å bo Nå: Et trygt sted å bo" in page
    assert "Marte Nygård" in page


def test_what_one_did_oneself_is_by_you(browse, url, entry, act_as_member) -> None:
    with act_as_member("elias"):
        actions.edit(entry(Need, text="Et fast sted å bo"), text="Min egen leilighet")
    page = text(browse("elias").get(url("logg/")))
    assert page.index("Min egen leilighet") < page.index("Du")


def test_the_log_says_taken_out_and_put_back(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("marte"):
        actions.remove(need)
    assert "Behov tatt ut : Et fast sted å bo" in text(browse("elias").get(url("logg/")))


def test_a_status_is_told_in_its_words(browse, url, act_as_member, plan) -> None:
    with act_as_member("elias"):
        measure = Measure.objects.filter(plan=plan, chosen_at__isnull=False, status="chosen").first()
        actions.set_status(measure, status="in_progress")
    assert "Status Før: Ikke startet Nå: I gang" in text(browse("elias").get(url("logg/")))


@pytest.mark.parametrize("who", ["marte", "kari", "torbjorn"])
def test_what_is_kept_to_oneself_is_in_nobody_elses_log(browse, url, entry, act_as_member, who) -> None:
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("elias"):
        actions.keep_to_me(need, kept=True)
        actions.edit(need, text="Hemmelig nok")
    assert "sted å bo" not in text(browse(who).get(url("logg/"))).lower()
    assert "hemmelig" not in text(browse(who).get(url("logg/"))).lower()
    assert "Hemmelig nok" in text(browse("elias").get(url("logg/")))


def test_what_was_written_while_it_was_kept_stays_kept_when_it_is_opened(
    browse, url, entry, act_as_member
) -> None:
    """Rule I4: the reader sees the entry now, but not what it said when it was not for them."""
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("elias"):
        actions.keep_to_me(need, kept=True)
        actions.edit(need, text="Hemmelig nok")
        actions.edit(need, text="Et sted å bo, sammen med broren min")
        actions.keep_to_me(need, kept=False)
    page = text(browse("marte").get(url("logg/")))
    assert "sammen med broren min" in page
    assert "Hemmelig nok" not in page
    assert "Bare for meg Før: Ja Nå: Nei" in text(browse("elias").get(url("logg/")))


def test_a_partner_reads_only_what_is_given(browse, url, entry, act_as_member) -> None:
    given, other = entry(Need, text="Et fast sted å bo"), None
    with act_as_member("elias"):
        other = Need.objects.exclude(topic=given.topic_id).filter(only_me=False).exclude(topic=13).first()
    with act_as_member("kari"):
        unseen = not Need.objects.filter(pk=other.pk).exists()
        assert unseen
        assert not Change.objects.filter(table="plans_need", row_id=other.pk).exists()
        assert Change.objects.filter(table="plans_need", row_id=given.pk).exists()
    assert other.text not in text(browse("kari").get(url("logg/")))


@pytest.mark.parametrize("who", ["silje", "anders", "jon", "tone"])
@pytest.mark.parametrize("page", ["logg/", "logg/versjon/", "logg/dag/?dag=1.11.2026", "logg/versjon/1/"])
def test_strangers_find_no_log(browse, url, who, page) -> None:
    assert browse(who).get(url(page)).status_code == 404


def test_one_area_at_a_time(browse, url, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    page = text(browse("elias").get(url(f"logg/?tema={need.topic_id}")))
    assert "Et fast sted å bo" in page
    assert "Planen ble laget" not in page
    whole, nonsense = (text(browse("elias").get(url(f"logg/{rest}"))) for rest in ("", "?tema=hva som helst"))
    assert whole == nonsense


def test_the_log_goes_back_to_the_day_the_plan_was_made(browse, url) -> None:
    client, address = browse("elias"), url("logg/")
    pages = []
    while address:
        answer = client.get(address)
        pages.append(text(answer))
        older = answer.context["page"].older
        address = url(f"logg/?for={older}") if older else None
    assert len(pages) > 1
    assert "Planen ble laget" in pages[-1]
    assert "Planen ble laget" not in pages[0]


def test_a_consent_is_told_with_what_it_gives(browse, url) -> None:
    client = browse("elias")
    older = client.get(url("logg/")).context["page"].older
    page = text(client.get(url(f"logg/?for={older}")))
    assert "Samtykke nummer 1 er signert" in page
    assert "får se" in page


def test_what_is_new_is_new_until_it_is_read(browse, url, entry, act_as_member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    client = browse("elias")
    newest = client.get(url("logg/")).context["newest"]
    send(client, url("logg/lest/"), last=str(newest))
    assert "Ingenting nytt siden sist" in text(client.get(url()))
    with act_as_member("marte"):
        actions.edit(need, text="Et trygt sted å bo")
    assert "Behov endret" in text(client.get(url()))


@pytest.mark.parametrize("last", ["", "abc", "-1", "9" * 30])
def test_a_mark_that_is_no_number_is_not_found(browse, url, last) -> None:
    assert send(browse("elias"), url("logg/lest/"), last=last).status_code == 404
