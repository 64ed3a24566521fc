"""Pages that stand there only after something was sent: a Word form understood, a role that lacks something."""

import pytest
from playwright.sync_api import expect

from pop.imports.tests.build import areas, contacts, docx, form, header, measures, p
from tests.journeys.test_every_state import Walk

pytestmark = pytest.mark.browser

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {
    "a form filled in": form(),
    "much that is doubtful": docx(
        p("Min POP"),
        header(name="Elias Brekke", archive_number="202600518"),
        p("Endringslogg"),
        areas("Bolig"),
        p("Min plan"),
        measures(("Møteplikt hos friomsorgen", "snarest", "Eva Lie", "DPS Voss", "kanskje")),
        contacts(("Anne Vik", "søster", "99 88 77 66", "", "")),
    ),
    "an empty form": docx(
        p("Min POP"), header(name="", archive_number="", case_worker="", created=""), p("Endringslogg")
    ),
}


def test_the_preview_of_a_word_form_has_no_fault(visit):
    """As it comes, and as it comes back when it is sent without an answer to whom it is about."""
    walk = Walk(visit("marte"))
    for name, content in FORMS.items():
        walk.to("/les-inn/")
        walk.page.get_by_label("Utfylt skjema").set_input_files(
            {"name": "skjema.docx", "mimeType": WORD, "buffer": content}
        )
        walk.click("Se hva skjemaet sier")
        expect(walk.page.get_by_role("heading", name="Se over skjemaet")).to_be_visible()
        walk.look(name)
        walk.click("Lagre i planen")
        expect(walk.page.get_by_role("group", name="Du må rette")).to_be_visible()
        walk.look(f"{name}, with mistakes")
    assert walk.found == {}


def test_the_roles_of_a_user_have_no_fault_when_something_is_missing(visit):
    walk = Walk(visit("jon"))
    walk.to("/brukere/")
    walk.click("Kari Moen", "link")
    address = walk.page.url
    for kind in ("enhet", "etat"):
        walk.to(address.removeprefix(walk.page.url.split("/brukere")[0]))
        role = walk.page.locator(f"#gi-{kind}")
        role.locator("summary").click()
        if kind == "etat":
            role.get_by_role("searchbox").fill("finnes ikke")
            role.get_by_role("button", name="Finn etaten").click()
            walk.look("no agency of that name")
            role.get_by_role("searchbox").fill("nordnes")
            role.get_by_role("button", name="Finn etaten").click()
            walk.look("agencies to choose among")
        role.get_by_role("button", name="Gi rollen").click()
        expect(walk.page.get_by_role("group", name="Du må rette")).to_be_visible()
        walk.look(f"a role of the kind {kind}, with mistakes")
    assert walk.found == {}
