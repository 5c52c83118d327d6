"""What a page tells search engines about itself: meta robots and X-Robots-Tag."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_OUR_AGENTS = {"robots", "googlebot"}
_WITH_VALUE = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
"""Directives that a colon follows: what else stands before a colon is a crawler's name."""


class Directives(NamedTuple):
    """The most restrictive reading for all robots and for Googlebot."""

    noindex: bool
    nofollow: bool


def read_directives(metas: Iterable[str], headers: Iterable[str]) -> Directives:
    """The directives of meta elements (for robots or googlebot) and X-Robots-Tag headers.

    >>> read_directives(["index, nofollow"], ["otherbot: noindex"])
    Directives(noindex=False, nofollow=True)
    >>> read_directives([], ["googlebot: none"])
    Directives(noindex=True, nofollow=True)
    """
    words = {word for meta in metas for word in re.split(r"[,\s]+", meta.lower())}
    for header in headers:
        words |= _header_words(header.lower())
    return Directives(
        noindex=bool(words & {"noindex", "none"}), nofollow=bool(words & {"nofollow", "none"})
    )


def _header_words(header: str) -> set[str]:
    words, applies = set(), True
    for part in header.split(","):
        before, colon, after = part.strip().partition(":")
        if colon and before.strip() not in _WITH_VALUE:
            applies = before.strip() in _OUR_AGENTS
            before = after
        if applies:
            words.update(before.split())
    return words
