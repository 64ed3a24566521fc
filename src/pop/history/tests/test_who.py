"""Under «Endret av» the person is called by the given name, and nobody by what the register calls them."""

import re

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.models import ConversationKind
from pop.demo.places import user
from pop.plans import actions
from pop.plans.models import Source
from pop.plans.tests.conftest import HOUSING


def changed_by(client, url) -> str:
    """The last cell of the newest row of the log."""
    page = client.get(url("logg/")).content.decode()
    row = page[page.index("<tbody") :].split("</tr>")[0]
    return re.sub(r"(<[^>]+>|\s)+", " ", row.split("logg__av")[-1].partition(">")[2]).strip()


@pytest.fixture
def by_elias(plan):
    with acting(user("elias").pk):
        own = actions.Writer(user("elias"), Source.PERSON)
        actions.write_need(plan=plan, writer=own, topic=HOUSING, text="Noe nytt om bolig")


@pytest.mark.parametrize(("who", "called"), [("marte", "Elias"), ("kari", "Elias"), ("elias", "Du")])
def test_the_person_is_a_given_name(browse, url, by_elias, who, called) -> None:
    assert changed_by(browse(who), url) == f"Endret av: {called}"


@pytest.mark.parametrize("who", ["marte", "kari"])
def test_also_where_it_says_what_is_new(browse, url, by_elias, who) -> None:
    page = browse(who).get(url()).content.decode()
    news = page[page.index('aria-labelledby="nytt"') :].split("</section>")[0]
    row = next(row for row in news.split("<li") if "Noe nytt om bolig" in row)
    assert re.search(r"· Elias\s*</p>", row)


def test_what_is_new_and_has_no_text_is_told_by_its_kind(browse, url, plan) -> None:
    with acting(user("marte").pk):
        service = actions.Writer(user("marte"), Source.CORRECTIONAL)
        held = talks.Held(timezone.localdate(), "Marte Nygård", consent_asked=True)
        talks.register_held(plan=plan, writer=service, kind="regular", held=held)
    page = browse("elias").get(url()).content.decode()
    news = page[page.index('aria-labelledby="nytt"') :].split("</section>")[0]
    assert str(ConversationKind.REGULAR.label) in next(
        row for row in news.split("<li") if "Samtale lagt til" in row
    )


def test_an_officer_has_name_and_role(browse, url, plan) -> None:
    with acting(user("marte").pk):
        writer = actions.Writer(user("marte"), Source.CORRECTIONAL)
        actions.write_need(plan=plan, writer=writer, topic=HOUSING, text="Noe annet om bolig")
    assert changed_by(browse("elias"), url) == "Endret av: Marte Nygård Kontaktbetjent"
