"""The words of a letter: ours, the directorate's, the unit's, and the writer's own, in that order."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from pop.letters.facts import Fact
from pop.letters.models import LetterText
from pop.letters.standard import UNIT, Standard, in_language
from pop.people.models import Unit

BULLET = "– "
"""How a line that was taken from the plan begins."""


def central(standard: Standard, language: str) -> str:
    """Law and agreements, as the directorate's administrator last wrote them; else as the file says."""
    newest = LetterText.objects.filter(code=standard.code, unit=None, language=language).first()
    return newest.text if newest else in_language(standard.central, language)


def local(standard: Standard, unit: Unit | None, language: str) -> str:
    """What the unit has to add; in the unit's own letters only (rule C5)."""
    newest = (
        LetterText.objects.filter(code=standard.code, unit=unit, language=language).first() if unit else None
    )
    return newest.text if newest else ""


def body(
    standard: Standard, *, voice: str, language: str, facts: list[Fact], words: str, unit: Unit | None
) -> str:
    """The whole letter between its heading and the signature: paragraphs with an empty line between."""
    with translation.override(language):
        greeting = _("Hilsen")
    parts = [
        standard.said("opening", voice, language),
        "\n".join(BULLET + fact.line for fact in facts),
        words.strip(),
        central(standard, language),
        local(standard, unit, language) if voice == UNIT else "",
        standard.said("closing", voice, language),
        greeting,
    ]
    return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True)
class Paragraph:
    """A piece of a letter: words, or the lines that were taken from the plan."""

    text: str
    lines: list[str]


def paragraphs(text: str) -> list[Paragraph]:
    return [paragraph(piece) for piece in text.replace("\r\n", "\n").split("\n\n") if piece.strip()]


def paragraph(piece: str) -> Paragraph:
    lines = piece.split("\n")
    if all(line.startswith(BULLET) for line in lines):
        return Paragraph("", [line.removeprefix(BULLET) for line in lines])
    return Paragraph(piece, [])
