"""Every page that somebody can reach: no fault that axe finds, on a wide screen and on a narrow one."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser

FILES = {
    "print_whole",
    "print_pocket",
    "print_easy",
    "consent_pdf",
    "consent_scan",
    "slip_pdf",
    "letter_pdf",
    "letter_docx",
    "chart_pdf",
    "survey_csv",
    "benefits_csv",
    "benefits_report_pdf",
    "survey_xlsx",
    "survey_pdf",
    "survey_sheet",
    "letter_template_file",
    "channel_file",
    "choice_sheet_pdf",
    "meeting_before_paper",
    "meeting_file",
    "calendar_feed_file",
}
INFO = {"privacy", "accessibility", "glossary", "help"}
OF_A_KIND = {"entry", "entry_new", "entry_edit"}
"""Pages that look different for a need, a measure, a meeting …"""
STATES = {"survey_thanks", "meeting_round_screen", "meeting_series", "meeting_present", "meeting_talked_of", "gap_act_contest", "step_contest", "economy_contest", "mapping_contest", "restriction", "restriction_contest", "restrictions", "talk_wishes", "conversation_share", "conversation_sitting", "handover_link",
          "handover_link_done", "handover_slip", "interruption", "wish_answer_contest", "wish_open", "choice_sheet", "consent_end", "consent_print", "consent_summary", "secrecy",
          "preconsent", "tie_closed", "logged_out", "drafts", "plan_of_day", "version_compare", "wish_applied",
          "merge_undo", "team_let_back", "slip_receipt", "told_receipt", "ward_edit"}  # fmt: skip
"""Reached by doing something: test_every_state."""
FORMS = {"benefits_goal_retire", "thread_bring_back", "survey_close", "survey_step", "survey_copy", "survey_next", "survey_arrange", "survey_of_meeting", "calendar_feed_close", "meeting_live", "notices_read", "notice_code", "notice_open", "letter_again", "gap_take", "gap_wake", "measure_waits_not", "absence_end", "officer_team_end", "unit_ask", "work_done", "work_take", "handover_agree", "brik_need", "economy_need", "conversation_cancel", "mapping_need", "draft_discard", "card_confirm", "choices_confirm", "consent_copy", "consent_drop", "consent_renew", "consent_same",
         "consent_take_over", "contact_close", "log_read", "version_new", "measure_confirm", "measure_offered", "measure_take_back",
         "demo_login", "exclusion_lift", "import_store", "invitation", "language", "logout", "main_contact_answer", "measure_done",
         "refusal_take_back", "sentence_use_computed", "step_need", "role_end", "role_give", "task_done", "user_active", "ward_new"}  # fmt: skip
"""Addresses that only take a form, and the part of a page that is fetched by itself."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

EVERYTHING = {"elias": "own", "marte": "contact", "kari": "partner", "jon": "administrator", "anders": "leader",
              "tone": "dpo", "eva": "analyst", "silje": "nothing to see", "per": "invited", "ola": "tie not answered",
              "grete": "taken back", None: "nobody"}  # fmt: skip
"""Who follows every link, and what they are there for."""
OTHER_STATES = {"leyla": ("my_plan", "my_consent", "my_team", "consent_one", "consent_recipient", "print_plan"),
                "jorgen": ("plans", "plan", "consent", "consent_give", "team", "consent_withdraw"),
                "hanne": ("plans", "plan", "entry"), "liv": ("plans", "plan", "entry")}  # fmt: skip
"""The same pages where they look different: in English, on paper, empty, little opened."""


def sight(address: str) -> tuple[str, ...] | None:
    """What a page is: its name, what kind of thing it is about, and what is asked. None where there is no page."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if found.url_name in FILES or "pdf" in parse_qs(parts.query):
        return None
    kind = found.kwargs["kind"] if found.url_name in OF_A_KIND else ""
    return (str(found.url_name), str(kind), *sorted(parse_qs(parts.query, keep_blank_values=True)))


def links(page: Page, site: str) -> list[str]:
    every = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href.split('#')[0])")
    return [href.removeprefix(site) for href in every if href.startswith(site)]


def pages(page: Page, site: str, seen: set[tuple[str, ...]]) -> Iterator[str]:
    """Follows every link, to one page of each kind; the page stands open while the caller looks at it."""
    waiting = [urlsplit(page.url).path]
    while waiting:
        address = waiting.pop(0)
        shown = sight(address)
        if shown is None or shown in seen:
            continue
        seen.add(shown)
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, f"{address} is a dead link"
        yield address
        waiting += links(page, site)


def crawl(client: Client) -> set[str]:
    """The names of all pages that links lead to; without a browser, because it is only about which there are."""
    waiting, seen = ["/hjem/"], set()
    while waiting:
        shown = sight(address := waiting.pop(0))
        if shown is None or shown[: 1 + (shown[0] == "entry")] in seen:
            continue
        seen.add(shown[: 1 + (shown[0] == "entry")])
        page = client.get(address, follow=True)
        waiting += [unescape(href) for href in re.findall(r'href="(/[^"#]*)', page.content.decode())]
    return {shown[0] for shown in seen}


def wrong(page: Page) -> list[str]:
    """What is wrong with the page that stands open."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        found += [f"{size['width']}: {fault}" for fault in faults(page)]
    if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    if page.get_by_role("heading", level=1).count() != 1:
        found.append("does not have one main heading")
    if not page.title().removesuffix("– POP").strip():
        found.append("has no title")
    return found


@pytest.mark.parametrize("slug", EVERYTHING, ids=EVERYTHING.values())
def test_no_page_has_a_fault(visit, site, slug):
    page = visit(slug)
    # What stands in the foot is the same for all.
    seen = {(name, "") for name in INFO} if slug else set()
    found = {address: wrong(page) for address in pages(page, site, seen)}
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("slug", OTHER_STATES)
def test_nor_has_it_where_it_looks_different(visit, site, slug):
    page, found, names = visit(slug), {}, set(OTHER_STATES[slug])
    for address in pages(page, site, seen={(name, "") for name in INFO}):
        name = resolve(urlsplit(address).path).url_name
        if name in names:
            found[address] = wrong(page)
            names.remove(name)
        if not names:
            break
    assert not names, "was not found"
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_check_finds_what_is_planted(visit):
    page = visit()
    page.evaluate("""() => {
        const wide = document.body.appendChild(document.createElement('h1'))
        wide.textContent = 'x'
        wide.style.width = '500px'
        document.querySelector('main').appendChild(document.createElement('img')).src = '/static/ui/mark.svg'
        document.title = ' – POP'
    }""")
    found = " ".join(wrong(page))
    for planted in ("image-alt", "region", "scrolls sideways", "one main heading", "no title"):
        assert planted in found


def test_no_address_is_forgotten(browse):
    """Each page is reached by a link from somebody's first page, or is a state, a file, or only takes forms."""
    reached = {
        name
        for slug in ("elias", "marte", "kari", "anders", "jon", "tone", "eva")
        for name in crawl(browse(slug))
    }
    every = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert every - reached - FILES == STATES | FORMS
