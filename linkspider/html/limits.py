"""Cuts markup on which a parser would need quadratic time: nesting and attributes without end.

lexbor needs 3 s for 50,000 nested elements and 4 s for a tag of 50,000 attributes, and cannot be
interrupted; with 5,000 of either it needs 0.03 s.
"""

from __future__ import annotations

import re

MAX_OPEN_ELEMENTS = 5_000
MAX_ATTRIBUTES = 5_000
_TAG_BYTES = 2 * MAX_ATTRIBUTES
"""A tag of more attributes than are allowed is longer than this."""

_LONG_TAG = re.compile(rb"<[a-zA-Z](?=[^>]{%d})" % _TAG_BYTES)
_QUOTED_END = re.compile(rb"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
_TAG = re.compile(rb"<(?:(!--)|(/?)([a-zA-Z][^\s/>]*+))")
_PLAIN_END = re.compile(rb"""(?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_ATTRIBUTE = re.compile(
    rb"""[\s/]*+(?:[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?)?"""
)
_RAW_TEXT = {b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"}
_DO_NOT_NEST = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "  # void
    b"p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt html head body".split()
)
"""Elements that are empty, or that the next of their kind closes."""


def cut(body: bytes) -> tuple[bytes, bool]:
    """``body`` with tags beyond the limits taken out, and whether any was. Linear.

    What stands in the elements stays; only their nesting goes.

    >>> deep, was_cut = cut(b"<div>" * 9_000 + b"<a href=/>home</a>")
    >>> deep.count(b"<div>"), deep.endswith(b"home</a>"), was_cut
    (5000, True, True)
    """
    may_nest = body.count(b"<") > MAX_OPEN_ELEMENTS
    if not (may_nest or _may_have_long_tag(body)):
        return body, False
    return _Cut(body).run()


def _may_have_long_tag(body: bytes) -> bool:
    if len(body) <= _TAG_BYTES:
        return False
    return _LONG_TAG.search(body) is not None or _QUOTED_END.search(body) is not None


class _Cut:
    """One pass over the tags of a page, as the HTML standard finds them."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._kept: list[bytes] = []
        self._copied = 0
        self._depth = 0
        self._open: dict[bytes, int] = {}
        self._left_out: dict[bytes, int] = {}

    def run(self) -> tuple[bytes, bool]:
        body, position = self._body, 0
        while (tag := _TAG.search(body, position)) is not None:
            if tag[1]:
                position = body.find(b"-->", tag.end()) + 3
                if position < 3:
                    break
                continue
            end = self._end_of_tag(tag.end())
            if end is None:  # the page ends within the tag
                break
            name = tag[3].lower()
            if tag[2]:
                self._close(name, tag.start(), end)
            elif name not in _DO_NOT_NEST and body[end - 2] != b"/"[0]:
                self._enter(name, tag.start(), end)
            position = end
            if name in _RAW_TEXT and not tag[2]:
                closing = re.compile(b"</" + re.escape(name), re.IGNORECASE).search(body, end)
                if closing is None:
                    break
                position = closing.start()
        if not self._kept:
            return body, False
        self._kept.append(body[self._copied :])
        return b"".join(self._kept), True

    def _end_of_tag(self, start: int) -> int | None:
        """Where the tag ends; attributes beyond the limit are left out."""
        plain = _PLAIN_END.match(self._body, start)
        if plain is not None and plain.end() - start <= _TAG_BYTES:
            return plain.end()
        position, last = start, 0
        for number in range(len(self._body)):
            attribute = _ATTRIBUTE.match(self._body, position)
            assert attribute is not None  # it matches the empty string too
            if attribute.end() == position:
                break
            position = attribute.end()
            if number == MAX_ATTRIBUTES - 1:
                last = position
        if position >= len(self._body):
            return None
        if last:
            self._leave_out(last, position)
        return position + 1

    def _enter(self, name: bytes, start: int, end: int) -> None:
        if self._depth < MAX_OPEN_ELEMENTS:
            self._depth += 1
            self._open[name] = self._open.get(name, 0) + 1
        elif name != b"a":  # links do not nest in each other, and are what is looked for
            self._left_out[name] = self._left_out.get(name, 0) + 1
            self._leave_out(start, end)

    def _close(self, name: bytes, start: int, end: int) -> None:
        if self._left_out.get(name):
            self._left_out[name] -= 1
            self._leave_out(start, end)
        elif self._open.get(name):
            self._open[name] -= 1
            self._depth -= 1

    def _leave_out(self, start: int, end: int) -> None:
        self._kept.append(self._body[self._copied : start])
        self._copied = end
