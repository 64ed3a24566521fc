"""When something around the consent changes: a new agency, a year gone by, an earlier plan, the time after (A8)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.consents import actions, offers
from pop.consents.actions import Choice
from pop.consents.board import Board, permissions, successors, text_of
from pop.consents.forms import EndForm
from pop.consents.offers import TopicLine
from pop.consents.state import State, as_choices, edited, grouped, open_draft, said, signed_items
from pop.consents.views.overview import earlier_plan
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


def into_draft(
    request: LoggedInRequest,
    opened: OpenPlan,
    choices: list[Choice],
    *,
    after_sentence: bool = False,
    **fields: object,
) -> HttpResponse:
    """Adds to the open draft and shows what it would change. Nothing moves before it is signed."""
    earlier = open_draft(opened.plan, after_sentence=after_sentence)
    named = {choice.recipient.key for choice in choices}
    kept = edited(opened.plan, earlier, {}, after_sentence=after_sentence).choices
    draft = actions.redraft(
        plan=opened.plan,
        drafted_by=request.actor,
        choices=[*(choice for choice in kept if choice.recipient.key not in named), *choices],
        earlier=earlier,
        language=(get_language() or "nb")[:2],
        after_sentence=after_sentence,
        **fields,  # type: ignore[arg-type]
    )
    if draft is None:
        return redirect("consent", key=opened.plan.key)
    return redirect("consent_summary", key=opened.plan.key, sheet=draft.key)


@require_POST
@plan_page("samtykke", relations=(OWN, CONTACT))
def same(request: LoggedInRequest, opened: OpenPlan, old: UUID, new: UUID) -> HttpResponse:
    """«Samme ja for den nye?» A draft to sign, filled in with what the one before has."""
    board = Board(opened.plan)
    for pair in successors(board):
        if (pair.old.token, pair.new.token) == (old, new):
            return into_draft(request, opened, as_choices(pair.new.key, said(board.state[pair.old.key])))
    raise Http404


@require_POST
@plan_page("samtykke", relations=(OWN, CONTACT))
def renew(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The yearly review without a change: the same yes, signed anew."""
    board = Board(opened.plan)
    old = {consent.pk for consent in board.to_review if not consent.after_sentence}
    state = grouped(item for item in board.items if item.consent_id in old)
    choices = [choice for key, topics in state.items() for choice in as_choices(key, said(topics))]
    if not choices:
        raise Http404
    return into_draft(request, opened, choices)


@require_POST
@plan_page("samtykke", relations=(OWN,))
def copy_earlier(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What the person said in an earlier plan, as a draft in this one. Only the person may; nothing revives."""
    before = earlier_plan(opened)
    if before is None:
        raise Http404
    state = grouped(signed_items(before))
    choices = [choice for key, topics in state.items() for choice in as_choices(key, said(topics))]
    if not choices:
        messages.info(request, _("Det er ingenting å hente fra den forrige planen."))
        return redirect("consent", key=opened.plan.key)
    return into_draft(request, opened, choices)


@plan_page("samtykke", relations=(OWN, CONTACT))
def after_sentence(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """A consent of its own for the time after the sentence, with an end. Nothing is ticked beforehand."""
    if not offers.release_is_near(opened.plan):
        raise Http404
    board = Board(opened.plan)
    state = grouped(i for i in signed_items(opened.plan) if not i.consent.after_sentence)
    form = EndForm(request.POST or None, needed=True)
    yes = set(request.POST.getlist("ja"))
    if request.method == "POST" and form.is_valid():
        choices = [c for key, topics in chosen(opened, state, yes).items() for c in as_choices(key, topics)]
        if choices:
            return into_draft(
                request, opened, choices, after_sentence=True, ends_on=form.cleaned_data["ends_on"]
            )
        form.add_error(None, _("Kryss av for minst én ting."))
    context = {
        "opened": opened,
        "board": board,
        "form": form,
        "rows": rows(opened, board, state, yes),
        "text": text_of(None, get_language() or "nb"),
    }
    return render(request, "consents/after.html", context)


def chosen(opened: OpenPlan, state: State, yes: set[str]) -> State:
    """The ticked of what each has now."""
    parties = offers.Register(opened.plan, state).parties
    return {
        key: {topic: given for topic, given in said(topics).items() if f"{parties[key].token}:{topic}" in yes}
        for key, topics in state.items()
        if key in parties
    }


def rows(
    opened: OpenPlan, board: Board, state: State, yes: set[str]
) -> list[tuple[offers.Party, list[dict[str, object]]]]:
    """A box for each recipient and topic that there is a consent for now, with the same permissions."""
    parties = offers.Register(opened.plan, state).parties
    found = []
    for key, party in parties.items():
        topics = said(state.get(key, {}))
        lines: list[TopicLine] = [board.lines[n] for n in sorted(topics) if n in board.lines]
        boxes: list[dict[str, object]] = [
            {
                "value": f"{party.token}:{line.number}",
                "id": f"ja-{party.token}-{line.number}",
                "label": line.name,
                "words": ", ".join(permissions(topics[line.number])),
                "checked": f"{party.token}:{line.number}" in yes,
            }
            for line in lines
        ]
        if boxes:
            found.append((party, boxes))
    return found
