"""«Hvem har sett planen»: the person reads who, in what role, from where, when, what and why."""

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.cast import BY_SLUG, CAST
from pop.demo.places import user
from pop.looks.tests.conftest import main
from pop.looks.views import seen
from pop.plans.opening import record_look


def page(browser, plan, **asked):
    return browser.get(reverse("plan_looks", args=[plan.key]), asked)


def test_the_person_reads_who_what_and_why(browse, plan) -> None:
    text = main(page(browse("elias"), plan))
    assert "Kari, Nav-veileder (Nav Nordnes)" in text
    assert "Planen" in text
    assert "Fordi du har gitt Nav Nordnes samtykke nummer 1." in text
    assert "Marte, Kontaktbetjent (kriminalomsorgen)" in text
    assert "Fordi kontaktteamet gjennomfører straffen sammen med deg." in text


def test_only_first_names_are_told(browse, plan) -> None:
    """Rule I6."""
    text = main(page(browse("elias"), plan))
    for slug in ("kari", "marte", "farid", "hanne", "torbjorn", "sunniva"):
        assert BY_SLUG[slug].name not in text


def test_looks_at_one_page_on_one_day_are_one_row_with_a_count(browse, plan) -> None:
    """The two that Kari has made in the cast, and three more."""
    for _time in range(3):
        browse("kari").get(reverse("plan", args=[plan.key]))
    text = main(page(browse("elias"), plan, hvem=""))
    assert "5 ganger" in text
    assert text.count("Kari, Nav-veileder (Nav Nordnes)") == 2, "the plan, and one measure"


def test_the_newest_stands_first(browse, plan) -> None:
    browse("sunniva").get(reverse("team", args=[plan.key]))
    text = main(page(browse("elias"), plan))
    text = text[text.index("Oppslag, de nyeste først") :]
    assert text.index("Sunniva, Sykepleier (Helse") < text.index("Torbjørn, Lærer (Solvik")


def test_the_list_is_narrowed_to_an_agency_or_to_somebody(browse, plan) -> None:
    elias = browse("elias")
    with acting(user("elias").pk):
        from pop.demo.places import agency

        nav = agency("nav").key
    rows = main(page(elias, plan, hvem=str(nav)))
    assert "(Nav Nordnes)" in rows
    assert "(kriminalomsorgen)" not in rows
    assert "har gitt Nordnes kommune" not in rows
    rows = main(page(elias, plan, hvem="kriminalomsorgen"))
    assert "(kriminalomsorgen)" in rows
    assert "(Nav Nordnes)" not in rows
    rows = main(page(elias, plan, hvem=str(user("hanne").key)))
    assert "Hanne, Boligkonsulent, Nordnes kommune kl." in rows, "told once: the role says where she works"
    assert "har gitt Nordnes kommune" in rows
    assert "(Nav Nordnes)" not in rows


def test_a_made_up_choice_narrows_nothing(browse, plan) -> None:
    assert "(Nav Nordnes)" in main(page(browse("elias"), plan, hvem="x' or 1=1"))


def test_many_looks_are_on_several_pages(browse, plan, monkeypatch) -> None:
    monkeypatch.setattr(seen, "PAGE", 3)
    elias = browse("elias")
    assert "Side 1 av" in main(page(elias, plan))
    assert main(page(elias, plan, side="2")) != main(page(elias, plan))


def test_a_shielded_employee_is_a_role_and_nothing_more(browse, plan) -> None:
    """Rule A12."""
    kari = BY_SLUG["kari"]
    browse("jon").post(f"/brukere/{kari.key}/", {"name": kari.name, "title": kari.title, "shielded": "on"})
    text = main(page(browse("elias"), plan))
    assert "Kari" not in text
    assert "Nav-veileder" in text


def test_the_name_of_a_clinic_is_the_persons_to_read(browse, plan) -> None:
    browse("mona").get(reverse("plan", args=[plan.key]))
    assert "Mona, Behandler ved en rusklinikk (Lindelia rusklinikk)" in main(page(browse("elias"), plan))


def test_somebody_in_the_team_as_an_individual_is_told_by_name(browse, plan) -> None:
    browse("liv").get(reverse("plan", args=[plan.key]))
    text = main(page(browse("elias"), plan))
    assert "Liv, Frivillig" in text
    assert "Fordi du har gitt Liv samtykke nummer 1." in text


def test_nobody_has_looked_yet(browse) -> None:
    with acting(user("leyla").pk):
        from pop.demo.build import plan_of

        plan = plan_of("leyla")
    leyla = browse("leyla")
    leyla.post("/sprak/", {"language": "nb", "next": "/"})
    answer = page(leyla, plan)
    assert answer.status_code == 200
    assert "oppg" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("slug", [member.slug for member in CAST if member.slug != "elias"])
def test_nobody_else_reads_it_the_contact_team_neither(browse, plan, slug) -> None:
    assert page(browse(slug), plan).status_code == (302 if slug == "ola" else 404), "Ola has not answered yet"
    with acting(user(slug).pk):
        from pop.access.models import Look

        found = Look.objects.filter(plan_id=plan.pk).count()
    assert (found > 0) == (slug == "tone")


def test_the_page_asks_as_much_for_many_looks_as_for_few(browse, plan, django_assert_max_num_queries) -> None:
    elias = browse("elias")
    for slug in ("marte", "farid", "kari", "sunniva", "hanne", "torbjorn", "liv", "mona"):
        for name in ("plan", "entry: behov", "teamet", "samtykke"):
            with acting(user(slug).pk):
                record_look(plan, name, "oppfølging")
    with django_assert_max_num_queries(32):
        page(elias, plan)


def test_it_is_in_the_menu_and_on_the_first_page(browse, plan) -> None:
    elias = browse("elias")
    answer = elias.get("/hvem-har-sett/")
    assert answer["Location"] == reverse("plan_looks", args=[plan.key])
    assert "Hvem har sett" in elias.get(reverse("plan", args=[plan.key])).content.decode()
    for other in ("marte", "kari", "tone"):
        assert browse(other).get("/hvem-har-sett/").status_code == 404
