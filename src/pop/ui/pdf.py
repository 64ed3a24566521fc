"""PDF from a template: tagged, with language and title, so that a screen reader can read it (PDF/UA-1).

Own flat style sheets: the renderer stops at the design system's (`z-index: calc(infinity)`). It fetches
nothing: neither the network nor other files than the project's own fonts.
"""

import logging
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = "vendor/inter-latin.woff2", "vendor/inter-latin-ext.woff2"

# They report each step of each PDF.
for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)


class Forbidden(ValueError):
    """Something other than the project's own files was asked for while a PDF was made."""


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # untyped library
    """The only way out of a PDF that is being made: our fonts, and what stands in the style sheet itself."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if urlsplit(url).scheme == "data":
            return super().fetch(url, headers)
        path = unquote(urlsplit(url).path)
        if urlsplit(url).scheme != "file" or path not in own_fonts():
            raise Forbidden
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": "font/woff2"})


@cache
def own_fonts() -> tuple[str, ...]:
    """Where the project's font lies; empty until its assets are built."""
    return tuple(str(path) for name in FONTS if (path := finders.find(name)))


def font_faces() -> str:
    """The project's font when it is there; else the style sheet's next choice, the system's sans serif."""
    return "".join(
        f'@font-face{{font-family:Inter;font-weight:{weight};src:url("{Path(path).as_uri()}") format("woff2")}}'
        for path in own_fonts()
        for weight in (400, 700)  # the renderer takes no range of weights
    )


def render_pdf(template: str, context: dict[str, object], *, language: str, css: str) -> bytes:
    """The PDF of a template whose `<title>` and `lang` the template sets. `css` is a static file's name."""
    fonts, fetcher = FontConfiguration(), OwnFilesOnly()
    with translation.override(language):
        html = render_to_string(template, {**context, "language": language})
    style = Path(str(finders.find(css))).read_text(encoding="utf-8")
    sheet = CSS(string=font_faces() + style, font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher)
    pdf = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    assert isinstance(pdf, bytes)  # noqa: S101  (no target was given)
    return pdf


def pdf_to_print(template: str, context: dict[str, object], *, css: str, name: str) -> HttpResponse:
    """A sheet as a file in the reader's language, kept by nobody on the way; the template is told `pdf`."""
    language = (translation.get_language() or "nb")[:2]
    content = render_pdf(template, context | {"pdf": True}, language=language, css=css)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
