"""Making the XML of a Word document say in one way what Word can say in five.

Works on the parsed tree in place: drops what is deleted or shown twice and marks check boxes on the element
that stands for them. Source of the element names: ECMA-376 part 1, and [MS-DOCX] for w14:checkbox.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from pop.imports.package import local

BOX_MARKS: Final = {"on": "☒", "off": "☐", "both": "☐☒"}

_DELETED: Final = frozenset({"del", "moveFrom"})
_SYMBOLS_ON: Final = frozenset({"FE", "FD", "FC", "FB", "78", "52", "54"})  # Wingdings and Wingdings 2
_SYMBOLS_OFF: Final = frozenset({"A8", "6F", "71", "72", "A3", "30"})
_GLYPHS_ON: Final = "☒☑✓✔✗✘🗹🗵🗷⊠xX"
_GLYPHS_OFF: Final = "☐□▢❏❑"
_PLACEHOLDER: Final = re.compile(
    r"\s*(klikk|trykk|velg|skriv|click|tap|choose|enter)\b.*", re.IGNORECASE | re.DOTALL
)
_FALSE: Final = frozenset({"0", "false", "off"})


def tidy(element: Element) -> None:
    """Drop deletions, doubles and prompts below the element; set `mark` on check boxes that are symbols."""
    _choose_alternative(element)
    for child in list(element):
        if _is_gone(child):
            element.remove(child)
        else:
            _mark(child)
            tidy(child)


def _is_gone(element: Element) -> bool:
    name = local(element.tag)
    if name in _DELETED:
        return True
    if name == "tr":
        return _has(element, "trPr", "del")
    return name == "sdt" and _is_prompt(element)


def _has(element: Element, group: str, name: str) -> bool:
    groups = (child for child in element if local(child.tag) == group)
    return any(local(child.tag) == name for found in groups for child in found)


def _is_prompt(sdt: Element) -> bool:
    """Whether a content control still shows Word's own "Klikk eller trykk her …"."""
    return _has(sdt, "sdtPr", "showingPlcHdr") and bool(_PLACEHOLDER.fullmatch(_plain(sdt)))


def _choose_alternative(element: Element) -> None:
    """Newer Word writes a text box twice: keep the first form that has text."""
    if local(element.tag) != "AlternateContent":
        return
    forms = list(element)
    kept = next((form for form in forms if _plain(form)), forms[0] if forms else None)
    for form in forms:
        if form is not kept:
            element.remove(form)


def _mark(element: Element) -> None:
    name = local(element.tag)
    if name == "sdt":
        _mark_control(element)
    elif name == "sym" and "mark" not in element.attrib:
        element.set("mark", _state_of_symbol(element) or "")
    elif name == "fldChar":
        box = next(_find(element, "checkBox"), None)
        element.set("mark", _legacy_state(box) if box is not None else "")


def _mark_control(sdt: Element) -> None:
    """Let the stored state of a check box control decide, and keep both marks where the picture disagrees."""
    properties = next((child for child in sdt if local(child.tag) == "sdtPr"), None)
    box = next(_find(properties, "checkbox"), None) if properties is not None else None
    shown = next((found for found in sdt.iter() if local(found.tag) in ("t", "sym")), None)
    if box is None or shown is None:
        return
    state = _state(next(_find(box, "checked"), None), default=False)
    seen = _state_of_symbol(shown) if local(shown.tag) == "sym" else _state_of_text(shown.text or "")
    _show(shown, "both" if seen and seen != state else state)


def _show(shown: Element, state: str) -> None:
    if local(shown.tag) == "sym":
        shown.set("mark", state)
        return
    text = shown.text or ""
    # One character is the box itself, whatever the font; more is text that somebody wrote into the control.
    rest = "" if len(text.strip()) == 1 else text.lstrip().lstrip(_GLYPHS_ON[:-2] + _GLYPHS_OFF)
    shown.text = BOX_MARKS[state] + rest


def _state_of_text(text: str) -> str:
    first = text.strip()
    if len(first) == 1 and first in _GLYPHS_ON or first[:1] and first[:1] in _GLYPHS_ON[:-2]:
        return "on"
    return "off" if first[:1] and first[:1] in _GLYPHS_OFF else ""


def _state_of_symbol(symbol: Element) -> str:
    attributes = {local(key): value for key, value in symbol.attrib.items()}
    code = attributes.get("char", "").upper()[-2:]
    if not attributes.get("font", "").lower().startswith("wingdings"):
        return ""
    return "on" if code in _SYMBOLS_ON else "off" if code in _SYMBOLS_OFF else ""


def _legacy_state(box: Element) -> str:
    checked = next(_find(box, "checked"), None)
    default = next(_find(box, "default"), None)
    return _state(checked, default=True) if checked is not None else _state(default, default=False)


def _state(element: Element | None, *, default: bool) -> str:
    """The state of an on/off element; one without a value means on, a missing one the default."""
    if element is None:
        return "on" if default else "off"
    value = next((value for key, value in element.attrib.items() if local(key) == "val"), "1")
    return "off" if value.lower() in _FALSE else "on"


def _find(element: Element, name: str) -> Iterator[Element]:
    return (found for found in element.iter() if local(found.tag) == name)


def _plain(element: Element) -> str:
    return "".join(found.text or "" for found in _find(element, "t")).strip()
