"""The giver's side: begin, choose who is asked, ask, and see how far it has come."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.handovers import actions, along, contesting, following, marks, reading, receivers, steps
from pop.handovers.forms import DayForm, ReasonForm, ReceiverForm, WordsForm
from pop.handovers.models import CodeWay, FarewellTalk, Handover, HandoverItem, HandoverState
from pop.people import labels
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.ui.pdf import pdf_to_print

CODE = "handover_code"
"""Where a code waits in the session from the moment it is made until it is shown, once."""


@plan_page("handover", relations=(OWN, CONTACT))
def handover(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """«Hvem tar over?»: the same package for the giver and, in plain words, for the person. `overforing` in the address
    is another than the one that matters most now: several can go on at once.
    """
    found = chosen(request, opened) or reading.current(opened.plan)
    if found is None:
        stopped = list(Handover.objects.filter(plan=opened.plan))
        return render(request, "handovers/none.html", {"opened": opened, "earlier": stopped})
    template = "handovers/own.html" if opened.own else "handovers/handover.html"
    context = whole(opened, found)
    contestable = contesting.items(opened, context["package"].rows, request.actor)
    return render(request, template, context | {"contestable": contestable})


def chosen(request: LoggedInRequest, opened: OpenPlan) -> Handover | None:
    try:
        key = UUID(request.GET.get("overforing", ""))
    except ValueError:
        return None
    return Handover.objects.filter(plan=opened.plan, key=key).first()


def back_to(opened: OpenPlan, found: Handover) -> HttpResponse:
    """To the page of the handover that was worked on, which need not be the one that comes first."""
    page = reverse("handover", args=[opened.plan.key])
    first = reading.current(opened.plan)
    return redirect(page if first and first.pk == found.pk else f"{page}?overforing={found.key}")


@plan_page("handover", relations=(OWN, CONTACT), purpose="utskrift")
def sheet(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """One sheet for the person to keep."""
    found = chosen(request, opened) or reading.current(opened.plan)
    if found is None:
        raise Http404
    context = whole(opened, found, personal=True)
    if "pdf" in request.GET:
        return pdf_to_print("handovers/sheet.html", context, css="ui/slip.css", name="hvem-tar-over.pdf")
    return render(request, "handovers/sheet.html", context)


def whole(opened: OpenPlan, found: Handover, *, personal: bool = False) -> dict[str, Any]:
    package = reading.Package(opened, found, personal=personal)
    moved_to = following.day_to_move_to(found)
    checks = reading.checklist(opened.plan, found)
    talks = list(FarewellTalk.objects.filter(plan=opened.plan))
    check = following.check(package)
    return {
        "opened": opened,
        "handover": found,
        "package": package,
        "counts": package.counts(),
        "checks": checks,
        "checks_left": sum(check.state == "open" for check in checks),
        "steps": steps.steps(package, checks, check),
        "check": check,
        "along": along.along(package),
        "talks": talks,
        "after": reading.two_weeks_after(found),
        "marks": marks.marks(found),
        "moved_to": moved_to,
        "move_choices": [(moved_to, _("Flytt overføringen")), (found.on_day, _("Behold dagen"))],
        "days_left": (found.on_day - timezone.localdate()).days,
        "earlier": list(Handover.objects.filter(plan=opened.plan).exclude(pk=found.pk)),
    }


def item_or_404(opened: OpenPlan, item: UUID) -> HandoverItem:
    return get_object_or_404(HandoverItem, plan=opened.plan, key=item, replaced_at=None)


@plan_page("handover", relations=(CONTACT,))
def item(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    """One thing: who is to have it, asking, a link or a slip, what was answered."""
    found = item_or_404(opened, item)
    of_handover = get_object_or_404(Handover, pk=found.handover_id)
    if request.method == "POST":
        return done(request, opened, found)
    row = next(row for row in reading.Package(opened, of_handover).rows if row.item.pk == found.pk)
    shown = request.session.pop(CODE, None)
    context = {
        "opened": opened, "handover": of_handover, "row": row, "live": live_codes(opened, found),
        "code": shown if shown and shown["item"] == str(found.key) else None,
        "changeable": of_handover.goes_on and row.state not in (reading.CONFIRMED, reading.ENDED),
        "address": request.build_absolute_uri("/")[:-1],
        "contestable": contesting.items(opened, [row], request.actor),
    }  # fmt: skip
    return render(request, "handovers/item.html", context)


def done(request: LoggedInRequest, opened: OpenPlan, found: HandoverItem) -> HttpResponse:
    """What was pressed on the page of one thing."""
    act = request.POST.get("gjor", "")
    pdf = act == "pdf"
    act = CodeWay.PAPER.value if pdf else act
    if act == "ask":
        told = {
            "asked": _("Mottakeren er spurt."),
            "consent": _("Mottakeren kan ikke spørres før samtykket dekker det."),
        }
        messages.info(request, told.get(actions.ask(found), _("Det gikk ikke. Se hvordan det står nå.")))
    elif act == "remind" and actions.remind(found):
        messages.success(request, _("Det er skrevet at du har purret i dag."))
    elif act == "agree" and actions.agree(found):
        messages.success(request, _("Det er skrevet at personen sa ja, sammen med deg."))
    elif act in CodeWay.values:
        code = actions.make_code(found, way=act)
        if code:
            request.session[CODE] = {
                "item": str(found.key), "link": str(code.link), "letters": code.letters, "way": act,
            }  # fmt: skip
            if act == CodeWay.PAPER:
                page = reverse("handover_slip", args=[opened.plan.key, found.key])
                return redirect(f"{page}?pdf=1" if pdf else page)
    return redirect("handover_item", key=opened.plan.key, item=found.key)


def live_codes(opened: OpenPlan, found: HandoverItem) -> list[tuple[Any, ...]]:
    """Links and slips that still open: which, and until when; never the code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select way, expires_at from access.live_codes(%s) where item = %s", [opened.plan.pk, found.pk]
        )
        return list(cursor.fetchall())


@plan_page("handover", relations=(CONTACT,), alone=False)
def receiver(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    """Choosing who is to take over one thing."""
    found = item_or_404(opened, item)
    of_handover = get_object_or_404(Handover, pk=found.handover_id, state=HandoverState.OPEN)
    if found.confirmed or found.ended_at:
        raise Http404
    q = " ".join(request.GET.get("q", "").split())[:100]
    abroad = receivers.goes_abroad(opened.plan)
    rows = {row.value: row for row in receivers.found(opened.plan, of_handover, found, q, request.actor)}
    form = ReceiverForm(
        request.POST if request.method == "POST" else None,
        choices=[(row.value, row.text) for row in rows.values()],
        abroad=abroad,
        initial={"who": ReceiverForm.OUTSIDE} if abroad else None,
    )
    if form.is_valid():
        chosen = rows.get(form.cleaned_data["who"])
        key = actions.choose_receiver(
            found,
            user=chosen.user if chosen else None,
            agency=chosen.agency if chosen else None,
            outside="" if chosen else form.cleaned_data["outside"],
        )
        if key:
            messages.success(request, _("Mottakeren er valgt."))
            return redirect("handover_item", key=opened.plan.key, item=key)
        form.add_error("who", _("Denne mottakeren kan ikke velges nå."))
    row = next(row for row in reading.Package(opened, of_handover).rows if row.item.pk == found.pk)
    return render(
        request,
        "handovers/receiver.html",
        {"opened": opened, "form": form, "row": row, "q": q, "abroad": abroad},
    )


@plan_page("handover", relations=(OWN, CONTACT))
def ended(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    """Nobody has to take over after all, with a reason."""
    found = item_or_404(opened, item)
    of_handover = get_object_or_404(Handover, pk=found.handover_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if actions.needs_nobody(found, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Det trenger ingen mottaker lenger."))
        return back_to(opened, of_handover)
    row = next(row for row in reading.Package(opened, of_handover).rows if row.item.pk == found.pk)
    return render(request, "handovers/ended.html", {"opened": opened, "form": form, "row": row})


@plan_page("handover", relations=(OWN,))
def agree(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    """The person says yes to asking somebody who is not in the register."""
    found = item_or_404(opened, item)
    if request.method == "POST" and actions.agree(found):
        messages.success(request, _("Du har sagt ja. Nå kan de bli spurt."))
    return back_to(opened, get_object_or_404(Handover, pk=found.handover_id))


@plan_page("handover", relations=(CONTACT,), purpose="utskrift av svarslipp")
def slip(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    """The slip, shown once: the code is kept nowhere."""
    found = item_or_404(opened, item)
    shown = request.session.pop(CODE, None)
    if not shown or shown["item"] != str(found.key):
        return redirect("handover_item", key=opened.plan.key, item=found.key)
    of_handover = get_object_or_404(Handover, pk=found.handover_id)
    row = next(row for row in reading.Package(opened, of_handover).rows if row.item.pk == found.pk)
    by = User.objects.filter(pk=found.asked_by_id or 0, shielded=False).first()
    context = {
        "opened": opened, "row": row, "handover": of_handover, "letters": shown["letters"],
        "asked_by": labels.users([by.pk]).get(by.pk) if by else None,
    }  # fmt: skip
    if "pdf" in request.GET:
        return pdf_to_print("handovers/slip.html", context, css="ui/slip.css", name="svarslipp.pdf")
    return render(request, "handovers/slip.html", context)


@plan_page("handover", relations=(CONTACT,))
def change(request: LoggedInRequest, opened: OpenPlan, handover: UUID) -> HttpResponse:
    """Another day, put off, or broken off."""
    found = get_object_or_404(
        Handover.objects.exclude(state=HandoverState.CANCELLED), plan=opened.plan, key=handover
    )
    act = request.POST.get("gjor", "") if request.method == "POST" else ""
    # Which form was sent is told by its fields: what is typed comes back also when no button was pressed.
    day = DayForm(request.POST if "dag-on_day" in request.POST else None, prefix="dag")
    reason = ReasonForm(request.POST if "grunn-reason" in request.POST else None, prefix="grunn")
    if (
        act == "move"
        and day.is_valid()
        and actions.move(found, on_day=day.cleaned_data["on_day"], overlap=day.overlap())
    ):
        messages.success(request, _("Dagen er endret. De som er spurt, får vite det."))
        return back_to(opened, found)
    if act in ("postpone", "cancel") and reason.is_valid():
        stop = actions.postpone if act == "postpone" else actions.cancel
        stop(found, reason=reason.cleaned_data["reason"])
        told = {
            "postpone": _("Overføringen er utsatt."),
            "cancel": _("Overføringen er avbrutt. Planen og teamet er som før."),
        }
        messages.success(request, told[act])
        return back_to(opened, found)
    return render(
        request, "handovers/change.html", {"opened": opened, "handover": found, "day": day, "reason": reason}
    )


@plan_page("handover", relations=(OWN, CONTACT))
def words(request: LoggedInRequest, opened: OpenPlan, handover: UUID) -> HttpResponse:
    """What the person wants the next ones to know."""
    found = get_object_or_404(Handover, plan=opened.plan, key=handover)
    form = WordsForm(
        request.POST if request.method == "POST" else None, initial={"own_words": found.own_words}
    )
    if form.is_valid():
        actions.pass_on(found, own_words=form.cleaned_data["own_words"].strip())
        messages.success(request, _("Det er lagret."))
        return back_to(opened, found)
    return render(request, "handovers/words.html", {"opened": opened, "handover": found, "form": form})
