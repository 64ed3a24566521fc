"""A file that somebody sends stays in memory, within bounds, and the form learns how large it was."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.test import RequestFactory

from pop.ui.uploads import LIMIT, BoundedMemoryHandler

pytestmark = pytest.mark.no_database
MB = 1024 * 1024


def received(size):
    """What a view gets of a file of that size, through the handlers that the settings name."""
    scan = SimpleUploadedFile("ark.pdf", b"x" * size, "application/pdf")
    return RequestFactory().post("/", {"scan": scan}).FILES["scan"]


def test_nothing_that_is_sent_is_written_to_disk():
    assert settings.FILE_UPLOAD_HANDLERS == ["pop.ui.uploads.BoundedMemoryHandler"]
    assert not hasattr(received(3 * MB), "temporary_file_path")


def test_a_file_within_the_limit_arrives_whole():
    scan = received(3 * MB)
    assert (scan.size, len(scan.read())) == (3 * MB, 3 * MB)
    assert (scan.name, scan.content_type) == ("ark.pdf", "application/pdf")


def test_a_file_exactly_at_the_limit_arrives_whole():
    scan = received(LIMIT)
    assert (scan.size, len(scan.read())) == (LIMIT, LIMIT)


def test_of_fifty_megabytes_no_more_is_kept_than_the_limit_and_one_piece():
    scan = received(50 * MB)
    assert len(scan.read()) <= LIMIT + BoundedMemoryHandler.chunk_size
    assert scan.size == 50 * MB


def test_two_files_in_one_form_do_not_mix():
    first, second = SimpleUploadedFile("a.pdf", b"a" * 10), SimpleUploadedFile("b.pdf", b"b" * 20)
    files = RequestFactory().post("/", {"one": first, "two": second}).FILES
    assert (files["one"].read(), files["two"].read()) == (b"a" * 10, b"b" * 20)


def test_the_pieces_are_counted_by_what_was_kept_not_by_what_was_sent():
    handler = load_handler("pop.ui.uploads.BoundedMemoryHandler", RequestFactory().post("/"))
    handler.new_file("scan", "ark.pdf", "application/pdf", None)
    for number in range(200):
        assert handler.receive_data_chunk(b"x" * MB, number * MB) is None
    assert handler.kept.tell() <= LIMIT + MB
    assert handler.file_complete(200 * MB).size == 200 * MB
