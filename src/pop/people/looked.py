"""Looks in words: which page, and on which ground. For the person, the leader and the data protection officer.

What is recorded are codes without content; a page that has no words here is called what it is recorded as.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PAGES = {
    "plan": gettext_lazy("Planen"),
    "entry: behov": gettext_lazy("Et behov"),
    "entry: mal": gettext_lazy("Et mål"),
    "entry: tiltak": gettext_lazy("Et tiltak"),
    "entry: tiltaksnotat": gettext_lazy("Et notat til et tiltak"),
    "entry: svar": gettext_lazy("Et svar på et forslag"),
    "entry: notat": gettext_lazy("Et notat"),
    "entry: om-meg": gettext_lazy("Om meg"),
    "entry: onske": gettext_lazy("Et ønske om progresjon"),
    "entry: bestemt": gettext_lazy("Noe som er bestemt"),
    "entry: kontakt": gettext_lazy("En kontaktperson"),
    "entry: mote": gettext_lazy("Et møte"),
    "entry: plassering": gettext_lazy("Enhet og avdeling"),
    "entry: form": gettext_lazy("Gjennomføringsform"),
    "entry: loslatelse": gettext_lazy("Forventet løslatelse"),
    "entry": gettext_lazy("Noe som står i planen"),
    "write": gettext_lazy("Skjemaet for å skrive noe nytt"),
    "change": gettext_lazy("Skjemaet for å endre noe"),
    "together": gettext_lazy("Sammen-modus"),
    "disagree": gettext_lazy("Skjemaet for å si at noen er uenig"),
    "answer": gettext_lazy("Svaret på et forslag"),
    "status": gettext_lazy("Hvordan det går med et tiltak"),
    "note": gettext_lazy("Det som er gjort i et tiltak"),
    "areas": gettext_lazy("Områdene i planen"),
    "refusals": gettext_lazy("Det det er sagt nei til"),
    "groundwork": gettext_lazy("Grunnlaget for planen"),
    "sentence end": gettext_lazy("Når straffen er ferdig"),
    "contact opening": gettext_lazy("Hvem som ser en kontaktperson"),
    "habilitet": gettext_lazy("Spørsmålet om private bånd"),
    "teamet": gettext_lazy("Teamet"),
    "teamet: inviter": gettext_lazy("Invitasjon til teamet"),
    "teamet: kontaktteam": gettext_lazy("Kontaktteamet"),
    "teamet: hovedkontakt": gettext_lazy("Valg av hovedkontakt"),
    "teamet: hovedkontakt svar": gettext_lazy("Valg av hovedkontakt"),
    "teamet: ta ut": gettext_lazy("Hvem som er i teamet"),
    "teamet: be om en annen": gettext_lazy("Hvem som er i teamet"),
    "teamet: hvem kan åpne": gettext_lazy("Hvem som kan åpne planen"),
    "teamet: likevel": gettext_lazy("Hvem som er i teamet"),
    "teamet: inviter med kode": gettext_lazy("Invitasjon til teamet"),
    "teamet: samme person": gettext_lazy("Om to planer gjelder samme person"),
    "teamet: slå sammen": gettext_lazy("Om to planer gjelder samme person"),
    "teamet: angre sammenslåing": gettext_lazy("Om to planer gjelder samme person"),
    "samtykke": gettext_lazy("Hvem ser hva"),
    "unntak": gettext_lazy("Unntak"),
    "forhåndssamtykke": gettext_lazy("Hvilken etat som får vite at personen kommer"),
    "navngitt": gettext_lazy("Navnet, fengselet og måneden"),
    "kvittering": gettext_lazy("Kvittering for noe som er trukket tilbake"),
    "signert samtykke": gettext_lazy("Et signert samtykke på papir"),
    "proposals": gettext_lazy("Forslag og svar"),
    "choice sheet": gettext_lazy("Et ark med valg"),
    "handover": gettext_lazy("Hvem tar over"),
    "checklist": gettext_lazy("Sjekklisten"),
    "farewell": gettext_lazy("Avskjedssamtalen"),
    "request": gettext_lazy("En forespørsel om å ta over"),
    "way": gettext_lazy("Veien"),
    "gaps": gettext_lazy("Glippsonene"),
    "haster": gettext_lazy("Skjemaet for noe som haster"),
    "gap": gettext_lazy("En glippsone"),
    "gap: hand": gettext_lazy("En glippsone"),
    "gap: snooze": gettext_lazy("En glippsone"),
    "gap: take": gettext_lazy("En glippsone"),
    "gap: wake": gettext_lazy("En glippsone"),
    "threads": gettext_lazy("Hva noe er koblet til på tilbakeføringskartet"),
    "waits": gettext_lazy("Hva et tiltak venter på"),
    "waits: no more": gettext_lazy("Hva et tiltak venter på"),
    "conversations": gettext_lazy("Samtalene"),
    "conversation": gettext_lazy("En samtale"),
    "mapping": gettext_lazy("Minikartleggingen"),
    "needs map": gettext_lazy("Behovskartet"),
    "møtene": gettext_lazy("Møtene"),
    "nytt møte": gettext_lazy("Skjemaet for å planlegge et møte"),
    "et møte": gettext_lazy("Et møte"),
    "før møtet": gettext_lazy("Forberedelsen til et møte"),
    "utskrift: før møtet": gettext_lazy("Utskrift av forberedelsen til et møte"),
    "utskrift: behovskart": gettext_lazy("Utskrift av behovskartet"),
    "brik": gettext_lazy("BRIK-kartleggingen"),
    "network": gettext_lazy("Hvem som betyr noe"),
    "economy": gettext_lazy("Økonomien"),
    "preparations": gettext_lazy("Forberedelsene før ankomst"),
    "sentence": gettext_lazy("Datoene"),
    "restrictions": gettext_lazy("Restriksjonene"),
    "wishes": gettext_lazy("Ønsker og svar"),
    "wish": gettext_lazy("Et ønske"),
    "meetings": gettext_lazy("Møtene"),
    "meeting": gettext_lazy("Et møte"),
    "meeting new": gettext_lazy("Innkalling til et møte"),
    "meeting before": gettext_lazy("Sakene før et møte"),
    "meeting room": gettext_lazy("Et møte på delt skjerm"),
    "meeting present": gettext_lazy("Hvem som er på et møte"),
    "meeting aside": gettext_lazy("Hvem som er på et møte"),
    "meeting minutes": gettext_lazy("Et referat"),
    "meeting file": gettext_lazy("Et møte som kalenderfil"),
    "meeting consent": gettext_lazy("Hva det kan snakkes om på et møte"),
    "meeting setting": gettext_lazy("Oppsettet av et møte"),
    "meeting series": gettext_lazy("En møteserie"),
    "meeting parts": gettext_lazy("Delene av et møte"),
    "meeting talked of": gettext_lazy("Hva som ble tatt opp på et møte"),
    "messages": gettext_lazy("Meldingene i gruppa"),
    "message": gettext_lazy("Et vedlegg til en melding"),
    "letters": gettext_lazy("Brevene"),
    "letter": gettext_lazy("Et brev"),
    "lapp": gettext_lazy("En lapp med et ønske"),
    "log": gettext_lazy("Endringsloggen og versjonene"),
    "utskrift: valg": gettext_lazy("Valg av utskrift"),
    "utskrift: hele planen": gettext_lazy("Utskrift av hele planen"),
    "utskrift: neste steg": gettext_lazy("Utskrift av neste steg"),
    "utskrift: lett å lese": gettext_lazy("Utskrift som er lett å lese"),
}


def page_in_words(page: str) -> str:
    """What was open; a kind of entry without a name of its own falls back on the page for all kinds."""
    return str(PAGES.get(page) or PAGES.get(page.partition(":")[0]) or capfirst(page))


def numbers(ground: str) -> str:
    """The numbers of the consents that a look rests on: «1» or «1 og 2»; empty for other grounds."""
    kind, _colon, found = ground.partition(":")
    every = found.split(",") if kind == "consent" and found else []
    return _(" og ").join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def told_agency(ground: str) -> int | None:
    """The agency that the person named before consent, when a look rests on that (rule B3)."""
    kind, _colon, number = ground.partition(":")
    return int(number) if kind == "preconsent" and number.isdecimal() else None


def ground_in_words(ground: str) -> str:
    """For those who look after looks: no names."""
    if told_agency(ground):
        return _("Forhåndssamtykke")
    if numbers(ground):
        return _("Samtykke nummer %(numbers)s") % {"numbers": numbers(ground)}
    return {
        "contact_team": _("Kontaktteamet"),
        "assigned": _("Kontaktteamet, før svaret om private bånd"),
        "authorship": _("Bare det egne"),
    }.get(ground, _("Ikke registrert"))
