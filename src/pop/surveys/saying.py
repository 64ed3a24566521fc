"""Which words free texts are made of: for a list on the big screen, of texts that a moderator has let through."""

import re
from collections import Counter
from pathlib import Path

SHORTEST = 4
"""Letters of a word that is counted; shorter ones say little."""
MOST = 30
LITTLE = frozenset((Path(__file__).parent / "little_words.txt").read_text(encoding="utf-8").split())
"""Words that say little, in bokmål, nynorsk and English."""


def words(texts: list[str]) -> list[tuple[str, int]]:
    """The words that most of the texts use, and how many do: a word twice in one text counts once. Commonest first."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(
            {word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= SHORTEST} - LITTLE
        )
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
