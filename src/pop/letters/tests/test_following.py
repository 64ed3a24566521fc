"""After a letter is written: disagreeing, the wrong person, what the log says, and the gap when no answer comes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.letters import actions
from pop.letters.models import Letter
from pop.letters.standard import UNIT, letters
from pop.letters.tests.conftest import address, filled, newest, of_elias, text_of

TODAY = timezone.localdate
PRISON = (
    "fengsel",
    "kriminalomsorg",
    "solvik",
    "avdeling",
    "celle",
    "betjent",
    "friomsorg",
    "straff",
    "innsatt",
)


def of_unit(browser) -> Letter:
    filled(browser, "opplysninger", voice="unit", sender="Solvik fengsel")
    return newest()


def sent(letter: Letter, *, by: str, ago: int = 20, due: int = -1) -> Letter:
    with acting(user(by).pk):
        actions.tell_sent(
            letter, sent_on=TODAY() - timedelta(ago), sent_way="post", answer_due=TODAY() + timedelta(due)
        )
    return letter


def log(browser) -> str:
    return text_of(browser.get(address("log")))


def test_the_person_disagrees_with_the_units_letter_and_both_words_stand(browse):
    letter = of_unit(browse("marte"))
    elias = browse("elias")
    assert address("letter_contest", letter.key) in elias.get(address("letter", letter.key)).content.decode()
    page = elias.get(address("letter_contest", letter.key))
    assert "Anmodning om opplysninger" in text_of(page)
    elias.post(
        address("letter_contest", letter.key), {"words": "Jeg har ikke sagt ja til dette."}, follow=True
    )
    for slug in ("elias", "marte"):
        shown = text_of(browse(slug).get(address("letter", letter.key)))
        assert "Jeg har ikke sagt ja til dette." in shown, slug
        assert "Jeg trenger en leilighet" in shown, slug


def test_nobody_disagrees_with_what_they_wrote_themselves(browse):
    filled(browse("elias"), "bolig")
    assert browse("elias").get(address("letter_contest", newest().key)).status_code == 404


@pytest.mark.parametrize("slug", ["kari", "silje", "leyla", "anders", "tone"])
def test_others_neither_disagree_nor_block(browse, slug):
    letter = of_unit(browse("marte"))
    browser = browse(slug)
    for name in ("letter_contest", "letter_wrong_person"):
        assert browser.get(address(name, letter.key)).status_code == 404
        assert browser.post(address(name, letter.key), {"words": "x"}).status_code == 404
    with acting(user("elias").pk):
        letter.refresh_from_db()
        assert letter.contested_at is None
        assert letter.blocked_at is None


def test_a_letter_on_the_wrong_person_is_gone_everywhere_also_when_it_was_sent(browse):
    filled(browse("marte"), "opplysninger", voice="unit", sender="Solvik fengsel", to_name="Skogkanten skole")
    letter = sent(newest(), by="marte", due=9)
    marte = browse("marte")
    assert "Skogkanten" in log(marte)
    assert "feil person" in text_of(marte.get(address("letter_wrong_person", letter.key)))
    shown = text_of(marte.post(address("letter_wrong_person", letter.key), follow=True))
    assert "Anmodning om opplysninger til" not in shown
    for name in ("letter", "letter_pdf", "letter_docx", "letter_answered"):
        assert marte.get(address(name, letter.key)).status_code == 404, name
        assert name == "letter" or browse("elias").get(address(name, letter.key)).status_code == 404, name
    assert "Jeg trenger en leilighet" not in log(marte)
    assert "Skogkanten" not in log(marte)


def test_the_log_tells_of_a_letter_in_sentences_and_offers_nothing_to_undo(browse):
    letter = sent(of_unit(browse("marte")), by="marte")
    with acting(user("marte").pk):
        actions.tell_answered(letter, answered_on=TODAY(), reply="no", complaint_period="fvl_29")
    said = log(browse("elias"))
    assert "Brev lagt til" in said
    assert "Brev sendt fra enheten: en utlevering" in said
    assert "Å få opplysninger" in said or "å få opplysninger" in said
    assert "Svar på et brev" in said
    assert "Siste dag å klage" in said
    with acting(user("elias").pk):
        assert Change.objects.filter(table="letters_letter", row_id=letter.pk).count() == 3


def test_the_log_says_that_the_persons_own_letter_was_sent_and_no_disclosure(browse):
    filled(browse("elias"), "bolig")
    sent(newest(), by="elias", due=9)
    rows = [line for line in log(browse("elias")).split("Brev sendt")[1:2]]
    assert rows
    assert not rows[0].startswith(" fra enheten")


def test_partners_read_nothing_of_letters_in_the_log(browse):
    sent(of_unit(browse("marte")), by="marte")
    filled(browse("elias"), "bolig")
    said = log(browse("kari"))
    assert "Brev lagt til" not in said
    assert "utlevering" not in said


def gaps(slug: str) -> int:
    with acting(user(slug).pk):
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        return Gap.objects.filter(plan__key=of_elias().key, rule="letter_unanswered", closed_at=None).count()


def test_a_letter_that_is_only_the_persons_makes_no_gap_for_others(browse):
    filled(browse("elias"), "bolig", only_me="on")
    sent(newest(), by="elias")
    assert gaps("marte") == 0
    assert "Svaret er ikke kommet i tide" in text_of(browse("elias").get(address("letters")))


def test_a_late_answer_is_a_gap_until_the_reminder_is_sent(browse):
    filled(browse("elias"), "bolig")
    letter = sent(newest(), by="elias")
    assert gaps("marte") == 1
    marte = browse("marte")
    page = marte.get(address("letter_new", "purring") + f"?brev={letter.key}")
    assert "Søknad om bolig, sendt" in text_of(page)
    filled(marte, "purring", query=f"?brev={letter.key}", facts=["earlier"])
    reminder = newest()
    assert reminder.follows_id == letter.pk
    assert "Søknad om bolig, sendt" in reminder.text
    assert gaps("marte") == 1
    sent(reminder, by="marte", ago=0, due=14)
    assert gaps("marte") == 0
    shown = text_of(marte.get(address("letter", letter.key)))
    assert "Fulgt opp med Purring" in shown


@pytest.mark.parametrize("slug", [slug for slug, letter in letters().items() if letter.voices[0] != UNIT])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_in_a_letter_of_the_persons_own_tells_where_it_was_written(browse, slug, language):
    """Rule C5: the words, the sender, the files and what the files say about themselves."""
    query = ""
    if slug in ("purring", "klage"):
        filled(browse("elias"), "bolig")
        query = f"?brev={sent(newest(), by='elias').key}"
    marte = browse("marte")
    filled(marte, slug, query=query, language=language)
    letter = newest()
    assert letter.own_voice
    said = " ".join((letter.text, letter.sender, letter.subject, letter.purpose)).casefold()
    for name in ("letter_pdf", "letter_docx"):
        answer = marte.get(address(name, letter.key))
        said += answer["Content-Disposition"].casefold() + words_of(name, answer.content).casefold()
    assert not [word for word in PRISON if word in said]


def words_of(name: str, content: bytes) -> str:
    from io import BytesIO
    from zipfile import ZipFile

    from pypdf import PdfReader

    if name == "letter_docx":
        with ZipFile(BytesIO(content)) as parts:
            kept = [
                n
                for n in parts.namelist()
                if n.startswith(("word/document", "docProps/", "word/header", "word/footer"))
            ]
            return " ".join(parts.read(n).decode("utf-8", "ignore") for n in kept)
    reader = PdfReader(BytesIO(content))
    assert not [image for page in reader.pages for image in page.images]
    return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
