"""How form fields look and speak: Designsystemet's markup, and messages that say what to do."""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NUMERIC = re.compile(r"^\s*(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})\s*$")
ISO = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$")
YEARS = range(1900, 2100)
OWN_TEMPLATES = Path(__file__).parent / "templates"
DJANGO_TEMPLATES = Path(django_forms.__file__).parent / "templates"


class PopRenderer(BaseRenderer):
    """Renders `{{ form }}` as an error summary and fields, each with label, hint and error tied to it.

    Its engine finds our widgets before Django's, whatever the order of the installed apps.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        pages: dict[str, Any] = settings.TEMPLATES[0]
        options = pages["OPTIONS"]
        kept = {name: options[name] for name in ("builtins", "string_if_invalid") if name in options}
        return DjangoTemplates(
            {"NAME": "forms", "DIRS": [OWN_TEMPLATES, DJANGO_TEMPLATES], "APP_DIRS": False, "OPTIONS": kept}
        )

    def get_template(self, template_name: str) -> Any:
        return self.engine.get_template(template_name)


class DateWidget(django_forms.TextInput):
    """A plain text field: a date picker does not work for all, and not without script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "size": 12, "autocomplete": "off", **(attrs or {})})


class NorwegianDateField(django_forms.DateField):
    """Day, month, year: 4.12.2026, 04.12.26 and 2026-12-04.

    With `past=True` (a day of birth) a year of two digits is never ahead of today.
    """

    widget = DateWidget
    default_error_messages = {
        "required": _("Skriv en dato, for eksempel 04.12.2026"),
        "invalid": _("Skriv datoen som dag.måned.år, for eksempel 04.12.2026"),
        "impossible": _("Denne datoen finnes ikke. Se etter dag og måned."),
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        self.past = past
        kwargs.setdefault("help_text", _("For eksempel 17.11.2026"))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        numeric, iso = NUMERIC.match(str(value)), ISO.match(str(value))
        if numeric:
            day, month, year = (int(part) for part in numeric.groups())
        elif iso:
            year, month, day = (int(part) for part in iso.groups())
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(self.whole_year(year), month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from error

    def whole_year(self, year: int) -> int:
        """26 is 2026; in the past, 95 is 1995. A slip like 0226 or 2926 is no year."""
        if year in YEARS:
            return year
        if year >= 100:
            raise ValueError(year)
        century = 1900 if self.past and 2000 + year > timezone.localdate().year else 2000
        return century + year
