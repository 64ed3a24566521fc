"""What did not arrive, for the administrator; and in a demo, what would have gone out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.notices import actions, reading
from pop.notices.models import Outgoing
from pop.people.gate import ADMINISTRATOR, for_role

SHOWN = 100


@require_safe
@for_role(ADMINISTRATOR)
def dead(request: HttpRequest) -> HttpResponse:
    """Whose, in which channel, when and why."""
    return render(request, "notices/dead.html", {"letters": reading.dead_letters()})


@require_POST
@for_role(ADMINISTRATOR)
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Once more, with all its attempts."""
    if not actions.send_again(key):
        raise Http404
    messages.success(request, _("Meldingen sendes på nytt."))
    return redirect("dead_letters")


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail and SMS that would have gone out. Only in the list of addresses of a demo."""
    return render(request, "notices/outbox.html", {"sent": Outgoing.objects.all()[:SHOWN]})
