"""What a row says and where its one action leads. Gaps have their words from the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pop.conversations.models import ConversationKind
from pop.gaps import catalogue, steps
from pop.gaps.reading import ESCALATED
from pop.handovers.pathways import points
from pop.teams.models import TaskKind
from pop.teams.worklist import TASK_PAGES
from pop.ui.addresses import reverse

GAP, MEASURE, CHANGE, WISH, TALK, MEETING, TASK, REQUEST, INVITATION, CARD = (
    "gap", "measure", "change", "wish", "talk", "meeting", "task", "request", "invitation", "card",
)  # fmt: skip
KINDS: dict[str, Any] = {
    GAP: gettext_lazy("Det som kan glippe"),
    MEASURE: gettext_lazy("Tiltak med frist"),
    TALK: gettext_lazy("Samtaler"),
    MEETING: gettext_lazy("Møter"),
    WISH: gettext_lazy("Ønsker"),
    CHANGE: gettext_lazy("Forslag som venter på deg"),
    REQUEST: gettext_lazy("Forespørsler om å ta over"),
    INVITATION: gettext_lazy("Invitasjoner"),
    CARD: gettext_lazy("Tilbudskort"),
    TASK: gettext_lazy("Beskjeder"),
}
GIVEABLE = (GAP, MEASURE, TALK, WISH)
"""What can be given to the team; access.give_task holds the same."""
ENTRIES = {"measure": "tiltak", "need": "behov", "meeting": "mote"}


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
    """`about` says what it is about; `url` is where one reads more. Why it is mine, the row says."""

    title: str
    about: str
    url: str
    action: str
    action_url: str


def say(facts: Facts) -> Said:
    return SAYERS[facts.kind](facts)


def address(facts: Facts) -> str:
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
        read, closed = reverse("unit_gap", args=[facts.key]), rule.say("closed") if rule else ""
        if rule and rule.kind == "team":
            return Said(title, closed, read, _("Velg hvem"), reverse("unit_assign", args=[facts.plan]))
        return Said(title, closed, read, _("Gi den videre"), read)
    if facts.page == "partner" and facts.rule == ESCALATED:
        return _asked(facts)
    label, place = (
        steps.RULES.get(facts.rule)
        or steps.PLACES.get(rule.kind if rule else "")
        or (_("Se hva det gjelder"), "")
    )
    if facts.page == "partner" and place in steps.STAFF_ONLY:  # pages that a partner does not have
        label, place = _("Se hva det gjelder"), ""
    name, _colon, slug = place.partition(":")
    read = reverse("gap", args=[facts.plan, facts.key])
    where = address(facts) if not place else ""
    if not where:
        where = reverse(name, args=[facts.plan, *([slug] if slug else [])]) if name else read
    return Said(title, _about(facts) or (rule.say("closed") if rule else ""), read, str(label), where)


def _asked(facts: Facts) -> Said:
    """B9: outside, a question that waits is that it waits, and where it is answered; no area, no text."""
    url = reverse("handover_request", args=[facts.subject_key]) if facts.subject == REQUEST else ""
    url = url or reverse("handover_requests")
    return Said(
        _("En forespørsel venter"), _("Den har ventet i mer enn ti arbeidsdager."), url, _("Svar"), url
    )


def _about(facts: Facts) -> str:
    """The title of what a gap is about: empty when the reader may not see it."""
    if facts.subject == "talk":
        return str(ConversationKind(facts.text).label) if facts.text else ""
    if facts.subject == "point":
        listed, row = points("release"), facts.subject_row or 0
        return str(listed[row - 1]) if 0 < row <= len(listed) else ""
    return facts.text if facts.subject and facts.subject != REQUEST else ""


def _measure(facts: Facts) -> Said:
    url = address(facts)
    return Said(facts.text, "", url, _("Oppdater tiltaket"), url)


def _change(facts: Facts) -> Said:
    url = address(facts)
    if facts.rule == "expired":
        return Said(_("Gjelder forslaget fortsatt?"), facts.text, url, _("Bekreft eller endre"), url)
    return Said(
        _("Personen ber om en endring i et forslag"), facts.text, url, _("Se hva som skal endres"), url
    )


def _wish(facts: Facts) -> Said:
    url = address(facts)
    return Said(
        _("Svar på et ønske"),
        facts.text,
        url,
        _("Svar"),
        reverse("wish_answer", args=[facts.plan, facts.key]),
    )


def _talk(facts: Facts) -> Said:
    url = address(facts)
    return Said(str(ConversationKind(facts.rule).label), _("Samtalen er avtalt."), url, _("Forbered"), url)


def _meeting(facts: Facts) -> Said:
    url = address(facts)
    if facts.rule == "past":
        return Said(
            facts.text, _("Møtet skulle vært holdt. Skriv om det ble det."), url, _("Skriv om møtet"), url
        )
    return Said(facts.text, _("Møtet er avtalt."), url, _("Se møtet"), url)


def _task(facts: Facts) -> Said:
    page = TASK_PAGES.get(TaskKind(facts.rule), "plan")
    url = (
        reverse("unit")
        if page == "unit"
        else reverse(page, args=[facts.plan])
        # Outside, the page of the team is where one answers the person (rule B10).
        if facts.plan and (facts.page == "plan" or (facts.page == "partner" and page == "team"))
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


def _card(facts: Facts) -> Said:
    """I2: closed by «Stemmer fortsatt» on the card itself, where one has read it."""
    url = reverse("card", args=[facts.key])
    return Said(_("Tilbudskortet må bekreftes"), facts.text, url, _("Se om det stemmer"), url)


SAYERS: dict[str, Callable[[Facts], Said]] = {
    GAP: _gap, MEASURE: _measure, CHANGE: _change, WISH: _wish, TALK: _talk, MEETING: _meeting, TASK: _task,
    REQUEST: _request, INVITATION: _invitation, CARD: _card,
}  # fmt: skip
