"""Generic anchor texts (`read more`) of many languages, from `generic.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from linkspider.analysis.anchors.normalise import normalise
from linkspider.analysis.anchors.words import words


@cache
def generic_phrases() -> frozenset[str]:
    """The phrases of all languages, normalised."""
    data = files("linkspider.analysis.anchors").joinpath("generic.toml").read_text("utf-8")
    return frozenset(normalise(one) for phrases in tomllib.loads(data).values() for one in phrases)


@cache
def generic_words() -> frozenset[str]:
    """The phrases of all languages by their words: see `words`."""
    return frozenset(map(words, generic_phrases()))


def is_generic(anchor: str) -> bool:
    """Whether a normalised anchor names no target: a generic phrase, or nothing but signs.

    >>> is_generic("read more →"), is_generic("→"), is_generic("read more about tea")
    (True, True, False)
    """
    found = words(anchor)
    return not found or found in generic_words()
