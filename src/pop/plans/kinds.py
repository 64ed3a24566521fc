"""The kinds of entry in one table: address, form, action and words. The pages are the same for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pop.plans import actions
from pop.plans.forms import about, thread
from pop.plans.forms.base import EntryForm
from pop.plans.models import (
    Contact,
    Decision,
    Entry,
    ExpectedRelease,
    Goal,
    Measure,
    MeasureNote,
    Meeting,
    Need,
    Note,
    Placement,
    ProgressionWish,
    ProposalAnswer,
    ServingForm,
    Statement,
)
from pop.plans.opening import CONTACT, OWN, PARTNER

ASK, PERSON, SERVICE = "ask", "person", "service"
"""Whose an entry by the contact team is: asked in the form, always the person's, or kriminalomsorgen's."""


@dataclass(frozen=True)
class Kind:
    """One kind of entry. `topic` is None when the writer chooses the area; `form` None when it has no own page."""

    slug: str
    model: type[Entry]
    name: Any
    the: Any
    new: Any = ""
    new_own: Any = ""
    button: Any = ""
    form: type[EntryForm] | None = None
    write: Callable[..., Entry] | None = None
    retie: Callable[..., None] | None = None
    topic: int | None = None
    whose: str = SERVICE
    writers: tuple[str, ...] = (OWN, CONTACT)
    thread: bool = False


KINDS = (
    Kind("behov", Need, _("Behov"), _("behovet"), _("Nytt behov"), _("Noe jeg trenger"), _("Skriv inn behovet"),
         thread.NeedForm, actions.write_need, whose=ASK, thread=True),
    Kind("mal", Goal, _("Mål"), _("målet"), _("Nytt mål"), _("Et mål jeg har"), _("Skriv inn målet"),
         thread.GoalForm, actions.write_goal, actions.retie_goal, whose=ASK, thread=True),
    Kind("tiltak", Measure, _("Tiltak"), _("tiltaket"), _("Nytt tiltak"), _("Noe som skal gjøres"),
         _("Skriv inn tiltaket"), thread.MeasureForm, actions.propose_measure, actions.retie_measure,
         whose=ASK, writers=(OWN, CONTACT, PARTNER), thread=True),
    Kind("notat", Note, _("Notat"), _("notatet"), _("Nytt notat"), _("Et notat"), _("Skriv inn notatet"),
         thread.NoteForm, actions.write_note, whose=ASK, writers=(OWN, CONTACT, PARTNER)),
    Kind("tiltaksnotat", MeasureNote, _("Notat til tiltak"), _("notatet")),
    Kind("svar", ProposalAnswer, _("Svar på forslag"), _("svaret")),
    Kind("om-meg", Statement, _("Om meg"), _("teksten"), _("Skriv det personen sier om seg selv"),
         _("Skriv om deg selv"), _("Skriv inn teksten"), about.StatementForm, actions.say_about_me,
         topic=actions.ABOUT_ME, whose=PERSON),
    Kind("onske", ProgressionWish, _("Ønske om progresjon"), _("ønsket"), _("Nytt ønske om progresjon"),
         _("Et ønske jeg har"), _("Skriv inn ønsket"), about.WishForm, actions.wish,
         topic=actions.PROGRESSION, whose=PERSON),
    Kind("bestemt", Decision, _("Dette er bestemt"), _("teksten"), _("Noe andre har bestemt"),
         _("Noe andre har bestemt"), _("Skriv inn det som er bestemt"), about.DecisionForm, actions.state_decision,
         topic=actions.DECIDED),
    Kind("kontakt", Contact, _("Kontaktperson"), _("kontaktpersonen"), _("Ny kontaktperson"),
         _("En som er viktig for meg"), _("Skriv inn kontaktpersonen"), about.ContactForm, actions.add_contact,
         topic=actions.CONTACTS, whose=ASK),
    Kind("mote", Meeting, _("Møte"), _("møtet"), _("Nytt møte"), _("Et møte"), _("Skriv inn møtet"),
         about.MeetingForm, actions.plan_meeting, actions.call_to_meeting, topic=actions.MEETINGS),
    Kind("plassering", Placement, _("Enhet og avdeling"), _("plasseringen"), _("Ny plassering"),
         _("Hvor jeg er"), _("Skriv inn plasseringen"), about.PlacementForm, actions.place, topic=actions.UNIT,
         writers=(CONTACT,)),
    Kind("form", ServingForm, _("Gjennomføringsform"), _("gjennomføringsformen"), _("Ny gjennomføringsform"),
         _("Hvordan jeg gjennomfører straffen"), _("Skriv inn gjennomføringsformen"), about.ServingFormForm,
         actions.set_serving_form, topic=actions.SERVING_FORM, writers=(CONTACT,)),
    Kind("loslatelse", ExpectedRelease, _("Forventet løslatelse"), _("datoen"), _("Ny dato for løslatelse"),
         _("Når jeg blir løslatt"), _("Skriv inn datoen"), about.ExpectedReleaseForm, actions.expect_release,
         topic=actions.EXPECTED_RELEASE, writers=(CONTACT,)),
)  # fmt: skip
BY_SLUG = {kind.slug: kind for kind in KINDS}
BY_MODEL = {kind.model: kind for kind in KINDS}


class KindConverter:
    """A kind in an address. Names only kinds that there are, so that no other address is taken."""

    regex = "|".join(kind.slug for kind in KINDS)

    def to_python(self, value: str) -> Kind:
        return BY_SLUG[value]

    def to_url(self, value: Kind | str) -> str:
        return value if isinstance(value, str) else value.slug
