"""Sheets of paper as a test reads them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from pop.demo.build import plan_of
from pop.ui import pdf

SHEETS = ("min-plan.pdf", "neste-steg.pdf", "lett.pdf")


def in_order(parts, text):
    """Each part stands after the one before it, wherever the lines break."""
    text, at = "".join(text.split()), 0
    for part in parts:
        found = text.find("".join(part.split()), at)
        assert found >= 0, part
        at = found + 1


class Paper:
    """One printed sheet."""

    def __init__(self, content):
        self.reader = PdfReader(BytesIO(content))
        self.root = self.reader.trailer["/Root"]

    @property
    def pages(self):
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @property
    def text(self):
        return " ".join(self.pages)

    @property
    def tags(self):
        """The kinds of tags in the structure tree, in reading order."""
        return list(kinds(self.root["/StructTreeRoot"]))


def kinds(node):
    node = node.get_object()
    if not hasattr(node, "get"):
        return
    if "/S" in node:
        yield str(node["/S"])
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child, int):
            yield from kinds(child)


@pytest.fixture(autouse=True)
def _in_the_systems_font(monkeypatch):
    """Putting the project's own font into a PDF takes most of its time; pop/ui/tests/test_pdf.py tests that."""
    monkeypatch.setattr(pdf, "own_fonts", lambda: ())


@pytest.fixture
def address(act_as_member):
    """`address("elias")` is where the prints of that person's plan are."""

    def of(slug="elias"):
        with act_as_member(slug):
            return f"/planer/{plan_of(slug).key}/utskrift/"

    return of


@pytest.fixture
def printed(browse, address):
    """`printed("marte", "lett.pdf")` is what that member gets of Elias's plan."""

    def get(who, sheet="min-plan.pdf", of="elias"):
        answer = browse(who).get(address(of) + sheet)
        assert answer.status_code == 200, (who, sheet)
        assert answer["Content-Type"] == "application/pdf"
        return Paper(answer.content)

    return get
