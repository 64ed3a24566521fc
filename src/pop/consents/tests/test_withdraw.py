"""Rules A4 and A5: taking back, in two clicks, at any hour, and what is left afterwards."""

from django.urls import reverse

from pop.access.actor import acting
from pop.consents.models import ConsentItem, WithdrawalReceipt
from pop.consents.tests.conftest import address, plan_as, token
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.models import MeasureNote, Need
from pop.teams.models import Task

HOUSING, FINANCES, NETWORK = 1, 2, 4


def receipt_of(slug: str) -> WithdrawalReceipt:
    with acting(user(slug).pk):
        return WithdrawalReceipt.objects.filter(registered_by=user(slug)).latest("pk")


def test_two_clicks_from_the_page_take_back_all_and_every_address_is_404_at_the_next(browse):
    elias, kari = browse("elias"), browse("kari")
    assert kari.get(address("plan")).status_code == 200
    page = elias.get(address("consent")).content.decode()
    first = f"{address('consent_withdraw')}?alt"
    assert first in page
    assert "Trekk tilbake alt" in elias.get(first).content.decode()
    answer = elias.post(address("consent_withdraw"), {"alt": "1"})
    for name in ("plan", "consent"):
        assert kari.get(address(name)).status_code == 404
    with acting(user("kari").pk):
        assert not MeasureNote.objects.exists(), "own entries too (A4)"
    receipt = elias.get(answer["Location"]).content.decode()
    assert "Kvittering" in receipt
    assert "alt" in receipt
    assert "Elias Brekke" in receipt
    assert "Med egen innlogging" in receipt
    assert "Ingen utenfor fengselet ser planen" in elias.get(address("consent")).content.decode()


def test_taking_back_for_one_closes_that_one_and_leaves_the_others(browse):
    elias, kari, hanne = browse("elias"), browse("kari"), browse("hanne")
    nav = token("Nav Nordnes")
    assert f"{address('consent_withdraw')}?hvem={nav}" in elias.get(address("consent")).content.decode()
    assert (
        "Trekk tilbake alt for Nav Nordnes"
        in elias.get(f"{address('consent_withdraw')}?hvem={nav}").content.decode()
    )
    answer = elias.post(address("consent_withdraw"), {"hvem": nav})
    assert kari.get(address("plan")).status_code == 404
    assert hanne.get(address("plan")).status_code == 200
    assert "alt for Nav Nordnes" in elias.get(answer["Location"]).content.decode()


def test_a4_after_a_partial_withdrawal_a_partner_keeps_what_they_wrote_themselves(browse):
    browse("elias").post(address("consent_withdraw"), {"hvem": token("Nav Nordnes"), "tema": str(HOUSING)})
    with acting(user("kari").pk):
        assert not Need.objects.filter(topic=HOUSING).exists()
        assert Need.objects.filter(topic=FINANCES).exists()
        assert MeasureNote.objects.filter(text="Søknaden om depositum er registrert.").exists()
    assert browse("kari").get(address("plan")).status_code == 200


def test_a_topic_is_taken_back_from_all_at_once(browse):
    browse("elias").post(address("consent_withdraw"), {"tema": str(HOUSING)})
    for slug in ("kari", "hanne"):
        with acting(user(slug).pk):
            assert not Need.objects.filter(topic=HOUSING).exists()
            assert Need.objects.filter(topic=FINANCES).exists()


def test_whoever_is_left_with_the_name_alone_is_left_with_nothing(browse):
    browse("elias").post(address("consent_withdraw"), {"tema": str(NETWORK)})
    assert browse("liv").get(address("plan")).status_code == 404
    assert (
        "Liv Strand" not in browse("elias").get(address("consent")).content.decode().split("I teamet, men")[0]
    )


def test_an_empty_choice_takes_nothing_back(browse):
    elias = browse("elias")
    for data in ({}, {"hvem": "tull"}, {"hvem": token("Nav Nordnes"), "tema": "999"}, {"tema": "x"}):
        assert elias.post(address("consent_withdraw"), data)["Location"] == address("consent_withdraw")
    assert browse("kari").get(address("plan")).status_code == 200


def test_marte_takes_back_for_elias_and_ends_also_what_she_cannot_see(browse):
    marte = browse("marte")
    assert browse("mona").get(address("plan")).status_code == 200
    answer = marte.post(address("consent_withdraw"), {"alt": "1"})
    assert browse("mona").get(address("plan")).status_code == 404
    assert "Sammen med en i kontaktteamet" in marte.get(answer["Location"]).content.decode()
    assert "Marte Nygård" in browse("elias").get(answer["Location"]).content.decode()


def test_what_is_withdrawn_stays_in_the_history_with_time_and_reason(browse):
    elias = browse("elias")
    elias.post(address("consent_withdraw"), {"hvem": token("Nav Nordnes")})
    page = elias.get(address("consent_one", 1)).content.decode()
    assert "Nav Nordnes" in page
    assert "Bolig: får se, kan fortelle fengselet, kan fortelle resten av teamet" in page
    assert "Trukket tilbake." in page
    assert "Teksten som ble signert" in page
    listing = elias.get(address("consent_history")).content.decode()
    assert "Samtykke nummer 1" in listing
    assert "Kvittering" in listing


def told(browser, who: str, what: str = "all", **more: str):
    return browser.post(reverse("told_withdrawal"), {"who": who, "what": what, **more})


def test_a5_any_officer_of_the_unit_registers_it_at_night_without_seeing_the_plan(browse):
    """Anders leads the unit and has no place in the team: plan and recipients stay closed to him."""
    anders = browse("anders")
    assert anders.get(address("plan")).status_code == 404
    answer = told(anders, "Elias Brekke")
    assert browse("kari").get(address("plan")).status_code == 404
    page = anders.get(answer["Location"]).content.decode()
    assert "Kvittering" in page
    assert "Muntlig, registrert av en ansatt" in page
    for secret in ("Nav Nordnes", "Lindelia", "Elias", "Nordnes kommune"):
        assert secret not in page
    assert anders.get(address("plan")).status_code == 404


def test_a5_the_person_gets_the_receipt_and_the_contact_team_a_task(browse):
    told(browse("anders"), "202600518")
    listing = browse("elias").get(address("consent_history")).content.decode()
    assert "Kvittering" in listing
    for slug in ("marte", "ola", "farid"):
        with acting(user(slug).pk):
            assert Task.objects.filter(kind="consent_withdrawn", user=user(slug)).exists()


def test_a5_one_kind_or_one_topic_can_be_told_too(browse):
    told(browse("anders"), "Elias Brekke", "kind", kind="nav")
    assert browse("kari").get(address("plan")).status_code == 404
    assert browse("hanne").get(address("plan")).status_code == 200
    answer = told(browse("anders"), "Elias Brekke", "topic", topic=str(FINANCES))
    assert "økonomi og gjeld" in browse("anders").get(answer["Location"]).content.decode()
    with acting(user("hanne").pk):
        assert not Need.objects.filter(topic=FINANCES).exists()


def test_a5_the_same_words_meet_whoever_is_not_found_whatever_the_reason(browse):
    """A person elsewhere, a person who does not exist, and half a name: one answer."""
    found = {told(browse("silje"), "Elias Brekke").content.count(b"Dette ble ikke registrert")}
    for who in ("Ida Sand", "Finnes Ikke", "Elias"):
        answer = told(browse("anders"), who)
        assert answer.status_code == 200
        found.add(answer.content.count(b"Dette ble ikke registrert"))
    assert len(found) == 1
    assert 0 not in found
    assert browse("kari").get(address("plan")).status_code == 200


def test_a5_the_form_says_what_is_missing(browse):
    page = told(browse("anders"), "", "kind").content.decode()
    assert "Skriv fullt navn eller Doculivenummer." in page
    assert "Velg type etat." in page
    assert "Velg tema." in told(browse("anders"), "Elias Brekke", "topic").content.decode()


def test_a_receipt_is_for_the_officer_who_registered_it(browse):
    there = told(browse("anders"), "Elias Brekke")["Location"]
    for slug in ("silje", "ola", "marte"):
        assert browse(slug).get(there).status_code == 404


def test_somebody_outside_kriminalomsorgen_does_not_find_the_page(browse):
    for slug in ("kari", "elias", "tone", "jon", "eva", "grete"):
        assert browse(slug).get(reverse("told_withdrawal")).status_code == 404


def test_a5_consent_is_never_given_by_word_of_mouth(browse):
    """There is no page for it: what the officer can send takes back, whatever is asked for."""
    told(browse("anders"), "Elias Brekke", "all", give="1")
    with acting(user("elias").pk):
        assert not ConsentItem.objects.filter(plan=plan_of("elias"), ended_at=None).exists()


def test_after_a_withdrawal_an_older_draft_is_gone(committed, browse):
    """Signing what was prepared before would revive what has been taken back since."""
    from pop.consents.tests.conftest import draft_of, tick

    elias, nav = browse("elias"), token("Nav Nordnes")
    tick(elias, address("consent_topic", NETWORK), f"{user('liv').key}:{NETWORK}:gi", f"{nav}:{NETWORK}:gi")
    there = address("consent_summary", draft_of().key)
    assert elias.get(there).status_code == 200
    told(browse("anders"), "Elias Brekke", "kind", kind="nav")
    assert elias.get(there).status_code == 404
    assert "Utkast, ikke signert" not in elias.get(address("consent")).content.decode()
    assert plan_as("elias").pk
