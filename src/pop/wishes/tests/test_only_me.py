"""A wish that is «bare for meg»: written and read by the person alone, and asked on the day it is opened (rule A7)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.elias import days
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.wishes import actions
from pop.wishes.models import Wish
from pop.wishes.tests.conftest import STRANGERS, address, body, newest, of_elias, refused, text_of

SECRET = "Kan jeg få flytte til et annet fengsel?"


@pytest.fixture
def kept(plan):
    """Written ten days ago, about housing, to Nav."""
    with acting(user("elias").pk):
        return actions.ask(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=1, text=SECRET, agency=body("nav"),
            asked_on=days(-10), only_me=True,
        )  # fmt: skip


def test_it_is_written_on_the_page_and_sent_to_nobody(browse, plan) -> None:
    form = f"{reverse('wish_new', args=[plan.key])}?tema=1"
    elias = browse("elias")
    assert "Bare for meg" in text_of(elias.get(form))
    sent = elias.post(form, {"asked": "correctional", "text": SECRET, "only_me": "on"}, follow=True)
    assert "Det er ikke sendt." in text_of(sent)
    assert "Ikke sendt" in text_of(elias.get(address("wishes")))
    assert newest().only_me


@pytest.mark.parametrize("who", ["marte", "farid", "kari", "hanne", *STRANGERS])
def test_nobody_else_meets_it(browse, kept, who) -> None:
    client = browse(who)
    for place in (address("wishes"), "/onsker/", reverse("log", args=[of_elias().key])):
        assert SECRET not in client.get(place).content.decode(), place
    assert client.get(address("wish", SECRET)).status_code == 404
    with acting(user(who).pk):
        assert not Wish.objects.filter(pk=kept.pk).exists()


def test_nobody_is_late_with_it(browse, kept) -> None:
    assert "Forsinket" not in text_of(browse("elias").get(address("wish", SECRET)))


def test_it_is_opened_and_is_asked_from_that_day_on(browse, kept) -> None:
    elias, place = browse("elias"), reverse("wish_open", args=[of_elias().key, kept.key])
    assert "Vil du åpne ønsket og sende det?" in text_of(elias.get(place))
    assert "Ønsket er sendt." in text_of(elias.post(place, follow=True))
    assert newest().asked_on == timezone.localdate()
    assert SECRET in text_of(browse("kari").get(address("wishes")))
    assert "Ønsket er alt sendt." in text_of(elias.get(place, follow=True))


@pytest.mark.parametrize("who", ["marte", "kari", "silje"])
def test_nobody_else_opens_it(browse, kept, who) -> None:
    place = reverse("wish_open", args=[of_elias().key, kept.key])
    assert browse(who).get(place).status_code == 404
    with acting(user(who).pk):
        assert refused(lambda: actions.open_up(kept))


def test_the_contact_team_keeps_nothing_for_the_person(browse, plan) -> None:
    form = f"{reverse('wish_new', args=[plan.key])}?tema=1"
    marte = browse("marte")
    assert "Bare for meg" not in text_of(marte.get(form))
    marte.post(form, {"asked": "correctional", "text": SECRET, "only_me": "on"})
    assert not newest().only_me
    with acting(user("marte").pk):
        told = Writer(user("marte"), Source.PERSON, together=True)
        assert refused(lambda: actions.ask(plan=plan, writer=told, topic=1, text="x", only_me=True))
        assert refused(lambda: plans.keep_to_me(newest(), kept=True))
