"""Tilbudskort of the cast's places, each written by somebody who works there; the school's has grown old."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.actions import save_agency
from pop.people.models import Agency, Unit
from pop.services import actions
from pop.services.models import ServiceCard

HOUSING, FINANCES, SCHOOL, SERVICES, BODY, MIND, ALCOHOL, DRUGS, VIOLENCE, TREATMENT, PROGRAMME = (
    1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12,
)  # fmt: skip
OLD = "Solvik videregående skole"


def days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


def build() -> None:
    """Through the web login, under the rules."""
    with acting(user("jon").pk):
        town = Agency.objects.get(name="Nordnes kommune")
        for name in ("Nav Nordnes", "Nordnes legesenter"):
            save_agency(agency=Agency.objects.get(name=name), parent=town)
    municipality()
    nav()
    school()
    prison()
    clinic()
    doctor()


def grow_old() -> None:
    """As the owner: nobody has said for seven months that the school's card still holds."""
    ServiceCard.objects.filter(agency__name=OLD).update(confirmed_on=days(-215))


def card(slug: str, owner: Agency | Unit, offers: list[dict[str, Any]], **fields: Any) -> None:
    made = actions.make_card(owner=owner, by=user(slug), **fields)
    for offer in offers:
        actions.add_offer(card=made, by=user(slug), **offer)


def municipality() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Midlertidig bolig", "topics": [HOUSING], "waiting_time": "to til fire uker",
         "requirements": "Søknad og samtykke. Du må ikke ha annet sted å bo."},
        {"name": "Oppfølging i egen bolig", "topics": [HOUSING, SERVICES], "waiting_time": "én måned",
         "requirements": "Vedtak fra kommunen."},
        {"name": "Rus- og mestringsteamet", "topics": [ALCOHOL, DRUGS, TREATMENT]},
    ]  # fmt: skip
    with acting(user("hanne").pk):
        card(
            "hanne",
            Agency.objects.get(name="Nordnes kommune"),
            offers,
            way_in="Servicetorget, spør etter boligkontoret",
            phone="22 00 00 20",
            email="boligkontoret@nordnes.example",
            needs="Søknad om bolig, samtykke, og datoen for løslatelse når den er kjent.",
            needs_when="tre måneder før løslatelse",
            agreements="Samarbeidsavtale med Solvik fengsel og Nordnes friomsorgskontor om bosetting.",
        )


def nav() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Garanti for depositum", "topics": [HOUSING, FINANCES],
         "requirements": "Du har funnet en bolig, og har ikke penger til depositum."},
        {"name": "Økonomisk rådgivning", "topics": [FINANCES], "waiting_time": "to uker"},
        {"name": "Kvalifiseringsprogrammet", "topics": [SCHOOL], "since": days(40), "apply_by": days(20),
         "requirements": "Du kan delta på full tid.", "waiting_time": "inntil seks uker"},
    ]  # fmt: skip
    with acting(user("kari").pk):
        card(
            "kari",
            Agency.objects.get(name="Nav Nordnes"),
            offers,
            way_in="Mottaket, spør etter veileder for Solvik",
            phone="22 00 00 21",
            email="post@navnordnes.example",
            needs="Samtykke, og hva du trenger penger til den første måneden.",
            needs_when="to måneder før løslatelse",
        )


def school() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Oppfølgingsklasse", "topics": [SCHOOL], "requirements": "Du har begynt på et fag inne.",
         "since": days(-30), "until": days(200), "apply_by": days(45)},
        {"name": "Leksehjelp", "topics": [SCHOOL], "waiting_time": "ingen"},
    ]  # fmt: skip
    with acting(user("torbjorn").pk):
        card("torbjorn", Agency.objects.get(name=OLD), offers, way_in="Ekspedisjonen", phone="22 00 00 22",
             needs="Vitnemål eller karakterer du har fra før.", needs_when="før søknadsfristen")  # fmt: skip


def prison() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Program om sinne og vold", "topics": [VIOLENCE, PROGRAMME], "waiting_time": "åtte uker"},
        {"name": "Arbeid i snekkerverkstedet", "topics": [SCHOOL]},
    ]
    with acting(user("anders").pk):
        card("anders", Unit.objects.get(name="Solvik fengsel"), offers, phone="22 00 00 10",
             way_in="Sentralbordet, spør etter tilbakeføringskoordinatoren",
             needs="Navn på den som møter fra dere, minst to dager før et besøk.")  # fmt: skip


def clinic() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Plass i behandling", "topics": [TREATMENT, DRUGS], "requirements": "Henvisning fra lege.",
         "waiting_time": "fire til åtte uker"}
    ]  # fmt: skip
    with acting(user("mona").pk):
        card("mona", Agency.objects.get(name="Lindelia rusklinikk"), offers, way_in="Inntakskontoret",
             phone="22 00 00 23")  # fmt: skip


def doctor() -> None:
    offers: list[dict[str, Any]] = [
        {"name": "Time hos fastlege", "topics": [BODY, MIND], "waiting_time": "én uke"},
    ]
    with acting(user("jon").pk):
        card("jon", Agency.objects.get(name="Nordnes legesenter"), offers, way_in="Resepsjonen",
             phone="22 00 00 24")  # fmt: skip
