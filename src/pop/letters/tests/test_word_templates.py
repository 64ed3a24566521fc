"""Word templates: what is refused and in which words, who keeps them, and which letters they are used for."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from docx import Document

from pop.access.actor import acting
from pop.demo.places import user
from pop.letters import actions, filling
from pop.letters.models import LetterTemplate
from pop.letters.tests.conftest import address, filled, newest, text_of
from pop.people.models import Unit

PLAIN = ("{{ avsender }}", "{{ mottaker }}", "{{ adresse }}", "{{ dato }}", "{{ overskrift }}", "{{ brev }}")


def word(*lines: str, head: str = "", title: str = "") -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    document.core_properties.title = title
    document.core_properties.author = "Anne i resepsjonen"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, text: str | bytes) -> bytes:
    """The same file with one part more, or another in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, text)
    return out.getvalue()


RELATION = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)
FIELD = (
    '<?xml version="1.0"?><w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
    '<w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE "http://x"</w:instrText></w:r></w:p></w:ftr>'
)


def relation(kind: str, target: str) -> bytes:
    return with_part(word(*PLAIN), "word/_rels/x.xml.rels", RELATION.format(type=kind, target=target))


REFUSED = {
    "no word file": (b"hei", "ikke en lesbar Word-fil"),
    "too large": (b"PK" + b"x" * filling.MAX_BYTES, "større enn 1 MB"),
    "an unknown field": (word(*PLAIN, "{{ fodselsnummer }}"), "felt som ikke finnes: fodselsnummer. Du kan bruke avsender"),
    "an unknown field in the head": (word(*PLAIN, head="{{ saksnummer }}"), "finnes: saksnummer"),
    "an unknown field in what the file says of itself": (word(*PLAIN, title="{{ eier }}"), "finnes: eier"),
    "no letter": (word("{{ mottaker }}"), "mangler feltet {{ brev }}"),
    "an attribute": (word(*PLAIN, "{{ brev.__class__.__mro__ }}"), "Malen kan bare ha felt"),
    "a call": (word(*PLAIN, "{{ brev.upper() }}"), "Malen kan bare ha felt"),
    "a filter": (word(*PLAIN, "{{ brev|upper }}"), "Malen kan bare ha felt"),
    "a number": (word(*PLAIN, "{{ 7 * 7 }}"), "Malen kan bare ha felt"),
    "a loop": (word(*PLAIN, "{% for x in brev %}{{ x }}{% endfor %}"), "Malen kan bare ha felt"),
    "a file of the server": (word(*PLAIN, "{% include '/etc/passwd' %}"), "Malen kan bare ha felt"),
    "half a field": (word(*PLAIN, "{{ brev"), "skrevet feil"),
    "macros": (with_part(word(*PLAIN), "word/vbaProject.bin", b"x"), "makroer"),
    "a file in the file": (with_part(word(*PLAIN), "word/embeddings/oleObject1.bin", b"x"), "en annen fil eller et program"),
    "a zip bomb": (with_part(word(*PLAIN), "word/big.xml", b" " * 60_000_000), "langt mer enn en mal"),
    "an entity": (with_part(word(*PLAIN), "word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "skadet"),
    "a template from elsewhere": (relation("attachedTemplate", "http://example.org/x.dotm"), "henter noe fra et annet sted"),
    "a picture from elsewhere": (relation("image", "http://example.org/x.png"), "henter noe fra et annet sted"),
    "a link to a file": (relation("hyperlink", "file:///x"), "henter noe fra et annet sted"),
    "a field that fetches, cut in two": (with_part(word(*PLAIN), "word/footer9.xml", FIELD), "henter noe fra et annet sted"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_plain_template_is_refused_in_words(what):
    content, said = REFUSED[what]
    with pytest.raises(ValidationError) as refused:
        filling.check(content)
    assert said in refused.value.messages[0]


def test_a_plain_template_and_a_link_to_click_pass():
    filling.check(word(*PLAIN, head="Solvik fengsel"))
    filling.check(relation("hyperlink", "https://example.org/"))


def test_what_is_filled_in_is_never_markup_nor_a_field():
    nasty = "<w:p>&amp; {{ avsender }}\x00\a</w:p>\n\nNeste avsnitt"
    values = dict.fromkeys(filling.FIELDS, "x") | {"brev": nasty}
    document = Document(BytesIO(filling.filled(word(*PLAIN), values)))
    lines = [p.text for p in document.paragraphs]
    assert "<w:p>&amp; {{ avsender }}</w:p>" in lines
    assert "Neste avsnitt" in lines
    assert document.core_properties.author == ""


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("mal.docx", content)


def solvik() -> Unit:
    with acting(user("anders").pk):
        return Unit.objects.get(name="Solvik fengsel")


def keeper() -> str:
    """The page of Solvik's templates."""
    return f"/brevmaler/{solvik().key}/"


def text(answer) -> list[str]:
    document = Document(BytesIO(answer.content))
    return [p.text for p in (*document.sections[0].header.paragraphs, *document.paragraphs)]


def test_the_leader_lays_in_a_template_and_the_units_letters_use_it(browse):
    leader, marte = browse("anders"), browse("marte")
    refused = leader.post(keeper(), {"code": "", "file": upload(word(*PLAIN, "{{ tull }}"))})
    assert "felt som ikke finnes: tull" in text_of(refused)
    assert not LetterTemplate.objects.exists()
    done = leader.post(
        keeper(), {"code": "", "file": upload(word(*PLAIN, head="Solvik hilser"))}, follow=True
    )
    assert "Malen er lagret" in text_of(done)
    filled(marte, "opplysninger", voice="unit", sender="Solvik fengsel")
    unit_letter = newest()
    said = text(marte.get(address("letter_docx", unit_letter.key)))
    assert "Solvik hilser" in said
    assert "Anmodning om opplysninger" in said
    assert "Jeg trenger en leilighet fra 1. mars." in said
    # The person reads the unit's letter in the same form.
    assert "Solvik hilser" in text(browse("elias").get(address("letter_docx", unit_letter.key)))


def test_the_persons_own_letter_never_uses_a_template(browse):
    browse("jon").post("/brevmaler/", {"code": "", "file": upload(word(*PLAIN, head="Kriminalomsorgen"))})
    browse("anders").post(keeper(), {"code": "", "file": upload(word(*PLAIN, head="Solvik hilser"))})
    filled(browse("elias"), "bolig")
    said = " ".join(text(browse("elias").get(address("letter_docx", newest().key))))
    assert "Strandgata 1" in said
    assert "Solvik" not in said
    assert "riminalomsorg" not in said


def test_the_units_own_goes_before_the_directorates_and_can_be_taken_back(browse):
    jon, anders, marte = browse("jon"), browse("anders"), browse("marte")
    jon.post("/brevmaler/", {"code": "", "file": upload(word(*PLAIN, head="Direktoratet"))})
    filled(marte, "opplysninger", voice="unit", sender="Solvik fengsel")
    url = address("letter_docx", newest().key)
    assert "Direktoratet" in text(marte.get(url))
    anders.post(keeper(), {"code": "", "file": upload(word(*PLAIN, head="Alle brev"))})
    anders.post(keeper(), {"code": "information", "file": upload(word(*PLAIN, head="Bare opplysninger"))})
    assert "Bare opplysninger" in text(marte.get(url))
    anders.post(keeper(), {"code": "information", "back": "1"})
    assert "Alle brev" in text(marte.get(url))
    shown = text_of(anders.get(keeper()))
    assert "Gjelder nå. Den vanlige malen." in shown


def test_what_was_sent_keeps_the_template_of_that_day(browse):
    marte = browse("marte")
    filled(marte, "opplysninger", voice="unit", sender="Solvik fengsel")
    letter = newest()
    with acting(user("marte").pk):
        actions.tell_sent(
            letter, sent_on=timezone.localdate() - timedelta(1), sent_way="post", answer_due=None
        )
    browse("anders").post(keeper(), {"code": "", "file": upload(word(*PLAIN, head="Ny mal"))})
    assert "Ny mal" not in text(marte.get(address("letter_docx", letter.key)))


@pytest.mark.parametrize("slug", ["elias", "marte", "kari", "berit", "silje", "tone", "eva"])
def test_only_the_leader_and_the_administrator_keep_templates(browse, slug):
    with acting(user("anders").pk):
        kept = actions.keep_template(code="", unit=solvik(), content=word(*PLAIN), made_by=user("anders"))
    browser = browse(slug)
    for url in ("/brevmaler/", keeper(), f"/brevmaler/fil/{kept.key}/brevmal.docx"):
        assert browser.get(url).status_code == 404, url
        assert browser.post(url, {"back": "1", "code": ""}).status_code in (404, 405), url
    with acting(user(slug).pk):
        for unit in (solvik(), None):
            with pytest.raises(DatabaseError), transaction.atomic():
                actions.keep_template(code="", unit=unit, content=b"", made_by=user(slug))
        with pytest.raises(DatabaseError), transaction.atomic():
            LetterTemplate.objects.update(content=b"")


def test_the_leader_keeps_nothing_for_other_units_nor_for_the_directorate(browse):
    leader = browse("anders")
    with acting(user("jon").pk):
        other = Unit.objects.exclude(pk=solvik().pk).first()
    assert leader.get("/brevmaler/").status_code == 404
    assert leader.get(f"/brevmaler/{other.key}/").status_code == 404
    with acting(user("anders").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.keep_template(code="", unit=None, content=b"", made_by=user("anders"))
