"""The pages about wishes, as those who use them meet them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from pop.access.actor import acting
from pop.access.models import Look
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.demo.places import user
from pop.plans import calendar
from pop.plans.models import Need, ProgressionWish
from pop.wishes.complaints import ComplaintPeriod, last_day
from pop.wishes.models import Wish, WishAnswer, WishSlip
from pop.wishes.tests.conftest import (
    DEPOSIT,
    FLAT,
    LEAVE,
    PHONE,
    STRANGERS,
    address,
    body,
    newest,
    text_of,
    wish_of,
)
from pop.wishes.waiting import answer_due, state


def test_the_person_reads_each_wish_with_its_state_and_the_agency_that_is_late(browse):
    shown = text_of(browse("elias").get("/mine-onsker/", follow=True))
    for words in (
        DEPOSIT,
        FLAT,
        LEAVE,
        PHONE,
        "Forsinket",
        "Nordnes kommune skulle ha svart innen",
        "Siste dag å klage",
    ):
        assert words in shown, words
    assert "Hanne" not in shown


@pytest.mark.parametrize("slug", STRANGERS)
def test_the_pages_are_not_there_for_strangers(browse, slug):
    browser = browse(slug)
    for name, text in (
        ("wishes", ""),
        ("wish_new", ""),
        ("slip_new", ""),
        ("wish", DEPOSIT),
        ("wish_answer", DEPOSIT),
    ):
        assert browser.get(address(name, text)).status_code == 404, name


def test_a_partner_who_is_not_given_the_topic_finds_no_such_wish(browse):
    browser = browse("torbjorn")
    assert "Ingen ønsker du kan se" in text_of(browser.get(address("wishes")))
    assert browser.get(address("wish", FLAT)).status_code == 404


def test_the_person_asks_about_a_need_and_is_told_who_will_see_it(browse, plan):
    with acting(user("elias").pk):
        need = Need.objects.get(plan=plan, text="Oversikt over gjelda")
    browser, url = browse("elias"), f"{address('wish_new')}?behov={need.key}"
    assert "Kari Moen" in text_of(browser.get(url))
    sent = browser.post(url, {"asked": str(body("nav").key), "text": "Kan vi ringe inkasso sammen?"})
    assert sent.status_code == 302
    wish = newest()
    assert (wish.need_id, wish.way, wish.topic_id) == (need.pk, "own_login", need.topic_id)
    assert "Forslag og ønsker (2)" in text_of(browse("kari").get("/onsker/"))


def test_a_wish_to_an_agency_without_the_topic_stops_and_leads_to_consent(browse):
    browser, url = browse("elias"), f"{address('wish_new')}?tema=7"
    typed = {"asked": str(body("nav").key), "text": "Noen å snakke med"}
    stopped = browser.post(url, typed)
    shown = text_of(stopped)
    assert "Nav Nordnes ser ikke dette temaet" in shown
    assert 'value="Noen å snakke med"' in stopped.content.decode()
    assert f"samtykke/mottaker/{body('nav').key}/" in stopped.content.decode()
    assert browser.post(url, typed | {"anyway": str(body("nav").key)}).status_code == 302
    wish = newest()
    assert "Ikke delt med dem" in text_of(browser.get(address("wish", wish.text)))
    assert browse("kari").get(address("wish", wish.text)).status_code == 404


def test_a_form_that_lacks_something_keeps_what_was_typed(browse):
    shown = browse("elias").post(f"{address('wish_new')}?tema=1", {"text": "Noe", "own_words": "Lange ord"})
    assert "Velg hvem som skal spørres" in text_of(shown)
    assert "Lange ord" in shown.content.decode()


def test_nothing_is_asked_about_what_is_not_there(browse):
    browser, url = browse("elias"), address("wish_new")
    for query in (
        "?behov=tull",
        "?progresjon=00000000-0000-0000-0000-000000000000",
        "?tema=45",
        "?tema=x",
        "?tema=²",
    ):
        assert browser.get(url + query).status_code == 404, query


def test_the_contact_team_writes_a_wish_together_with_the_person(browse):
    sent = browse("marte").post(
        f"{address('wish_new')}?tema=1", {"asked": "correctional", "text": "En samtale"}
    )
    assert sent.status_code == 302
    assert (newest().way, newest().source, newest().together) == ("together", "person", True)


def test_a_step_towards_freedom_is_asked_for_with_date_and_level(browse, plan):
    with acting(user("elias").pk):
        step = ProgressionWish.objects.get(plan=plan, kind="section_16a")
    url = f"{address('wish_new')}?progresjon={step.key}"
    today = f"{timezone.localdate():%d.%m.%Y}"
    browse("elias").post(
        url, {"asked": "correctional", "text": "Sone hjemme", "applied_on": today, "decides": "regional"}
    )
    assert (newest().applied_on, newest().decides) == (timezone.localdate(), "regional")


def test_whoever_was_asked_answers_and_the_person_reads_it_as_the_agencys(browse):
    hanne = browse("hanne")
    assert FLAT in text_of(hanne.get(address("wishes")))
    lacking = hanne.post(address("wish_answer", FLAT), {"answer": "no", "reason": " "})
    assert "Skriv hvorfor svaret er nei" in text_of(lacking)
    said = {"answer": "other", "reason": "Du kan få se bilder først, og møte utleier på torsdag."}
    assert hanne.post(address("wish_answer", FLAT), said).status_code == 302
    shown = text_of(browse("elias").get(address("wish", FLAT)))
    assert "Annet forslag" in shown
    assert "møte utleier" in shown
    assert "Fra Nordnes kommune" in shown


@pytest.mark.parametrize("slug", ["kari", "marte", "elias"])
def test_nobody_else_is_offered_to_answer(browse, slug):
    browser = browse(slug)
    assert "Svar på ønsket" not in text_of(browser.get(address("wish", FLAT)))
    assert browser.get(address("wish_answer", FLAT)).status_code == 404
    assert browser.post(address("wish_answer", FLAT), {"answer": "yes"}).status_code == 404


def test_a_decision_carries_its_period_for_complaint(browse):
    told = timezone.localdate() - timedelta(days=1)
    data = {"answer": "no", "reason": "For tidlig", "decided_on": f"{told:%d.%m.%Y}", "told_on": f"{told:%d.%m.%Y}",
            "complaint_period": "strgjfl_7e", "decided_by": "local"}  # fmt: skip
    browse("marte").post(address("wish_answer", LEAVE), data)
    with acting(user("elias").pk):
        assert WishAnswer.objects.filter(wish__text=LEAVE)[0].complaint_deadline == calendar.next_working_day(
            told + timedelta(days=7)
        )


def test_the_printed_date_wins_and_an_unknown_one_says_see_the_decision(browse):
    printed = timezone.localdate() + timedelta(days=30)
    data = {
        "answer": "no",
        "reason": "x",
        "complaint_period": "strgjfl_7e",
        "complaint_deadline": f"{printed:%d.%m.%Y}",
    }
    marte = browse("marte")
    marte.post(address("wish_answer", LEAVE), data)
    with acting(user("elias").pk):
        given = WishAnswer.objects.filter(wish__text=LEAVE)[0]
        assert (given.complaint_deadline, given.complaint_period) == (printed, "printed")
    marte.post(
        address("wish_answer", LEAVE), {"answer": "no", "reason": "Igjen", "complaint_period": "unknown"}
    )
    assert "Klagefrist Se vedtaket" in text_of(browse("elias").get(address("wish", LEAVE)))


def test_the_periods_are_those_of_the_statutes():
    day = date(2026, 11, 2)
    wanted = {ComplaintPeriod.SEVEN_DAYS: 9, ComplaintPeriod.TWO_DAYS: 4, ComplaintPeriod.THREE_WEEKS: 23}
    for period, last in wanted.items():
        assert last_day(period, told_on=day, printed=None) == date(2026, 11, last)
    assert last_day(ComplaintPeriod.UNKNOWN, told_on=day, printed=None) is None
    assert last_day("", told_on=None, printed=date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize(("asked", "due"), [(2, 9), (5, 12), (7, 13), (8, 13)])
def test_an_answer_is_due_after_five_working_days(asked, due):
    wish = Wish(asked_on=date(2026, 11, asked))
    assert answer_due(wish) == date(2026, 11, due)
    says = [state(wish, None, today=date(2026, 11, due + n), heard=True, reached=True) for n in (0, 1)]
    assert says == ["waiting", "late"]


def test_holidays_are_no_working_days_and_no_time_limit_ends_on_one():
    """The five days from the Friday before Christmas of 2026 pass Christmas Eve and Christmas Day."""
    assert answer_due(Wish(asked_on=date(2026, 12, 18))) == date(2026, 12, 29)
    told = date(2026, 12, 18)
    assert last_day(ComplaintPeriod.SEVEN_DAYS, told_on=told, printed=None) == date(2026, 12, 28)
    assert last_day(ComplaintPeriod.TWO_DAYS, told_on=told, printed=None) == date(2026, 12, 20)


def test_nobody_is_said_to_be_late_where_the_answer_would_not_be_seen(browse, plan):
    with acting(user("elias").pk):
        consents.withdraw(plan=plan, recipient=Recipient(agency=body("home_municipality")))
    shown = text_of(browse("marte").get(address("wish", FLAT)))
    assert "Over fristen" not in shown
    assert "Svaret vises ikke her" in shown


def test_the_person_takes_a_wish_back(browse):
    elias = browse("elias")
    assert "Vil du ta ønsket tilbake?" in text_of(elias.get(address("wish_withdraw", FLAT)))
    assert elias.post(address("wish_withdraw", FLAT)).status_code == 302
    assert "Tatt tilbake" in text_of(elias.get(address("wish", FLAT)))
    assert browse("hanne").get(address("wish_answer", FLAT)).status_code == 404


def test_the_list_over_all_plans_says_what_from_whom_and_until_when_and_not_the_words(browse):
    shown = text_of(browse("hanne").get("/onsker/"))
    assert "Bolig" in shown
    assert "Elias Brekke" in shown
    assert "Over fristen" in shown
    assert FLAT not in shown
    assert "Ingen ønsker venter på svar" in text_of(browse("silje").get("/onsker/"))


def test_reading_a_wish_is_recorded_as_a_look(browse):
    browse("kari").get(address("wish", DEPOSIT))
    with acting(user("elias").pk):
        assert Look.objects.filter(user_id=user("kari").pk, page="wish").exists()


def test_a_text_on_the_wrong_person_is_blocked(browse):
    assert browse("marte").post(address("wish_wrong_person", DEPOSIT)).status_code == 302
    with acting(user("elias").pk):
        assert not Wish.objects.filter(text=DEPOSIT).exists()
        assert not WishAnswer.objects.filter(reason__startswith="Vi betaler").exists()


def test_when_it_was_applied_for_is_written_afterwards(browse):
    url, today = address("wish_applied", LEAVE), timezone.localdate()
    ahead = browse("elias").post(url, {"applied_on": f"{today + timedelta(days=1):%d.%m.%Y}", "decides": ""})
    assert "Datoen kan ikke være etter i dag" in text_of(ahead)
    assert (
        browse("elias").post(url, {"applied_on": f"{today:%d.%m.%Y}", "decides": "local"}).status_code == 302
    )
    assert wish_of(LEAVE).applied_on == today
    assert browse("elias").get(address("wish_applied", DEPOSIT)).status_code == 404


def test_a_slip_is_printed_without_a_name_and_registered_without_a_plan(browse):
    elias, ola = browse("elias"), browse("ola")
    made = elias.post(address("slip_new"))
    sheet = text_of(elias.get(made["Location"]))
    slip = newest(WishSlip)
    assert slip.code in sheet
    assert "Elias" not in sheet
    pdf = elias.get(f"{made['Location']}pdf/")
    pages = PdfReader(BytesIO(pdf.content)).pages
    assert len(pages) == 1
    assert slip.code in pages[0].extract_text()
    assert 'filename="lapp.pdf"' in pdf["Content-Disposition"]
    typed = {"code": slip.code, "asked": "nav", "topic": "2", "text": "Hjelp med gjeld",
             "asked_on": f"{timezone.localdate():%d.%m.%Y}"}  # fmt: skip
    done = ola.post("/lapp/", typed)
    receipt = text_of(ola.get(done["Location"]))
    assert newest(WishSlip).receipt == "" or newest(WishSlip).receipt in receipt
    assert "Elias" not in receipt
    assert browse("marte").get(done["Location"]).status_code == 404
    assert newest().asked_agency_id == body("nav").pk
    assert "ble ikke registrert" in text_of(ola.post("/lapp/", typed))


def test_only_staff_registers_slips(browse):
    for slug in ("elias", "kari", "tone", "jon"):
        assert browse(slug).get("/lapp/").status_code == 404, slug


def test_the_plan_and_its_entries_lead_to_the_wishes(browse, plan):
    with acting(user("elias").pk):
        need = Need.objects.get(plan=plan, text="Et fast sted å bo")
    elias = browse("elias")
    assert (
        f"onsker/ny/?behov={need.key}" in elias.get(f"/planer/{plan.key}/behov/{need.key}/").content.decode()
    )
    for slug in ("elias", "marte", "kari"):
        assert address("wishes") in browse(slug).get(f"/planer/{plan.key}/").content.decode()
