"""A real browser against a real server on a database of the test's own."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from pop.demo.cast import BY_SLUG

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: object, client_address: object) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()  # this thread's own; the clone could not be dropped otherwise


@pytest.fixture
def site(committed: str) -> Iterator[str]:
    """The address of a running site with the whole cast in it."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Threaded, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would take every query for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    path = os.environ.get("POP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`visit("kari")` is a browser of her own, logged in; `wide` and `script` as wanted.

    Afterwards no page may have complained: a style, font or script that the CSP stops is said in the console.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The pages that say that something is not here, or not so, are part of the journeys.
        if message.type in ("error", "warning") and not re.search("status of 40[34]", message.text):
            complaints.append(message.text)

    def open_window(slug: str | None = None, *, wide: bool = True, script: bool = True) -> Page:
        size = {"width": 1280, "height": 900} if wide else {"width": 390, "height": 844}
        context = chromium.new_context(
            base_url=site, viewport=size, java_script_enabled=script, locale="nb-NO", accept_downloads=True
        )
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/", timeout=30_000)  # the first page of a process also loads the application
        if slug:
            page.get_by_role("button", name=BY_SLUG[slug].name).click()
            if page.url.endswith("/oppgaver/"):
                page.goto("/planer/")  # journeys about a plan begin where the plans are
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def faults(page: Page) -> list[str]:
    """What axe finds on a page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # Without `resultTypes` axe describes what is in order, too, which takes three times as long.
    found = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)",
        RULES,
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
