"""A form sent twice acts once.

After a crash the browser does not know whether its form arrived, and sends it again (pitfall 22: one more
row was committed than acknowledged). Every form carries a random `once`; the row that remembers it is
written in the same transaction as what the form did, so both are there or neither.
"""

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from pop.access.drafts import mark
from pop.access.models import Submission


def once_key(request: HttpRequest) -> dict[str, object]:
    """The template variable `once_key`: what was sent when the form comes back with errors, else a new one for
    each form of the page; and `form_owner`, by which a form is known for somebody else's (drafts.py).
    """
    session = getattr(request, "session", None)
    user_id = session.get("user") if session is not None else None
    return {
        "once_key": lambda: sent_key(request) or uuid.uuid4(),
        "form_owner": mark(user_id) if user_id is not None else "",
    }


def sent_key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


class OnceMiddleware:
    """Only a POST that ended in a redirect has done something; that answer is remembered and repeated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor_id: int | None = request.session.get("user")
        key = sent_key(request) if request.method == "POST" else None
        if key is None or actor_id is None:
            return self.get_response(request)
        earlier = Submission.objects.filter(actor_id=actor_id, key=key).first()
        if earlier:
            return HttpResponseRedirect(earlier.answer)
        try:
            # The savepoint takes back what a twin sent at the same moment has done already.
            with transaction.atomic():
                response = self.get_response(request)
                # A user who has been closed is nobody to the database, and is remembered for nothing.
                if response.status_code == 302 and getattr(request, "actor", None) is not None:
                    Submission.objects.create(actor_id=actor_id, key=key, answer=response["Location"])
        except IntegrityError:
            twin = Submission.objects.filter(actor_id=actor_id, key=key).first()
            if twin is None:
                raise
            return HttpResponseRedirect(twin.answer)
        return response
