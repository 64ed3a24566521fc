"""Puts what was typed back into a form that is already HTML, whatever made it.

One way for every form of every page: a view need not know that somebody's words were kept while they were
logged out. Reads tag by tag and leaves everything else as it was.
"""

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

Fields = dict[str, list[str]]
Attributes = list[tuple[str, str | None]]

OURS = {"csrfmiddlewaretoken"}
"""Never put back: it belongs to the page."""
TICKED = ("checkbox", "radio")
BUTTONS = ("submit", "button", "image", "reset")


class _Reader(HTMLParser):
    """Walks through a page; `inside` is a form that sends to its own address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.inside = False

    def begins(self, tag: str, attrs: Attributes) -> None:
        if tag == "form":
            at = dict(attrs)
            self.inside = at.get("method") == "post" and not at.get("action")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.begins(tag, attrs)
        self.out.append(self.get_starttag_text() or "")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


class _Filler(_Reader):
    """The same page with the fields filled in. A value is used up by each field that takes it."""

    def __init__(self, fields: Fields) -> None:
        super().__init__()
        self.fields = {name: list(values) for name, values in fields.items() if name not in OURS}
        self.select = ""
        self.dropping = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.begins(tag, attrs)
        at = {name: value if value is not None else "" for name, value in attrs}
        name = at.get("name", "")
        if not self.inside or tag not in ("input", "select", "option", "textarea"):
            self.out.append(self.get_starttag_text() or "")
            return
        if tag == "input" and name:
            self.out.append(self.input(at))
        elif tag == "select":
            self.select = name
            self.out.append(self.get_starttag_text() or "")
        elif tag == "option" and self.select:
            chosen = at.get("value", "") in self.fields.get(self.select, [])
            self.out.append(start("option", mark(at, "selected", chosen)))
        elif tag == "textarea" and name in self.fields:
            self.out.append(f"{self.get_starttag_text()}\n{escape(self.next(name))}")
            self.dropping = True
        else:
            self.out.append(self.get_starttag_text() or "")

    handle_startendtag = handle_starttag

    def input(self, at: dict[str, str]) -> str:
        name, kind = at["name"], at.get("type", "text")
        if kind in TICKED:
            return start("input", mark(at, "checked", at.get("value", "on") in self.fields.get(name, [])))
        if name in self.fields and kind not in (*BUTTONS, "file", "password"):
            return start("input", at | {"value": self.next(name)})
        return self.get_starttag_text() or ""

    def next(self, name: str) -> str:
        values = self.fields[name]
        return values.pop(0) if len(values) > 1 else (values[0] if values else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.dropping = False
        if tag == "select":
            self.select = ""
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.out.append(data)


class _Fields(_Reader):
    """What a browser would send of the first form that sends to its own address."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.area = self.select = ""
        self.first = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.begins(tag, attrs)
        at = {name: value if value is not None else "" for name, value in attrs}
        name = at.get("name", "")
        if not self.inside:
            return
        if tag == "input" and name:
            self.take(at)
        elif tag == "select":
            self.select, self.first = name, ""
        elif tag == "option" and self.select:
            self.option(at)
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]

    handle_startendtag = handle_starttag

    def take(self, at: dict[str, str]) -> None:
        kind = at.get("type", "text")
        if kind in TICKED and "checked" in at or kind not in (*TICKED, *BUTTONS, "file"):
            self.fields.setdefault(at["name"], []).append(at.get("value", "on" if kind in TICKED else ""))

    def option(self, at: dict[str, str]) -> None:
        if "selected" in at:
            self.fields[self.select] = [at.get("value", "")]
        else:
            self.fields.setdefault(self.select, [at.get("value", "")])

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][0] += data


def start(tag: str, at: dict[str, str]) -> str:
    """A start tag with its attributes; those without a value stay so."""
    words = [name if value == "" and name in ("checked", "selected", "required", "disabled", "multiple", "autofocus")
             else f'{name}="{escape(value)}"' for name, value in at.items()]  # fmt: skip
    return f"<{' '.join([tag, *words])}>"


def mark(at: dict[str, str], word: str, on: bool) -> dict[str, str]:
    without = {name: value for name, value in at.items() if name != word}
    return without | ({word: ""} if on else {})


def fill(html: str, fields: Fields) -> str:
    """The page with `fields` in each form that sends to its own address."""
    filler = _Filler(fields)
    filler.feed(html)
    filler.close()
    return "".join(filler.out)


def fields_of(html: str) -> Fields:
    """The fields of the forms of a page that send to its own address."""
    reader = _Fields()
    reader.feed(html)
    reader.close()
    return {name: [unescaped(value) for value in values] for name, values in reader.fields.items()}


def unescaped(value: str) -> str:
    from html import unescape

    return unescape(value).removeprefix("\n")


def nothing_typed(fields: Iterable[str]) -> bool:
    """Whether a form holds only what the page itself put there."""
    return set(fields) <= OURS | {"once", "stamp"}
