"""A text in three languages, as the files and the pages keep it."""

from collections.abc import Mapping

from django.utils.translation import get_language

Words = Mapping[str, str]


def said(words: Words) -> str:
    """In the reader's language; in bokmål where it is not written in that."""
    return words.get((get_language() or "nb")[:2]) or words.get("nb", "")
