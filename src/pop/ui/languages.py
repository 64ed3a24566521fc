"""Which languages there are: a line in locale/languages.toml and a folder, no code."""

import tomllib
from pathlib import Path

from django.conf import locale


def available(path: Path) -> list[tuple[str, str]]:
    """Code and own name of each language of the file, in its order.

    A language that Django does not know (Northern Sámi) is made known to it, with dates as in bokmål.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["language"]
    for row in rows:
        locale.LANG_INFO.setdefault(
            row["code"],
            {"bidi": False, "code": row["code"], "name": row["name"], "name_local": row["name"]},
        )
    return [(row["code"], row["name"]) for row in rows]
