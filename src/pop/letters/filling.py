"""Word templates for the unit's letters: what a file may hold, which fields it may name, and how they are filled in.

A template is somebody else's file. It is opened as the imported forms are (no macros, no zip bomb, no DTD), it fetches nothing
from elsewhere, and it may name known fields and nothing more: no tag, no expression, no attribute. What is filled in runs in
jinja's sandbox all the same.
"""

import re
import zipfile
from io import BytesIO
from typing import Any, Final

from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pop.imports.errors import UnreadableForm
from pop.imports.package import open_parts

MAX_BYTES: Final = 1024 * 1024
BODY: Final = "brev"
FIELDS: Final = {
    "avsender": gettext_lazy("enheten, med adressen svaret skal gå til"),
    "mottaker": gettext_lazy("navnet på mottakeren"),
    "adresse": gettext_lazy("adressen til mottakeren"),
    "dato": gettext_lazy("dagen brevet er sendt, eller i dag"),
    "overskrift": gettext_lazy("overskriften i brevet"),
    BODY: gettext_lazy("alt som står i brevet; må være med"),
}
"""The fields of a template, and what each becomes."""
REFUSED: Final = {
    "not_a_docx": gettext_lazy("Dette er ikke en lesbar Word-fil. Lagre malen som .docx, og prøv igjen."),
    "too_large": gettext_lazy("Filen er større enn 1 MB. Lagre den med mindre bilder."),
    "zip_bomb": gettext_lazy("Filen pakker ut til langt mer enn en mal kan inneholde, og er derfor ikke åpnet."),
    "macros": gettext_lazy("Filen inneholder makroer. Lagre den som .docx uten makroer."),
    "encrypted": gettext_lazy("Filen er beskyttet med passord. Fjern passordet i Word, og prøv igjen."),
    "broken_xml": gettext_lazy("Innholdet i filen er skadet. Åpne den i Word, lagre den på nytt, og prøv igjen."),
    "outside": gettext_lazy("Filen henter noe fra et annet sted. Lim inn bildet i stedet for å lenke til det, og fjern koblinger."),
    "embedded": gettext_lazy("Filen inneholder en annen fil eller et program. Fjern det, og prøv igjen."),
}  # fmt: skip
WORD_FIELDS: Final = re.compile(
    r"\b(INCLUDE\w*|DDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|MERGEFIELD)\b", re.IGNORECASE
)
"""Word's own fields that fetch something or run something."""
EMBEDDED: Final = re.compile(r"/(embeddings|activex|afchunk|customui)|oleobject|\.bin$", re.IGNORECASE)
SAMPLE: Final = "x"


def refused(code: str) -> ValidationError:
    return ValidationError(REFUSED.get(code, REFUSED["not_a_docx"]), code=code)


def check(content: bytes) -> None:
    """Raises ValidationError, in words for the one who uploads, for everything that is not a plain template."""
    if len(content) > MAX_BYTES:
        raise refused("too_large")
    try:
        open_parts(content)
    except UnreadableForm as error:
        raise refused(error.code) from error
    nothing_from_elsewhere(content)
    check_fields(content)
    try:
        filled(content, dict.fromkeys(FIELDS, SAMPLE))
    except Exception as error:  # whatever Word files can be wrong with, it is the file that is wrong
        raise refused("broken_xml") from error


def nothing_from_elsewhere(content: bytes) -> None:
    """No picture, template or part that Word would fetch when the letter is opened, and nothing that runs."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        if any(EMBEDDED.search(f"/{name}") for name in names):
            raise refused("embedded")
        for name in names:
            if name.lower().endswith(".rels") and any(
                map(is_outside, fromstring(archive.read(name), forbid_dtd=True))
            ):
                raise refused("outside")
            if name.lower().endswith(".xml") and fetches(fromstring(archive.read(name), forbid_dtd=True)):
                raise refused("outside")


def is_outside(relation: Any) -> bool:
    """A link that a reader may click is no harm; all else that points out of the file is."""
    if relation.get("TargetMode", "").lower() != "external":
        return False
    clicked: bool = relation.get("Type", "") == RELATIONSHIP_TYPE.HYPERLINK
    return not (clicked and relation.get("Target", "").lower().startswith(("https://", "http://", "mailto:")))


def fetches(root: Any) -> bool:
    """Word cuts its fields in pieces, so they are read together."""
    said = "".join(
        " " + (element.get(key) or "") if (key := instruction(element)) else element.text or ""
        for element in root.iter()
        if element.tag.endswith(("}instrText", "}fldSimple"))
    )
    return WORD_FIELDS.search(said) is not None


def instruction(element: Any) -> str:
    return next((key for key in element.attrib if key.endswith("}instr")), "")


def sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def sources(content: bytes) -> list[str]:
    """All that is read as a template: the body, heads and feet, footnotes, and what the file says about itself."""
    word = DocxTemplate(BytesIO(content))
    word.init_docx()
    found = [word.patch_xml(word.get_xml())]
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        found += [word.patch_xml(word.get_part_xml(part)) for _key, part in word.get_headers_footers(uri)]
    for part in word.docx.part.package.parts:
        if str(part.partname).startswith(("/word/footnotes", "/docProps/core")):
            found.append(word.patch_xml(part.blob.decode("utf-8", "replace")))
    return found


def check_fields(content: bytes) -> None:
    """Known fields and nothing else; each that is not known is named."""
    named: set[str] = set()
    for source in sources(content):
        named |= fields_of(source)
    unknown = sorted(named - set(FIELDS))
    if unknown:
        raise ValidationError(
            _("Malen har felt som ikke finnes: %(unknown)s. Du kan bruke %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(FIELDS)},
            code="unknown_field",
        )
    if BODY not in named:
        raise ValidationError(
            _("Malen mangler feltet {{ brev }}. Uten det blir brevet tomt."), code="no_body"
        )


def fields_of(source: str) -> set[str]:
    """The names in a piece of a template; anything but a name is refused."""
    try:
        tree = sandbox().parse(source)
    except TemplateSyntaxError as error:
        raise ValidationError(
            _("Et felt er skrevet feil. Et felt skal se slik ut: {{ brev }}."), code="syntax"
        ) from error
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, nodes.Output | nodes.TemplateData | nodes.Name):
            raise ValidationError(
                _("Malen kan bare ha felt, som {{ brev }}. Fjern regning, filtre og kommandoer."),
                code="not_a_field",
            )
    return {node.name for node in tree.find_all(nodes.Name)}


def filled(content: bytes, values: dict[str, str]) -> bytes:
    """The template with the values in it, and nothing about who made it; what is filled in is never markup."""
    word = DocxTemplate(BytesIO(content))
    word.render({name: paragraphs(value) for name, value in values.items()}, sandbox(), autoescape=True)
    about = word.docx.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.title = values["overskrift"][:200]
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def paragraphs(value: str) -> Any:
    """`\\a` begins a paragraph in the style of the field, `\\n` a line; control characters are no part of a letter."""
    plain = "".join(sign for sign in value.replace("\r\n", "\n") if sign in "\n\t" or sign >= " ")
    return mark_safe(escape(plain).replace("\n\n", "\a"))  # noqa: S308  (escaped here)
