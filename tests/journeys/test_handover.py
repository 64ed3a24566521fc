"""Who takes over: asked by one side, answered by the other, with an own login and by a link; the person reads who."""

import re

import psycopg
import pytest
from conftest import named, superuser_url
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from pop.demo.places import user
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.browser
OWN_LOGIN, ROLE = "Bestille time hos psykolog", "Tilbakeføringskoordinator"
OUTSIDE = "Nina Berg, Nordnes frivilligsentral"


def row(page: Page, title: str):
    things = page.get_by_role("region", name="Det som fortsetter").get_by_role("listitem")
    return things.filter(has=page.get_by_text(title, exact=True))


def to_handover(page: Page, plan: str) -> None:
    page.goto(plan)
    page.get_by_role("link", name="Se hvem som tar over", exact=True).click()


def plan_of_elias(elias: Page) -> str:
    expect(elias.get_by_role("heading", name="Hei, Elias", level=1)).to_be_visible()
    return elias.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_handed_over_is_seen_from_both_sides(visit, chromium, site, script):
    marte, elias = visit("marte", script=script), visit("elias", wide=False, script=script)
    plan = plan_of_elias(elias)
    to_handover(marte, plan)
    expect(marte.get_by_text("3 av 7 har bekreftet mottaker")).to_be_visible()
    expect(row(marte, OWN_LOGIN)).to_contain_text("Spurt, har ikke svart")

    # The nurse answers with her own login.
    sunniva = visit("sunniva", script=script)
    sunniva.get_by_role("link", name=re.compile("Forespørsler")).first.click()
    sunniva.get_by_role("link", name=OWN_LOGIN).click()
    sunniva.get_by_role("radio", name="Ja, jeg tar over").check()
    sunniva.get_by_role("button", name="Send svaret").click()
    expect(sunniva.get_by_role("status")).to_contain_text("Svaret er sendt.")
    marte.reload()
    expect(row(marte, OWN_LOGIN)).to_contain_text("Bekreftet mottatt")

    # Somebody who does not use POP: the person says yes first.
    marte.get_by_role("link", name=re.compile(f"^Velg mottaker.*{ROLE}")).click()
    marte.get_by_role("radio", name="Noen som ikke står i lista").check()
    marte.get_by_label("Navn på den som ikke står i lista").fill(OUTSIDE)
    marte.get_by_role("button", name="Velg", exact=True).click()
    expect(marte.get_by_role("main")).to_contain_text("Personen må si ja til at de får vite dette.")
    expect(marte.get_by_role("button", name="Lag lenke og kode")).to_have_count(0)

    to_handover(elias, plan)
    elias.get_by_role("button", name=re.compile("^Ja, spør dem")).click()
    expect(row(elias, ROLE)).to_contain_text("Ikke spurt ennå")

    marte.reload()
    marte.get_by_role("button", name="Spør om de tar over").click()
    marte.get_by_role("button", name="Lag lenke og kode").click()
    link = marte.locator("dd.lang").inner_text()
    code = marte.locator(".svarkode").inner_text()
    marte.reload()
    expect(marte.get_by_text(code)).to_have_count(0)

    nina = chromium.new_context(java_script_enabled=script, locale="nb-NO").new_page()
    nina.goto(f"{site}/{link.split('/', 3)[3]}")
    for hidden in ("Elias", ROLE):
        assert hidden not in nina.content(), hidden
    nina.get_by_label("Kode").fill("0000-0000")
    nina.get_by_role("button", name="Vis forespørselen").click()
    expect(nina.get_by_role("main")).to_contain_text("Koden virker ikke.")
    assert "Elias" not in nina.content()
    nina.get_by_label("Kode").fill(code.lower())
    nina.get_by_role("button", name="Vis forespørselen").click()
    expect(nina.get_by_role("heading", level=1)).to_have_text(ROLE)
    nina.get_by_role("radio", name="Ja, jeg tar over").check()
    nina.get_by_role("button", name="Send svaret").click()
    nina.get_by_label("Navnet ditt").fill("Nina Berg")
    nina.get_by_role("button", name="Send svaret").click()
    expect(nina.get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    nina.goto(f"{site}/{link.split('/', 3)[3]}")
    nina.get_by_label("Kode").fill(code)
    nina.get_by_role("button", name="Vis forespørselen").click()
    expect(nina.get_by_role("main")).to_contain_text("Koden virker ikke.")
    nina.context.close()

    elias.reload()
    expect(elias.get_by_text("5 av 7 har noen som har sagt ja")).to_be_visible()
    for title, who in ((OWN_LOGIN, "Sunniva Lund"), (ROLE, "Nina Berg")):
        expect(row(elias, title)).to_contain_text("Har sagt ja")
        expect(row(elias, title)).to_contain_text(who)
    to_handover(marte, plan)
    expect(marte.get_by_text("5 av 7 har bekreftet mottaker")).to_be_visible()


HOME, HER_ROLE, WORDS = "Svare på søknaden om bolig", "Hovedkontakt", "Jeg vil ha samme lærer som før."


def begin_anew(marte: Page) -> None:
    """The release is put aside: he is to move to another prison, and they go through it together."""
    marte.get_by_role("link", name="Endre dag eller stopp").click()
    marte.get_by_label("Hvorfor").fill("Elias skal flytte først")
    marte.get_by_role("button", name="Avbryt overføringen").click()
    marte.get_by_role("link", name=re.compile("^Start en (ny )?overføring$")).click()
    marte.get_by_role("link", name="Til et annet fengsel").click()
    marte.get_by_label("Dagen det skjer").fill(f"{timezone.localdate():%d.%m.%Y}")
    marte.get_by_label("Til hvilken enhet?").select_option(label="Havnes fengsel")
    for box in marte.get_by_role("checkbox").all():
        box.set_checked(False)
    marte.get_by_role("button", name="Start overføringen").click()
    expect(marte.get_by_role("main")).to_contain_text("Velg minst én ting som noen skal ta over.")
    marte.get_by_label(HOME).check()
    marte.get_by_role("checkbox", name=re.compile("^Marte Nygård")).check()
    marte.get_by_role("button", name="Start overføringen").click()
    expect(marte.get_by_role("status")).to_contain_text("Overføringen er startet.")


def asks(page: Page, title: str, who: str) -> None:
    page.get_by_role("link", name=re.compile(f"^Velg mottaker.*{title}")).click()
    page.get_by_label("Finn noen etter navn eller etat").fill(who)
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("radio", name=re.compile(who)).check()
    page.get_by_role("button", name="Velg", exact=True).click()
    page.get_by_role("button", name="Spør om de tar over").click()
    page.get_by_role("link", name="Hvem tar over", exact=True).first.click()


def answers(page: Page, title: str, words: str, *, reason: str = "") -> None:
    page.goto("/foresporsler/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("radio", name=words).check()
    page.get_by_role("button", name="Send svaret").click()
    if reason:  # a no without a reason comes back
        expect(page.get_by_role("main")).to_contain_text("Skriv hva du lurer på, eller hvorfor du ikke kan.")
        page.get_by_label("Spørsmålet ditt, eller hvorfor du ikke kan").fill(reason)
        page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("status")).to_contain_text("Svaret er sendt.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_whoever_gives_it_away_sees_less_and_then_nothing(visit, script):
    """To another prison: one says no and why, nobody has it for a while, and the old one leaves by herself."""
    marte, elias = visit("marte", script=script), visit("elias", wide=False, script=script)
    plan = plan_of_elias(elias)
    to_handover(marte, plan)
    begin_anew(marte)

    # He says himself, without a mouse, what the next ones should know.
    to_handover(elias, plan)
    tab_to(elias, "Skriv noe")
    elias.keyboard.press("Enter")
    box = elias.get_by_role("textbox")
    while not box.evaluate("box => box === document.activeElement"):
        elias.keyboard.press("Tab")
    elias.keyboard.type(WORDS)
    tab_to(elias, "Ta vare på det")
    elias.keyboard.press("Enter")
    expect(elias.get_by_role("region", name="Dette vil jeg at de skal vite")).to_contain_text(WORDS)

    # The municipality says no: both sides read that nobody has it.
    marte.reload()
    asks(marte, HOME, "Hanne Vik")
    hanne = visit("hanne", wide=False, script=script)
    answers(hanne, HOME, "Nei, jeg kan ikke", reason="Vi har ingen ledige før jul")
    marte.reload()
    expect(marte.get_by_role("heading", name="Ingen har tatt imot 2 ting")).to_be_visible()
    expect(row(marte, HOME)).to_contain_text("Ingen har tatt imot: mottakeren kan ikke")
    elias.reload()
    expect(row(elias, HOME)).to_contain_text("Kan ikke")
    expect(row(elias, HOME)).to_contain_text("Kontaktbetjenten din skal finne noen som kan.")

    # The officer in the other prison takes the role: no name before she has said yes.
    asks(marte, HER_ROLE, "Silje Bakke")
    silje = visit("silje", script=script)
    silje.goto("/foresporsler/")
    expect(silje.get_by_role("main")).to_contain_text("Navnet får du når du har sagt ja")
    expect(silje.get_by_role("main")).not_to_contain_text("Elias")
    answers(silje, HER_ROLE, "Ja, jeg tar over")
    marte.reload()
    asks(marte, HOME, "Kari Moen")

    # The overlap goes by. Marte is out of the plan, and reads only how far it has come.
    leaves(plan)
    assert (marte.goto(plan) or marte).status == 404
    marte.goto("/foresporsler/")
    given = marte.get_by_role("region", name="Overføringer du har gitt fra deg")
    expect(given).to_contain_text("1 av 2 har bekreftet mottaker")
    for hidden in ("Elias", HOME, WORDS):
        assert hidden not in given.inner_text(), hidden
    answers(visit("kari", wide=False, script=script), HOME, "Ja, jeg tar over")
    marte.reload()
    expect(given).to_have_count(0)


def leaves(plan: str) -> None:
    """The last day of the overlap was yesterday. Who sees what asks the real day: so it is the row that moves."""
    url = named(superuser_url(), connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as link:
        moved = link.execute(
            """update teams_contactteammember set until = current_date - 1
               where plan_id = (select id from plans_plan where key = %s) and user_id = %s and until >= current_date""",
            [plan.rstrip("/").split("/")[-1], user("marte").pk],
        )
        assert moved.rowcount == 1, "she had no last day"
