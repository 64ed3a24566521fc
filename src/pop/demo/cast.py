"""The cast: named, invented people, the same in demo, tests and screenshots.

Keys are made from the slug, so that a test, a card and a screenshot mean the same user in every database.
"""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

NAMESPACE = uuid.UUID("5c1f3b1e-7a53-4d3a-9c55-0d1f6a2b9e10")


@dataclass(frozen=True)
class Member:
    """A user of the cast. `group` is where the card stands; `hint` is one line of what to try."""

    slug: str
    name: str
    title: str
    group: str
    hint: object

    @property
    def key(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, self.slug)


PERSONS, STAFF, TEAM, SYSTEM = "persons", "staff", "team", "system"

CAST = (
    Member("elias", "Elias Brekke", "22 år, Solvik fengsel", PERSONS,
           _("Les planen din. Endre hvem som ser hva, og trekk noe tilbake.")),
    Member("leyla", "Leyla Demir", "35 år, Solvik fengsel", PERSONS,
           _("Se en plan på engelsk, med barn og samtykke på papir.")),
    Member("ida", "Ida Sand", "31 år, straff i samfunnet", PERSONS,
           _("Se en plan med sperret adresse, som bare navngitte åpner.")),
    Member("rita", "Rita Holmen", "44 år, kalt inn til Solvik fengsel", PERSONS,
           _("Gjør klart det du må ordne før du møter, og velg hvem som får vite at du kommer.")),
    Member("amir", "Amir Nouri", "28 år, varetekt i Solvik fengsel", PERSONS,
           _("Se en plan uten dom og datoer, med restriksjoner som har en siste dag.")),
    Member("marte", "Marte Nygård", "Kontaktbetjent", STAFF,
           _("Åpne planen til Elias. Les inn et skjema fra Word.")),
    Member("ola", "Ola Rønning", "Betjent, stedfortreder", STAFF,
           _("Svar på om du kjenner Elias, og se det samme som Marte.")),
    Member("berit", "Berit Sande", "Betjent i mottaket", STAFF,
           _("Se hvem som er på vei inn, og hva restriksjoner stenger for.")),
    Member("farid", "Farid Rahimi", "Tilbakeføringskoordinator", STAFF,
           _("Se hvilke behov som mangler tiltak, og inviter noen i teamet.")),
    Member("silje", "Silje Bakke", "Betjent i et annet fengsel", STAFF,
           _("Prøv å finne en plan. Du skal ikke se noen.")),
    Member("jorgen", "Jørgen Aas", "Saksbehandler i friomsorgen", STAFF,
           _("Se planen til Ida.")),
    Member("anders", "Anders Foss", "Enhetsleder", STAFF,
           _("Se hvem som har plan, og velg hvem som følger opp.")),
    Member("kari", "Kari Moen", "Nav-veileder", TEAM,
           _("Se bare bolig, økonomi og utdanning. Oppdater et tiltak.")),
    Member("torbjorn", "Torbjørn Eide", "Lærer", TEAM,
           _("Se utdanning. Elias har gjort et unntak for deg.")),
    Member("sunniva", "Sunniva Lund", "Sykepleier", TEAM,
           _("Se helsedelen, og skriv noe fengselet ikke får se.")),
    Member("hanne", "Hanne Vik", "Boligkonsulent, Nordnes kommune", TEAM,
           _("Se behovet for bolig, og skriv hva som er gjort.")),
    Member("per", "Per Aune", "Veileder, Sørvik kommune", TEAM,
           _("Du er invitert, men uten samtykke ser du ikke engang et navn.")),
    Member("grete", "Grete Holm", "Megler i konfliktrådet", TEAM,
           _("Samtykket er trukket tilbake. Ingenting er igjen.")),
    Member("mona", "Mona Krog", "Behandler ved en rusklinikk", TEAM,
           _("Navnet på klinikken avslører noe. Se hvem som ser den.")),
    Member("liv", "Liv Strand", "Frivillig", TEAM,
           _("Se nesten ingenting: bare sosialt nettverk.")),
    Member("tone", "Tone Berg", "Personvernombud", SYSTEM,
           _("Se hvem som har åpnet planer, uten innhold.")),
    Member("eva", "Eva Lien", "Analytiker i KDI", SYSTEM,
           _("Se tall uten personer, der små tall er skjult.")),
    Member("jon", "Jon Hauge", "Systemadministrator", SYSTEM,
           _("Legg inn brukere, enheter og etater. Du ser ingen planer.")),
)  # fmt: skip

BY_SLUG = {member.slug: member for member in CAST}
GROUPS = (
    (PERSONS, _("Den planen handler om")),
    (STAFF, _("Kriminalomsorgen")),
    (TEAM, _("Andre i teamet")),
    (SYSTEM, _("De som passer på")),
)
