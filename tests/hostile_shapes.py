"""Pages of shapes on which a careless reader needs quadratic time."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def balanced(links: int) -> bytes:
    """Links without text, as the leaves of a tree of elements."""
    if links == 1:
        return b"<a href='http://t.example/'></a>"
    return b"<div>" + balanced(links // 2) + balanced(links - links // 2) + b"</div>"


SHAPES: Mapping[str, Callable[[int], bytes]] = {
    "open elements": lambda n: b"<div>" * (16 * n) + b"<a href=/x>x</a>",
    "headings within headings": lambda n: b"<h1><div>" * (n // 8) + b"word " * (20 * n),
    "links within links": lambda n: b"<a href=/x><object>" * n,
    "links in a tree of empty elements": lambda n: balanced(3 * n),
    "links in a row": lambda n: b"<a href=/x>x</a>" * (2 * n),
    "attributes": lambda n: b"<a " + b" ".join(b"a%d" % i for i in range(16 * n)) + b">x",
    "unclosed inline elements": lambda n: b"<p><b><i><a href=/x>" * n,
}
