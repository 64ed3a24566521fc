"""Charts as SVG, drawn on the server by pygal; colours and type are in benefits.css, so that a strict CSP holds.

The library's classes that the style sheet names: background, axis, guides, line, series, serie-1 (the median) and dot.
"""

import sys
from functools import lru_cache
from typing import Any

import pygal
from django.utils.safestring import SafeString

# For its map plugins pygal puts a finder before every import; we have none, and Python warns of it at each import.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

WIDTH, HEIGHT = 760, 280


def _plain(tree: Any) -> Any:
    """Without the library's own style, script and tooltips: the page's CSP would refuse them."""
    for parent in tree.iter():
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in ("defs", "desc", "title"):
                parent.remove(child)
    for each in tree.iter():
        each.attrib.pop("style", None)
    tree.attrib.pop("id", None)
    return tree


@lru_cache(maxsize=500)
def run_chart(
    labels: tuple[str, ...], values: tuple[float | None, ...], middle: float | None, top: float
) -> SafeString:
    """A figure over time with its median (run chart). Hidden beside a table that says the same, so it has no text of its own.

    `values` are on the scale from 0 to `top`; None where a figure is hidden.
    """
    chart = pygal.Line(
        css=[], js=[], show_legend=False, no_prefix=True, disable_xml_declaration=True, width=WIDTH, height=HEIGHT,
        range=(0, top), x_labels=labels, dots_size=5, margin=8, classes=("diagram",), max_scale=6, no_data_text="",
        value_formatter=lambda value: f"{value:g}".replace(".", ",")
    )  # fmt: skip
    chart.add_xml_filter(_plain)
    chart.add("", list(values), allow_interruptions=True)
    if middle is not None:
        chart.add("", [middle] * len(labels), show_dots=False)
    return SafeString(chart.render(is_unicode=True))  # noqa: S308  (figures and months alone)
