"""How a date was computed, in plain sentences; and why one must be assessed."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pop.sentences.values import Length, Step
from pop.ui.dates import NBSP, english


def full_date(day: date) -> str:
    """«1. november 2027»: a computed date may lie years away."""
    return date_format(day, "j F Y" if english() else "j. F Y").replace(" ", NBSP)


def length(value: Length) -> str:
    """«2 år, 3 måneder og 10 dager»."""
    parts = [
        counted(value.years, ngettext("%(n)s år", "%(n)s år", value.years)),
        counted(value.months, ngettext("%(n)s måned", "%(n)s måneder", value.months)),
        counted(value.days, days(value.days)),
    ]
    said = [part for part in parts if part]
    return joined(said) if said else days(0) % {"n": 0}


def counted(count: int, text: str) -> str:
    return text % {"n": count} if count else ""


def days(count: int) -> str:
    return ngettext("%(n)s dag", "%(n)s dager", count)


def joined(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s og %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def part(of: tuple[int, int]) -> str:
    names = {(1, 3): _("En tredel"), (1, 2): _("Halvdelen"), (2, 3): _("To tredeler")}
    return names[of]


def sentences() -> dict[str, str]:
    """What each step says. Values come from `said`."""
    return {
        "summed": _("%(count)s dommer er lagt sammen: år og måneder for seg, dager for seg."),
        "length": _("Straffen er %(length)s. Fra %(start)s går den til %(on)s. Det er %(days)s."),
        "part": _("%(part)s av %(of)s er %(days)s, når en påbegynt dag regnes som en hel."),
        "at_least": _("Det skal være minst %(days)s."),
        "deducted": _("Fradrag: %(days)s er alt gjennomført."),
        "paused": _("Avbrudd: %(days)s regnes ikke med, så dagen flyttes like mye."),
        "reached": _("Så mye er gjennomført %(on)s."),
        "held": _("%(months)s sammenhengende frihetsberøvelse fra %(since)s går til %(on)s."),
        "long": _(
            "Straffen er over %(over)s år. Da holder %(years)s år sammenhengende gjennomføring: fra %(since)s"
            " til %(on)s. Det som kommer først, gjelder."
        ),
        "result": _("Begge deler må være oppfylt, så dagen er %(on)s."),
        "short": _("Hele straffen er på inntil %(months)s, så det kan vurderes fra starten."),
        "from_release": _("Det regnes fra forventet løslatelse, %(on)s."),
        "from_plan": _("Det regnes fra forventet løslatelse slik den står i planen, %(on)s."),
        "from_two_thirds": _("Løslatelse på prøve kan vurderes %(on)s."),
        "before": _("%(months)s før er %(on)s."),
        "after": _("%(months)s etter er %(on)s."),
        "from_start": _("Det er før gjennomføringen begynte, så det gjelder fra starten, %(on)s."),
        "capped": _("Det er etter at hele straffen er gjennomført, så dagen er %(on)s."),
        "until_after": _("Det varer til %(weeks)s etter løslatelsen, %(on)s."),
    }


def say(step: Step) -> str:
    return sentences()[step.key] % {name: said(name, value) for name, value in step.with_.items()}


def said(name: str, value: Any) -> str:
    """A value of a step as it is read."""
    if isinstance(value, date):
        return full_date(value)
    if isinstance(value, Length):
        return length(value)
    if name == "part":
        return part(value)
    words = {
        "months": lambda: ngettext("%(n)s måned", "%(n)s måneder", value),
        "weeks": lambda: ngettext("%(n)s uke", "%(n)s uker", value),
        "days": lambda: days(value),
        "of": lambda: days(value),
    }
    return words[name]() % {"n": value} if name in words else str(value)


def reason(key: str) -> str:
    """Why a date must be assessed, or cannot come."""
    return {
        "institution": _("Loven har ingen fast dag: det avhenger av om oppholdet er nødvendig."),
        "halfway_house": _("Loven sier «en del av straffen», uten en fast dag."),
        "pause_lasts": _("Et avbrudd er ikke slutt. Dagen kan regnes ut når det er slutt."),
        "undivided": _("Fengsel i stedet for bot skal gjennomføres helt ut, og kan ikke deles slik (§ 3-2)."),
        "very_long": _("Straffer over 30 år har egne regler (§ 42)."),
        "too_short": _("Straffen er kortere enn 60 dager, så løslatelse på prøve kan ikke regnes med."),
        "little_left": _(
            "Det ville gjenstå under 14 dager. Da kan løslatelse på prøve bare skje når tungtveiende grunner"
            " taler for det."
        ),
        "reporting_duty_open": _("Det er ikke bestemt om det blir møteplikt."),
        "length_missing": _("Lengden fra dommen er ikke skrevet inn."),
        "no_release": _("Forventet løslatelse kan ikke regnes ut, og står ikke i planen."),
        "no_two_thirds": _("Dagen for løslatelse på prøve kan ikke regnes ut."),
    }[key].replace("§ ", "§\N{NO-BREAK SPACE}")


def note(key: str) -> str:
    """A remark beside a date."""
    return {
        "after_release": _("Dagen kommer etter forventet løslatelse, og gjelder bare hvis den blir senere."),
        "first_meeting": _(
            "Fengselet og friomsorgen setter dagen for første møte. Møteplikten regnes fra den."
        ),
        "half_release": _(
            "Når særlige grunner taler for det, kan løslatelse på prøve skje etter halvdelen og minst 60 dager."
            " Det må vurderes."
        ),
        "under_18": _(
            "Under 18 år: dette skal alltid vurderes, også før denne dagen når det gjelder § 16 a."
        ),
        "under_25_release": _(
            "Under 25 år: alder, progresjon og behov for oppfølging skal telle særlig (§ 42)."
        ),
        "under_25_team": _(
            "Under 25 år og samtykker: kriminalomsorgen skal alltid ta kontakt med dem som kan hjelpe, og"
            " samordne planleggingen (§ 41)."
        ),
    }[key].replace("§ ", "§\N{NO-BREAK SPACE}")


def expected() -> str:
    """No date here is a decision."""
    return pgettext("dato", "forventet")
