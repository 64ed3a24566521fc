"""What somebody else changes after the person has said yes is asked about anew; the old words stay until then."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.demo.proposals import CALL
from pop.plans import actions, proposal_actions
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, ProposalAnswer, Source
from pop.plans.tests.conftest import send, text

OLD, NEW = "Avklare depositum", "Avklare depositum og innskudd"
ASKED = "Endret etter at du sa ja – gjelder det fortsatt?"


@pytest.fixture
def deposit(entry):
    """Nav's measure, chosen by Elias and begun."""
    return entry(Measure, text=OLD)


def rewrite(who, measure, **fields):
    with acting(user(who).pk):
        return actions.edit(measure, **(fields or {"text": NEW}))


def now(measure):
    with acting(user("elias").pk):
        return Measure.objects.get(pk=measure.pk)


def refused(who, measure, **fields):
    with acting(user(who).pk):
        try:
            with transaction.atomic():
                return not Measure.objects.filter(pk=measure.pk).update(**fields)
        except DatabaseError:
            return True


def author(measure):
    """Who may rewrite it."""
    return "kari" if measure.source == Source.AGENCY else "marte"


# What is asked


@pytest.mark.parametrize("fields", [
    {"text": NEW},
    {"demands": "Du må møte hver dag"},
    {"due": timezone.localdate() + timedelta(days=90)},
    {"due_text": "hver uke"},
    {"recurring": True},
])  # fmt: skip
def test_a_change_of_text_demands_or_time_is_asked_about(deposit, fields) -> None:
    assert rewrite(author(deposit), deposit, **fields)
    assert now(deposit).asks_again


@pytest.mark.parametrize("fields", [
    {"status": "waiting", "status_reason": "svar fra utleier"},
    {"status": "in_progress"},
    {"responsible_name": "Vakthavende"},
])  # fmt: skip
def test_status_and_who_does_it_are_not(deposit, fields) -> None:
    assert rewrite(author(deposit), deposit, **fields)
    assert now(deposit).rewritten_at is None


def test_nor_is_a_line_end_of_a_browser(deposit) -> None:
    rewrite(author(deposit), deposit, demands="En\nto")
    with acting(user("elias").pk):
        actions.choose_measure(now(deposit), way=ChoiceWay.OWN_LOGIN)
    rewrite(author(deposit), deposit, demands="En\r\nto")
    assert now(deposit).rewritten_at is None


def test_what_the_person_changes_in_an_own_measure_is_no_question(plan) -> None:
    own = actions.Writer(user("elias"), Source.PERSON)
    with acting(user("elias").pk):
        need = actions.write_need(plan=plan, writer=own, topic=1, text="Sykkel")
        mine = actions.propose_measure(plan=plan, writer=own, topic=1, text="Spare", needs=(need,))
        actions.choose_measure(mine, way=ChoiceWay.OWN_LOGIN)
        assert actions.edit(mine, text="Noe annet")
    assert now(mine).rewritten_at is None


def test_a_proposal_that_nobody_has_said_yes_to_is_just_rewritten(entry) -> None:
    lessons = entry(Measure, text__startswith="Leksehjelp")
    assert rewrite("torbjorn", lessons, text="Leksehjelp tre kvelder")
    assert now(lessons).rewritten_at is None


# What the person meets


def test_the_person_is_asked_and_reads_what_the_yes_was_to(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit, text=NEW, demands="Du må møte hver dag")
    client = browse("elias")
    for address in (
        url(),
        url(f"tiltak/{deposit.key}/"),
        url("forslag/"),
        url(f"tiltak/{deposit.key}/svar/"),
    ):
        page = text(client.get(address))
        assert ASKED in page, address
        assert NEW in page, address
        assert f"Du sa ja til {OLD}" in page, address


@pytest.mark.parametrize("who", ["marte", "kari", "hanne"])
def test_others_who_see_it_read_both_and_that_it_waits(browse, url, deposit, who) -> None:
    rewrite(author(deposit), deposit)
    page = text(browse(who).get(url()))
    assert "Endret, venter på nytt ja" in page
    assert f"Sagt ja til: {OLD}" in page
    page = text(browse(who).get(url(f"tiltak/{deposit.key}/")))
    assert f"Det ble sagt ja til {OLD}" in page


def test_who_does_not_see_the_measure_learns_nothing(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    client = browse("torbjorn")
    assert NEW not in client.get(url()).content.decode()
    assert client.get(url(f"tiltak/{deposit.key}/")).status_code == 404


def test_yes_lets_it_go_on_where_it_was(browse, url, deposit) -> None:
    before = now(deposit).status
    rewrite(author(deposit), deposit)
    page = text(send(browse("elias"), url(f"tiltak/{deposit.key}/svar/"), answer="yes"))
    assert ASKED not in page
    after = now(deposit)
    assert (after.status, after.rewritten_at, after.chosen_way) == (before, None, "own_login")
    assert after.chosen_at > deposit.chosen_at


def test_no_takes_it_out_of_what_is_to_be_done(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    send(browse("elias"), url(f"tiltak/{deposit.key}/svar/"), answer="no")
    after = now(deposit)
    assert (after.status, after.chosen_at, after.rewritten_at) == ("stopped", None, None)
    assert refused(author(deposit), deposit, status="in_progress")


def test_a_change_is_asked_for_and_the_next_words_are_a_proposal(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    send(browse("elias"), url(f"tiltak/{deposit.key}/svar/"), answer="change", change="Bare depositum")
    after = now(deposit)
    assert after.status == MeasureStatus.PROPOSED
    assert after.change_asked_at
    assert "Bare depositum" in text(browse("kari").get(url("forslag/")))


def test_the_contact_team_registers_the_answer_with_who_was_there(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    client = browse("marte")
    assert "Registrer svaret fra Elias" in text(client.get(url(f"tiltak/{deposit.key}/")))
    send(client, url(f"tiltak/{deposit.key}/svar/"), answer="yes", present="Marte og Elias")
    after = now(deposit)
    assert after.rewritten_at is None
    assert after.unconfirmed
    assert after.chosen_present == "Marte og Elias"


def test_it_is_asked_once_however_often_it_is_rewritten(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    first = now(deposit).rewritten_at
    rewrite(author(deposit), deposit, text="Noe helt tredje")
    assert now(deposit).rewritten_at == first
    assert f"Du sa ja til {OLD}" in text(browse("elias").get(url()))


def test_the_old_words_again_are_no_question(browse, url, deposit) -> None:
    rewrite(author(deposit), deposit)
    rewrite(author(deposit), deposit, text=OLD)
    assert now(deposit).rewritten_at is None
    assert ASKED not in text(browse("elias").get(url()))


# What nobody gets past


@pytest.mark.parametrize("who", ["marte", "kari", "farid", "hanne"])
@pytest.mark.parametrize("fields", [
    {"rewritten_at": None},
    {"rewritten_at": None, "chosen_at": timezone.now(), "chosen_way": "own_login"},
    {"rewritten_at": None, "chosen_at": timezone.now(), "chosen_way": "signed"},
    {"chosen_at": timezone.now()},
])  # fmt: skip
def test_nobody_answers_for_the_person(deposit, who, fields) -> None:
    rewrite(author(deposit), deposit)
    refused(who, deposit, **fields)
    assert now(deposit).asks_again


@pytest.mark.parametrize("who", ["kari", "hanne"])
def test_no_partner_registers_a_yes(deposit, who) -> None:
    rewrite(author(deposit), deposit)
    said = {"rewritten_at": None, "chosen_at": timezone.now(), "chosen_way": "oral", "chosen_present": "x"}
    assert refused(who, deposit, **said)
    assert now(deposit).asks_again


def test_words_and_answer_are_not_written_in_one_go(deposit) -> None:
    said = {"rewritten_at": None, "chosen_at": timezone.now(), "chosen_way": "oral", "chosen_present": "x"}
    refused(author(deposit), deposit, text=NEW, **said)
    assert now(deposit).text == OLD or now(deposit).asks_again


def test_nobody_writes_that_it_was_rewritten(deposit) -> None:
    rewrite(author(deposit), deposit, rewritten_at=timezone.now())
    assert now(deposit).rewritten_at is None


def test_a_sheet_that_was_printed_before_confirms_no_other_words(entry, plan) -> None:
    call = entry(Measure, text=CALL)
    with acting(user("marte").pk):
        sheet = proposal_actions.print_sheet(plan=plan, printed_by=user("marte"))
        assert sheet
        assert call.pk in sheet.spoken
        actions.edit(call, text="Ringe skolen hver uke")
        proposal_actions.register_sheet(plan=plan, code=sheet.code, signed_on=timezone.localdate(), ticked=[])
    assert now(call).asks_again
    assert now(call).chosen_confirmed_at is None


def test_nor_does_the_person_by_confirming_everything(entry, plan) -> None:
    call = entry(Measure, text=CALL)
    rewrite("marte", call, text="Ringe skolen hver uke")
    with acting(user("elias").pk):
        proposal_actions.confirm_choices(plan=plan)
    assert now(call).asks_again


def test_an_answer_stands_with_the_way_it_was_given(deposit) -> None:
    rewrite(author(deposit), deposit)
    with acting(user("elias").pk):
        writer = actions.Writer(user("elias"), Source.PERSON)
        proposal_actions.answer(now(deposit), writer=writer, kind="chosen")
        given = ProposalAnswer.objects.filter(measure=deposit).first()
        assert given
        assert (given.kind, given.way) == ("chosen", "own_login")
