"""The plan as somebody in the support team sees it: the pages of that user, shown to the person.

Inside `viewing_as` the other user acts, so the pages are theirs, drawn by the views that they themselves get.
Only what stands between <main> and </main> is taken out: head, menu, messages and counts around it are drawn
afterwards, as the person. Links lead on to the same pages as the other sees them; forms are dead.
"""

import re
from copy import copy
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.safestring import SafeString, mark_safe

from pop.access.viewing import viewing_as
from pop.people.middleware import Head, who
from pop.people.models import User
from pop.plans.models import Plan

PAGES = frozenset(
    {
        *("plan", "entry", "print_plan", "team", "consent", "proposals", "wishes", "wish"),
        *("way", "sentence", "conversations", "conversation", "mapping", "needs_map", "economy", "brik"),
        *("gaps", "gap", "measure_waits"),
    }
)
"""Names of the addresses that can be seen as somebody else: those that somebody in a support team reads."""
FILE = "pdf"
"""What a page is asked with to come as a file: that is printing, not reading."""
NOTHING, NOT_OPENED, NOT_READ = "nothing", "not_opened", "not_read"
"""Why there is no page: it is not there for them; they have to answer something first; it is no page to read."""


@dataclass(frozen=True)
class Sight:
    """What the other sees at an address: the inside of a page, or why there is none."""

    inside: SafeString = SafeString()
    why_not: str = ""


def sight(request: HttpRequest, plan: Plan, member: UUID, rest: str) -> Sight:
    """What somebody in the support team sees at an address of this plan; 404 for whoever has no place in it."""
    address = reverse("plan", args=[plan.key]) + rest
    match = resolved(address)
    with viewing_as(plan.pk, member) as user_id:
        if user_id is None:
            raise Http404
        actor, head = who(user_id)
        if match.url_name not in PAGES or FILE in request.GET:
            return Sight(why_not=NOT_READ)
        if actor is None:
            return Sight(why_not=NOTHING)
        try:
            response = match.func(read_by(request, actor, head, address, match), *match.args, **match.kwargs)
        except Http404:
            return Sight(why_not=NOTHING)
        if response.status_code != 200:
            return Sight(why_not=NOT_OPENED)
        return Sight(inside(response, plan, member))


def resolved(address: str) -> ResolverMatch:
    try:
        return resolve(address)
    except Resolver404:
        raise Http404 from None


def read_by(
    request: HttpRequest, actor: User, head: Head | None, address: str, match: ResolverMatch
) -> HttpRequest:
    """The person's request as the other would have sent it. What waits to be told the person is not read out."""
    theirs = copy(request)
    theirs.method = "GET"
    theirs.path = theirs.path_info = address
    theirs.resolver_match = match
    theirs.actor = actor  # type: ignore[attr-defined]
    theirs.head = head  # type: ignore[attr-defined]
    theirs._messages = []  # type: ignore[attr-defined]
    return theirs


def inside(response: HttpResponse, plan: Plan, member: UUID) -> SafeString:
    """The main part of the page, with links that stay with the other, and forms that cannot be sent."""
    page = response.content.decode()
    page = page[page.index(">", page.index("<main")) + 1 : page.rindex("</main>")]
    page = without_actions(page, reverse("plan", args=[plan.key]))
    here, there = reverse("plan", args=[plan.key]), reverse("plan_seen_as", args=[plan.key, member])
    page = page.replace(f'"{here}', f'"{there}').replace('<form method="post"', '<form inert method="post"')
    # Markup of our own templates, escaped when it was drawn.
    return mark_safe(page)  # noqa: S308


LINK = r'<a\b[^>]*\shref="({here}[^"]*)"[^>]*>.*?</a>'
LEFT_EMPTY = re.compile(
    r"<(li|p)\b[^>]*>\s*</\1>|<(ul|div)\b[^>]*>\s*</\2>"
    r"|<section\b[^>]*>\s*<h[23]\b[^>]*>[^<]*</h[23]>\s*</section>"
)


def without_actions(page: str, here: str) -> str:
    """The page without links to what is not shown here, and without the lists and sections that this leaves empty."""

    def kept(link: re.Match[str]) -> str:
        address, _mark, asked = unescape(link[1]).partition("#")[0].partition("?")
        if FILE in QueryDict(asked):
            return ""
        try:
            return link[0] if resolve(address).url_name in PAGES else ""
        except Resolver404:
            return ""

    links = re.compile(LINK.format(here=re.escape(here)), re.DOTALL)
    page, removed = links.subn(kept, page)
    while removed:
        page, removed = LEFT_EMPTY.subn("", page)
    return page
