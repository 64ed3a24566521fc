"""The code on a sheet of paper, by which it finds its way back to the plan without a name on it."""

import secrets


def new_code() -> str:
    """Eight hexadecimal digits in two groups; nobody guesses one before the sheet is handed in."""
    digits = secrets.token_hex(4).upper()
    return f"{digits[:4]}-{digits[4:]}"
