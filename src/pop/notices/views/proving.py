"""The code that shows that an address is one's own; nothing else is sent there before."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pop.notices import actions, reading
from pop.notices.forms import CodeForm
from pop.notices.models import NoticeChannel
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest

TOO_MANY = gettext_lazy("Du har fått fem koder det siste døgnet. Prøv igjen i morgen.")


@dataclass(frozen=True)
class Row:
    channel: NoticeChannel
    address: str
    form: CodeForm


@logged_in
def prove(request: LoggedInRequest) -> HttpResponse:
    """One field for each address that is not proven."""
    missing = reading.unproven()
    chosen = str(request.POST.get("channel", ""))
    forms = {
        channel: CodeForm(request.POST if channel == chosen else None, prefix=channel) for channel in missing
    }
    if chosen in forms and forms[chosen].is_valid():
        answer = actions.prove(chosen, forms[chosen].cleaned_data["code"])
        if answer == "proven":
            messages.success(request, _("Bekreftet. Du får beskjed dit fra nå."))
            return redirect("notice_prove" if len(missing) > 1 else "notices")
        forms[chosen].add_error("code", trouble(answer))
    rows = [Row(NoticeChannel(channel), address, forms[channel]) for channel, address in missing.items()]
    return render(request, "notices/prove.html", {"rows": rows, "form": forms.get(chosen)})


def trouble(answer: str) -> str:
    if answer == "wrong":
        return _("Koden stemmer ikke. Se etter at du har skrevet alle seks sifrene.")
    return _("Koden gjelder ikke lenger. Be om en ny.")


@require_POST
@logged_in
def new_code(request: HttpRequest) -> HttpResponse:
    """Once more, to the same address; five times in a day at most."""
    channel = str(request.POST.get("channel", ""))
    if channel not in reading.unproven():
        raise Http404
    if actions.ask_proof(channel) == "sent":
        messages.success(request, _("Vi har sendt en ny kode. Den forrige gjelder ikke lenger."))
    else:
        messages.error(request, TOO_MANY)
    return redirect("notice_prove")
