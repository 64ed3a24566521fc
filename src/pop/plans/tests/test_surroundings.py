"""Areas, refusals, groundwork, the end of the sentence, and contacts opened one by one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pop.plans import plan_actions
from pop.plans.models import Contact, FocusArea, Groundwork, OwnArea, Plan, Refusal
from pop.plans.tests.conftest import send, text


def test_areas_are_ticked_and_unticked(browse, url, act_as_member, plan) -> None:
    send(browse("marte"), url("omrader/"), areas_economy=["1"], areas_health=["6"])
    with act_as_member("elias"):
        assert set(FocusArea.objects.filter(plan=plan).values_list("topic_id", flat=True)) == {1, 6}
    assert "Fysisk helse" in text(browse("marte").get(url()))


def test_an_own_area_gets_its_name_everywhere(browse, url, act_as_member, plan) -> None:
    send(browse("elias"), url("omrader/"), own="Hunden min")
    with act_as_member("elias"):
        topic = OwnArea.objects.get(plan=plan, name="Hunden min").topic_id
    assert "Hunden min" in text(browse("marte").get(url(f"behov/ny/?tema={topic}")))
    assert "Hunden min" not in browse("kari").get(url("tiltak/ny/")).content.decode()


def test_there_is_room_for_ten(browse, url, act_as_member, plan) -> None:
    with act_as_member("elias"):
        for number in range(10):
            plan_actions.name_own_area(plan=plan, name=f"Område {number}")
    page = text(send(browse("elias"), url("omrader/"), own="Et til"))
    assert "Planen har ti egne områder." in page


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_a_no_is_written_down_and_taken_back(browse, url, act_as_member, plan, who: str) -> None:
    client = browse(who)
    page = text(send(client, url("nei/"), kind="no_sharing", own_words="Ikke til skolen"))
    assert "Ønsker ikke å dele" in page
    assert "«Ikke til skolen»" in page
    assert "Ønsker ikke å dele" in text(browse("marte").get(url()))
    assert "Det er tatt tilbake." in text(send(client, url("nei/no_sharing/tilbake/")))
    with act_as_member("elias"):
        assert Refusal.objects.get(plan=plan, kind="no_sharing").ended_on == timezone.localdate()
    assert client.get(url("nei/no_sharing/tilbake/")).status_code == 405
    assert send(client, url("nei/no_sharing/tilbake/")).status_code == 404


def test_the_groundwork_is_kept(browse, url, act_as_member, plan) -> None:
    send(
        browse("marte"),
        url("grunnlag/"),
        brik_completed="3.9.2026",
        explained_on="1.9.2026",
        explained_language="tyrkisk",
    )
    with act_as_member("marte"):
        found = Groundwork.objects.get(plan=plan)
    assert (found.brik_completed, found.explained_on, found.explained_language) == (
        "3.9.2026",
        date(2026, 9, 1),
        "tyrkisk",
    )


def test_the_end_of_the_sentence_warns_first_and_closes_the_day_after(
    browse, url, act_as_member, plan
) -> None:
    client = browse("marte")
    page = client.get(url("straffen-er-ferdig/"))
    assert "Etter den siste dagen ser ingen utenfor kriminalomsorgen noe i planen." in text(page)
    assert url("samtykke/") in page.content.decode()
    today = timezone.localdate()
    send(client, url("straffen-er-ferdig/"), on=f"{today:%d.%m.%Y}")
    assert browse("kari").get(url()).status_code == 200
    send(client, url("straffen-er-ferdig/"), on=f"{today - timedelta(days=1):%d.%m.%Y}")
    assert browse("kari").get(url()).status_code == 404
    send(client, url("straffen-er-ferdig/"), on="")
    with act_as_member("marte"):
        assert Plan.objects.get(pk=plan.pk).sentence_ended_on is None


def test_a_contact_is_opened_to_one_and_closed_again(browse, url, entry, member) -> None:
    sara = entry(Contact, name="Sara")
    client, address = browse("elias"), url(f"kontakt/{sara.key}/apne/")
    assert "Ingen i teamet ser kontaktpersonen nå." in text(client.get(address))
    assert browse("kari").get(url(f"kontakt/{sara.key}/")).status_code == 404
    assert "Kari Moen" in text(send(client, address, to=f"user:{member('Kari Moen').key}"))
    page = text(browse("kari").get(url(f"kontakt/{sara.key}/")))
    assert "Kontaktpersonen er åpnet for deg." in page
    assert "Spør meg først" in page
    assert browse("hanne").get(url(f"kontakt/{sara.key}/")).status_code == 404
    assert client.get(url(f"kontakt/{sara.key}/lukk/1/")).status_code == 405
    send(client, url(f"kontakt/{sara.key}/lukk/1/"))
    assert browse("kari").get(url(f"kontakt/{sara.key}/")).status_code == 404
    assert send(client, url(f"kontakt/{sara.key}/lukk/1/")).status_code == 404


def test_a_contact_is_opened_to_an_agency(browse, url, entry, member) -> None:
    sara = entry(Contact, name="Sara")
    page = browse("marte").get(url(f"kontakt/{sara.key}/apne/")).content.decode()
    import re

    key = re.search(r'value="(agency:[\w-]+)"[^>]*>\s*<label[^>]*>Alle fra Nav Nordnes', page).group(1)
    send(browse("marte"), url(f"kontakt/{sara.key}/apne/"), to=key)
    assert browse("kari").get(url(f"kontakt/{sara.key}/")).status_code == 200
