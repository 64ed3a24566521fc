"""In, out, and in which language. None of these needs a role that somebody may lack."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people import actions, navigation
from pop.people.gate import logged_in, must_accept_secrecy
from pop.people.middleware import PersonalRequest
from pop.people.models import SecrecyAcceptance, SecrecyDeclaration
from pop.people.requests import LoggedInRequest


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, outside demo mode. Login is set up by the operator."""
    return render(request, "people/start.html")


@require_safe
@logged_in
def home(request: LoggedInRequest) -> HttpResponse:
    """Straight to the first page that the actor has."""
    return redirect(navigation.pages(request.actor, request.head)[0][1])


@require_POST
def language(request: PersonalRequest) -> HttpResponse:
    """Remembers the language in this browser and, when somebody is logged in, on the user. Back to the page."""
    chosen = request.POST.get("language", "")
    answer = HttpResponseRedirect(way_back(request))
    if chosen not in dict(settings.LANGUAGES):
        return answer
    if request.actor is not None:
        actions.choose_language(user=request.actor, language=chosen)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return answer


def way_back(request: HttpRequest) -> str:
    """The page that the form stood on, when it is one of ours; otherwise the start page."""
    for address in (request.POST.get("next", ""), request.headers.get("referer", "")):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return reverse("start")


@require_POST
def logout(request: PersonalRequest) -> HttpResponse:
    """Nothing of the session is left, neither here nor in the browser."""
    request.session.flush()
    return redirect("start")


def secrecy(request: PersonalRequest) -> HttpResponse:
    """The taushetserklæring that an external user accepts before seeing anything (rule A9)."""
    if request.actor is None:
        return redirect("start")
    declaration = SecrecyDeclaration.objects.filter(since__lte=timezone.now()).latest("version")
    waits = must_accept_secrecy()
    if request.method == "POST" and waits:
        actions.accept_secrecy(request.actor)
        messages.success(request, _("Du har godtatt taushetserklæringen."))
        return redirect("home")
    accepted = SecrecyAcceptance.objects.filter(user=request.actor, declaration=declaration).first()
    if not waits and accepted is None:
        return redirect("home")
    spoken = (translation.get_language() or "nb")[:2]
    text = declaration.text.get(spoken) or declaration.text["nb"]
    return render(
        request,
        "people/secrecy.html",
        {"version": declaration.version, "text": text, "accepted": accepted, "waits": waits},
    )
