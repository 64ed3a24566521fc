"""What every answer tells the browser: run nothing, frame nothing, keep nothing, say nothing onward."""

import pytest
from django.test import Client, override_settings

OPEN = ["/", "/personvern/", "/finnes-ikke/"]
BEHIND_LOGIN = ["/planer/", "/hjem/", "/planer/00000000-0000-4000-8000-000000000000/", "/personvern/"]


def policy(answer):
    """The content security policy as directive → sources."""
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


@pytest.mark.parametrize("address", OPEN)
def test_a_page_may_run_no_script_and_no_inline_style(client, address):
    sources = policy(client.get(address))
    assert sources["default-src"] == {"'none'"}
    assert not [name for name in sources if name.startswith("script-src")]
    assert sources["style-src"] == {"'self'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set().union(*sources.values())


@pytest.mark.parametrize("address", OPEN)
def test_a_form_is_sent_to_nobody_else_and_links_have_no_other_base(client, address):
    sources = policy(client.get(address))
    assert sources["form-action"] == {"'self'"}
    assert sources["base-uri"] == {"'none'"}


@pytest.mark.parametrize("address", OPEN)
def test_nobody_else_can_frame_a_page(client, address):
    answer = client.get(address)
    assert answer["X-Frame-Options"] == "DENY"
    assert policy(answer)["frame-ancestors"] == {"'none'"}


@pytest.mark.parametrize("address", OPEN)
def test_the_browser_guesses_no_type_and_tells_nobody_where_it_came_from(client, address):
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("who", ["elias", "marte", "kari", "jon"])
@pytest.mark.parametrize("address", BEHIND_LOGIN)
def test_after_log_out_the_back_button_shows_nothing(browse, who, address):
    """Pages, redirects and refusals alike: nothing behind a login lies in the browser's cache."""
    assert browse(who).get(address)["Cache-Control"] == "no-store"


def test_the_answer_to_the_log_in_itself_is_not_kept(client):
    assert client.post("/demo/", {"who": "elias"})["Cache-Control"] == "no-store"


def test_pages_without_login_may_be_kept(client):
    assert "Cache-Control" not in client.get("/personvern/")


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(browse):
    browser = browse("marte")
    browser.get("/planer/")
    browser.post("/sprak/", {"language": "nn"})
    for name in ("okt", "skjema", "sprak"):
        assert browser.cookies[name]["httponly"], name
        assert browser.cookies[name]["samesite"] == "Lax", name


def test_the_session_cookie_goes_when_the_browser_closes(browse):
    assert browse("marte").cookies["okt"]["max-age"] == ""


def test_logging_out_takes_the_session_cookie_away(browse):
    browser = browse("marte")
    browser.post("/logg-ut/")
    assert browser.cookies["okt"].value == ""
    assert browser.get("/planer/").status_code == 302


def test_a_form_from_another_site_does_nothing():
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/demo/", {"who": "marte"})
    assert answer.status_code == 403
    assert "okt" not in browser.cookies


@override_settings(ALLOWED_HOSTS=["pop.example.no"])
def test_a_made_up_host_name_is_refused(client):
    assert client.get("/personvern/", headers={"host": "ond.example.no"}).status_code == 400
