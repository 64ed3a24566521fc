"""Opening a Word file: what is read, and what is refused before it can do harm."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from pop.imports.docx import (
    Document,
    Paragraph,
    Table,
    block_text,
    read_document,
    read_document_file,
)
from pop.imports.errors import MESSAGES, UnreadableForm
from pop.imports.package import MAX_FILE_BYTES, read_stream
from pop.imports.tests.build import box, control, docx, p, part, run, tbl, tc, tr

WP = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def texts(*blocks: str, parts: dict[str, str | bytes] | None = None) -> list[str]:
    return [block_text(block) for block in read_document(docx(*blocks, parts=parts)).body]


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableForm) as caught:
        read_document(data)
    assert caught.value.message_nb == MESSAGES[caught.value.code]
    return caught.value.code


def table_of(document: Document) -> Table:
    return next(block for block in document.body if isinstance(block, Table))


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.docx"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(UnreadableForm) as caught:
        read_document_file(path)
    assert caught.value.code == "too_large"
    assert "10 MB" in caught.value.message_nb


def test_an_upload_is_read_no_further_than_the_limit() -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= MAX_FILE_BYTES + 1
            return b"P" * size

    with pytest.raises(UnreadableForm, match="too_large"):
        read_stream(Endless())


@pytest.mark.parametrize("data", [b"", b"hei", b"%PDF-1.7 ...", b"PK\x03\x04 avkuttet", docx(p("x"))[:-30]])
def test_what_is_not_a_word_file_is_refused(data: bytes) -> None:
    assert refused(data) == "not_a_docx"


def test_a_zip_or_a_spreadsheet_is_not_a_word_file() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hei.txt", "hei")
    assert refused(stream.getvalue()) == "not_a_docx"
    assert refused(docx(parts={"word/document.xml": "<workbook/>"})) == "not_a_docx"


def test_a_file_with_a_password_says_so() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    assert refused(ole + bytes(512) + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert refused(ole + bytes(512)) == "not_a_docx"  # the old .doc format


def test_macros_are_refused_by_part_and_by_content_type() -> None:
    assert refused(docx(p("x"), parts={"word/vbaProject.bin": b"x"})) == "macros"
    types = (
        '<Types><Override ContentType="application/vnd.ms-word.document.macro&#69;nabled.main+xml"/></Types>'
    )
    assert refused(docx(p("x"), parts={"[Content_Types].xml": types})) == "macros"


def test_a_bomb_is_refused_by_declared_size_and_by_ratio() -> None:
    assert refused(docx(p("x"), parts={"word/media/a.bmp": bytes(41 * 1024 * 1024)})) == "zip_bomb"
    assert refused(docx(p("x"), parts={"word/styles.xml": bytes(5 * 1024 * 1024)})) == "zip_bomb"


def test_a_bomb_of_many_small_parts_or_many_tags_is_refused() -> None:
    many = {f"word/{number}.xml": "" for number in range(1_100)}
    assert refused(docx(p("x"), parts=dict(many))) == "zip_bomb"
    assert refused(docx("".join(f"<w:p id='{n}'/>" for n in range(210_000)))) == "zip_bomb"


def test_a_part_that_lies_about_its_size_is_never_unpacked_past_what_it_declared() -> None:
    data = bytearray(docx(p("x" * 5_000)))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    assert refused(bytes(data)) == "not_a_docx"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY x "boom">]><w:document xmlns:w="w">&x;</w:document>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<w:document>",
        "",
        '<?xml version="1.0" encoding="finnes-ikke"?><a/>',
        part("document", "<w:tbl>" * 5_000 + "</w:tbl>" * 5_000),
    ],
)
def test_broken_or_dangerous_xml_is_refused(xml: str) -> None:
    assert refused(docx(parts={"word/document.xml": xml})) == "broken_xml"


def test_two_parts_of_one_name_are_refused() -> None:
    double = part("document", f"<w:body>{p('annet')}</w:body>")
    assert refused(docx(p("x"), parts={"word/Document.xml": double})) == "not_a_docx"


def test_the_body_is_found_where_word_on_the_web_puts_it() -> None:
    rels = (
        "<Relationships><Relationship Type='http://x/relationships/officeDocument' Target='/word/document2.xml'/>"
        "</Relationships>"
    )
    body = part("document", f"<w:body>{p('her')}</w:body>")
    assert texts(p("ikke her"), parts={"_rels/.rels": rels, "word/document2.xml": body}) == ["her"]


def test_line_breaks_and_tabs_are_kept() -> None:
    assert texts(p("en\nto\ttre")) == ["en\nto\ttre"]
    assert texts(p("Ola" + " " * 90 + "Vik\n\n\n\n\nBergen")) == ["Ola  Vik\n\nBergen"]


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    changed = (
        f"<w:ins>{run('ny ')}</w:ins><w:del><w:r><w:delText>gammel</w:delText></w:r></w:del>{run('tekst')}"
    )
    moved = f"<w:moveFrom>{run('flyttet')}</w:moveFrom><w:moveTo>{run('hit')}</w:moveTo>"
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>borte</w:t></w:r></w:p></w:tc></w:tr>"
    assert texts(p(inner=changed), p(inner=moved), tbl(tr("igjen"), row)) == ["ny tekst", "hit", "igjen"]


@pytest.mark.parametrize("level", ["block", "row", "cell", "run"])
def test_a_content_control_is_read_wherever_it_stands(level: str) -> None:
    def wrap(inner: str, at: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>" if at == level else inner

    cell = wrap(tc(p(inner=wrap(run("tekst"), "run"))), "cell")
    assert texts(wrap(tbl(wrap(f"<w:tr>{cell}</w:tr>", "row")), "block")) == ["tekst"]


def test_words_own_prompt_is_not_taken_for_an_answer() -> None:
    sdt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert texts(p(inner=sdt.format(run("Klikk eller trykk her for å skrive inn tekst.")))) == [""]
    assert texts(p(inner=sdt.format(run("Ola Vik")))) == ["Ola Vik"]


def test_every_kind_of_check_box_becomes_the_same_two_marks() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0{}"/></w:r>'
    legacy = "<w:r><w:fldChar><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
    assert (
        texts(
            box("A", True),
            p(" A", inner=control(True, "X")),
            p(" A", inner=symbol.format("FE")),
            p(" A", inner=legacy.format("<w:checked/>")),
        )
        == ["☒ A"] * 4
    )
    assert (
        texts(
            box("A", False),
            p(" A", inner=symbol.format("A8")),
            p(" A", inner=legacy.format('<w:default w:val="1"/><w:checked w:val="0"/>')),
        )
        == ["☐ A"] * 3
    )


def test_a_box_whose_picture_contradicts_its_state_shows_both() -> None:
    assert texts(p(" A", inner=control(False, "☒"))) == ["☐☒ A"]


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    content = f"<w:txbxContent>{p('i boksen')}</w:txbxContent>"
    shape = f"<mc:AlternateContent {WP}><mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    assert texts(p("ved siden", inner=f"<w:r>{shape}</mc:AlternateContent></w:r>")) == [
        "ved siden",
        "i boksen",
    ]


def test_merged_cells_keep_their_place_in_the_grid() -> None:
    document = read_document(
        docx(tbl(tr(tc("a", merge="restart"), tc("b", span=2), "c"), tr(tc(merge="continue"))))
    )
    first, second = table_of(document).rows
    assert [(cell.column, cell.span) for cell in first.cells] == [(0, 1), (1, 2), (3, 1)]
    assert (first.width, second.cells[0].continues) == (4, True)


def test_a_table_within_a_cell_is_part_of_its_text() -> None:
    document = read_document(docx(tbl(tr(tc(p("ute") + tbl(tr("inne", "også"))), "ved"))))
    cell = table_of(document).rows[0].cells[0]
    assert (cell.text, cell.has_table) == ("ute\ninne\nogså", True)


def test_text_in_headers_notes_and_comments_is_read_too() -> None:
    parts: dict[str, str | bytes] = {
        "word/header1.xml": part("hdr", p("topp")),
        "word/footnotes.xml": part("footnotes", f"<w:footnote>{p('note')}</w:footnote>"),
        "word/comments.xml": part("comments", f"<w:comment>{p('kommentar')}</w:comment>"),
    }
    around = read_document(docx(p("x"), parts=parts)).around
    assert {kind: [block_text(block) for block in blocks] for kind, blocks in around} == {
        "header": ["topp"],
        "footnotes": ["note"],
        "comments": ["kommentar"],
    }


def test_invisible_characters_and_split_letters_do_not_hide_text() -> None:
    assert texts(p("Ma\u030al og 0101\u200b90")) == ["Mål og 010190"]


def test_a_picture_is_counted_and_an_embedded_object_is_reported() -> None:
    document = read_document(docx(p(inner="<w:r><w:drawing><w:blip/></w:drawing></w:r>"), "<w:altChunk/>"))
    assert document.body[0] == Paragraph("", pictures=1)
    assert document.unread == 1
