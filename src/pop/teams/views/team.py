"""The teams around a person: who they are, who comes in, who goes out, who may open the plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.people.gate import logged_in
from pop.people.models import Person, Protection, User
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.restricted import Restricted, closed_until, way_out
from pop.teams import actions, around, main_contact, same
from pop.teams.around import DECLINED, Somebody
from pop.teams.forms import ContactForm, InviteForm, NamedForm
from pop.teams.models import ContactTeamMember, SupportTeamMember

SHOWN = 20
"""How many representatives are shown before one has to search."""


@require_safe
@logged_in
def my_team(request: LoggedInRequest) -> HttpResponse:
    """«Teamet mitt» of the newest plan of one's own."""
    if request.actor.person_id is None:
        raise Http404
    plan = Plan.objects.filter(person=request.actor.person_id).first()
    if plan is None:
        return render(request, "teams/my_team_none.html")
    person = Person.objects.filter(pk=plan.person_id).first()
    return show(request, OpenPlan(plan, person, OWN))


@require_safe
@plan_page("teamet", alone=False)
def team(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Contact team and support team, as far as the actor may see."""
    return show(request, opened)


def show(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    both = around.around(opened.plan, tells_state=not opened.partner)
    named = around.named_users(opened.plan) if opened.plan.named_only and not opened.partner else set()
    everybody = [*both.contact, *both.support]
    context = {
        "opened": opened,
        "contact": both.contact,
        "support": both.support,
        "me": request.actor.pk,
        "main": main_contact.read(opened.plan, me=request.actor.pk),
        "has_main": any(member.main and not member.asked_away for member in both.contact),
        "named": [member for member in everybody if member.user_id in named],
        "protected": bool(opened.person and opened.person.protection != Protection.NONE),
        "merges": merges(opened),
    }
    return render(request, "teams/my_team.html" if opened.own else "teams/team.html", context)


def merges(opened: OpenPlan) -> list[same.Merged]:
    """What the contact team can undo; the person is told of those that were undone too."""
    if opened.partner:
        return []
    return [one for one in same.merges(opened.plan) if opened.own or not one.merge.undone_at]


@plan_page("teamet: inviter", relations=(CONTACT,))
def invite(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Asks a named representative into the support team. That alone shows them nothing."""
    q = " ".join(request.GET.get("q", "").split())[:100]
    found = around.representatives(opened.plan, q, limit=SHOWN + 1)
    form = InviteForm(request.POST if request.method == "POST" else None, choices=found[:SHOWN])
    if request.method == "POST" and form.is_valid():
        chosen, alone = form.chosen, form.cleaned_data["alone"]
        try:
            with way_out():
                actions.invite(
                    plan=opened.plan,
                    user=chosen.user,
                    agency=None if alone else chosen.agency,
                    role=form.cleaned_data["role"],
                    invited_by=request.actor,
                )
        except Restricted as closed:
            form.add_error(None, str(closed))
        except IntegrityError:
            # A chair that the actor may not see; the answer must not tell that it is there (pitfall 7).
            form.add_error("who", _("Denne personen kan ikke inviteres nå."))
        else:
            told = _("%(who)s er invitert. De ser ingenting før det er gitt samtykke.")
            messages.success(request, told % {"who": chosen.label})
            return redirect("team", key=opened.plan.key)
    context = {"opened": opened, "form": form, "q": q, "found": found[:SHOWN], "more": len(found) > SHOWN}
    return render(request, "teams/invite.html", {**context, "closed": closed_until(opened.plan)})


@plan_page("teamet: kontaktteam", relations=(CONTACT,))
def add_contact(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Takes a colleague into the contact team."""
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        choices=around.colleagues(opened.plan, request.actor),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        actions.follow_up(plan=opened.plan, user=chosen.user, role=form.cleaned_data["role"])
        if opened.plan.named_only:
            actions.let_in(plan=opened.plan, user=chosen.user)
        messages.success(request, _("%(who)s er med i kontaktteamet.") % {"who": chosen.label})
        return redirect("team", key=opened.plan.key)
    return render(request, "teams/add_contact.html", {"opened": opened, "form": form})


def somebody(request: LoggedInRequest, opened: OpenPlan, member: UUID) -> Somebody:
    """One of those on the page; 404 for others."""
    both = around.around(opened.plan, tells_state=not opened.partner)
    for one in (*both.contact, *both.support):
        if one.key == member:
            return one
    raise Http404


@plan_page("teamet: ta ut")
def remove(request: LoggedInRequest, opened: OpenPlan, member: UUID) -> HttpResponse:
    """Takes somebody out of a team, or leaves it. The main contact is replaced by the leader, not removed."""
    one = somebody(request, opened, member)
    contact = (
        ContactTeamMember.objects.filter(key=member).exclude(role="main").first() if opened.contact else None
    )
    chair = SupportTeamMember.objects.filter(key=member).first()
    me = one.user_id == request.actor.pk
    if contact is None and (chair is None or opened.partner and not me):
        raise Http404
    if request.method == "POST":
        if contact:
            actions.stop_following_up(contact)
        elif chair:
            actions.leave_team(chair)
        told = _("Du er ute av teamet.") if me else _("%(who)s er ute av teamet.") % {"who": one.label}
        messages.success(request, told)
        if me:
            return redirect("plans")
        return redirect("my_team") if opened.own else redirect("team", key=opened.plan.key)
    context = {
        "opened": opened,
        "one": one,
        "me": me,
        "declined": one.state == DECLINED,
        "is_contact": bool(contact),
    }
    return render(request, "teams/remove.html", context)


@plan_page("teamet: be om en annen", relations=(OWN,))
def ask_away(request: LoggedInRequest, opened: OpenPlan, member: UUID) -> HttpResponse:
    """The person asks that a named user no longer opens the plan (rule A13)."""
    one = somebody(request, opened, member)
    if one.asked_away:
        return redirect("my_team")
    if request.method == "POST":
        actions.ask_away(plan=opened.plan, user=User(pk=one.user_id))
        messages.success(request, _("%(who)s kan ikke lenger åpne planen din.") % {"who": one.label})
        return redirect("my_team")
    return render(request, "teams/ask_away.html", {"opened": opened, "one": one})


@plan_page("teamet: likevel", relations=(OWN,))
def let_back(request: LoggedInRequest, opened: OpenPlan, member: UUID) -> HttpResponse:
    """The person changes their mind about somebody whom they asked away (rule A13)."""
    one = somebody(request, opened, member)
    if not one.asked_away:
        return redirect("my_team")
    if request.method == "POST":
        actions.let_back(plan=opened.plan, user=User(pk=one.user_id))
        messages.success(request, _("Du har sluppet %(who)s til igjen.") % {"who": one.label})
        return redirect("my_team")
    return render(request, "teams/let_back.html", {"opened": opened, "one": one})


@plan_page("teamet: hvem kan åpne", relations=(CONTACT,))
def named(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Whether the whole team or only named users open the plan (rule A10)."""
    both = around.around(opened.plan, tells_state=False)
    others = {str(m.key): m for m in (*both.contact, *both.support) if m.user_id != request.actor.pk}
    known = around.named_users(opened.plan)
    form = NamedForm(
        request.POST if request.method == "POST" else None,
        initial={
            "users": [k for k, m in others.items() if m.user_id in known],
            "protection": opened.person.protection if opened.person else "",
        },
    )
    form.fields["users"].choices = [  # type: ignore[attr-defined]
        (key, f"{member.label}, {member.agency or member.role}") for key, member in others.items()
    ]
    protected = bool(opened.person and opened.person.protection != Protection.NONE)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("who") == "all" and not protected:
            actions.open_for_whole_team(plan=opened.plan)
            messages.success(request, _("Hele teamet kan åpne planen."))
        else:
            users = [User(pk=others[key].user_id) for key in form.cleaned_data["users"]]
            actions.open_for_named_only(plan=opened.plan, users=users, actor=request.actor)
            if level := form.cleaned_data["protection"]:
                actions.protect(plan=opened.plan, level=level)
            messages.success(request, _("Bare de du har navngitt, kan åpne planen."))
        return redirect("team", key=opened.plan.key)
    context: dict[str, Any] = {"opened": opened, "form": form, "protected": protected}
    return render(request, "teams/named.html", context)
