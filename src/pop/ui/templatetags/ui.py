"""Components that every feature uses: icons, status, floke, dates."""

from datetime import date, datetime, time
from functools import cache, lru_cache
from html import escape

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pop.ui import dates

register = template.Library()

# ux.md, section 3: key → (staff word, person's word, icon, tone).
STATUSES = {
    "proposed": (gettext_lazy("Foreslått"), gettext_lazy("Forslag"), "light-bulb", "ro"),
    "chosen": (gettext_lazy("Ikke startet"), gettext_lazy("Ikke startet"), "not-started", "ro"),
    "in_progress": (gettext_lazy("I gang"), gettext_lazy("I gang"), "half", "gang"),
    "waiting": (gettext_lazy("Venter på svar"), gettext_lazy("Venter på svar"), "hourglass", "ro"),
    "soon": (gettext_lazy("Frist snart"), gettext_lazy("I gang"), "clock", "snart"),
    "late": (gettext_lazy("Over fristen"), gettext_lazy("Forsinket"), "triangle", "forfalt"),
    "done": (gettext_lazy("Ferdig"), gettext_lazy("Gjort"), "check", "ferdig"),
    "stopped": (gettext_lazy("Stoppet"), gettext_lazy("Stoppet"), "stopped", "ro"),
}
TANGLES = {
    "health": (gettext_lazy("Helse"), "heart", "helse"),
    "social": (gettext_lazy("Sosialt"), "people", "sosialt"),
    "economy": (gettext_lazy("Økonomi og bolig"), "house", "okonomi"),
    "across": (gettext_lazy("På tvers"), "compass", "neutral"),
}


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; never without a word beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f"ds-icon {extra}".strip(),
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def status(key: str, personal: bool = False, detail: str = "") -> SafeString:
    """Status as icon and word. `key` is a MeasureStatus, `soon` or `late`; `detail` says what is waited for."""
    staff_word, personal_word, _icon, _tone = STATUSES[key]
    return status_in_words(key, detail or str(personal_word if personal else staff_word))


@lru_cache(maxsize=500)
def status_in_words(key: str, word: str) -> SafeString:
    _staff, _personal, symbol, tone = STATUSES[key]
    return format_html(
        '<span class="status" data-tone="{}">{}<span>{}</span></span>', tone, icon(symbol), word
    )


@register.simple_tag
def tangle(key: str, large: bool = False, word: bool = True) -> SafeString:
    """A floke as icon and word; with `word=False` the word is for screen readers only."""
    name, symbol, colour = TANGLES[key]
    return format_html(
        '<span class="floke" data-color="{}"><span class="floke-ikon{}">{}</span><span class="{}">{}</span></span>',
        colour,
        " floke-ikon--stor" if large else "",
        icon(symbol),
        "" if word else "ds-sr-only",
        name,
    )


@register.simple_tag
def tangle_colour(key: str) -> str:
    """The data-color of a floke."""
    return TANGLES[key][2]


@register.simple_tag
def sees(answer: str) -> SafeString:
    """Ser / Noe / Nei, as icon and word; `answer` is all, some or none."""
    word, symbol, key = {
        "all": (_("Ser"), "eye", "ja"),
        "some": (_("Noe"), "eye-some", "noe"),
        "none": (_("Nei"), "minus", "nei"),
    }[answer]
    return format_html('<span class="ser" data-ser="{}">{}<span>{}</span></span>', key, icon(symbol), word)


@register.simple_tag
def options(rows: list[tuple[str, str]], chosen: str = "") -> SafeString:
    """The options of a select by value and text, for long lists: in one piece it takes a quarter of the time."""
    found = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in rows
    )
    return mark_safe("".join(found))  # noqa: S308  (escaped above)


@register.simple_tag
def language_buttons() -> SafeString:
    """A button for each language, with its name in itself; the reader's own is marked."""
    return buttons_for(get_language() or settings.LANGUAGE_CODE)


@cache
def buttons_for(current: str) -> SafeString:
    html = '<button class="topp__lenke topp__knapp" type="submit" name="language" value="{}" lang="{}"{}>{}</button>'
    marked = mark_safe(' aria-current="true"')  # noqa: S308  (fixed)
    rows = ((code, code, marked if code == current else "", name) for code, name in settings.LANGUAGES)
    return format_html_join("", html, rows)


@register.simple_tag
def quote(text: str) -> SafeString:
    """Somebody's own words, in the quotation marks of the reader's language."""
    opening, closing = ("“", "”") if dates.english() else ("«", "»")
    return format_html('<span class="sitat">{}{}{}</span>', opening, text, closing)


@register.filter
def first_control(field: BoundField) -> str:
    """The id of what a link in the error summary leads to: the field, or the first box of a list."""
    if field.use_fieldset and len(field.subwidgets):
        return str(field.subwidgets[0].id_for_label)
    return str(field.auto_id)


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    return dates.weekday_date(value)


@register.filter
def short_date(value: date | datetime | None) -> str:
    return dates.short_date(value)


@register.filter
def clock(value: time | datetime | None) -> str:
    return dates.clock(value)
