"""`./pop import min-pop FILE.docx … [--preview] [--as NAME --unit NAME [--born DATE] [--sure]]`

With --preview what was understood is printed as JSON and nothing is stored. Without, each form becomes a new
plan that the user named by --as follows up: everything is done as that user, through the web server's login,
so that no command does what a page would refuse. What is doubtful is taken as suggested.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.access.actor import acting, web_login
from pop.imports import texts
from pop.imports.actions import store_as_new_plan
from pop.imports.choices import suggested
from pop.imports.errors import UnreadableForm
from pop.imports.form import MinPop
from pop.imports.minpop import read_form_file, to_json
from pop.imports.preview import top_of_form
from pop.imports.views import in_words, own_units
from pop.people.actions import NewPerson, PerhapsSamePerson, SamePerson
from pop.people.imports import OwnKind, WrongFile, WrongUse
from pop.people.models import Unit, User
from pop.teams.views.opening import same_person
from pop.ui.forms import NorwegianDateField

Write = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """Who reads in, and what the form does not say."""

    user: User
    unit: str
    born: date | None
    sure: bool


def arguments(parser: ArgumentParser) -> None:
    """The options of this kind."""
    parser.add_argument("--as", dest="acting_as", metavar="NAVN", default="")
    parser.add_argument("--unit", metavar="ENHET", default="")
    parser.add_argument("--born", metavar="DATO", default="")
    parser.add_argument("--sure", action="store_true")


def run(files: list[Path], options: Mapping[str, Any], write: Write) -> int:
    """All files are read before anything is stored. 1 when a form was not stored because of the person."""
    if options["preview"]:
        print_json([to_json(read(path)) for path in files], write)
        return 0
    told = understood(options, alone=len(files) == 1)
    forms_by_file = [(path, read(path)) for path in files]
    try:
        with web_login():
            stored = [store(path, form, told, write) for path, form in forms_by_file]
    except DatabaseError as error:
        raise WrongUse(_("Databasen tok ikke imot: %(why)s.") % {"why": str(error).split("\n")[0]}) from error
    return 0 if all(stored) else 1


KIND = OwnKind(arguments, run)


def read(path: Path) -> MinPop:
    try:
        return read_form_file(path, today=timezone.localdate())
    except UnreadableForm as error:
        raise WrongFile(f"{path.name}: {texts.refusal(error.code)}") from error
    except OSError as error:
        raise WrongFile(f"{path.name}: {error.strerror or error}.") from error


def print_json(found: list[dict[str, object]], write: Write) -> None:
    """One object for one file, a list for several; UTF-8 whatever the terminal is set to."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    write(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2))


def understood(options: Mapping[str, Any], *, alone: bool) -> Told:
    """The options, or one sentence about what is missing."""
    if not options["acting_as"] or not options["unit"]:
        raise WrongUse(_("Si hvem som leser inn og hvor: --as NAVN --unit ENHET, eller bruk --preview."))
    if options["born"] and not alone:
        raise WrongUse(_("--born kan bare brukes med én fil."))
    born = birth_date(options["born"])
    return Told(user_named(options["acting_as"]), options["unit"], born, options["sure"])


def birth_date(said: str) -> date | None:
    try:
        born: date | None = NorwegianDateField(required=False).clean(said)
    except forms.ValidationError as wrong:
        raise WrongUse(f"--born: {wrong.messages[0]}") from wrong
    return born


def user_named(said: str) -> User:
    """The one user of that full name or key. Asked as the owner: nobody acts yet."""
    staff = User.objects.filter(active=True, person=None)
    try:
        found = list(staff.filter(key=UUID(said)))
    except ValueError:
        found = list(staff.filter(username__name__iexact=said.strip())[:2])
    if len(found) > 1:
        raise WrongUse(_("Flere brukere heter «%(name)s». Bruk nøkkelen til brukeren.") % {"name": said})
    if not found:
        raise WrongUse(_("Finner ingen bruker som heter «%(name)s».") % {"name": said})
    return found[0]


def store(path: Path, form: MinPop, told: Told, write: Write) -> bool:
    """One form in one transaction; False when somebody must look whether it is the right person (rule A14)."""
    if not form.name:
        write(f"{path.name}: {texts.WHY['no_name']}")
        return False
    with acting(told.user.pk):
        top = top_of_form(form)
        person = NewPerson(
            given_name=top["given_name"], family_name=top["family_name"], birth_date=told.born,
            unit=unit_of(told), archive_number=top["archive_number"],
        )  # fmt: skip
        choices = suggested(form, today=timezone.localdate())
        try:
            done = store_as_new_plan(
                user=told.user, person=person, form=form, choices=choices, sure=told.sure
            )
        except SamePerson:
            write(f"{path.name}: {same_person().message}")
            return False
        except PerhapsSamePerson:
            write(f"{path.name}: {perhaps()}")
            return False
        write(f"{path.name}: {_('lest inn')}: {in_words(done.counts)}. {told.user.title}: {told.user}")
    return True


def perhaps() -> str:
    return _(
        "Noen med samme navn er registrert. Kontroller hvem det er; er det en annen person, bruk --sure."
    )


def unit_of(told: Told) -> Unit:
    """The unit, when the user works there."""
    for unit in own_units(told.user):
        if unit.name.casefold() == told.unit.strip().casefold():
            return unit
    raise WrongUse(
        _("%(name)s arbeider ikke i en enhet som heter «%(unit)s».") % {"name": told.user, "unit": told.unit}
    )
