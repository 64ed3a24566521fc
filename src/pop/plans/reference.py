"""Loads the topics that come with the product."""

import tomllib
from pathlib import Path

from pop.plans.models import Topic


def load() -> None:
    """Adds the topics of `topics.toml` that are missing. As the owner, after `migrate`."""
    rows = tomllib.loads((Path(__file__).parent / "topics.toml").read_text(encoding="utf-8"))["topic"]
    Topic.objects.bulk_create([Topic(**row) for row in rows], ignore_conflicts=True)
