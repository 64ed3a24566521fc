"""Exceptions: they beat every consent, and the one they are about does not learn of them."""

from pop.access.actor import acting
from pop.consents.models import Exclusion
from pop.consents.tests.conftest import address, token
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.models import Need

HOUSING, FINANCES, MIND = 1, 2, 7


def add(browser, who: str, topic: int, of: str = "elias", **more: str):
    return browser.post(
        address("exclusion_new", of=of), {"who": who, "topic": str(topic), "own_words": "", **more}
    )


def key_of(name: str) -> str:
    return str(user(name).key)


def test_an_exception_beats_the_consent_at_the_next_click(browse):
    with acting(user("kari").pk):
        assert Need.objects.filter(topic=HOUSING).exists()
    answer = add(browse("elias"), key_of("kari"), HOUSING, own_words="Hun kjenner huseieren.")
    assert answer["Location"] == address("consent")
    with acting(user("kari").pk):
        assert not Need.objects.filter(topic=HOUSING).exists()
        assert Need.objects.filter(topic=FINANCES).exists()
    page = browse("elias").get(address("consent")).content.decode()
    assert "Hun kjenner huseieren." in page
    assert "Skal ikke få vite om: bolig" in page


def test_an_exception_for_an_agency_holds_for_all_who_work_there(browse):
    add(browse("elias"), token("Nordnes kommune"), FINANCES)
    with acting(user("hanne").pk):
        assert not Need.objects.filter(topic=FINANCES).exists()
    page = browse("elias").get(address("consent")).content.decode()
    assert "2 unntak" in page, "Hanne's own and the municipality's"


def test_the_excluded_sees_no_trace_of_it(browse):
    before = browse("torbjorn").get(address("consent")).content.decode()
    assert "unntak" not in before.lower()
    with acting(user("torbjorn").pk):
        assert not Exclusion.objects.exists()
    assert (
        "De får ikke vite at du har lagt inn et unntak"
        in browse("elias").get(address("exclusion_new")).content.decode()
    )


def test_somebody_in_the_contact_team_can_be_excepted_and_does_not_learn_of_it(browse):
    add(browse("elias"), key_of("farid"), MIND)
    with acting(user("farid").pk):
        assert not Need.objects.filter(topic=MIND).exists()
    page = browse("farid").get(address("consent")).content.decode()
    assert "Farid" not in page.split("<main", 1)[1]
    assert "Psykisk helse" not in page
    assert "Psykisk helse" in browse("marte").get(address("consent")).content.decode()


def test_marte_registers_an_exception_for_the_person_but_cannot_lift_one(browse):
    marte = browse("marte")
    add(marte, token("Nav Nordnes"), HOUSING)
    with acting(user("kari").pk):
        assert not Need.objects.filter(topic=HOUSING).exists()
    with acting(user("elias").pk):
        exclusion = Exclusion.objects.get(plan=plan_of("elias"), topic=HOUSING)
    there = address("exclusion_lift", exclusion.key)
    assert marte.post(there).status_code == 404
    assert "Ta bort unntaket" not in marte.get(address("consent")).content.decode()
    with acting(user("marte").pk):
        assert not Exclusion.objects.filter(pk=exclusion.pk).update(lifted_at=exclusion.made_at)


def test_elias_lifts_an_exception_and_the_consent_holds_again(browse):
    elias = browse("elias")
    with acting(user("elias").pk):
        exclusion = Exclusion.objects.get(plan=plan_of("elias"), user=user("hanne"))
    with acting(user("hanne").pk):
        assert not Need.objects.filter(topic=MIND).exists()
    assert elias.post(address("exclusion_lift", exclusion.key))["Location"] == address("consent")
    with acting(user("hanne").pk):
        assert Need.objects.filter(topic=MIND).exists()


def test_the_same_exception_is_not_written_twice(browse):
    elias = browse("elias")
    for _again in range(2):
        add(elias, token("Nav Nordnes"), HOUSING)
    with acting(user("elias").pk):
        assert Exclusion.objects.filter(topic=HOUSING).count() == 1


def test_an_agency_outside_the_team_is_found_in_the_register(browse):
    elias = browse("elias")
    welfare = token("Barnevernet i Nordnes")
    page = elias.get(address("consent_find"), {"for": "unntak", "slag": "child_welfare"}).content.decode()
    assert f"{address('exclusion_new')}?hvem={welfare}" in page
    assert "Barnevernet i Nordnes" in elias.get(f"{address('exclusion_new')}?hvem={welfare}").content.decode()
    add(elias, welfare, 4)
    assert "Barnevernet i Nordnes" in elias.get(address("consent")).content.decode()


def test_the_form_comes_back_with_what_was_typed(browse):
    page = add(browse("elias"), "", HOUSING, own_words="Ordene mine").content.decode()
    assert "Velg hvem det gjelder." in page
    assert "Ordene mine" in page
