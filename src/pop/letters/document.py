"""A letter as a file, PDF or Word: real headings and lists, the language set, and nothing about who made it."""

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from pop.letters import filling
from pop.letters.compose import Paragraph, paragraphs
from pop.letters.models import Letter, LetterTemplate
from pop.people.models import Unit
from pop.ui.pdf import render_pdf

STYLE = "letters/letter.css"
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO"}


def day_of(letter: Letter) -> date:
    return letter.sent_on or timezone.localdate()


def pdf_file(letter: Letter) -> bytes:
    """Tagged, in the language of the letter."""
    context: dict[str, object] = {
        "letter": letter,
        "pieces": paragraphs(letter.text),
        "day": day_of(letter),
    }
    return render_pdf("letters/sheet.html", context, language=letter.language, css=STYLE)


def word_file(letter: Letter, unit: Unit | None) -> bytes:
    """The letter in the unit's own template when there is one and the letter is the unit's; else the built-in one."""
    template = None if letter.own_voice else template_for(letter, unit)
    if template:
        return filling.filled(template, values(letter, day_of(letter)))
    out = BytesIO()
    word(letter, paragraphs(letter.text), day_of(letter)).save(out)
    return out.getvalue()


def template_for(letter: Letter, unit: Unit | None) -> bytes | None:
    """The unit's before the directorate's, the one for this kind of letter before the one for all.

    A letter that was sent keeps the version that held that day.
    """
    found = LetterTemplate.objects.filter(code__in=(letter.code, ""))
    if letter.sent_on:
        found = found.filter(made_at__date__lte=letter.sent_on)
    for owner in [unit, None] if unit else [None]:
        for code in (letter.code, ""):
            newest = found.filter(unit=owner, code=code).first()
            if newest and newest.content:
                return bytes(newest.content)
    return None


def values(letter: Letter, day: date) -> dict[str, str]:
    with translation.override(letter.language):
        on = date_format(day)
    return {
        "avsender": letter.sender, "mottaker": letter.to_name, "adresse": letter.to_address, "dato": on,
        "overskrift": letter.subject, filling.BODY: letter.text,
    }  # fmt: skip


def word(letter: Letter, pieces: list[Paragraph], day: date) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    set_language(style, LANGUAGES.get(letter.language, "nb-NO"))
    about = document.core_properties
    about.author, about.title, about.comments, about.last_modified_by = "", letter.subject, "", ""
    about.language = LANGUAGES.get(letter.language, "nb-NO")
    with translation.override(letter.language):
        on = date_format(day)
    for block in (letter.sender, "\n".join(filter(None, (letter.to_name, letter.to_address))), on):
        if block:
            document.add_paragraph(block)
    document.add_heading(letter.subject, level=1)
    for piece in pieces:
        if piece.text:
            document.add_paragraph(piece.text)
        for line in piece.lines:
            document.add_paragraph(line, style="List Bullet")
    document.add_paragraph(letter.sender.split("\n")[0])
    return document


def set_language(style: Any, code: str) -> None:
    """What a screen reader reads the text as."""
    properties = style.element.get_or_add_rPr()
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): code})
    properties.append(language)
