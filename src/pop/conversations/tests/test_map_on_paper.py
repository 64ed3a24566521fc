"""The behovskart on paper: what the reader sees of it, with a warning first, and counted (rule A20)."""

import io

import pytest
from pypdf import PdfReader

from pop.access.models import Look
from pop.demo.build import plan_of
from pop.demo.places import user

PAGE = "utskrift: behovskart"


@pytest.fixture
def printed(browse, at):
    def text(slug):
        answer = browse(slug).get(at("behovskart") + "?pdf=1")
        assert answer["Content-Type"] == "application/pdf", slug
        assert answer["Cache-Control"] == "no-store"
        read = PdfReader(io.BytesIO(answer.content))
        return " ".join(" ".join(page.extract_text() for page in read.pages).split())

    return text


def test_the_map_is_printed_by_whoever_reads_it_and_says_what_they_see(printed):
    own = printed("elias")
    for words in (
        "Behovskart",
        "Jeg er flink til å lære bort",
        "Et fast sted å bo",
        "Sove bedre",
        "Skrevet ut",
    ):
        assert words in own, words
    kari = printed("kari")
    assert "Et fast sted å bo" in kari
    for words in ("Sove bedre", "lære bort"):
        assert words not in kari, words


@pytest.mark.parametrize(("slug", "told"), [("elias", False), ("marte", True), ("kari", True)])
def test_the_page_warns_beside_the_button_and_says_to_others_that_it_is_registered(browse, at, slug, told):
    html = browse(slug).get(at("behovskart")).content.decode()
    assert f'href="{at("behovskart")}?pdf=1"' in html
    assert "Denne kan fortelle om helse og om straff" in html
    assert ("Det blir registrert at du har skrevet den ut" in html) is told


def test_each_print_is_counted_as_a_print(browse, at, act_as_member):
    elias = browse("elias")
    assert "skrevet den ut" not in elias.get(at("behovskart")).content.decode()
    browse("marte").get(at("behovskart"))
    browse("marte").get(at("behovskart") + "?pdf=1")
    for _print in range(2):
        elias.get(at("behovskart") + "?pdf=1")
    with act_as_member("elias"):
        look = Look.objects.get(plan_id=plan_of("elias").pk, page=PAGE)
        assert (look.user_id, look.purpose) == (user("marte").pk, "utskrift")
    page = " ".join(elias.get(at("behovskart")).content.decode().split())
    assert "Du har skrevet det ut 2 ganger. Andre har skrevet det ut 1 gang." in page
    looks = elias.get(at("sett")).content.decode()
    assert "Utskrift av behovskartet" in looks
    assert PAGE not in looks


def test_strangers_print_nothing(browse, at):
    for slug in ("silje", "leyla", "per"):
        assert browse(slug).get(at("behovskart") + "?pdf=1").status_code == 404, slug


def test_with_a_protected_address_the_sheet_names_nobody_and_no_place(browse, act_as_member):
    """Rule A10, as on the other sheets: Leyla's address is confidential."""
    with act_as_member("leyla"):
        plan = plan_of("leyla")
    answer = browse("leyla").get(f"/planer/{plan.key}/behovskart/?pdf=1")
    read = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in read.pages)
    for place in ("Solvik", "Nordnes", "Havnes"):
        assert place not in text, place


def test_the_person_who_sees_the_plan_as_another_is_offered_no_print(browse, at, act_as_member):
    from pop.teams.models import SupportTeamMember

    with act_as_member("elias"):
        chair = SupportTeamMember.objects.get(plan=plan_of("elias"), user=user("kari"))
    shown = browse("elias").get(at("som", chair.key, "behovskart"))
    assert "?pdf=1" not in shown.content.decode()
    asked = browse("elias").get(at("som", chair.key, "behovskart") + "?pdf=1")
    assert asked.status_code == 200
    assert "Denne siden vises ikke" in asked.content.decode()
