"""Counts of a survey that was held elsewhere, from a file: question;choice;count. An empty count is a figure that is lost."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from pop.surveys.content import CHOSEN, Content

Counted = tuple[str, str, int | None]
COLUMNS = ("question", "choice", "count")
LONGEST = 2000
"""Rows of a file."""


class CountsError(ValueError):
    """A file that cannot be brought in; says which line, and what is wrong in it."""


def read(text: str, asks: Content, number: int) -> list[Counted]:
    """The counts of a file. Every question and choice is one of the survey's, and no count is above the number who answered."""
    rows = csv.DictReader(
        StringIO(text.lstrip("\ufeff")), delimiter=";" if ";" in text.split("\n", 1)[0] else ","
    )
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        raise CountsError(_("Filen må ha kolonnene question, choice og count."))
    found: dict[tuple[str, str], int | None] = {}
    for line, row in enumerate(rows, 2):
        if line > LONGEST:
            raise CountsError(_("Filen er for lang: høyst %(n)s linjer.") % {"n": LONGEST})
        key, count = one(row, asks, number, line)
        if key in found:
            raise CountsError(_("Linje %(n)s: det samme svaret står to ganger.") % {"n": line})
        found[key] = count
    if not found:
        raise CountsError(_("Filen har ingen linjer med tall."))
    return [(question, choice, count) for (question, choice), count in found.items()]


def one(
    row: dict[str, str | None], asks: Content, number: int, line: int
) -> tuple[tuple[str, str], int | None]:
    name, choice, said = ((row.get(column) or "").strip() for column in COLUMNS)
    question = asks.question(name)
    if question is None or question.kind not in CHOSEN:
        raise CountsError(
            _("Linje %(n)s: undersøkelsen har ikke spørsmålet «%(name)s» med faste svar.")
            % {"n": line, "name": name[:40]}
        )
    if choice not in {option.id for option in question.options()}:
        raise CountsError(
            _("Linje %(n)s: spørsmålet har ikke svaret «%(name)s».") % {"n": line, "name": choice[:40]}
        )
    if said and not (said.isdecimal() and int(said) <= number):
        raise CountsError(
            _("Linje %(n)s: antallet må være et helt tall, høyst %(most)s.") % {"n": line, "most": number}
        )
    return (name, choice), int(said) if said else None
