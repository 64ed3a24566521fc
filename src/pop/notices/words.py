"""Every word that leaves the machine (rule C7): that there is news, and where to log in. Nothing of anybody.

Known to the worker, which has neither keys nor the pages' settings: this module knows no model.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Words:
    """One message: the subject is empty for an SMS."""

    subject: str
    text: str


def email(address: str, *, acute: bool = False) -> Words:
    """In the language of whoever gets it, which is active when this is called."""
    news = (
        _("Det er noe nytt til deg, og det haster. Logg inn så snart du kan.")
        if acute
        else _("Det er noe nytt til deg. Logg inn for å se hva det er.")
    )
    last = _("Du kan ikke svare på denne meldingen. Hvordan du får beskjed, velger du når du er logget inn.")
    return Words(_("Noe nytt til deg"), f"{news}\n\n{address}\n\n{last}\n")


def sms(address: str, *, acute: bool = False) -> Words:
    if acute:
        return Words(
            "", _("Det er noe nytt til deg, og det haster. Logg inn: %(address)s") % {"address": address}
        )
    return Words("", _("Det er noe nytt til deg. Logg inn: %(address)s") % {"address": address})


def proof(channel: str, code: str) -> Words:
    """The code that proves an address. Without an address to log in at: whoever asked for it is logged in."""
    told = _("Koden din er %(code)s. Skriv den der du ba om den.") % {"code": code}
    if channel == "sms":
        return Words("", told)
    last = _("Har du ikke bedt om en kode, kan du se bort fra denne meldingen.")
    return Words(_("Koden din"), f"{told}\n\n{last}\n")


def message(channel: str, address: str, *, acute: bool = False) -> Words:
    return (email if channel == "email" else sms)(address, acute=acute)
