"""Small Word documents written by hand, so that a test can show exactly what lies in the file."""

import io
import random
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
ElementTree.register_namespace("w", W)
ElementTree.register_namespace("w14", W14)

CONTENT_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def part(root: str, inner: str) -> str:
    """One XML part with the namespaces of Word."""
    return f'<w:{root} xmlns:w="{W}" xmlns:w14="{W14}">{inner}</w:{root}>'


def run(text: str) -> str:
    """A run; line breaks and tabs become Word's own elements."""
    text = escape(text).replace("\n", "</w:t><w:br/><w:t>").replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", *, inner: str = "") -> str:
    """A paragraph of text, or of ready-made runs."""
    return f"<w:p>{inner}{run(text) if text else ''}</w:p>"


def control(checked: bool, shown: str | None = None) -> str:
    """A real check box: the content control of Word."""
    glyph = shown if shown is not None else ("☒" if checked else "☐")
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(checked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def box(label: str, checked: bool, style: str = "control") -> str:
    """A paragraph with a box: style control, glyph or typed."""
    if style == "control":
        return p(f" {label}", inner=control(checked))
    marks = {"glyph": ("☐", "☒"), "typed": ("[ ]", "[x]")}[style]
    return p(f"{marks[checked]} {label}")


def tc(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell of text or of blocks; `merge` is restart or continue."""
    blocks = content if content.startswith("<w:") else p(content)
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{blocks}</w:tc>'


def tr(*cells: str) -> str:
    """A row of texts or ready-made cells."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(*blocks: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A .docx of these blocks; `parts` adds or replaces members."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": part("document", f"<w:body>{''.join(blocks)}</w:body>"),
    }
    members.update(parts or {})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def header(**values: str) -> str:
    """The table at the top; give name, archive_number, case_worker, created, brik."""
    labels = {
        "name": "Navn:",
        "archive_number": "Doculivenummer:",
        "case_worker": "Navn saksbehandler/kontaktbetjent:",
        "created": "Dato for opprettelse:",
        "brik": "BRIK – kartlegging fullført:",
    }
    filled = {
        "name": "Ola Vik",
        "archive_number": "202600001",
        "case_worker": "Eva Lie",
        "created": "12.01.2026",
    }
    filled |= values
    return tbl(*(tr(label, filled.get(key, "")) for key, label in labels.items()))


def measures(*rows: tuple[str, ...], merged: bool = True) -> str:
    """The table of measures: what, deadline, name, agency, status."""
    top, below = ("restart", "continue") if merged else ("", "")
    head = tr(
        tc("Tiltak: (Hva vi må gjøre for å nå mine mål)", merge=top),
        tc("Frist", merge=top),
        tc("Ansvarlig", span=2),
        tc("Status", merge=top),
    )
    second = tr(tc(merge=below), tc(merge=below), "Navn", "Etat", tc(merge=below))
    return tbl(head, second, *(tr(*row) for row in rows), tr("", "", "", "", ""))


def contacts(*rows: tuple[str, ...]) -> str:
    """The table of contacts."""
    head = tr("Navn:", "Arbeidssted:", "Telefonnummer:", "E-post:", "Ansvarlig for å etablere kontakt:")
    return p("Viktige kontaktpersoner for å nå mine mål:") + tbl(head, *(tr(*row) for row in rows))


def meetings(*rows: tuple[str, ...]) -> str:
    """The table of meetings."""
    labels = ("Tema for møtet:", "Sted:", "Dato:", "Tid:", "Ansvarlig for innkalling:", "Gjennomført?")
    return p("Viktige møter: (Oversikt over planlagte møter)") + tbl(tr(*labels), *(tr(*row) for row in rows))


def areas(*ticked: str, style: str = "control", own: str = ".....") -> str:
    """The focus areas, those given ticked, one cell for an own one."""
    labels = (
        ("Bolig", "Psykisk helse", "Avhengighetsbehandling"),
        ("Økonomi og gjeld", "Bruk av alkohol", "Deltagelse i program i kriminalomsorgen"),
        (
            "Utdanning, arbeid, annen aktivitet på dagtid",
            "Bruk av narkotiske stoffer og medikamenter",
            "Gjenoppretting",
        ),
        (
            "Sosialt nettverk",
            "Aggresjon og bruk av vold eller trusler",
            "Offer for aggresjon og bruk av vold",
        ),
        ("Offentlig nettverk", own, "....."),
        ("Fysisk helse",),
    )
    rows = (tr(*(tc(box(label, label in ticked, style)) for label in row)) for row in labels)
    return p("Overført informasjon fra BRIK/Innsatsområder avdekket i samtale:") + tbl(*rows)


def wishes(*ticked: str, style: str = "control") -> str:
    """The progression wishes."""
    labels = (
        ("§ 12", "Lavere sikkerhetsnivå", "Plan for permisjoner"),
        ("§ 16", "Overgangsbolig", "Plan for frigang"),
        ("§ 16 a (EK)",),
    )
    rows = (tr(*(tc(box(label, label in ticked, style)) for label in row)) for row in labels)
    return p(
        "Overført informasjon fra samtale om progresjonsmuligheter (utslusningssamtalen): "
        "(Planen skal omfatte ønsker om progresjon)"
    ) + tbl(*rows)


def consent(*ticked: str, style: str = "control", **values: str) -> str:
    """The consent; give other, exclusions, name, national_id, remarks, signature."""
    labels = (
        ("Spesialisthelsetjenesten", "Fengselshelsetjenesten"),
        ("Konfliktrådet", "Nav"),
        ("Hjemkommune", "Fastlege"),
        ("Videregående skole eller høyskole/universitet",),
        ("Andre relevante instanser eller privatpersoner:",),
    )
    rows = (tr(*(tc(box(label, label.rstrip(":") in ticked, style)) for label in row)) for row in labels)
    lines = {
        "other": "Andre",
        "exclusions": "Instanser og enkeltpersoner som ikke skal få bestemte opplysninger",
        "name": "Navn",
        "national_id": "Personnummer",
        "remarks": "Merknader",
        "signature": "Dato og underskrift",
    }
    return (
        p("Samtykke til utveksling av taushetsbelagte opplysninger")
        + p("Jeg samtykker til at kriminalomsorgen kan gi informasjon til:")
        + tbl(*rows)
        + "".join(p(f"{label}: {values.get(key, '.....')}") for key, label in lines.items())
    )


def form(style: str = "control", merged: bool = True) -> bytes:
    """A whole form, filled in; `style` of its boxes and whether the head of the measures is merged."""
    return docx(
        p("Min POP – Plan for oppfølging og progresjon"),
        header(brik="09.01.2026"),
        p("Endringslogg"),
        tbl(
            tr("Versjon", "Dato", "Hva er endret", "Endret av"), tr("1", "12.01.2026", "Opprettet", "Eva Lie")
        ),
        areas("Bolig", "Psykisk helse", "Barn og samvær", style=style, own="Barn og samvær"),
        wishes("§ 16 a (EK)", "Overgangsbolig", style=style),
        p("Om meg") + p("Kort om meg:") + p("Jeg er snekker.\nJeg har to barn."),
        p(
            "Mine mål: (Hvordan jeg ønsker at situasjonen skal være når jeg er ferdig med straffegjennomføringen)"
        ),
        p("Et sted å bo") + p("Fast arbeid"),
        p("Hva kan jeg gjøre selv?") + p("Spare penger"),
        p("Hva jeg trenger hjelp til, og hvem kan hjelpe meg:") + p("Søke bolig – kommunen"),
        p("Min plan") + p("Her setter dere inn tiltak for å oppnå målene."),
        measures(
            ("Søke bolig", "01.06.2026", "Kari Berg", "Nav Voss", "Påbegynt"),
            ("Samtaler", "løpende", "Ida Moe", "DPS Voss", "I gang"),
            merged=merged,
        ),
        contacts(("Kari Berg", "Nav Voss", "22 00 00 01", "kari@nav.example", "Eva Lie")),
        meetings(("Ansvarsgruppe", "Rom 2", "03.02.2026", "10:00", "Eva Lie", "Ja")),
        consent(
            "Nav",
            "Fengselshelsetjenesten",
            style=style,
            exclusions="Skolen får ikke vite om helse",
            name="Ola Vik",
            national_id="010190 12345",
            signature="12.01.2026 Ola Vik",
        ),
    )


def with_extra(data: bytes, text: str, kind: str, seed: int) -> bytes:
    """The document with one more paragraph, cell paragraph or cell at a place that the seed decides."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    choose = random.Random(seed)
    wanted = {"paragraph": f"{{{W}}}body", "in_cell": f"{{{W}}}tc", "cell": f"{{{W}}}tr"}[kind]
    parent = choose.choice(list(root.iter(wanted)))
    first = sum(child.tag.endswith("Pr") for child in parent)
    places = [place for place in range(first, len(parent) + 1)]
    extra = ElementTree.fromstring(part("body", tc(text) if kind == "cell" else p(text)))[0]
    parent.insert(choose.choice(places), extra)
    return docx(parts={"word/document.xml": ElementTree.tostring(root, encoding="unicode")})


def paragraph_texts(data: bytes) -> list[str]:
    """Every line of text in the body, as one reading the file by hand would list them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    lines: list[str] = []
    for paragraph in root.iter(f"{{{W}}}p"):
        pieces = [
            "\n" if found.tag == f"{{{W}}}br" else found.text or ""
            for found in paragraph.iter()
            if found.tag in (f"{{{W}}}t", f"{{{W}}}br")
        ]
        lines += "".join(pieces).split("\n")
    return [line for line in lines if line.strip()]
