"""Letters, as those who write, read and follow them up meet them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from pop.access.actor import acting
from pop.consents.models import ConsentItem
from pop.consents.offers import Register
from pop.demo.places import agency, user
from pop.letters import actions
from pop.letters.complaints import last_day, periods
from pop.letters.models import Letter, LetterText
from pop.letters.standard import PERSON, letters
from pop.letters.tests.conftest import address, filled, newest, text_of
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source

STRANGERS = ("kari", "silje", "anders", "per", "grete", "tone", "eva", "jon", "leyla", "hanne", "jorgen")
"""Partners of the team among them: a letter goes out on paper, and is not read here by others."""


def test_there_are_eleven_letters_in_bokmal_and_nynorsk_each_with_a_guide_and_an_example():
    assert len(letters()) == 11
    for letter in letters().values():
        for words in (
            letter.names,
            letter.purpose,
            letter.opening,
            letter.central,
            letter.closing,
            letter.guide,
            letter.example,
        ):
            assert all(words.get(language) for language in ("nb", "nn")), letter.code
        if letter.other_voice:
            assert all((letter.unit_opening, letter.unit_closing)), letter.code


@pytest.mark.parametrize("slug", ["bolig", "okonomisk-stotte", "trygd", "time-ved-dps"])
def test_letters_about_housing_nav_and_dps_are_the_persons_own_unless_somebody_chooses(slug):
    assert letters()[slug].voices[0] == PERSON


def test_two_clicks_from_a_need_to_the_letter(browse, plan):
    browser = browse("elias")
    with acting(user("elias").pk):
        need = Need.objects.of(plan).filter(topic=1).first()
    first = browser.get(f"/planer/{plan.key}/behov/{need.key}/", follow=True)
    link = address("letters") + f"?behov={need.key}#nytt"
    page = browser.get(link.partition("#")[0])
    assert link in first.content.decode()
    second = address("letter_new", "bolig") + f"?behov={need.key}"
    assert second in page.content.decode()
    assert need.text in text_of(browser.get(second))


def test_what_is_taken_in_is_shown_and_can_be_taken_out(browse):
    browser = browse("elias")
    with acting(user("elias").pk):
        before = Letter.objects.count()
    page = browser.post(address("letter_new", "bolig"), {
        "voice": "person", "language": "nb", "to": "elsewhere", "to_name": "Nordnes kommune",
        "sender": "Elias", "facts": ["name"], "preview": "1",
    })  # fmt: skip
    assert "– Navn" not in text_of(page)
    assert "Navn: Elias" in text_of(page)
    with acting(user("elias").pk):
        assert Letter.objects.count() == before
    filled(browser, "bolig", facts=[])
    assert "Navn: Elias" not in newest().text


def test_the_persons_own_letter_says_nothing_of_the_prison(browse):
    browser = browse("marte")
    with acting(user("marte").pk):
        before = Letter.objects.count()
    refused = filled(browser, "bolig", sender="Elias\nSolvik fengsel")
    assert "Skriv en adresse som ikke er enhetens" in text_of(refused)
    with acting(user("marte").pk):
        assert Letter.objects.count() == before
    filled(browser, "bolig")
    letter = newest()
    pdf = PdfReader(BytesIO(browser.get(address("letter_pdf", letter.key)).content))
    said = "".join(page.extract_text() for page in pdf.pages)
    assert "Strandgata 1" in said
    assert "Jeg trenger en leilighet" in said
    assert "Solvik" not in said
    assert "fengsel" not in said.lower()
    assert "kriminalomsorg" not in said.lower()
    assert letter.own_voice
    assert letter.together
    assert not letter.disclosed


def test_the_pdf_is_tagged_with_language_and_title_and_the_word_file_says_the_same(browse):
    browser = browse("elias")
    filled(browser, "bolig", language="nn")
    letter = newest()
    pdf = PdfReader(BytesIO(browser.get(address("letter_pdf", letter.key)).content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nn"
    assert pdf.metadata.title == "Søknad om bustad"
    answer = browser.get(address("letter_docx", letter.key))
    document = Document(BytesIO(answer.content))
    said = "\n".join(p.text for p in document.paragraphs)
    assert "Eg søkjer om ein bustad." in said
    assert "Jeg trenger en leilighet" in said
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Søknad om bustad"]
    assert document.core_properties.author == ""
    assert "brev.docx" in answer["Content-Disposition"]


@pytest.mark.parametrize("slug", STRANGERS)
def test_letters_are_not_there_for_partners_and_strangers(browse, slug):
    filled(browse("elias"), "bolig")
    letter = newest()
    browser = browse(slug)
    for url in (address("letters"), address("letter_new", "bolig"), address("letter", letter.key),
                address("letter_pdf", letter.key), address("letter_docx", letter.key),
                address("letter_sent", letter.key), address("letter_take_out", letter.key)):  # fmt: skip
        assert browser.get(url).status_code == 404, url
    with acting(user(slug).pk):
        assert not Letter.objects.filter(plan=letter.plan_id).exists()


def test_a_letter_only_for_the_person_is_not_there_for_the_contact_team(browse):
    filled(browse("elias"), "bolig", only_me="on")
    letter = newest()
    assert letter.only_me
    assert browse("marte").get(address("letter", letter.key)).status_code == 404


def test_what_is_kept_to_oneself_makes_the_letter_so_too(browse, plan):
    with acting(user("elias").pk):
        need = Need.objects.of(plan).filter(topic=1).first()
        Need.objects.filter(pk=need.pk).update(only_me=True)
    page = filled(browse("elias"), "bolig", facts=["name", f"need:{need.key.hex[:12]}"])
    assert page.status_code == 200
    assert newest().only_me
    assert need.text in newest().text


def test_whoever_any_topic_is_kept_from_reads_no_letter_that_takes_in_from_another(browse, plan):
    from pop.consents import actions as consents
    from pop.consents.actions import Recipient

    filled(browse("elias"), "bolig", facts=["name"])
    mixed = newest()
    filled(browse("elias"), "bolig", facts=[])
    plain = newest()
    assert mixed.mixed
    assert not plain.mixed
    with acting(user("elias").pk):
        consents.exclude(plan=plan, recipient=Recipient(user=user("marte")), topic=7, made_by=user("elias"))
    browser = browse("marte")
    assert browser.get(address("letter", mixed.key)).status_code == 404
    assert browser.get(address("letter", plain.key)).status_code == 200


def test_the_units_letter_takes_in_only_what_consent_gives_the_recipient(browse, plan):
    page = filled(browse("marte"), "overforing", voice="unit", sender="Solvik fengsel", preview="1", facts=[])
    letter = newest()
    assert not letter.own_voice
    assert letter.merged == []
    shown = text_of(browse("marte").get(address("letter_new", "overforing")))
    assert "Velg mottaker" in shown
    unknown = {
        "voice": "unit",
        "language": "nb",
        "to": "elsewhere",
        "to_name": "X",
        "sender": "Y",
        "preview": "1",
    }
    shown = text_of(browse("marte").post(address("letter_new", "overforing"), unknown))
    assert "Dette kan ikke hentes inn" in shown
    with acting(user("marte").pk):
        nav = agency("nav")
        need = Need.objects.of(plan).exclude(topic__in=given(plan, nav.pk)).first()
    body = browse("marte").get(address("letter_new", "overforing")).content.decode()
    token = next(t for t in [str(nav.key)] if t)
    answer = browse("marte").post(address("letter_new", "overforing"), {
        "voice": "unit", "language": "nb", "to": token, "sender": "Solvik fengsel", "words": "",
        "facts": [f"need:{need.key.hex[:12]}"], "store": "1",
    })  # fmt: skip
    assert answer.status_code == 200
    assert body
    assert page
    assert newest().pk == letter.pk


def solvik_key() -> str:
    from pop.people.models import Unit

    with acting(user("anders").pk):
        return str(Unit.objects.get(name="Solvik fengsel").key)


def given(plan: Plan, agency_id: int) -> set[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select access.given_topics(%s, %s)", [plan.pk, agency_id])
        return set(cursor.fetchone()[0])


def test_the_units_letter_is_a_disclosure_when_it_is_sent_and_the_person_reads_it(browse):
    browser = browse("marte")
    filled(browser, "opplysninger", voice="unit", sender="Solvik fengsel")
    letter = newest()
    browser.post(address("letter_sent", letter.key), {
        "sent_on": timezone.localdate().strftime("%d.%m.%Y"), "sent_way": "post", "answer_due": "",
    })  # fmt: skip
    shown = text_of(browse("elias").get(address("letter", letter.key)))
    assert "Fra enheten: en utlevering" in shown
    assert "Å få opplysninger som trengs i planen" in shown
    assert "Nordnes kommune" in shown
    assert "Navn: Elias" in shown
    assert browse("elias").get(address("letter_sent", letter.key)).status_code == 404


def written(plan: Plan, **fields: object) -> Letter:
    """A letter of Elias' own, past the page."""
    values = {
        "code": "housing",
        "to_name": "Nordnes kommune",
        "subject": "Søknad om bolig",
        "text": "Ord",
        "purpose": "bolig",
    }
    return actions.make(
        plan=plan,
        writer=Writer(user("elias"), Source.PERSON),
        topic=1,
        facts=[],
        only_me=False,
        **{**values, **fields},
    )


def test_after_a_letter_is_made_its_words_stay_and_after_it_is_sent_it_is_not_unsent(plan):
    today = timezone.localdate()
    with acting(user("elias").pk):
        letter = written(plan)
        for change in (
            {"text": "Andre ord"}, {"to_name": "En annen"}, {"only_me": True}, {"mixed": True}, {"purpose": "annet"},
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(**change)
        actions.tell_sent(letter, sent_on=today, sent_way="post", answer_due=today)
        for change in ({"sent_on": None, "sent_way": "", "answer_due": None}, {"removed_at": timezone.now()}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(**change)


def test_nobody_writes_the_persons_own_letter_alone_in_their_name(plan):
    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.make(
            plan=plan, writer=Writer(user("marte"), Source.PERSON), topic=1, facts=[], only_me=False,
            code="housing", to_name="X", subject="X", text="X", purpose="X",
        )  # fmt: skip


def test_a_late_answer_has_the_reminder_ready_and_a_refusal_the_complaint(browse, plan):
    today = timezone.localdate()
    with acting(user("elias").pk):
        letter = written(plan)
        actions.tell_sent(
            letter, sent_on=today - timedelta(40), sent_way="post", answer_due=today - timedelta(1)
        )
    browser = browse("elias")
    shown = browser.get(address("letter", letter.key))
    assert "Skriv en purring" in text_of(shown)
    ready = text_of(browser.get(address("letter_new", "purring") + f"?brev={letter.key}"))
    assert "Søknad om bolig, sendt" in ready
    browser.post(address("letter_answered", letter.key), {
        "answered_on": today.strftime("%d.%m.%Y"), "reply": "no", "complaint_period": "unknown", "printed": "",
    })  # fmt: skip
    shown = text_of(browser.get(address("letter", letter.key)))
    assert "Skriv en klage" in shown
    assert "Se vedtaket" in shown
    assert browser.get(address("letter_new", "klage") + f"?brev={letter.key}").status_code == 200


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("ftrl_21_12", date(2026, 10, 13)),
        ("pbrl_7_5", date(2026, 9, 29)),
        ("strgjfl_7e", date(2026, 9, 8)),
        ("strgjfl_7e_48h", date(2026, 9, 3)),
        ("fvl_29", date(2026, 9, 22)),
        ("unknown", None),
    ],
)
def test_the_period_for_complaint_follows_the_statute_and_the_printed_date_wins(code, last):
    told = date(2026, 9, 1)
    assert last_day(code, told_on=told, printed=None) == last
    assert last_day(code, told_on=told, printed=date(2026, 9, 10)) == date(2026, 9, 10)
    assert code == "unknown" or "§" in str(periods()[code])


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2026, 11, 19), date(2026, 12, 31)),  # New Year's Eve: a Thursday
        (date(2026, 11, 12), date(2026, 12, 24)),
        (date(2026, 11, 13), date(2026, 12, 28)),  # Christmas Day, then a weekend with Boxing Day in it
        (date(2027, 2, 11), date(2027, 3, 30)),  # Maundy Thursday to Easter Monday
    ],
)
def test_offices_that_close_early_give_nobody_longer_to_complain(told, last):
    """Christmas Eve and New Year's Eve are ordinary days by law: a day too late is too late."""
    assert last_day("ftrl_21_12", told_on=told, printed=None) == last


def test_the_central_part_is_the_administrators_in_versions_and_the_local_part_the_leaders(browse, plan):
    page = address("letters").replace(f"planer/{plan.key}/brev/", "brevtekster/")
    assert browse("marte").get(page).status_code == 404
    assert browse("elias").get(page).status_code == 404
    leader = browse("anders")
    assert leader.get(page + "bolig/nb/").status_code == 404
    local = leader.get(page).content.decode()
    assert f"overforing/nb/{solvik_key()}/" in local
    assert "bolig/nb/" not in local
    leader.post(page + f"overforing/nb/{solvik_key()}/", {"text": "Vi svarer på telefon hver dag."})
    filled(browse("marte"), "overforing", voice="unit", sender="Solvik fengsel", facts=[])
    assert "Vi svarer på telefon hver dag." in newest().text
    administrator = browse("jon")
    assert f"overforing/nb/{solvik_key()}/" not in administrator.get(page).content.decode()
    assert (
        f"overforing/nb/{solvik_key()}/"
        in administrator.get(page + f"?enhet={solvik_key()}").content.decode()
    )
    answer = administrator.post(
        page + "bolig/nb/", {"text": "Kommunen skal hjelpe (ny lov § 1)."}, follow=True
    )
    assert "ny versjon" in text_of(answer)
    assert "ny lov § 1" in text_of(administrator.get(page + "bolig/nb/"))
    filled(browse("elias"), "bolig")
    assert "ny lov § 1" in newest().text
    with acting(user("jon").pk), pytest.raises(DatabaseError), transaction.atomic():
        LetterText.objects.update(text="Skrevet om")
    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.write_text(code="housing", unit=None, language="nb", text="Mitt", written_by=user("marte"))


@pytest.mark.parametrize("slug", ["overforing", "innkalling"])
def test_the_person_has_one_voice_and_is_not_offered_the_units_letters(browse, slug):
    browser = browse("elias")
    assert browser.get(address("letter_new", slug)).status_code == 404
    assert address("letter_new", slug) not in browser.get(address("letters")).content.decode()
    assert address("letter_new", slug) in browse("marte").get(address("letters")).content.decode()
    # A letter that can have either voice has the person's own.
    page = filled(browser, "opplysninger", voice="unit", sender="Solvik fengsel", store="1")
    assert "Velg et gyldig valg" in text_of(page) or "gyldig" in text_of(page)


def test_the_unit_asks_only_those_who_may_tell_the_prison_and_the_person_asks_whom_they_like(browse, plan):
    """Elias has said that Nav may see, not that the school may tell of his work."""
    browser = browse("marte")
    with acting(user("elias").pk):
        may = set(
            ConsentItem.objects.filter(plan=plan, obtain=True, topic=5, ended_at=None).values_list(
                "agency_id", flat=True
            )
        )
    with acting(user("marte").pk):
        parties = Register(plan, set()).parties.values()
        closed = next(str(p.token) for p in parties if not p.individual and p.key // 2 not in may)
    unit = {
        "voice": "unit",
        "sender": "Solvik fengsel",
        "to": closed,
        "to_name": "",
        "words": "Hva har du gjort før?",
    }
    first = newest()
    page = filled(browser, "opplysninger", **unit)
    assert newest() == first
    assert "Personen har ikke sagt ja til at dere henter opplysninger om dette derfra." in text_of(page)
    assert "Hva har du gjort før?" in page.content.decode()
    filled(browse("elias"), "opplysninger", to=closed, to_name="")
    assert newest() != first
    assert newest().code == "information"
