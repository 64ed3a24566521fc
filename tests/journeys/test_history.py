"""What happened, read and undone by two people, each in a browser; and the plan as it was last month."""

import os
import re
from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def plan_of(page: Page) -> str:
    return page.url.removesuffix("/")


def change_the_need(marte: Page, plan: str, words: str) -> None:
    marte.goto(f"{plan}/")
    marte.get_by_role("link", name="Et fast sted å bo").first.click()
    marte.get_by_role("link", name="Endre behovet").click()
    marte.get_by_role("textbox", name="Behov").first.fill(words)
    marte.get_by_role("button", name="Lagre endringen").click()
    expect(marte.get_by_role("status")).to_contain_text("Endringen er lagret.")


@WITH_AND_WITHOUT_SCRIPT
def test_a_change_is_new_to_the_other_who_undoes_it(visit, script):
    elias, marte = visit("elias", script=script), visit("marte", script=script)
    plan = plan_of(elias)
    change_the_need(marte, plan, "Et rom i byen")

    elias.reload()
    news = elias.get_by_role("region", name="Nytt siden sist")
    expect(news).to_contain_text("Behov endret: Et rom i byen")
    news.get_by_role("link", name="Se hele endringsloggen").click()
    row = elias.get_by_role("row").nth(1)
    expect(row).to_contain_text("Marte Nygård")
    expect(row.locator("del")).to_contain_text("Et fast sted å bo")
    expect(row.locator("ins")).to_contain_text("Et rom i byen")

    marte.goto(f"{plan}/logg/")
    marte.get_by_role("link", name=re.compile("Angre ?: Behov endret Et rom i byen")).click()
    marte.get_by_role("button", name="Ja, angre endringen").click()
    expect(marte.get_by_role("status")).to_contain_text("Endringen er angret.")

    elias.goto(f"{plan}/")
    expect(elias.get_by_role("link", name="Et fast sted å bo").first).to_be_visible()
    elias.goto(f"{plan}/logg/")
    expect(elias.get_by_role("row").nth(1)).to_contain_text("Marte Nygård")
    # The change and its undoing came so close together that they are one row.
    expect(elias.get_by_role("row").nth(1).locator("del", has_text="Et rom i byen")).to_be_visible()


def test_a_version_is_looked_back_at_compared_and_disagreed_with(visit):
    elias, marte = visit("elias"), visit("marte")
    plan = plan_of(elias)
    marte.goto(f"{plan}/logg/versjon/")
    marte.get_by_role("button", name="Sett nummer på planen").click()
    expect(marte.get_by_role("heading", level=1)).to_have_text("Versjon 2 av planen")
    change_the_need(marte, plan, "Et rom i byen")
    marte.goto(f"{plan}/logg/versjon/")
    marte.get_by_role("button", name="Sett nummer på planen").click()
    expect(marte.get_by_role("heading", level=1)).to_have_text("Versjon 3 av planen")

    elias.goto(f"{plan}/logg/versjon/")
    elias.get_by_role("button", name="Sammenlign").click()
    row = elias.get_by_role("row", name="Et rom i byen")
    expect(row).to_contain_text("Et fast sted å bo")
    elias.goto(f"{plan}/logg/versjon/3/")
    elias.get_by_role("link", name="Si hva du mener").click()
    elias.get_by_role("radio", name="uenig").check()
    elias.get_by_role("textbox", name="Med egne ord").fill("Jeg vil ikke bo på rom")
    elias.get_by_role("button", name="Lagre svaret").click()

    marte.reload()
    expect(marte.get_by_role("region", name="Hva personen sier")).to_contain_text("Jeg vil ikke bo på rom")


def test_the_plan_as_it_was_last_month(visit, committed):
    superuser = os.environ["POP_TEST_SUPERUSER_URL"]
    with psycopg.connect(superuser, dbname=committed, autocommit=True) as link:
        link.execute("set session_replication_role = replica")
        link.execute("update changelog_change set at = at - interval '40 days'")
    elias, marte = visit("elias"), visit("marte")
    plan = plan_of(elias)
    change_the_need(marte, plan, "Et rom i byen")
    elias.goto(f"{plan}/logg/versjon/")
    then = timezone.localdate() - timedelta(days=30)
    elias.get_by_role("textbox", name="Dag").fill(f"{then:%d.%m.%Y}")
    elias.get_by_role("button", name="Vis planen den dagen").click()
    main = elias.get_by_role("main")
    expect(main).to_contain_text("Et fast sted å bo")
    expect(main).not_to_contain_text("Et rom i byen")
