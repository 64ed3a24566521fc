"""A table as a file that spreadsheets open: semicolons, UTF-8 with its mark, and no cell that is a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> object:
    """A text that a spreadsheet would reckon out gets an apostrophe before it; numbers are as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def csv_file(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The file as an answer that is not kept anywhere on the way."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header)
    writer.writerows([plain(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
