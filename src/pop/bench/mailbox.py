"""A mail server on loopback that takes everything over TLS: `python -m pop.bench.mailbox PORT CERTIFICATE KEY`."""

import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Takes:
    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        return "250 OK"


def main(port: str, certificate: str, key: str) -> None:
    """Says «ready» when it listens; until it is killed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    controller = Controller(
        Takes(), hostname="127.0.0.1", port=int(port), tls_context=context, require_starttls=True
    )
    controller.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
