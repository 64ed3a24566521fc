"""What a view gets after `logged_in` has let the request through."""

from pop.people.middleware import Head, PersonalRequest
from pop.people.models import User


class LoggedInRequest(PersonalRequest):
    """A request of someone who is logged in."""

    actor: User
    head: Head
