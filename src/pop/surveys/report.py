"""The figures of a round as rows, and as a workbook."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from pop.surveys import figures
from pop.surveys.models import Round

COLUMNS = ("question", "text", "choice", "label", "count", "percent", "low", "high", "n")
"""Names in files, which other programs read: the same in every language. `low` and `high` are the 95 % interval."""
Row = tuple[str, str, str, str, int | None, float | None, float | None, float | None, int]


def rows(one: Round) -> Iterator[Row]:
    """A row for each choice, in the order asked, and for each text that was let through. Nothing before anything is shown."""
    if not figures.shown(one):
        return
    number = figures.total(one)
    for found in figures.results(one, one.survey.asks, number):
        name, text = found.question.id, str(found.question)
        for choice, bar in zip(found.question.options(), found.bars, strict=True):
            low, high = bar.interval or (None, None)
            yield name, text, choice.id, bar.label, bar.count, bar.percent, low, high, number
        for value in sorted(set(found.values)):
            yield name, text, str(value), str(value), found.values.count(value), None, None, None, number
        for said in found.texts:
            yield name, text, "text", said, None, None, None, None, number


def workbook(one: Round) -> bytes:
    """The same rows as XLSX. Text stays text: nothing that somebody wrote is taken for a formula or an address."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Svar"))
        bold, one_decimal = book.add_format({"bold": True}), book.add_format({"num_format": "0.0"})
        sheet.write_row(0, 0, COLUMNS, bold)
        for line, row in enumerate(rows(one), 1):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(line, column, value, one_decimal if isinstance(value, float) else None)
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 1, 50)
        sheet.set_column(3, 3, 30)
    return out.getvalue()
