"""Norwegian identity numbers (domain.md § 3).

Own validator, because the libraries refuse synthetic numbers and those given from 2032, when the first check
digit may leave a remainder of 0 to 3. Sex, century and birth date are never read out of a number.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
ELEVEN = re.compile(r"(?<!\d)(\d{6})[ .]?(\d{5})(?!\d)")


def remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def is_possible_date(digits: str) -> bool:
    """Day (+40 in D-numbers) and month (+40 local help number, +80 synthetic) within their ranges."""
    day, month = int(digits[:2]) % 40, int(digits[2:4])
    return (
        1 <= day <= 31 and (month % 20 if month > 12 else month) in range(1, 13) and month // 20 in (0, 2, 4)
    )


def is_national_id(text: str) -> bool:
    """Whether `text` is a fødselsnummer, D-number or synthetic number, by today's rule or that of 2032."""
    if not re.fullmatch(r"\d{11}", text) or int(text[0]) > 7:
        return False
    valid = remainder(text, FIRST) in (0, 1, 2, 3) and remainder(text, SECOND) == 0
    return valid and is_possible_date(text)


def is_synthetic(text: str) -> bool:
    """Whether a valid number belongs to the synthetic series (month + 80)."""
    return is_national_id(text) and 81 <= int(text[2:4]) <= 92


def mask(text: str) -> str:
    """`text` with everything that could be an identity number hidden."""
    return ELEVEN.sub("•••••• •••••", text)


def validate_national_id(text: str) -> None:
    if text and not is_national_id(text):
        raise ValidationError(
            _("Dette er ikke et gyldig fødselsnummer eller D-nummer. Se etter om et siffer er feil."),
            code="national_id",
        )


class NationalIdField(models.CharField):  # type: ignore[type-arg]
    """Eleven digits or nothing. Kept only where the law asks for sure identification."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 11)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_national_id]
