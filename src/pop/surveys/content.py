"""What a survey asks: sections, questions and choices in three languages, read from `ready.toml` or from the builder.

It is stored as one JSON document, because it is always read whole, and because a version that has been answered
never changes.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

FILE = Path(__file__).parent / "ready.toml"
LANGUAGES = ("nb", "nn", "en")
KINDS = ("yes_no", "scale", "one", "several", "text", "number", "rating")
"""`rating` is 0–10. `scale` is from «i svært stor grad» to «i svært liten grad», with «vet ikke» apart."""
CHOSEN = ("yes_no", "scale", "one", "several", "rating")
"""Kinds that are answered with one of a list, or several."""
DONT_KNOW = "dont_know"
Words = Mapping[str, str]


class ContentError(ValueError):
    """A survey that cannot be asked; says which question, and why."""


@dataclass(frozen=True)
class Choice:
    """`tell` asks for words of one's own when it is chosen."""

    id: str
    words: Words
    tell: bool = False

    def __str__(self) -> str:
        return said(self.words)


@dataclass(frozen=True)
class Question:
    """`id` never changes through versions, so that rounds can be compared. `more` is «hvis ja, fortell»."""

    id: str
    kind: str
    text: Words
    choices: tuple[Choice, ...] = ()
    more: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)

    def __str__(self) -> str:
        return said(self.text)

    @property
    def more_said(self) -> str:
        return said(self.more)

    @property
    def unit_said(self) -> str:
        return said(self.unit)

    def options(self) -> list[Choice]:
        """What can be chosen, «vet ikke» last."""
        if self.kind == "scale":
            return [Choice(key, words) for key, words in scale().items()]
        if self.kind == "yes_no":
            return list(YES_NO)
        if self.kind == "rating":
            return [Choice(str(n), dict.fromkeys(LANGUAGES, str(n))) for n in range(11)]
        return list(self.choices)


@dataclass(frozen=True)
class Section:
    name: Words
    questions: tuple[Question, ...]

    def __str__(self) -> str:
        return said(self.name)


@dataclass(frozen=True)
class Content:
    """A whole survey."""

    name: Words
    intro: Words
    sections: tuple[Section, ...]

    def __str__(self) -> str:
        return said(self.name)

    @property
    def intro_said(self) -> str:
        return said(self.intro)

    def questions(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions]

    def question(self, name: str) -> Question | None:
        return next((question for question in self.questions() if question.id == name), None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


YES_NO = (
    Choice("yes", {"nb": "Ja", "nn": "Ja", "en": "Yes"}),
    Choice("no", {"nb": "Nei", "nn": "Nei", "en": "No"}),
    Choice(DONT_KNOW, {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "Don't know"}),
)


def said(words: Words) -> str:
    """In the reader's language; bokmål where that is missing."""
    return words.get((get_language() or "nb")[:2]) or words.get("nb", "")


def words(where: str, value: Any, *, needed: bool = True) -> Words:
    """Texts in three languages. Raises ContentError when one is missing."""
    found = (
        {name: str(value.get(name, "")).strip() for name in LANGUAGES} if isinstance(value, Mapping) else {}
    )
    if not any(found.values()) and not needed:
        return {}
    if not all(found.get(name) for name in LANGUAGES):
        raise ContentError(_("%(where)s: teksten mangler på ett av de tre språkene.") % {"where": where})
    return found


def choice(where: str, value: Mapping[str, Any]) -> Choice:
    given = value.get("words", value)
    return Choice(str(value["id"]), words(where, given), bool(value.get("tell", False)))


def question(value: Mapping[str, Any]) -> Question:
    name, kind = str(value["id"]), str(value["kind"])
    if kind not in KINDS:
        raise ContentError(_("%(where)s: ukjent art «%(kind)s».") % {"where": name, "kind": kind})
    choices = tuple(choice(name, one) for one in value.get("choices", ()))
    if kind in ("one", "several") and len(choices) < 2:
        raise ContentError(_("%(where)s: trenger minst to svar å velge mellom.") % {"where": name})
    if len({one.id for one in choices}) < len(choices):
        raise ContentError(_("%(where)s: to svar er like.") % {"where": name})
    return Question(
        name, kind, words(name, value["text"]), choices,
        words(name, value.get("more"), needed=False), words(name, value.get("unit"), needed=False),
    )  # fmt: skip


def content(value: Mapping[str, Any]) -> Content:
    """A survey as JSON or TOML says it. Raises ContentError."""
    sections = tuple(
        Section(
            words(_("Del %(n)s") % {"n": number}, one["name"]),
            tuple(question(q) for q in one.get("questions", one.get("question", ()))),
        )
        for number, one in enumerate(value.get("sections", value.get("section", ())), 1)
    )
    found = Content(words(_("Navnet"), value["name"]), words(_("Innledningen"), value["intro"]), sections)
    names = [question.id for question in found.questions()]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ContentError(_("%(where)s: finnes to ganger.") % {"where": twice[0]})
    return found


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def scale() -> dict[str, Words]:
    """The graded scale of the survey among the schools, in order."""
    found: dict[str, Words] = _file()["scale"]
    return found


def ready() -> Iterator[tuple[str, Content]]:
    """The ready-made surveys by code."""
    for row in _file()["survey"]:
        yield row["code"], content(row)


def seed_sql() -> str:
    """Puts in the ready-made surveys that are not there yet."""
    rows = json.dumps([{"code": code, "content": one.as_json()} for code, one in ready()], ensure_ascii=False)
    return f"""
insert into surveys_survey (key, code, number, content, sealed, made_at)
select gen_random_uuid(), code, 1, content, true, now()
from jsonb_to_recordset('{rows.replace("'", "''")}'::jsonb) as x(code text, content jsonb)
on conflict (code, number) do nothing;
"""  # noqa: S608  (the surveys are part of the product: no text of it comes from a page)
