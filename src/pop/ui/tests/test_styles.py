"""Style sheets of our own hold what the pages use, and nothing else."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_database
ROOT = Path(__file__).parents[2]
# The theme is written by Designsystemet's own tool.
SHEETS = [
    p for p in sorted(ROOT.glob("*/static/**/*.css")) if p.name not in ("traad.css", "designsystemet.css")
]
PAGES = [*ROOT.glob("*/templates/**/*.html"), *(p for p in ROOT.glob("**/*.py") if "tests" not in p.parts)]


def classes(sheet: str) -> set[str]:
    """The classes that the selectors of a style sheet name."""
    bare = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+)\{", bare))
    return set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selectors)) - {"base", "components"}


def test_every_class_of_our_style_sheets_is_on_some_page():
    used = set(re.findall(r"[\w-]+", " ".join(p.read_text(encoding="utf-8") for p in PAGES)))
    unused = {p.name: gone for p in SHEETS if (gone := classes(p.read_text(encoding="utf-8")) - used)}
    assert unused == {}


def test_a_class_that_no_page_has_would_be_found():
    assert classes("@media print{.a>li:not(.b),.c-d::before{content:url(x.svg)}} /* .e */") == {
        "a",
        "b",
        "c-d",
    }
