"""The one way in which a form can be refused, with a sentence for the person who sent it."""

from typing import Final

MESSAGES: Final[dict[str, str]] = {
    "not_a_docx": "Dette er ikke en lesbar Word-fil (.docx). Åpne skjemaet i Word og lagre det som .docx.",
    "not_the_form": "Filen ser ikke ut til å være skjemaet «Min POP». Kontroller at riktig fil er valgt.",
    "too_large": "Filen er større enn 10 MB. Et utfylt skjema er mye mindre: lagre det uten bilder.",
    "zip_bomb": "Filen pakker ut til langt mer enn et skjema kan inneholde, og er derfor ikke åpnet.",
    "macros": "Filen inneholder makroer og er derfor ikke åpnet. Lagre skjemaet som .docx uten makroer.",
    "encrypted": "Filen er beskyttet med passord. Fjern passordet i Word og prøv igjen.",
    "broken_xml": "Innholdet i Word-filen er skadet. Åpne den i Word, lagre den på nytt og prøv igjen.",
}


class UnreadableForm(Exception):
    """A file that is refused as a whole; `code` is stable, `message_nb` is Norwegian for the person."""

    def __init__(self, code: str, message_nb: str) -> None:
        super().__init__(code, message_nb)
        self.code = code
        self.message_nb = message_nb


def refusal(code: str) -> UnreadableForm:
    """The error of one of the codes in MESSAGES, ready to raise."""
    return UnreadableForm(code, MESSAGES[code])
