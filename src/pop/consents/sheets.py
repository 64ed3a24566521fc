"""The paper form: its code, and whether a scanned file may be taken in. Decided by content, never by name."""

import hashlib
import re
import warnings
import zlib
from datetime import UTC
from io import BytesIO

from PIL import Image

from pop.consents.models import Consent

LIMIT = 10 * 1024 * 1024
"""Bytes; the largest scan that is taken."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
FILE_NAMES = {PDF: "samtykke.pdf", JPEG: "samtykke.jpg", PNG: "samtykke.png"}
"""Neutral: a file name tells nobody who it is about."""

ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)(?![A-Za-z])")
"""What a scanned sheet never has: code, programs to start, files inside, and locks that hide such things."""

STREAM = re.compile(rb"<<(?P<head>(?:(?!endobj).){0,4000}?)>>\s*stream\r?\n(?P<body>.*?)endstream", re.DOTALL)


def code_of(draft: Consent) -> str:
    """What is printed on a sheet and typed when it is registered. Another content, another code.

    The database finds a draft by the same (`access.draft_of_sheet`).
    """
    moment = f"{draft.drafted_at.astimezone(UTC):%Y%m%d%H%M%S%f}"
    digest = hashlib.sha256(f"{draft.key} {moment} {draft.ends_on or ''}".encode()).hexdigest()[:8].upper()
    return f"{digest[:4]}-{digest[4:]}"


def draft_of(plan_id: int, code: str) -> Consent | None:
    """The draft whose sheet somebody of the contact team holds, also when no point of it is theirs to see.

    Forgives small letters, spaces and a missing dash. None when it is overtaken by a withdrawal (rule A8).
    """
    found = Consent.objects.raw("select * from access.draft_of_sheet(%s, %s)", [plan_id, code])
    return next(iter(found), None)


class BadScan(Exception):
    """The file is not a scanned sheet; `args[0]` is too_large, unknown or active."""


def content_type_of(content: bytes, size: int) -> str:
    """PDF, JPEG or PNG. Raises BadScan for anything else, and for a PDF that can do something."""
    if size > LIMIT:
        raise BadScan("too_large")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise BadScan("unknown")
        if is_active(content):
            raise BadScan("active")
        return PDF
    return image_type(content)


def image_type(content: bytes) -> str:
    """Decided by Pillow, which reads the whole of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
                kind = image.format
                image.verify()
    except Exception as error:
        raise BadScan("unknown") from error
    return JPEG if kind == "JPEG" else PNG


def is_active(content: bytes) -> bool:
    """Whether a PDF holds more than pages. Looks at names also when they are written with #-codes, and into
    packed objects; what cannot be unpacked is not trusted. The pictures themselves are left out.
    """
    inside = bytearray()
    for stream in STREAM.finditer(content):
        if b"/ObjStm" in names_written_out(stream["head"]):
            try:
                inside += zlib.decompressobj().decompress(stream["body"], LIMIT)
            except zlib.error:
                return True
    structure = STREAM.sub(lambda found: b"<<" + found["head"] + b">>", content) + bytes(inside)
    return bool(ACTIVE.search(names_written_out(structure)))


def names_written_out(content: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript`."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)
