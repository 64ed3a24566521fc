"""The sheet for the pocket tells a stranger nothing (rule A20)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pop.demo.build import plan_of
from pop.demo.places import user
from pop.paper.pocket import NEVER, is_quiet, quiet_topics, revealing
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Source

SHEET = "neste-steg.pdf"
WHOSE = [
    ("elias", s) for s in ("elias", "marte", "farid", "kari", "torbjorn", "sunniva", "hanne", "liv", "mona")
]
WHOSE += [("leyla", "leyla"), ("leyla", "marte"), ("ida", "ida"), ("ida", "jorgen")]
NEUTRAL = "Noe vi har avtalt. Spør hvis du er usikker."


def mine(text, topic, days=5):
    """Elias says yes to do something himself."""
    elias = user("elias")
    plan, writer = plan_of("elias"), Writer(elias, Source.PERSON)
    need = Need.objects.of(plan).filter(topic_id=topic).first() or plans.write_need(
        plan=plan, writer=writer, topic=topic, text="Et behov"
    )
    measure = plans.propose_measure(
        plan=plan, writer=writer, topic=topic, text=text, needs=(need,), person_responsible=True,
        due=timezone.localdate() + timedelta(days=days),
    )  # fmt: skip
    plans.choose_measure(measure, way="own_login")


@pytest.mark.parametrize(("of", "who"), WHOSE)
def test_nothing_on_anybodys_sheet_reveals_anything(printed, of, who):
    paper = printed(who, f"{SHEET}?sprak=nb", of=of)
    assert revealing().findall(paper.text.casefold()) == []
    for name in (
        "Elias",
        "Brekke",
        "Leyla",
        "Demir",
        "Ida Sand",
        "Solvik",
        "Nordnes",
        "Lindelia",
        "POP",
        "2026005",
    ):
        assert name not in paper.text, name
    assert revealing().findall((paper.reader.metadata.title or "").casefold()) == []
    assert paper.reader.metadata.author is None


def test_it_has_what_comes_next_and_what_i_do(printed):
    paper = printed("elias", SHEET).text
    for part in ("Neste steg", "Avtaler", "kl. 13.00", "Rom B2", "Jeg gjør", "Øve til prøven i Vg2", "Innen"):
        assert part in paper, part


def test_what_a_meeting_is_about_is_never_on_it(printed):
    paper = printed("elias", SHEET).text
    assert "Fast samtale" not in paper
    assert "Møte med teamet" not in paper


@pytest.mark.parametrize("topic", [6, 7, 8, 9, 10, 11, 12, 13, 14])
def test_what_belongs_to_health_violence_or_programme_is_a_neutral_line(printed, act_as_member, topic):
    with act_as_member("elias"):
        mine("Gå tur i skogen", topic)
    paper = printed("elias", SHEET).text
    assert "skogen" not in paper
    assert NEUTRAL in paper


@pytest.mark.parametrize("topic", [1, 2, 3, 4, 5])
def test_what_belongs_to_money_housing_school_and_people_is_printed(printed, act_as_member, topic):
    with act_as_member("elias"):
        mine("Gå tur i skogen", topic)
    assert "Gå tur i skogen" in printed("elias", SHEET).text


def test_the_quiet_areas_follow_the_directorates_table_of_floker(act_as_member):
    with act_as_member("elias"):
        assert quiet_topics() == {1, 2, 3, 4, 5}
        assert not quiet_topics() & NEVER


def test_a_measure_in_a_quiet_area_that_names_a_clinic_is_a_neutral_line(printed, act_as_member):
    with act_as_member("elias"):
        mine("Ringe Lindelia rusklinikk om bolig", 1)
    paper = printed("elias", SHEET).text
    assert "Lindelia" not in paper
    assert NEUTRAL in paper


@pytest.mark.parametrize("place", ["Poliklinikken", "Nav Nordnes", "Nordnes tingrett", "Avdeling B"])
def test_a_place_that_reveals_is_left_out_and_the_time_stays(printed, act_as_member, place):
    before = printed("elias", SHEET).text.count("Avtale")
    with act_as_member("marte"):
        plans.plan_meeting(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Time", place=place,
            date=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
    paper = printed("elias", SHEET).text
    assert place not in paper
    assert paper.count("Avtale") == before + 1


@pytest.mark.parametrize("large", ["", "?stor=1"])
def test_it_is_one_page_however_much_there_is(printed, act_as_member, large):
    with act_as_member("elias"):
        for number in range(14):
            mine("Skrive til utleieren og spørre om leiligheten er ledig i januar " * 3, 1, days=number + 1)
    with act_as_member("marte"):
        for number in range(9):
            plans.plan_meeting(
                plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Møte",
                place="Et sted med et ganske langt navn i tredje etasje til venstre", when_text="",
                date=timezone.localdate() + timedelta(days=number),
            )  # fmt: skip
    pages = printed("elias", SHEET + large).pages
    assert len(pages) == 1
    assert "Det er mer enn det som får plass her" in pages[0]


def test_an_empty_sheet_says_so(printed):
    paper = printed("ida", SHEET, of="ida").text
    assert "Ingen avtaler ennå." in paper
    assert "Ingenting akkurat nå." in paper


@pytest.mark.parametrize(
    "said",
    [
        "Time hos psykolog", "Møte på Lindelia rusklinikk", "Ringe fengselet", "20914695016", "209146 95016",
        "AA-møte", "Møteplikt ved prøveløslatelse", "Time hos tannlegen", "Samtale om familievold",
        "Levere urinprøve", "Ringe advokaten", "Søke permisjon", "Ringe Nav", "Lese dommen", "Møte i konfliktrådet",
        "Sjukmelding frå legen", "Samtale om valdsbruk", "Call the prison doctor", "Kjøpe medisiner",
        "Snakke med barnevernet", "Betale det jeg skylder i erstatning etter straffen", "Besøke helsestasjonen",
    ],
)  # fmt: skip
@pytest.mark.no_database
def test_a_text_that_reveals_is_not_quiet(said):
    assert not is_quiet(said, ("lindelia rusklinikk",))


@pytest.mark.parametrize(
    "said",
    [
        "Øve til prøven i Vg2", "Levere fakturaer til Kari", "Ringe om leilighet", "Møte Randi og Lars på verkstedet",
        "Finne navnet på utleieren", "Kjøpe sykkel", "Søke jobb på domenet vårt", "Melde adresseendring",
    ],
)  # fmt: skip
@pytest.mark.no_database
def test_an_ordinary_text_is(said):
    assert is_quiet(said, ("lindelia rusklinikk",))
