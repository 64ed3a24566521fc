"""Asking: about a need, a progression wish or an area, and then whom and for what."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.consents.models import ConsentItem
from pop.consents.offers import Party, Register
from pop.people.middleware import PersonalRequest
from pop.people.models import Agency
from pop.plans import areas, grounds
from pop.plans.actions import PROGRESSION
from pop.plans.models import Need, ProgressionWish
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.remand import on_remand
from pop.plans.restricted import Restricted, way_out
from pop.wishes import actions, reading
from pop.wishes.forms import CORRECTIONAL, AskForm, ProgressionAskForm
from pop.wishes.models import Wish


@dataclass(frozen=True)
class Subject:
    """What is asked about; the topic decides who sees it."""

    topic: int
    need: Need | None = None
    progression: ProgressionWish | None = None

    @property
    def heading(self) -> str:
        return str(self.need or self.progression or "")

    @property
    def of_progression(self) -> bool:
        return self.topic == PROGRESSION


@plan_page("write", relations=(OWN, CONTACT))
def new(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """Two steps: about what, then whom and for what. Who does not see the topic is said before it is sent."""
    if not request.GET.keys() & {"behov", "progresjon", "tema"}:
        return choose(request, opened)
    subject = subject_or_404(request, opened)
    parties = those_who_can_be_asked(opened)
    seen_by = reading.agencies_that_see(opened.plan, subject.topic)
    kind = ProgressionAskForm if subject.of_progression else AskForm
    data = request.POST if request.method == "POST" else None
    form = kind(data, parties=in_words(parties, seen_by), own=opened.own, initial=at_first(subject))
    blind: Party | None = None
    if form.is_valid():
        party = next((p for p in parties if str(p.token) == form.cleaned_data["asked"]), None)
        told = party and not form.cleaned_data.get("only_me")
        blind = party if party and told and party.key // 2 not in seen_by else None
        if blind is None or request.POST.get("anyway") == str(blind.token):
            try:
                with way_out():
                    return asked(request, opened, subject, party, form.cleaned_data)
            except Restricted as closed:
                form.add_error(None, str(closed))
    context = {
        "opened": opened,
        "subject": subject,
        "form": form,
        "blind": blind,
        "area": areas.of(opened.plan).get(subject.topic),
        "viewers": grounds.viewers(opened.plan, topic=subject.topic),
    }
    return render(request, "wishes/new.html", context)


def choose(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    writable = areas.writable(opened.plan)
    context = {
        "opened": opened,
        "needs": [need for need in Need.objects.of(opened.plan) if need.topic_id in writable],
        "wishes": list(ProgressionWish.objects.of(opened.plan))
        if PROGRESSION in writable and not on_remand(opened.plan)
        else [],
        "areas": [area for area in areas.to_write_in(opened.plan).values() if area.ticked],
    }
    return render(request, "wishes/choose.html", context)


def subject_or_404(request: PersonalRequest, opened: OpenPlan) -> Subject:
    """What the address names, when the actor sees it and may write about it."""
    subject = named_in(request, opened)
    if subject is None or subject.topic not in areas.writable(opened.plan):
        raise Http404
    return subject


def named_in(request: PersonalRequest, opened: OpenPlan) -> Subject | None:
    if "behov" in request.GET:
        need = Need.objects.of(opened.plan).filter(key=uuid_of(request.GET["behov"])).first()
        return Subject(need.topic_id, need=need) if need else None
    if "progresjon" in request.GET:
        key = uuid_of(request.GET["progresjon"])
        wish = ProgressionWish.objects.of(opened.plan).filter(key=key).first()
        return Subject(PROGRESSION, progression=wish) if wish and not on_remand(opened.plan) else None
    text = request.GET["tema"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return Subject(number) if number in areas.to_write_in(opened.plan) else None


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def at_first(subject: Subject) -> dict[str, Any]:
    """A step towards freedom is decided by kriminalomsorgen, and is called what it is."""
    if subject.progression:
        return {"asked": CORRECTIONAL, "text": str(subject.progression)}
    return {}


def those_who_can_be_asked(opened: OpenPlan) -> list[Party]:
    """The agencies of the team, and those that any consent names now, as far as the actor may know them."""
    items = ConsentItem.objects.filter(
        plan=opened.plan, ended_at=None, agency__isnull=False, consent__signed_at__isnull=False
    )
    register = Register(opened.plan, set(items.values_list("recipient_key", flat=True)))
    return [party for party in register.parties.values() if not party.individual]


def in_words(parties: list[Party], seen_by: set[int]) -> list[tuple[str, str]]:
    """The choices of the form: each name, and whether the topic is seen there."""
    return [
        (CORRECTIONAL, _("Kriminalomsorgen")),
        *(
            (
                str(p.token),
                p.name if p.key // 2 in seen_by else _("%(name)s (ser ikke dette temaet)") % {"name": p.name},
            )
            for p in parties
        ),
    ]


def asked(
    request: PersonalRequest, opened: OpenPlan, subject: Subject, party: Party | None, data: dict[str, Any]
) -> HttpResponse:
    fields = {name: value for name, value in data.items() if name != "asked"}
    wish: Wish = actions.ask(
        plan=opened.plan,
        writer=writer_for(request, opened, for_person=opened.contact),
        topic=subject.topic,
        agency=Agency.objects.get(pk=party.key // 2) if party else None,
        need=subject.need,
        progression_wish=subject.progression,
        **fields,
    )
    messages.success(
        request,
        _("Ønsket er skrevet ned, bare for deg. Det er ikke sendt.")
        if wish.only_me
        else _("Ønsket er sendt."),
    )
    return redirect("wish", key=opened.plan.key, wish=wish.key)
