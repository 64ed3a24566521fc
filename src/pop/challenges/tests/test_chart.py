"""The tilbakeføringskart: what is on it, finding one's way in it, and paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from pop.access.actor import acting
from pop.challenges import loading
from pop.challenges.models import Thread, ThreadVersion
from pop.challenges.reading import Wanted, disagreements, in_use
from pop.demo.places import user
from pop.process.checking import Mistake


@pytest.fixture
def threads() -> list[ThreadVersion]:
    with acting(user("marte").pk):
        return in_use()


def test_the_map_begins_with_what_the_sources_say() -> None:
    """Requirements (f): 43 statements in 46 places, of three floker and what runs across them."""
    said = loading.chart().threads
    places = [phase for one in said for phase in one.phases]
    assert len(said) == 43
    assert [places.count(p) for p in ("understand", "plan", "carry_out", "hand_over", "always")] == [
        14,
        5,
        14,
        7,
        6,
    ]
    assert sum(1 for one in said if one.source.get("S004")) == 29
    assert len({one.source["S002"] for one in said}) == 42
    assert {chart_tangle(one) for one in said} == {"health", "social", "economy", "across"}


def chart_tangle(said: loading.Said) -> str:
    return loading.chart().tangle(said.knots[0]).id


def test_a_number_of_a_source_stands_for_several_threads_and_we_say_so(threads) -> None:
    with acting(user("marte").pk):
        far = Thread.objects.get(key="langt-fra-livet-ute")
        assert [other.thread.key for other in disagreements(far)] == ["bryte-med-det-gamle"]


def test_the_page_of_a_thread_names_the_others_that_bear_its_number(browse) -> None:
    page = browse("marte").get("/kart/trad/langt-fra-livet-ute/").content.decode()
    assert "Tøft å bryte med det gamle</a>" in page


def test_everybody_who_is_logged_in_reads_the_map_without_script(browse) -> None:
    for who in ("elias", "marte", "kari", "eva"):
        page = browse(who).get("/kart/").content.decode()
        assert "Veien framover er «tåkete»" in page
        assert "Gjelder hele veien" in page


def test_a_challenge_opens_beside_the_map(browse) -> None:
    page = browse("marte").get("/kart/", {"u": "taket-vei"}).content.decode()
    assert 'id="panel"' in page
    assert "Mange ser ikke hva som skal skje" in page
    assert "Si hva som skjer neste gang, og når." in page
    assert 'href="/prosessen/#steg-6-1"' in page


def test_the_way_to_what_helps_leads_to_the_rule_itself(browse) -> None:
    """Every link of a thread opens a page that has the place it points to."""
    page = browse("marte").get("/kart/trad/taket-vei/").content.decode()
    assert 'href="/glippsoner/#no_next_talk"' in page
    assert 'id="no_next_talk"' in browse("marte").get("/glippsoner/").content.decode()
    assert 'id="steg-6-1"' in browse("marte").get("/prosessen/").content.decode()


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ({"q": "gjeld register"}, "Gjeld som ikke synes", "For lite ringetid"),
        ({"q": "2.2.3"}, "For lite ringetid", "Gjeld som ikke synes"),
        ({"floke": "economy"}, "Gjeld som ikke synes", "For lite ringetid"),
        ({"knute": "home"}, "Uten egen bolig", "Gjeld som ikke synes"),
        ({"fase": "plan"}, "Tenker kortsiktig om penger", "For lite ringetid"),
    ],
)
def test_one_finds_a_challenge_by_word_number_floke_knute_and_fase(browse, asked, found, not_found) -> None:
    page = browse("marte").get("/kart/", asked).content.decode()
    assert found in page
    assert not_found not in page


def test_a_search_that_finds_nothing_leads_on(browse) -> None:
    page = browse("marte").get("/kart/", {"q": "romskip"}).content.decode()
    assert "Ingen utfordring passer" in page
    assert "/kart/foresla/" in page


def test_nonsense_in_the_address_is_no_error(browse) -> None:
    page = browse("marte").get("/kart/", {"fase": "x", "floke": "y", "u": "z", "vis": "q", "q": "\x00"})
    assert page.status_code == 200


def test_the_list_says_the_same_as_the_map(browse, threads) -> None:
    page = browse("marte").get("/kart/", {"vis": "liste"}).content.decode()
    assert all(f"/kart/trad/{one.thread.key}/" in page for one in threads)


def test_the_map_speaks_the_readers_language(browse) -> None:
    client = browse("marte")
    client.post("/sprak/", {"language": "en", "next": "/"})
    assert "Debt that does not show" in client.get("/kart/").content.decode()


@pytest.mark.parametrize(("paper", "width"), [("a4", 842), ("a3", 1191)])
def test_the_whole_map_fits_on_one_sheet(browse, threads, paper, width) -> None:
    answer = browse("marte").get(f"/kart/pdf/{paper}/")
    sheet = PdfReader(BytesIO(answer.content))
    words = sheet.pages[0].extract_text().replace("\n", " ")
    assert len(sheet.pages) == 1
    assert round(float(sheet.pages[0].mediabox.width)) == width
    assert all(one.title.split()[0] in words for one in threads)


def test_there_is_no_other_paper(browse) -> None:
    assert browse("marte").get("/kart/pdf/a7/").status_code == 404


def test_empty_looks_for_nothing(threads) -> None:
    assert not Wanted()
    assert all(Wanted().fits(one) for one in threads)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('knots = ["whole"]', 'knots = ["hole"]'), "names 'hole'"),
        (('phases = ["understand"]', "phases = []"), "«phases» is empty"),
        (('key = "skjev-makt"', 'key = "for-lite-ressurser"'), "is there twice"),
        (("step 6.1", "step 99"), "names 'step 99'"),
        (('id = "understand"', 'id = "understand"\nage = 3'), "unknown key «age»"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path, change, says) -> None:
    text = loading.FILE.read_text(encoding="utf-8")
    assert change[0] in text
    wrong = tmp_path / "map.toml"
    wrong.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(Mistake, match=says):
        loading.load(wrong)
