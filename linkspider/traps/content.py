"""What a page says, as two numbers by which one that says the same again is known."""

from __future__ import annotations

import re
from zlib import crc32

from linkspider.items import PageItem
from linkspider.traps.address import Address, kind

_CALENDAR_NAMES = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
januar februar märz mai juni juli oktober dezember
montag dienstag mittwoch donnerstag freitag samstag sonntag
janvier février mars avril juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
"""
_CALENDAR_WORDS = frozenset(_CALENDAR_NAMES.split())
_WORD = re.compile(r"\b[^\W\d]+\b")
_HEADINGS = 12
_CHARACTERS = 400
_DATED_WORDS = 16
"""Words by which a month with 31 days may differ from one with 28."""


def content_prints(page: PageItem, address: Address, *, is_dated: bool) -> tuple[int, int]:
    """A print of the page's very text, and one of its skeleton: title, headings, description and
    number of words, without numbers and without what the address itself says; in a calendar
    without names of months and days."""
    echoed = {value.lower() for _, value in address.parameters}
    echoed.update(part.lower() for part in address.segments if kind(part) == "x")
    if is_dated:
        echoed |= _CALENDAR_WORDS
    parts = [page.title or "", page.meta_description or ""]
    parts += (page.h1 or ())[:_HEADINGS]
    parts += (page.h2 or ())[:_HEADINGS]
    words = _WORD.findall("\n".join(parts)[:_CHARACTERS].lower())
    if echoed:
        words = [word for word in words if word not in echoed]
    size = page.word_count or 0
    skeleton = f"{' '.join(words)} {size // _DATED_WORDS if is_dated else size}"
    return crc32((page.text_hash or "").encode()), crc32(skeleton.encode("utf-8", "replace"))
