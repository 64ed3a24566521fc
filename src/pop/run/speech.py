"""What the commands say to whoever runs them: in Norwegian, one clear line, never a traceback."""

import io
import sys


class Problem(Exception):
    """Something the user can do something about; the text says what. Ends the command with `code`."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    """One line of progress, at once also when the output is a file."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line on standard error, whatever line breaks the text had."""
    print("pop: " + " ".join(text.split()), file=sys.stderr, flush=True)


def print_anything() -> None:
    """A terminal that cannot show «…» shows a question mark; it must not end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
