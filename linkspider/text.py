"""Text fit for the tables: white space collapsed, nothing in it that a file cannot hold. Pure."""

from __future__ import annotations

import re

_NOT_STORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


def clean(text: str, limit: int = 2_000) -> str:
    """``text`` with white space collapsed, without control characters, at most ``limit`` long.

    A lone surrogate, which no file can hold, becomes U+FFFD.

    >>> clean("  Green\\n\\ttea\\x00 ")
    'Green tea'
    """
    text = " ".join(text.split())
    if not text.isprintable():
        text = storable(text)
    return text[:limit]


def storable(text: str) -> str:
    """``text`` without NUL and control characters, and with U+FFFD for lone surrogates."""
    return _NOT_STORABLE.sub(lambda found: "\ufffd" if found[0] > "\x9f" else "", text)


def is_visible(text: str) -> bool:
    """Whether anything of ``text`` can be seen: zero-width characters alone cannot."""
    return bool(text) and (text.isprintable() or bool(_INVISIBLE.sub("", text).strip()))
