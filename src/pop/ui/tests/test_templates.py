"""What holds for every template of the project, whoever wrote it."""

import re
from pathlib import Path

import pytest

from pop.ui import assets
from pop.ui.templatetags import ui

pytestmark = pytest.mark.no_database
ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
CODE = [p for p in sorted(ROOT.glob("**/*.py")) if "tests" not in p.parts and "migrations" not in p.parts]
ICONS = {*assets.ICONS, *assets.OWN_ICONS}
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.DOTALL | re.IGNORECASE)
INCLUDE = re.compile(r"{%\s*include\s+[\"']([^\"']+)[\"'][^%]*%}")
# These change nothing that could be done twice.
ONCE_IS_NO_MATTER = ("{% url 'logout' %}", "{% url 'language' %}", "{% url 'demo_login' %}")
# Outside login: the code answers once, and whoever types it again is told nothing (handovers/tests).
BY_CODE = ("handovers/templates/handovers/link.html", "handovers/templates/handovers/behind.html")
# Answered by nobody in particular: a key would be a cookie, and a twin cannot be told from another who answers alike (ADR 27).
BY_NOBODY = ("surveys/templates/surveys/answer.html",)
# Names of formats, not addresses that anybody visits.
NAMESPACES = ("http://www.w3.org/",)


def name(path):
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8")


def whole(template):
    """The text of a template with what it includes put in, two steps deep."""
    folders = {p.split("templates/", 1)[1]: ROOT / p for p in map(name, TEMPLATES)}
    for _ in range(2):
        template = INCLUDE.sub(
            lambda found: found[0] + (read(folders[found[1]]) if found[1] in folders else ""), template
        )
    return template


def wrong(pattern):
    return {name(p): found for p in TEMPLATES if (found := re.findall(pattern, read(p), re.IGNORECASE))}


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 50


def test_no_template_has_style_in_it():
    assert wrong(r"\sstyle\s*=|<style\b") == {}


def test_no_template_has_script_in_it():
    """But the one that fetches the shared screen of a meeting anew (docs/adr/0021-live-refresh.md)."""
    live = r"""<script(?! src="{% static 'ui/live\.js' %}" defer></script>)\b"""
    assert wrong(live + r"|\son[a-z]+\s*=\s*[\"']|javascript:") == {}


def test_nothing_comes_from_elsewhere_and_no_host_is_written_down():
    for path, addresses in wrong(r"https?://[^\"'\s<>)]*").items():
        assert [a for a in addresses if not a.startswith(NAMESPACES)] == [], path
    assert wrong(r"(?:src|href|action)=[\"']//") == {}


def post_forms():
    return [(name(p), form) for p in TEMPLATES for form in FORM.findall(read(p))]


def test_no_form_sends_to_another_site_a_form_that_opens_in_a_template_closes_in_it():
    """Otherwise the two tests below would not see all of it."""
    for path in TEMPLATES:
        text = read(path)
        assert len(re.findall(r"<form\b", text)) == text.count("</form>"), name(path)


def test_every_form_that_changes_something_carries_the_safety_key():
    assert len(post_forms()) > 20
    without = {path for path, form in post_forms() if "{% csrf_token %}" not in whole(form)}
    assert without == set(BY_NOBODY)


def test_every_form_that_changes_something_acts_once():
    missing = [
        path
        for path, form in post_forms()
        if 'name="once"' not in whole(form)
        and not any(address in form for address in ONCE_IS_NO_MATTER)
        and path not in BY_CODE + BY_NOBODY
    ]
    assert missing == []


def test_a_form_that_only_asks_carries_no_safety_key_in_its_address():
    forms = [
        (name(p), form) for p in TEMPLATES for form in re.findall(r"<form\b.*?</form>", read(p), re.DOTALL)
    ]
    asking = [(path, form) for path, form in forms if not FORM.match(form)]
    assert [path for path, form in asking if "csrf_token" in form] == []


def test_every_icon_that_a_template_asks_for_is_there():
    asked = {
        icon: name(p) for p in TEMPLATES for icon in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", read(p))
    }
    assert asked
    assert {icon: path for icon, path in asked.items() if icon not in ICONS} == {}


def test_every_icon_that_the_code_asks_for_is_there():
    asked = {icon: name(p) for p in CODE for icon in re.findall(r"\bicon\([\"']([\w-]+)[\"']", read(p))}
    asked |= {row[2]: f"status {key}" for key, row in ui.STATUSES.items()}
    asked |= {row[1]: f"tangle {key}" for key, row in ui.TANGLES.items()}
    asked |= {
        found: "sees"
        for answer in ("all", "some", "none")
        for found in re.findall(r"#([\w-]+)", ui.sees(answer))
    }
    assert {icon: where for icon, where in asked.items() if icon not in ICONS} == {}


def test_every_icon_of_the_list_is_drawn_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', assets.sprite()))
    assert drawn == ICONS


def test_an_icon_is_silent_and_a_word_stands_beside_it():
    assert 'aria-hidden="true"' in ui.icon("check")
    for key, (staff, person, _symbol, _tone) in ui.STATUSES.items():
        assert f"<span>{staff}</span>" in ui.status(key)
        assert f"<span>{person}</span>" in ui.status(key, personal=True)
    for key, (word, _symbol, _colour) in ui.TANGLES.items():
        assert f'<span class="">{word}</span>' in ui.tangle(key)
        assert f'<span class="ds-sr-only">{word}</span>' in ui.tangle(key, word=False)


SPOKEN = re.compile(
    r"{%\s*translate\s+[\"'](.*?)[\"']\s*(?:as \w+\s*)?%}|trimmed[^%]*%}(.*?){%\s*(?:plural|endblock)",
    re.DOTALL,
)


def test_no_text_shouts_or_uses_words_that_we_do_not_use_about_people():
    """ux.md, section 5: no exclamation marks, and never klient, kriminogen or reservasjon."""
    spoken = {name(p): " ".join(map("".join, SPOKEN.findall(read(p)))) for p in TEMPLATES}
    assert any(spoken.values())
    assert [
        path for path, text in spoken.items() if re.search(r"!|\bklient|kriminogen|reservasjon", text)
    ] == []
