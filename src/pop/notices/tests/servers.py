"""Real servers on loopback: mail over TLS that takes, refuses, hangs and dies, and the interface for SMS."""

import asyncio
import contextlib
import http.server
import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def certificate(folder: Path) -> tuple[Path, Path]:
    """Certificate and key for 127.0.0.1, good for a day."""
    made, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1"
        f" -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {made}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return made, key


class Mailbox:
    """What arrived, and how the server behaves: '' takes, another word is what goes wrong."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.greeted: list[str] = []
        self.behaviour = ""
        self.asked = 0
        self.open: set[asyncio.BaseTransport] = set()

    async def handle_EHLO(self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # fmt: skip
        session.host_name = hostname
        self.open.add(server.transport)
        self.greeted.append(hostname)
        return responses

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # fmt: skip
        self.asked += 1
        if self.behaviour == "refuse":
            return "550 No such user"
        if self.behaviour == "later":
            return "451 Try again"
        if self.behaviour == "die":
            server.transport.abort()
        if self.behaviour == "hang":
            time.sleep(3)  # the loop of the server stands still: nobody gets an answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.mails.append(envelope)
        return "250 OK"

    @property
    def numbers(self) -> list[str]:
        return [number for mail in self.mails for number in header(mail, "Message-ID")]


def header(mail: Envelope, name: str) -> list[str]:
    lines = bytes(mail.content or b"").decode().split("\r\n\r\n")[0].split("\r\n")
    return [line.partition(": ")[2] for line in lines if line.startswith(f"{name}: ")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mail_server(box: Mailbox, folder: Path, port: int = 0, *, tls: bool = True) -> Iterator[int]:
    context = None
    if tls:
        made, key = folder / "cert.pem", folder / "key.pem"
        if not made.exists():
            certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(made, key)
    port = port or free_port()
    controller = Controller(
        box, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=tls, ready_timeout=10
    )
    controller.start()
    try:
        yield port
    finally:
        # Workers keep their connections: a server that goes away hangs up.
        for link in box.open:
            controller.loop.call_soon_threadsafe(link.abort)  # type: ignore[attr-defined]
        box.open.clear()
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.05), controller.loop).result(5)
        controller.stop()


class SmsServer(http.server.ThreadingHTTPServer):
    """Keeps what it got, and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.got: list[dict[str, Any]] = []
        self.status = 202
        self.headers: list[dict[str, str]] = []


class Answering(http.server.BaseHTTPRequestHandler):
    server: SmsServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append(dict(self.headers))
        known = body["id"] in [one["id"] for one in self.server.got]
        status = 409 if known else self.server.status
        if status == 202:
            self.server.got.append(body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def sms_server() -> Iterator[SmsServer]:
    server = SmsServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
