"""How long somebody has to answer a wish, and where it stands (rule I1)."""

from datetime import date

from pop.plans import calendar
from pop.wishes.models import Wish, WishAnswer

WORKING_DAYS = 5
"""Without an answer after so many, a wish is over the time limit."""

WITHDRAWN, UNKNOWN, UNSEEN, LATE, WAITING = "withdrawn", "unknown", "unseen", "late", "waiting"
KEPT = "kept"
"""*Bare for meg*: nobody is asked yet."""


def answer_due(wish: Wish) -> date:
    """The last day on which the answer is in time."""
    return calendar.add_working_days(wish.asked_on, WORKING_DAYS)


def state(wish: Wish, answer: WishAnswer | None, *, today: date, heard: bool, reached: bool) -> str:
    """The key of the state as the reader meets it: an Answer, or one of the six above.

    `heard`: whether the reader would see an answer; without that nobody is said to be late. `reached`: whether the
    one who was asked sees the wish at all.
    """
    if wish.withdrawn_on:
        return WITHDRAWN
    if answer:
        return str(answer.answer)
    if wish.only_me:
        return KEPT
    if not heard:
        return UNKNOWN
    if not reached:
        return UNSEEN
    return LATE if today > answer_due(wish) else WAITING
