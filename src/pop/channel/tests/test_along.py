"""What goes along with a message: its file, and that others are told."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from pop.access.actor import acting
from pop.channel.models import Attachment
from pop.channel.tests.conftest import STRANGERS, address, at_need, need_about, newest, say, text_of, written
from pop.demo.places import user
from pop.notices.models import Notice

HOUSING = "Kommunen har en leilighet ledig."


def at_housing() -> str:
    return address("channel_thread", "behov", need_about().key)


def png() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return SimpleUploadedFile("Elias Berg dom.png", out.getvalue(), "image/png")


def test_a_file_goes_along_and_is_read_by_those_who_read_the_message(browse):
    say(browse("marte"), at_housing(), HOUSING, whose="service", drop=("Kari",), file=png())
    with acting(user("elias").pk):
        file = Attachment.objects.get(message=newest())
    url = address("channel_file", file.key)
    answer = browse("elias").get(url)
    assert answer["Content-Disposition"] == 'attachment; filename="vedlegg.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    for slug in ("kari", *STRANGERS):
        assert browse(slug).get(url).status_code == 404, slug


def test_a_file_that_is_something_else_is_refused_and_nothing_is_sent(browse):
    page = say(browse("marte"), at_housing(), HOUSING, whose="service",
               file=SimpleUploadedFile("x.pdf", b"%PDF-1 /JavaScript %%EOF"))  # fmt: skip
    assert "mer enn sider" in text_of(page)
    assert HOUSING in text_of(page)
    assert newest().text != HOUSING


def test_a_file_is_not_added_by_another_nor_after_it_has_been_read(browse):
    message = written("marte", thread=at_need())
    for slug in ("kari", "elias"):
        with acting(user(slug).pk), pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.create(
                plan_id=message.plan_id, message=message, content_type="image/png", content=b"x"
            )
    browse("kari").get(at_housing())
    with acting(user("marte").pk), pytest.raises(DatabaseError), transaction.atomic():
        Attachment.objects.create(
            plan_id=message.plan_id, message=message, content_type="image/png", content=b"x"
        )


def told(slug: str) -> int:
    """Notices of the thread about money, not read."""
    about = need_about().key
    with acting(user(slug).pk):
        return Notice.objects.filter(what="message", about=about, read_at=None).count()


def test_those_who_can_read_it_are_told_once_and_reading_it_reads_the_notice(browse):
    written("marte", HOUSING, thread=at_need())
    written("marte", "En til", thread=at_need())
    assert told("kari") == 1
    assert told("elias") == 1
    assert told("marte") == 0
    for slug in STRANGERS:
        assert told(slug) == 0, slug
    browse("kari").get(at_housing())
    assert told("kari") == 0


def test_whom_it_is_narrowed_away_from_is_not_told():
    written("marte", thread=at_need(), only=[])
    assert told("kari") == 0
    assert told("elias") == 1
