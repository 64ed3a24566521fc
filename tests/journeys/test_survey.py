"""A survey from building it to the projector, in two browsers; and a room full of phones."""

import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pop.access.actor import acting
from pop.bench import phones
from pop.demo.places import user
from pop.people.models import Unit
from pop.surveys import actions, figures
from pop.surveys.models import Round, Survey
from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser


def test_a_survey_is_built_asked_and_seen_on_the_projector(visit: Callable[..., Page]) -> None:
    """Anders copies the three questions about a meeting, asks one more, and shows the answers while phones answer."""
    anders = visit("anders")
    anders.goto("/undersokelser/")
    anders.get_by_role("link", name="Tre spørsmål om møtet").first.click()
    anders.get_by_role("button", name="Lag en kopi").click()
    anders.get_by_role("link", name="Nytt spørsmål").click()
    anders.get_by_label("Art").select_option("yes_no")
    for language, text in (
        ("bokmål", "Var det varmt nok?"),
        ("nynorsk", "Var det varmt nok?"),
        ("engelsk", "Was it warm enough?"),
    ):
        anders.get_by_label(f"Spørsmål, {language}", exact=True).fill(text)
    anders.get_by_role("button", name="Lagre").click()
    for _time in range(3):
        anders.get_by_role("button", name=re.compile("Opp.*varmt nok")).click()
    assert faults(anders) == []
    anders.get_by_role("link", name="Forhåndsvis").click()
    anders.get_by_role("link", name="Spør om dette").click()
    anders.get_by_label("Hva skal runden hete?").fill("Fellesrommet")
    anders.get_by_label("Hvor mange blir spurt?").fill("6")
    anders.get_by_role("button", name="Åpne").click()
    code = anders.locator(".kodeord").first.inner_text()
    anders.get_by_role("link", name="Vis på skjerm").click()
    expect(anders.get_by_role("heading", name="Var det varmt nok?")).to_be_visible()
    assert faults(anders) == []

    for number in range(5):
        phone = visit(wide=False, script=number % 2 == 0)
        phone.context.clear_cookies()  # of the front page, which the test goes by
        phone.goto("/s/")
        phone.get_by_label("Koden på skjermen").fill(code.lower())
        phone.get_by_role("button", name="Gå videre").click()
        phone.get_by_role("button", name="Start").click()
        phone.get_by_label("Ja" if number else "Nei", exact=True).check()
        if number == 0:
            assert faults(phone) == []
        for _question in range(4):
            phone.get_by_role("button", name="Neste").click()
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_role("heading", name="Takk for svaret")).to_be_visible()
        assert phone.context.cookies() == []
        if number < 4:
            expect(anders.get_by_text(f"Venter på flere svar: {number + 1} av 5")).to_be_visible()
            expect(anders.locator(".stolpe")).to_have_count(0)
    # Nobody touched the projector: the answers came by themselves.
    expect(anders.get_by_text("5 av 6")).to_be_visible()
    expect(anders.locator(".stolpe").first).to_contain_text("4 svar, 80,0 %")
    anders.get_by_role("link", name="Vis som tabell").click()
    expect(anders.get_by_role("row", name="Ja 4 80,0")).to_be_visible()
    anders.get_by_role("button", name="Neste spørsmål").click()
    expect(anders.get_by_role("heading", name="I hvilken grad var møtet nyttig?")).to_be_visible()


def test_nothing_is_lost_when_a_room_full_of_phones_answers_at_once(site: str, monkeypatch) -> None:
    """Two hundred of them; how long it takes is in the benchmarks."""
    with acting(user("marte").pk):
        one = actions.open_round(
            survey=Survey.objects.get(code="motet"), by=user("marte"), name="Salen", unit=Unit.objects.get(name="Solvik fengsel")
        )  # fmt: skip
    monkeypatch.setattr(phones, "CODE", one.code)
    errors: list[Exception] = []
    port, waves = int(site.rsplit(":", 1)[1]), 4

    def in_turn() -> None:
        for _phone in range(200 // waves):
            errors.extend(phones.at_once(port, 1))

    threads = [threading.Thread(target=in_turn) for _wave in range(waves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with acting(user("marte").pk):
        found = Round.objects.get(pk=one.pk)
        assert figures.total(found) == 200
        assert figures.counts(found)[("useful", "large")] == 200
