"""What a complete crawl of a site finds: the measure that every crawl is checked against."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The pages that can be reached from a site's start page, and their hyperlinks."""

    pages: frozenset[str]
    """Decoded paths."""

    linking: frozenset[str]
    """Those of them with a link to another page of the site."""

    hyperlinks: int
    """`a` and `area` elements with an `href` on them, repeats included."""


def page_key(url: str) -> str:
    """The decoded path of a URL, which is all that the server looks at."""
    return unquote(urlsplit(url).path) or "/"


def survey(base_url: str, read: Callable[[str], bytes | None]) -> Survey:
    """The survey of a site whose pages `read` returns by decoded path."""
    pages, linking, hyperlinks = {"/"}, set[str](), 0
    host, queue = urlsplit(base_url).netloc, deque(["/"])
    while queue:
        path = queue.popleft()
        tree = LexborHTMLParser(read(path) or b"")
        base = urljoin(base_url, path)
        if element := tree.css_first("base[href]"):
            base = urljoin(base, element.attributes["href"] or "")
        for anchor in tree.css("a[href], area[href]"):
            hyperlinks += 1
            try:
                url = urljoin(base, (anchor.attributes["href"] or "").strip())
                target = page_key(url) if urlsplit(url).netloc == host else None
            except ValueError:
                continue
            if target is None or read(target) is None:
                continue
            if target != path:
                linking.add(path)
            if target not in pages:
                pages.add(target)
                queue.append(target)
    return Survey(pages=frozenset(pages), linking=frozenset(linking), hyperlinks=hyperlinks)
