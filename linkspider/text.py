"""Text fit for the tables: white space collapsed, nothing in it that a file cannot hold. Pure."""

from __future__ import annotations

import re
from unicodedata import category

_NOT_STORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS_BUT_SPACES = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
"""Categories of signs without a shape. Private ones have one: icons are made of them."""
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def clean(text: str, limit: int = 2_000) -> str:
    """``text`` with white space collapsed, without control characters, at most ``limit`` long.

    A lone surrogate, which no file can hold, becomes U+FFFD.

    >>> clean("  Green\\n \\x00\\ttea ")
    'Green tea'
    """
    cleaned = " ".join(text.split())
    if not cleaned.isprintable():
        cleaned = storable(" ".join(_CONTROLS_BUT_SPACES.sub("", text).split()))
    return cleaned if len(cleaned) <= limit else cleaned[:limit].rstrip()


def storable(text: str) -> str:
    """``text`` without NUL and control characters, and with U+FFFD for lone surrogates."""
    if text.isprintable():
        return text
    return _NOT_STORABLE.sub(lambda found: "\ufffd" if found[0] > "\x9f" else "", text)


def is_visible(text: str) -> bool:
    """Whether anything of ``text`` can be seen: zero-width characters alone cannot.

    >>> is_visible("tea"), is_visible("\\u200b\\ufeff"), is_visible("")
    (True, False, False)
    """
    if text.isascii():
        return bool(text)
    return any(
        category(sign) not in _INVISIBLE and sign not in _VARIATION_SELECTORS for sign in text
    )


MAX_MARKS = 8
"""Combining marks that are shown above one another; languages need up to five."""


def unstacked(text: str) -> str:
    """``text`` with at most `MAX_MARKS` combining marks in a row: towers of them cover the lines
    above and below, and no line can break within one.

    >>> len(unstacked("e" + 70 * "\\u0301" + "t"))
    10
    """
    if text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if category(sign) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


_DIRECTING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows, on the whole line they are printed on."""


def displayed(text: str, limit: int = 80) -> str:
    """A stranger's text as it may be shown on one line of a terminal or a plot.

    >>> displayed("red\\x1b[31m\\u202e tea", limit=9)
    'red[31m …'
    """
    shown = clean(unstacked(_DIRECTING.sub("", text)), limit + 1)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def quoted(text: str, limit: int = 40) -> str:
    """A stranger's text within a sentence.

    >>> quoted("green tea")
    '“green tea”'
    """
    return f"“{displayed(text, limit)}”"
