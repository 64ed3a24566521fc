"""What people do with consent. Giving needs a signature; taking back needs nothing but saying so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from pop.consents.models import (
    Consent,
    ConsentItem,
    ConsentScan,
    ConsentText,
    Exclusion,
    PreConsent,
    SigningWay,
)
from pop.consents.sheets import code_of
from pop.people.models import Agency, User
from pop.plans.actions import NAME, OWN_MEETINGS
from pop.plans.models import Plan

DEFAULT_TOPICS = (NAME, OWN_MEETINGS)
"""What whoever is given anything also gets, unless it is excluded (rule A2)."""


@dataclass(frozen=True)
class Recipient:
    """A concrete agency, or a named individual: exactly one of the two."""

    agency: Agency | None = None
    user: User | None = None

    @property
    def key(self) -> int:
        """As `recipient_key` in the database."""
        if self.agency is not None:
            return self.agency.pk * 2
        assert self.user is not None  # noqa: S101
        return self.user.pk * 2 + 1


@dataclass(frozen=True)
class Choice:
    """One recipient and one topic: may see, may tell kriminalomsorgen, may tell the rest of the team."""

    recipient: Recipient
    topic: int
    give: bool = False
    obtain: bool = False
    share: bool = False


@transaction.atomic
def draft(
    *,
    plan: Plan,
    drafted_by: User,
    choices: Iterable[Choice],
    language: str = "nb",
    ends_on: date | None = None,
    after_sentence: bool = False,
) -> Consent:
    """Writes down what the person wants each of the named recipients to get. Gives nothing yet.

    Raises IntegrityError for a consent after the sentence without an end.
    """
    version = ConsentText.objects.aggregate(last=Max("version"))["last"]
    consent = Consent.objects.create(
        plan=plan,
        number=0,  # the database gives the next: the actor may not see the last (access/consent.sql)
        text_version_id=version,
        language=language,
        drafted_by=drafted_by,
        ends_on=ends_on,
        after_sentence=after_sentence,
    )
    consent.refresh_from_db(fields=["number"])
    ConsentItem.objects.bulk_create(items(consent, list(choices)))
    return consent


def items(consent: Consent, choices: list[Choice]) -> list[ConsentItem]:
    """The rows of a consent. A recipient with any yes gets the two default topics as well."""
    wanted = {(c.recipient, c.topic): c for c in choices if c.give or c.obtain or c.share}
    for recipient in {recipient for recipient, _ in wanted}:
        for topic in DEFAULT_TOPICS:
            wanted.setdefault((recipient, topic), Choice(recipient, topic, give=True))
    return [
        ConsentItem(
            consent=consent,
            plan_id=consent.plan_id,
            agency=choice.recipient.agency,
            user=choice.recipient.user,
            topic_id=choice.topic,
            give=choice.give,
            obtain=choice.obtain,
            share=choice.share,
        )
        for choice in wanted.values()
    ]


def recipient_of(key: int) -> Recipient:
    """The recipient behind a `recipient_key`; names a row without reading it, since it may be hidden."""
    number, individual = divmod(key, 2)
    return Recipient(user=User(pk=number)) if individual else Recipient(agency=Agency(pk=number))


@transaction.atomic
def redraft(
    *,
    plan: Plan,
    drafted_by: User,
    choices: Iterable[Choice],
    earlier: Consent | None,
    language: str = "nb",
    ends_on: date | None = None,
    after_sentence: bool = False,
) -> Consent | None:
    """Puts other choices in the place of an open draft. None when nothing is left to sign.

    The own draft is rewritten. Somebody else's is dropped and a new one written: what another has prepared
    may hold a recipient that the actor does not see. `drafted_at` moves, so that a sheet printed before no
    longer fits (`pop.consents.sheets`).
    """
    wanted = list(choices)
    if earlier is not None and (not wanted or earlier.drafted_by_id != drafted_by.pk):
        drop_draft(earlier)
        earlier = None
    if not wanted:
        return None
    if earlier is None:
        return draft(
            plan=plan,
            drafted_by=drafted_by,
            choices=wanted,
            language=language,
            ends_on=ends_on,
            after_sentence=after_sentence,
        )
    ConsentItem.objects.filter(consent=earlier).delete()
    Consent.objects.filter(pk=earlier.pk, signed_at=None).update(
        drafted_at=timezone.now(), language=language, ends_on=ends_on
    )
    ConsentItem.objects.bulk_create(items(earlier, wanted))
    earlier.refresh_from_db()
    return earlier


def set_end(consent: Consent, *, ends_on: date | None) -> None:
    """The day on which a draft, when signed, stops giving anything; a sheet printed before no longer fits."""
    Consent.objects.filter(pk=consent.pk, signed_at=None).update(ends_on=ends_on, drafted_at=timezone.now())


def sign(consent: Consent, *, language: str = "") -> None:
    """The person signs with their own login. The database ends what was in force for the same recipients.

    `language` is the one in which the text stood on the screen.
    """
    Consent.objects.filter(pk=consent.pk, signed_at=None, dropped_at=None).update(
        way=SigningWay.OWN_LOGIN,
        signed_on=timezone.localdate(),
        signed_at=timezone.now(),
        language=language or consent.language,
    )


def register_paper(
    consent: Consent,
    *,
    registered_by: User,
    witness: User,
    signed_on: date,
    read_aloud: bool = False,
    language: str = "nb",
    interpreter: str = "",
    remarks: str = "",
    archive_reference: str = "",
) -> None:
    """A paper that the person has signed. Raises IntegrityError when officer and witness are one (rule A6).

    Whoever holds the sheet may not have seen the draft: the code takes it in hand first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select access.take_sheet(%s, %s)", [consent.plan_id, code_of(consent)])
    Consent.objects.filter(pk=consent.pk, signed_at=None, dropped_at=None).update(
        way=SigningWay.PAPER,
        signed_on=signed_on,
        signed_at=timezone.now(),
        registered_by=registered_by,
        witness=witness,
        read_aloud=read_aloud,
        language=language,
        interpreter=interpreter,
        remarks="\n".join(filter(None, (consent.remarks, remarks))),
        archive_reference=archive_reference,
    )


def drop_draft(consent: Consent) -> None:
    """Leaves everything as it is. Afterwards only the person and whoever wrote the draft see it."""
    with connection.cursor() as cursor:
        cursor.execute("select access.drop_draft(%s)", [consent.pk])


@transaction.atomic
def attach_scan(consent: Consent, *, content: bytes, content_type: str) -> None:
    """The signed sheet, stored under the same rules as the consent."""
    ConsentScan.objects.create(
        consent=consent, plan_id=consent.plan_id, content=content, content_type=content_type
    )
    Consent.objects.filter(pk=consent.pk).update(has_scan=True)


def refer_to_archive(consent: Consent, *, reference: str) -> None:
    """Where the signed sheet lies; as good as a scan (rule A6)."""
    Consent.objects.filter(pk=consent.pk).update(archive_reference=reference)


def withdraw(*, plan: Plan, recipient: Recipient | None = None, topic: int | None = None) -> str:
    """Takes back everything, one recipient, one topic, or one topic from one recipient. Works at once.

    Answers the key of the receipt. Ends also what the contact team may not see. Whoever is left with no more
    than what follows from a yes (rule A2) has no yes left, and loses that too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.withdraw(%s, %s, %s)", [plan.pk, recipient.key if recipient else None, topic]
        )
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else ""


def withdraw_told(*, who: str, scope: str) -> str | None:
    """Told to any officer of the unit, at any hour (rule A5): the key of the receipt, or None when it is not
    clear who is meant. `who` is a full name or a Doculivenummer; `scope` all, kind:<kind> or topic:<number>.
    """
    with connection.cursor() as cursor:
        cursor.execute("select access.withdraw_told(%s, %s)", [who, scope])
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None


def exclude(*, plan: Plan, made_by: User, recipient: Recipient, topic: int, own_words: str = "") -> Exclusion:
    """An agency or an individual is not to know about a topic, whatever else holds."""
    return Exclusion.objects.create(
        plan=plan,
        made_by=made_by,
        agency=recipient.agency,
        user=recipient.user,
        topic_id=topic,
        own_words=own_words,
    )


def lift(exclusion: Exclusion) -> bool:
    """Opens again what an exclusion closed; only the person can."""
    return bool(Exclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(lifted_at=timezone.now()))


def name_to_agency(
    *, plan: Plan, registered_by: User, agency: Agency, own_words: str = "", archive_reference: str = ""
) -> PreConsent:
    """Before consent is asked, the person lets one agency know that they are coming (rule B3); it takes the place of
    what was said before. With an archive reference it is a signed paper that came with the innkalling.

    Raises IntegrityError when the question about consent was asked already.
    """
    return PreConsent.objects.create(
        plan=plan,
        registered_by=registered_by,
        agency=agency,
        way=SigningWay.PAPER if archive_reference else SigningWay.OWN_LOGIN,
        own_words=own_words,
        archive_reference=archive_reference,
    )
