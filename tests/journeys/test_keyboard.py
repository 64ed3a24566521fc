"""Elias without a mouse: every step is reached with Tab, every place is seen, and nothing is lost after a form."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HERE = """() => {
  const here = document.activeElement, style = getComputedStyle(here)
  const words = here.innerText || here.getAttribute('aria-label') || [...(here.labels || [])].map(l => l.innerText).join()
  const box = here.getBoundingClientRect()
  return {words: words.replace(/\\s+/g, ' ').trim(), outside: here === document.body,
          ringed: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none',
          hidden: box.width < 2 || box.bottom < 0 || box.top > innerHeight}
}"""


def tab_to(page: Page, words: str) -> None:
    """Tab until there; every stop on the way is on the screen and has a ring."""
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["outside"]:
            continue
        assert here["ringed"], f"no ring around «{here['words']}»"
        assert not here["hidden"], f"«{here['words']}» has focus outside the screen"
        if here["words"].startswith(words):
            return
    raise AssertionError(f"«{words}» is not reached with Tab")


def go_to(page: Page, words: str, heading: str) -> None:
    """Follows a link and waits for the page behind it."""
    tab_to(page, words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


def log_in(page: Page) -> None:
    tab_to(page, "Elias Brekke")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hei, Elias")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_elias_answers_a_proposal_and_takes_a_consent_back_without_a_mouse(visit, script):
    page = visit(script=script)
    log_in(page)
    tab_to(page, "Ja, ta det med i planen")
    proposal = page.evaluate("document.activeElement.innerText").partition(":")[2].strip()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("button", name=proposal)).to_have_count(0)

    tab_to(page, "Hvem ser hva")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Nav Nordnes")).to_be_visible()
    tab_to(page, "Trekk tilbake noe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trekk tilbake", level=1)).to_be_visible()
    tab_to(page, "Trekk tilbake alt for Nav Nordnes")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("heading", name="Kvittering: trukket tilbake")).to_be_visible()
    tab_to(page, "Hvem ser hva")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Nav Nordnes")).to_have_count(0)


def test_the_skip_link_leads_past_the_menu(visit):
    page = visit("elias")
    tab_to(page, "Hopp til innholdet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_mistake_puts_the_keyboard_at_the_list_of_what_to_mend(visit):
    page = visit("elias")
    page.goto(page.url + "om-meg/ny/")
    tab_to(page, "Skriv inn teksten")
    page.keyboard.press("Enter")
    summary = page.get_by_role("group", name="Du må rette")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    here = page.evaluate("document.activeElement.getAttribute('aria-invalid')")
    assert here == "true", "the link in the list leads to the field"


def test_the_leader_chooses_who_follows_up_without_a_mouse(visit):
    page = visit("anders")
    for words, heading in (
        ("Enheten", "Oversikt over enheten"),
        ("Alle i enheten", "Enheten"),
        ("Velg hvem", "Hvem skal følge opp"),
    ):
        go_to(page, words, heading)
    tab_to(page, "Anders Foss")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    chosen = page.evaluate("document.activeElement.labels[0].innerText").partition(",")[0].strip()
    tab_to(page, "Velg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text(f"{chosen} følger opp fra nå")


def test_two_plans_are_joined_and_parted_without_a_mouse(visit):
    page = visit("marte")
    for words, heading in (
        ("Elias Brekke", "Elias Brekke"),
        ("Legg til eller bytt person", "Teamet rundt Elias"),
        ("Slå sammen to planer", "Står Elias Brekke to ganger?"),
        ("Sammenlign", "Er dette samme person?"),
    ):
        go_to(page, words, heading)
    tab_to(page, "Jeg har kontrollert")
    page.keyboard.press("Space")
    tab_to(page, "Slå sammen planene")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    go_to(page, "Angre sammenslåingen", "Vil du angre sammenslåingen?")
    tab_to(page, "Angre sammenslåingen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sammenslåingen er angret")
