"""Rule C4: how the person writes, said with a reason and a last day, and whom one calls when it is acute."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.channel import actions
from pop.channel.models import ChannelMode, Mode, UnitChannel
from pop.channel.tests.conftest import STRANGERS, address, newest, refused, say, text_of, written
from pop.demo.places import user
from pop.plans.models import Placement, Plan, Source

WHY = "Det er lite tilgang til skjerm på avdelingen."


def stay(plan: Plan) -> Placement:
    with acting(user("elias").pk):
        return Placement.objects.of(plan).select_related("unit").get(until=None)


def said(plan: Plan, mode: str, *, days: int = 10, by: str = "marte") -> ChannelMode:
    with acting(user(by).pk):
        return actions.set_mode(
            plan=plan, unit=stay(plan).unit, mode=mode, reason=WHY, until=timezone.localdate() + timedelta(days),
            set_by=user(by),
        )  # fmt: skip


def test_the_person_writes_directly_when_nothing_else_is_said(browse):
    say(browse("elias"), address("channel_general"), "Hei alle")
    assert newest().source == "person"
    assert not newest().together


@pytest.mark.parametrize("mode", [Mode.VIA_OFFICER, Mode.CLOSED])
def test_the_person_reads_why_and_until_when_and_has_no_box(browse, plan, mode):
    said(plan, mode)
    elias = browse("elias")
    for url in (address("channel"), address("channel_general")):
        page = text_of(elias.get(url))
        assert WHY in page
        assert "Det gjelder til og med" in page
    assert "Se over og send" not in page
    elias.post(address("channel_general"), {"text": "Hei", "shown": "", "send": "1"})
    with acting(user("elias").pk):
        assert refused(lambda: written("elias"))


def test_via_an_officer_the_persons_words_are_passed_on_together(browse, plan):
    said(plan, Mode.VIA_OFFICER)
    say(browse("marte"), address("channel_general"), "Jeg vil flytte nærmere ungene", whose="person")
    message = newest()
    assert (message.source, message.together) == ("person", True)
    assert message.written_by_id == user("marte").pk


def test_closed_nobody_writes_the_persons_words(browse, plan):
    said(plan, Mode.CLOSED)
    page = text_of(browse("marte").get(address("channel_general")))
    assert "Hvem sine ord er dette" not in page
    from pop.channel.models import Message
    from pop.plans.actions import Writer, write

    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        write(
            Message,
            plan=plan,
            writer=Writer(user("marte"), Source.PERSON, together=True),
            topic=51,
            text="Hei",
        )
    assert written("marte").text == "Hei"


def test_it_ends_on_its_last_day(plan):
    said(plan, Mode.CLOSED, days=2)
    with standing(timezone.now() + timedelta(2)):
        assert refused(lambda: written("elias"))
    with standing(timezone.now() + timedelta(3)):
        assert written("elias").text == "Hei"


def test_the_newest_holds(plan):
    said(plan, Mode.CLOSED)
    said(plan, Mode.DIRECT)
    assert written("elias").text == "Hei"


def test_without_a_reason_or_a_last_day_nothing_is_closed(browse, plan):
    page = browse("marte").post(address("channel_mode"), {"mode": "closed", "reason": " ", "until": ""})
    assert {"reason", "until"} <= set(page.context["form"].errors)
    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        actions.set_mode(
            plan=plan, unit=stay(plan).unit, mode=Mode.CLOSED, reason="", until=None, set_by=user("marte")
        )


def test_the_contact_team_sets_it_and_nobody_else(browse, plan):
    day = (timezone.localdate() + timedelta(5)).strftime("%d.%m.%Y")
    browse("marte").post(address("channel_mode"), {"mode": "via_officer", "reason": WHY, "until": day})
    with acting(user("elias").pk):
        assert ChannelMode.objects.get(plan=plan).mode == Mode.VIA_OFFICER
    for slug in ("elias", "kari", *STRANGERS):
        assert browse(slug).get(address("channel_mode")).status_code == 404, slug
        with acting(user(slug).pk):
            assert refused(lambda slug=slug: said(plan, Mode.DIRECT, by=slug)), slug


def test_a_partner_is_not_told_that_the_person_may_not_write(browse, plan):
    said(plan, Mode.CLOSED)
    assert WHY not in text_of(browse("kari").get(address("channel")))
    assert "Personen kan ikke skrive" not in text_of(browse("kari").get(address("channel")))
    with acting(user("kari").pk):
        assert not ChannelMode.objects.exists()


def test_it_is_said_where_the_person_is(plan):
    from pop.people.models import Unit

    with acting(user("marte").pk):
        other = Unit.objects.exclude(pk=stay(plan).unit_id).first()
        assert refused(
            lambda: actions.set_mode(
                plan=plan, unit=other, mode=Mode.DIRECT, reason="", until=None, set_by=user("marte")
            )
        )


def test_restrictions_close_it_for_everybody(browse, plan):
    from pop.plans.actions import Writer
    from pop.sentences import actions as sentences

    with acting(user("marte").pk):
        sentences.restrict(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), since=timezone.localdate(),
            until=timezone.localdate() + timedelta(7), decided_by="Retten",
        )  # fmt: skip
    for slug in ("elias", "marte", "kari"):
        page = text_of(browse(slug).get(address("channel_general")))
        assert "Det kan ikke skrives her nå" in page, slug
        assert "Se over og send" not in page
    for slug in ("elias", "marte"):
        assert refused(lambda slug=slug: written(slug)), slug


def test_the_leader_says_whom_one_calls_and_it_stands_beside_the_box(browse, plan):
    unit = stay(plan).unit
    page = f"/enheten/beskjeder/{unit.key}/"
    assert browse("marte").get(page).status_code == 404
    assert browse("elias").get(page).status_code == 404
    assert browse("kari").get(page).status_code == 404
    leader = browse("anders")
    leader.post(
        page, {"acute": "Ring på vakta, knappen ved døra.", "mode": "direct", "reason": "", "until": ""}
    )
    for slug in ("elias", "marte"):
        shown = text_of(browse(slug).get(address("channel_general")))
        assert "Planen er ikke vakttelefon" in shown
        assert "Ring på vakta" in shown
    assert "Ring på vakta" not in text_of(browse("kari").get(address("channel_general"))), (
        "tells where the person is"
    )


def test_only_the_leader_of_the_unit_keeps_what_it_says(plan):
    unit = stay(plan).unit
    for slug in ("marte", "elias", "kari", "silje"):
        with acting(user(slug).pk):
            assert refused(
                lambda slug=slug: (
                    not actions.set_unit(
                        unit=unit,
                        mode="direct",
                        reason="",
                        until=None,
                        acute="Ring hit",
                        changed_by=user(slug),
                    )
                    and UnitChannel.objects.filter(acute="Ring hit").exists()
                )
            ), slug


def test_what_the_unit_says_holds_where_nothing_is_said_of_the_person(browse, plan):
    unit = stay(plan).unit
    with acting(user("anders").pk):
        actions.set_unit(unit=unit, mode=Mode.VIA_OFFICER, reason=WHY, until=timezone.localdate() + timedelta(3), acute="",
                         changed_by=user("anders"))  # fmt: skip
    assert refused(lambda: written("elias"))
    said(plan, Mode.DIRECT)
    assert written("elias").text == "Hei"
