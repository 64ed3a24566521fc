"""The register of users. Persons with a plan are in no register."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pop.people import actions
from pop.people.forms import (
    AgencyRoleForm,
    SearchForm,
    SystemRoleForm,
    UnitRoleForm,
    UserForm,
    initial_of,
)
from pop.people.gate import ADMINISTRATOR, for_role
from pop.people.models import Agency, AgencyRole, SystemRole, SystemRoleKind, UnitRole, User, UserName
from pop.people.requests import LoggedInRequest

PAGE, MOST = 50, 40
"""Users on a page; agencies offered at a time."""
RoleForm = UnitRoleForm | AgencyRoleForm | SystemRoleForm


def registered() -> QuerySet[User]:
    """Users who are staff or partners; a person's user would tell that they serve a sentence."""
    return User.objects.filter(person=None).select_related("username").order_by("username__name", "title")


@require_safe
@for_role(ADMINISTRATOR)
def users(request: HttpRequest) -> HttpResponse:
    """All users, by name."""
    form = SearchForm(request.GET or None)
    q = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = registered()
    if q:
        found = found.filter(Q(username__name__icontains=q) | Q(title__icontains=q))
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    return render(request, "people/users.html", {"form": form, "q": q, "page": page})


@for_role(ADMINISTRATOR)
def user_new(request: HttpRequest) -> HttpResponse:
    """Somebody who is to log in."""
    form = UserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.register_user(**form.cleaned_data)
        messages.success(request, _("Brukeren er lagt til. Gi en rolle, så har brukeren noe å gjøre her."))
        return redirect("user", key=made.key)
    return render(request, "people/user_new.html", {"form": form})


@for_role(ADMINISTRATOR)
def user(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """One user: name, title, roles, and whether they may log in."""
    subject = get_object_or_404(registered(), key=key)
    name = UserName.objects.get(user=subject).name
    form = UserForm(request.POST if request.method == "POST" else None, initial=initial_of(subject, name))
    if request.method == "POST" and form.is_valid():
        actions.edit_user(subject, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("user", key=key)
    return render(request, "people/user.html", user_context(request, subject, name) | {"form": form})


def user_context(
    request: LoggedInRequest, subject: User, name: str, failed: RoleForm | None = None
) -> dict[str, Any]:
    """What the page of a user shows besides its first form."""
    current = Q(until=None) | Q(until__gte=timezone.localdate())
    agencies = AgenciesFound(request.GET.get("etat", ""))
    return {
        "subject": subject,
        "name": name,
        "is_me": subject.pk == request.actor.pk,
        "unit_roles": UnitRole.objects.filter(current, user=subject).select_related("unit"),
        "agency_roles": AgencyRole.objects.filter(current, user=subject).select_related("agency"),
        "system_roles": SystemRole.objects.filter(current, user=subject),
        "agencies": agencies,
        "role_forms": [
            (failed if isinstance(failed, form_class) else role_form(kind, agencies.found), kind, heading)
            for kind, (form_class, _give, _rows, heading) in GIVE.items()
        ],
    }


class AgenciesFound:
    """The agencies that a part of a name or a municipality number leads to."""

    def __init__(self, said: str) -> None:
        self.said = said.strip()[:100]
        wanted = Q(name__icontains=self.said) | Q(municipality_number=self.said)
        rows = list(Agency.objects.filter(wanted, active=True)[: MOST + 1]) if self.said else []
        self.more, self.found = len(rows) > MOST, rows[:MOST]


def role_form(kind: str, agencies: Sequence[Agency], data: QueryDict | None = None) -> RoleForm:
    """The form for one more role of a kind; that of an agency offers those found."""
    form_class = GIVE[kind][0]
    found: dict[str, Any] = {"found": agencies} if form_class is AgencyRoleForm else {}
    return form_class(data, auto_id=f"{kind}_%s", **found)


GIVE: dict[str, tuple[type[RoleForm], Any, Any, Any]] = {
    "enhet": (UnitRoleForm, actions.give_unit_role, UnitRole, gettext_lazy("Gi en rolle i en enhet")),
    "etat": (AgencyRoleForm, actions.give_agency_role, AgencyRole, gettext_lazy("Gi en rolle i en etat")),
    "system": (SystemRoleForm, actions.give_system_role, SystemRole, gettext_lazy("Gi en systemrolle")),
}
"""For each kind of role in the address: what is asked, what is done, the rows, and the heading."""


@require_POST
@for_role(ADMINISTRATOR)
def role_give(request: LoggedInRequest, key: UUID, kind: str) -> HttpResponse:
    """One more role, from today."""
    subject, (_form_class, give, rows, _heading) = asked(key, kind)
    form = role_form(kind, AgenciesFound(request.GET.get("etat", "")).found, request.POST)
    if not form.is_valid():
        name = UserName.objects.get(user=subject).name
        context = user_context(request, subject, name, failed=form)
        return render(
            request, "people/user.html", context | {"form": UserForm(initial=initial_of(subject, name))}
        )
    if rows.objects.filter(user=subject, until=None, **form.cleaned_data).exists():
        messages.info(request, _("Brukeren har denne rollen fra før."))
    else:
        give(user=subject, **form.cleaned_data)
        messages.success(request, _("Rollen gjelder fra nå."))
    return redirect("user", key=key)


@require_POST
@for_role(ADMINISTRATOR)
def role_end(request: LoggedInRequest, key: UUID, kind: str) -> HttpResponse:
    """The role is over from the next click."""
    subject, (form_class, _give, rows, _heading) = asked(key, kind)
    form = form_class(request.POST)
    role = (
        rows.objects.filter(user=subject, until=None, **form.cleaned_data).first()
        if form.is_valid()
        else None
    )
    if role is None:
        raise Http404
    if subject.pk == request.actor.pk and getattr(role, "role", "") == SystemRoleKind.ADMINISTRATOR:
        messages.error(
            request, _("Du kan ikke ta fra deg selv rollen som systemadministrator. Be en annen gjøre det.")
        )
    else:
        actions.end_role(role)
        messages.success(request, _("Rollen er avsluttet."))
    return redirect("user", key=key)


def asked(key: UUID, kind: str) -> tuple[User, tuple[Any, Any, Any, Any]]:
    """The user and the kind of role that an address names."""
    if kind not in GIVE:
        raise Http404
    return get_object_or_404(registered(), key=key), GIVE[kind]


@require_POST
@for_role(ADMINISTRATOR)
def user_active(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Closes a user, or opens one again."""
    subject = get_object_or_404(registered(), key=key)
    if subject.pk == request.actor.pk:
        messages.error(request, _("Du kan ikke stenge din egen bruker. Be en annen gjøre det."))
    elif subject.active:
        actions.close_user(subject)
        messages.success(request, _("Brukeren er stengt fra nå."))
    else:
        actions.reopen_user(subject)
        messages.success(request, _("Brukeren er åpnet igjen."))
    return redirect("user", key=key)
