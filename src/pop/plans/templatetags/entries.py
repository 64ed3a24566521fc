"""Small pieces that stand many times on a page of a plan: written here, each takes a third of what a template takes."""

from uuid import UUID

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pop.plans.models import Entry
from pop.plans.threads import Step
from pop.ui.addresses import reverse
from pop.ui.dates import short_date, weekday_date
from pop.ui.templatetags.ui import icon

register = template.Library()
BREAK = mark_safe("<br>")  # noqa: S308  (fixed)


@register.simple_tag
def entry_link(plan_key: UUID, slug: str, entry: Entry, shown: str = "") -> SafeString:
    """A link to an entry, as its own words or as `shown`."""
    link = reverse("entry", args=[plan_key, slug, entry.key])
    return format_html('<a class="ds-link" data-color="accent" href="{}">{}</a>', link, shown or entry)


@register.simple_tag
def write_link(plan_key: UUID, slug: str, label: str, topic: int | None = None) -> SafeString:
    """A link to the form of a new entry, about an area where one is given."""
    link = reverse("entry_new", args=[plan_key, slug])
    about = f"?tema={topic}" if topic else ""
    html = '<p class="frittlenke ikke-print"><a class="ds-link" href="{}{}">{}</a></p>'
    return format_html(html, link, about, label)


@register.simple_tag
def responsible(step: Step, personal: bool) -> SafeString | str:
    """Who answers for a measure. The person reads who is late, and is not alarmed by what has nobody yet."""
    if personal and step.is_late and step.late:
        return step.late
    who = step.who
    if who.name:
        if not who.body or who.body == who.name:
            return who.name
        return format_html('{}<br><span class="svak liten">{}</span>', who.name, who.body)
    if step.nobody:
        html = '<span class="status" data-tone="snart">{}<span>{}</span></span>'
        return format_html(html, icon("person"), _("Ingen ansvarlig"))
    return format_html('<span class="svak">{}</span>', _("Ingen ansvarlig"))


@register.simple_tag
def deadline(step: Step, personal: bool) -> SafeString:
    """When a measure is due: the day, how near it is for whoever works with it, and what was said of it in words."""
    measure, parts = step.measure, []
    if measure.due:
        day = weekday_date(measure.due) if personal else short_date(measure.due)
        parts.append(format_html('<span class="nowrap">{}</span>', day))
    said = ["" if personal else step.due_note, measure.due_text]
    parts += [format_html('<span class="svak liten">{}</span>', words) for words in said if words]
    return format_html_join(BREAK, "{}", ((part,) for part in parts))
