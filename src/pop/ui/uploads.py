"""Uploads stay in memory and are bounded: nothing that somebody sends reaches the disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

LIMIT = 10 * 1024 * 1024
"""Bytes; the largest scan or Word form that is taken."""


class BoundedMemoryHandler(FileUploadHandler):
    """Keeps a file in memory up to the limit and counts the rest, so that the form can say how large it was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.kept.tell() <= LIMIT:
            self.kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name, self.content_type or "", file_size, self.charset
        )
