"""A QR code as plain SVG in the page: no picture file, nothing fetched, and allowed by the strict policy of the pages."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=200)
def drawn(address: str) -> SafeString:
    """The code of an address, with a quiet zone, as large as its place. Said in words beside it, so hidden from screen readers."""
    svg = segno.make(address, error="m").svg_inline(
        scale=1, border=2, dark="#22303a", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308  (made here)
