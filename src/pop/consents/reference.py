"""Loads the versions of the consent text and of the taushetserklæring that come with the product."""

import tomllib
from pathlib import Path
from typing import Any

from pop.consents.models import ConsentText
from pop.people.models import SecrecyDeclaration


def load() -> None:
    """Adds the versions of `texts.toml` that are missing. As the owner, after `migrate`."""
    texts = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    ConsentText.objects.bulk_create(
        [ConsentText(version=row["version"], text=languages(row)) for row in texts["consent"]],
        ignore_conflicts=True,
    )
    SecrecyDeclaration.objects.bulk_create(
        [SecrecyDeclaration(version=row["version"], text=languages(row)) for row in texts["secrecy"]],
        ignore_conflicts=True,
    )


def languages(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "version"}
