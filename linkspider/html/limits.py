"""Cuts markup on which a parser would need quadratic time or memory.

lexbor cannot be interrupted. It needs 3 s for 50,000 nested elements, 4 s for a tag of 50,000
attributes, a minute for a million elements of different names, and 4 GB for 8 MB of paragraphs in
which formatting elements are left open.
"""

from __future__ import annotations

import re

MAX_OPEN_ELEMENTS = 5_000
MAX_ATTRIBUTES = 500
MAX_WORK = 1_000_000_000
"""Steps that a parser may need, about a nanosecond each; the page ends where they are used up."""
MAX_NAMES = 20_000
"""Different names of elements and attributes that cost no work beyond."""
MAX_UNSEEN_BYTES = 256 * 1024
MAX_UNSEEN_NESTING = 50_000_000
MAX_UNSEEN_ELEMENTS = 2_000
MAX_UNSEEN_FORMATTING = 500
"""Pages of fewer bytes, tags each within each element, and elements can be parsed as they are."""

_STEPS_A_TAG = 1_500
_STEPS_A_LEVEL = 3
"""A tag may look through all elements that are open."""
_STEPS_AN_ELEMENT_OPENED_AGAIN = 1_000
_SAME_FORMATTING = 3
"""Formatting elements that are written alike and opened again; the standard forgets the others."""

_SEPARATORS = re.compile(rb"""[\s/"']++""")
_QUOTED_END = re.compile(rb"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
_TAG = re.compile(
    rb"""<(?:(!--)|(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>)?+)"""
)
"""A comment's start, or a tag; the last group is what follows its name, where that is plain."""
_ATTRIBUTE = re.compile(
    rb"""[\s/]*+(?:[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?)?"""
)
_NAMES = re.compile(rb"""[\s/"']([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?""")
_SELF_CLOSED = re.compile(rb"""(?:["'\s]|<[^\s=/>]++)/>\Z""")
_RAW_TEXT = {
    name: re.compile(b"</" + name, re.IGNORECASE)
    for name in b"script style textarea title xmp iframe noembed noframes".split()
}
"""Elements in which no tag is one, each with what ends it."""
_NEVER_NEST = frozenset(b"a br embed hr img meta p li dt dd head body".split())
"""Elements that are empty, or that the next of their kind closes."""
_NEST_IN_SVG = frozenset(
    b"area base col colgroup html input link option param rp rt source tbody td tfoot th thead tr "
    b"track wbr".split()
)
"""Elements of which the same is true, but not in SVG and MathML."""
_NEVER_NESTED_TAGS = re.compile(
    rb"""(?:</?+(?:%b)(?![^\s/>])
    (?:[^"'<>=]{0,99}+=\s{0,9}+(?:"[^"<>]{0,999}+"|'[^'<>]{0,999}+')?+){0,3}+[^"'<>=]{0,99}+>
    [^<]*+){0,1000}+"""
    % b"|".join(sorted(_NEVER_NEST - {b"head", b"body"})),
    re.IGNORECASE | re.VERBOSE,
)
"""Plain tags in a row that cost work but open and close nothing: a long page is full of them."""
_ROOTS = (b"html", b"body")
MAX_ROOTS = 10
"""Tags of html and body that are read: the attributes of all of them come together in one."""
_FORMATTING = frozenset(b"b big code em font i nobr s small strike strong tt u".split())
"""Elements that are opened again in each block, until they are closed by name."""
_FORMATTING_TAG = re.compile(rb"<(?:%b)[\s/>]" % b"|".join(sorted(_FORMATTING)), re.IGNORECASE)


def cut(body: bytes) -> tuple[bytes, bool]:
    """``body`` with what is beyond the limits taken out, and whether anything was. Linear.

    What stands in elements nested too deep stays; only their nesting goes.

    >>> deep, was_cut = cut(b"<div>" * 9_000 + b"<a href=/>home</a>")
    >>> deep.count(b"<div>"), deep.endswith(b"home</a>"), was_cut
    (5000, True, True)
    """
    if may_take_long(body):
        return _Cut(body).run()
    return body, False


def may_take_long(body: bytes) -> bool:
    """Whether a page may come near the limits, by signs that are fast to find."""
    if len(body) > MAX_UNSEEN_BYTES:
        return True
    tags = body.count(b"<")
    elements = tags - body.count(b"</")
    if elements * tags > MAX_UNSEEN_NESTING:
        return True
    if elements > MAX_UNSEEN_ELEMENTS:
        formatting = len(_FORMATTING_TAG.findall(body))
        if formatting > MAX_UNSEEN_FORMATTING:
            return True
    if _QUOTED_END.search(body) is not None:
        return len(body) > 2 * MAX_ATTRIBUTES
    runs = (run for run in body.split(b">") if len(run) > 2 * MAX_ATTRIBUTES)
    return any(len(_SEPARATORS.findall(run)) >= MAX_ATTRIBUTES for run in runs)


class _Formatting:
    """The formatting elements that a parser would open again in the next block."""

    def __init__(self) -> None:
        self.count = 0
        self._written: dict[bytes, list[bytes]] = {}

    def enter(self, name: bytes, tag: bytes) -> None:
        """Take the start of an element; ``tag`` is how it is written."""
        written = self._written.setdefault(name, [])
        if written[-_SAME_FORMATTING:].count(tag) < _SAME_FORMATTING:
            written.append(tag)
            self.count += 1

    def leave(self, name: bytes) -> None:
        """Take the end of the last element of this name."""
        if written := self._written.get(name):
            written.pop()
            self.count -= 1


class _Cut:
    """One pass over the tags of a page, as the HTML standard finds them."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._kept: list[bytes] = []
        self._copied = 0
        self._depth = 0
        self._open: dict[bytes, int] = {}
        self._left_out: dict[bytes, int] = {}
        self._formatting = _Formatting()
        self._roots = 0
        self._names: set[bytes] | None = None
        if len(body) > MAX_UNSEEN_BYTES and len(set(_NAMES.findall(body))) > MAX_NAMES:
            self._names = set()
        self._work_left = MAX_WORK

    def run(self) -> tuple[bytes, bool]:
        body, position = self._body, 0
        while (tag := _TAG.search(body, position)) is not None:
            if tag[1]:
                position = body.find(b"-->", tag.end()) + 3
                if position < 3:
                    break
                continue
            end: int | None = tag.end()
            if not tag[4] or len(tag[4]) > 2 * MAX_ATTRIBUTES:
                end = self._end_of_tag(tag.end(3))
            if end is None:  # the page ends within the tag
                break
            name = tag[3].lower()
            self._spend(name, tag.end(3), end)
            if self._work_left < 0:
                self._leave_out(tag.start(), len(body))
                break
            if name in _ROOTS:
                self._roots += 1
                if self._roots > MAX_ROOTS:
                    self._leave_out(tag.start(), end)
            elif tag[2]:
                self._close(name, tag.start(), end)
            elif self._nests(name, tag.start(), end):
                self._enter(name, tag.start(), end)
            position = end
            if name in _NEVER_NEST:
                position = self._pass_never_nested(end)
            elif name in _RAW_TEXT and not tag[2]:
                closing = _RAW_TEXT[name].search(body, end)
                if closing is None:
                    break
                position = closing.start()
        if not self._kept:
            return body, False
        self._kept.append(body[self._copied :])
        return b"".join(self._kept), True

    def _end_of_tag(self, start: int) -> int | None:
        """Where the tag ends; attributes beyond the limit are left out."""
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
            if last:
                self._leave_out(last, position)
            return None
        if last and last < position:
            self._leave_out(last, position)
        return position + 1

    def _spend(self, name: bytes, start: int, end: int) -> None:
        """Count what a tag costs; attributes stand from ``start`` on."""
        work = self._work_of(name)
        if self._names is not None:
            # The parser's table of names has a fixed size: a new one is compared with many others.
            known = len(self._names)
            self._names.add(name)
            self._names.update(_NAMES.findall(self._body, start, end))
            work += known * (len(self._names) - known)
        self._work_left -= work

    def _work_of(self, name: bytes) -> int:
        """Steps for a tag of this name, whatever its attributes."""
        work = _STEPS_A_TAG + _STEPS_A_LEVEL * self._depth
        if name not in _FORMATTING:
            work += _STEPS_AN_ELEMENT_OPENED_AGAIN * self._formatting.count
        return work

    def _pass_never_nested(self, start: int) -> int:
        """Where the tags end that stand from ``start`` on and never nest; their cost is counted."""
        if self._names is not None:
            return start
        found = _NEVER_NESTED_TAGS.match(self._body, start)
        assert found is not None  # it matches the empty string too
        work = self._body.count(b"<", start, found.end()) * self._work_of(b"a")
        if work > self._work_left:
            return start
        self._work_left -= work
        return found.end()

    def _nests(self, name: bytes, start: int, end: int) -> bool:
        if name in _NEVER_NEST:
            return False
        if self._open.get(b"svg") or self._open.get(b"math"):
            return _SELF_CLOSED.search(self._body, start, end) is None
        return name not in _NEST_IN_SVG

    def _enter(self, name: bytes, start: int, end: int) -> None:
        if self._depth < MAX_OPEN_ELEMENTS:
            self._depth += 1
            self._open[name] = self._open.get(name, 0) + 1
            if name in _FORMATTING:
                self._formatting.enter(name, self._body[start:end])
        elif start >= self._copied:
            self._left_out[name] = self._left_out.get(name, 0) + 1
            self._leave_out(start, end)

    def _close(self, name: bytes, start: int, end: int) -> None:
        if self._left_out.get(name):
            self._left_out[name] -= 1
            self._leave_out(start, end)
        elif self._open.get(name):
            self._open[name] -= 1
            self._depth -= 1
            self._formatting.leave(name)

    def _leave_out(self, start: int, end: int) -> None:
        self._kept.append(self._body[self._copied : start])
        self._copied = end
