"""Making a letter: from a need, a measure, an earlier letter or the list, with what it takes in shown first."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pop.consents.models import ConsentItem
from pop.consents.offers import Party, Register
from pop.letters import actions, compose
from pop.letters.facts import Fact, Facts
from pop.letters.forms import ELSEWHERE, LetterForm
from pop.letters.models import Letter
from pop.letters.standard import FOLLOWS, LANGUAGES, PERSON, UNIT, Standard, in_language, letters
from pop.people.middleware import PersonalRequest
from pop.people.models import Agency, Unit
from pop.plans import areas, grounds
from pop.plans.models import Entry, Measure, Need, Placement
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for

ASKS = "information"
"""The letter that asks somebody what they know of the person."""


@dataclass(frozen=True)
class Draft:
    """What is being written: the standard letter, what it is about, and what it follows."""

    standard: Standard
    topic: int
    about: Entry | None
    earlier: Letter | None
    own: bool
    """Written by the person, who has one voice: their own (rule C5)."""

    @property
    def voices(self) -> tuple[str, ...]:
        found = self.standard.voices
        if self.standard.voice == FOLLOWS and self.earlier:
            found = (PERSON,) if self.earlier.own_voice else (UNIT,)
        return tuple(voice for voice in found if voice == PERSON) if self.own else found


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def draft_or_404(request: PersonalRequest, opened: OpenPlan, slug: str) -> Draft:
    """What the address names, when the actor sees it and may write about it."""
    standard = letters().get(slug)
    if standard is None:
        raise Http404
    earlier = named(request, opened, "brev", Letter)
    about = named(request, opened, "behov", Need) or named(request, opened, "tiltak", Measure)
    topic = (earlier or about).topic_id if earlier or about else standard.topic  # type: ignore[union-attr]
    draft = Draft(standard, topic, about, earlier, opened.own)
    if topic not in areas.writable(opened.plan) or earlier and earlier.sent_on is None or not draft.voices:
        raise Http404
    return draft


E = TypeVar("E", bound=Entry)


def named(request: PersonalRequest, opened: OpenPlan, name: str, model: type[E]) -> E | None:
    if name not in request.GET:
        return None
    found: E | None = model.objects.of(opened.plan).filter(key=uuid_of(request.GET[name])).first()  # type: ignore[assignment]
    if found is None:
        raise Http404
    return found


def recipients(opened: OpenPlan, standard: Standard) -> list[Party]:
    """The agencies of the team and of the consents that the actor may know; those that it is usually sent to first."""
    items = ConsentItem.objects.filter(
        plan=opened.plan, ended_at=None, agency__isnull=False, consent__signed_at__isnull=False
    )
    register = Register(opened.plan, set(items.values_list("recipient_key", flat=True)))
    found = [party for party in register.parties.values() if not party.individual]
    return sorted(found, key=lambda party: (party.kind not in standard.kinds, party.name))


def may_answer(opened: OpenPlan, draft: Draft, parties: list[Party]) -> set[str] | None:
    """Whom the unit may ask about the person: those who may tell the prison of this topic. None for all other letters."""
    if draft.standard.code != ASKS:
        return None
    items = ConsentItem.objects.filter(
        plan=opened.plan, ended_at=None, obtain=True, topic=draft.topic, consent__signed_at__isnull=False
    )
    said_yes = set(items.values_list("recipient_key", flat=True))
    return {str(party.token) for party in parties if party.key in said_yes}


def place(opened: OpenPlan) -> Unit | None:
    stay = Placement.objects.of(opened.plan).filter(until=None).select_related("unit").first()
    return stay.unit if stay else None


def first_of(draft: Draft, opened: OpenPlan, parties: list[Party], unit: Unit | None) -> dict[str, Any]:
    """What stands in the form at first."""
    voice = draft.voices[0]
    earlier, name = draft.earlier, str(opened.person) if opened.person else ""
    language = (get_language() or "nb")[:2]
    first: dict[str, Any] = {
        "voice": voice,
        "language": language if language in LANGUAGES else "nb",
        "sender": name if voice == PERSON else str(unit or ""),
    }
    if earlier:
        token = next((str(p.token) for p in parties if p.key == (earlier.to_agency_id or 0) * 2), ELSEWHERE)
        return first | {
            "language": earlier.language, "sender": earlier.sender, "to": token,
            "to_name": earlier.to_name, "to_address": earlier.to_address, "only_me": earlier.only_me,
        }  # fmt: skip
    if draft.standard.code == "summons":
        return first | {"to": ELSEWHERE, "to_name": name}
    likely = [p for p in parties if p.kind in draft.standard.kinds]
    return first | ({"to": str(likely[0].token)} if len(likely) == 1 else {})


@plan_page("letter", relations=(OWN, CONTACT))
def new(request: PersonalRequest, opened: OpenPlan, slug: str) -> HttpResponse:
    """The letter as it will stand is shown under the form, each time it is asked for, before it is stored."""
    draft = draft_or_404(request, opened, slug)
    parties, unit = recipients(opened, draft.standard), place(opened)
    first = first_of(draft, opened, parties, unit)
    data = request.POST if request.method == "POST" else None
    given = data or first
    party = next((p for p in parties if str(p.token) == given.get("to")), None)
    agency = Agency.objects.get(pk=party.key // 2) if party else None
    voice = given.get("voice") if given.get("voice") in draft.voices else draft.voices[0]
    facts = Facts(opened, draft.standard, draft.topic, about=draft.about, earlier=draft.earlier).all(
        str(voice), agency
    )
    open_facts = [fact for fact in facts if not fact.withheld]
    form = LetterForm(
        data, voices=draft.voices, parties=[(str(p.token), p.name) for p in parties], own=opened.own,
        facts=[(fact.code, fact.line) for fact in open_facts],
        prison=(unit.name,) if unit else (),
        may_answer=may_answer(opened, draft, parties),
        initial=first | {"facts": [fact.code for fact in open_facts if fact.suggested]},
    )  # fmt: skip
    text = ""
    if form.is_valid():
        taken = [fact for fact in open_facts if fact.code in form.cleaned_data.get("facts", [])]
        text = written(draft, form.cleaned_data, taken, unit)
        if "store" in request.POST:
            return stored(request, opened, draft, form.cleaned_data, taken, agency, text)
    context = {
        "opened": opened, "draft": draft, "standard": draft.standard, "form": form,
        "withheld": Counter(fact.label for fact in facts if fact.withheld).items(), "pieces": compose.paragraphs(text), "agency": party,
        "guide": in_language(draft.standard.guide, "nb" if (get_language() or "nb")[:2] != "nn" else "nn"),
        "example": in_language(draft.standard.example, "nb" if (get_language() or "nb")[:2] != "nn" else "nn"),
        "viewers": grounds.viewers(opened.plan, topic=draft.topic),
    }  # fmt: skip
    return render(request, "letters/new.html", context)


def written(draft: Draft, data: dict[str, Any], facts: list[Fact], unit: Unit | None) -> str:
    return compose.body(
        draft.standard,
        voice=data["voice"],
        language=data["language"],
        facts=facts,
        words=data["words"],
        unit=unit,
    )


def stored(
    request: PersonalRequest, opened: OpenPlan, draft: Draft, data: dict[str, Any], facts: list[Fact],
    agency: Agency | None, text: str,
) -> HttpResponse:  # fmt: skip
    person = data["voice"] == PERSON
    letter = actions.make(
        plan=opened.plan,
        writer=writer_for(request, opened, for_person=opened.contact and person),
        topic=draft.topic,
        facts=facts,
        only_me=data.get("only_me", False),
        code=draft.standard.code,
        language=data["language"],
        to_agency=agency,
        to_name=data["to_name"],
        to_address=data["to_address"],
        sender=data["sender"],
        subject=in_language(draft.standard.names, data["language"]),
        purpose=in_language(draft.standard.purpose, data["language"]),
        text=text,
        follows=draft.earlier,
    )
    messages.success(
        request, _("Brevet er klart. Skriv det ut eller last det ned, og si fra når det er sendt.")
    )
    return redirect("letter", key=opened.plan.key, letter=letter.key)
