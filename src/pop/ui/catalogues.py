"""Message catalogues without the gettext programs: extracted, counted and compiled by Babel.

Texts are written in bokmål in the code, so bokmål needs no catalogue. A language is a folder in `locale` and a
line in `locale/languages.toml`; nothing else.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1]
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "gettext_noop": None,
}

MessageId = str | tuple[str, ...]


def source_code(path: Path) -> str:
    """Python as it is; a template as the Python that Django makes of it for extraction."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What is not a text to translate comes out blanked; its indentation would only confuse the tokenizer.
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def extracted() -> Iterator[tuple[MessageId, str | None, str]]:
    """Every text of the product: message, context, and the file it stands in."""
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]
    for path in sorted(files):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        code = BytesIO(source_code(path).encode())
        for _line, message, _comments, context in extract(
            "python", code, KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield message, context, str(path.relative_to(SOURCE))


def folder_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"


def read(language: str) -> Catalog:
    """The catalogue of a language; empty when there is none yet."""
    path = folder_of(language) / "django.po"
    if not path.exists():
        return Catalog(locale=language, project="pop", charset="utf-8")
    with path.open("rb") as text:
        return read_po(text, locale=language)


def current(language: str) -> Catalog:
    """The catalogue with exactly the texts of today; translations are kept, guesses are not made."""
    before, now = read(language), Catalog(locale=language, project="pop", charset="utf-8", fuzzy=False)
    for message, context, place in extracted():
        known = before.get(message, context)
        now.add(message, known.string if known else "", locations=[(place, 1)], context=context)
    return now


def missing(language: str) -> list[str]:
    """The texts that a language lacks."""
    return [
        str(entry.id)
        for entry in current(language)
        if entry.id and not (all(entry.string) if isinstance(entry.string, tuple) else entry.string)
    ]


def write(language: str) -> None:
    """Puts the texts of today into the language's `.po`, with what is translated already."""
    texts = current(language)  # before the file is opened, which empties it
    folder_of(language).mkdir(parents=True, exist_ok=True)
    with (folder_of(language) / "django.po").open("wb") as out:
        write_po(out, texts, width=110, sort_output=True, include_lineno=False, omit_header=False)


def compile_all() -> None:
    """Writes a `.mo` beside every `.po` that is newer than it."""
    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text, locale=source.parts[-3]))
