"""What a row says and where its one action leads. Gaps have their words from the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.conversations.models import ConversationKind
from pop.gaps import catalogue, steps
from pop.handovers.pathways import points
from pop.teams.models import TaskKind
from pop.teams.worklist import TASK_PAGES

GAP, MEASURE, CHANGE, WISH, TALK, TASK, REQUEST, INVITATION = (
    "gap", "measure", "change", "wish", "talk", "task", "request", "invitation",
)  # fmt: skip
KINDS: dict[str, Any] = {
    GAP: gettext_lazy("Det som kan glippe"),
    MEASURE: gettext_lazy("Tiltak med frist"),
    TALK: gettext_lazy("Samtaler"),
    WISH: gettext_lazy("Ønsker"),
    CHANGE: gettext_lazy("Forslag som venter på deg"),
    REQUEST: gettext_lazy("Forespørsler om å ta over"),
    INVITATION: gettext_lazy("Invitasjoner"),
    TASK: gettext_lazy("Beskjeder"),
}
GIVEABLE = (GAP, MEASURE, TALK, WISH)
"""What can be given to the team; access.give_task holds the same."""
ENTRIES = {"measure": "tiltak", "need": "behov", "meeting": "mote"}


PLACES: dict[str, tuple[Any, str]] = dict.fromkeys(
    (
        "measure_without_receiver",
        "receipt_late",
        "receipt_escalated",
        "receipt_declined",
        "role_change_without_overlap",
    ),
    (gettext_lazy("Se overføringen"), "handover"),
)
"""Where the plan's own list sends one, and a list over all plans more precisely."""


@dataclass(frozen=True)
class Facts:
    """A row of access.my_work, with the plan's key when there is one and where the plan is opened."""

    kind: str
    key: Any
    plan: Any
    page: str
    rule: str
    text: str
    subject: str | None
    subject_key: Any
    subject_row: int | None


@dataclass(frozen=True)
class Said:
    """`about` says what it is about and why it is mine; `url` is where one reads more."""

    title: str
    about: str
    url: str
    action: str
    action_url: str


def say(facts: Facts) -> Said:
    return SAYERS[facts.kind](facts)


def _subject_url(facts: Facts) -> str:
    if facts.subject in ENTRIES:
        return reverse("entry", args=[facts.plan, ENTRIES[facts.subject], facts.subject_key])
    if facts.subject == "wish":
        return reverse("wish", args=[facts.plan, facts.subject_key])
    if facts.subject == "talk":
        return reverse("conversation", args=[facts.plan, facts.subject_key])
    return reverse("checklist", args=[facts.plan]) if facts.subject == "point" else ""


def _gap(facts: Facts) -> Said:
    rule = catalogue.load().rule(facts.rule)
    title = rule.say("title") if rule else _("En eldre regel")
    if facts.page == "unit_assign":
        return Said(
            title,
            rule.say("closed") if rule else "",
            "",
            _("Velg hvem"),
            reverse("unit_assign", args=[facts.plan]),
        )
    label, place = (
        steps.RULES.get(facts.rule)
        or steps.PLACES.get(rule.kind if rule else "")
        or (_("Se hva det gjelder"), "")
    )
    name, _colon, slug = place.partition(":")
    read = reverse("gap", args=[facts.plan, facts.key])
    where = _subject_url(facts) if not place else ""
    if not where:
        where = reverse(name, args=[facts.plan, *([slug] if slug else [])]) if name else read
    return Said(title, _about(facts) or (rule.say("closed") if rule else ""), read, str(label), where)


def _about(facts: Facts) -> str:
    """The title of what a gap is about: empty when the reader may not see it."""
    if facts.subject == "talk":
        return str(ConversationKind(facts.text).label) if facts.text else ""
    if facts.subject == "point":
        listed, row = points("release"), facts.subject_row or 0
        return str(listed[row - 1]) if 0 < row <= len(listed) else ""
    return facts.text if facts.subject else ""


def _measure(facts: Facts) -> Said:
    url = _subject_url(facts)
    return Said(facts.text, _("Du er ansvarlig for tiltaket."), url, _("Oppdater tiltaket"), url)


def _change(facts: Facts) -> Said:
    url = _subject_url(facts)
    if facts.rule == "expired":
        return Said(_("Gjelder forslaget fortsatt?"), facts.text, url, _("Bekreft eller endre"), url)
    return Said(
        _("Personen ber om en endring i et forslag"), facts.text, url, _("Se hva som skal endres"), url
    )


def _wish(facts: Facts) -> Said:
    url = _subject_url(facts)
    return Said(
        _("Svar på et ønske"),
        facts.text,
        url,
        _("Svar"),
        reverse("wish_answer", args=[facts.plan, facts.key]),
    )


def _talk(facts: Facts) -> Said:
    url = _subject_url(facts)
    return Said(str(ConversationKind(facts.rule).label), _("Samtalen er avtalt."), url, _("Forbered"), url)


def _task(facts: Facts) -> Said:
    page = TASK_PAGES.get(TaskKind(facts.rule), "plan")
    url = (
        reverse("unit")
        if page == "unit"
        else reverse(page, args=[facts.plan])
        if facts.plan and facts.page == "plan"
        else ""
    )
    return Said(str(TaskKind(facts.rule).label), "", url, _("Se beskjeden"), url or reverse("plans"))


def _request(facts: Facts) -> Said:
    url = reverse("handover_request", args=[facts.key])
    return Said(
        _("Svar på om du kan ta over"), _("Noen har spurt deg om å ta over noe."), url, _("Svar"), url
    )


def _invitation(facts: Facts) -> Said:
    url = reverse("plans") + "#invitasjoner"
    return Said(_("Svar på en invitasjon til en ansvarsgruppe"), facts.text, url, _("Svar"), url)


SAYERS: dict[str, Callable[[Facts], Said]] = {
    GAP: _gap, MEASURE: _measure, CHANGE: _change, WISH: _wish, TALK: _talk, TASK: _task, REQUEST: _request,
    INVITATION: _invitation,
}  # fmt: skip
