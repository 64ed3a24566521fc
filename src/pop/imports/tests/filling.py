"""A browser's part: sending a file, and sending back a page's form as it stands."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

SAMPLES = Path(__file__).parents[5] / "shared" / "data" / "min-pop"


class Fields(HTMLParser):
    """What a browser would send for the form that posts to an address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.data: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("action") == self.action
        elif not self.inside:
            return
        elif tag == "select":
            self.select = found["name"]
        elif tag == "option" and self.select and ("selected" in found or self.select not in self.data):
            self.data[self.select] = found.get("value", "")
        elif tag == "input" and "name" in found:
            self.take(found)

    def take(self, found: dict[str, str]) -> None:
        box = found.get("type") in ("radio", "checkbox")
        if not box or "checked" in found:
            self.data[found["name"]] = found.get("value", "on" if box else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""


def send(client: Client, data: bytes, name: str = "skjema.docx") -> Any:
    """Chooses a file and sends it."""
    return client.post("/les-inn/", {"file": SimpleUploadedFile(name, data)})


def filled(page: Any, **changes: str) -> dict[str, str]:
    """The preview as it stands, with what the officer changes; a new person unless said otherwise."""
    fields = Fields("/les-inn/lagre/")
    fields.feed(page.content.decode())
    assert fields.data.get("sealed"), "this is no preview"
    return fields.data | {"target": "new", "person-no_tie": "on"} | changes


def store(client: Client, data: bytes, **changes: str) -> Any:
    """Sends a file and stores what the preview suggests."""
    return client.post("/les-inn/lagre/", filled(send(client, data), **changes))
