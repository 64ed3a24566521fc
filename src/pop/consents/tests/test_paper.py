"""Rule A6: consent on paper. Two people, the right sheet, a scan that is a scan, and fourteen days."""

import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from pop.access.actor import acting
from pop.access.models import Look
from pop.consents import sheets
from pop.consents.models import Consent
from pop.consents.sheets import BadScan, code_of, content_type_of
from pop.consents.tests.conftest import PDF, address, draft_of, no_tie, picture, plan_as, tick, token
from pop.consents.tests.test_give import four_recipients
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.models import Need

BODY, NETWORK = 6, 4


def today(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


@pytest.fixture(autouse=True)
def _sunniva_has_opened_the_plan(request):
    """She sits in Leyla's team with a consent from before, and has said that there is no private tie."""
    if "as_owner" in request.fixturenames:
        request.getfixturevalue("as_owner")
    no_tie("sunniva", "leyla")


def prepare(browser, of: str = "leyla") -> Consent:
    """Marte fills in with Leyla: the health service may see the children too."""
    health = token("Helseavdelingen ved Solvik")
    tick(browser, address("consent_topic", NETWORK, of=of), f"{health}:{NETWORK}:gi")
    return draft_of("marte", of)


def fields(draft: Consent, **more: object) -> dict[str, object]:
    return {
        "code": code_of(draft),
        "signed_on": today(),
        "witness": str(user("ola").pk),
        "read_aloud": "on",
        "language": "tyrkisk",
        "interpreter": "Tolk på telefon, kvalifisert",
        "remarks": "Vil snakke om det igjen til våren.",
        "archive_reference": "",
        "copy_given": "on",
        **more,
    }


def register(browser, draft: Consent, of: str = "leyla", **more: object):
    return browser.post(address("consent_register", of=of), fields(draft, **more))


def sunniva_sees_the_children() -> bool:
    with acting(user("sunniva").pk):
        return Need.objects.filter(text="Se barna oftere").exists()


def test_what_was_signed_on_paper_holds_when_it_is_registered_and_not_before(browse):
    marte = browse("marte")
    draft = prepare(marte)
    assert not sunniva_sees_the_children()
    answer = register(marte, draft)
    assert answer["Location"] == address("consent", of="leyla")
    assert sunniva_sees_the_children()
    page = marte.get(address("consent_one", draft.number, of="leyla")).content.decode()
    for shown in (
        "Ola Rønning",
        "Marte Nygård",
        "tyrkisk",
        "Tolk på telefon, kvalifisert",
        "Vil snakke om det igjen til våren.",
    ):
        assert shown in page


def test_officer_and_witness_are_two_people(browse):
    marte = browse("marte")
    draft = prepare(marte)
    answer = register(marte, draft, witness=str(user("marte").pk))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Vitnet må være en annen enn deg" in page
    assert "Vil snakke om det igjen til våren." in page, "what was typed is still there"
    assert not sunniva_sees_the_children()


def test_the_database_refuses_one_person_in_both_roles_and_the_page_says_so(browse, monkeypatch):
    """Also when the list of witnesses has been got around."""
    from pop.consents.views import paper

    monkeypatch.setattr(paper, "colleagues", lambda me: [me])
    marte = browse("marte")
    answer = register(marte, prepare(marte), witness=str(user("marte").pk))
    assert answer.status_code == 200
    assert "Du og vitnet må være to personer." in answer.content.decode()
    assert not sunniva_sees_the_children()


def test_the_witness_works_in_the_same_unit(browse):
    marte = browse("marte")
    page = marte.get(address("consent_register", of="leyla")).content.decode()
    assert "Ola Rønning" in page
    assert "Silje Bakke" not in page
    assert register(marte, prepare(marte), witness=str(user("silje").pk)).status_code == 200
    assert not sunniva_sees_the_children()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("signed_on", today(1), "Datoen kan ikke være etter i dag."),
        ("signed_on", "i går", "Skriv datoen som dag.måned.år"),
        ("signed_on", today(-30), "Datoen er før arket ble skrevet ut."),
        ("code", "0000-0000", "Koden passer ikke."),
        ("code", "", "Skriv koden som står på arket."),
        ("copy_given", "", "Kryss av når personen har skrevet under"),
        ("witness", "", "Velg et vitne."),
    ],
)
def test_what_is_wrong_with_the_registration_is_said_beside_the_field(browse, field, value, message):
    marte = browse("marte")
    answer = register(marte, prepare(marte), **{field: value})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not sunniva_sees_the_children()


def test_the_code_forgives_small_letters_and_a_missing_dash(browse):
    marte = browse("marte")
    draft = prepare(marte)
    assert register(marte, draft, code=code_of(draft).lower().replace("-", " ")).status_code == 302


def test_a_sheet_printed_before_the_draft_was_changed_no_longer_fits(browse):
    marte = browse("marte")
    draft = prepare(marte)
    code = code_of(draft)
    assert code in marte.get(address("consent_print", draft.key, of="leyla")).content.decode()
    health = token("Helseavdelingen ved Solvik")
    tick(
        marte,
        address("consent_topic", NETWORK, of="leyla"),
        f"{health}:{NETWORK}:gi",
        f"{health}:{NETWORK}:dele",
    )
    answer = register(marte, draft_of("marte", "leyla"), code=code)
    assert "Koden passer ikke." in answer.content.decode()
    assert not sunniva_sees_the_children()


def test_going_through_the_topics_again_without_a_change_keeps_the_code(browse):
    marte = browse("marte")
    code = code_of(prepare(marte))
    assert code_of(prepare(marte)) == code


def test_each_prints_their_own_draft_and_the_officer_takes_over_what_she_sees(browse):
    """Elias has drafted something for the clinic too. Marte's sheet has neither its name nor a gap."""
    elias, marte = browse("elias"), browse("marte")
    clinic, nav = token("Lindelia rusklinikk"), token("Nav Nordnes")
    liv = str(user("liv").key)
    tick(
        elias,
        address("consent_topic", NETWORK),
        f"{liv}:{NETWORK}:gi",
        f"{nav}:{NETWORK}:gi",
        f"{clinic}:{NETWORK}:gi",
    )
    draft = draft_of()
    assert "Lindelia" in elias.get(address("consent_print", draft.key)).content.decode()
    assert marte.get(address("consent_print", draft.key)).status_code == 404
    summary = marte.get(address("consent_summary", draft.key)).content.decode()
    assert "Lindelia" not in summary
    assert "Gjør klart for papir" in summary
    there = marte.post(address("consent_take_over", draft.key))["Location"]
    mine = draft_of("marte")
    assert there == address("consent_summary", mine.key)
    sheet = marte.get(address("consent_print", mine.key)).content.decode()
    assert "Nav Nordnes" in sheet
    assert "Lindelia" not in sheet
    assert elias.get(address("consent_summary", draft.key)).status_code == 404, "one draft at a time"


def test_the_sheet_carries_the_fields_of_the_official_form(browse):
    marte = browse("marte")
    page = marte.get(address("consent_print", prepare(marte).key, of="leyla")).content.decode()
    for field in (
        "Samtykke til utveksling av taushetsbelagte opplysninger", "Spesialisthelsetjenesten",
        "Fengselshelsetjenesten", "Konfliktrådet", "Nav", "Hjemkommune", "Fastlege",
        "Videregående skole eller høyskole/universitet", "Andre relevante instanser eller privatpersoner",
        "Instanser og enkeltpersoner som ikke skal få bestemte opplysninger", "Navn", "Personnummer", "Merknader",
        "Dato og underskrift", "Forvaltningsloven §§ 13 og 13 a", "Straffegjennomføringsloven", "trekke det tilbake når som helst",
        "ha betydning for straffegjennomføringen", "Får se", "Kan fortelle fengselet", "Kan fortelle resten av teamet",
    ):  # fmt: skip
        assert field in page, field
    assert page.count("<li>Du ") + page.count("<li>Det deles") == 4, "the four points of an informed consent"


def test_a3_four_recipients_print_on_one_a4(browse):
    four_recipients()
    marte = browse("marte")
    for topic, who in (
        (1, "Nordnes kommune"),
        (3, "Solvik videregående skole"),
        (6, "Helseavdelingen ved Solvik"),
    ):
        boxes = [f"{token(who)}:{topic}:{permission}" for permission in ("gi", "innhente", "dele")]
        tick(marte, address("consent_topic", topic, of="leyla"), *boxes)
    tick(
        marte,
        address("consent_topic", NETWORK, of="leyla"),
        f"{user('liv').key}:{NETWORK}:gi",
        f"{token('Nordnes kommune')}:{NETWORK}:gi",
    )
    page = marte.get(address("consent_print", draft_of("marte", "leyla").key, of="leyla")).content.decode()
    for name in ("Nordnes kommune", "Solvik videregående skole", "Helseavdelingen ved Solvik", "Liv Strand"):
        assert name in page
    pdf = marte.get(address("consent_pdf", draft_of("marte", "leyla").key, of="leyla"))
    assert pdf["Content-Disposition"] == 'attachment; filename="samtykke.pdf"'
    pages = PdfReader(BytesIO(pdf.content)).pages
    assert len(pages) == 1
    assert "Solvik videregående skole" in " ".join(pages[0].extract_text().split())


def test_a6_without_scan_or_reference_the_paper_lapses_after_fourteen_days(as_owner, browse):
    """The cast's own paper for Leyla is two days old and has no scan."""
    with acting(user("sunniva").pk):
        assert Need.objects.filter(text="Vondt i kneet").exists()
    assert "mangler arket" in browse("marte").get(address("consent", of="leyla")).content.decode()
    as_owner("update consents_consent set signed_at = signed_at - interval '15 days' where way = 'paper'")
    with acting(user("sunniva").pk):
        assert not Need.objects.filter(text="Vondt i kneet").exists()
    assert browse("sunniva").get(address("plan", of="leyla")).status_code == 404
    page = browse("marte").get(address("consent", of="leyla")).content.decode()
    assert "er falt bort" in page
    assert "Ikke delt med noen." in page
    number = 1
    assert browse("marte").get(address("consent_attach", number, of="leyla")).status_code == 404, (
        "nothing revives"
    )


def test_a6_with_an_archive_reference_the_paper_holds_on(as_owner, browse):
    browse("marte").post(address("consent_attach", 1, of="leyla"), {"archive_reference": "2026/1234-5"})
    as_owner("update consents_consent set signed_at = signed_at - interval '15 days' where way = 'paper'")
    with acting(user("sunniva").pk):
        assert Need.objects.filter(text="Vondt i kneet").exists()


@pytest.mark.parametrize(("content", "kind", "name"), [
    (PDF, "application/pdf", "samtykke.pdf"),
    (picture("JPEG"), "image/jpeg", "samtykke.jpg"),
    (picture("PNG"), "image/png", "samtykke.png"),
])  # fmt: skip
def test_a_scan_added_later_comes_back_as_a_file_with_a_neutral_name(browse, content, kind, name):
    marte = browse("marte")
    upload = SimpleUploadedFile("leyla-demir-rusklinikk.pdf", content, "text/plain")
    answer = marte.post(address("consent_attach", 1, of="leyla"), {"scan": upload})
    assert answer["Location"] == address("consent_one", 1, of="leyla")
    there = address("consent_scan", 1, of="leyla")
    for slug in ("marte", "leyla"):
        file = browse(slug).get(there)
        assert file.content == content
        assert file["Content-Type"] == kind
        assert file["X-Content-Type-Options"] == "nosniff"
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
    assert marte.get(address("consent_attach", 1, of="leyla")).status_code == 404, "it is there already"


def test_whoever_looks_at_the_scan_is_recorded(browse):
    marte = browse("marte")
    marte.post(address("consent_attach", 1, of="leyla"), {"scan": SimpleUploadedFile("a.pdf", PDF)})
    marte.get(address("consent_scan", 1, of="leyla"))
    with acting(user("leyla").pk):
        assert Look.objects.filter(page="signert samtykke", user_id=user("marte").pk).exists()


def test_the_scan_is_for_the_person_and_the_contact_team(browse):
    marte = browse("marte")
    marte.post(address("consent_attach", 1, of="leyla"), {"scan": SimpleUploadedFile("a.pdf", PDF)})
    for slug in ("sunniva", "silje", "anders", "tone", "jon", "kari"):
        assert browse(slug).get(address("consent_scan", 1, of="leyla")).status_code == 404


def packed(words: bytes) -> bytes:
    return PDF.replace(
        b"trailer",
        b"2 0 obj<</Type/ObjStm/N 1>>stream\n" + zlib.compress(words) + b"\nendstream endobj\ntrailer",
    )


BAD = {
    "a program renamed to pdf": (b"MZ\x90\x00" + b"\x00" * 200, "unknown"),
    "a page renamed to pdf": (b"<!doctype html><script>alert(1)</script>", "unknown"),
    "half a pdf": (b"%PDF-1.4\nnothing", "unknown"),
    "a picture cut off": (picture("PNG")[:60], "unknown"),
    "a gif": (picture("GIF"), "unknown"),
    "an svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "unknown"),
    "a pdf with a script": (
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        "active",
    ),
    "a pdf that spells it otherwise": (
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript>>"),
        "active",
    ),
    "a pdf that starts a program": (
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>"),
        "active",
    ),
    "a pdf with a file inside": (
        PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 2 0 R>>"),
        "active",
    ),
    "a pdf that hides a script in a packed object": (packed(b"<</S/JavaScript/JS(x)>>"), "active"),
    "a pdf that is locked": (PDF.replace(b"/Root", b"/Encrypt 3 0 R/Root"), "active"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_a_scanned_sheet_is_refused_by_its_content(name):
    content, reason = BAD[name]
    with pytest.raises(BadScan, match=reason):
        content_type_of(content, len(content))


def test_a_scanned_page_with_a_packed_object_is_a_scanned_page():
    assert content_type_of(packed(b"<</Type/Page>>"), 400) == "application/pdf"
    noise = PDF.replace(b"trailer", b"3 0 obj<</Length 9>>stream\n/JS /JavaScript\nendstream endobj\ntrailer")
    assert content_type_of(noise, len(noise)) == "application/pdf", "the picture itself may hold any bytes"


def test_ten_megabytes_is_the_limit():
    with pytest.raises(BadScan, match="too_large"):
        content_type_of(PDF, sheets.LIMIT + 1)


@pytest.mark.parametrize("name", ["a program renamed to pdf", "a page renamed to pdf", "a pdf with a script"])
def test_a_bad_file_is_said_beside_the_field_and_nothing_is_registered(browse, name):
    marte = browse("marte")
    upload = SimpleUploadedFile("ark.pdf", BAD[name][0], "application/pdf")
    answer = register(marte, prepare(marte), scan=upload)
    assert answer.status_code == 200
    assert "Skann arket på nytt" in answer.content.decode()
    assert not sunniva_sees_the_children()


def test_fifty_megabytes_are_refused_with_words(browse):
    marte = browse("marte")
    upload = SimpleUploadedFile("ark.pdf", b"%PDF-1.4\n" + b"0" * 50 * 1024 * 1024, "application/pdf")
    page = marte.post(address("consent_attach", 1, of="leyla"), {"scan": upload}).content.decode()
    assert "Filen er for stor. Den kan være 10 MB." in page


def test_registering_with_the_scan_at_once_leaves_nothing_to_wait_for(browse):
    marte = browse("marte")
    draft = prepare(marte)
    register(marte, draft, scan=SimpleUploadedFile("ark.pdf", PDF))
    assert marte.get(address("consent_scan", draft.number, of="leyla")).status_code == 200
    assert (
        f"Samtykke nummer {draft.number} mangler arket"
        not in marte.get(address("consent", of="leyla")).content.decode()
    )


def test_only_the_contact_team_registers_paper(browse):
    for slug in ("leyla", "sunniva", "silje", "anders", "tone", "jon", "eva", "per"):
        assert browse(slug).get(address("consent_register", of="leyla")).status_code == 404
    with acting(user("leyla").pk):
        assert plan_of("leyla") == plan_as("leyla", "leyla")
