"""How a message leaves: e-mail by SMTP with TLS, SMS by HTTP (docs/sms.md). Told by the environment of the worker.

Nothing but what is set here stands in an envelope or a header: neither the machine's name nor the program's.
"""

import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime, parseaddr
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from pop.notices.links import Links
from pop.notices.words import Words
from pop.ui.calendars import MEDIA_TYPE, Appointment, invitation

CALENDAR_FILE = "avtale.ics"
SECONDS = 20.0
"""How long a server may be silent before it is tried again later."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Failed(Exception):
    """It did not go out. `why` is a code for the administrator's page; `for_good`: the same message will never go."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good


@dataclass(frozen=True)
class Outgoing:
    """One message. `key` is the same each time it is tried, so that a receiver can tell that it has it already."""

    delivery: int
    key: str
    channel: str
    to: str
    words: Words
    events: tuple[Appointment, ...] = ()
    """Meetings that the message is about, for the receiver's calendar; by e-mail only."""


Transport = Callable[[Outgoing], None]


@dataclass(frozen=True)
class Settings:
    """Where messages go, and what stands in them. Empty servers: no such channel."""

    sender: str
    address: str
    mail_server: str = ""
    mail_authority: str = ""
    sms_server: str = ""
    sms_key: str = ""
    sms_sender: str = ""
    seconds: float = SECONDS

    @property
    def domain(self) -> str:
        """Of the sender; also what the worker calls itself to a mail server, and of the number of a message."""
        return parseaddr(self.sender)[1].rpartition("@")[2]


def from_environment(told: Mapping[str, str] = os.environ) -> Settings:
    """POP_MAIL_SERVER is smtp://user:password@host:587 (STARTTLS, required) or smtps://…:465."""
    settings = Settings(
        sender=told.get("POP_MAIL_FROM", "Varsel <varsel@example.org>"),
        address=told.get("POP_LOGIN_PAGE", "https://example.org"),
        mail_server=told.get("POP_MAIL_SERVER", ""),
        mail_authority=told.get("POP_MAIL_CA", ""),
        sms_server=told.get("POP_SMS_SERVER", ""),
        sms_key=told.get("POP_SMS_KEY", ""),
        sms_sender=told.get("POP_SMS_FROM", "Varsel"),
        seconds=float(told.get("POP_NOTICE_TIMEOUT", SECONDS)),
    )
    require_neutral(settings)
    return settings


@cache
def revealing() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "revealing.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def require_neutral(settings: Settings) -> None:
    """Rule C7: the worker does not start with a sender or an address that tells something."""
    for name, value in (
        ("POP_MAIL_FROM", settings.sender),
        ("POP_LOGIN_PAGE", settings.address),
        ("POP_SMS_FROM", settings.sms_sender),
    ):
        for word in revealing():
            if word in value.casefold():
                raise ValueError(f"{name}: «{word}» røper hva meldingene gjelder. Velg noe nøytralt.")


def email_message(one: Outgoing, settings: Settings) -> EmailMessage:
    name, address = parseaddr(settings.sender)
    made = EmailMessage()
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=one.to)
    made["Subject"] = one.words.subject
    made["Date"] = format_datetime(localtime())
    made["Message-ID"] = f"<{one.key}@{settings.domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(one.words.text)
    for method, file in calendar_files(one, settings):
        kind, _slash, subkind = MEDIA_TYPE.partition("/")
        made.add_attachment(file, kind, subkind, filename=CALENDAR_FILE, params={"method": method})
    return made


def calendar_files(one: Outgoing, settings: Settings) -> list[tuple[str, bytes]]:
    """One file for each meeting, because a file of this kind asks one thing; method and content."""
    sender = parseaddr(settings.sender)[1]
    return [invitation(told, sender=sender, receiver=one.to) for told in one.events]


def send_email(one: Outgoing, settings: Settings, links: Links) -> None:
    """Over TLS or not at all."""
    try:
        message = email_message(one, settings)
    except ValueError:
        raise Failed("address", for_good=True) from None
    try:
        with links.one(lambda: _connected(settings)) as link:
            link.send_message(message)
    except smtplib.SMTPException as error:
        _explain(error)
    except ssl.SSLError:
        raise Failed("tls") from None
    except TimeoutError:
        raise Failed("timeout") from None
    except OSError:
        raise Failed("connection") from None


def _connected(settings: Settings) -> smtplib.SMTP:
    where = urlsplit(settings.mail_server)
    trusted = ssl.create_default_context(cafile=settings.mail_authority or None)
    host, own = where.hostname or "", settings.domain
    link: smtplib.SMTP
    if where.scheme == "smtps":
        link = smtplib.SMTP_SSL(host, where.port or 465, own, timeout=settings.seconds, context=trusted)
    else:
        link = smtplib.SMTP(host, where.port or 587, own, timeout=settings.seconds)
    try:
        if where.scheme != "smtps":
            link.starttls(context=trusted)
        if where.username:
            link.login(unquote(where.username), unquote(where.password or ""))
    except BaseException:
        link.close()
        raise
    return link


def _explain(error: smtplib.SMTPException) -> NoReturn:
    """A code 5xx about the receiver or the message is final; all else may pass."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        raise Failed("tls") from None
    if isinstance(error, smtplib.SMTPAuthenticationError):
        raise Failed("login") from None
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", 0)]
    )
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and min(codes) >= 500:
        raise Failed("refused", for_good=True) from None
    raise Failed("later" if max(codes) else "connection") from None


def send_sms(one: Outgoing, settings: Settings) -> None:
    """docs/sms.md. Over TLS, but to a service on the same machine."""
    where = urlsplit(settings.sms_server)
    if where.scheme != "https" and where.hostname not in LOOPBACK:
        raise Failed("tls")
    body = {"id": one.key, "to": one.to, "from": settings.sms_sender, "text": one.words.text}
    request = urllib.request.Request(  # noqa: S310  (the scheme is checked above)
        settings.sms_server,
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {settings.sms_key}",
            "Content-Type": "application/json",
            "Idempotency-Key": one.key,
            "User-Agent": "varsel",
        },
    )
    try:
        with _opener().open(request, timeout=settings.seconds):
            return
    except urllib.error.HTTPError as error:
        _explain_http(error.code)
    except TimeoutError:
        raise Failed("timeout") from None
    except ssl.SSLError:
        raise Failed("tls") from None
    except (OSError, ValueError):
        raise Failed("connection") from None


def _opener() -> urllib.request.OpenerDirector:
    """No proxy of the environment, and no other address than the one that was set."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: object) -> None:
            return None

    return urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())


def _explain_http(code: int) -> None:
    if code == 409:  # it has this message already
        return
    if code in (400, 404, 410, 413, 422):
        raise Failed("refused", for_good=True) from None
    raise Failed("login" if code in (401, 403) else "later") from None


def transport(settings: Settings, channel: str, links: Links) -> Transport | None:
    """What sends in a channel; None when no server is set for it."""
    if channel == "email" and settings.mail_server:
        return lambda one: send_email(one, settings, links)
    if channel == "sms" and settings.sms_server:
        return lambda one: send_sms(one, settings)
    return None
