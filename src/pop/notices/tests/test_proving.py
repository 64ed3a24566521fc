"""Nothing is sent to an address before its user has shown that it is theirs: with a code that was sent there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules
from tests.clock import day, standing

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.notices import actions, reading
from pop.notices.models import AddressProof, Delivery
from pop.notices.tests.conftest import (
    ADDRESS,
    NUMBER,
    Start,
    deliveries,
    nothing_queued,
    reached,
    something_for_marte,
    until,
)
from pop.notices.tests.servers import Mailbox, mail_server, sms_server
from pop.teams.models import SupportTeamMember

__all__ = ["both_logins"]
pytestmark = pytest.mark.usefixtures("both_logins")
PAGE, AGAIN = "/varsler/bekreft/", "/varsler/bekreft/ny-kode/"


def typed(slug: str, email: str = ADDRESS, phone: str = "") -> None:
    """The user has said where, and no code has come back."""
    with past_the_rules():
        AddressProof.objects.exclude(proven_at=None).delete()
    with acting(user(slug).pk):
        actions.choose(user=user(slug), email=email, phone=phone, how={})


def code_of(slug: str, channel: str = "email") -> str:
    """What the newest message to the user says; read by nobody but whoever gets it."""
    with past_the_rules(), connection.cursor() as cursor:
        proof = AddressProof.objects.filter(user=user(slug), channel=channel).latest("pk")
        cursor.execute("select access.proof_code(%s)", [proof.key])
        return str((cursor.fetchone() or ("",))[0])


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def sent_to(slug: str) -> int:
    with past_the_rules():
        return Delivery.objects.filter(user=user(slug), proof=None, state="waiting").count()


def test_nothing_goes_to_an_address_before_its_code_has_come_back() -> None:
    typed("marte")
    before = sent_to("marte")
    something_for_marte()
    assert sent_to("marte") == before


def test_after_the_code_it_does() -> None:
    typed("marte")
    with acting(user("marte").pk):
        assert actions.ask_proof("email") == "sent"
    code = code_of("marte")
    with acting(user("marte").pk):
        assert actions.prove("email", f" {code[:3]} {code[3:]} ") == "proven"
        assert reading.unproven() == {}
    before = sent_to("marte")
    something_for_marte()
    assert sent_to("marte") == before + 1


def test_five_wrong_codes_use_it_up() -> None:
    typed("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
    code = code_of("marte")
    with acting(user("marte").pk):
        assert [actions.prove("email", another(code)) for _ in range(5)] == ["wrong"] * 5
        assert actions.prove("email", code) == "old"


def test_a_code_lasts_for_a_day() -> None:
    typed("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
    code = code_of("marte")
    with standing(timezone.now() + timedelta(hours=25)), acting(user("marte").pk):
        assert actions.prove("email", code) == "old"


def test_a_new_code_ends_the_one_before() -> None:
    typed("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
    first = code_of("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
        assert actions.prove("email", first) == "wrong"


def test_nobody_is_flooded_with_codes() -> None:
    typed("marte", "annen@mottaker.example")
    with acting(user("marte").pk):
        assert [actions.ask_proof("email") for _ in range(6)] == ["sent"] * 5 + ["many"]
    typed("marte", "tredje@mottaker.example")
    with acting(user("marte").pk):
        assert actions.ask_proof("email") == "many"


def test_an_address_that_is_changed_is_proven_anew_also_when_one_comes_back_to_it() -> None:
    reached("marte")
    with acting(user("marte").pk):
        assert reading.unproven() == {}
        actions.choose(user=user("marte"), email="annen@mottaker.example", phone="", how={})
        assert reading.unproven() == {"email": "annen@mottaker.example"}
        actions.choose(user=user("marte"), email=ADDRESS, phone="", how={})
        assert reading.unproven() == {"email": ADDRESS}
        assert actions.prove("email", "000000") in ("old", "none")


def test_a_code_for_one_address_does_not_prove_another() -> None:
    typed("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
    code = code_of("marte")
    with acting(user("marte").pk):
        actions.choose(user=user("marte"), email="annen@mottaker.example", phone="", how={})
        assert actions.prove("email", code) == "none"


def test_nobody_else_proves_it_or_reads_that_it_is_asked() -> None:
    typed("marte")
    with acting(user("marte").pk):
        actions.ask_proof("email")
    code = code_of("marte")
    for slug in ("anders", "jon", "elias", "kari"):
        with acting(user(slug).pk):
            assert actions.prove("email", code) != "proven" or slug in ("anders", "kari"), slug
            assert not AddressProof.objects.filter(address=ADDRESS).exists(), slug
    with acting(None):
        assert actions.ask_proof("email") == "none"
        assert actions.prove("email", code) == "none"
        assert not AddressProof.objects.exists()
    with acting(user("marte").pk):
        assert reading.unproven() == {"email": ADDRESS}


def test_who_sees_the_plan_as_another_neither_asks_nor_proves_for_them() -> None:
    typed("kari")
    with acting(user("kari").pk):
        actions.ask_proof("email")
    code = code_of("kari")
    with acting(user("elias").pk):
        chair = SupportTeamMember.objects.get(plan=plan_of("elias"), user=user("kari"))
        with connection.cursor() as cursor:
            cursor.execute("select access.view_as(%s, %s)", [chair.plan_id, chair.key])
        assert actions.ask_proof("email") == "none"
        with pytest.raises(Error, match="read-only"), transaction.atomic():
            actions.prove("email", code)


@pytest.mark.parametrize(
    "statement",
    [
        "select key from notices_addressproof",
        "select wrong from notices_addressproof",
        "select access.proof_code(gen_random_uuid())",
        "select access.begin_proof(1)",
        "select access.proven_address(1, 'email')",
        "update notices_addressproof set proven_at = now()",
        "insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong) values (gen_random_uuid(), 1, 'sms', '1', now(), 0)",
        "delete from notices_addressproof",
    ],
)
def test_a_page_neither_reads_a_code_nor_says_that_it_came_back(statement: str) -> None:
    refused = pytest.raises(Error, match="permission denied")
    with acting(user("marte").pk), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_whoever_types_an_address_is_asked_for_the_code_sent_there(browse) -> None:
    marte = browse("marte")
    chosen = dict.fromkeys(
        re.findall(r'name="((?:email|sms)_\w+)"', marte.get("/varsler/beskjed/").content.decode()), "now"
    )
    answer = marte.post("/varsler/beskjed/", chosen | {"email": "ny@mottaker.example", "phone": ""})
    assert answer["Location"] == PAGE
    first = code_of("marte")
    marte.post("/varsler/beskjed/", chosen | {"email": "ny@mottaker.example", "phone": ""})
    assert code_of("marte") == first
    assert "ny@mottaker.example" in marte.get(PAGE).content.decode()
    assert PAGE in marte.get("/varsler/").content.decode()
    code = code_of("marte")
    wrong = marte.post(PAGE, {"channel": "email", "email-code": another(code)}).content.decode()
    assert "Koden stemmer ikke" in wrong
    assert another(code) in wrong
    assert marte.post(PAGE, {"channel": "email", "email-code": code})["Location"] == "/varsler/"
    assert PAGE not in marte.get("/varsler/").content.decode()
    assert "Alt er bekreftet" in marte.get(PAGE).content.decode()
    assert marte.post(AGAIN, {"channel": "email"}).status_code == 404


def test_a_new_code_is_a_button_and_there_is_an_end_to_it(browse) -> None:
    typed("marte", "ny@mottaker.example")
    marte = browse("marte")
    for _ in range(5):
        assert "sendt en ny kode" in marte.post(AGAIN, {"channel": "email"}, follow=True).content.decode()
    assert "fem koder" in marte.post(AGAIN, {"channel": "email"}, follow=True).content.decode()


def test_an_empty_code_is_told_of_at_its_field(browse) -> None:
    typed("marte", "ny@mottaker.example", NUMBER)
    page = browse("marte").post(PAGE, {"channel": "sms", "sms-code": ""}).content.decode()
    assert page.count("Skriv koden du har fått") >= 1
    assert 'id="id_email-code"' in page


def test_the_code_goes_out_at_night_and_the_same_when_it_is_tried_again(
    committed: str, start: Start, tmp_path: Path
) -> None:
    nothing_queued(committed)
    night = timezone.localdate() + timedelta(days=1)
    with standing(day(night.year, night.month, night.day, 2)):
        typed("marte", phone=NUMBER)
        with acting(user("marte").pk):
            assert [actions.ask_proof(channel) for channel in ("email", "sms")] == ["sent", "sent"]
        box = Mailbox()
        with mail_server(box, tmp_path) as port, sms_server() as server:
            told = {
                "POP_MAIL_SERVER": f"smtp://127.0.0.1:{port}",
                "POP_MAIL_CA": str(tmp_path / "cert.pem"),
                "POP_SMS_SERVER": f"http://127.0.0.1:{server.server_port}/",
            }
            assert start(dying="sent", **told).wait(30) == 137
            start(**told)
            until(lambda: [state for _c, state, _n in deliveries(committed)] == ["sent", "sent"])
        mails = [bytes(mail.content or b"").decode() for mail in box.mails]
        assert all(code_of("marte") in mail for mail in mails)
        assert len(set(box.numbers)) == 1
        [text] = [one["text"] for one in server.got]
        assert code_of("marte", "sms") in text
        assert "http" not in text
