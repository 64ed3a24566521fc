"""Real servers, real commits, a real worker: nothing is lost, whoever dies."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.clock import day, standing

from pop.notices import worker as worker_module
from pop.notices.tests.conftest import (
    ADDRESS,
    NUMBER,
    Start,
    deliveries,
    nothing_queued,
    notices_for_others,
    reached,
    something_for_marte,
    until,
)
from pop.notices.tests.dying import POINTS
from pop.notices.tests.servers import Mailbox, free_port, header, mail_server, sms_server

TOMORROW = timezone.localdate() + timedelta(days=1)
NOON = day(TOMORROW.year, TOMORROW.month, TOMORROW.day)
"""By day, and not so far away that a login has run out."""


def told(folder: Path, port: int) -> dict[str, str]:
    return {"POP_MAIL_SERVER": f"smtp://127.0.0.1:{port}", "POP_MAIL_CA": str(folder / "cert.pem")}


@pytest.fixture(autouse=True)
def by_day(committed: str):
    """Whatever the hour is when the tests are run."""
    nothing_queued(committed)
    with standing(NOON):
        yield


def sent(committed: str) -> bool:
    return [state for _c, state, _n in deliveries(committed)] == ["sent"]


def test_a_task_becomes_an_email_over_tls(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        start(**told(tmp_path, port))
        until(lambda: sent(committed))
    [mail] = box.mails
    assert mail.rcpt_tos == [ADDRESS]
    assert header(mail, "From") == ["Varsel <varsel@avsender.example>"]
    assert set(box.greeted) == {"avsender.example"}
    assert b"https://logginn.example" in bytes(mail.content or b"")


def test_what_is_rolled_back_is_never_sent(committed: str) -> None:
    reached("marte")
    with transaction.atomic():
        something_for_marte()
        transaction.set_rollback(True)
    assert deliveries(committed) == []


@pytest.mark.parametrize("place", sorted(POINTS))
def test_a_worker_killed_at_any_point_loses_nothing(
    place: str, committed: str, start: Start, tmp_path: Path
) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        assert start(dying=place, **told(tmp_path, port)).wait(30) == 137
        assert sent(committed) == (place in ("ended", "done"))
        start(**told(tmp_path, port))
        until(lambda: sent(committed))
    # Killed after the server had it and before we knew: sent again, and known as the same by its number.
    assert len(box.mails) == (2 if place == "sent" else 1)
    assert len(set(box.numbers)) == 1


def test_a_worker_killed_again_and_again_loses_nothing(committed: str, start: Start, tmp_path: Path) -> None:
    """As the power goes: whatever it was doing, and with several messages on their way."""
    many, killed = 24, 4
    notices_for_others(committed, many)
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        for _ in range(killed):
            before, worker = len(box.mails), start(**told(tmp_path, port))
            until(lambda before=before: len(box.mails) > before)  # type: ignore[misc]
            worker.kill()
            worker.wait()
        start(**told(tmp_path, port))
        until(lambda: {state for _c, state, _n in deliveries(committed)} == {"sent"}, 60)
    assert len(set(box.numbers)) == many
    assert {mail.rcpt_tos[0] for mail in box.mails} == {f"postkasse{n}@mottaker.example" for n in range(many)}
    assert len(box.mails) <= many + killed * worker_module.AT_ONCE


def test_messages_share_connections_and_one_that_is_hung_up_is_made_anew(
    committed: str, start: Start, tmp_path: Path
) -> None:
    notices_for_others(committed, 40)
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        start(**told(tmp_path, port))
        until(lambda: {state for _c, state, _n in deliveries(committed)} == {"sent"})
        # Each says its name twice: before TLS and after.
        assert len(box.greeted) <= 2 * worker_module.AT_ONCE
    with mail_server(box, tmp_path, port):
        reached("marte")
        something_for_marte()
        until(lambda: len(box.mails) == 41)


@pytest.mark.parametrize("trouble", ["later", "die", "hang"])
def test_a_server_in_trouble_is_tried_again(
    trouble: str, committed: str, start: Start, tmp_path: Path
) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    box.behaviour = trouble
    with mail_server(box, tmp_path) as port:
        start(**told(tmp_path, port))
        until(lambda: box.asked > 0)
        until(lambda: deliveries(committed)[0][1:] > ("begun", 0))
        assert not box.mails
        box.behaviour = ""
        until(lambda: sent(committed))
    assert len(box.mails) == 1


def test_a_server_that_is_not_there_is_tried_again(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box, port = Mailbox(), free_port()
    with mail_server(box, tmp_path):
        pass  # makes the certificate
    start(**told(tmp_path, port))
    until(lambda: deliveries(committed)[0][2] > 0)
    with mail_server(box, tmp_path, port):
        until(lambda: sent(committed))
    assert len(box.mails) == 1


def test_a_receiver_who_is_refused_is_dead_at_once(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    box.behaviour = "refuse"
    with mail_server(box, tmp_path) as port:
        start(**told(tmp_path, port))
        until(lambda: deliveries(committed) == [("email", "dead", 1)])
    assert box.asked == 1


def test_nothing_goes_without_tls(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    with mail_server(box, tmp_path, tls=False) as port:
        start(POP_MAIL_SERVER=f"smtp://127.0.0.1:{port}")
        until(lambda: deliveries(committed)[0][2] > 1)
    assert not box.mails


def test_a_server_that_nobody_vouches_for_gets_nothing(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        start(POP_MAIL_SERVER=f"smtp://127.0.0.1:{port}")
        until(lambda: deliveries(committed)[0][2] > 1)
    assert not box.mails


def test_after_eight_attempts_it_is_dead(committed: str, start: Start) -> None:
    reached("marte", email="", phone=NUMBER, sms_task="now")
    something_for_marte()
    with sms_server() as server:
        server.status = 503
        address = f"http://127.0.0.1:{server.server_port}/"
        start(POP_SMS_SERVER=address, POP_NOTICE_FIRST_WAIT="0.0001")
        until(lambda: deliveries(committed) == [("sms", "dead", 8)], 60)


def test_an_sms_goes_out_once(committed: str, start: Start) -> None:
    reached("marte", email="", phone=NUMBER, sms_task="now")
    something_for_marte()
    with sms_server() as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        assert start(dying="sent", POP_SMS_SERVER=address, POP_SMS_KEY="k").wait(30) == 137
        start(POP_SMS_SERVER=address, POP_SMS_KEY="k")
        until(lambda: sent(committed))
    # The service knew the number of the message again.
    [one] = server.got
    assert one["to"] == NUMBER
    assert "https://logginn.example" in one["text"]
    assert all(headers["Authorization"] == "Bearer k" for headers in server.headers)


def test_two_workers_send_one_message(committed: str, start: Start, tmp_path: Path) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    with mail_server(box, tmp_path) as port:
        for _ in range(2):
            start(**told(tmp_path, port))
        until(lambda: sent(committed))
    assert len(box.mails) == 1


def test_the_administrator_sees_what_did_not_arrive_and_sends_it_again(
    committed: str, start: Start, tmp_path: Path, browse
) -> None:
    reached("marte")
    something_for_marte()
    box = Mailbox()
    box.behaviour = "refuse"
    with mail_server(box, tmp_path) as port:
        start(**told(tmp_path, port))
        until(lambda: deliveries(committed) == [("email", "dead", 1)])
        jon = browse("jon")
        page = jon.get("/varsler/ikke-framme/").content.decode()
        assert "Tjeneren avviste mottakeren" in page
        assert "Marte" in page
        assert ADDRESS not in page
        assert "Elias" not in page
        [key] = re.findall(r"/varsler/ikke-framme/([0-9a-f-]{36})/igjen/", page)
        assert browse("anders").post(f"/varsler/ikke-framme/{key}/igjen/").status_code == 404
        box.behaviour = ""
        assert jon.post(f"/varsler/ikke-framme/{key}/igjen/").status_code == 302
        until(lambda: sent(committed))
    assert len(box.mails) == 1


def test_in_a_demo_a_page_shows_what_would_have_gone_out(committed: str, start: Start, browse) -> None:
    reached("marte", phone=NUMBER, sms_task="now")
    something_for_marte()
    start(POP_MODE="demo", POP_MAIL_SERVER="smtp://127.0.0.1:1")
    until(lambda: [state for _c, state, _n in deliveries(committed)] == ["sent", "sent"])
    page = browse("silje").get("/demo/sendt/").content.decode()
    assert ADDRESS in page
    assert NUMBER in page
    assert "Logg inn for å se hva det er" in page
    assert "Elias" not in page.split("<main")[1]
