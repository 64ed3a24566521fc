"""Templates in which a name that is not there is a mistake, not an empty string."""

from typing import Any

from django.conf import settings
from django.template.backends.django import DjangoTemplates


class Undefined(str):
    """Django asks whether the string wants the name, and then puts it in: that is where this fails."""

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template uses {name}, which is not in the context.")


def engine() -> DjangoTemplates:
    options = settings.TEMPLATES[0]["OPTIONS"] | {"string_if_invalid": Undefined("undefined")}
    return DjangoTemplates({"NAME": "strict", "DIRS": [], "APP_DIRS": True, "OPTIONS": options})


def render(source: str, **context: Any) -> str:
    return str(engine().from_string(source).render(context))


def page(name: str, **context: Any) -> str:
    return str(engine().get_template(name).render(context))
