"""What the browser is sent: style sheets, font, icons."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from pop.ui import assets

pytestmark = pytest.mark.no_database
UI = Path(assets.__file__).parent
SHEETS = sorted((UI / "static").rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=[s.name for s in SHEETS])
def test_a_style_sheet_names_only_files_that_are_there(sheet):
    text = sheet.read_text(encoding="utf-8")
    named = [url.strip("'\"") for url in re.findall(r"url\(([^)]*)\)", text) if "data:" not in url]
    assert [url for url in named if url.strip() and not (sheet.parent / url).exists()] == []
    assert "sourceMappingURL" not in text
    assert "@import" not in text


def test_the_theme_is_the_one_of_its_configuration():
    colours = json.loads((UI / "traad.config.json").read_text())["themes"]["traad"]["colors"]
    theme = (UI / "static/ui/traad.css").read_text(encoding="utf-8").lower()
    for name, colour in {**colours["main"], "neutral": colours["neutral"]}.items():
        assert f"--ds-color-{name}-base-default: {colour.lower()}" in theme, name


def test_the_lock_file_names_no_registry():
    lock = (assets.ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert {name for name in json.loads(lock)["packages"][""]} >= {"dependencies", "devDependencies"}


def test_the_sprite_holds_every_icon_once():
    names = re.findall(r'<symbol id="([^"]+)"', assets.sprite())
    assert sorted(names) == sorted({**assets.ICONS, **assets.OWN_ICONS})


def test_what_is_not_in_the_style_sheet_of_the_design_system_is_not_loaded():
    fonts = re.findall(r"url\(\.\./vendor/([^)]+)\)", (UI / "static/ui/pop.css").read_text(encoding="utf-8"))
    assert set(fonts) == {name for name in assets.FILES.values() if name.endswith("woff2")}


def test_the_list_of_languages_is_a_table_that_can_grow():
    rows = tomllib.loads((UI.parent / "locale/languages.toml").read_text(encoding="utf-8"))["language"]
    assert [row["code"] for row in rows][:3] == ["nb", "nn", "en"]
