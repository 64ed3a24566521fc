"""What a letter as a PDF takes: a long one, drawn and tagged, as whoever fetches it waits for it."""

import statistics
import time

from pop.letters import compose
from pop.letters.document import pdf_file
from pop.letters.models import Letter
from pop.letters.standard import UNIT, by_code, in_language

TIMES = 5
LINES = 30
"""As many lines from the plan as a letter takes in of each kind."""


def letter() -> Letter:
    """A long one: facts from the plan, the central part, and as many words as the form takes."""
    standard = by_code()["transfer"]
    facts = "\n".join(
        f"{compose.BULLET}Dette trengs: et sted å bo, nummer {number}" for number in range(LINES)
    )
    said = [standard.said("opening", UNIT, "nb"), facts, "Ord om det som er avtalt. " * 190]
    return Letter(
        code="transfer",
        language="nb",
        subject=str(standard),
        sender="Solvik fengsel\nPostboks 2",
        to_name="Nordnes kommune",
        text="\n\n".join([*said, in_language(standard.central, "nb")]),
    )


def pdf() -> float:
    """Seconds for one, in the middle of some; the first warms up."""
    one, took = letter(), []
    for _ in range(TIMES + 1):
        began = time.monotonic()
        pdf_file(one)
        took.append(time.monotonic() - began)
    return statistics.median(took[1:])
