"""Rule C7: whatever leaves the machine says that there is news and where to log in, and nothing of anybody."""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import psycopg
import pytest
from conftest import named, superuser_url
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules
from tests.clock import day, standing

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.notices import sending, words
from pop.notices.delivering import made
from pop.notices.models import Outgoing as SentInDemo
from pop.notices.sending import CALENDAR_FILE, Outgoing, Settings, from_environment, revealing
from pop.notices.tests.conftest import Start, until
from pop.people.models import Agency, Person, Unit, UserName
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Entry, Source
from pop.ui.calendars import Appointment, published

__all__ = ["both_logins"]
PLAIN = {
    "han", "ho", "bad", "bede", "asked", "can", "code", "for", "have", "if", "ignore", "is", "it", "message", "not", "this", "where",
    "write", "you", "your", "the", "we", "will", "to", "in", "what", "log", "new",
    # Words of the messages themselves, and of every text there is.
    "alle", "bare", "beskjed", "denne", "deg", "det", "du", "en", "er", "før", "får", "haster", "hva", "hvordan",
    "i", "ikke", "inn", "kan", "logg", "logget", "logger", "meldingen", "når", "noe", "nytt", "og", "om", "på", "se", "som", "snart",
    "så", "svare", "til", "velger", "ba", "bedt", "bort", "den", "der", "din", "fra", "har", "kode", "koden", "skriv",
    "and", "are", "as", "did", "how", "of", "see", "when",
}  # fmt: skip
EVENTS = [
    {"uid": "6f0b", "sequence": 1, "changed_at": "2027-01-02T10:00:00+01:00", "day": "2027-02-03", "clock": clock,
     "minutes": 60, "gone": gone}
    for clock in ("10:00:00", None) for gone in (False, True)
]  # fmt: skip
"""Meetings for the receiver's calendar: with and without a time, called and called off."""


def everything_sent() -> Iterator[str]:
    """Each header and body, as it leaves, in each language and both channels, urgent or not."""
    told = from_environment({})
    for language, _name in settings.LANGUAGES:
        for channel in ("email", "sms"):
            for acute in (False, True):
                begun = {
                    "message": "0b5d",
                    "channel": channel,
                    "to": "x@mottaker.example",
                    "language": language,
                }
                yield from said(begun | {"acute": acute, "events": EVENTS}, told)
            yield from said(begun | {"acute": False, "events": [], "code": "012345"}, told)
        with translation.override(language):
            yield str(published(Appointment.told(row) for row in EVENTS), "utf-8")
    yield f"{told.sender} {told.domain} {told.address} {told.sms_sender} {sending.CALENDAR_FILE}"


def said(begun: dict[str, Any], told: Settings) -> Iterator[str]:
    """Subject, text and sender; of an e-mail also each header and part, with the names of its files."""
    one = made(1, begun, told)
    yield f"{one.words.subject} {one.words.text} {told.sms_sender}"
    if one.channel == "email":
        for part in sending.email_message(one, told).walk():
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
            if not part.is_multipart():
                yield str(part.get_payload(decode=True), "utf-8")


def telling() -> set[str]:
    """Every name of a person, a user, a unit and an agency, and every word that stands in a plan of the demo."""
    found = {word for member in CAST for word in spoken(f"{member.name} {member.title}")}
    for model, field in ((Agency, "name"), (Unit, "name"), (UserName, "name")):
        found |= {word for text in model.objects.values_list(field, flat=True) for word in spoken(text)}
    for person in Person.objects.all():
        found |= set(spoken(f"{person.given_name} {person.family_name}"))
    for model in apps.get_models():
        if issubclass(model, Entry):
            fields = [
                f.name
                for f in model._meta.concrete_fields
                if isinstance(f, models.TextField | models.CharField)
            ]
            for row in model.objects.values_list(*fields):
                found |= {word for text in row if text for word in spoken(str(text))}
    return found - PLAIN


def spoken(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.casefold())


def test_no_message_has_a_name_an_agency_or_a_word_of_a_plan(both_logins) -> None:
    with past_the_rules():
        words_of_plans = telling()
    assert {"elias", "brekke", "solvik", "nav", "bolig"} <= words_of_plans
    with translation.override("nb"):
        for text in everything_sent():
            body = text.replace("x@mottaker.example", "")
            assert not words_of_plans & set(spoken(body)) - HEADERS - OF_CALENDARS, text


def test_nothing_that_the_demo_would_have_sent_has_any_either(both_logins, start: Start) -> None:
    """All that happened to the cast, through the queue and a real worker: called to meetings, asked, answered, handed over."""
    noon = timezone.localdate() + timedelta(days=1)
    with acting(user("marte").pk):
        plans.plan_meeting(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),),
            subject="Bolig og gjeld", place="Solvik, rom 2", date=noon + timedelta(days=9), time=time(10, 30),
        )  # fmt: skip
    with standing(day(noon.year, noon.month, noon.day)):
        with psycopg.connect(named(superuser_url(), both_logins)) as link:
            link.execute("update queue.procrastinate_jobs set scheduled_at = null where status = 'todo'")
        start(POP_MODE="demo")
        until(lambda: not [1 for _c, state, _n in due(both_logins) if state in ("waiting", "begun")], 60)
        with past_the_rules():
            words_of_plans, gone = telling(), list(SentInDemo.objects.all())
    assert gone
    assert any(CALENDAR_FILE in one.text for one in gone)
    for one in gone:
        body = CHANCE.sub("", f"{one.sender}\n{one.subject}\n{one.text}".replace(one.recipient, ""))
        assert not words_of_plans & set(spoken(body)) - HEADERS - OF_CALENDARS, body
        assert not [word for word in revealing() if word in body.casefold()], body


def due(database: str) -> list[tuple[str, str, int]]:
    with psycopg.connect(named(superuser_url(), database)) as link:
        return link.execute(
            "select channel, state, attempts from notices_delivery where due_at <= access.moment()"
        ).fetchall()


CHANCE = re.compile(r"\b[0-9a-f-]{16,}\b")
"""Numbers in sixteens: two letters of one may be a word by chance («be»)."""
HEADERS = {"from", "to", "subject", "date", "message", "id", "auto", "submitted", "generated", "content", "type", "text",
           "plain", "charset", "utf", "transfer", "encoding", "bit", "mime", "version", "https", "example", "org", "varsel",
           "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
           "nov", "dec", "quoted", "printable", "base", "attachment", "calendar", "disposition", "filename", "ics", "method",
           "multipart", "mixed", "boundary"}  # fmt: skip
"""What every e-mail in the world has in its headers."""
OF_CALENDARS = {"begin", "end", "vcalendar", "vtimezone", "vevent", "version", "prodid", "method", "request", "cancel", "tzid", "europe",
                "oslo", "standard", "daylight", "dtstart", "dtend", "dtstamp", "tzname", "cet", "cest", "tzoffsetfrom", "tzoffsetto",
                "rrule", "rdate", "freq", "yearly", "byday", "su", "bymonth", "summary", "uid", "sequence", "attendee", "rsvp", "false",
                "mailto", "class", "private", "organizer", "status", "confirmed", "cancelled", "value", "date", "no", "avtale"}  # fmt: skip
"""What every calendar file in Norway has, and the one word that all of ours say."""


def test_no_message_has_a_revealing_word() -> None:
    for text in everything_sent():
        assert not [word for word in revealing() if word in text.casefold()], text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POP_MAIL_FROM", "Kriminalomsorgen <varsel@example.org>"),
        ("POP_MAIL_FROM", "Varsel <varsel@fengsel.example>"),
        ("POP_LOGIN_PAGE", "https://pop.kriminalomsorg.example"),
        ("POP_SMS_FROM", "Friomsorgen"),
    ],
)
def test_the_worker_does_not_start_with_a_sender_or_an_address_that_tells(name, value) -> None:
    with pytest.raises(ValueError, match=name):
        from_environment({name: value})


def test_an_sms_fits_in_one() -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for acute in (False, True):
                assert len(words.sms("https://logginn.example", acute=acute).text) <= 160


def test_the_program_and_the_machine_stand_in_no_header() -> None:
    told = Settings(sender="Varsel <varsel@avsender.example>", address="https://logginn.example")
    one = Outgoing(1, "0b5d", "email", "x@mottaker.example", words.email(told.address))
    assert set(sending.email_message(one, told).keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
