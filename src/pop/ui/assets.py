"""Copies what the pages need out of node_modules into static/vendor: one style sheet, a font, and the icons.

    python -m pop.ui.assets

The copies are not committed. The icons become one sprite, because a page may show forty of them and the
content security policy lets nothing but our own files in.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MODULES = ROOT / "node_modules"
VENDOR = Path(__file__).parent / "static" / "vendor"
FILES = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}
ICONS = {
    "back": "ArrowUndo",
    "calendar": "Calendar",
    "check": "CheckmarkCircleFill",
    "chevron-down": "ChevronDown",
    "chevron-right": "ChevronRight",
    "clock": "ClockFill",
    "compass": "CompassFill",
    "door": "DoorOpen",
    "eye": "EyeFill",
    "eye-some": "Eye",
    "globe": "Globe",
    "heart": "HeartFill",
    "hourglass": "Hourglass",
    "house": "HouseFill",
    "information": "InformationSquare",
    "light-bulb": "LightBulb",
    "link-broken": "LinkBroken",
    "lock": "PadlockLockedFill",
    "menu": "MenuHamburger",
    "minus": "Minus",
    "people": "PersonGroupFill",
    "pencil": "Pencil",
    "person": "Person",
    "plus": "Plus",
    "printer": "PrinterSmall",
    "stopped": "CircleSlash",
    "triangle": "ExclamationmarkTriangleFill",
    "trash": "Trash",
}
# Two states of progress have no icon in the set: drawn here.
OWN_ICONS = {
    "not-started": '<circle cx="12" cy="12" r="8" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2.6"/>',
    "half": '<circle cx="12" cy="12" r="8" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M12 6.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
}


def symbol(name: str, source: str) -> str:
    """One icon of the set as a symbol of the sprite."""
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", source, flags=re.DOTALL).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24" fill="none">{inner}</symbol>'


def sprite() -> str:
    folder = MODULES / "@navikt/aksel-icons/dist/svg"
    symbols = [symbol(n, (folder / f"{icon}.svg").read_text(encoding="utf-8")) for n, icon in ICONS.items()]
    symbols += [symbol(name, inner) for name, inner in OWN_ICONS.items()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def build() -> None:
    """Everything anew; a few milliseconds."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / target)
    (VENDOR / "icons.svg").write_text(sprite(), encoding="utf-8")


if __name__ == "__main__":
    build()
