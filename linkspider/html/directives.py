"""What a page tells search engines about itself: meta robots and X-Robots-Tag."""

from __future__ import annotations

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
    words = {word for meta in metas for word in _words(meta)}
    for header in headers:
        words |= _header_words(header)
    return Directives(
        noindex=bool(words & {"noindex", "none"}), nofollow=bool(words & {"nofollow", "none"})
    )


def _words(directives: str) -> set[str]:
    """The directives that take no value: the value of another (max-image-preview: none) is none."""
    return {
        word for part in directives.lower().split(",") if ":" not in part for word in part.split()
    }


def _header_words(header: str) -> set[str]:
    words, applies = set(), True
    for part in header.lower().split(","):
        before, colon, after = part.strip().partition(":")
        is_agent = colon and before not in _WITH_VALUE and " " not in before
        if is_agent:
            applies = before in _OUR_AGENTS
        if applies:
            words |= _words(after if is_agent else part)
    return words
